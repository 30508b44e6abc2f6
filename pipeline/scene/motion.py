"""How the avatar lives: breath, blinks, glances, brows, head and arm, one pose a frame.

Everything but the mouth, the blinks and the rise of an arm changes on even frames only, as drawn animation does ("on
twos").
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random

from pipeline.model import Pose, Timed

BREATH = 4.2
"""Seconds a breath takes on average: 14 a minute, an adult at rest."""
BLINK = (2, 3, 3, 2, 1)
"""Lids over a blink, 40 ms each: they fall faster than they rise."""

NOD = (1, 2, 2, 1)
"""Head over a nod, 80 ms each; lowest at the loudest moment of the stressed word."""
REACH = 8
"""Steps in which an arm rises, 40 ms each: `Pose.reach` of one that is up."""
WAVES = 0.8
"""Seconds in which a waving arm goes there and back."""

_BLINK_STEP = _REACH_STEP = 0.04
_TICK = 0.08
_NOD_LEAD = 0.16
_RISE = REACH * _REACH_STEP
_QUESTION = ("?", "؟", "՞", "፧", "？")
_CLOSING = "\"'»«“”„’)]\u2066\u2067\u2068\u2069\u200f "


def poses(
    visemes: Sequence[str],
    *,
    fps: int,
    seed: str,
    sentences: Sequence[Timed[str]],
    stresses: Sequence[float],
    wave: Timed[str] | None,
    offer: Timed[str] | None,
) -> tuple[Pose, ...]:
    """One pose per mouth shape; equal arguments give equal poses.

    Args:
        visemes: The mouth, frame by frame.
        fps: Frames a second.
        seed: Same seed, same film.
        sentences: The spoken sentences in order with their text, seconds from the first frame.
        stresses: When each of them carries its stress, seconds from the first frame.
        wave: While the arm greets.
        offer: While the hand is open towards the end card.

    Both arms rise at the start of their time and are down again at its end.
    """
    frames = len(visemes)
    ticks = [frame / fps for frame in range(0, frames, 2)]
    nod = _nod(ticks, stresses)
    breath = _breath(Random(f"{seed}/breath"), ticks)
    tilt = _tilt(Random(f"{seed}/tilt"), ticks, sentences)
    gaze = _gaze(Random(f"{seed}/gaze"), ticks, sentences)
    brows = _brows(Random(f"{seed}/brows"), ticks, sentences, stresses)
    lids = _lids(Random(f"{seed}/lids"), frames, fps, sentences)
    return tuple(
        _armed(
            Pose(
                viseme=viseme,
                lids=lids[n],
                gaze=gaze[n // 2],
                brows=brows[n // 2],
                breath=breath[n // 2],
                tilt=tilt[n // 2],
                nod=nod[n // 2],
            ),
            n / fps,
            ticks[n // 2],
            wave,
            offer,
        )
        for n, viseme in enumerate(visemes)
    )


def _armed(pose: Pose, time: float, tick: float, wave: Timed[str] | None, offer: Timed[str] | None) -> Pose:
    """The pose with the arm that is up at this time."""
    if wave and wave.start <= time < wave.end:
        reach = _reach(wave, time)
        # In full swing only while it is up, and straight again before it sinks.
        calm = ease((tick - wave.start - _RISE) / 0.2) * ease((wave.end - _RISE - tick) / 0.2)
        swing = round(2 * calm * math.sin(2 * math.pi * (tick - wave.start - _RISE) / WAVES))
        return replace(pose, arm="wave", reach=reach, swing=swing if reach == REACH else 0)
    if offer and offer.start <= time < offer.end:
        return replace(pose, arm="offer", reach=_reach(offer, time))
    return pose


def _reach(span: Timed[str], time: float) -> int:
    passed, left = time - span.start, span.end - time
    return max(1, min(REACH, 1 + int(passed / _REACH_STEP + 1e-6), math.ceil(left / _REACH_STEP - 1e-6)))


def ease(x: float) -> float:
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
        rising = ease(phase / 0.4)
        falling = ease((phase - 0.4) / 0.55)
        steps.append(round(bottom + (top - bottom) * rising - (top - end) * falling))
    return steps


def _tilt(rng: Random, ticks: Sequence[float], sentences: Sequence[Timed[str]]) -> list[int]:
    """The head on its way from turn to turn, eased, never more than one step at a time."""
    turns = _turns(rng, ticks[-1] if ticks else 0.0, sentences)
    steps = []
    origin, target, start, length, step, coming = 0.0, 0, 0.0, 1.0, 0, 0
    for time in ticks:
        while coming < len(turns) and time >= turns[coming][0]:
            origin += (target - origin) * ease((time - start) / length)
            start, target, pace = turns[coming]
            length = max(0.3, pace * abs(target - origin))
            coming += 1
        wanted = round(origin + (target - origin) * ease((time - start) / length))
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


def _brows(
    rng: Random, ticks: Sequence[float], sentences: Sequence[Timed[str]], stresses: Sequence[float]
) -> list[int]:
    """Up on the stressed word, mostly; with a question always where it starts, and again on its last word."""
    raised = []
    for sentence, stress in zip(sentences, stresses, strict=True):
        question = sentence.value.rstrip(_CLOSING).endswith(_QUESTION)
        length = rng.uniform(0.55, 0.7)
        if question:
            raised += [(sentence.start, sentence.start + length), (sentence.end - 0.5, sentence.end + 0.2)]
        elif rng.random() < 0.7:
            raised.append((stress - length / 2, stress + length / 2))
    up = [any(start <= time < end for start, end in raised) for time in ticks]
    # The first and the last moment of a rise are half-way.
    return [now + all(up[max(0, n - 1) : n + 2]) for n, now in enumerate(up)]


def _nod(ticks: Sequence[float], stresses: Sequence[float]) -> list[int]:
    """The head sinks a little on each stressed word and comes up again."""
    steps = [0] * len(ticks)
    for stress in stresses:
        start = stress - _NOD_LEAD
        for n in range(bisect_left(ticks, start), bisect_left(ticks, start + len(NOD) * _TICK)):
            steps[n] = NOD[int((ticks[n] - start) / _TICK)]
    return steps


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
