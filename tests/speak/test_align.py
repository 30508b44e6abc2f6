from __future__ import annotations

import dataclasses
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline import language
from pipeline.model import Timed, Utterance
from pipeline.speak import espeak
from pipeline.speak.align import SAME_TEXT, Alignment, align, timed
from pipeline.speak.choose import voices
from tests.speak.aligning import other_voice, score
from tests.speak.sentences import ENGLISH, FOUR
from tests.speak.sounding import assert_sound

GERMAN = language.load("de")
TEXT = "Bitte bringen Sie Ihren Ausweis und alle Briefe vom Amt mit."
RATE = 22050


@pytest.fixture(scope="module")
def brought() -> Utterance:
    [(_, utterance)] = other_voice("de", "f3", 150, [TEXT])
    return utterance


def assert_times(found: Alignment, text: str, duration: float) -> None:
    assert [word.value for word in found.words] == text.split()
    for times in (found.words, found.phonemes):
        assert all(0 <= one.start <= one.end <= duration + 1e-9 for one in times)
        assert all(one.end <= other.start + 1e-9 for one, other in pairwise(times))


# ---------------------------------------------------------------- how exact it is


@pytest.fixture(scope="module")
def few(models: Path) -> list[tuple[str, Utterance]]:
    return piper(models, ENGLISH[::6])


def piper(models: Path, sentences: list[str]) -> list[tuple[str, Utterance]]:
    """The same sound each time: the engine's chance gets a seed, before the model is loaded."""
    import onnxruntime

    from pipeline import warm
    from pipeline.speak.stage import trim

    onnxruntime.set_seed(2026)
    warm.release()
    joe = voices(language.load("en"), "male", models)[0]
    return [(text, trim(joe.say(text), text)) for text in sentences]


@pytest.mark.slow
def test_words_are_found_where_piper_put_them(models: Path) -> None:
    """The first forty of the hundred; one sentence more or less moves the limits by three milliseconds."""
    assert_found(piper(models, ENGLISH[:40]))


@pytest.mark.soak
def test_in_a_hundred_sentences_words_are_found_where_piper_put_them(models: Path) -> None:
    assert_found(piper(models, ENGLISH))


def assert_found(spoken: list[tuple[str, Utterance]]) -> None:
    clean = score("en", spoken, "clean")
    assert clean.median <= 25
    assert clean.most <= 60
    assert score("en", spoken, "pauses and noise").most <= 80


@pytest.mark.parametrize("code", FOUR)
@pytest.mark.parametrize(("variant", "rate"), [("f3", 150), ("m3", 180)])
def test_words_are_found_where_another_voice_of_another_rate_put_them(code: str, variant: str, rate: int) -> None:
    spoken = other_voice(code, variant, rate, FOUR[code])
    clean = score(code, spoken, "clean")
    assert clean.median <= 25
    assert clean.most <= 60
    assert score(code, spoken, "pauses and noise").most <= 80


def test_it_takes_ten_milliseconds_a_second_of_calm_speech() -> None:
    spoken = other_voice("de", "f3", 120, FOUR["de"])
    quickest = [min(score("de", [one], "clean").work for _ in range(4)) for one in spoken]
    assert sum(quickest) <= 0.010 * sum(len(utterance.samples) / RATE for _, utterance in spoken)


def test_phonemes_are_found_where_they_are(brought: Utterance) -> None:
    found = align(brought.samples, RATE, TEXT, GERMAN).phonemes
    assert [one.value for one in found] == [one.value for one in brought.phonemes]
    errors = [abs(one.start - other.start) for one, other in zip(found, brought.phonemes, strict=True)]
    assert np.median(errors) <= 0.015
    assert np.percentile(errors, 90) <= 0.040


# ---------------------------------------------------------------- is it this text?


@pytest.mark.parametrize("code", FOUR)
def test_another_text_is_told_by_its_distance(code: str) -> None:
    spoken = other_voice(code, "f3", 150, FOUR[code])
    assert max(score(code, spoken, "clean").distances) < SAME_TEXT
    swapped = [(FOUR[code][index - 1], utterance) for index, (_, utterance) in enumerate(spoken)]
    pack = language.load(code)
    found = [align(one.samples, RATE, text, pack).distance or 0 for text, one in swapped]
    assert sum(distance > SAME_TEXT for distance in found) >= 11
    assert min(found) > max(score(code, spoken, "clean").distances) + 0.1


def test_pipers_sentences_are_told_from_others(few: list[tuple[str, Utterance]]) -> None:
    right = score("en", few, "clean").distances
    english = language.load("en")
    swapped = [(few[index - 1][0], utterance) for index, (_, utterance) in enumerate(few)]
    wrong = [align(one.samples, one.sample_rate, text, english).distance or 0 for text, one in swapped]
    assert sum(distance < SAME_TEXT for distance in right) >= len(few) - 1
    assert all(own < other for own, other in zip(right, wrong, strict=True))


# ---------------------------------------------------------------- whatever comes


def noise(seconds: float, amplitude: float) -> NDArray[np.float32]:
    return np.random.default_rng(1).normal(0, amplitude, round(seconds * RATE)).astype(np.float32)


@pytest.mark.parametrize("samples", [noise(3, 0), noise(3, 1e-7), noise(3, 0.1), noise(0.004, 0.1), noise(0, 0)])
def test_where_nothing_is_said_every_word_still_has_a_time(samples: NDArray[np.float32]) -> None:
    assert_times(align(samples, RATE, TEXT, GERMAN), TEXT, len(samples) / RATE)


def test_silence_is_not_compared() -> None:
    found = align(noise(3, 0), RATE, TEXT, GERMAN)
    assert found.distance is None
    assert found.phonemes == ()
    assert found.words[-1].end == pytest.approx(3)


@pytest.mark.parametrize("text", ["Bitte!", "Bitte", "–", "", "👋 Bitte –", " ".join([TEXT] * 8)])
def test_a_text_far_shorter_or_longer_than_the_sound(brought: Utterance, text: str) -> None:
    found = align(brought.samples, RATE, text, GERMAN)
    assert_times(found, text, len(brought.samples) / RATE)


def test_one_word_is_found_between_silences() -> None:
    [(text, alone)] = other_voice("de", "m3", 150, ["Beratung"])
    silence = np.zeros(RATE, np.float32)
    word = align(np.concatenate([silence, alone.samples, silence]), RATE, text, GERMAN).words[0]
    assert word.start == pytest.approx(1 + alone.words[0].start, abs=0.04)
    assert word.end == pytest.approx(1 + alone.words[0].end, abs=0.06)


def test_a_pause_is_never_inside_a_word() -> None:
    [(_, first), (_, second)] = other_voice("de", "f3", 150, ["Bitte bringen Sie Ihren", "Ausweis mit."])
    gap = np.zeros(RATE, np.float32)
    samples = np.concatenate([first.samples, gap, second.samples])
    words = align(samples, RATE, "Bitte bringen Sie Ihren Ausweis mit.", GERMAN).words
    assert words[3].end == pytest.approx(len(first.samples) / RATE, abs=0.08)
    assert words[4].start == pytest.approx(len(first.samples) / RATE + 1, abs=0.08)


@pytest.mark.parametrize("rate", [16_000, 24_000, 44_100, 48_000])
def test_every_rate_gives_the_same_times(brought: Utterance, rate: int) -> None:
    count = round(len(brought.samples) / RATE * rate)
    samples = np.interp(np.arange(count) / rate, np.arange(len(brought.samples)) / RATE, brought.samples)
    found = align(samples.astype(np.float32), rate, TEXT, GERMAN)
    for one, other in zip(found.words, brought.words, strict=True):
        assert one.start == pytest.approx(other.start, abs=0.05)


def test_level_does_not_matter(brought: Utterance) -> None:
    loud = align(brought.samples, RATE, TEXT, GERMAN)
    soft = align((brought.samples / 30).astype(np.float32), RATE, TEXT, GERMAN)
    for one, other in zip(soft.words, loud.words, strict=True):
        assert one.start == pytest.approx(other.start, abs=0.03)


def test_without_a_reference_words_share_the_loud_parts_by_their_length(brought: Utterance) -> None:
    silence = np.zeros(RATE, np.float32)
    samples = np.concatenate([silence, brought.samples, silence])
    found = align(samples, RATE, TEXT, dataclasses.replace(GERMAN, reference=""))
    assert_times(found, TEXT, len(samples) / RATE)
    assert (found.phonemes, found.distance) == ((), None)
    assert found.words[0].start == pytest.approx(1.03, abs=0.05)
    assert found.words[-1].end == pytest.approx(1 + len(brought.samples) / RATE, abs=0.1)


def test_an_engines_own_times_stay(brought: Utterance) -> None:
    assert timed(brought, TEXT, GERMAN) is brought


def test_an_utterance_without_times_gets_them(brought: Utterance) -> None:
    assert_sound(timed(dataclasses.replace(brought, words=(), phonemes=()), TEXT, GERMAN), TEXT)


def test_an_engines_phonemes_stay_where_only_words_are_missing(brought: Utterance) -> None:
    own = (Timed(0.1, 0.2, "a"),)
    assert timed(dataclasses.replace(brought, words=(), phonemes=own), TEXT, GERMAN).phonemes == own


def test_tigrinya_is_timed_with_the_data_that_piper_brings() -> None:
    text = "ሰላም፡ እንታይ ከመይ ኣለኹም።"
    pack = dataclasses.replace(GERMAN, reference="ti")
    spoken = espeak._utterance("ti+f3", text, pack, 150)
    found = align(spoken.samples, RATE, text, pack)
    assert_times(found, text, len(spoken.samples) / RATE)
    assert found.distance is not None
    assert found.distance < SAME_TEXT
    for one, other in zip(found.words, spoken.words, strict=True):
        assert one.start == pytest.approx(other.start, abs=0.06)
