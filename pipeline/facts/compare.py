"""Compares the facts of a sentence with those of its translation."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from pipeline.facts import tigrinya
from pipeline.facts.find import read
from pipeline.facts.model import Difference, Fact, FactKind, Severity
from pipeline.facts.tokens import bare, streets
from pipeline.facts.tokens import names as latin_names

_FLOORS_FROM_ONE = frozenset({"ru", "uk"})
"""Their first floor is the German ground floor."""
_PORTUGUESE_DAY = re.compile(r"(?i)segunda|quarta|quinta|sexta")
"""An ordinal too: the second day of the week is Monday."""
_GERMAN: dict[FactKind, str] = {
    "number": "Zahl", "time": "Uhrzeit", "date": "Datum", "weekday": "Wochentag", "month": "Monat",
           "daily": "Häufigkeit",
    "amount": "Betrag", "percent": "Prozentangabe", "phone": "Telefonnummer", "email": "E-Mail-Adresse",
           "url": "Internetadresse",
    "section": "Paragraf", "address": "Anschrift", "floor": "Stockwerk", "code": "Kennzeichen", "name": "Name",
}  # fmt: skip
_ENGLISH: dict[FactKind, str] = {
    "daily": "frequency", "phone": "phone number", "email": "e-mail address", "url": "web address",
}  # fmt: skip


def compare(
    source: str, source_language: str, target: str, target_language: str, *, names: Collection[str] = ()
) -> tuple[Difference, ...]:
    """What the translation adds, loses or changes.

    The order of facts does not matter, how often each occurs does. "14:30" equals "2:30 pm", "drei" equals "3",
    "116117" equals "116 117", "030 …" equals "+49 30 …"; "zwei Wochen" does not equal "14 days".

    Args:
        source: One sentence or line, as written.
        source_language: Code of its language pack.
        target: Its translation.
        target_language: Code of its language pack.
        names: The service's names that should stay in Latin letters; their loss only warns.

    Raises:
        InputError: There is no pack for one of the languages.
    """
    before, after = list(read(source, source_language)), list(read(target, target_language))
    differences: list[Difference] = list(tigrinya.doubts(after, target)) if target_language == "ti" else []
    _pair(before, after, lambda a, b: a.kind == b.kind and a.value == b.value)
    if len([f for f in before if f.kind == "date"]) != len([f for f in after if f.kind == "date"]):
        before, after = _apart(before), _apart(after)
        _pair(before, after, lambda a, b: a.kind == b.kind and a.value == b.value)
    _pair(before, after, _same)
    for one, other in _pair(before, after, lambda a, b: _floor_above(a, b, source_language, target_language)):
        differences.append(_difference(one, other, "warn"))
    for one, other in _pair(before, after, lambda a, b: a.kind == "address" != b.kind and _house(a) == _house(b)):
        differences.append(_difference(one, other, "warn"))
    for one, other in _pair(before, after, lambda a, b: _begins(a, b, source)):
        differences.append(_difference(one, other, "warn"))
    differences += _left(before, after)
    lost = [name for _, _, name in latin_names(source, names) if name.casefold() not in target.casefold()]
    for name in dict.fromkeys(lost):
        differences.append(_difference(Fact("name", name, name, 0, 0), None, "warn"))
    return tuple(differences)


def _pair(before: list[Fact], after: list[Fact], same: Callable[[Fact, Fact], bool]) -> list[tuple[Fact, Fact]]:
    """Removes what answers each other from both lists, certain facts first."""
    pairs = []
    for sure in ((True, True), (True, False), (False, True), (False, False)):
        for one in [fact for fact in before if fact.sure == sure[0]]:
            other = next((fact for fact in after if fact.sure == sure[1] and same(one, fact)), None)
            if other is not None:
                before.remove(one)
                after.remove(other)
                pairs.append((one, other))
    return pairs


def _same(one: Fact, other: Fact) -> bool:
    """The same value in another form: "9 Uhr" and "9", "14.30" and "14:30", "112" as a phone number and as a number."""
    if tigrinya.UNREADABLE in (one.value, other.value):
        return False
    if one.kind == other.kind == "address":
        return not streets(one.value).isdisjoint(streets(other.value))
    return _reads_as(one, other) or _reads_as(other, one)


def _reads_as(one: Fact, other: Fact) -> bool:
    if other.kind not in ("number", "code", "date", "time"):
        return False
    if other.kind == "number":
        if one.kind == "time":
            if tigrinya.in_words(other.text):
                return False
            hour, minute = one.value.split(":")
            figures = re.findall(r"\d+", other.text)
            if minute == "30" and other.value == f"{int(hour)}.5":
                return True  # "iki buçuk" is half past two and two and a half
            return (minute == "00" and other.value in (hour, str(int(hour)), "24" if hour == "00" else "")) or (
                len(figures) == 2 and [int(part) for part in figures] == [int(hour), int(minute)]
            )
        if one.kind == "date" and (match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})", other.text)):
            return one.value == f"--{int(match[2]):02}-{int(match[1]):02}"
        if one.kind == "weekday":
            return bool(_PORTUGUESE_DAY.fullmatch(other.text)) and int(other.value) == int(one.value) + 1
        return one.kind in ("phone", "section", "floor", "address", "code") and one.value == other.value
    if other.kind == "code":
        return one.kind in ("section", "number") and one.value.upper() == other.value
    return one.kind == "time" and other.kind == "date" and other.text.rstrip(".").replace(".", ":") == one.value


def _floor_above(one: Fact, other: Fact, source: str, target: str) -> bool:
    both = one.kind == other.kind == "floor"
    shifted = target in _FLOORS_FROM_ONE and source not in _FLOORS_FROM_ONE
    return both and shifted and int(other.value) == int(one.value) + 1


def _begins(one: Fact, other: Fact, source: str) -> bool:
    """ "Am Rathausplatz 3 sind wir": where a sentence begins, nobody knows whether its first word belongs to the
    name. An address that stands alone begins with its name."""
    if not one.kind == other.kind == "address" or one.start or not re.match(r"\s+[a-zäöü]", source[one.end :]):
        return False
    return bare(one.value) in streets(other.value)


def _house(fact: Fact) -> str:
    """The house number of an address, or a figure that may be one: the street's name may be transliterated."""
    if fact.kind == "address":
        return fact.value.split()[-1].upper()
    return fact.value if fact.kind in ("number", "code") else ""


def _apart(facts: list[Fact]) -> list[Fact]:
    """Dates as month, day and year: one language says "1. und 3. März" where another repeats the month."""
    parts: list[Fact] = []
    for fact in facts:
        if fact.kind != "date":
            parts.append(fact)
            continue
        year, month, day = fact.value.rsplit("-", 2)
        kinds: list[tuple[FactKind, str]] = [("number", str(int(day))), ("month", str(int(month)))]
        kinds += [("number", year)] if year != "-" else []
        parts += [Fact(kind, fact.text, value, fact.start, fact.end) for kind, value in kinds]
    return parts


def _left(before: list[Fact], after: list[Fact]) -> list[Difference]:
    """What found no answer; a lost and an added fact of one kind are one changed fact."""
    lost, added = [fact for fact in before if fact.sure], [fact for fact in after if fact.sure]
    differences = []
    for alike in (True, False):
        for one in list(lost):
            other = next((fact for fact in added if fact.kind == one.kind or not alike), None)
            if other is not None:
                lost.remove(one)
                added.remove(other)
                differences.append(_difference(one, other, "stop"))
    differences += [_difference(one, None, "stop") for one in lost]
    differences += [_difference(None, other, "stop") for other in added]
    return differences


def _difference(one: Fact | None, other: Fact | None, severity: Severity) -> Difference:
    kind = one.kind if one else other.kind if other else "number"
    german, english = _GERMAN[kind], _ENGLISH.get(kind, kind)
    unreadable = other is not None and other.value == tigrinya.UNREADABLE
    if one and other:
        de = f"{german}: im Ausgangstext „{one.text}“, in der Übersetzung „{other.text}“."
        en = f'{english}: "{one.text}" in the source, "{other.text}" in the translation.'
    elif one:
        de = f"{german}: „{one.text}“ fehlt in der Übersetzung."
        en = f'{english}: "{one.text}" is missing in the translation.'
    else:
        assert other is not None
        de = f"{german}: „{other.text}“ steht nur in der Übersetzung."
        en = f'{english}: "{other.text}" stands only in the translation.'
    if unreadable:
        de += " Bitte die Ziffern der deutschen Uhrzeit (9:30, 14:30): Auf Tigrinya zählt man die Stunden anders."
        en += " Write the figures of the German time (9:30, 14:30): Tigrinya counts the hours otherwise."
    return Difference(
        kind, one.text if one else None, other.text if other else None, de, en[0].upper() + en[1:], severity
    )
