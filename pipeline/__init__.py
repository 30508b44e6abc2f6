"""One script in, one honest video per language out.

Every stage takes a value of `model` and gives one; `run` alone knows their order.
"""

import os

# onnxruntime reports to its maker from the moment it is loaded, unless this was set before; its function for switching
# that off comes too late. Here, because everything that loads a model has loaded this first.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
