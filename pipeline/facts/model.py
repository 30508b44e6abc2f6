"""What a fact is and how two sentences may differ in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FactKind = Literal[
    "number", "time", "date", "weekday", "month", "daily", "amount", "percent", "phone", "email", "url", "section",
    "address", "floor", "code", "name",
]  # fmt: skip
Severity = Literal["stop", "warn"]


@dataclass(frozen=True, slots=True)
class Fact:
    kind: FactKind
    text: str
    """As written."""
    value: str
    """Comparable across languages: "14:30" ("?": can be read in two ways and equals none), "EUR 1234.50",
    "2027-03-01", "--10-03" (no year), "+4930…", weekday "1" (Monday) … "7",
    month "1" … "12", "daily" | "weekly" | "monthly" | "yearly"."""
    start: int
    """Character offset in the sentence."""
    end: int
    sure: bool = True
    """False: the word has another reading ("ein", "neuf", "May"). It may answer a fact, and needs no answer."""


@dataclass(frozen=True, slots=True)
class Difference:
    kind: FactKind
    source: str | None
    """The source's wording; None: added in the translation."""
    target: str | None
    """The translation's wording; None: missing there."""
    de: str
    en: str
    severity: Severity
    """"stop": the language must not be made; "warn": shown to the staff."""
