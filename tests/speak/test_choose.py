from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from pipeline import language
from pipeline.model import Gender
from pipeline.narration import AFTER_SENTENCE
from pipeline.sentences import split
from pipeline.speak.choose import available, pull_command, voices


def test_the_best_installed_piper_voice_speaks(models: Path) -> None:
    voice = voices(language.load("en"), "male", models)[0]
    assert (voice.info.engine, voice.info.name, voice.info.stand_in) == ("piper", "en_US-joe-medium", False)
    assert voice.info.licence
    assert available(language.load("en"), "male", models) == voice.info


def test_a_man_s_voice_is_never_given_to_a_woman(models: Path) -> None:
    voice = voices(language.load("en"), "female", models)[0]
    assert (voice.info.engine, voice.info.gender, voice.info.stand_in) == ("espeak", "female", True)
    assert available(language.load("en"), "female", models) == voice.info


def test_without_a_piper_voice_espeak_stands_in(tmp_path: Path) -> None:
    info = voices(language.load("en"), "male", tmp_path)[0].info
    assert (info.engine, info.stand_in) == ("espeak", True)


def test_a_speaker_number_is_no_part_of_the_file_s_name(models: Path) -> None:
    pack = dataclasses.replace(language.load("en"), voices_male=("piper:en_US-none-medium", "piper:en_US-joe-medium#0"))
    assert voices(pack, "male", models)[0].info.name == "en_US-joe-medium#0"


def test_the_better_voice_has_its_command() -> None:
    pack = dataclasses.replace(language.load("fr"), voices_female=("piper:fr_FR-upmc-medium#0",))
    assert pull_command(pack, "female") == "lotse models pull piper:fr_FR-upmc-medium"
    assert pull_command(dataclasses.replace(pack, voices_female=()), "female") == ""


def test_a_language_may_have_no_voice_at_all(tmp_path: Path) -> None:
    pack = dataclasses.replace(language.load("en"), espeak="")
    assert voices(pack, "male", tmp_path) == ()
    assert available(pack, "male", tmp_path) is None


def test_espeak_stands_in_after_the_better_voices(models: Path) -> None:
    assert [voice.info.engine for voice in voices(language.load("en"), "male", models)] == ["piper", "espeak"]


@pytest.mark.parametrize("code", [code for code in language.codes() if language.load(code).espeak])
@pytest.mark.parametrize("gender", ["female", "male"])
def test_the_stand_in_says_the_introduction_within_nine_seconds(code: str, gender: Gender, tmp_path: Path) -> None:
    """Ten are allowed, and the film begins before the voice does."""
    pack = language.load(code)
    voice = voices(pack, gender, tmp_path)[0]
    for wording in (pack.du, pack.sie):
        said = [voice.say(sentence) for sentence in split(wording.intro(gender, "Daniela"), code)]
        spoken = sum(utterance.words[-1].end - utterance.words[0].start for utterance in said)
        assert spoken + AFTER_SENTENCE * (len(said) - 1) <= 9.0
