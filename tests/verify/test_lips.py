"""The mouth in the finished picture moves as planned, in time with the sound, and rests when all is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.media import watch
from pipeline.model import Gate, Pose
from pipeline.scene.layout import layout
from pipeline.scene.rig import VISEMES, Rig, available
from pipeline.seal.manifest import Mouth
from pipeline.verify import lips, sound
from pipeline.verify.lips import Lips, Moved
from pipeline.verify.sound import Voice
from tests.films import resounded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tests.films import Proof

pytest_plugins = ["tests.films"]
pytestmark = pytest.mark.slow


Parts = Sequence["NDArray[np.uint8]"]


@dataclass(frozen=True, slots=True)
class Watched:
    """A film decoded once: the mouth's part of every frame, and its voice."""

    proof: Proof
    parts: Parts
    """Luma, shape (h, w) each."""
    voice: Voice

    @property
    def mouth(self) -> Mouth:
        return self.proof.proof.claim.mouth

    def moved(self, parts: Parts | None = None, mouth: Mouth | None = None) -> Moved:
        """Args:
        parts: What is seen instead.
        mouth: What was planned instead.
        """
        planned, (left, top) = mouth or self.mouth, (self.mouth.left, self.mouth.top)
        right, bottom = planned.right - left, planned.bottom - top
        eye = Lips(replace(planned, left=planned.left - left, top=planned.top - top, right=right, bottom=bottom))
        for number, part in enumerate(parts or self.parts):
            eye.see(number, part)
        return eye.moved(self.proof.timeline)

    def gate(self, parts: Parts | None = None, mouth: Mouth | None = None, voice: Voice | None = None) -> Gate:
        return lips.gate(self.moved(parts, mouth), voice or self.voice)

    def held(self, start: float, end: float) -> Parts:
        """The mouth of the first frame stands from `start` to `end`, seconds."""
        fps = self.proof.timeline.fps
        return [self.parts[0] if start <= n / fps < end else part for n, part in enumerate(self.parts)]


class Cut:
    def __init__(self, mouth: Mouth) -> None:
        self._part = slice(mouth.top, mouth.bottom), slice(mouth.left, mouth.right)
        self.parts: list[NDArray[np.uint8]] = []

    def see(self, number: int, luma: NDArray[np.uint8]) -> None:
        self.parts.append(luma[self._part].copy())


def voice(proof: Proof, path: Path) -> Voice:
    return sound.compare(sound.hear(path), proof.timeline, proof.proof.claim.voice)


@pytest.fixture(scope="module")
def watched(film: Proof) -> Watched:
    cut = Cut(film.proof.claim.mouth)
    watch(film.path, [cut])
    return Watched(film, cut.parts, voice(film, film.path))


def test_lips_and_sound_of_a_film_meet(watched: Watched) -> None:
    found, measured = watched.gate(), watched.moved()
    assert found.passed
    assert "sound +0 ms after lips" in found.measured
    assert measured.late == 0
    assert measured.unlike < lips.UNLIKE / 1.5
    assert measured.moves > lips.STILL * 2
    assert measured.restless < lips.RESTLESS / 2


@pytest.mark.parametrize("late", [2, 5, -4])
def test_a_mouth_out_of_time(late: int, watched: Watched) -> None:
    """As the plan sees it: what was meant `late` frames earlier is seen now."""
    shapes = watched.mouth.shapes
    meant = shapes[late:] + "a" * late if late > 0 else "a" * -late + shapes[:late]
    found = watched.gate(mouth=replace(watched.mouth, shapes=meant))
    assert not found.passed
    assert f"sound {-late * 40:+d} ms after lips" in found.measured


@pytest.mark.parametrize("late", [120, 60])
def test_sound_that_is_late(late: int, film: Proof, watched: Watched, tmp_path: Path) -> None:
    delayed = resounded(film.path, tmp_path / "f.mp4", f"adelay={late}:all=1")
    found = watched.gate(voice=voice(film, delayed))
    assert not found.passed
    assert f"sound +{late} ms after lips" in found.measured
    assert found.de
    assert found.en


def test_sound_that_is_half_a_frame_late_is_in_time(film: Proof, watched: Watched, tmp_path: Path) -> None:
    delayed = resounded(film.path, tmp_path / "f.mp4", "adelay=20:all=1")
    assert watched.gate(voice=voice(film, delayed)).passed


def test_a_mouth_that_never_moves(watched: Watched) -> None:
    still = watched.held(0, watched.proof.timeline.duration)
    assert not watched.gate(still).passed
    assert watched.moved(still).moves < lips.STILL


@pytest.mark.parametrize("number", range(4))
def test_a_mouth_that_stands_still_in_one_sentence(number: int, watched: Watched) -> None:
    window = watched.proof.timeline.sounds[number]
    assert watched.moved(watched.held(window.start, window.end)).unlike > lips.UNLIKE


def test_a_still_mouth_is_no_mouth_even_where_nothing_else_was_planned(watched: Watched) -> None:
    still = replace(watched.mouth, shapes="a" * watched.proof.timeline.frames)
    assert not watched.gate(watched.held(0, watched.proof.timeline.duration), still).passed


def test_a_mouth_that_speaks_on_when_all_is_said(watched: Watched) -> None:
    parts = [part.copy() for part in watched.parts]
    for part in parts[-watched.proof.timeline.fps :][:3]:
        part[30:66, 40:110] = 40
    assert watched.moved(parts).restless > lips.RESTLESS


def test_a_plan_of_nothing_proves_nothing(watched: Watched) -> None:
    mouth = watched.mouth
    for none in (
        replace(mouth, shapes=""),
        replace(mouth, shades=""),
        replace(mouth, shapes="z" * watched.proof.timeline.frames),
        replace(mouth, left=5000, right=5100),
    ):
        assert not watched.gate(mouth=none).passed


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("name", available())
def test_the_plan_knows_where_the_mouth_is_and_tells_its_shapes_apart(name: str, mirror: bool) -> None:
    place = layout("16x9", rtl=mirror)
    height, top = place.figure_height, place.figure_top
    rig = Rig.load(name, height=height, x=300, y=top, mirror=mirror)
    mouth = lips.plan(rig, [Pose(), Pose("a"), Pose("closed")])
    left, upper, right, chin = rig.face
    across, down = height * rig.aspect, height
    assert 300 + left * across < mouth.left < mouth.right < 300 + right * across
    assert top + upper * down < mouth.top < mouth.bottom < top + chin * down + 2
    assert mouth.shapes == "ab".replace("b", chr(ord("a") + VISEMES.index("a"))) + "b"
    shades = [int(shade) for shade in mouth.shades.split()]
    assert len(shades) == len(VISEMES)
    assert abs(shades[VISEMES.index("a")] - shades[0]) > 80
