"""One script in, one honest video per language out.

Every stage takes a value of `model` and gives one; `run` alone knows their order.
"""
