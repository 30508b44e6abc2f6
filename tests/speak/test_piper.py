from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from pipeline import language
from pipeline.sentences import split
from pipeline.speak.choose import voices
from pipeline.speak.piper import _load, _owners
from pipeline.speak.stage import trim
from pipeline.speak.voice import Voice
from tests.speak.sounding import assert_sound, loudness


@pytest.fixture(scope="module")
def joe(models: Path) -> Voice:
    return voices(language.load("en"), "male", models)[0]


@pytest.mark.parametrize(
    "text",
    [
        "In the morning, I am at the desk of the office.",
        "Come at 9:30 on 01.03.2027. Call 116 117 – e.g. at 9:05!",
        "Hello, [[h@l]] 👋 <b> {\\pos(0,0)}, it costs 5 €.",
    ],
)
def test_every_written_word_has_its_time(joe: Voice, text: str) -> None:
    assert_sound(joe.say(text), text)


def test_words_that_espeak_runs_together_are_told_apart(joe: Voice) -> None:
    words = joe.say("I am in the office of the city.").words
    assert all(word.end - word.start > 0.03 for word in words)


def test_word_times_are_where_the_sound_is(joe: Voice) -> None:
    utterance = joe.say("Yes, please come in. Thank you.")
    yes, please, _, last, thank, _ = utterance.words
    assert all(loudness(utterance, word.start, word.end) > 0.01 for word in utterance.words)
    assert please.start - yes.end > 0.05
    assert thank.start - last.end > 0.1


def test_phonemes_are_ipa_with_their_length_and_without_stress_or_signs(joe: Voice) -> None:
    phonemes = [phoneme.value for phoneme in joe.say("Please, come!").phonemes]
    assert phonemes == ["p", "l", "iː", "z", "k", "ʌ", "m"]


def test_the_rate_is_calm(joe: Voice, scripts: dict[str, str]) -> None:
    """The median sentence has at most 14 characters a second."""
    rates = []
    for sentence in split(scripts["en"], "en"):
        utterance = trim(joe.say(sentence), sentence)
        rates.append(len(sentence) * utterance.sample_rate / len(utterance.samples))
    assert 9 < median(rates) <= 14


def test_no_processor_is_kept_busy_with_waiting(models: Path) -> None:
    options = _load(models / "piper/en_US-joe-medium.onnx", "cpu").session.get_session_options()
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"
    assert options.intra_op_num_threads == len(os.sched_getaffinity(0))


@pytest.mark.parametrize(
    ("sentence", "alone", "owners"),
    [
        ("ɪnðə", [("ɪ", 0), ("n", 0), ("ð", 1), ("ə", 1)], [0, 0, 1, 1]),
        ("ɪnðɪz", [("ɪ", 0), ("n", 0), ("ð", 1), ("ə", 1)], [0, 0, 1, 1, 1]),
        ("nðə", [("ɪ", 0), ("n", 0), ("ð", 1), ("ə", 1)], [0, 1, 1]),
        ("ab", [], [0, 0]),
    ],
)
def test_the_words_spoken_alone_are_laid_along_the_sentence(
    sentence: str, alone: list[tuple[str, int]], owners: list[int]
) -> None:
    assert _owners(list(sentence), alone) == owners


def test_what_is_heard_between_two_words_belongs_to_them(joe: Voice) -> None:
    """Within a phrase one word ends where the next begins; at a comma they are apart."""
    words = joe.say("You have six weeks, then it is too late.").words
    gaps = [after.start - before.end for before, after in pairwise(words)]
    assert gaps[3] > 0.05
    assert max(gaps[:3] + gaps[4:]) < 0.001
