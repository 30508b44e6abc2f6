"""From the written to the spoken form: what a person says where numbers, signs and abbreviations are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.language import Language
from pipeline.speak import cardinals, dates, grammar, numbers, quantities, signs, times, weekdays
from pipeline.speak.written import DASHES, Word, at, phones, read


@dataclass(frozen=True, slots=True)
class Said:
    """What is said for some of the written words."""

    words: int
    """How many whitespace-separated words of the text it stands for, at least one."""
    text: str
    """For the engine; commas are small pauses. Empty where nothing is said."""


def spoken(text: str, language: Language) -> list[Said]:
    """Says one sentence.

    Args:
        text: As written.
        language: Its pack; what the pack leaves empty stays as written, for the engine to read.

    Returns:
        Groups in order; their `words` add up to the number of whitespace-separated words. Figures of any script come
        as 0-9, what `Language.pronunciation` lists as the house wants it.
    """
    words = read(text)
    known = phones(words, language.spoken.rooms.split())
    said: list[Said] = []
    index = 0
    while index < len(words):
        if index in known:
            more = known.get(index + 1) == known[index]
            group = Said(1, _phone(words[index], language, more))
        else:
            group = _pronounced(words, index, language) or _ruled(words, index, language)
        said.append(_absorb(group, words, index, language))
        index += said[-1].words
    # The voices of some languages read no figures, and a reference reads those of another language.
    return [replace(group, text=cardinals.in_words(group.text, language.code)) for group in said]


def _ruled(words: Sequence[Word], index: int, language: Language) -> Said:
    for rule in _RULES:
        found = rule(words, index, language)
        if found is not None:
            return Said(*found) if isinstance(found, tuple) else Said(1, found)
    return Said(1, words[index].token)


_RULES: tuple[Callable[[Sequence[Word], int, Language], tuple[int, str] | str | None], ...] = (
    signs.pattern, quantities.amount, quantities.measure, signs.abbreviation, weekdays.days, dates.date, times.time,
    times.hour, dates.named_day, quantities.ordinal, signs.address, quantities.plain, signs.sign,
)  # fmt: skip


def _phone(word: Word, language: Language, more: bool) -> str:
    """One word of a telephone number or an IBAN."""
    match = re.fullmatch(r"(?P<before>[^\d+]*)(?P<number>[\d+]|[\d+].*\d)?(?P<after>\D*)", word.token)
    if match is None or not match["number"]:
        return ""
    said = [numbers.digits(part) for part in re.findall(r"\d+", match["number"])]
    after = re.sub(r"[)\]/]", "", match["after"])
    if language.code == "tr" and (suffix := re.match(r"['’]\w+", after)):
        said[-1] = said[-1][:-1] + grammar.turkish_suffixed(said[-1][-1], suffix[0])
        after = after[suffix.end() :]
    # "DE12" of an IBAN, "Tel:030" without a space
    letters = re.sub(r"[(\[]", "", match["before"])
    letters = " ".join(letters) + " " if re.fullmatch("[A-Z]{2}", letters) else letters
    plus = f"{language.spoken.plus or '+'} " if "+" in word.token else ""
    return letters + plus + ", ".join(said) + (after or ("," if more else ""))


# ---------------------------------------------------------------- the house's own list


def _pronounced(words: Sequence[Word], index: int, language: Language) -> Said | None:
    for key, form, said in _list(tuple(language.pronunciation.items())):
        part = words[index : index + len(key.split())]
        if match := form.fullmatch(" ".join(word.token for word in part)):
            if signs.ADDRESS.fullmatch(part[0].core):
                return None
            return Said(len(part), match["before"] + said + match["after"])
    return None


@lru_cache(maxsize=32)
def _list(entries: tuple[tuple[str, str], ...]) -> list[tuple[str, re.Pattern[str], str]]:
    """Longest first; a whole word, with a German or English -s, a Turkish suffix, or as a part of "BAMF-Bescheid"."""
    return [
        (
            written,
            re.compile(
                rf"(?P<before>\W*(?:\w+-)*){' '.join(map(re.escape, written.split()))}"
                r"(?P<after>(?:s|['’]\w+)?(?:-\w+)*\W*)"
            ),
            said,
        )
        for written, said in sorted(entries, key=lambda entry: -len(entry[0]))
    ]


# ---------------------------------------------------------------- "9:30 Uhr" must not become "9 Uhr 30 Uhr"


def _absorb(group: Said, words: Sequence[Word], index: int, language: Language) -> Said:
    """Takes the word after a time into its group where the template says them already."""
    literals = times.literals(language) & set(group.text.casefold().split())
    timed = any(times.TIME.match(part) for part in DASHES.split(words[index].core))
    if not timed or group.text == words[index].token or not literals:
        return group
    following = at(words, index + group.words)
    if following.key in literals:
        return Said(group.words + 1, group.text + following.close)
    return group
