"""Which word of a sentence carries its stress, and when: brows and head follow it."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from pipeline.model import Timed
from pipeline.speak.swell import STEP


def stressed(words: Sequence[Timed[str]], loudness: Sequence[float]) -> float:
    """Seconds from the sentence's start: the loudest moment of its most stressed word.

    Words of content are longer than those between them, so of the words of at least middling length it is the loudest;
    where the voice is not known, the longest.

    Args:
        words: Of one sentence, seconds from its start; none: 0.
        loudness: Of its sound, one value a `STEP`; empty where nobody speaks.
    """
    if not words:
        return 0.0
    middling = median(len(word.value) for word in words)
    first, *others = (
        (loudest, len(word.value), -word.start, moment)
        for word in words
        if len(word.value) >= middling
        for loudest, moment in [_loudest(word, loudness)]
    )
    return max([first, *others])[-1]


def _loudest(word: Timed[str], loudness: Sequence[float]) -> tuple[float, float]:
    """How loud it is over 100 ms at most, and when."""
    first, last = int(word.start / STEP), int(word.end / STEP)
    width = 5
    if last - first < width or len(loudness) < last:
        return 0.0, (word.start + word.end) / 2
    return max((sum(loudness[n : n + width]), (n + width / 2) * STEP) for n in range(first, last - width + 1))
