"""What is said is written down with its times; what nobody says is not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from pipeline import language, whisper
from pipeline.errors import InputError, MissingError
from pipeline.ingest.transcribe import REPEATED, Transcript, _language, _Window, invented, transcribe
from pipeline.media import SAMPLE_RATE
from tests.ingest.recordings import chords, save, say, silence

if TYPE_CHECKING:
    from tests.ingest.recordings import Sound

SENTENCES = (
    "Good morning and welcome to the advice centre.",
    "Please call us on Monday at half past nine.",
    "You need your passport and the letter from the job centre.",
    "The appointment is free of charge.",
)


@pytest.fixture(scope="module")
def spoken(models: Path) -> list[Sound]:
    return say(models, "en", "male", *SENTENCES)


def heard(path: Path, models: Path, code: str = "en") -> Transcript:
    return transcribe(path, language.load(code), models)


def text(found: Transcript) -> str:
    return " ".join(word.text for word in found.words).lower()


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".wav", ".mp3", ".m4a", ".ogg", ".opus", ".mp4", ".mov"])
def test_hears_what_a_piper_voice_says_in_every_format(
    suffix: str, spoken: list[Sound], models: Path, tmp_path: Path
) -> None:
    path = save(tmp_path / f"a{suffix}", [silence(0.5), spoken[1]])
    found = heard(path, models)
    assert "please call us on monday" in text(found)
    assert (found.heard, round(found.probability)) == ("en", 1)


@pytest.mark.slow
def test_words_have_their_times_and_long_silences_hold_none(spoken: list[Sound], models: Path, tmp_path: Path) -> None:
    """Whisper by itself fills silences with words; the second sentence lies behind a buffer's end."""
    hiss = (np.random.default_rng(1).standard_normal(35 * 16_000) * 0.01).astype(np.float32)
    path = save(tmp_path / "a.wav", [silence(1), spoken[0], silence(50), spoken[1], hiss, spoken[3]])
    steps: list[float] = []
    found = transcribe(path, language.load("en"), models, progress=steps.append)
    assert text(found).count("welcome") == text(found).count("monday") == text(found).count("appointment") == 1
    starts, at = [1.0], 1.0
    for sentence, pause in ((spoken[0], 50), (spoken[1], 35)):
        at += len(sentence) / 16_000 + pause
        starts.append(at)
    ends = [
        start + len(sentence) / 16_000 for start, sentence in zip(starts, (spoken[i] for i in (0, 1, 3)), strict=True)
    ]
    for word in found.words:
        assert any(a - 0.3 <= word.start <= word.end <= b + 0.3 for a, b in zip(starts, ends, strict=True)), word
    assert steps == sorted(steps)
    assert 0 < steps[0] < 1
    assert steps[-1] == pytest.approx(1, abs=0.05)


@pytest.mark.slow
def test_speech_without_a_pause_is_cut_without_losing_a_word(spoken: list[Sound], models: Path, tmp_path: Path) -> None:
    """And what is said again and again is doubted, not dropped: it may be the speaker who repeats."""
    found = heard(save(tmp_path / "a.wav", [spoken[n % 4] for n in range(12)]), models)
    for word in ("welcome", "monday", "passport", "charge"):
        assert text(found).count(word) == 3, word


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "de", "en"),
    [
        ("silence", "Sie ist still", "it is silent"),
        ("chords", "nur Musik oder Geräusche", "only music or noise"),
        ("hiss", "nur Musik oder Geräusche", "only music or noise"),
    ],
)
def test_where_nobody_speaks_there_are_no_words(kind: str, de: str, en: str, models: Path, tmp_path: Path) -> None:
    sounds = {
        "silence": silence(30),
        "chords": chords(70),
        "hiss": (np.random.default_rng(1).standard_normal(16_000 * 30) * 0.05).astype(np.float32),
    }
    path = save(tmp_path / "a.wav", [sounds[kind]])
    with pytest.raises(InputError) as caught:
        heard(path, models, "de")
    assert de in caught.value.de
    assert en in caught.value.en


@pytest.mark.slow
def test_another_language_is_named_with_its_probability(spoken: list[Sound], models: Path, tmp_path: Path) -> None:
    path = save(tmp_path / "a.wav", spoken[:3])
    with pytest.raises(InputError) as caught:
        heard(path, models, "de")
    assert "wird Englisch gesprochen" in caught.value.de
    assert "100%" in caught.value.de or "99%" in caught.value.de
    assert "lotse transcribe a.wav --lang en" in caught.value.de
    assert "said to be German" in caught.value.en


@pytest.mark.parametrize(("probability", "certain"), [(0.7, False), (0.94, False), (0.96, True)])
def test_only_a_certain_other_language_is_refused(probability: float, certain: bool, tmp_path: Path) -> None:
    """What Whisper says of the language stands here; how sure it must be is ours."""

    class Ear:
        def detect_language(self, samples: Sound) -> tuple[str, float, list[tuple[str, float]]]:
            return "hu", probability, [("hu", probability), ("tr", 1 - probability)]

    windows = [_Window(0.0, np.zeros(6 * SAMPLE_RATE, np.float32), ())]
    if certain:
        with pytest.raises(InputError, match=r"Ungarisch(.|\n)*Hungarian"):
            _language(Ear(), windows, language.load("tr"), tmp_path / "a.wav")
    else:
        found, sure = _language(Ear(), windows, language.load("tr"), tmp_path / "a.wav")
        assert (found, round(sure, 3)) == ("hu", probability)


@pytest.mark.slow
def test_german_is_heard_well_enough_to_be_corrected(models: Path, tmp_path: Path) -> None:
    """From espeak; a person is heard better."""
    german = say(models, "de", "male", "Guten Tag und willkommen in der Beratungsstelle.", "Der Termin ist kostenlos.")
    found = text(heard(save(tmp_path / "a.wav", german), models, "de"))
    assert "guten tag" in found
    assert "kostenlos" in found


@pytest.mark.slow
def test_words_that_whisper_makes_up_from_chords_are_not_believed(models: Path) -> None:
    """Past the gate that lets only speech through, what a song might do to it: dropped, or doubted word for word."""
    ear = whisper.load(whisper.folder(models, "whisper:base"), "cpu")
    made_up, _ = ear.transcribe(chords(20), language="de", temperature=0.4, no_speech_threshold=None)
    segments = list(made_up)
    assert segments
    assert all(invented(segment) or segment.compression_ratio > REPEATED for segment in segments)


def test_a_missing_model_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="lotse models pull whisper:base"):
        transcribe(tmp_path / "x.wav", language.load("de"), tmp_path)


def test_a_language_that_whisper_does_not_know_is_said(tmp_path: Path) -> None:
    """Nothing that could be installed would help."""
    with pytest.raises(InputError, match="Kurmandschi") as caught:
        transcribe(tmp_path / "x.wav", language.load("ku"), tmp_path)
    assert "als Text (.md)" in caught.value.de
