"""One plain alphabet for comparing: small letters, digits 0-9, one kind of blank, dash and apostrophe."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.facts import ethiopic

_CLUSTER = re.compile(r"([\u1369-\u137c]+|.)([\u0300-\u036f\u0483-\u0487]*)", re.DOTALL)
_DROPPED = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeffـ"
)
"""Soft hyphens, joiners, direction marks and the Arabic stretch: they change no word."""
_ALIKE = {
    **dict.fromkeys("\u00a0\u2007\u2009\u202f\t\n", " "),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("’‘ʼʹ`´ʻ", "'"),
    **dict.fromkeys("يىې", "ی"),
    **dict.fromkeys("أإآٱ", "ا"),
    "ك": "ک", "ة": "ه", "ۀ": "ه", "ؤ": "و", "،": ",", "٫": ",", "٬": ".", "٪": "%", "：": ":", "٠": "0",
    "ı": "i", "İ": "i", "ё": "е", "Ё": "е", "ᵉ": "e",
    **ethiopic.ALIKE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A folded or rewritten sentence that knows where every character came from."""

    text: str
    spans: tuple[tuple[int, int], ...]
    """For each character its start and end in the sentence as written."""
    unsure: frozenset[int] = frozenset()
    """Starts (as written) of words that were rewritten although they have another reading."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.spans[start][0], self.spans[end - 1][1]

    def without(self, start: int, end: int) -> Line:
        """The same line with a part blanked out, so that nothing is found there again."""
        return Line(self.text[:start] + "\x00" * (end - start) + self.text[end:], self.spans, self.unsure)

    def replace(self, pattern: re.Pattern[str], made: Callable[[re.Match[str]], tuple[str, bool] | None]) -> Line:
        """Rewrites matches.

        Args:
            pattern: What to look for.
            made: The new text and whether it is sure; None leaves the match as it is.
        """
        parts: list[str] = []
        spans: list[tuple[int, int]] = []
        unsure = set(self.unsure)
        done = 0
        for match in pattern.finditer(self.text):
            new = made(match)
            if new is None or match.start() < done:
                continue
            span = self.span(match.start(), match.end())
            parts += [self.text[done : match.start()], new[0]]
            spans += [*self.spans[done : match.start()], *[span] * len(new[0])]
            done = match.end()
            if not new[1]:
                unsure.add(span[0])
        return Line("".join(parts) + self.text[done:], (*spans, *self.spans[done:]), frozenset(unsure))


def fold(text: str) -> Line:
    found = ethiopic.SCRIPT.search(text)
    characters: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _CLUSTER.finditer(text):
        for character in ethiopic.read(match, text) if found else unicodedata.normalize("NFC", match[0]):
            for folded in plain(character):
                if found and characters and ethiopic.apart(characters[-1], folded):
                    characters.append(" ")
                    spans.append(match.span())
                characters.append(folded)
                spans.append(match.span())
    return Line("".join(characters), tuple(spans))


def plain(character: str) -> str:
    """One character folded; empty where it changes no word (vowel signs of the Arabic script, direction marks,
    private characters, which stand for names of days once rewritten)."""
    if character.isascii():
        return character.lower() if character not in "\t\n`" else _ALIKE.get(character, " ")
    if character in _DROPPED or unicodedata.category(character) in ("Mn", "Co"):
        return ""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return _ALIKE.get(character) or character.lower()
