"""Sentences are levelled by loudness, not by their highest peak."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from pipeline import language
from pipeline.model import Segment
from pipeline.speak.choose import voices
from pipeline.speak.level import TARGET, levelled, loudness
from pipeline.speak.loudness import measure
from pipeline.speak.stage import speak

RATE = 22050


@pytest.mark.parametrize("rate", [16000, 22050, 48000])
def test_a_full_sine_of_1_khz_in_both_channels_is_as_loud_as_the_standard_says(rate: int) -> None:
    """BS.1770: 0 dBFS in one channel is -3.01 LUFS."""
    sine = np.sin(2 * np.pi * 997 * np.arange(3 * rate) / rate).astype(np.float32)
    assert loudness(sine, rate) == pytest.approx(0.0, abs=0.1)


def test_silence_has_no_loudness_and_stays_silence() -> None:
    for samples in (np.zeros(RATE, np.float32), np.zeros(0, np.float32)):
        assert loudness(samples, RATE) == -np.inf
        assert np.array_equal(levelled(samples, RATE), samples)


def test_a_word_shorter_than_a_block_is_levelled_too() -> None:
    word = (0.5 * np.sin(2 * np.pi * 440 * np.arange(RATE // 5) / RATE)).astype(np.float32)
    assert loudness(levelled(word, RATE), RATE) == pytest.approx(TARGET, abs=0.05)


def test_no_peak_is_cut_off() -> None:
    clicks = np.zeros(RATE, np.float32)
    clicks[::4000] = 0.9
    assert np.abs(levelled(clicks, RATE)).max() <= 1


@pytest.mark.parametrize("code", ["de", "en"])
def test_real_sentences_are_as_loud_as_each_other_and_as_ffmpeg_measures(
    code: str, models: Path, tmp_path: Path
) -> None:
    pack = language.load(code)
    texts = {
        "de": ("Bist du krank?", "Am 3. Oktober ist geschlossen.", "Ja."),
        "en": ("Are you ill?", "When doctors' offices are closed, call 116 117.", "Yes."),
    }[code]
    segments = [Segment("script", number, text, 0.5) for number, text in enumerate(texts)]
    speech = speak(segments, voices(pack, "male", models, "cpu"), pack, tmp_path)
    for spoken in speech.segments:
        with wave.open(str(tmp_path / spoken.sound)) as file:
            samples = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
        assert loudness(samples.astype(np.float32), speech.sample_rate) == pytest.approx(TARGET, abs=0.1)
        if spoken.duration >= 0.8:  # of one channel, 3 dB less
            assert measure(tmp_path / spoken.sound).integrated == pytest.approx(TARGET - 3.01, abs=0.3)
