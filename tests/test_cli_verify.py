"""`lotse verify` and `lotse keys export` as staff and partners meet them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.seal.certificates import fingerprint, read_certificate

if TYPE_CHECKING:
    from typer.testing import Result

    from tests.films import Proof, Service

pytest_plugins = ["tests.films"]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("plain_environment")]


def lotse(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def state(proof: Proof) -> Path:
    return proof.keys.leaf_key.parents[2]


def config(proof: Proof) -> Path:
    return state(proof).parent / "lotse.toml"


def film(proof: Proof) -> Path:
    (path,) = proof.published.glob("*.mp4")
    return path


@pytest.fixture
def junk(tmp_path: Path) -> Path:
    path = tmp_path / "junk.mp4"
    path.write_bytes(bytes(range(256)))
    return path


@pytest.fixture
def changed(short: Proof, tmp_path: Path) -> Path:
    path = tmp_path / "changed.mp4"
    data = bytearray(film(short).read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    return path


def test_an_own_film_in_plain_words_in_both_languages(short: Proof) -> None:
    before = sorted(path for path in state(short).rglob("*"))
    done = lotse("verify", film(short), "--config", config(short))
    assert done.exit_code == 0, done.output
    for words in ("Wasserzeichen", "Fingerabdruck", "nicht beurteilbar", "Ein eigener Film", "A film of this service"):
        assert words in done.stdout
    assert sorted(path for path in state(short).rglob("*")) == before


def test_the_status_is_that_of_the_worst_file(short: Proof, changed: Path, junk: Path) -> None:
    root = state(short) / "keys" / "root" / "certificate.pem"
    assert lotse("verify", film(short), junk, "--root", root).exit_code == 4
    done = lotse("verify", changed, junk, film(short), "--config", config(short), "--json")
    assert done.exit_code == 1
    verdicts = json.loads(done.stdout)
    assert [verdict["status"] for verdict in verdicts] == [1, 4, 0]
    assert verdicts[0]["path"] == str(changed)
    assert {layer["name"]: layer["found"] for layer in verdicts[0]["layers"]}["pixels"] is None
    assert verdicts[1]["film"] is None
    assert all(gate["passed"] for gate in verdicts[2]["gates"])


def test_a_file_that_is_not_there_is_bad_input_and_nothing_is_checked(short: Proof) -> None:
    done = lotse("verify", film(short), "no-such.mp4", "--config", config(short))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "no-such.mp4" in done.stderr


def test_partners_check_with_the_exported_root_alone(
    short: Proof, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "root.pem"
    done = lotse("keys", "export", root, "--config", config(short))
    assert done.exit_code == 0
    assert f"SHA-256 {fingerprint(read_certificate(root))}" in done.stdout
    assert b"PRIVATE" not in root.read_bytes()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOTSE_PATHS__STATE", str(tmp_path / "state"))
    verified = lotse("verify", "--root", root, film(short))
    assert verified.exit_code == 0, verified.output
    assert "nicht beurteilbar: Nur die Einrichtung hat den Schlüssel" in verified.stdout
    assert not (tmp_path / "state").exists()


def test_a_root_that_is_none_is_bad_input(short: Proof, junk: Path) -> None:
    assert lotse("verify", "--root", junk, film(short)).exit_code == 2


def test_a_service_without_keys_checks_what_it_can_and_makes_none(short: Proof, service: Service) -> None:
    done = lotse("verify", film(short), "--config", service.config)
    assert done.exit_code == 4
    assert "There are no keys yet" in done.stderr
    assert "without a root certificate" in done.stdout
    assert not (service.root / "state").exists()
    assert lotse("keys", "export", service.root / "root.pem", "--config", service.config).exit_code == 1
    assert not (service.root / "root.pem").exists()


def test_keys_lost_are_an_error_not_a_verdict(short: Proof, service: Service, junk: Path) -> None:
    (service.root / "state").mkdir()
    (service.root / "state" / "keys.json").write_text("{}", encoding="utf-8")
    done = lotse("verify", junk, "--config", service.config)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "Restore" in done.stderr


@pytest.mark.parametrize("words", [["verify"], ["keys"], ["keys", "export"]])
def test_they_explain_themselves_in_both_languages(words: list[str]) -> None:
    done = lotse(*words, "--help")
    assert done.exit_code == 0
    assert " / " in done.stdout
