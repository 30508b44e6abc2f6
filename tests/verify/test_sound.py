"""Every sentence sounds whole and in its place, and the whole is as loud as every other film."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import MachineError
from pipeline.model import Gate, Timed
from pipeline.verify import sound
from tests.films import ffmpeg, remade, resounded, silenced

if TYPE_CHECKING:
    from tests.films import Proof

pytest_plugins = ["tests.films"]
pytestmark = pytest.mark.slow


def speech(proof: Proof, path: Path | None = None) -> Gate:
    return sound.speech(voice(proof, path))


def voice(proof: Proof, path: Path | None = None) -> sound.Voice:
    return sound.compare(sound.hear(path or proof.path), proof.timeline, proof.proof.claim.voice)


def loud(proof: Proof, number: int) -> float:
    """A moment, seconds, from which a sentence is loud for 60 ms."""
    course = proof.proof.claim.voice[number]
    at = max(range(5, len(course) - 5), key=lambda n: min(course[n : n + 4]))
    return proof.timeline.sounds[number].start + at * sound.WINDOW + 0.008


# ---------------------------------------------------------------- as spoken


def test_a_film_as_it_leaves_the_encoder(film: Proof) -> None:
    heard, level = speech(film), sound.loudness(sound.hear(film.path))
    assert heard.passed
    assert heard.measured.startswith("4 of 4 sentences as spoken")
    assert max(map(abs, voice(film).odd)) < sound.ODD - 2
    assert level.passed
    assert float(level.measured.split()[0]) == pytest.approx(-18, abs=1)


def test_a_poor_copy_still_says_everything(short: Proof, tmp_path: Path) -> None:
    poor = ffmpeg(short.path, tmp_path / "f.mp4", "-c:v", "copy", "-c:a", "aac", "-b:a", "64k", "-ac", "1")
    assert speech(short, poor).passed
    assert max(map(abs, voice(short, poor).odd)) < sound.ODD - 2


def test_the_plan_is_a_letter_for_every_fiftieth_of_a_second(short: Proof) -> None:
    courses = short.proof.claim.voice
    assert len(courses) == len(short.timeline.sounds)
    for course, spoken in zip(courses, short.timeline.sounds, strict=True):
        assert len(course) == pytest.approx((spoken.end - spoken.start) * 50, abs=1.5)
        assert max(course) > "m"  # -26 dBFS


# ---------------------------------------------------------------- not as spoken


@pytest.mark.parametrize("number", [0, 3])
def test_each_sentence_is_missed_when_it_is_muted(number: int, short: Proof, tmp_path: Path) -> None:
    window = short.timeline.sounds[number]
    found = speech(short, silenced(short.path, tmp_path / "f.mp4", window.start - 0.05, window.end + 0.05))
    assert not found.passed
    assert found.measured.startswith("3 of 4")
    assert found.de.startswith(f"Satz {number + 1} ")
    assert found.en.startswith(f"Sentence {number + 1} ")


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_a_hole_of_60_ms_in_a_word(number: int, short: Proof, tmp_path: Path) -> None:
    start = loud(short, number)
    found = speech(short, silenced(short.path, tmp_path / "f.mp4", start, start + 0.06))
    assert not found.passed
    assert found.de.startswith(f"Satz {number + 1} ")


def test_a_sentence_muted_from_its_middle(short: Proof, tmp_path: Path) -> None:
    window = short.timeline.sounds[1]
    found = speech(short, silenced(short.path, tmp_path / "f.mp4", (window.start + window.end) / 2, window.end))
    assert (found.passed, found.measured[:6]) == (False, "3 of 4")


@pytest.mark.parametrize(("late", "passed"), [(0.03, True), (0.06, False), (-0.06, False)])
def test_one_sentence_out_of_its_place(late: float, passed: bool, short: Proof, tmp_path: Path) -> None:
    """As the plan sees it: the others stay where they are."""
    first, second, *rest = short.timeline.sounds
    sounds = (first, replace(second, start=second.start - late, end=second.end - late), *rest)
    moved = replace(short, timeline=replace(short.timeline, sounds=sounds))
    found = voice(moved)
    assert sound.speech(found).passed is passed
    assert found.apart[1] == pytest.approx(late, abs=0.0051)
    assert found.late == pytest.approx(0, abs=0.0051)


def test_two_sentences_swapped(short: Proof) -> None:
    courses = list(short.proof.claim.voice)
    courses[0], courses[2] = courses[2], courses[0]
    found = sound.compare(sound.hear(short.path), short.timeline, courses)
    assert not sound.speech(found).passed


def test_something_else_in_a_pause(short: Proof, tmp_path: Path) -> None:
    """A tone in a sentence's softest stretch, though nothing is missing."""
    course = short.proof.claim.voice[0]
    at = min(range(5, len(course) - 8), key=lambda n: max(course[n : n + 3]))
    start = short.timeline.sounds[0].start + at * sound.WINDOW
    tone = f"val(ch)+if(between(t,{start},{start + 0.06}),0.2*sin(2500*t),0)"
    assert not speech(short, remade(short.path, tmp_path / "f.mp4", tone)).passed


def test_the_whole_sound_late_is_not_the_sentences_fault(short: Proof, tmp_path: Path) -> None:
    found = voice(short, resounded(short.path, tmp_path / "f.mp4", "adelay=120:all=1"))
    assert sound.speech(found).passed
    assert found.late == pytest.approx(0.12, abs=0.0051)


@pytest.mark.parametrize("planned", [(), ("",) * 4, ("zzz",) * 4])
def test_a_plan_that_says_nothing_proves_nothing(planned: tuple[str, ...], short: Proof) -> None:
    found = sound.speech(sound.compare(sound.hear(short.path), short.timeline, planned))
    assert not found.passed
    assert found.de
    assert found.en


def test_a_plan_without_sentences_proves_nothing(short: Proof) -> None:
    empty = replace(short.timeline, sounds=())
    assert not sound.speech(sound.compare(sound.hear(short.path), empty, ())).passed


def test_a_sentence_after_the_end_of_the_film_is_not_heard(short: Proof) -> None:
    end, courses = short.timeline.duration, short.proof.claim.voice
    late = (*short.timeline.sounds[:3], Timed(end + 1, end + 1 + len(courses[3]) / 50, "0003.wav"))
    found = sound.compare(sound.hear(short.path), replace(short.timeline, sounds=late), courses)
    assert sound.speech(found).measured.startswith("3 of 4")


def test_without_ffmpeg_nothing_is_judged(short: Proof, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MachineError, match="ffmpeg fehlt"):
        sound.hear(short.path)


# ---------------------------------------------------------------- loudness


@pytest.mark.parametrize("graph", ["volume=-6dB", "volume=1.5dB", "volume=0"])
def test_too_loud_or_too_soft(graph: str, short: Proof, tmp_path: Path) -> None:
    found = sound.loudness(sound.hear(resounded(short.path, tmp_path / "f.mp4", graph)))
    assert not found.passed
    assert found.de
    assert found.en


def test_a_single_click_is_a_true_peak(short: Proof, tmp_path: Path) -> None:
    """Loud for a twentieth of a second: the loudness stays, the peak does not."""
    start = short.timeline.sounds[1].start + 0.3
    graph = f"volume=24dB:enable='between(t,{start},{start + 0.05})'"
    found = sound.loudness(sound.hear(resounded(short.path, tmp_path / "f.mp4", graph)))
    assert not found.passed
    assert abs(float(found.measured.split()[0]) + 18) < 1


def test_what_has_no_sound_is_silent(short: Proof, tmp_path: Path) -> None:
    heard = sound.hear(ffmpeg(short.path, tmp_path / "f.mp4", "-c", "copy", "-an"))
    assert not heard.samples.size
    assert not sound.loudness(heard).passed
