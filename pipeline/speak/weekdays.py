"""Days of the week as a person says them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.language import Language
from pipeline.speak.written import DASHES, Word, at

_AND = frozenset({"+", "&", "und", "and", "et", "e", "ve"})


def days(words: Sequence[Word], index: int, language: Language) -> tuple[int, str] | None:
    """ "Mo–Fr", "Mo, Mi 9 Uhr": alone a short name may be another word.

    Returns:
        How many words it takes and what is said, or None.
    """
    spoken, word = language.spoken, words[index]
    texts, count = [part.rstrip(".") for part in DASHES.split(word.core)], 1
    if at(words, index + 1).dash and at(words, index + 2).core in spoken.days:
        texts, count = [word.core, at(words, index + 2).core], 3
    full = [spoken.days.get(text) for text in texts]
    if not all(full) or len(full) > 2:
        return None
    last = words[index + count - 1]
    close = last.close.removeprefix(".") if index + count < len(words) else last.close
    if len(full) == 2 and spoken.day_range:
        first, second = str(full[0]), str(full[1])
        start = spoken.day_cases.get(first, (first, first))[0]
        end = spoken.day_cases.get(second, (second, second))[1]
        said = spoken.day_range.replace("{from}", start).replace("{to}", end)
        if said.split()[0].casefold() == at(words, index - 1).key:
            said = said.split(" ", 1)[1]
        return count, word.open + said + close
    if len(full) == 1 and _day_beside(words, index, language):
        return 1, word.open + str(full[0]) + close
    return None


def _day_beside(words: Sequence[Word], index: int, language: Language) -> bool:
    before, after = at(words, index - 1), at(words, index + 1)
    short = language.spoken.days
    if language.code in ("ru", "uk"):
        return True
    linked = after.key in _AND and at(words, index + 2).core in short
    named = before.core in short and ("," in before.close or before.core in ("+", "&"))
    stopped = words[index].close == "." and after.core[:1].islower()
    return stopped or after.core[:1].isdigit() or after.core in short or linked or named or ":" in words[index].close
