"""One plain alphabet for comparing: small letters, digits 0-9, one kind of blank, dash and apostrophe."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

_CLUSTER = re.compile(r"([\u1369-\u137c]+|.)([\u0300-\u036f\u0483-\u0487]*)", re.DOTALL)
_SYLLABLE = re.compile(r"[\u1200-\u135a]")
_FIGURE_OR_LATIN = re.compile(r"[0-9a-z]")
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
    # Ethiopic letters that sound alike and are written for each other, row by row of the seven vowels.
    **{chr(0x1220 + n): chr(0x1230 + n) for n in range(8)}, **{chr(0x1340 + n): chr(0x1338 + n) for n in range(7)},
    **{chr(0x1281 + n): chr(0x1211 + n) for n in range(6)},
    "ሀ": "ሃ", "ሐ": "ሓ", "ኀ": "ሓ", "አ": "ኣ", "ዐ": "ዓ", "፣": ",", "፥": ",", "፤": ";",
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
    characters: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _CLUSTER.finditer(text):
        for character in _characters(match, text):
            for folded in plain(character):
                if characters and _apart(characters[-1], folded):
                    characters.append(" ")
                    spans.append(match.span())
                characters.append(folded)
                spans.append(match.span())
    return Line("".join(characters), tuple(spans))


def _characters(match: re.Match[str], text: str) -> str:
    """What a letter with its marks, or a row of Ethiopic numerals, is read as."""
    if match[0][0] == "፡":  # parts words, or hours from minutes
        around = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
        return ":" if len(around) == 2 and not any(sign.isalpha() or sign.isspace() for sign in around) else " "
    if "፩" <= match[0][0] <= "፼":
        from pipeline.facts.tigrinya import number

        return str(number(match[1]))
    return unicodedata.normalize("NFC", match[0])


def _apart(one: str, other: str) -> bool:
    """Tigrinya writes prepositions and "and" together with figures: "ብ9:30" is "at 9:30", "9ን" "and 9"."""
    pairs = ((one, other), (other, one))
    return any(_SYLLABLE.match(first) and _FIGURE_OR_LATIN.match(second) for first, second in pairs)


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
