"""Phrases: which words of a sentence belong together, so that lines and captions break between them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.facts import find
from pipeline.language import Language, Phrases
from pipeline.scene.text import words

_STRONG = "!?;:…؟؛۔።፤፦፧፨"
_WEAK = ",،፣፥፡–—)"
_SHORT = 3
"""Characters of an article, a preposition, a conjunction in a language whose pack does not list them."""
_EDGES = " \u00a0\u200c\"'«»„“”‚‘’()[].,:;!?…،؛؟"


def groups(sentence: Sequence[str], language: Language) -> list[list[str]]:
    """The words of a sentence; those that never stand apart are one group: a date, a time, a telephone number, an
    amount, a house number with its street, an abbreviation, a title and its name, a number and its unit."""
    text = " ".join(sentence)
    held = {at for at, sign in enumerate(" ".join(words(text))) if sign == "\u00a0"}
    facts = {at for fact in find(text, language.code) for at in range(fact.start, fact.end) if text[at] == " "}
    made = [[sentence[0]]] if sentence else []
    at = 0
    for word, following in pairwise(sentence):
        at += len(word)
        close = at in facts or _close(word, following, language)
        if at in held or (close and len(" ".join([*made[-1], following])) <= language.caption_chars / 2):
            made[-1].append(following)
        else:
            made.append([following])
        at += 1
    return made


def cost(word: str, following: str, language: Language) -> float:
    """How much a break between two words hurts, 0 … 2; `following` is empty at the end."""
    if not following or word[-1] in _STRONG:
        return 0.0
    if word[-1] in _WEAK:
        return 0.15
    phrases = language.phrases
    if phrases == Phrases():
        # A full stop inside a sentence belongs to an abbreviation or an ordinal: what follows it is close.
        return 0.8 + 1.0 * (len(word) <= _SHORT or word[-1] == ".") - 0.3 * (len(following) <= _SHORT)
    last, first = word.split("\u00a0")[-1], following.split("\u00a0")[0]
    if _in(first, phrases.trailing):
        return 2.0
    if _in(first, phrases.joining):
        return 0.4
    if _in(last, phrases.joining) or _in(last, phrases.leading) or word[-1] == ".":
        return 1.9
    if last[-1].isdigit() or first[0].isdigit():
        return 1.4
    return 0.55 if _in(first, phrases.leading) else 0.8


def _close(word: str, following: str, language: Language) -> bool:
    if _in(word, language.phrases.titles) and word[-1] not in _WEAK + _STRONG:
        return True
    if word[-1].isdigit() and _in(following, language.phrases.trailing):
        return True  # "9:30 Uhr"
    for short in language.abbreviations:
        if " " in short and f"{word} {following}".casefold() in short.casefold():
            return True  # "z. B."
        if short.endswith(".") and word.casefold().endswith(short.casefold()) and following[0].isdigit():
            return True  # "Nr. 5"
    return False


def _in(word: str, listed: tuple[str, ...]) -> bool:
    whole, beginnings, endings = _sorted(listed)
    word = word.strip(_EDGES).casefold()
    return word in whole or word.startswith(beginnings) or word.endswith(endings)


@lru_cache
def _sorted(listed: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """Whole words, beginnings, endings."""
    folded = [entry.casefold() for entry in listed]
    return (
        frozenset(entry.strip(_EDGES) for entry in folded if "-" not in (entry[0], entry[-1])),
        tuple(entry[:-1] for entry in folded if entry[-1] == "-"),
        tuple(entry[1:] for entry in folded if entry[0] == "-"),
    )
