"""Which model files are here, from where, with which hash and licence.

In go names such as "firefox:en-pt" and files carried in on a stick; out come paths inside the models folder.
"""

from pipeline.weights.carry import import_from
from pipeline.weights.fetch import pull
from pipeline.weights.store import Weight, WeightFile, find, installed, verify

__all__ = ["Weight", "WeightFile", "find", "import_from", "installed", "pull", "verify"]
