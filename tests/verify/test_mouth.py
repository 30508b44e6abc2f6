"""Lips close at every p, b, m, and the mouth opens as the voice rises: a mouth that does not is refused, and only for
that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import cycle
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from pipeline.media import SAMPLE_RATE
from pipeline.model import Pose, Timed
from pipeline.scene.layers import picture
from pipeline.scene.rig import Rig, available
from pipeline.scene.visemes import OPENING, VISEMES
from pipeline.speak.loudness import Loudness
from pipeline.verify import mouth, sound
from pipeline.verify.mouth import ALIKE, Followed
from pipeline.verify.sound import Heard

if TYPE_CHECKING:
    from tests.films import Proof

pytest_plugins = ["tests.films"]
pytestmark = pytest.mark.slow

Change = Callable[[tuple[Pose, ...]], list[Pose]]


@pytest.fixture(scope="module")
def heard(film: Proof) -> Heard:
    return sound.hear(film.sealed)


def changed(film: Proof, change: Change) -> Proof:
    """As if the film had been drawn like this: the gate looks at the plan."""
    return film.expecting(replace(film.timeline, poses=tuple(change(film.timeline.poses))))


def followed(film: Proof, heard: Heard, change: Change = list) -> Followed:
    return mouth.followed(heard, 0.0, changed(film, change).timeline, film.expected.spoken)


def later(frames: int) -> Change:
    """Every shape, and only the shapes, so much later; negative: earlier."""

    def change(poses: tuple[Pose, ...]) -> list[Pose]:
        shapes = np.roll([pose.viseme for pose in poses], frames)
        return [replace(pose, viseme=str(shape)) for pose, shape in zip(poses, shapes, strict=True)]

    return change


def open_lips(poses: tuple[Pose, ...]) -> list[Pose]:
    return [replace(pose, viseme="t") if pose.viseme == "closed" else pose for pose in poses]


def at_random(poses: tuple[Pose, ...]) -> list[Pose]:
    rng = Random(1)
    return [replace(pose, viseme=rng.choice(VISEMES)) for pose in poses]


def chattering(poses: tuple[Pose, ...]) -> list[Pose]:
    """Closed every other frame: no bilabial is missed, and nothing else is right."""
    return [replace(pose, viseme=shape) for pose, shape in zip(poses, cycle(["closed", "a"]), strict=False)]


def test_a_mouth_that_speaks(film: Proof, heard: Heard) -> None:
    found = followed(film, heard)
    assert found.bilabials >= 5
    assert found.apart == 0
    assert found.alike >= ALIKE
    assert found.lag == 0
    gate = mouth.gate(found, film.timeline.fps)
    assert gate.passed
    assert f"{found.bilabials} p, b, m, lips closed at most 0.0 frames away" in gate.measured
    assert f"{found.alike:.2f} alike, +0 ms apart" in gate.measured


@pytest.mark.parametrize("change", [later(3), later(-3), open_lips, at_random, chattering])
def test_a_mouth_that_does_not(change: Change, film: Proof, heard: Heard) -> None:
    gate = mouth.gate(followed(film, heard, change), film.timeline.fps)
    assert not gate.passed
    assert gate.de
    assert gate.en


def test_a_mouth_three_frames_late_fails_this_gate_and_no_other(film: Proof) -> None:
    assert changed(film, later(3)).failed() == ["mouth"]


def test_a_mouth_that_stays_open_has_no_likeness(film: Proof, heard: Heard) -> None:
    found = followed(film, heard, lambda poses: [replace(pose, viseme="a") for pose in poses])
    assert found.alike == 0
    assert not mouth.gate(found, film.timeline.fps).passed


def test_sound_that_is_late_as_a_whole_is_another_gates_matter(film: Proof, heard: Heard) -> None:
    samples = np.pad(heard.samples, (SAMPLE_RATE // 10, 0))
    assert mouth.followed(replace(heard, samples=samples), 0.1, film.timeline, film.expected.spoken).lag == 0
    assert mouth.followed(replace(heard, samples=samples), 0.0, film.timeline, film.expected.spoken).lag < -1


@pytest.mark.parametrize(("away", "passed"), [(1, True), (2, False)])
def test_lips_may_close_one_frame_away_from_their_sound(away: int, passed: bool, short: Proof) -> None:
    first, *others = short.expected.spoken
    start = short.timeline.sentences[0].start
    spoken = [replace(first, phonemes=(Timed(3.1 - start, 3.2 - start, "b"),))]
    spoken += [replace(one, phonemes=()) for one in others]
    frame = int(3.1 * short.timeline.fps)
    poses = tuple(Pose("closed" if n == frame + away else "a") for n in range(short.timeline.frames))
    nothing = Heard(np.zeros(0, np.int16), Loudness(0, 0))
    found = mouth.followed(nothing, 0.0, replace(short.timeline, poses=poses), spoken)
    assert found.bilabials == 1
    assert mouth.gate(found, short.timeline.fps).passed == passed


def test_sounds_without_times_are_not_checked_and_the_report_says_so(film: Proof, heard: Heard) -> None:
    spoken = [replace(one, phonemes=()) for one in film.expected.spoken]
    gate = mouth.gate(mouth.followed(heard, 0.0, film.timeline, spoken), film.timeline.fps)
    assert gate.passed
    assert gate.measured.startswith("no p, b, m has a time: not checked;")


def test_where_nobody_speaks_there_is_no_such_gate(silent: Proof, human: Proof) -> None:
    assert "mouth" not in [gate.name for gate in silent.verify().gates]
    assert "mouth" in [gate.name for gate in human.verify().gates]


@pytest.mark.parametrize("name", available())
def test_openings_are_those_of_the_drawings(name: str) -> None:
    """By the part of each picture that is dark or teeth; its root, as openings are lengths."""
    rig = Rig.load(name, height=1000, x=0, y=0, picture=(4000, 4000))
    drawn = []
    for viseme in VISEMES:
        red, green, blue, alpha = picture(rig.keys(Pose(viseme))[2], rig.draw).image.transpose(2, 0, 1).astype(int)
        dark, teeth = (red < 110) & (red > green + 20), (red > 200) & (blue > 175)
        drawn.append(np.sqrt(((alpha == 255) & (dark | teeth)).sum()))
    assert np.corrcoef(drawn, [OPENING[viseme] for viseme in VISEMES])[0, 1] > 0.9
    assert VISEMES[int(np.argmax(drawn))] == max(OPENING, key=OPENING.__getitem__) == "a"
