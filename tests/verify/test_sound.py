"""Every sentence can be heard when it should be, and the whole is as loud as every other film."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.model import Timed
from pipeline.verify import sound
from tests.films import resounded

if TYPE_CHECKING:
    from tests.films import Proof

pytest_plugins = ["tests.films"]
pytestmark = pytest.mark.slow


def test_a_film_as_it_leaves_the_encoder(film: Proof) -> None:
    heard, level = sound.speech(film.path, film.timeline), sound.loudness(film.path)
    assert heard.passed
    assert heard.measured.startswith("4 of 4 sentences heard, the quietest at -")
    assert level.passed
    assert float(level.measured.split()[0]) == pytest.approx(-18, abs=1)


@pytest.mark.parametrize("number", [0, 3])
def test_each_sentence_is_missed_when_it_is_muted(number: int, short: Proof, tmp_path: Path) -> None:
    window = short.timeline.sounds[number]
    muted = f"volume=0:enable='between(t,{window.start - 0.05},{window.end + 0.05})'"
    found = sound.speech(resounded(short.path, tmp_path / "f.mp4", muted), short.timeline)
    assert not found.passed
    assert found.measured.startswith("3 of 4")
    assert found.de.startswith(f"Satz {number + 1} ")
    assert found.en.startswith(f"Sentence {number + 1} ")


@pytest.mark.parametrize("graph", ["volume=-6dB", "volume=1.5dB", "volume=0"])
def test_too_loud_or_too_soft(graph: str, short: Proof, tmp_path: Path) -> None:
    found = sound.loudness(resounded(short.path, tmp_path / "f.mp4", graph))
    assert not found.passed
    assert found.de
    assert found.en


def test_a_single_click_is_a_true_peak(short: Proof, tmp_path: Path) -> None:
    """Loud for a twentieth of a second: the loudness stays, the peak does not."""
    start = short.timeline.sounds[1].start + 0.3
    found = sound.loudness(
        resounded(short.path, tmp_path / "f.mp4", f"volume=24dB:enable='between(t,{start},{start + 0.05})'")
    )
    assert not found.passed
    assert abs(float(found.measured.split()[0]) + 18) < 1


def test_a_plan_without_sentences_proves_nothing(short: Proof) -> None:
    found = sound.speech(short.path, replace(short.timeline, sounds=()))
    assert not found.passed
    assert found.de
    assert found.en


def test_a_sentence_after_the_end_of_the_film_is_not_heard(short: Proof) -> None:
    end = short.timeline.duration
    late = (*short.timeline.sounds, Timed(end + 1, end + 2, "0009.wav"))
    assert sound.speech(short.path, replace(short.timeline, sounds=late)).measured.startswith("4 of 5")
