"""A film that came back from anywhere: what survived is found, what is proved is said, the rest is "not judgeable"."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import InputError
from pipeline.seal.keys import ensure
from pipeline.seal.stage import seal
from pipeline.verify.bare import examine, read_root
from pipeline.verify.verdict import GERMAN, Verdict
from tests.films import PICTURE, ffmpeg
from tests.verify.judging import failed, judged, layers, published, unjudged

if TYPE_CHECKING:
    from pipeline.seal.keys import Keys
    from tests.films import Proof

pytest_plugins = ["tests.films"]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """Of another service."""
    return ensure(tmp_path_factory.mktemp("other") / "keys", "Andere Stelle")


# ---------------------------------------------------------------- own films


def test_the_published_film_is_proved_by_its_file_alone(short: Proof) -> None:
    verdict = judged(short)
    assert verdict.status == 0
    assert failed(verdict) == []
    assert layers(verdict) == dict.fromkeys(("manifest", "XMP", "watermark", "fingerprint", "pixels"), True)
    lane = {gate.name for gate in short.verify().gates}
    assert {gate.name for gate in verdict.gates} | set(unjudged(verdict)) == lane, "each is judged or said not to be"
    assert unjudged(verdict) == ["text", "facts", "heard", "mouth"]
    assert verdict.film is not None
    assert (verdict.film.film_id, verdict.film.title) == (short.proof.claim.film_id, short.proof.claim.title)
    assert "Ein eigener Film" in verdict.de
    assert "A film of this service" in verdict.en
    assert {*layers(verdict), *unjudged(verdict), *(gate.name for gate in verdict.gates)} < set(GERMAN)


def test_a_draft_too_and_it_is_called_one(draft: Proof) -> None:
    verdict = judged(draft)
    assert verdict.status == 0
    assert "draft words" in [gate.name for gate in verdict.gates]
    assert layers(verdict)["fingerprint"] is False
    assert "Ein eigener Entwurf" in verdict.de


# ---------------------------------------------------------------- copies


def is_a_copy(verdict: Verdict, proof: Proof) -> None:
    assert verdict.status == 1
    assert layers(verdict)["watermark"] is True
    assert layers(verdict)["fingerprint"] is True
    assert layers(verdict)["pixels"] is None
    assert verdict.gates == ()
    assert unjudged(verdict) == ["text", "facts", "heard", "mouth", "pixels", "words"]
    assert verdict.film is not None
    assert (verdict.film.film_id, verdict.film.language) == (proof.proof.claim.film_id, "en")
    assert verdict.film.when in verdict.de


def test_a_copy_in_another_container_lost_its_signature_but_is_recognised(short: Proof, tmp_path: Path) -> None:
    verdict = judged(short, ffmpeg(published(short), tmp_path / "copy.mkv", "-c", "copy"))
    is_a_copy(verdict, short)
    assert layers(verdict)["manifest"] is layers(verdict)["XMP"] is False


def test_a_small_poor_copy_is_recognised(short: Proof, tmp_path: Path) -> None:
    options = ["-vf", "scale=-2:720", *PICTURE, "-crf", "28"]
    is_a_copy(judged(short, ffmpeg(published(short), tmp_path / "copy.mp4", *options)), short)


def test_one_byte_changed_and_nothing_it_says_is_believed(short: Proof, tmp_path: Path) -> None:
    data = bytearray(published(short).read_bytes())
    data[len(data) // 2] ^= 1
    changed = tmp_path / "changed.mp4"
    changed.write_bytes(data)
    verdict = judged(short, changed)
    is_a_copy(verdict, short)
    assert layers(verdict)["manifest"] is False
    assert "seit der Unterschrift verändert" in verdict.de
    assert "changed since signing" in verdict.en


def test_an_own_film_that_somebody_else_signed(short: Proof, other: Keys, tmp_path: Path) -> None:
    seal(short.path, tmp_path / "film.mp4", short.proof.claim, other)
    verdict = judged(short, tmp_path / "film.mp4")
    is_a_copy(verdict, short)
    assert "Andere Stelle" in verdict.de


# ---------------------------------------------------------------- other people's files


def test_a_film_of_another_service_is_none_of_ours_and_one_of_theirs(short: Proof, other: Keys, tmp_path: Path) -> None:
    ours = examine(published(short), root=other.root, mark_key=other.mark_key(), log=tmp_path / "none.jsonl")
    assert ours.status == 4
    assert layers(ours) | {"XMP": False} == dict.fromkeys(layers(ours), False) | {"pixels": None}
    assert "not under this root" in ours.en
    assert "Lotse" in ours.en
    theirs = examine(published(short), root=short.keys.root, mark_key=None, log=None)
    assert theirs.status == 0
    assert (layers(theirs)["watermark"], layers(theirs)["fingerprint"]) == (None, None)
    assert unjudged(theirs) == ["text", "facts", "heard", "mouth", "watermark"]
    assert "eigener" not in theirs.de


def test_without_any_root_a_signature_is_only_a_claim(short: Proof) -> None:
    verdict = examine(published(short), root=None, mark_key=None, log=None)
    assert (verdict.status, layers(verdict)["manifest"], verdict.gates) == (4, None, ())


def test_any_film(short: Proof, tmp_path: Path) -> None:
    source = Path("testsrc2=size=640x360:rate=10:duration=2")
    verdict = judged(short, lavfi(source, tmp_path / "film.mp4"))
    assert verdict.status == 4
    assert not any(layers(verdict).values())
    assert verdict.film is None
    assert "Kein Lotse-Film" in verdict.de


def lavfi(source: Path, target: Path) -> Path:
    command = ["ffmpeg", "-loglevel", "error", "-nostdin", "-y", "-f", "lavfi", "-i", str(source), str(target)]
    subprocess.run(command, check=True, timeout=60)
    return target


@pytest.mark.parametrize("data", [b"", b"Hallo\n", bytes(range(256)) * 40, b"\x00\x00\x00\x18ftypmp42" + b"\xff" * 99])
def test_what_is_no_film(data: bytes, short: Proof, tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(data)
    verdict = judged(short, tmp_path / "film.mp4")
    assert (verdict.status, verdict.gates) == (4, ())


def test_what_is_not_there(short: Proof, tmp_path: Path) -> None:
    for path in (tmp_path / "none.mp4", tmp_path):
        with pytest.raises(InputError, match="no such file"):
            judged(short, path)


@pytest.mark.parametrize("data", [b"", b"Hallo", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_a_root_that_is_none(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_bytes(data)
    with pytest.raises(InputError, match="no root certificate"):
        read_root(tmp_path / "root.pem")
