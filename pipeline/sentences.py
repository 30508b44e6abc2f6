"""Sentences of one line: sentencex splits, we join what it wrongly split."""

from __future__ import annotations

import re

from pipeline import language as packs

_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_TWO_WORDSPACES = re.compile("(?<=፡፡ )")
"""Ethiopic's full stop as it is often typed."""
_STREET = re.compile(r"(?:str|\bStr)\.$")
"""German addresses stand in every language's text: "Marktstr. 12"."""
_DIGITS_AND_STOP = re.compile(r"(?:(?P<before>\S+) )?(?P<number>\d{1,3})\.$")

# These also end sentences; before a capital letter the split stands.
_CLOSERS = frozenset({
    "usw.", "u.s.w.", "etc.", "u.v.m.", "u.ä.", "mwst.", "vb.", "vd.", "a.m.", "p.m.", "т.д.", "т.п.", "др.",
    "ін.",
})  # fmt: skip

# German writes ordinals as "2." and capitalises nouns, so "im 2. Stock" looks like the end of a sentence.
_GERMAN_BEFORE_ORDINAL = frozenset({
    "am", "im", "zum", "zur", "vom", "beim", "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen",
    "einem", "einer", "eines", "jeder", "jede", "jedes", "jeden", "jedem", "ihr", "ihre", "ihren", "ihrem",
    "unser", "unsere", "unserem", "dieser", "diese", "dieses", "diesem", "diesen",
})  # fmt: skip
GERMAN_COUNTED = frozenset({
    "og", "ug", "stock", "stockwerk", "etage", "obergeschoss", "untergeschoss", "eingang", "hof", "hinterhof",
    "quartal", "halbjahr", "lebensjahr", "lebensmonat", "klasse", "termin", "mal", "tag", "woche", "januar",
    "jänner", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "dezember",
})  # fmt: skip


def split(text: str, language: str) -> list[str]:
    """Splits one line into its sentences.

    Args:
        text: One line as written; a sentence is never cut, however long.
        language: Code of the language; one that sentencex or our packs do not know still splits at . ! ? ؟ ። ፡፡ ۔.

    Returns:
        The sentences, none of them empty. Joined by single spaces they give the text back, with runs of ordinary
        white space folded (no-break spaces stay). Without words: an empty list.
    """
    from sentencex import segment

    folded = _SPACE.sub(" ", text).strip(" ")
    abbreviations = packs.load(language).abbreviations if language in packs.codes() else ()
    sentences: list[str] = []
    glued = False
    for piece in (part for found in segment(language, folded) for part in _TWO_WORDSPACES.split(found)):
        sentence = piece.strip(" ")
        if not sentence:
            continue
        if glued:
            sentences[-1] += sentence
        elif sentences and not _ends(sentences[-1], sentence, language, abbreviations):
            sentences[-1] += " " + sentence
        else:
            sentences.append(sentence)
        # Without a space between them the two could not be put together again.
        glued = not piece.endswith(" ")
    return sentences


def _ends(before: str, after: str, language: str, abbreviations: tuple[str, ...]) -> bool:
    """Whether a sentence ends between the two."""
    if not before.endswith("."):
        return True
    if after[0].islower() or (_STREET.search(before) and after[0].isdigit()):
        return False
    if (ordinal := _DIGITS_AND_STOP.search(before)) and _is_ordinal(ordinal, after, language):
        return False
    last = _squeeze(before)
    for abbreviation in abbreviations:
        short = _squeeze(abbreviation)
        if short.endswith(".") and last.endswith(short) and not last[: -len(short)][-1:].isalnum():
            return short in _CLOSERS
    return True


def _squeeze(text: str) -> str:
    """ "Z. B." and "z.B." are the same abbreviation."""
    return re.sub(r"\.\s+(?=\S{1,3}\.)", ".", text).casefold()


def _is_ordinal(match: re.Match[str], after: str, language: str) -> bool:
    before = match["before"]
    if before is None:
        return match.start() == 0
    if language != "de":
        return False
    following = re.sub(r"\W+$", "", after.split()[0]).casefold()
    return following in GERMAN_COUNTED or before.casefold() in _GERMAN_BEFORE_ORDINAL
