"""Without phonemes the mouth still follows the voice: open where it is loud, shut where it pauses."""

from __future__ import annotations

import numpy as np

from pipeline.scene.visemes import track
from pipeline.speak.murmur import phonemes

RATE = 48_000


def tone(seconds: float, level: float, hertz: float = 700.0) -> np.ndarray:
    times = np.arange(round(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * hertz * times)).astype(np.float32)


def test_loud_is_open_soft_is_narrow_and_silence_shut() -> None:
    sound = np.concatenate([tone(0.4, 0.5), np.zeros(RATE // 2, np.float32), tone(0.4, 0.08), tone(0.4, 0.5)])
    mouth = track(phonemes(sound, RATE), round(len(sound) / RATE * 25), 25, ())
    assert mouth[4] == "a"
    assert set(mouth[13:21]) == {"rest"}
    assert mouth[27] not in ("a", "rest")
    assert mouth[38] == "a"


def test_a_hiss_is_made_with_the_teeth_together_however_loud() -> None:
    hiss = np.diff(np.random.default_rng(1).normal(0, 0.3, RATE // 2 + 1)).astype(np.float32)
    assert {one.value for one in phonemes(hiss, RATE)} == {"s"}


def test_round_lips_for_a_dark_voice() -> None:
    quiet = np.concatenate([tone(0.4, 0.5, 300), tone(0.4, 0.2, 300)])
    assert "ɔ" in {one.value for one in phonemes(quiet, RATE)}


def test_too_short_a_sound_has_none() -> None:
    assert phonemes(np.zeros(10, np.float32), RATE) == ()
