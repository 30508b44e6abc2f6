"""Sentences to measure an ear with: many, the same every time, in every language that Whisper knows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from pipeline import language, measure
from pipeline.facts import find
from pipeline.speak import ear, judge, normalise, trust
from pipeline.speak.espeak import EspeakVoice

KNOWN = [code for code in language.codes() if language.load(code).whisper]


@pytest.mark.parametrize("code", KNOWN)
def test_there_are_enough_sentences_and_most_hold_figures(code: str) -> None:
    pack = language.load(code)
    texts = measure.sentences(pack)
    assert texts == measure.sentences(pack)
    assert len(set(texts)) == len(texts) >= 2 * trust.ENOUGH
    assert sum(judge.holds_fact(text, code) for text in texts) >= trust.ENOUGH
    assert any(name in text for text in texts for name in pack.names.values())
    assert not any("{" in text for text in texts)


def test_other_figures_make_other_facts_of_the_same_kinds() -> None:
    texts = [text for text in measure.sentences(language.load("en")) if text.startswith("We are closed on")]
    assert len(texts) > 1
    assert len({find(text, "en")[0].value for text in texts}) == len(texts)
    assert {find(text, "en")[0].kind for text in texts} == {"date"}


@pytest.fixture
def perfect(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """An ear that understands what it is told to: sounds are counted off."""
    texts = measure.sentences(language.load("en"))
    lists: dict[str, list[str]] = {"heard": list(texts), "careful": []}

    def quickly(sounds: Sequence[object], *rest: object) -> list[str]:
        part, lists["heard"] = lists["heard"][: len(sounds)], lists["heard"][len(sounds) :]
        lists["careful"] = list(part)
        return part

    monkeypatch.setattr(ear, "quickly", quickly)
    monkeypatch.setattr(ear, "carefully", lambda *rest: "")
    return lists


def row(texts: list[str] | None = None) -> trust.Row:
    english = language.load("en")
    return measure.measure(EspeakVoice(english, "male"), english, "whisper:base", Path())[0]


def test_a_voice_that_is_always_understood_may_be_judged(perfect: dict[str, list[str]]) -> None:
    found = row()
    assert (found.error, found.figures, found.right, found.caught) == (0.0, 1.0, 1.0, 1.0)
    assert found.sentences == len(measure.sentences(language.load("en")))
    assert found.may_judge


def test_one_that_is_not_understood_is_given_up_early(
    perfect: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    perfect["heard"] = ["Gibberish."] * 100
    monkeypatch.setattr(ear, "carefully", lambda *rest: pytest.fail("care is wasted on it"))
    found = row()
    assert found.right == 0.0
    assert trust.ENOUGH <= found.sentences < trust.ENOUGH + measure.PART
    assert not found.may_judge


def test_an_ear_that_guesses_what_it_should_have_heard_is_not_trusted(
    perfect: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "facts", lambda *rest: None)
    found = row()
    assert found.right == 1.0
    assert found.caught < trust.CAUGHT
    assert not found.may_judge


@pytest.mark.parametrize("code", KNOWN)
def test_the_judge_knows_every_sentence_as_written_and_as_spoken_and_no_other(code: str) -> None:
    """Without an ear: what a perfect one would write down passes, in figures and in words; one wrong figure or another
    name fails."""
    pack = language.load(code)
    names, random = tuple(pack.names.values()), Random(code)
    for text in measure.sentences(pack):
        spoken = " ".join(group.text for group in normalise.spoken(text, pack))
        for heard in (text, spoken):
            assert judge.judge(text, heard, pack, names).verdict == "heard", heard
            for other in measure.wrong(text, pack, random):
                assert judge.judge(other, heard, pack, names).verdict == "misheard", (other, heard)
