from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline import language
from pipeline.errors import LotseError
from pipeline.model import Manner, Segment, Timed, Utterance, VoiceInfo
from pipeline.speak.choose import voices
from pipeline.speak.espeak import EspeakVoice
from pipeline.speak.stage import speak, trim
from pipeline.speak.voice import CALM

RATE = 22050
GERMAN = language.load("de")


def segments(*texts: str) -> list[Segment]:
    return [Segment("script", index, text, 0.4) for index, text in enumerate(texts)]


def read(path: Path) -> NDArray[np.int16]:
    with wave.open(str(path), "rb") as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, RATE)
        return np.frombuffer(sound.readframes(sound.getnframes()), "<i2")


def tone(before: float, length: float, after: float, amplitude: float = 0.5) -> Utterance:
    """A tone that starts and stops at full height, between silences; seconds."""
    sine = amplitude * np.cos(2 * np.pi * 440 * np.arange(round(length * RATE)) / RATE)
    silence = [np.zeros(round(seconds * RATE)) for seconds in (before, after)]
    samples = np.concatenate([silence[0], sine, silence[1]]).astype(np.float32)
    words = (Timed(before, before + length / 2, "eins"), Timed(before + length / 2, before + length + after, "zwei"))
    return Utterance(samples, RATE, words, (Timed(before, before + length, "a"),))


class Fixed:
    info = VoiceInfo("test", "tone", "female", "none", True)

    def __init__(self, utterance: Utterance) -> None:
        self.utterance = utterance

    def say(self, text: str, manner: Manner = CALM) -> Utterance:
        return self.utterance


def test_every_segment_becomes_a_wav_with_measured_times(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    texts = ("Guten Tag, ich bin Maja.", "Rufen Sie um 9:30 Uhr die 116 117 an.")
    voice = EspeakVoice(language.load("de"), "female")
    speech = speak(
        segments(*texts), [voice], GERMAN, tmp_path / "speech", lambda done, total: seen.append((done, total))
    )
    assert seen == [(1, 2), (2, 2)]
    assert (speech.language, speech.sample_rate, speech.voice) == ("de", RATE, voice.info)
    for spoken, text in zip(speech.segments, texts, strict=True):
        samples = read(tmp_path / "speech" / spoken.sound)
        assert spoken.duration == len(samples) / RATE
        assert [word.value for word in spoken.words] == text.split()
        assert 0 <= spoken.words[0].start < 0.1
        assert spoken.duration - 0.2 < spoken.words[-1].end <= spoken.duration
        assert 0 <= spoken.phonemes[0].start <= spoken.phonemes[-1].end <= spoken.duration
    assert sorted(path.name for path in (tmp_path / "speech").iterdir()) == ["0000.wav", "0001.wav"]


def test_silence_is_trimmed_to_a_breath_and_the_times_move_along() -> None:
    trimmed = trim(tone(0.5, 1.0, 0.8), "")
    assert len(trimmed.samples) / RATE == pytest.approx(0.03 + 1.0 + 0.06, abs=0.002)
    assert trimmed.words[0].start == pytest.approx(0.03, abs=0.002)
    assert trimmed.words[1].start == pytest.approx(0.53, abs=0.002)
    assert trimmed.words[1].end == len(trimmed.samples) / RATE
    assert trimmed.phonemes[0].end == pytest.approx(1.03, abs=0.002)


def test_a_sound_without_silence_around_it_neither_starts_nor_stops_with_a_click(tmp_path: Path) -> None:
    speech = speak(segments("x"), [Fixed(tone(0, 0.5, 0))], GERMAN, tmp_path)
    samples = np.concatenate([[0], read(tmp_path / speech.segments[0].sound), [0]]) / 32768
    slope = 0.5 * 2 * np.pi * 440 / RATE
    assert np.abs(np.diff(samples)).max() < 1.2 * slope


@pytest.mark.parametrize("code", ["de", "ar", "en"])
def test_real_voices_join_without_a_click(code: str, models: Path, tmp_path: Path) -> None:
    """At a join the step from sample to sample stays far below those inside the speech."""
    pack = language.load(code)
    speech = speak(segments("Maja 1.", "Hallo."), voices(pack, "male", models), pack, tmp_path)
    for spoken in speech.segments:
        samples = read(tmp_path / spoken.sound).astype(float)
        edges = np.abs([samples[0], samples[1], samples[-2], samples[-1]]).max()
        assert edges < 0.01 * np.abs(samples).max()


@pytest.mark.parametrize("utterance", [tone(0, 1, 0, amplitude=0), tone(0, 1, 0, amplitude=0.0005), tone(0, 0, 0)])
def test_an_utterance_without_sound_is_an_error_that_names_the_sentence(utterance: Utterance, tmp_path: Path) -> None:
    with pytest.raises(LotseError, match=r"stumm: „Guten Tag“(.|\n)*silent at this sentence"):
        speak(segments("Guten Tag"), [Fixed(utterance)], GERMAN, tmp_path)
    assert not list(tmp_path.iterdir())


def test_an_interrupted_write_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pulled_plug(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", pulled_plug)
    with pytest.raises(LotseError):
        speak(segments("x"), [Fixed(tone(0, 0.5, 0))], GERMAN, tmp_path)
    assert not list(tmp_path.iterdir())
