"""The real ear and real voices."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline import language
from pipeline.media import SAMPLE_RATE
from pipeline.model import Segment
from pipeline.speak import ear, hear, trust
from pipeline.speak.choose import voices
from pipeline.speak.espeak import EspeakVoice
from pipeline.speak.stage import speak

pytestmark = pytest.mark.slow
ENGLISH = language.load("en")
TEXTS = (
    "Hello, I am Daniel, a virtual colleague.",
    "Would you like an appointment? Call us on 030 23125 118.",
    "We are here from Monday to Thursday, from 9:30 am.",
    "In an emergency, call 112.",
    "We are here from Monday to Thursday, from 7:13 am.",
    "Good day.",
)


def segments(*texts: str) -> list[Segment]:
    return [Segment("script", index, text, 0.4) for index, text in enumerate(texts)]


def test_a_good_voice_is_heard_sentence_by_sentence(models: Path, tmp_path: Path) -> None:
    able = voices(ENGLISH, "male", models)
    listener = hear.of("whisper:base", models, "cpu", None, ["Daniel"])
    assert listener.unable(ENGLISH, able[0].info) is None, "the table that comes with Lotse knows this voice"
    speech = speak(segments(*TEXTS), able, ENGLISH, tmp_path, None, listener)
    for one in speech.segments:
        assert one.hearing
        assert (one.hearing.verdict, one.voice) == ("heard", ""), one.hearing
        assert one.hearing.error < 0.2


def test_a_voice_that_says_something_else_is_found_out(models: Path, tmp_path: Path) -> None:
    """The wrong number is really spoken, and the next voice is not one that the ear may judge."""
    able = voices(ENGLISH, "male", models)

    class Wrong:
        info = able[0].info

        def say(self, text: str, *manner: object) -> object:
            return able[0].say(text.replace("112", "110"))

    listener = hear.of("whisper:base", models, "cpu", None, [])
    speech = speak(segments("In an emergency, call 112."), [Wrong()], ENGLISH, tmp_path, None, listener)  # type: ignore[list-item]
    found = speech.segments[0].hearing
    assert found
    assert found.verdict == "misheard"
    assert "110" in found.heard.replace("-", "")
    assert "112" in found.en


def test_silence_and_noise_are_heard_in_bounded_time_and_mean_nothing(models: Path) -> None:
    weights = hear.of("whisper:base", models, "cpu", None, []).weights
    assert weights
    random = np.random.default_rng(1)
    noise = (0.1 * random.standard_normal(4 * SAMPLE_RATE)).astype(np.float32)
    for text in ear.quickly([np.zeros(SAMPLE_RATE, np.float32), noise], "en", weights):
        assert len(text) < 4 * ear.TOKENS * 8


def test_a_long_utterance_is_heard_to_its_end(models: Path, tmp_path: Path) -> None:
    able = voices(ENGLISH, "male", models)
    weights = hear.of("whisper:base", models, "cpu", None, []).weights
    assert weights
    said = able[0].say(" ".join(TEXTS * 2))
    path = tmp_path / "long.wav"
    from pipeline.speak.stage import wav

    path.write_bytes(wav(said.samples, said.sample_rate))
    sound = hear.samples(path)
    assert len(sound) > ear.LONGEST * SAMPLE_RATE
    assert ear.quickly([sound], "en", weights)[0].rstrip(".!").lower().endswith("good day")


def test_the_shipped_table_says_where_the_ear_may_judge() -> None:
    able = {one.voice for one in trust.rows(None) if one.may_judge}
    assert "piper:en_US-joe-medium" in able
    arabic = language.load("ar")
    voice = EspeakVoice(arabic, "female")
    found = trust.row(trust.rows(None), "ar", voice.info, "whisper:base")
    assert found
    assert not found.may_judge
