"""Dates as a person says them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from pipeline.language import Language
from pipeline.sentences import GERMAN_COUNTED
from pipeline.speak import grammar
from pipeline.speak.written import DASHES, Word, at

DATE = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4}|\d\d)?|(?P<iso>\d{4}-\d{2}-\d{2})")
_YEAR = {"uk": "року", "ru": "года"}


def date(words: Sequence[Word], index: int, language: Language) -> str | None:
    """A date in figures, or two with a dash between them; what is said with the punctuation around it."""
    word = words[index]
    before, spoken = at(words, index - 1).key, language.spoken
    if before in spoken.rooms.split() or not language.locale:
        return None
    if language.code == "tr" and (suffixed := re.fullmatch(r"(\d[\d./]*\.(?:\d{4}|\d\d))(['’]\w+)", word.core)):
        # The suffix belongs to the year.
        said = date([Word("", suffixed[1], "", False)], 0, language)
        if said:
            return re.sub(r"\d{4}$", lambda year: grammar.turkish_suffixed(year[0], suffixed[2]), said) + word.close
    ended = word.core.count(".") in (1, 2) and word.close.startswith(".")
    for core, close in ((word.core + ".", word.close[1:]), (word.core, word.close)):
        if core != word.core and not ended:
            continue
        days = [DATE.fullmatch(core)] if DATE.fullmatch(core) else _both(core)
        if not days or not all(days):
            continue
        leads = (before, spoken.until_day or spoken.to)
        told = [_date(match, language, lead) for match, lead in zip(days, leads, strict=False) if match]
        if not all(told):
            continue
        if re.fullmatch(r"\d{1,2}\.?[-–—].*", core):
            # "1.-3.3.": the month is said once.
            told[0] = _day(int(re.split(r"\D", core)[0]), language, before)
        if core != word.core and index + 1 == len(words):
            close = word.close
        both = [one for one in told if one]
        return word.open + (both[0] if len(both) == 1 else _range(both, before, language)) + close
    return None


def _both(core: str) -> list[re.Match[str] | None]:
    """ "1.-3.3.2027" and "01.03.–05.03.": the first day takes what it lacks from the second."""
    texts = DASHES.split(core)
    if len(texts) != 2 or not (last := DATE.fullmatch(texts[1])) or last["iso"]:
        return []
    first = texts[0] if re.fullmatch(r"\d{1,2}\.\d{1,2}\.?(\d{4}|\d\d)?", texts[0]) else ""
    if not first and re.fullmatch(r"\d{1,2}\.?", texts[0]):
        first = f"{texts[0].rstrip('.')}.{last['month']}."
    if not first:
        return []
    return [DATE.fullmatch(first) or DATE.fullmatch(first + "."), last]


def since(before: str, language: Language) -> str:
    """ "From", where the language says it and it does not stand there already."""
    words = language.spoken.since.split()
    return f"{words[0]} " if words and before not in words else ""


def _range(said: Sequence[str], before: str, language: Language) -> str:
    return f"{since(before, language)}{said[0]} {language.spoken.until_day or language.spoken.to} {said[1]}"


def _date(match: re.Match[str], language: Language, before: str) -> str | None:
    from babel.dates import format_date, format_skeleton, get_month_names

    year = match["year"] or "2000"
    year = f"20{year}" if len(year) == 2 else year
    text = match["iso"] or f"{year}-{int(match['month']):02}-{int(match['day']):02}"
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    with_year = bool(match["year"] or match["iso"])
    code = language.code
    if code == "en":
        # British order, which is how dates are written in Germany too.
        month = get_month_names("wide", locale="en")[day.month]
        the = "" if before == "the" else "the "
        said = f"{the}{_words(day.day, language, 'ordinal')} of {month}"
        return f"{said} {year_said(day.year, language)}" if with_year else said
    if with_year:
        said = format_date(day, "long", language.locale)
    else:
        said = format_skeleton("MMMMd", day, locale=language.locale)
    if code == "de":
        said = said.replace(f"{day.day}.", grammar.german_ordinal(day.day, before, ""), 1)
        return re.sub(r"\d{4}", year_said(day.year, language), said)
    if code == "fr" and day.day == 1:
        said = said.replace("1", "premier", 1)
    elif code in ("ru", "uk"):
        said = re.sub(r"^\d+", grammar.slavic_day(day.day, before, code), said)
        said = re.sub(r"\d{4}.*$", f"{grammar.slavic_year(day.year, '', code)} {_YEAR[code]}", said)
    return said


def _day(day: int, language: Language, before: str) -> str:
    code = language.code
    if code == "de":
        return grammar.german_ordinal(day, before, "")
    if code == "en":
        return f"the {_words(day, language, 'ordinal')}"
    return grammar.slavic_day(day, before, code) if code in ("ru", "uk") else str(day)


def year_said(year: int, language: Language) -> str:
    """German and English count the hundreds of the last century; later years any voice reads right."""
    return _words(year, language, "year") if year < 2000 and language.code in ("de", "en") else str(year)


def named_day(words: Sequence[Word], index: int, language: Language) -> str | None:
    """The number beside a month's name, and the year after it, where the voice would read a cardinal number."""
    word, code = words[index], language.code
    before, after = at(words, index - 1).key, at(words, index + 1)
    if code in ("ru", "uk") and re.fullmatch(r"(19|20)\d\d", word.core):
        if after.key in (_YEAR[code], "году", "год", "році", "рік") and not word.close:
            return word.open + grammar.slavic_year(int(word.core), after.key, code)
        return None
    if code == "de":
        match = re.fullmatch(r"(\d{1,2})\.?[-–—](\d{1,2})", word.core)
        if not match or not word.close.startswith(".") or after.key not in GERMAN_COUNTED:
            return None
        first, last = (grammar.german_ordinal(int(day), before, after.key) for day in match.groups())
        return f"{word.open}{first} {language.spoken.to} {last}{word.close[1:]}"
    if code not in ("ru", "uk", "en"):
        return None
    month = _month_after(words, index, language)
    days = re.fullmatch(r"([0-3]?\d)(?:[-–—]([0-3]?\d))?", word.core)
    american = code == "en" and at(words, index - 1).core in _months(language) and not at(words, index - 1).close
    if days and american and not days[2]:
        return f"{word.open}the {_words(int(days[1]), language, 'ordinal')}{word.close}"
    if not days or not month:
        return None
    if code == "en":
        the = "" if before == "the" else "the "
        said = [f"{_words(int(day), language, 'ordinal')}" for day in days.groups() if day]
        return word.open + the + " to the ".join(said) + (" of" if after.core in month else "") + word.close
    if days[2]:
        leads = ("", language.spoken.until_day)
        both = [grammar.slavic_day(int(day), lead, code) for day, lead in zip(days.groups(), leads, strict=True)]
        return word.open + _range(both, before, language) + word.close
    return word.open + grammar.slavic_day(int(days[1]), before, code) + word.close


def _month_after(words: Sequence[Word], index: int, language: Language) -> set[str]:
    """The names of months where one follows, at once or after "по 5" or "и 5"; otherwise nothing."""
    names = _months(language)
    near = at(words, index + 1)
    if near.core in names and not words[index].close:
        return names
    spoken = language.spoken
    linked = near.key in (spoken.until_day, spoken.until, spoken.to, "и", "і", "та", "й", "and", "or", "или")
    return names if linked and at(words, index + 3).core in names and at(words, index + 2).core.isdecimal() else set()


def _months(language: Language) -> set[str]:
    from babel.dates import get_month_names

    return set(get_month_names("wide", locale=language.locale).values())


def _words(number: int, language: Language, form: str) -> str:
    from num2words import num2words

    return str(num2words(number, lang=language.num2words, to=form))
