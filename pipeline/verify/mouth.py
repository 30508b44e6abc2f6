"""The gate on what the mouth says: lips closed at every p, b, m, and open as wide as the voice is loud.

That the picture shows the mouth as planned is proved elsewhere (`pipeline.verify.lips`); here the plan is held against
what was spoken and against the film's sound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, inf, isfinite, nan, sqrt, tanh

from pipeline.media import SAMPLE_RATE
from pipeline.model import Gate, SpokenSegment, Timeline
from pipeline.scene.visemes import OPENING, shapes
from pipeline.speak.swell import swell
from pipeline.verify.sound import Heard

APART = 1.0
"""Frames that closed lips may be away from their sound, and the opening from the loudness."""
ALIKE = 0.6
"""Correlation of opening and loudness that speech must not be proved to fall below. Measured over the demo's text:
espeak 0.66 (Arabic), 0.71 … 0.81 (eight other languages); a mouth at random: within 0.1 of 0."""
SMOOTH = 5
"""Frames that are seen and heard as one: lips and voice are fused within some 200 ms (van Wassenhove et al. 2007)."""
FEWEST = 50
"""Frames of speech, two seconds: fewer tell nothing about loudness."""
SLOWEST = 10
"""Frames a second: at fewer, one frame holds more than a syllable, and its mouth is that of any part of it."""
_FURTHEST = 5
"""Frames within which the best lag is looked for."""
_SURE = 1.645
"""Standard errors of a one-sided 95 %."""


@dataclass(frozen=True, slots=True)
class Followed:
    bilabials: int
    """How many p, b, m were spoken, as far as sounds have times."""
    apart: float
    """Frames between one of them and the nearest closed lips, at worst; 0: closed while it sounds."""
    frames: int
    """In which somebody speaks."""
    alike: float
    """Best correlation of opening and loudness over them; nan: too few frames, or nothing to compare."""
    lag: int
    """Frames by which the opening comes after the loudness, where they are most alike."""

    @property
    def least(self) -> float:
        """From which correlation on `ALIKE` may be true, were more spoken (Fisher's z)."""
        return tanh(atanh(ALIKE) - _SURE / sqrt(max(1.0, self.frames / SMOOTH - 3)))


def followed(heard: Heard, late: float, timeline: Timeline, spoken: Sequence[SpokenSegment]) -> Followed:
    """Args:
    late: Seconds by which the film's sound as a whole is late; that is another gate's matter.
    """
    bilabials, apart = _closed(timeline, spoken)
    return Followed(bilabials, apart, *_alike(heard, late, timeline))


def _closed(timeline: Timeline, spoken: Sequence[SpokenSegment]) -> tuple[int, float]:
    closed = [number for number, pose in enumerate(timeline.poses) if pose.viseme == "closed"]
    found = [
        ((sentence.start + sound.start) * timeline.fps, (sentence.start + sound.end) * timeline.fps)
        for sentence, segment in zip(timeline.sentences, spoken, strict=False)
        for sound in segment.phonemes
        if "closed" in shapes(sound.value)
    ]
    # A frame is seen until the next one.
    gaps = (min((max(0.0, n - end, start - n - 1) for n in closed), default=inf) for start, end in found)
    return len(found), max(gaps, default=0.0)


def _alike(heard: Heard, late: float, timeline: Timeline) -> tuple[int, float, int]:
    import numpy as np

    fps, count = timeline.fps, len(timeline.poses)
    middles = (np.arange(count) + 0.5) / fps
    speaks = np.zeros(count, bool)
    for sound in timeline.sounds:
        speaks |= (middles >= sound.start) & (middles < sound.end)
    frames = int(speaks.sum())
    if not isfinite(late) or not _judged(frames, fps):
        return frames, nan, 0
    first = round(late * SAMPLE_RATE)
    samples = np.pad(heard.samples[max(0, first) :], (max(0, -first), 0))
    loud = np.zeros(count)
    measured = swell(samples, SAMPLE_RATE, 1 / fps)[:count]
    loud[: len(measured)] = measured
    kernel = np.ones(SMOOTH) / SMOOTH
    opening = np.convolve([OPENING[pose.viseme] for pose in timeline.poses], kernel, "same")
    loud = np.convolve(loud, kernel, "same")
    inner = np.flatnonzero(speaks)
    inner = inner[(inner >= _FURTHEST) & (inner < count - _FURTHEST)]
    if not np.ptp(opening[inner]):
        return frames, 0.0, 0
    found = {
        lag: float(np.corrcoef(opening[inner], loud[inner - lag])[0, 1])
        for lag in sorted(range(-_FURTHEST, _FURTHEST + 1), key=abs)  # of equals the nearest
    }
    best = max(found, key=lambda lag: found[lag] if isfinite(found[lag]) else -inf)
    return frames, found[best], best


def _judged(frames: int, fps: int) -> bool:
    return frames >= FEWEST and fps >= SLOWEST


def gate(found: Followed, fps: int) -> Gate:
    judged = _judged(found.frames, fps)
    closed = found.apart <= APART
    follows = not judged or (found.alike >= found.least and abs(found.lag) <= APART)
    passed = closed and follows
    lips = f"{found.bilabials} p, b, m, lips closed at most {found.apart:.1f} frames away"
    return Gate(
        "mouth",
        passed,
        (lips if found.bilabials else "no p, b, m has a time: not checked")
        + (
            f"; opening and loudness {found.alike:.2f} alike, {found.lag * 1000 / fps:+.0f} ms apart"
            if judged
            else f"; {found.frames} frames of speech are too few to compare with loudness"
        ),
        f"at most {APART:.0f} frame; at least {ALIKE} alike ({found.least:.2f} in {found.frames} frames of speech), "
        f"within {APART * 1000 / fps:.0f} ms",
        ""
        if passed
        else "Die Lippen schließen sich nicht bei jedem P, B und M."
        if not closed
        else "Der Mund öffnet sich nicht so, wie die Stimme lauter und leiser wird.",
        ""
        if passed
        else "The lips do not close at every p, b and m."
        if not closed
        else "The mouth does not open as the voice rises and falls.",
    )
