"""Finds the facts of one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pipeline.facts import clock, dates, quantities, tigrinya, tokens
from pipeline.facts.calendar import EVERY, FREQUENCIES, MONTH, WEEKDAY
from pipeline.facts.fold import Line, fold
from pipeline.facts.model import Fact, FactKind
from pipeline.facts.rewrite import rewrite

_Found = Iterable[tuple[FactKind, int, int, str]]


def find(text: str, language: str) -> tuple[Fact, ...]:
    """All facts of a sentence that are certain, in order.

    Args:
        text: One sentence or line as written, in any script.
        language: Code of its language pack; decides how its words are read.

    Raises:
        InputError: There is no pack for the language.
    """
    return tuple(fact for fact in read(text, language) if fact.sure)


def read(text: str, language: str) -> tuple[Fact, ...]:
    """Like `find`, with the words that may or may not be facts ("ein", "neuf", "May") as well."""
    line = fold(text)
    facts: list[Fact] = []

    def take(found: Callable[[Line], _Found]) -> None:
        nonlocal line
        for kind, start, end, value in list(found(line)):
            begin, stop = line.span(start, end)
            # a figure alone is as sure as the word it was made from; with a unit or a name beside it, it is certain
            alone = kind == "number" and begin in line.unsure and not _counts(line, end, value)
            # "une heure" is one o'clock and one hour
            alone = alone or (kind == "time" and value == "01:00" and begin in line.unsure)
            facts.append(Fact(kind, text[begin:stop], value, begin, stop, not alone))
            line = line.without(start, end)

    take(lambda line: tokens.addresses_of_the_net(line, text))
    take(lambda line: tokens.places(line, text, language))
    line = rewrite(line, text, language)
    take(lambda line: (("date", *one) for one in dates.dates(line)))
    take(lambda line: quantities.amounts(line))
    take(lambda line: (("time", *one) for one in _times(line, text, language)))
    take(tokens.phones)
    take(quantities.sections)
    take(quantities.floors)
    facts += _names_of_days(line, text)
    take(quantities.plain)
    return tuple(sorted(facts, key=lambda fact: (fact.start, fact.end)))


def _times(line: Line, written: str, language: str) -> Iterator[tuple[int, int, str]]:
    return tigrinya.times(line, written) if language == "ti" else clock.times(line, language)


def _counts(line: Line, end: int, value: str) -> bool:
    """ "second Tuesday": beside a day's name an ordinal is certain; "a Tuesday" is not."""
    following = line.text[end:].lstrip()[:1]
    return value != "1" and chr(WEEKDAY) < following < chr(WEEKDAY + 8)


def _names_of_days(line: Line, text: str) -> Iterator[Fact]:
    for index, character in enumerate(line.text):
        code = ord(character)
        kind: FactKind
        if WEEKDAY < code < WEEKDAY + 8:
            kind, value = "weekday", str(code - WEEKDAY)
        elif MONTH < code <= MONTH + 13:
            kind, value = "month", str(code - MONTH)
        elif EVERY < code < EVERY + 5:
            kind, value = "daily", FREQUENCIES[code - EVERY]
        else:
            continue
        start, end = line.spans[index]
        yield Fact(kind, text[start:end], value, start, end, start not in line.unsure)
