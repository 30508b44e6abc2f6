from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from pipeline import language
from pipeline.errors import MissingError
from pipeline.model import Gender, VoiceInfo
from pipeline.narration import AFTER_SENTENCE
from pipeline.sentences import split
from pipeline.speak import coqui
from pipeline.speak.choose import available, better, forbids_commerce, voices
from pipeline.weights import import_from


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


def test_the_better_voice_has_its_command(tmp_path: Path) -> None:
    pack = dataclasses.replace(language.load("fr"), voices_female=("piper:fr_FR-upmc-medium#0",))
    assert better(pack, "female", tmp_path) == ("lotse models pull piper:fr_FR-upmc-medium",)
    assert better(dataclasses.replace(pack, voices_female=()), "female", tmp_path) == ()


@pytest.mark.parametrize(
    "licence", ["CC-BY-NC-4.0", "CC BY-NC 4.0", "cc-by-nc-nd 4.0", "CPML", "Non-commercial use only"]
)
def test_a_licence_may_forbid_commerce(licence: str) -> None:
    assert forbids_commerce(licence)


@pytest.mark.parametrize("licence", ["CC-BY-4.0", "CC0", "MPL", "apache 2.0", "unknown: nobody says", ""])
def test_most_licences_do_not(licence: str) -> None:
    assert not forbids_commerce(licence)


@pytest.fixture
def restricted(models: Path, tmp_path: Path) -> Path:
    """The models folder, but the English voice must not be used in commerce."""
    (tmp_path / "piper").symlink_to(models / "piper")
    manifest = json.loads((models / "manifest.json").read_text(encoding="utf-8"))
    voice = manifest["weights"]["piper:en_US-joe-medium"]
    manifest = {"weights": {"piper:en_US-joe-medium": voice | {"licence": "CC-BY-NC-4.0"}}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return tmp_path


def test_a_voice_that_must_not_be_used_in_commerce_needs_the_house_s_word(restricted: Path) -> None:
    pack = language.load("en")
    refused, accepted = (available(pack, "male", restricted, noncommercial=word) for word in (False, True))
    assert refused and refused.engine == "espeak"
    assert accepted and accepted.engine == "piper"
    assert better(pack, "male", restricted) == ("lotse.toml: [speech] noncommercial = true (CC-BY-NC-4.0)",)


def test_a_voice_of_unknown_sex_waits_for_the_house_to_name_it(tmp_path: Path) -> None:
    name = "coqui:tts_models/tir/fairseq/vits"
    pack = dataclasses.replace(language.load("en"), voices_female=(), voices_unknown=(name,))
    assert [voice.info.engine for voice in voices(pack, "female", tmp_path, noncommercial=True)] == ["espeak"]
    steps = better(pack, "female", tmp_path)
    assert steps[-3:-1] == (
        f"lotse models pull {name}",
        "lotse.toml: [speech] noncommercial = true (CC-BY-NC-4.0)",
    )
    assert f'[speech.voices] en = {{ female = ["{name}"] }}' in steps[-1]
    assert ('pip install "lotse[coqui]"' in steps) == (not coqui.installed())


@pytest.mark.skipif(coqui.installed(), reason="the extra is here")
def test_without_the_extra_no_coqui_voice_is_promised(tmp_path: Path) -> None:
    name = "coqui:tts_models/som/fairseq/vits"
    weight = tmp_path / "som"
    weight.mkdir()
    for file, text in {"config.json": '{"data": {"sampling_rate": 16000}}', "vocab.txt": "a", "G_1.pth": "0"}.items():
        (weight / file).write_text(text, encoding="utf-8")
    import_from(tmp_path / "models", weight)
    pack = dataclasses.replace(language.load("en"), voices_male=(name,))
    found = voices(pack, "male", tmp_path / "models", noncommercial=True)
    assert [voice.info.engine for voice in found] == ["espeak"]
    assert better(pack, "male", tmp_path / "models", noncommercial=True) == ('pip install "lotse[coqui]"',)
    with pytest.raises(MissingError, match="lotse\\[coqui\\]"):
        coqui.CoquiVoice(tmp_path / "models", VoiceInfo("coqui", name, "male", "", stand_in=False), pack).say("one")


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
