"""Loudness over time, as it is heard."""

import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.speak.swell import STEP, read, swell

RATE = 22050


def tone(seconds: float, level: float) -> NDArray[np.int16]:
    return np.asarray(np.round(np.sin(np.arange(int(seconds * RATE)) * 0.3) * level * 32767), "<i2")


def test_ten_decibels_more_are_twice_as_loud() -> None:
    soft, loud = swell(tone(1, 0.1), RATE, STEP), swell(tone(1, 0.1 * 10**0.5), RATE, STEP)
    assert len(soft) == 50
    assert loud / soft == pytest.approx(10**0.3, rel=0.01)


def test_silence_and_nothing() -> None:
    assert not swell(np.zeros(RATE, np.int16), RATE, STEP).any()
    assert swell(np.zeros(0, np.int16), RATE, STEP).size == 0


def test_a_sentence_is_measured_by_its_own_loud_parts(tmp_path: Path) -> None:
    for level in (0.05, 0.8):
        with wave.open(str(tmp_path / "s.wav"), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes(np.concatenate([tone(0.5, level), tone(0.5, level / 10)]).tobytes())
        found = read(tmp_path / "s.wav")
        assert found[5] == pytest.approx(1, rel=0.02)
        assert found[40] == pytest.approx(0.1**0.6, rel=0.05)
