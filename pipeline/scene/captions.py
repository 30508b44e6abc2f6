"""Captions: a sentence is cut at its phrases into pieces of one or two lines that appear with the words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pipeline.language import Language
from pipeline.model import Caption, Timed
from pipeline.scene.layout import Layout
from pipeline.scene.text import Style, line_width, style, words, wrap

LONGEST, SHORTEST = 10.0, 5 / 6
"""Seconds of speech in one caption, and that it stands at least. Netflix asks for 7 and 5/6; a phone number spoken
digit by digit takes seven by itself, and stays with its sentence."""
LINGER = 1.2
"""Seconds that a caption may stay on after its last word, for slow readers."""

_STRONG = "!?;:…؟؛۔።፤፦፧፨"
_WEAK = ",،፣፥፡–—)"
_SHORT = 3
"""Characters of an article, a preposition, a conjunction: they belong to what follows."""


def cut(
    spoken: Sequence[Timed[str]], language: Language, layout: Layout, *, beside_card: bool = False
) -> list[Timed[Caption]]:
    """Cuts one sentence.

    Args:
        spoken: Its written words with their times on the film's clock, seconds.

    Returns:
        Captions from the first sound of their first word to the last sound of their last.
    """
    groups = _groups(spoken)
    look = style(language, layout.caption_size)
    zone = layout.beside_card if beside_card else layout.caption
    limit = zone.right - zone.left - 2 * 26

    @cache
    def lines(first: int, end: int) -> list[str]:
        wrapped = wrap(" ".join(group.value for group in groups[first:end]), look, limit)
        if len(wrapped) > 2 or (len(wrapped) == 1 and len(wrapped[0]) <= language.caption_chars):
            return wrapped
        return _halves([group.value for group in groups[first:end]], look, limit, language.caption_chars) or wrapped

    @cache
    def best(first: int) -> tuple[float, int]:
        """Least cost of cutting groups[first:], and where the first piece ends."""
        if first == len(groups):
            return 0.0, first
        options: list[tuple[float, int]] = []
        for end in range(first + 1, len(groups) + 1):
            length = groups[end - 1].end - groups[first].start
            if end > first + 1 and (
                len(lines(first, end)) > 2
                or any(len(line) > language.caption_chars for line in lines(first, end))
                or length > LONGEST
            ):
                break
            short = max(0.0, 1.5 - length) if end - first < len(groups) else 0.0
            after = groups[end].value if end < len(groups) else ""
            even = 0.3 * (length / LONGEST) ** 2
            options.append((1.0 + _cost(groups[end - 1].value, after) + short + even + best(end)[0], end))
        return min(options)

    pieces: list[Timed[Caption]] = []
    # From the end, so that a line of a thousand words does not recurse a thousand deep.
    for first in reversed(range(len(groups))):
        best(first)
    first = 0
    while first < len(groups):
        end = best(first)[1]
        pieces.append(Timed(groups[first].start, groups[end - 1].end, Caption(tuple(lines(first, end)), beside_card)))
        first = end
    return pieces


def linger(captions: Sequence[Timed[Caption]], until: float) -> tuple[Timed[Caption], ...]:
    """Lets captions stay into the pause that follows, never into the next one."""
    ends = [caption.start for caption in captions[1:]] + [until]
    return tuple(
        Timed(caption.start, min(following, max(caption.end + LINGER, caption.start + SHORTEST)), caption.value)
        for caption, following in zip(captions, ends, strict=True)
    )


def _groups(spoken: Sequence[Timed[str]]) -> list[Timed[str]]:
    """Words, with numbers written in groups held together."""
    groups: list[Timed[str]] = []
    position = 0
    for text in words(" ".join(word.value for word in spoken)):
        count = len(text.split())
        part = spoken[position : position + count]
        groups.append(Timed(part[0].start, part[-1].end, text))
        position += count
    return groups


def _halves(groups: Sequence[str], look: Style, limit: float, characters: int) -> list[str] | None:
    """Two lines, broken where it hurts least, then as even as can be; None: no way."""
    found: list[tuple[float, list[str]]] = []
    for at in range(1, len(groups)):
        upper, lower = groups[:at], groups[at:]
        widths = line_width(upper, look), line_width(lower, look)
        pair = [" ".join(upper), " ".join(lower)]
        if max(widths) <= limit and max(map(len, pair)) <= characters:
            uneven = abs(widths[0] - widths[1]) / limit
            found.append((_cost(groups[at - 1], groups[at]) + uneven, pair))
    return min(found)[1] if found else None


def _cost(word: str, following: str) -> float:
    """How much a break between two words hurts."""
    if not following or word[-1] in _STRONG:
        return 0.0
    if word[-1] in _WEAK:
        return 0.15
    # A full stop inside a sentence belongs to an abbreviation or an ordinal: what follows it is close.
    return 0.8 + 1.0 * (len(word) <= _SHORT or word[-1] == ".") - 0.3 * (len(following) <= _SHORT)
