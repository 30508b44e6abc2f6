"""Captions: a sentence is cut at its phrases into pieces of one or two lines that appear with the words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pipeline.language import Language
from pipeline.model import Caption, Timed
from pipeline.scene.layout import Layout, layout
from pipeline.scene.phrases import cost, groups
from pipeline.scene.text import Style, line_width, style, wrap

LONGEST, SHORTEST = 10.0, 5 / 6
"""Seconds of speech in one caption, and that it stands at least. Netflix asks for 7 and 5/6; a phone number spoken
digit by digit takes seven by itself, and stays with its sentence."""
LINGER = 1.2
"""Seconds that a caption may stay on after its last word, for slow readers."""


def cut(
    spoken: Sequence[Timed[str]], language: Language, layout: Layout, *, beside_card: bool = False
) -> list[Timed[Caption]]:
    """Cuts one sentence.

    Args:
        spoken: Its written words with their times on the film's clock, seconds.

    Returns:
        Captions from the first sound of their first word to the last sound of their last.
    """
    held = _held(spoken, language)
    look = style(language, layout.caption_size)
    zone = layout.beside_card if beside_card else layout.caption
    limit = zone.right - zone.left - 2 * 26

    @cache
    def lines(first: int, end: int) -> tuple[list[str], float]:
        """How these words stand, and how much the break between the lines hurts."""
        texts = [one.value for one in held[first:end]]
        wrapped = wrap(" ".join(texts), look, limit)
        if len(wrapped) > 2 or (len(wrapped) == 1 and len(wrapped[0]) <= language.caption_chars):
            return wrapped, 0.0
        return _halves(texts, look, limit, language) or (wrapped, 2.0)

    @cache
    def best(first: int) -> tuple[float, int]:
        """Least cost of cutting held[first:], and where the first piece ends."""
        if first == len(held):
            return 0.0, first
        options: list[tuple[float, int]] = []
        for end in range(first + 1, len(held) + 1):
            length = held[end - 1].end - held[first].start
            shown, hurt = lines(first, end)
            if end > first + 1 and (
                len(shown) > 2 or any(len(line) > language.caption_chars for line in shown) or length > LONGEST
            ):
                break
            last = end == len(held)
            stands = (held[end - 1].end if last else held[end].start) - held[first].start
            short = max(0.0, 1.5 - length) if end - first < len(held) else 0.0
            quick = max(0.0, needed(shown, language) - stands)
            even = 0.3 * (length / LONGEST) ** 2
            cut_off = cost(held[end - 1].value, "" if last else held[end].value, language)
            options.append((1.0 + cut_off + 0.5 * hurt + short + quick + even + best(end)[0], end))
        return min(options)

    pieces: list[Timed[Caption]] = []
    # From the end, so that a line of a thousand words does not recurse a thousand deep.
    for first in reversed(range(len(held))):
        best(first)
    first = 0
    while first < len(held):
        end = best(first)[1]
        pieces.append(Timed(held[first].start, held[end - 1].end, Caption(tuple(lines(first, end)[0]), beside_card)))
        first = end
    return pieces


def linger(captions: Sequence[Timed[Caption]], until: float) -> tuple[Timed[Caption], ...]:
    """Lets captions stay into the pause that follows, never into the next one: that each appears with its first word
    comes before every other time.

    Args:
        until: When something else is said that no caption shows, or the picture ends; seconds.
    """
    ends = [*(caption.start for caption in captions[1:]), until]
    return tuple(
        Timed(caption.start, min(following, max(caption.end + LINGER, caption.start + SHORTEST)), caption.value)
        for caption, following in zip(captions, ends, strict=False)
    )


def standing(
    spoken: Sequence[Timed[str]], until: float, language: Language, *, beside_card: bool = False
) -> list[tuple[float, float]]:
    """Of each caption of a sentence, for how long it will stand, and for how long it must to be read; seconds.

    Args:
        spoken: Its written words with their times.
        until: When the next sentence begins, on the same clock.
    """
    captions = linger(
        cut(spoken, language, layout("16x9", rtl=language.direction == "rtl"), beside_card=beside_card), until
    )
    return [(caption.end - caption.start, needed(caption.value.lines, language)) for caption in captions]


def needed(lines: Sequence[str], language: Language) -> float:
    """Seconds that a caption must stand to be read."""
    return max(SHORTEST, sum(map(len, lines)) / language.reading_speed)


def _held(spoken: Sequence[Timed[str]], language: Language) -> list[Timed[str]]:
    """The pieces between which a line may break; a group of words is tied by no-break spaces."""
    held: list[Timed[str]] = []
    position = 0
    for group in groups([word.value for word in spoken], language):
        part = spoken[position : position + len(group)]
        held.append(Timed(part[0].start, part[-1].end, "\u00a0".join(group)))
        position += len(group)
    return held


def _halves(texts: Sequence[str], look: Style, limit: float, language: Language) -> tuple[list[str], float] | None:
    """Two lines, broken where it hurts least, then as even as can be, and how much it hurts; None: no way."""
    found: list[tuple[float, list[str], float]] = []
    for at in range(1, len(texts)):
        upper, lower = texts[:at], texts[at:]
        widths = line_width(upper, look), line_width(lower, look)
        pair = [" ".join(upper), " ".join(lower)]
        if max(widths) <= limit and max(map(len, pair)) <= language.caption_chars:
            hurt = cost(texts[at - 1], texts[at], language)
            found.append((hurt + abs(widths[0] - widths[1]) / limit, pair, hurt))
    return min(found)[1:] if found else None
