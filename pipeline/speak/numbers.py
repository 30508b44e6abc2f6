"""Numbers as a person says them: digits, ordinals, dates, times, amounts."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from pipeline.language import Language

PHONE_DIGITS = 6
"""What begins with 0 or + and has as many digits is a telephone number; a postcode has five."""
EMERGENCY = frozenset({"110", "112", "115"})
"""Short numbers without a space; 116 xxx is told by its form."""

DATE = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})?|(?P<iso>\d{4}-\d{2}-\d{2})")
TIME = re.compile(r"(?P<hour>[01]?\d|2[0-4])(?:[:.h](?P<minute>[0-5]\d)|h)(?P<suffix>['’]\w+)?")
AMOUNT = re.compile(r"(?P<whole>\d{1,3}(?:[.,\u00a0\u202f]\d{3})+|\d+)(?:[.,](?P<cents>\d{2}|-|–))?")

_GERMAN_FEMININE = frozenset({
    "etage", "klasse", "woche", "tür", "stunde",
})  # fmt: skip
_GERMAN_NEUTER = frozenset({
    "og", "ug", "stockwerk", "obergeschoss", "untergeschoss", "quartal", "halbjahr", "lebensjahr", "mal", "kind",
})  # fmt: skip
_GERMAN_WEAK = frozenset({
    "am", "im", "zum", "zur", "vom", "beim", "ab", "bis", "seit", "nach", "dem", "den", "des", "einem", "einer",
    "jedem", "jeden", "diesem", "diesen", "ihrem", "ihren", "und",
})  # fmt: skip
_SLAVIC_GENITIVE = {
    "uk": ((re.compile("ій$"), "ього"), (re.compile("ий$"), "ого")),
    "ru": ((re.compile("третий$"), "третьего"), (re.compile("(ый|ой|ий)$"), "ого")),
}
_SLAVIC_YEAR = {"uk": "року", "ru": "года"}


def cardinal(number: int, language: Language) -> str:
    """In words, or in figures where num2words does not have the language."""
    return _words(number, language, "cardinal")


def digits(figures: str, language: Language) -> str:
    """Figure by figure, with a comma (a small pause) after every pair; the last group may hold three."""
    said = [cardinal(int(figure), language) for figure in figures]
    groups = list(_pairs(said)) if len(said) > 4 else [said]
    return ", ".join(" ".join(group) for group in groups)


def _pairs(said: list[str]) -> Iterator[list[str]]:
    while len(said) > 3:
        yield said[:2]
        said = said[2:]
    yield said


def german_ordinal(number: int, before: str, after: str) -> str:
    """ "im 2. OG" → "zweiten", "der 2. Stock" → "zweite", "2. OG" → "zweites", "1. März" → "erster".

    Args:
        number: The number.
        before: Lower-case word before it, or empty.
        after: Lower-case word after it, or empty.
    """
    from num2words import num2words

    stem: str = num2words(number, lang="de", to="ordinal")
    if before in _GERMAN_WEAK:
        return stem + "n"
    if before in ("der", "die", "das", "dieser", "diese", "dieses") or after in _GERMAN_FEMININE:
        return stem
    return stem + ("s" if after in _GERMAN_NEUTER else "r")


def date(match: re.Match[str], language: Language, before: str) -> str | None:
    """A date in figures, day before month, or ISO 8601; None where there is no such day or CLDR lacks the language."""
    from babel.dates import format_date, format_skeleton, get_month_names

    year = match["year"] or "2000"
    text = match["iso"] or f"{year}-{int(match['month']):02}-{int(match['day']):02}"
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    if not language.locale:
        return None
    with_year = bool(match["year"] or match["iso"])
    if language.code == "en":
        # British order, which is how dates are written in Germany too.
        month = get_month_names("wide", locale="en")[day.month]
        the = "" if before == "the" else "the "
        said = f"{the}{_words(day.day, language, 'ordinal')} of {month}"
        return f"{said} {_year(day, language)}" if with_year else said
    if with_year:
        said = format_date(day, "long", language.locale)
    else:
        said = format_skeleton("MMMMd", day, locale=language.locale)
    if language.code == "de":
        said = said.replace(f"{day.day}.", german_ordinal(day.day, before, ""), 1)
    elif language.code == "fr" and day.day == 1:
        said = said.replace("1", "premier", 1)
    elif language.code in _SLAVIC_GENITIVE:
        said = re.sub(r"^\d+", _genitive(day.day, language), said)
        said = re.sub(r"\d{4}.*$", f"{_genitive(day.year, language)} {_SLAVIC_YEAR[language.code]}", said)
    return re.sub(r"\d{4}", _year(day, language), said)


def _year(day: datetime.date, language: Language) -> str:
    return _words(day.year, language, "year") if language.code in ("de", "en") else str(day.year)


def _genitive(number: int, language: Language) -> str:
    ordinal = _words(number, language, "ordinal")
    for ending, genitive in _SLAVIC_GENITIVE[language.code]:
        if ending.search(ordinal):
            return ending.sub(genitive, ordinal)
    return ordinal


def time(match: re.Match[str], language: Language) -> str | None:
    """A time of day after the pack's template; None where the voice reads it well by itself."""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    template = language.spoken.time if minute else language.spoken.full_hour
    # "ein Uhr", never "eins Uhr".
    said = "ein" if language.code == "de" and hour == 1 else str(hour)
    minutes = str(minute)
    if minute < 10 and "} {" in template:
        # "nine five" would be no time.
        minutes = f"{'oh' if language.code == 'en' else cardinal(0, language)} {minute}"
    return template.replace("{hour}", said).replace("{minute}", minutes) + (match["suffix"] or "") if template else None


def amount(match: re.Match[str], language: Language) -> str | None:
    """Euros and cents; None where the voice reads the sign well by itself."""
    spoken = language.spoken
    if not spoken.euro:
        return None
    whole = re.sub(r"\D", "", match["whole"])
    cents = re.sub(r"\D", "", match["cents"] or "").lstrip("0")
    if int(whole) == 0 and cents and spoken.cent:
        return f"{cents} {spoken.cent}"
    if language.code == "de" and whole == "1":
        whole = "ein"
    return f"{whole} {spoken.euro} {cents}".strip()


def _words(number: int, language: Language, form: str) -> str:
    if not language.num2words:
        return str(number)
    from num2words import num2words

    return str(num2words(number, lang=language.num2words, to=form))
