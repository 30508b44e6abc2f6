"""What every engine gives, and how times of the spoken form become times of the written words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pipeline.model import Manner, Timed, Utterance, VoiceInfo

CALM = Manner()


class Voice(Protocol):
    """Speaks one language with one voice."""

    info: VoiceInfo

    def say(self, text: str, manner: Manner = CALM) -> Utterance:
        """Speaks one sentence.

        Args:
            text: As written; the voice itself turns numbers, times and abbreviations into what a person says.
            manner: How; the same manner gives the same sound wherever the engine leaves nothing to chance.

        Raises:
            LotseError: The engine gave no sound.
        """
        ...


NORMAL_IS_TOO_FAST = 1.25
"""Every engine's normal speed is for native listeners who know the subject; ours get a quarter more time."""
CHARACTERS_A_SECOND = 12.5
"""A calm voice; leaves room below the 14 that the median sentence may have."""


def slowdown(text: str, seconds: float) -> float:
    """How many times slower a voice has to speak than it does by itself, at least `NORMAL_IS_TOO_FAST`.

    Languages differ by a factor of two in characters a second (French writes letters that nobody says, Arabic leaves
    vowels out), and so do voices, so each voice is measured once.

    Args:
        text: Any text of some length.
        seconds: How long the voice takes for it at its normal speed.
    """
    return max(NORMAL_IS_TOO_FAST, len(text) / seconds / CHARACTERS_A_SECOND)


def word_times(
    written: Sequence[str],
    groups: Sequence[int],
    heard: Sequence[tuple[float, float] | None],
    duration: float,
) -> tuple[Timed[str], ...]:
    """Times of the written words.

    Args:
        written: All words of the sentence.
        groups: How many written words each spoken group stands for; adds up to len(written).
        heard: Start and end of each group in seconds, or None where the engine did not tell it apart.
        duration: Of the utterance, seconds.

    Returns:
        One entry per written word, in order, none starting before another one ends, all inside 0 … duration. Words
        that the engine ran together share the time by their length.
    """
    runs: list[tuple[int, float, float]] = []
    for count, span in zip(groups, heard, strict=True):
        if span is None and runs:
            runs[-1] = (runs[-1][0] + count, *runs[-1][1:])
        elif span is None:
            runs.append((count, -1.0, -1.0))
        elif runs and runs[-1][1] < 0:
            runs[-1] = (runs[-1][0] + count, *span)
        else:
            runs.append((count, *span))

    words: list[Timed[str]] = []
    clock = 0.0
    for count, start, end in runs:
        start, end = (0.0, duration) if start < 0 else (start, end)
        start = min(max(start, clock), duration)
        end = min(max(end, start), duration)
        part = written[len(words) : len(words) + count]
        length = sum(map(len, part))
        clock = start
        for word in part:
            until = clock + (end - start) * len(word) / length
            words.append(Timed(clock, min(until, end), word))
            clock = words[-1].end
    return tuple(words)
