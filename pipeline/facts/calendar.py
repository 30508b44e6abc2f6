"""Weekdays, months and "daily": CLDR's names together with the forms of calendar_words."""

from __future__ import annotations

import re
from functools import cache

from pipeline.facts.calendar_words import FREQUENT, MONTH_SHORT, MONTHS, WEEKDAY_SHORT, WEEKDAYS
from pipeline.facts.fold import fold
from pipeline.language import load

WEEKDAY, MONTH, EVERY = 0xE200, 0xE100, 0xE300
"""Rewritten, a name is one private character: WEEKDAY + 1 … 7 (Monday first), MONTH + 1 … 12 (13: only in
Ethiopia), EVERY + 1 … 4."""
FREQUENCIES = ("", "daily", "weekly", "monthly", "yearly")

_BESIDE = (
    r"\.?(?: ?(?:[-,/+&:]|bis|und|to|and|à|au|et|a|às|as|das|e|até|до|по|и|і|та|и|إلى|حتى|و|ile|"
    r"ve|ilaa|iyo|ክሳብ|ክሳዕ)){0,2} ?\.?"
)


@cache
def names(language: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """Two expressions, sure and unsure names; their groups are named "w1", "m12", "e1" (weekday, month, frequency)."""
    sure: dict[str, list[str]] = {}
    unsure: dict[str, list[str]] = {}
    for group, table in (("w", WEEKDAYS), ("m", MONTHS)):
        for number, forms in enumerate(table.get(language, ()), 1):
            sure.setdefault(f"{group}{number}", []).extend([forms] if forms else [])
    for group, table in (("w", WEEKDAY_SHORT), ("m", MONTH_SHORT)):
        for number, forms in enumerate(table.get(language, ()), 1):
            unsure.setdefault(f"{group}{number}", []).extend([forms] if forms else [])
    for number, forms in enumerate(FREQUENT.get(language, ()), 1):
        always, _, sometimes = forms.partition("||")
        sure[f"e{number}"] = [always]
        unsure[f"e{number}"] = [sometimes] if sometimes else []
    _add_cldr(language, sure, unsure)
    return _compiled(sure) or re.compile(r"(?!)"), _compiled(unsure)


def _add_cldr(language: str, sure: dict[str, list[str]], unsure: dict[str, list[str]]) -> None:
    locale = load(language).locale
    if not locale:
        return
    from babel import Locale

    cldr = Locale.parse(locale)
    for group, names_, first in (("w", cldr.days, 1), ("m", cldr.months, 0)):
        for context, width in (("format", "wide"), ("stand-alone", "wide"), ("format", "abbreviated")):
            for number, name in names_[context][width].items():
                key = f"{group}{number + first}"
                short = width == "abbreviated" or _ambiguous(name, key, unsure)
                if len(name) > 2 and not (short and key in sure and group == "w"):
                    (unsure if short else sure).setdefault(key, []).append(re.escape(name.rstrip(".")))


def _ambiguous(name: str, key: str, unsure: dict[str, list[str]]) -> bool:
    forms = "|".join(fold(form).text for form in unsure.get(key, []))
    return bool(forms and re.fullmatch(forms, fold(name).text))


def _compiled(groups: dict[str, list[str]]) -> re.Pattern[str] | None:
    parts = [f"(?P<{name}>{'|'.join(fold(form).text for form in forms)})" for name, forms in groups.items() if forms]
    return re.compile(rf"(?<![\w'])(?:{'|'.join(parts)})(?![\w])") if parts else None


def character(group: str) -> str:
    base = {"w": WEEKDAY, "m": MONTH, "e": EVERY}[group[0]]
    return chr(base + int(group[1:]))


_DAY = "[\ue201-\ue207]"
_RIGHT = re.compile(rf"{fold(_BESIDE).text} ?(?:{_DAY}|[0-9])")
_LEFT = re.compile(rf"{_DAY}{fold(_BESIDE).text} ?$")


def certain(text: str, position: int) -> bool:
    """Whether a name that may mean something else is certain where it stands: "Mo-Fr", "Mo 9:00", "March 3"."""
    if text[position] <= chr(MONTH + 13):
        return bool(
            re.match(r"\.? ?[0-9]", text[position + 1 :]) or re.search(r"[0-9](?:st|nd|rd|th|\.)? ?$", text[:position])
        )
    return bool(_RIGHT.match(text, position + 1) or _LEFT.search(text[:position]))
