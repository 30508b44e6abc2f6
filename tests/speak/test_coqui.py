"""Coqui's own library with real VITS voices, as small as they can be. Run by `make test-coqui`."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pipeline import language
from pipeline.errors import InputError, LotseError, MissingError
from pipeline.language import Language
from pipeline.model import Manner, Segment, VoiceInfo
from pipeline.speak import coqui
from pipeline.speak.choose import available, better, voices
from pipeline.speak.coqui import LONG, SHORT, CoquiVoice
from pipeline.speak.stage import speak
from pipeline.weights import find, import_from, installed, pull, verify
from tests.conftest import ROOT
from tests.speak import tiny_coqui
from tests.workers.test_offline import alone, needs_namespaces

# The library's own warnings are not ours to mend.
pytestmark = [pytest.mark.coqui, pytest.mark.filterwarnings("default")]

OWN, TWO = "coqui:tts_models/en/haus/vits", "coqui:tts_models/en/zwei/vits"
SOMALI, TIGRINYA = "coqui:tts_models/som/fairseq/vits", "coqui:tts_models/tir/fairseq/vits"
ENGLISH = language.load("en")


@pytest.fixture(scope="module", autouse=True)
def _the_extra_is_there() -> None:
    assert coqui.installed(), "run: make test-coqui"


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder into which four voices were imported as they come."""
    folder = tmp_path_factory.mktemp("coqui")
    for home in (
        tiny_coqui.build(folder),
        tiny_coqui.build(folder, "tts_models--en--zwei--vits", speakers=2),
        tiny_coqui.mms(folder, "som"),
        tiny_coqui.mms(folder, "tir", romanised=True),
    ):
        import_from(folder / "models", home)
    return folder / "models"


def voice(weights: Path, name: str, pack: Language = ENGLISH, *, measured: bool = False) -> CoquiVoice:
    """Args:
    measured: Whether it measures its own speed first, as it does in earnest; a big voice takes seconds for that.
    """
    model = find(weights, name.partition("#")[0])
    assert model
    made = CoquiVoice(model, VoiceInfo("coqui", name.removeprefix("coqui:"), "male", "none", stand_in=False), pack)
    made._slowdown = 0.0 if measured else 1.25
    return made


def test_what_was_imported_is_installed_whole_and_with_its_licence(weights: Path) -> None:
    assert verify(weights) == []
    licences = {weight.name: weight.licence for weight in installed(weights)}
    assert licences[SOMALI] == licences[TIGRINYA] == "CC-BY-NC-4.0"
    assert licences[OWN].startswith("unknown")
    files = next(weight.files for weight in installed(weights) if weight.name == TWO)
    assert {Path(file.path).name for file in files} == {"config.json", "model.pth", "speaker_ids.json"}


@pytest.mark.parametrize("name", [OWN, f"{TWO}#Person 1", SOMALI, TIGRINYA])
def test_every_kind_of_voice_speaks(weights: Path, name: str) -> None:
    speaker = voice(weights, name, measured="fairseq" not in name)
    said = speaker.say("Call 116 117 at 9:30.")
    assert speaker._slowdown >= 1.25
    assert said.sample_rate == (16000 if "fairseq" in name else 22050)
    assert said.samples.dtype == np.float32
    assert 0.001 < np.abs(said.samples).max() <= 1
    assert len(said.samples) > said.sample_rate
    assert said.words == said.phonemes == ()


def test_the_same_manner_gives_the_same_sound_and_another_take_another(weights: Path) -> None:
    speaker = voice(weights, OWN)
    first, again, other = (speaker.say("Room seven.", Manner(take=take)) for take in (0, 0, 1))
    assert np.array_equal(first.samples, again.samples)
    assert not np.array_equal(first.samples, other.samples)


def test_chance_elsewhere_in_the_process_is_left_alone(weights: Path) -> None:
    import torch

    speaker = voice(weights, OWN)
    speaker.say("Room seven.")
    torch.manual_seed(7)
    expected = torch.rand(1)
    torch.manual_seed(7)
    speaker.say("Room seven.")
    assert torch.equal(torch.rand(1), expected)


@pytest.mark.parametrize("name", [OWN, SOMALI])
def test_a_slower_pace_takes_longer(weights: Path, name: str) -> None:
    speaker = voice(weights, name)
    text = "Please bring your letters with you."
    calm, slow = (len(speaker.say(text, Manner(pace)).samples) for pace in (1.0, 1.5))
    assert 1.3 <= slow / calm <= 1.7


def test_two_speakers_sound_different_and_a_third_is_refused(weights: Path) -> None:
    one, two = (voice(weights, f"{TWO}#Person {number}").say("Room seven.") for number in (0, 1))
    assert not np.array_equal(one.samples, two.samples)
    for wrong in ("", "#Person 2"):
        with pytest.raises(LotseError, match="Person 0, Person 1"):
            voice(weights, TWO + wrong).say("Room seven.")
    with pytest.raises(LotseError, match="#"):
        voice(weights, f"{OWN}#Person 0").say("Room seven.")


def test_a_voice_that_knows_no_commas_pauses_all_the_same(weights: Path) -> None:
    """Meta's voices know letters only; without its pauses nobody can write a telephone number down."""
    speaker = voice(weights, SOMALI)
    said = speaker.say("one, two. three")
    rate, pace = said.sample_rate, speaker._slowdown
    quiet = "".join("-" if sound else " " for sound in np.abs(said.samples) > 0)
    pauses = sorted(len(run) / rate for run in re.findall(" {1000,}", quiet))
    assert pauses == pytest.approx([SHORT * pace, LONG * pace], abs=0.01)


def test_figures_are_said_and_accents_forgiven(weights: Path) -> None:
    speaker = voice(weights, SOMALI)
    assert np.array_equal(speaker.say("Room 7, café").samples, speaker.say("room seven, cafe").samples)


def test_a_character_that_the_voice_would_leave_out_is_named(weights: Path) -> None:
    without = dataclasses.replace(ENGLISH, num2words="")
    with pytest.raises(LotseError, match=r"„7“.*\[speech\.pronunciation\]"):
        voice(weights, SOMALI, without).say("Room 7")
    with pytest.raises(LotseError, match="„ቅ“"):
        voice(weights, SOMALI).say("ቅዳሜ")


def test_a_voice_of_latin_letters_reads_ethiopic_script(weights: Path) -> None:
    """Meta romanised some languages before teaching them, as their config says; so does Coqui before speaking."""
    speaker = voice(weights, TIGRINYA)
    assert np.array_equal(speaker.say("ሰላም").samples, speaker.say("salaame").samples)


def test_nothing_but_signs_says_nothing(weights: Path) -> None:
    with pytest.raises(LotseError, match="sagt nichts"):
        voice(weights, SOMALI).say("– …")


def test_the_voice_of_one_s_own_choice_speaks_through_the_stage(weights: Path, tmp_path: Path) -> None:
    pack = dataclasses.replace(ENGLISH, voices_male=(OWN,))
    able = voices(pack, "male", weights)
    assert [one.info.engine for one in able] == ["coqui", "espeak"]
    assert available(pack, "male", weights) == able[0].info
    speech = speak([Segment("script", 0, "Please call us on Monday.", 0.4)], able, pack, tmp_path)
    assert speech.voice.name == "tts_models/en/haus/vits"
    with wave.open(str(tmp_path / speech.segments[0].sound)) as sound:
        assert sound.getframerate() == speech.sample_rate == 22050
        assert sound.getnframes() / 22050 == pytest.approx(speech.segments[0].duration)


def test_with_the_extra_the_way_to_meta_s_voice_is_short(weights: Path, tmp_path: Path) -> None:
    pack = dataclasses.replace(ENGLISH, voices_male=(SOMALI,))
    assert better(pack, "male", tmp_path, noncommercial=True) == (f"lotse models pull {SOMALI}",)
    assert better(pack, "male", weights) == ("lotse.toml: [speech] noncommercial = true (CC-BY-NC-4.0)",)
    assert [one.info.engine for one in voices(pack, "male", weights)] == ["espeak"]
    assert [one.info.engine for one in voices(pack, "male", weights, noncommercial=True)] == ["coqui", "espeak"]


# ---------------------------------------------------------------- where the weights come from


@pytest.fixture
def no_way(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every name that is looked up; nothing gets an answer."""
    asked: list[str] = []

    def refuse(host: str, *args: object, **kwargs: object) -> object:
        asked.append(host)
        raise socket.gaierror("no network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    yield asked


def test_pull_asks_coqui_s_own_manager(tmp_path: Path, no_way: list[str]) -> None:
    with pytest.raises(MissingError, match=f"lotse models pull {SOMALI}"):
        pull(tmp_path, SOMALI)
    assert no_way
    assert installed(tmp_path) == ()


@pytest.mark.parametrize("name", ["multilingual/multi-dataset/xtts_v2", "en/ljspeech/tacotron2-DDC", "xx/yy/zz"])
def test_pull_takes_no_model_that_imitates_needs_a_second_one_or_does_not_exist(
    name: str, tmp_path: Path, no_way: list[str]
) -> None:
    with pytest.raises(LotseError, match="keine VITS-Stimme"):
        pull(tmp_path, f"coqui:tts_models/{name}")
    assert no_way == []


def test_pull_keeps_what_coqui_s_manager_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from TTS.utils.manage import ModelManager

    home = tiny_coqui.mms(tmp_path, "som")

    def fetched(self: ModelManager, model_name: str, output_path: Path) -> None:
        for file in home.iterdir():
            (output_path / file.name).write_bytes(file.read_bytes())

    monkeypatch.setattr(ModelManager, "download_fairseq_model", fetched)
    (weight,) = pull(tmp_path / "models", SOMALI)
    assert (weight.name, weight.licence) == (SOMALI, "CC BY-NC 4.0")
    assert voice(tmp_path / "models", SOMALI).say("room seven").samples.any()


def test_a_voice_of_a_person_s_recording_is_refused(tmp_path: Path) -> None:
    home = tiny_coqui.build(tmp_path)
    config = json.loads((home / "config.json").read_text(encoding="utf-8"))
    config["model_args"]["use_d_vector_file"] = True
    (home / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(InputError, match="imitate"):
        import_from(tmp_path / "models", home)


# ---------------------------------------------------------------- nothing leaves the machine

SPEAK = """
import sys
from pathlib import Path
from pipeline import language
from pipeline.model import VoiceInfo
from pipeline.speak.coqui import CoquiVoice
for name in sys.argv[2:]:
    model = Path(sys.argv[1]) / "coqui" / name.partition("#")[0]
    info = VoiceInfo("coqui", name, "male", "none", stand_in=False)
    said = CoquiVoice(model, info, language.load("en"))._speak("Please call.", 1.25, 0)
    assert said.samples.any()
"""


@needs_namespaces
def test_without_a_network_every_voice_speaks_and_none_asks_for_one(weights: Path, tmp_path: Path) -> None:
    """One of the configs names a file at an address in the network."""
    names = [name.removeprefix("coqui:") for name in (OWN, f"{TWO}#Person 1", SOMALI, TIGRINYA)]
    done = alone(SPEAK, str(weights), *names, folder=tmp_path)
    assert done.status == 0, done.said
    assert done.attempts == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody without a home")
def test_a_service_without_a_home_speaks_too(weights: Path, tmp_path: Path) -> None:
    """numba would not even be imported where it can write neither beside itself nor into the home."""
    shutil.copytree(weights / "coqui" / "tts_models" / "en" / "haus", tmp_path / "coqui" / "en" / "haus")
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", sys.executable, "-c", SPEAK]
    env = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([*nobody, str(tmp_path), "en/haus/vits"], cwd="/", env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
