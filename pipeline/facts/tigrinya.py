"""What Tigrinya does otherwise: hours counted from sunrise, a second calendar with the same months.

Nothing is converted. A time is what its figures say by the German clock; one that can be read by the other clock is
UNREADABLE and equals nothing: in words, or beside a part of the day in which it cannot lie ("9:30 after noon").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.facts.ethiopic import SCRIPT
from pipeline.facts.fold import Line, fold
from pipeline.facts.model import Difference, Fact

UNREADABLE = "?"
"""Value of a time that nobody can be sure of."""

_PARTS = (
    ("ቅድሚ [ቀቐ]ትሪ|ቅድሚ ፍርቂ መዓልቲ|ንግሆ|ንጉሆ|ኣንጊሁ|ረፋድ", 6, 12),
    ("ድሕሪ [ቀቐ]ትሪ|ድሕሪ ፍርቂ መዓልቲ", 12, 19),
    ("ፍርቂ መዓልቲ|[ቀቐ]ትሪ", 11, 15),
    ("ምሸት|ምሴት", 16, 24),
    ("ለይቲ", 20, 24),
)
"""Parts of the day and the hours of the German clock, first and last, that lie in them and can lie in no other way:
"2 in the morning" would be 8:00 by the sun."""
_PART = re.compile("|".join(rf"(?P<p{n}>(?<!\w)[ብንዘ]?(?:{fold(one[0]).text})ን?(?!\w))" for n, one in enumerate(_PARTS)))
_ANY_PART = fold("(?:" + "|".join(one[0] for one in _PARTS) + ")").text
_HOUR = re.compile(
    r"(?<![\d.,:/])(?P<h>[01]?\d|2[0-4])(?:(?P<sign>[:.])(?P<m>[0-5]\d))?(?![\d]|[.,:/]\d)"
    r"(?P<more> (?:ፈረ[ቓቃ]|ርብዒ)ን?| (?:ን )?(?P<minutes>[0-5]?\d) (?:ደ[ቒቂ][ቕቅቓቃ]|ደቃይ[ቕቅ])ን?)?"
)
_BEFORE = re.compile(fold(rf"(?:(?<!\w)ሰዓት|(?<!\w)[ብንዘ]?{_ANY_PART})(?: (?:ሰዓት|ካብ|ኣብ|ብ|ን|ድሕሪ|ቅድሚ|ልክዕ))* $").text)
_AFTER = re.compile(fold(rf" ?(?:ሰዓት )?(?:ናይ |ኣብ )?[ብን]?{_ANY_PART}ን?(?!\w)").text)
_TO = re.compile(fold(r" ?(?:-|ክሳብ|ክሳዕ|ን|ናብ)(?: ሰዓት)? ?").text)
_HOURS = re.compile(fold(r" ሰዓት(?!\w)").text)
_LESS = re.compile(fold(r"ጎደል|ጐደል|ጉዱል").text)
_CLAUSE = re.compile(r"[,;።!?]|\. ")
_MIDNIGHT = re.compile(fold(r"(?<!\w)[ብን]?ፍርቂ ለይቲ(?!\w)").text)

_SHARED = {
    "ጥሪ": "ጃንዋሪ", "ለካቲት": "ፌብሩዋሪ", "መጋቢት": "ማርች", "ሚያዝያ": "ኤፕሪል", "ግንቦት": "ሜይ", "ጉንበት": "ሜይ", "ሰነ": "ጁን",
    "ሓምለ": "ጁላይ", "ነሓሰ": "ኦገስት", "መስከረም": "ሴፕተምበር", "ጥቅምቲ": "ኦክቶበር", "ሕዳር": "ኖቬምበር", "ታሕሳስ": "ዲሴምበር",
}  # fmt: skip
"""Months that begin on other days in the Ethiopian calendar, and the name that only the German month has."""


def times(line: Line, written: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and "HH:MM" or UNREADABLE of every time of day in a rewritten line."""
    text = line.text
    ranges: list[list[re.Match[str]]] = []
    for match in _HOUR.finditer(text):
        if ranges and _TO.fullmatch(text, ranges[-1][-1].end(), match.start()):
            ranges[-1].append(match)
        else:
            ranges.append([match])
    for hours in ranges:
        if any(_is_time(text, hour) for hour in hours) or (len(hours) > 1 and _HOURS.match(text, hours[-1].end())):
            lies = _part(text, hours[0].start(), hours[-1].end())
            for hour in hours:
                figures = not written[line.spans[hour.start("h")][0]].isalpha()
                minutes = _minutes(hour)
                sure = figures and lies[0] * 60 <= minutes <= lies[1] * 60
                yield hour.start(), hour.end(), f"{minutes // 60 % 24:02}:{minutes % 60:02}" if sure else UNREADABLE
    for match in _MIDNIGHT.finditer(text):
        if not any(hours[0].start() <= match.end() + 2 and match.start() <= hours[-1].end() + 6 for hours in ranges):
            yield match.start(), match.end(), "00:00"


def _is_time(text: str, hour: re.Match[str]) -> bool:
    return hour["sign"] == ":" or bool(_BEFORE.search(text, 0, hour.start()) or _AFTER.match(text, hour.end()))


def _part(text: str, start: int, end: int) -> tuple[int, int]:
    """First and last hour of the part of the day that stands nearest in the same clause; none of the day's hours where
    an hour lacks something."""
    begin = max((mark.end() for mark in _CLAUSE.finditer(text, 0, start)), default=0)
    mark = _CLAUSE.search(text, end)
    clause = begin, mark.start() if mark else len(text)
    if _LESS.search(text, *clause):
        return 25, 0
    parts = [*_PART.finditer(text, *clause)]
    if not parts:
        return 0, 25
    near = min(parts, key=lambda part: max(part.start() - end, start - part.end()))
    return _PARTS[int(str(near.lastgroup)[1:])][1:]


def _minutes(hour: re.Match[str]) -> int:
    more = hour["more"] or ""
    extra = int(hour["minutes"]) if hour["minutes"] else 30 if "ፈረ" in more else 15 if more else 0
    return int(hour["h"]) * 60 + int(hour["m"] or 0) + extra


def in_words(text: str) -> bool:
    """A number in Tigrinya words: as an hour it would be another one."""
    return bool(SCRIPT.search(text)) and not any(sign.isnumeric() for sign in text)


def doubts(facts: Sequence[Fact], text: str) -> Iterator[Difference]:
    """What a reader may take for another hour or another month although the figures are right."""
    for fact in facts:
        morning = fact.kind == "time" and re.fullmatch(r"(0[1-9]|1[0-2]):\d\d", fact.value)
        if morning and not _PART.search(fold(text).text):
            yield Difference(
                "time", None, fact.text,
                f"Uhrzeit: „{fact.text}“ kann auf Tigrinya auch sechs Stunden später heißen. Sicherer mit der "
                "Tageszeit: ቅድሚ ቀትሪ (vormittags).",
                f'Time: "{fact.text}" may also mean six hours later in Tigrinya. Safer with the part of the day: '
                "ቅድሚ ቀትሪ (before noon).",
                "warn",
            )  # fmt: skip
        shared = next((name for name in _SHARED if name in fold(fact.text).text), "")
        if fact.kind in ("date", "month") and shared:
            yield Difference(
                fact.kind, None, fact.text,
                f"Monat: „{shared}“ heißt auch ein Monat des äthiopischen Kalenders, der an anderen Tagen beginnt. "
                f"Eindeutig ist „{_SHARED[shared]}“.",
                f'Month: "{shared}" is also a month of the Ethiopian calendar, which begins on other days. '
                f'"{_SHARED[shared]}" is certain.',
                "warn",
            )  # fmt: skip
