"""How the avatar lives: breath, blinks, glances, brows, head and arm, one pose a frame.

Everything but the mouth, the blinks and the arm changes on even frames only, as drawn animation does ("on twos").
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from random import Random

from pipeline.model import Pose, Timed

BREATH = 4.2
"""Seconds a breath takes on average: 14 a minute, an adult at rest."""
BLINK = (2, 3, 3, 2, 1)
"""Lids over a blink, 40 ms each: they fall faster than they rise."""

_BLINK_STEP = 0.04
_QUESTION = ("?", "؟", "՞", "፧", "？")
_CLOSING = "\"'»«“”„’)]\u2066\u2067\u2068\u2069\u200f "


def poses(
    visemes: Sequence[str],
    *,
    fps: int,
    seed: str,
    sentences: Sequence[Timed[str]],
    wave: Timed[str] | None,
    offer: Timed[str] | None,
) -> tuple[Pose, ...]:
    """One pose per mouth shape; equal arguments give equal poses.

    Args:
        visemes: The mouth, frame by frame.
        fps: Frames a second.
        seed: Same seed, same film.
        sentences: The spoken sentences in order with their text, seconds from the first frame.
        wave: While the arm greets.
        offer: While the hand is open towards the end card.
    """
    frames = len(visemes)
    ticks = [frame / fps for frame in range(0, frames, 2)]
    breath = _breath(Random(f"{seed}/breath"), ticks)
    tilt = _tilt(Random(f"{seed}/tilt"), ticks, sentences)
    gaze = _gaze(Random(f"{seed}/gaze"), ticks, sentences)
    brows = _brows(Random(f"{seed}/brows"), ticks, sentences)
    lids = _lids(Random(f"{seed}/lids"), frames, fps, sentences)
    return tuple(
        Pose(
            viseme=viseme,
            lids=lids[n],
            gaze=gaze[n // 2],
            brows=brows[n // 2],
            breath=breath[n // 2],
            tilt=tilt[n // 2],
            arm="wave" if _during(wave, n / fps) else "offer" if _during(offer, n / fps) else "",
        )
        for n, viseme in enumerate(visemes)
    )


def _during(span: Timed[str] | None, time: float) -> bool:
    return span is not None and span.start <= time < span.end


def _ease(x: float) -> float:
    """0 … 1, slow at both ends."""
    return (1 - math.cos(math.pi * min(max(x, 0.0), 1.0))) / 2


def _breath(rng: Random, ticks: Sequence[float]) -> list[int]:
    """In over two fifths of a breath, then out, then a moment of rest; no two breaths are equally long or deep."""
    steps = []
    start, length, bottom, top, end = 0.0, 0.0, 0, 0, 0
    for time in ticks:
        while time >= start + length:
            start += length
            length = BREATH * rng.uniform(0.85, 1.15)
            bottom, top, end = end, rng.choice((6, 7)), rng.choice((0, 0, 1))
        phase = (time - start) / length
        rising = _ease(phase / 0.4)
        falling = _ease((phase - 0.4) / 0.55)
        steps.append(round(bottom + (top - bottom) * rising - (top - end) * falling))
    return steps


def _tilt(rng: Random, ticks: Sequence[float], sentences: Sequence[Timed[str]]) -> list[int]:
    """The head on its way from turn to turn, eased, never more than one step at a time."""
    turns = _turns(rng, ticks[-1] if ticks else 0.0, sentences)
    steps = []
    origin, target, start, length, step, coming = 0.0, 0, 0.0, 1.0, 0, 0
    for time in ticks:
        while coming < len(turns) and time >= turns[coming][0]:
            origin += (target - origin) * _ease((time - start) / length)
            start, target, pace = turns[coming]
            length = max(0.3, pace * abs(target - origin))
            coming += 1
        wanted = round(origin + (target - origin) * _ease((time - start) / length))
        step += (wanted > step) - (wanted < step)
        steps.append(step)
    return steps


def _turns(rng: Random, duration: float, sentences: Sequence[Timed[str]]) -> list[tuple[float, int, float]]:
    """When the head sets off, where to, seconds a step.

    It starts into a sentence, drifts with its phrases and comes back near the middle where it ends. While listening it
    shifts after a while and then every ten seconds or so.
    """
    turns = [(0.0, 0, 1.0)]

    def listen(since: float, until: float) -> None:
        time = since + rng.uniform(2.5, 5)
        while time < until - 2:
            turns.append((time, rng.choice([n for n in (-1, 0, 1) if n != turns[-1][1]]), 0.8))
            time += rng.uniform(7, 12)

    heard = 0.0
    for sentence in sentences:
        listen(heard, sentence.start)
        turns.append((sentence.start - 0.1, turns[-1][1] + rng.choice((-1, 1)), 0.25))
        time = sentence.start + rng.uniform(0.9, 1.8)
        while time < sentence.end - 1.2:
            now = turns[-1][1]
            turns.append((time, rng.choice([n for n in range(-3, 4) if 1 <= abs(n - now) <= 2]), 0.45))
            time += rng.uniform(1.3, 3)
        turns.append((sentence.end - 0.3, rng.choice((-1, 0, 0, 1)), 0.4))
        heard = sentence.end
    listen(heard, duration + 2)
    return turns


def _gaze(rng: Random, ticks: Sequence[float], sentences: Sequence[Timed[str]]) -> list[tuple[int, int]]:
    """At the viewer; now and then a short glance aside in thought, never across the end or the start of a sentence."""
    gaze = [(0, 0)] * len(ticks)
    meets = [edge for sentence in sentences for edge in (sentence.start, sentence.end)]
    start = rng.uniform(3, 6)
    while ticks and start < ticks[-1]:
        length = rng.uniform(0.5, 0.9)
        clash = [edge for edge in meets if start - 0.3 < edge < start + length + 0.3]
        if clash:
            start = max(clash) + 0.35
            continue
        aside = rng.choice(((-1, 0), (1, 0), (-1, -1), (1, -1), (-1, 1), (1, 1)))
        for n, time in enumerate(ticks):
            if start <= time < start + length:
                gaze[n] = aside
        start += rng.uniform(5, 9)
    return gaze


def _brows(rng: Random, ticks: Sequence[float], sentences: Sequence[Timed[str]]) -> list[int]:
    """Up where a sentence starts, sometimes; with a question always, and again on its last word."""
    raised = []
    for sentence in sentences:
        question = sentence.value.rstrip(_CLOSING).endswith(_QUESTION)
        if rng.random() < 0.4 or question:
            raised.append((sentence.start, sentence.start + rng.uniform(0.55, 0.7)))
        if question:
            raised.append((sentence.end - 0.5, sentence.end + 0.2))
    return [int(any(start <= time < end for start, end in raised)) for time in ticks]


def _lids(rng: Random, frames: int, fps: int, sentences: Sequence[Timed[str]]) -> list[int]:
    """Blinks 2 … 6 s apart, sometimes two in a row, gladly where a sentence ends."""
    lids = [0] * frames
    for start in _blinks(rng, frames / fps, [sentence.end for sentence in sentences]):
        first = round(start * fps)
        for frame in range(first, frames):
            step = int((frame - first) / fps / _BLINK_STEP + 1e-9)
            if step >= len(BLINK):
                break
            lids[frame] = BLINK[step]
    return lids


def _blinks(rng: Random, duration: float, ends: Sequence[float]) -> Iterable[float]:
    """Starts in seconds; the film ends with open eyes."""
    last, limit = -rng.uniform(0, 2), duration - (len(BLINK) + 1.5) * _BLINK_STEP
    while True:
        start = last + rng.triangular(2, 6, 3.4)
        near = [end for end in ends if last + 2 <= end < min(last + 5.8, start + 1.5)]
        if near and rng.random() < 0.7:
            start = rng.choice(near) + rng.uniform(0, 0.2)
        if start >= limit:
            return
        yield start
        last = start
        if rng.random() < 0.12 and start + 0.36 < limit:
            last = start + 0.36
            yield last
