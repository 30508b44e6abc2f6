"""A translation becomes what is said: introduction, script, request, sentence by sentence.

This is the one place where the introduction and the request are put around a text; there is no way to leave them out.
"""

from __future__ import annotations

from itertools import pairwise

from pipeline.language import Wording
from pipeline.model import Segment, SegmentKind, Translation, Unit
from pipeline.sentences import split

# Seconds of silence: a breath between sentences, a beat between lines, time to think between paragraphs.
AFTER_SENTENCE, AFTER_LINE, AFTER_PARAGRAPH = 0.35, 0.5, 0.9


def narrate(translation: Translation, units: tuple[Unit, ...], wording: Wording, intro: str) -> tuple[Segment, ...]:
    """Args:
    units: The script's units, which say where paragraphs end and what is a picture, which nobody speaks.
    intro: The self-introduction, as it fits avatar and voice.
    """
    paired = zip(units, translation.units, strict=True)
    told = [(index, unit, made.text) for index, (unit, made) in enumerate(paired) if not unit.picture]
    paragraphs = [unit.paragraph for _, unit, _ in told]
    after = [AFTER_PARAGRAPH if one != other else AFTER_LINE for one, other in pairwise(paragraphs)] + [AFTER_PARAGRAPH]
    code = translation.language
    segments = _sentences("intro", -1, intro, AFTER_PARAGRAPH, code)
    for (index, _, text), pause in zip(told, after, strict=True):
        segments += _sentences("script", index, text, pause, code)
    segments += _sentences("request", -1, wording.request, AFTER_PARAGRAPH, code)
    return tuple(segments)


def _sentences(kind: SegmentKind, unit: int, text: str, pause: float, code: str) -> list[Segment]:
    sentences = split(text, code)
    return [
        Segment(kind, unit, sentence, pause if sentence is sentences[-1] else AFTER_SENTENCE) for sentence in sentences
    ]
