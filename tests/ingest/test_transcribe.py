from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from pipeline import language
from pipeline.errors import MissingError
from pipeline.ingest.transcribe import transcribe
from pipeline.speak.choose import voices


@pytest.mark.slow
def test_hears_what_a_piper_voice_says(models: Path, tmp_path: Path) -> None:
    english = language.load("en")
    spoken = voices(english, "male", models)[0].say("Please call us on Monday at 9:30.")
    path = tmp_path / "spoken.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(spoken.sample_rate)
        file.writeframes((spoken.samples * 32767).astype(np.int16).tobytes())
    heard = transcribe(path, english, models)
    text = " ".join(part.value for part in heard).lower()
    assert "monday" in text
    assert "call us" in text
    assert 0 <= heard[0].start < heard[-1].end <= len(spoken.samples) / spoken.sample_rate + 0.5


def test_a_missing_model_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="lotse models pull whisper:base"):
        transcribe(tmp_path / "x.wav", language.load("de"), tmp_path)


def test_a_language_that_whisper_does_not_know_is_said(models: Path, tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="Kurmandschi"):
        transcribe(tmp_path / "x.wav", language.load("ku"), models)
