"""The mouth in the finished picture moves as planned, in time with the sound, and rests when all is said."""

from __future__ import annotations

from dataclasses import replace
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
from tests.films import repainted, resounded

if TYPE_CHECKING:
    from tests.films import Proof

pytest_plugins = ["tests.films"]
pytestmark = pytest.mark.slow


def moved(proof: Proof, path: Path | None = None, mouth: Mouth | None = None) -> Moved:
    watched = Lips(mouth or proof.proof.claim.mouth)
    watch(path or proof.path, [watched])
    return watched.moved(proof.timeline)


def gate(proof: Proof, path: Path | None = None, mouth: Mouth | None = None) -> Gate:
    voice = sound.compare(sound.hear(path or proof.path), proof.timeline, proof.proof.claim.voice)
    return lips.gate(moved(proof, path, mouth), voice)


def held(proof: Proof, path: Path, when: str) -> Path:
    """The mouth's part of the picture taken from the first frame while `when` holds."""
    box = proof.proof.claim.mouth
    part = f"crop={box.right - box.left}:{box.bottom - box.top}:{box.left}:{box.top}"
    still = f"split[a][b];[b]{part},trim=end_frame=1,loop=-1:1[c];[a][c]overlay={box.left}:{box.top}"
    return repainted(proof.path, path, f"{still}:shortest=1:enable='{when}'")


def test_lips_and_sound_of_a_film_meet(film: Proof) -> None:
    found, measured = gate(film), moved(film)
    assert found.passed
    assert "sound +0 ms after lips" in found.measured
    assert measured.late == 0
    assert measured.unlike < lips.UNLIKE / 1.5
    assert measured.moves > lips.STILL * 2
    assert measured.restless < lips.RESTLESS / 2


@pytest.mark.parametrize("late", [2, 5, -4])
def test_a_mouth_out_of_time(late: int, film: Proof) -> None:
    """As the plan sees it: what was meant `late` frames earlier is seen now."""
    shapes = film.proof.claim.mouth.shapes
    meant = shapes[late:] + "a" * late if late > 0 else "a" * -late + shapes[:late]
    found = gate(film, mouth=replace(film.proof.claim.mouth, shapes=meant))
    assert not found.passed
    assert f"sound {-late * 40:+d} ms after lips" in found.measured


@pytest.mark.parametrize("late", [120, 60])
def test_sound_that_is_late(late: int, film: Proof, tmp_path: Path) -> None:
    found = gate(film, resounded(film.path, tmp_path / "f.mp4", f"adelay={late}:all=1"))
    assert not found.passed
    assert f"sound +{late} ms after lips" in found.measured
    assert found.de
    assert found.en


def test_sound_that_is_half_a_frame_late_is_in_time(film: Proof, tmp_path: Path) -> None:
    assert gate(film, resounded(film.path, tmp_path / "f.mp4", "adelay=20:all=1")).passed


def test_a_mouth_that_never_moves(film: Proof, tmp_path: Path) -> None:
    copy = held(film, tmp_path / "f.mp4", "1")
    assert not gate(film, copy).passed
    assert moved(film, copy).moves < lips.STILL


@pytest.mark.parametrize("number", [1, *(pytest.param(other, marks=pytest.mark.soak) for other in (0, 2, 3))])
def test_a_mouth_that_stands_still_in_one_sentence(number: int, film: Proof, tmp_path: Path) -> None:
    window = film.timeline.sounds[number]
    found = moved(film, held(film, tmp_path / "f.mp4", f"between(t,{window.start},{window.end})"))
    assert found.unlike > lips.UNLIKE


def test_a_still_mouth_is_no_mouth_even_where_nothing_else_was_planned(film: Proof, tmp_path: Path) -> None:
    still = replace(film.proof.claim.mouth, shapes="a" * film.timeline.frames)
    assert not gate(film, held(film, tmp_path / "f.mp4", "1"), still).passed


def test_a_mouth_that_speaks_on_when_all_is_said(film: Proof, tmp_path: Path) -> None:
    box, begin = film.proof.claim.mouth, film.timeline.duration - 1
    dark = (
        f"x={box.left + 40}:y={box.top + 30}:w=70:h=36:color=0x571820:t=fill:enable='between(t,{begin},{begin + 0.1})'"
    )
    found = moved(film, repainted(film.path, tmp_path / "f.mp4", f"drawbox={dark}"))
    assert found.restless > lips.RESTLESS


def test_a_plan_of_nothing_proves_nothing(film: Proof) -> None:
    mouth = film.proof.claim.mouth
    for none in (
        replace(mouth, shapes=""),
        replace(mouth, shades=""),
        replace(mouth, shapes="z" * film.timeline.frames),
        replace(mouth, left=5000, right=5100),
    ):
        assert not gate(film, mouth=none).passed


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
