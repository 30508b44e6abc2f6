"""In goes the script (with what people supplied and what the memory knows), out comes a Translation.

Every unit keeps where it came from; what no one and nothing can translate waits for a person.
"""
