"""Who reads along must keep up: a sentence that is too quick is spoken slower, or a longer pause follows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipeline.language import Language
from pipeline.model import Manner, Segment, Utterance
from pipeline.scene.captions import LINGER, standing
from pipeline.speak.voice import CALM

SLOWEST = 1.25
"""Times slower than the calm speed, itself slower than the engine's own; beyond that, a voice drawls."""
MARGIN = 1.05
"""A voice asked to slow by so much does not slow in every word by as much."""
ENOUGH = 1.005
"""A share this small above the limit is nothing."""


def unhurried(
    say: Callable[[Manner], Utterance], segment: Segment, language: Language
) -> tuple[Utterance, Segment, str]:
    """Speaks a sentence so that its captions can be read.

    A longer pause after it, as far as captions linger, is the smaller change; where it does not help, because another
    caption follows in the same sentence, the voice slows.

    Args:
        say: Speaks the sentence, its silence cut off and its words timed.

    Returns:
        The utterance, the segment with its pause, and what is to be said about it in German; empty: all is well.
    """
    utterance = say(CALM)
    if not utterance.words:
        return utterance, segment, ""
    rested, hurry = _rested(segment, utterance, language)
    if hurry > ENOUGH:
        utterance = say(Manner(pace=min(SLOWEST, hurry * MARGIN)))
        rested, hurry = _rested(segment, utterance, language)
    if hurry <= ENOUGH:
        return utterance, rested, ""
    speed = f"{hurry * language.reading_speed:.1f}".replace(".", ",")
    return (
        utterance,
        rested,
        f"Zu schnell zum Mitlesen ({speed} Zeichen je Sekunde, gut sind höchstens {language.reading_speed}): "
        f"„{segment.text}“ Bitte den Satz kürzer schreiben.",
    )


def _rested(segment: Segment, utterance: Utterance, language: Language) -> tuple[Segment, float]:
    """With a pause in which its last caption can be read, and how many times too quick its captions still are."""
    duration = len(utterance.samples) / utterance.sample_rate

    def captions(pause: float) -> list[tuple[float, float]]:
        return standing(utterance.words, duration + pause, language, beside_card=segment.kind == "request")

    stands, needs = captions(segment.pause)[-1]
    pause = max(segment.pause, min(LINGER, segment.pause + needs - stands))
    return replace(segment, pause=pause), max(needs / max(stands, 1e-3) for stands, needs in captions(pause))
