"""Weights that are carried in, and what counts as installed; real crashes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.weights import find, import_from, installed, verify
from tests.weights.conftest import VOICE

# ---------------------------------------------------------------- import


def test_import_of_a_piper_voice(tmp_path: Path, voice: Path) -> None:
    (weight,) = import_from(tmp_path / "models", voice)
    assert weight.name == f"piper:{VOICE}"
    assert weight.licence == "CC0 (says its MODEL_CARD)"
    assert verify(tmp_path / "models") == []


def test_import_of_a_piper_voice_needs_its_second_file(tmp_path: Path, voice: Path) -> None:
    voice.with_name(f"{VOICE}.onnx.json").unlink()
    with pytest.raises(InputError, match=rf"needs the file {VOICE}\.onnx\.json"):
        import_from(tmp_path / "models", voice)


def test_import_of_an_argosmodel(tmp_path: Path, argosmodel: Path) -> None:
    (weight,) = import_from(tmp_path, argosmodel)
    assert weight.name == "argos:de-en"
    assert {"argos/de-en/metadata.json", "argos/de-en/model/model.bin"} <= {file.path for file in weight.files}


def test_import_of_half_an_argosmodel_is_refused(tmp_path: Path, argosmodel: Path) -> None:
    half = tmp_path / argosmodel.name
    half.write_bytes(argosmodel.read_bytes()[:10_000])
    with pytest.raises(InputError, match="not carried over whole"):
        import_from(tmp_path / "models", half)
    assert installed(tmp_path / "models") == ()


def test_import_of_a_whisper_folder(tmp_path: Path, models: Path) -> None:
    source = find(models, "whisper:base")
    assert source is not None
    carried = shutil.copytree(source, tmp_path / "faster-whisper-base")
    (weight,) = import_from(tmp_path / "models", carried)
    assert weight.name == "whisper:base"
    assert weight.licence == "MIT"
    (carried / "config.json").unlink()
    with pytest.raises(InputError, match=r"config\.json"):
        import_from(tmp_path / "models", carried)


def test_import_of_a_firefox_folder_under_mozillas_names(tmp_path: Path, models: Path) -> None:
    carried = tmp_path / "en-pt"
    carried.mkdir()
    shutil.copy(models / "firefox" / "en-pt" / "model.bin", carried / "model.enpt.intgemm.alphas.bin")
    shutil.copy(models / "firefox" / "en-pt" / "src.spm", carried / "vocab.enpt.spm")
    (weight,) = import_from(tmp_path / "models", carried)
    assert weight.name == "firefox:en-pt"
    assert [Path(file.path).name for file in weight.files] == ["model.bin", "src.spm", "trg.spm"]


def test_import_of_another_machines_folder(tmp_path: Path, voice: Path, argosmodel: Path) -> None:
    import_from(tmp_path / "theirs", voice)
    import_from(tmp_path / "theirs", argosmodel)
    weights = import_from(tmp_path / "ours", tmp_path / "theirs")
    assert [weight.name for weight in weights] == ["argos:de-en", f"piper:{VOICE}"]
    assert weights[1].licence == "CC0 (says its MODEL_CARD)"
    assert verify(tmp_path / "ours") == []


def test_import_of_a_damaged_folder_records_nothing(tmp_path: Path, voice: Path, argosmodel: Path) -> None:
    import_from(tmp_path / "theirs", voice)
    import_from(tmp_path / "theirs", argosmodel)
    (tmp_path / "theirs" / "piper" / f"{VOICE}.onnx").write_bytes(b"weighta")
    with pytest.raises(InputError, match=rf"{VOICE}\.onnx"):
        import_from(tmp_path / "ours", tmp_path / "theirs")
    assert installed(tmp_path / "ours") == ()


@pytest.mark.parametrize("path", ["../../evil", "argos/de-en/../../../evil", "piper/x.onnx"])
def test_a_manifest_cannot_reach_outside_its_weights_folder(tmp_path: Path, path: str) -> None:
    entry = {"files": {path: {"sha256": "0", "size": 1}}, "licence": "", "source": "", "when": ""}
    (tmp_path / "manifest.json").write_text(json.dumps({"weights": {"argos:de-en": entry}}), encoding="utf-8")
    with pytest.raises(InputError, match=r"manifest\.json"):
        import_from(tmp_path / "models", tmp_path)


@pytest.mark.parametrize("name", ["letter.txt", "empty", "not-there"])
def test_import_of_anything_else_says_what_is_possible(tmp_path: Path, name: str) -> None:
    (tmp_path / "letter.txt").write_text("Hello", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=name):
        import_from(tmp_path / "models", tmp_path / name)


# ---------------------------------------------------------------- what counts as installed


def test_a_changed_byte_is_found(tmp_path: Path, voice: Path) -> None:
    import_from(tmp_path / "models", voice)
    path = tmp_path / "models" / "piper" / f"{VOICE}.onnx"
    path.write_bytes(b"weighta")
    ((de, en),) = verify(tmp_path / "models")
    for text in (de, en):
        assert str(path) in text
        assert f"lotse models pull piper:{VOICE}" in text
    path.unlink()
    assert "is missing" in verify(tmp_path / "models")[0][1]
    assert find(tmp_path / "models", f"piper:{VOICE}") is None


@pytest.fixture
def somali(tmp_path: Path) -> Path:
    """One of Meta's MMS voices as its archive unpacks; what is in the checkpoint does not matter here."""
    folder = tmp_path / "stick" / "som"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text('{"data": {"sampling_rate": 16000, "training_files": "train.ltr"}}')
    for name in ("vocab.txt", "G_100000.pth", "D_100000.pth"):
        (folder / name).write_text(name)
    return folder


def test_import_of_a_coqui_voice(tmp_path: Path, somali: Path) -> None:
    (weight,) = import_from(tmp_path / "models", somali)
    assert (weight.name, weight.licence) == ("coqui:tts_models/som/fairseq/vits", "CC-BY-NC-4.0")
    folder = find(tmp_path / "models", weight.name)
    assert folder == tmp_path / "models" / "coqui" / "tts_models" / "som" / "fairseq" / "vits"
    assert {path.name for path in folder.iterdir()} == {"config.json", "model.pth", "vocab.txt"}
    assert (folder / "model.pth").read_text() == "G_100000.pth"
    (again,) = import_from(tmp_path / "other", tmp_path / "models")
    assert again.files == weight.files
    assert verify(tmp_path / "other") == []


def test_a_coqui_voice_of_one_s_own_says_its_name_and_licence(tmp_path: Path) -> None:
    folder = tmp_path / "tts_models--de--haus--vits"
    folder.mkdir()
    (folder / "config.json").write_text('{"model": "vits", "model_args": {}}')
    for name in ("best_model.pth", "speaker_ids.json", "train.log", "speakers.pth"):
        (folder / name).write_text(name)
    (folder / "MODEL_CARD").write_text("Licence: CC-BY-SA-4.0\n")
    (weight,) = import_from(tmp_path / "models", folder)
    assert (weight.name, weight.licence) == ("coqui:tts_models/de/haus/vits", "CC-BY-SA-4.0 (says its MODEL_CARD)")
    assert {Path(file.path).name for file in weight.files} == {
        "config.json",
        "model.pth",
        "speaker_ids.json",
        "speakers.pth",
    }


@pytest.mark.parametrize("broken", ["two checkpoints", "no letters", "no rate", "another name", "another model"])
def test_what_is_no_coqui_voice_is_refused_with_what_would_be(tmp_path: Path, somali: Path, broken: str) -> None:
    if broken == "two checkpoints":
        (somali / "G_200000.pth").write_text("")
    elif broken == "no letters":
        (somali / "vocab.txt").unlink()
    elif broken == "no rate":
        (somali / "config.json").write_text("[")
    elif broken == "another name":
        somali = somali.rename(somali.with_name("Somali (neu)"))
    else:
        somali = somali.rename(somali.with_name("tts_models--so--x--xtts"))
        (somali / "config.json").write_text('{"model": "xtts"}')
    with pytest.raises(InputError, match="tts_models--de--haus--vits"):
        import_from(tmp_path / "models", somali)
    assert installed(tmp_path / "models") == ()


def test_nothing_is_installed_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert installed(tmp_path / "models") == ()
    assert find(tmp_path / "models", "whisper:base") is None
    assert verify(tmp_path / "models") == []


def test_an_unreadable_manifest_is_named(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"manifest\.json"):
        installed(tmp_path)


CRASH = """
import os, sys
from pathlib import Path
from pipeline.weights import import_from
left = int(sys.argv[3])
real = Path.replace
def replace(self, target):
    global left
    if left == 0:
        os._exit(9)
    left -= 1
    return real(self, target)
Path.replace = replace
import_from(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.parametrize("again", [False, True])
def test_a_crash_at_any_move_leaves_all_or_nothing(tmp_path: Path, voice: Path, again: bool) -> None:
    """Killed before the first, second, … rename: the weight is there whole or does not count, and never wrong."""
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    for moves in range(10):
        models = tmp_path / f"models{moves}"
        if again:
            import_from(models, voice)
            voice.write_bytes(b"newer weights")
        ran = subprocess.run([sys.executable, "-c", CRASH, str(models), str(voice), str(moves)], env=env, check=False)
        assert ran.returncode in (0, 9)
        assert verify(models) == []
        if ran.returncode == 0:
            break
        assert again or installed(models) == ()
        import_from(models, voice)
        assert len(installed(models)) == 1
        assert not list(models.glob(".part-*"))
        voice.write_bytes(b"weights")
    else:
        pytest.fail("the import never came to its end")
    assert moves >= 3
