"""Times of day: figures and the spoken forms ("halb zehn", "quarter to nine", "пів на десяту")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.facts.clock_words import HALVES, PHRASES
from pipeline.facts.fold import Line, fold

DAY = 24 * 60

_BACKWARD = re.compile(r"\b(?:vor|kala|var|без|به|to|para|oo)\b")
"""Phrases in which {m} is taken off the hour."""

_TO = (r" ?(?:-|bis|und|to|until|till|and|à|et|jusqu'à|ile|ila|'?[dt][ae]n|arası|ve|до|по|и|і|та|-?[а-яіїє]{0,2} до|"
       r"إلى|الى|حتى|و|تا|او|تر|a|e|até|às|û|heta|as|illaa|ilaa|iyo)"
       r" ?(?:à|às|as|saat|the|die|الساعة|ساعت|(?:di )?saet)? ?")  # fmt: skip
_HOUR = r"(?P<h>(?<![\d.,:])(?:[01]?\d|2[0-4])(?!\d|[.:,]\d))"
_MINUTE = r"(?P<m>[0-5]?\d(?!\d))"
_TWO_DIGITS = r"(?P<m>[0-5]\d(?!\d))"
_FIGURES = re.compile(r"(?<![\d.:,/])(?P<h>[01]?\d|2[0-4])(?P<sign>:| ?h ?|\.)(?P<m>[0-5]\d)(?::00)?(?![\d]|[.:,]\d)")
_DOTTED = {
    "de": r" ?(?:(?:-|bis|und|oder) ?\d{1,2}(?:[.:]\d\d)? ?)?uhr",
    "en": r" ?(?:(?:-|to|and|until) ?\d{1,2}(?:\.\d\d)? ?)?[ap]\.? ?m",
}
_BEFORE_DOTTED = re.compile(
    fold(r"(?:saat|um|ab|at|from|o|о|об|в|с|з|від|до|ساعت|الساعة|às|das|à|saet|saacadd?a) ?$").text
)

_BARE = re.compile(rf"{_HOUR}(?:'\w+)?")
_LEAD = re.compile(
    r"(?:'\w+)? ?(?:uhr |час\w* |год\w* |h |heures? |horas? |ee |بجه |بج\w* |o'clock |-?[йіа] )?"
    r"(?:в |في |um )?"
)
_BETWEEN = frozenset({
    "saat", "ساعت", "الساعه", "um", "gegen", "bis", "ab", "von", "zwischen", "at", "by", "until", "à", "às", "até",
    "das", "в", "до", "с", "о", "об", "з", "від", "تا", "از", "تر", "له", "په", "در", "حتی", "من", "di", "heta",
    "ji", "saacadda", "saacada", "ilaa", "laga",
})  # fmt: skip
"""May stand between "in the evening" and the time."""
_TWELVE = frozenset({
    "noon", "midday", "midi", "minuit", "midnight", "mitternacht", "meio-dia", "meia-noite", "полдень", "опівдні",
    "опівночі", "полночь",
})  # fmt: skip
"""Alone they are twelve o'clock; "mittags" alone is only a part of the day."""


@dataclass(frozen=True, slots=True)
class Clock:
    phrases: tuple[tuple[re.Pattern[str], int, bool], ...]
    before: bool
    """The half of the day stands before the hour: "akşam 8"."""
    morning: re.Pattern[str] | None
    afternoon: re.Pattern[str] | None
    noon: re.Pattern[str] | None
    midnight: re.Pattern[str] | None

    def halves(self) -> list[tuple[str, re.Pattern[str]]]:
        named = {"morning": self.morning, "afternoon": self.afternoon, "noon": self.noon, "midnight": self.midnight}
        return [(name, pattern) for name, pattern in named.items() if pattern]


@cache
def _clock(language: str) -> Clock:
    phrases = []
    for phrase, minutes in PHRASES.get(language, ()):
        body = fold(phrase).text.replace("{h}", _HOUR).replace("{m}", _MINUTE).replace("{mm}", _TWO_DIGITS)
        phrases.append((re.compile(rf"(?<!\w){body}(?!\w)"), minutes, bool(_BACKWARD.search(phrase))))
    halves = [fold(part).text for part in HALVES.get(language, "||||||").split("||")]
    patterns = [re.compile(rf"(?<!\w)(?:{part})(?!\w)") if part else None for part in halves]
    return Clock(tuple(phrases), language == "tr", *patterns)


def times(line: Line, language: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and "HH:MM" of every time of day in a rewritten line; 12-hour forms are read as 24 hours."""
    clock = _clock(language)
    found: list[tuple[int, int, int]] = []
    text = line.text
    for match in _FIGURES.finditer(text):
        if match["sign"] != "." or _dotted(text, match, language):
            found.append((match.start(), match.end(), int(match["h"]) * 60 + int(match["m"])))
    for pattern, minutes, backward in clock.phrases:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            extra = int(groups.get("m") or 0) * (-1 if backward else 1)
            if all(match.end() <= start or match.start() >= end for start, end, _ in found):
                found.append((match.start(), match.end(), int(groups.get("h") or 0) * 60 + minutes + extra))
    yield from sorted(_with_ranges(text, _with_halves(text, found, clock)))


def _dotted(text: str, match: re.Match[str], language: str) -> bool:
    after = _DOTTED.get(language)
    return bool((after and re.match(after, text[match.end() :])) or _BEFORE_DOTTED.search(text[: match.start()]))


def _with_halves(text: str, found: list[tuple[int, int, int]], clock: Clock) -> list[tuple[int, int, int, bool]]:
    """Adds "2 pm" and "noon" and reads "half past two in the afternoon"; the flag says that it is after noon."""
    bare = [(*match.span(), int(match["h"]) * 60) for match in _BARE.finditer(text)]
    result: list[tuple[int, int, int, bool]] = []
    left: list[tuple[int, int, int, bool]] = []
    # "4 pm six women": what follows a time belongs to it before it can belong to the next figure
    for find_half in (_half_before, _half_after) if clock.before else (_half_after, _half_before):
        for start, end, minutes, timed in [*((*one, True) for one in found), *((*one, False) for one in bare)]:
            if any(start < other and end > begin for begin, other, *_ in result):
                continue
            name, first, last = find_half(text, start, end, clock, result)
            if name:
                result.append((first, last, _in_half(minutes, name), name == "afternoon"))
            elif timed:
                left.append((start, end, minutes, False))
    result += [one for one in dict.fromkeys(left) if all(one[1] <= begin or one[0] >= end for begin, end, *_ in result)]
    for pattern, minutes in ((clock.noon, DAY // 2), (clock.midnight, DAY)):
        for match in pattern.finditer(text) if pattern else ():
            if match[0] in _TWELVE and all(match.end() <= start or match.start() >= end for start, end, *_ in result):
                result.append((match.start(), match.end(), minutes, False))
    return result


def _in_half(minutes: int, half: str) -> int:
    noon = DAY // 2
    if (half == "afternoon" and minutes < noon) or (half == "noon" and minutes <= 3 * 60):
        return minutes + noon
    if (half == "morning" and noon <= minutes < noon + 60) or (half == "midnight" and minutes == noon):
        return minutes - noon
    return minutes


def _half_after(
    text: str, start: int, end: int, clock: Clock, taken: list[tuple[int, int, int, bool]]
) -> tuple[str, int, int]:
    for name, pattern in clock.halves():
        lead = _LEAD.match(text, end)
        for place in (lead.end() if lead else end, end):
            match = pattern.match(text, place)
            if match and all(match.end() <= begin or match.start() >= last for begin, last, *_ in taken):
                return name, start, match.end()
    return "", start, end


def _half_before(
    text: str, start: int, end: int, clock: Clock, taken: list[tuple[int, int, int, bool]]
) -> tuple[str, int, int]:
    for match in clock.afternoon.finditer(text, 0, start) if clock.afternoon else ():
        free = all(match.end() <= begin or match.start() >= last for begin, last, *_ in taken)
        if free and set(text[match.end() : start].split()) <= _BETWEEN:
            return "afternoon", match.start(), end
    return "", start, end


def _with_ranges(text: str, found: list[tuple[int, int, int, bool]]) -> Iterator[tuple[int, int, str]]:
    """ "9 bis 12 Uhr", "2 to 4 pm": the first figure is a time of day too, and takes over the half of the day."""
    first = re.compile(rf"(?<![\d.,:/])(?P<h>[01]?\d|2[0-4])(?:[.:](?P<m>[0-5]\d))?{fold(_TO).text}$")
    for start, end, minutes, afternoon in found:
        hour = re.search(r"\d", text[start:end])
        match = first.search(text[: start + hour.start()]) if hour else None
        if match and minutes < DAY // 2 and any(pm and last == match.end("h") for _, last, _, pm in found):
            minutes += DAY // 2
        yield start, end, _value(minutes)
        if match is None:
            continue
        earlier = int(match["h"]) * 60 + int(match["m"] or 0)
        stop = match.end("m") if match["m"] else match.end("h")
        if any(match.start() < other_end and stop > other for other, other_end, *_ in found if other != start):
            continue
        if afternoon and earlier < DAY // 2 and earlier + DAY // 2 < minutes:
            earlier += DAY // 2
        yield match.start(), stop, _value(earlier)


def _value(minutes: int) -> str:
    minutes %= DAY
    return f"{minutes // 60:02}:{minutes % 60:02}"
