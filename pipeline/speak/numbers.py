"""Numbers as a person says them: digits, counted things, amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.language import Forms, Language
from pipeline.speak import cardinals, grammar
from pipeline.speak.written import NOTHING, Word

NUMBER = re.compile(r"(?P<whole>\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](?P<rest>\d{1,2}|-|–|—))?")
"""With thousands and decimals, however the language writes them; "5,-" has no cents."""
_DASHES = re.compile(r"(?<=[\d%€])[-–—](?=[\d€])")


def cardinal(number: int, language: Language) -> str:
    """In words, or in figures where nobody has words for them."""
    if not language.num2words:
        return cardinals.cardinal(number, language.code)
    from num2words import num2words

    return str(num2words(number, lang=language.num2words))


def digits(figures: str) -> str:
    """Figure by figure, with a comma (a small pause) after every pair; the last group may hold three.

    They stay figures: voices know how to say those also where vowels are not written.
    """
    groups = list(_pairs(figures)) if len(figures) > 4 else [figures]
    return ", ".join(" ".join(group) for group in groups)


def _pairs(figures: str) -> Iterator[str]:
    while len(figures) > 3:
        yield figures[:2]
        figures = figures[2:]
    yield figures


def number(match: re.Match[str], language: Language) -> str:
    """Without marks between thousands, the mark before decimals in words."""
    whole = re.sub(r"\D", "", match["whole"])
    rest = (match["rest"] or "").strip("-–—")
    if not rest:
        return whole
    return f"{whole} {language.spoken.comma} {rest}" if language.spoken.comma else match[0]


def counted(figures: str, before: Word, after: Word, language: Language) -> str:
    """A whole number as it is said between these two words: "1 Stunde" → "eine", "до 5" → "пяти"."""
    spoken = language.spoken
    lead = grammar.beside(spoken.after, before.key)
    if form := grammar.inflected(figures, grammar.beside(spoken.before, after.key)):
        # "in 1 Stunde": the form itself is inflected.
        return lead.get(form, form)
    return grammar.inflected(figures, lead) or figures


def parts(written: str) -> list[str]:
    """A number, or the two of a range."""
    return _DASHES.split(written)


def measure(written: str, forms: Forms, before: Word, language: Language) -> str | None:
    """A number or a range with its unit; None where it is neither."""
    matches = [NUMBER.fullmatch(part) for part in parts(written)]
    if len(matches) > 2 or not all(matches):
        return None
    last = matches[-1]
    assert last is not None
    word = grammar.plural(forms, _plain(last), language)
    after = Word("", word.replace("{n}", "").split()[0], "", False)
    said = [
        counted(number(match, language), before, after if len(matches) == 1 else NOTHING, language)
        for match in matches
        if match
    ]
    full = to(said, language)
    return word.replace("{n}", full) if "{n}" in word else f"{full} {word}"


def to(said: list[str], language: Language) -> str:
    """The two ends of a range of numbers; Russian says them one after the other."""
    return f" {language.spoken.to} ".join(said) if language.spoken.to else "–".join(said)


def amount(written: str, before: Word, language: Language) -> str | None:
    """Euros and cents, or a range of euros; None where it is no number."""
    spoken = language.spoken
    matches = [NUMBER.fullmatch(part) for part in parts(written)]
    if not spoken.euro or len(matches) > 2 or not all(matches):
        return None
    if len(matches) == 2:
        return measure(written, spoken.euro, before, language)
    (match,) = matches
    assert match is not None
    whole = re.sub(r"\D", "", match["whole"])
    cents = (match["rest"] or "").strip("-–—")
    cents = str(int(cents.ljust(2, "0"))) if cents.strip("0") else ""
    euro, cent = _with_unit(whole, spoken.euro, before, language), ""
    if cents:
        cent = _with_unit(cents, spoken.cent, NOTHING, language) if spoken.cent else cents
    if whole == "0" and cents:
        return cent
    return spoken.amount.format(euro=euro, cents=cents, cent=cent).strip() if cents else euro


def _with_unit(figures: str, forms: Forms, before: Word, language: Language) -> str:
    word = grammar.plural(forms, figures, language)
    if "{n}" not in word:
        said = counted(figures, before, Word("", word, "", False), language)
        return f"{said} {word}"
    return word.replace("{n}", figures)


def _plain(match: re.Match[str]) -> str:
    rest = (match["rest"] or "").strip("-–—")
    return re.sub(r"\D", "", match["whole"]) + (f".{rest}" if rest else "")
