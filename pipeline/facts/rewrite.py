"""Number words become figures, names of days and months one character each: then one grammar fits all languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.facts.calendar import certain, character, names
from pipeline.facts.fold import Line
from pipeline.facts.number_words import CONNECT, german_compound, words
from pipeline.facts.quantities import PERCENT

_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SIMPLE, _HYPHENED = re.compile(r"[^\W\d_]+"), re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_ARABIC_PREFIX = re.compile(r"(?:[وفبکل]|وب|ول)?(?:ال|لل)?")
_CAPITAL = frozenset({"de", "en", "so"})
"""Where a short name ("Mo", "May") must begin with a capital."""


_DROPPED = {
    "ti": re.compile(r"(?<=\d) (?:ይቲ?|ን(?! \d))(?!\w)|(?<!\w)[ብንዘክ]?ቀዳመ[ -]ሰንበትን?(?!\w)"),
    "so": re.compile(r"(?<=\d)-?(?:[kdt]a|[kdt]ii|[kdt]u|aad)(?!\w)"),
}
"""Endings of ordinals and articles, Tigrinya's "and" after a figure ("2ይ", "9ን", "3da"), and its weekend, which is
written with Sunday's name."""
_SOMALI_UNITS = frozenset({"kow", "laba", "labo", "saddex", "afar", "shan", "lix", "toddoba", "siddeed", "sagaal"})
"""Before "iyo toban"; with an article they are hours: "sagaalka iyo soddon" is 9:30."""


def rewrite(line: Line, written: str, language: str) -> Line:
    if language in _DROPPED:
        line = line.replace(_DROPPED[language], lambda match: ("", True))
    line = line.replace(PERCENT, lambda match: ("%", True))
    sure, unsure = names(language)
    line = line.replace(sure, lambda match: (character(str(match.lastgroup)), True))
    if unsure:
        all_names = line.replace(unsure, lambda match: (character(str(match.lastgroup)), False))
        certain_ones = _certain(all_names)

        def short(match: re.Match[str]) -> tuple[str, bool] | None:
            group, start = str(match.lastgroup), line.spans[match.start()][0]
            if language in _CAPITAL and group[0] != "e" and not written[start].isupper():
                return None
            if match[0] in words(language) and start not in certain_ones:
                return None  # French "sept" is seven, Portuguese "quinta" the fifth, unless a figure or a day is beside
            return character(group), False

        line = line.replace(unsure, short)
    line = _numbers(line, language)
    return Line(line.text, line.spans, line.unsure - _certain(line))


def _certain(line: Line) -> frozenset[int]:
    places = [index for index, letter in enumerate(line.text) if "\ue100" < letter < "\ue208"]
    return frozenset(line.spans[index][0] for index in places if certain(line.text, index))


def _numbers(line: Line, language: str) -> Line:
    if language == "de":
        line = line.replace(german_compound(), lambda match: (_plain(words("de")[match["number"]][0]) + " ", True))
    found = list(_phrases(line.text, language))
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    unsure = set(line.unsure)
    done = 0
    for start, end, value, sure in found:
        span = line.span(start, end)
        figures = _plain(value)
        parts += [line.text[done:start], figures]
        spans += [*line.spans[done:start], *[span] * len(figures)]
        done = end
        if not sure:
            unsure.add(span[0])
    return Line("".join(parts) + line.text[done:], (*spans, *line.spans[done:]), frozenset(unsure))


def _plain(value: float) -> str:
    return f"{value:g}" if value < 1e6 else str(int(value))


def _phrases(text: str, language: str) -> Iterator[tuple[int, int, float, bool]]:
    """Number words, neighbours put together: "yirmi beş" is 25, "خمسة وعشرون" is 25."""
    tokens = list(_tokens(text, language))
    known = [_value(token[0], language) for token in tokens]
    link = CONNECT.get(language, ())
    index = 0
    while index < len(tokens):
        first = known[index]
        if first is None:
            index += 1
            continue
        total, sure, last = first[0], first[1], index
        while True:
            following = last + 1
            linked = following < len(tokens) and tokens[following][0] in link
            following += linked
            if following >= len(tokens):
                break
            if text[tokens[last].end() : tokens[following].start()].strip(" ") not in ("", *link):
                break
            other = known[following]
            pair = tokens[last][0], tokens[following][0]
            joined = None if other is None else _join(total, other[0], *pair, bool(linked), language)
            if joined is None:
                break
            total, sure, last = joined, True, following
        yield tokens[index].start(), tokens[last].end(), total, sure
        index = last + 1


def _tokens(text: str, language: str) -> Iterator[re.Match[str]]:
    """Words; "twenty-one" and "п'ять" are one, "two-year" and "dokuz'da" are taken apart."""
    for match in _TOKEN.finditer(text):
        if match[0] in words(language) or ("-" not in match[0] and (language == "uk" or "'" not in match[0])):
            yield match
        else:
            yield from (_SIMPLE if language != "uk" else _HYPHENED).finditer(text, *match.span())


def _join(before: float, after: float, previous: str, word: str, linked: bool, language: str) -> float | None:
    if language == "de":
        return None
    if language == "fr" and before == 60 and 10 <= after <= 19:
        return before + after
    # "ona bir" is "to her a", only the bare "on bir" eleven
    if language == "tr" and previous == "on" and 1 <= after <= 9:
        return before + after
    if before in (20, 30, 40, 50, 60, 70, 80, 90) and 1 <= after <= 9 and language != "ar":
        return before + after
    if language == "ar" and 1 <= before <= 9 and after == 10 and word in ("عشر", "عشره") and not linked:
        return 10 + before
    if language == "ar" and 1 <= before <= 9 and 20 <= after <= 90 and (linked or word.startswith("و")):
        return before + after
    if language == "ti" and before % 10 == 0 < before % 100 and 1 <= after <= 9:
        return before + after
    if language == "so" and previous in _SOMALI_UNITS and 10 <= after <= 90 and linked:
        return before + after
    if after in (100, 1000) and 1 <= before < after and not linked:
        return before * after
    if before % 100 == 0 and before and after < 100 and (linked or language in ("tr", "ru", "uk", "fr", "ti")):
        return before + after
    return None


def _value(word: str, language: str) -> tuple[float, bool] | None:
    table = words(language)
    if language == "ar" and word not in table:
        # "والتاسعة", "بخمسة": conjunctions, prepositions and the article are written together with the word.
        for cut in (1, 2, 3):
            if word[cut:] in table and _ARABIC_PREFIX.fullmatch(word[:cut]):
                return table[word[cut:]]
        return (2, False) if len(word) > 5 and word.endswith(("تین", "تان")) else None
    return table.get(word)
