"""Nobody speaks: how long each sentence stands to be read."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.language import Language
from pipeline.model import Gender, Segment, Speech, SpokenSegment, Timed, VoiceInfo

SHORTEST = 1.2
"""Seconds that even the shortest sentence stands: to notice it, and to read it."""
FIGURE = 0.3
"""Seconds for a figure, as long as it takes to say it: a phone number is read figure by figure, and written down."""


def read(segments: Sequence[Segment], gender: Gender, language: Language) -> Speech:
    """A speech without a sound.

    Args:
        gender: Of the avatar.
    """
    spoken = tuple(shown(segment, language) for segment in segments)
    return Speech(language.code, VoiceInfo("", "", gender, "", stand_in=False, kind="none"), 0, spoken)


def shown(segment: Segment, language: Language) -> SpokenSegment:
    """A sentence that is only shown, its words spread over its time by their length."""
    duration, clock = reading_time(segment.text, language), 0.0
    written = segment.text.split()
    each = duration / (sum(_time(word, language) for word in written) or 1)
    words = []
    for word in written:
        words.append(Timed(clock, min(clock + each * _time(word, language), duration), word))
        clock = words[-1].end
    return SpokenSegment(segment, "", duration, tuple(words), ())


def reading_time(text: str, language: Language) -> float:
    """Seconds."""
    return max(SHORTEST, _time(text, language))


def _time(text: str, language: Language) -> float:
    figures = sum(char.isdigit() for char in text)
    return figures * FIGURE + (len(text) - figures) / language.reading_speed
