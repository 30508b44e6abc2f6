"""Dates in figures and with month names, after rewriting (a month name is one character)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from pipeline.facts.calendar import MONTH
from pipeline.facts.fold import Line

_ISO = re.compile(r"(?<![\d-])(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?![\d-])")
_FIGURES = re.compile(
    r"(?<![\d.:/,])(?P<d>\d{1,2})(?P<sign>[./-])(?P<m>\d{1,2})(?:(?P=sign)(?P<y>(?:19|20)?\d\d)(?!\d|[./]\d)"
    r"|(?P<open>\.)(?!\d))"
)
_NAME = "[\ue101-\ue10c]"
_ORDER = r"(?:\.|st|nd|rd|th|er|º|\.º|-?го|-?е|yê|ê|an|emîn|مه|م|'?i|°)?"
_OF = r"(?: ?(?:of|de|the|em|д|د|ی|ê|'ê|ي|شهر|ee|bisha|ee bisha|ናይ)\b)?"
_YEAR = r"(?:(?:'\w+)?,? ?(?:(?:de|of|do|سنة|عام|سال|کال|sala|'?in)\b ?)?(?P<y>(?:19|20)\d\d)(?!\d))?"
_TO = (
    r" ?(?:-|bis|und|oder|to|and|until|à|et|au|ile|ve|до|по|и|і|та|إلى|و|تا|او|تر|a|e|ao|até|û|heta|o|"
    r"ilaa|iyo|ama|ክሳብ|ክሳዕ|ን|ወይ) ?"
)
_DAY_FIRST = re.compile(
    rf"(?:(?<![\d.:,/])(?P<d0>[0-3]?\d){_ORDER}{_TO}(?:the |le |o )?)?"
    rf"(?<![\d.:,/])(?P<d>[0-3]?\d){_ORDER}{_OF} ?(?P<n>{_NAME})(?: ?[/(] ?(?P=n)\)?)?\.?{_YEAR}"
)
_MONTH_FIRST = re.compile(
    rf"(?P<n>{_NAME})(?:ê|a|'a)? ?(?:the )?(?P<d>[0-3]?\d)(?:st|nd|rd|th|ê|'ê|an|emîn)?"
    rf"(?:{_TO}(?P<d0>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:.]\d))?(?!\d|[:.]\d){_YEAR}"
)


def dates(line: Line) -> Iterator[tuple[int, int, str]]:
    """Start, end and "2027-03-01" or "--03-01"; a range of days ("1. bis 3. März") gives two dates."""
    for pattern in (_ISO, _FIGURES, _DAY_FIRST, _MONTH_FIRST):
        for match in pattern.finditer(line.text):
            groups = match.groupdict()
            month = ord(groups["n"]) - MONTH if groups.get("n") else int(match["m"])
            # "1-3." is a range, "01.03." a date
            if groups.get("open") and match["sign"] != ".":
                continue
            value = _value(groups.get("y"), month, int(match["d"]))
            if value is None:
                continue
            if groups.get("d0") and (other := _value(groups.get("y"), month, int(match["d0"]))):
                yield (*match.span("d0"), other)
                yield min(match.start("d"), match.start("n")), match.end(), value
            else:
                yield match.start(), match.end(), value
            line = line.without(*match.span())


def _value(year: str | None, month: int, day: int) -> str | None:
    full = year if year is None or len(year) == 4 else f"20{year}"
    try:
        datetime.date(int(full or 2024), month, day)
    except ValueError:
        return None
    return f"{full or '-'}-{month:02}-{day:02}"
