"""Compares what was heard with what should have been said."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from pipeline.facts import Fact, compare, find
from pipeline.facts.find import read
from pipeline.facts.fold import fold
from pipeline.facts.rewrite import rewrite
from pipeline.language import Language
from pipeline.model import Hearing
from pipeline.speak import normalise

LIMIT = 0.3
"""Character error rate above which the words were not understood."""
NAME = 4
"""One letter of so many may differ in a name, blanks and hyphens aside: an ear cannot know whether Mr Weber is written
with one b or two. Measured with Piper's joe and Whisper base, fifteen names in four sentences each: of 39 that are
accepted with one letter in three, 37 still are ("Jobs Inter", "Bamp"); the others were "Sozalan" and "Sozi Allen"."""
_UNHEARD = frozenset({"email", "url", "name"})
"""Facts that are spelled or spoken in too many ways."""
_WRITTEN = re.compile(r"\d+")
_PAUSE = re.compile(r",(?= a\.?m\b)")
"""Spoken before "a.m.", but no ear writes it down."""


def judge(text: str, heard: str, language: Language, names: Collection[str] = ()) -> Hearing:
    """Args:
    text: As written.
    heard: As the ear wrote it down.
    names: As written, which must be understood where they stand in the text.
    """
    wrong = error(text, heard, language)
    if difference := facts(text, heard, language):
        de, en = difference
    elif missing := [name for name in names if _named(text, name) and not _told(heard, name, language)]:
        de, en = f"Der Name „{missing[0]}“ war nicht zu verstehen.", f'The name "{missing[0]}" was not understood.'
    elif wrong > LIMIT:
        de, en = "Die Worte waren nicht zu verstehen.", "The words were not understood."
    else:
        return Hearing("heard", heard, wrong)
    return Hearing("misheard", heard, wrong, de, en)


def error(text: str, heard: str, language: Language) -> float:
    """Character error rate of the letters: edits per letter of what should have been said, as written or as spoken.

    Case, punctuation, blanks and figures do not count: "9:30 Uhr" is heard as "neun Uhr dreißig" too, and `facts`
    compares figures.
    """
    there = _letters(heard, language.code)
    rates = []
    for form in dict.fromkeys((text, _spoken(text, language))):
        wanted = _letters(form, language.code)
        rates.append(_edits(wanted, there) / max(1, len(wanted)))
    return min(rates)


def facts(text: str, heard: str, language: Language) -> tuple[str, str] | None:
    """The first number, time, date, phone number or amount that was heard as another one, in German and English."""
    code = language.code
    stops = [one for one in compare(text, code, heard, code) if one.severity == "stop" and one.kind not in _UNHEARD]
    written = _figures(find(text, code))
    if not stops or written == _figures(find(heard, code)):
        return None
    # Spoken figure by figure it may be written so: "one one two". Then a single "one" counts as well.
    spoken = _spoken(text, language)
    said = _figures(read(spoken, code))
    same = said == _figures(read(heard, code))
    # Where not all number words are known to us ("zweitausendsechsundzwanzig"), every letter counts.
    if same and (said == written or _letters(spoken, code) == _letters(heard, code)):
        return None
    one = stops[0]
    de = {True: f"„{one.source}“ war nicht zu hören", False: "Zu hören war eine Angabe, die es nicht gibt"}
    en = {True: f'"{one.source}" was not heard', False: "A fact was heard that is none"}
    said_de = f"; verstanden wurde „{one.target}“." if one.source and one.target else f": „{one.target}“."
    said_en = f'; understood was "{one.target}".' if one.source and one.target else f': "{one.target}".'
    known = one.source is not None
    return de[known] + (said_de if one.target else "."), en[known] + (said_en if one.target else ".")


def holds_fact(text: str, code: str) -> bool:
    """Whether a sentence says something that must not be misheard."""
    return any(fact.kind not in _UNHEARD for fact in find(text, code))


def _spoken(text: str, language: Language) -> str:
    return _PAUSE.sub("", " ".join(group.text for group in normalise.spoken(text, language)))


def _figures(found: Iterable[Fact]) -> tuple[str, tuple[str, ...]]:
    """All figures in a row, and the days and months: "14:30" is heard as "1430", "030 231" as "03 02 31"."""
    figures: list[str] = []
    names: list[str] = []
    for fact in found:
        if fact.kind in ("weekday", "month", "daily"):
            names.append(f"{fact.kind} {fact.value}")
        elif fact.kind == "date":
            year, month, day = fact.value.rsplit("-", 2)
            figures += [str(int(day)), year.strip("-")]
            names.append(f"month {int(month)}")
        elif fact.kind == "time":
            figures.append(fact.value.replace(":", "").lstrip("0"))
        elif fact.kind not in _UNHEARD:
            figures += _WRITTEN.findall(fold(fact.text).text) or _WRITTEN.findall(fact.value)
    return "".join(figures), tuple(sorted(names))


def _letters(text: str, code: str) -> str:
    """What is compared letter by letter; names of days are one sign each, whatever their form."""
    line = rewrite(fold(text), text, code)
    return "".join(sign for sign in line.text if sign.isalpha() or "\ue000" <= sign <= "\uf8ff")


def _named(text: str, name: str) -> bool:
    """Whether it stands in the text, and in the same script: "Jobcenter" in Ukrainian is heard in Cyrillic."""
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)) and _script(name) == _script(text)


def _script(text: str) -> str:
    """The script of most letters: "LATIN"."""
    scripts = Counter(unicodedata.name(sign, "").partition(" ")[0] for sign in text if sign.isalpha())
    return max(scripts, key=lambda script: scripts[script], default="")


def _told(heard: str, name: str, language: Language) -> bool:
    """As written, or as the house has it pronounced."""
    return any(_sounds(heard, form) for form in (name, language.pronunciation.get(name, name)))


def _sounds(heard: str, name: str) -> bool:
    """Whether some words in a row are written nearly like the name: "Job Center" for "Jobcenter"."""
    wanted = _plain(name)
    return any(_edits(wanted, words) <= len(wanted) // NAME for words in _runs(heard))


def _runs(heard: str) -> Iterator[str]:
    words = [_plain(word) for word in re.split(r"[\s-]+", heard)]
    for first in range(len(words)):
        for last in range(first, min(first + 3, len(words))):
            yield "".join(words[first : last + 1])


def _plain(text: str) -> str:
    return "".join(sign for sign in fold(text).text if sign.isalnum())


def _edits(one: str, other: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(other) + 1))
    for i, sign in enumerate(one, 1):
        above, row = row, [i]
        for j, against in enumerate(other, 1):
            row.append(min(above[j - 1] + (sign != against), above[j] + 1, row[j - 1] + 1))
    return row[-1]
