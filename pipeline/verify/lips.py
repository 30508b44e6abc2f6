"""The gate on the lips: the mouth moves as planned, in time with the sound, and rests where nobody speaks.

The mouth is seen by how bright its part of the picture is: every shape shows other amounts of lips, teeth and depth.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, isfinite, nan
from typing import TYPE_CHECKING

from pipeline.model import Gate, Pose, Timeline, VoiceKind
from pipeline.scene.rig import VISEMES, Rig
from pipeline.seal.manifest import Mouth
from pipeline.verify.sound import Voice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OFF = 0.04
"""Seconds: one frame (ITU-R BT.1359: early sound is noticed from 45 ms on)."""
UNLIKE = 0.15
"""Mean difference from the plan in any sentence, as a part of what lies between the mouth's brightest and darkest."""
STILL = 0.1
"""Standard deviation of a mouth that does not move, as the same part."""
RESTLESS = 0.2
"""Difference from the mouth at rest, as the same part, that no frame after the last word may have."""
_FURTHEST = 0.5
"""Seconds within which the mouth is looked for."""
_AFTER = 0.3
"""Seconds after the last sound in which the mouth may still be closing."""
_TURNS, _HEIGHTS = (-3, 0, 3), ((0, 2), (7, 0))
"""Of the head: breath and nod where it is lowest and highest."""


def plan(rig: Rig, poses: Iterable[Pose]) -> Mouth:
    """Where the mouth is in the picture, and what it does."""
    import numpy as np

    from pipeline.scene.layers import picture
    from pipeline.scene.sprite import Sprite, planes

    def mouth(pose: Pose) -> Sprite:
        return picture(rig.keys(pose)[2], rig.draw)

    places = [
        Pose(viseme, tilt=tilt, breath=breath, nod=nod)
        for viseme in VISEMES
        for tilt in _TURNS
        for breath, nod in _HEIGHTS
    ]
    box = mouth(places[0]).box
    for pose in places[1:]:
        box |= mouth(pose).box
    figure = picture(rig.keys(Pose())[0], rig.draw)
    part = figure.image[box.top - figure.y : box.bottom - figure.y, box.left - figure.x : box.right - figure.x]
    face = planes(Sprite(np.ascontiguousarray(part), box.left, box.top)).luma
    shades = []
    for viseme in VISEMES:
        seen = np.full(part.shape[:2], 235, np.uint8)
        face.over(seen)
        lips = planes(mouth(Pose(viseme)))
        rows = slice(lips.box.top - box.top, lips.box.bottom - box.top)
        columns = slice(lips.box.left - box.left, lips.box.right - box.left)
        lips.luma.over(seen[rows, columns])
        shades.append(round(float(seen.mean()) * 10))
    shapes = "".join(chr(ord("a") + VISEMES.index(pose.viseme)) for pose in poses)
    return Mouth(box.left, box.top, box.right, box.bottom, " ".join(map(str, shades)), shapes)


@dataclass(frozen=True, slots=True)
class Moved:
    """The mouth held against the plan. Differences are parts of what lies between its brightest and darkest."""

    late: float
    """Seconds by which it is late; nan: it was not seen in every frame, or nothing is planned."""
    unlike: float
    """Mean difference from the plan in the sentence where it is largest."""
    moves: float
    """Standard deviation while somebody speaks."""
    restless: float
    """Largest difference from the mouth at rest where nobody speaks: after the last word, and while a sentence is only
    shown; in a film in which nobody speaks, anywhere."""


class Lips:
    """Looks at the mouth while the film is being watched."""

    def __init__(self, mouth: Mouth) -> None:
        self._mouth = mouth
        self._part = slice(mouth.top, mouth.bottom), slice(mouth.left, mouth.right)
        self._shades: list[float] = []

    def see(self, number: int, luma: NDArray[np.uint8]) -> None:
        part = luma[self._part]
        self._shades.append(float(part.mean()) if part.size else nan)

    def moved(self, timeline: Timeline) -> Moved:
        import numpy as np

        mouth, fps, frames = self._mouth, timeline.fps, timeline.frames
        shades = np.array(mouth.shades.split(), float) / 10
        span = float(np.ptp(shades)) if shades.size else 0.0
        seen = np.array(self._shades[:frames])
        indices = np.array([ord(letter) - ord("a") for letter in mouth.shapes])
        if span < 1 or not len(seen) == len(indices) == frames or np.isnan(seen).any() or indices.max() >= len(shades):
            return Moved(nan, inf, 0.0, inf)
        seen, planned = (seen - shades[0]) / span, (shades[indices] - shades[0]) / span

        furthest = min(round(_FURTHEST * fps), frames // 4)
        inner = np.arange(furthest, frames - furthest)
        shifts = sorted(range(-furthest, furthest + 1), key=abs)  # of equals the nearest
        late = min(shifts, key=lambda shift: float(np.abs(seen[inner + shift] - planned[inner]).mean()))

        times = np.arange(frames) / fps
        spoken = [np.flatnonzero((times >= sound.start) & (times < sound.end)) for sound in timeline.sounds]
        spoken = [numbers for numbers in spoken if numbers.size]
        unlike = max(
            (float(np.abs(seen[(numbers + late).clip(0, frames - 1)] - planned[numbers]).mean()) for numbers in spoken),
            default=inf,
        )
        moves = float(seen[np.concatenate(spoken)].std()) if spoken else 0.0
        silent = times > max((sound.end for sound in timeline.sounds), default=-inf) + _AFTER + max(late, 0) / fps
        for start, end in _shown(timeline):
            silent |= (times >= start + _AFTER) & (times < end - _AFTER)
        restless = float(np.abs(seen[silent]).max()) if silent.any() else inf
        return Moved(late / fps, unlike, moves, restless)


def _shown(timeline: Timeline) -> list[tuple[float, float]]:
    """When sentences stand that nobody speaks."""
    if timeline.voice == "synthetic":
        return []
    sounds = {(sound.start, sound.end) for sound in timeline.sounds}
    return [span for one in timeline.sentences if (span := (one.start, one.end)) not in sounds]


def gate(moved: Moved, voice: Voice, kind: VoiceKind = "synthetic") -> Gate:
    """Lips and sound are within a frame of each other; the mouth moves as planned, and rests when all is said. Where
    nobody speaks it rests in every frame."""
    if kind == "none":
        passed = isfinite(moved.late) and moved.restless <= RESTLESS
        return Gate(
            "lips",
            passed,
            f"mouth at rest within {moved.restless:.0%}",
            f"at rest in every frame, at most {RESTLESS:.0%}",
            "" if passed else "Der Mund bewegt sich, obwohl niemand spricht.",
            "" if passed else "The mouth moves although nobody speaks.",
        )
    # Both are measured against the same plan. Positive: the sound is later than the lips.
    off = voice.late - moved.late
    passed = (
        isfinite(off)
        and abs(off) <= OFF + 1e-6
        and moved.unlike <= UNLIKE
        and moved.moves >= STILL
        and moved.restless <= RESTLESS
    )
    return Gate(
        "lips",
        passed,
        f"sound {off * 1000:+.0f} ms after lips; mouth {moved.unlike:.0%} unlike the plan, moves {moved.moves:.0%}, "
        f"at rest {moved.restless:.0%}",
        f"within {OFF * 1000:.0f} ms; at most {UNLIKE:.0%} unlike, moves at least {STILL:.0%}, at rest at most "
        f"{RESTLESS:.0%}",
        "" if passed else "Der Mund bewegt sich nicht so, wie gesprochen wird.",
        "" if passed else "The mouth does not move as the words are spoken.",
    )
