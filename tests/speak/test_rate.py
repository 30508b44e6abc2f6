from __future__ import annotations

import numpy as np
import pytest

from pipeline.speak.rate import resampled


@pytest.mark.parametrize(("rate", "wanted"), [(16000, 22050), (22050, 16000), (24000, 22050), (48000, 16000)])
def test_a_tone_keeps_its_pitch_its_level_and_its_length(rate: int, wanted: int) -> None:
    def tone(at: int) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        return (0.5 * np.sin(2 * np.pi * 440 * np.arange(at) / at)).astype(np.float32)

    made = resampled(tone(rate), rate, wanted)
    assert made.dtype == np.float32
    assert len(made) == wanted
    inner = slice(wanted // 10, -wanted // 10)
    assert np.abs(made - tone(wanted))[inner].max() < 0.02


def test_the_same_rate_changes_nothing() -> None:
    samples = np.ones(5, np.float32)
    assert resampled(samples, 16000, 16000) is samples


def test_nothing_stays_nothing() -> None:
    assert len(resampled(np.zeros(0, np.float32), 22050, 16000)) == 0
