"""The figures that a listener hears in a spoken form, so that it can be compared with what is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.language import Language
from pipeline.speak import grammar
from pipeline.speak.cardinals import CARDINALS

_SHORT_YEAR = re.compile(r"(\d{1,2}[./]\d{1,2}[./])(\d\d)(?!\d)")
_BOOK = re.compile(r"\bSGB ([IVX]+)\b")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")
_CASES = ("m", "f", "n", "genitive", "dative", "locative", "feminine", "accusative", "plural", "instrumental", "many")


def figures(text: str, language: Language, *, written: bool = False) -> list[str]:
    """All figures from 1 to 9 in the text, number words and months included, sorted: order may differ ("2027-03-01"),
    and so may noughts ("9:00" is nine o'clock)."""
    if written:
        text = _BOOK.sub(lambda book: f"SGB {_ROMAN.index(book[1]) + 1}", _SHORT_YEAR.sub(r"\g<1>20\2", text))
    text = " ".join(text.casefold().replace("’", "'").split())
    text = text.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2))
    for pattern, numbers in _known(language.code, language):
        text = pattern.sub(lambda match, numbers=numbers: f" {numbers[match[1]]} ", text)  # type: ignore[misc]
    return sorted(re.findall("[1-9]", _by_part(text, language.code)))


def _by_part(text: str, code: str) -> str:
    """Tigrinya and Somali: unit and ten are a figure each; hundred and thousand are one where no number goes before."""
    if code not in CARDINALS:
        return text
    parts = {CARDINALS[code](number): str(number) for number in (*range(1, 11), *range(20, 100, 10))}
    large, before, read = {CARDINALS[code](100), CARDINALS[code](1000)}, False, []
    for word in re.findall(r"\w+|\W+", text):
        plain = word.removesuffix("ን") if code == "ti" else word
        read.append(parts.get(plain, word) if plain not in large else "" if before else "1")
        before = plain in parts or (before and word.isspace())
    return "".join(read)


_cache: dict[str, list[tuple[re.Pattern[str], dict[str, str]]]] = {}


def _known(code: str, language: Language) -> list[tuple[re.Pattern[str], dict[str, str]]]:
    if code not in _cache:
        numbers = {word.casefold(): str(number) for word, number in _words(language) if not word.isdecimal()}
        longest = "|".join(sorted(map(re.escape, numbers), key=len, reverse=True))
        # A Turkish suffix is written together with the number; an Arabic "and" with what follows.
        end = r"(?![\w-])" if code != "tr" else r"(?=\W|$|(?:[yn]?[aeıiuü]|[dt][ae]n?|y[ae])(?!\w))"
        _cache[code] = [(re.compile(rf"(?<!\w)({longest}){end}"), numbers)] if numbers else []
    return _cache[code]


def _words(language: Language) -> Iterator[tuple[str, int | str]]:
    from babel.dates import get_month_names

    spoken, code = language.spoken, language.code
    for tables in (spoken.hours, spoken.before, spoken.after):
        for table in tables.values():
            yield from ((word, figure) for figure, word in table.items() if figure.isdecimal())
            yield from ((word, 1) for figure, word in table.items() if not figure.isdecimal())
    yield from ((word, figure) for figure, word in spoken.minutes.items() if figure.isdecimal())
    yield from {"de": [("einmal", 1)], "fr": [("première", 1), ("second", 2)]}.get(code, [])
    if language.locale:
        for context in ("format", "stand-alone"):
            for month, name in get_month_names("wide", context, language.locale).items():
                yield name, month
                yield f"{name}a", month  # Kurdish inflects it
    # Arabic and Persian figures stay figures; the library's Arabic ordinals are incomplete.
    if language.num2words and language.code != "ar":
        yield from _counted(language)


def _counted(language: Language) -> Iterator[tuple[str, int]]:
    code = language.code
    for number in (*range(1, 100), *range(1900, 2041)):
        for form in ("cardinal", "ordinal"):
            yield _say(number, form, language), number
        if code == "de" and number < 100:
            yield from ((_say(number, "ordinal", language) + ending, number) for ending in ("n", "r", "s", "ns"))
        if code == "de" and number > 100:
            yield _say(number, "year", language), number
        if code == "en":
            yield _say(number, "year", language), number
        if code == "pt":
            yield grammar.ordinal(number, language, feminine=True), number
        if code == "tr":
            yield from ((grammar.turkish(number, form), number) for form in ("cardinal", "ordinal"))
        if code in ("ru", "uk"):
            yield from ((grammar.slavic_ordinal(number, case, code), number) for case in _CASES)
    if code in ("ru", "uk"):
        tens = {number: word for word, number in _genitives(language)}
        for ten in range(20, 100, 10):
            yield from ((f"{tens[ten]} {tens[one]}", ten + one) for one in range(1, 10))


def _genitives(language: Language) -> Iterator[tuple[str, int]]:
    for table in language.spoken.after.values():
        yield from ((word, int(figure)) for figure, word in table.items())


@cache
def _num2words(number: int, form: str, code: str) -> str:
    from num2words import num2words

    return str(num2words(number, lang=code, to=form))


def _say(number: int, form: str, language: Language) -> str:
    return _num2words(number, form, language.num2words)
