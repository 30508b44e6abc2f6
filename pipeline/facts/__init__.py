"""The fact lock: numbers, times, dates, amounts, addresses found in a sentence and compared with its translation."""

from pipeline.facts.compare import compare
from pipeline.facts.find import find
from pipeline.facts.model import Difference, Fact, FactKind

__all__ = ["Difference", "Fact", "FactKind", "compare", "find"]
