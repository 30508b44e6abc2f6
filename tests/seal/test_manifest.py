"""What is signed reads back as signed; what was changed, stripped or signed by others does not."""

from __future__ import annotations

import mmap
import os
import shutil
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import LotseError, MissingError
from pipeline.records import Store
from pipeline.seal import keys as key_room
from pipeline.seal import manifest as module
from pipeline.seal import xmp
from pipeline.seal.keys import Keys
from pipeline.seal.manifest import COMPOSITE, SYNTHETIC, Claim, Manifest, read, sign


@pytest.fixture
def signed(film: Path, claim: Claim, keys: Keys, tmp_path: Path) -> Path:
    sign(film, tmp_path / "signed.mp4", claim, keys)
    return tmp_path / "signed.mp4"


def found(film: Path, trust: bytes | None) -> Manifest:
    manifest = read(film, trust)
    assert manifest
    return manifest


def frames(film: Path) -> str:
    """Hashes of every decoded picture and sound frame."""
    command = ["ffmpeg", "-loglevel", "error", "-i", str(film), "-f", "framemd5", "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


# ---------------------------------------------------------------- what is signed


def test_the_claim_comes_back_trusted(signed: Path, claim: Claim, keys: Keys) -> None:
    assert read(signed, keys.root) == Manifest(
        "trusted", (), claim, SYNTHETIC, ("de", "ar"), attributed=True, signer="Haus XY"
    )


def test_without_a_root_it_is_valid_and_untrusted(signed: Path, claim: Claim) -> None:
    manifest = found(signed, None)
    assert (manifest.state, manifest.claim) == ("valid", claim)
    assert manifest.reasons[0].startswith("signingCredential.untrusted")


def test_under_another_root_it_is_untrusted(signed: Path, tmp_path: Path) -> None:
    other = key_room.ensure(tmp_path / "other" / "keys", "Haus XY")
    manifest = found(signed, other.root)
    assert manifest.state == "valid"
    assert manifest.reasons[0].startswith("signingCredential.untrusted")


def test_real_pictures_make_it_a_composite(film: Path, claim: Claim, keys: Keys, tmp_path: Path) -> None:
    sign(film, tmp_path / "signed.mp4", replace(claim, composite=True), keys)
    assert found(tmp_path / "signed.mp4", keys.root).digital_source_type == COMPOSITE


def test_what_no_machine_translated_is_not_called_translated(
    film: Path, claim: Claim, keys: Keys, tmp_path: Path
) -> None:
    sign(film, tmp_path / "signed.mp4", replace(claim, machine_translated=False), keys)
    assert found(tmp_path / "signed.mp4", keys.root).translated is None


def test_picture_sound_and_fast_start_stay_as_they_are(film: Path, signed: Path) -> None:
    assert frames(signed) == frames(film)
    data = signed.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_a_corrected_film_is_signed_anew_in_its_place(signed: Path, claim: Claim, keys: Keys) -> None:
    corrected = replace(claim, revision=4)
    sign(signed, signed, corrected, keys)
    assert found(signed, keys.root).claim == corrected
    assert [path.name for path in signed.parent.iterdir()] == [signed.name]


def test_the_signature_covers_what_players_skip(signed: Path, keys: Keys) -> None:
    with signed.open("ab") as file:
        file.write(b"\0\0\0\x10free" + b"payload!")
    assert found(signed, keys.root).state == "invalid"


# ---------------------------------------------------------------- what was done to it since


@pytest.mark.parametrize("place", [b"mdat", b"moov", "مرحبا".encode(), b"trainedAlgorithmicMedia", b"c2pa.created"])
def test_one_changed_byte_makes_it_invalid_and_says_why(signed: Path, keys: Keys, place: bytes) -> None:
    data = bytearray(signed.read_bytes())
    at = data.index(place) + (len(place) + 20 if place in (b"mdat", b"moov") else 3)
    data[at] ^= 1
    signed.write_bytes(data)
    manifest = found(signed, keys.root)
    assert manifest.state == "invalid"
    assert any("mismatch" in reason for reason in manifest.reasons)


@pytest.mark.parametrize("name", ["copy.mp4", "copy.mkv", "copy.mov"])
def test_a_copy_by_ffmpeg_has_none(signed: Path, keys: Keys, name: str) -> None:
    copy = signed.with_name(name)
    subprocess.run(["ffmpeg", "-loglevel", "error", "-i", str(signed), "-c", "copy", str(copy)], check=True)
    assert read(copy, keys.root) is None


@pytest.mark.parametrize("content", [b"", b"x", b"Kein Film, nur Text. " * 10, b"\0\0\0\x08ftyp" * 3, b"\xff" * 5000])
def test_what_is_no_film_has_none(tmp_path: Path, keys: Keys, content: bytes) -> None:
    (tmp_path / "x.mp4").write_bytes(content)
    assert read(tmp_path / "x.mp4", keys.root) is None


@pytest.mark.parametrize("size", [200, 1000, 3000, 9000])
def test_a_torn_film_is_invalid_not_unmarked(signed: Path, keys: Keys, size: int) -> None:
    torn = signed.with_name("torn.mp4")
    torn.write_bytes(signed.read_bytes()[:size])
    manifest = found(torn, keys.root)
    assert manifest.state == "invalid"
    assert manifest.reasons


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(LotseError, match=r"x\.mp4"):
        read(tmp_path / "x.mp4", None)


@pytest.mark.parametrize("root", [b"", b"no certificate", b"\xff\xfe"])
def test_a_root_that_is_none_is_an_error_or_trusts_nobody(signed: Path, root: bytes) -> None:
    try:
        assert found(signed, root).state == "valid"
    except LotseError as error:
        assert "root certificate" in error.en


def test_actions_that_nobody_stands_for_are_seen(
    film: Path, claim: Claim, keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = module._definition

    def gathered(claim: Claim) -> dict[str, object]:
        definition = real(claim)
        definition["assertions"] = [{**one, "created": False} for one in definition["assertions"]]
        return definition

    monkeypatch.setattr(module, "_definition", gathered)
    with pytest.raises(LotseError, match="did not become valid"):
        sign(film, tmp_path / "signed.mp4", claim, keys)
    monkeypatch.setattr(module, "_prove", lambda *args: None)
    sign(film, tmp_path / "signed.mp4", claim, keys)
    manifest = found(tmp_path / "signed.mp4", keys.root)
    assert (manifest.state, manifest.attributed) == ("trusted", False)


@pytest.mark.parametrize(
    "change", [{"schema": 1}, {"film": None}, {"film": {"title": 3}}, {"film": [1]}, {"film": "x"}]
)
def test_a_claim_of_another_kind_is_none(
    film: Path,
    claim: Claim,
    keys: Keys,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, object],
) -> None:
    real = module._definition

    def other(claim: Claim) -> dict[str, object]:
        definition = real(claim)
        definition["assertions"][1]["data"].update(change)
        return definition

    monkeypatch.setattr(module, "_definition", other)
    monkeypatch.setattr(module, "_prove", lambda *args: None)
    sign(film, tmp_path / "signed.mp4", claim, keys)
    manifest = found(tmp_path / "signed.mp4", keys.root)
    assert (manifest.state, manifest.claim) == ("trusted", None)


@pytest.mark.parametrize("data", ["x", [1], [[]], 3, True, None, {}, {"schema": 1}, {"schema": 1, "film": "x"}])
def test_an_assertion_of_any_other_shape_is_no_claim(data: object) -> None:
    """What a stranger may have put there, as the library's JSON gives it."""
    assert module._claim([{"label": module.LABEL, "data": data}]) is None
    assert module._claim([{"label": module.LABEL}]) is module._claim([]) is None


# ---------------------------------------------------------------- nothing unsigned gets through


def test_without_c2pa_there_is_no_film(
    film: Path, claim: Claim, keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "c2pa", None)
    with pytest.raises(MissingError, match="make setup"):
        sign(film, tmp_path / "signed.mp4", claim, keys)
    with pytest.raises(MissingError, match="make setup"):
        read(film, keys.root)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("harm", ["key", "chain", "film", "lost key", "lost film"])
def test_a_failure_leaves_nothing(film: Path, claim: Claim, keys: Keys, tmp_path: Path, harm: str) -> None:
    inputs, out = tmp_path / "in", tmp_path / "out"
    inputs.mkdir()
    out.mkdir()
    source, key = inputs / "film.mp4", inputs / "key.pem"
    shutil.copy(film, source)
    shutil.copy(keys.leaf_key, key)
    broken = replace(keys, leaf_key=key)
    if harm == "key":
        other = key_room.ensure(tmp_path / "other" / "keys", "Haus Z")
        broken = replace(keys, leaf_key=other.leaf_key)
    elif harm == "chain":
        broken = replace(keys, chain=b"nothing")
    elif harm == "film":
        source.write_bytes(b"no film")
    else:
        (key if harm == "lost key" else source).unlink()
    with pytest.raises(LotseError):
        sign(source, out / "signed.mp4", claim, broken)
    assert not list(out.iterdir())


def test_the_network_is_never_used(film: Path, claim: Claim, keys: Keys, tmp_path: Path) -> None:
    """A film whose XMP names a manifest elsewhere: the library would fetch it if it were let."""
    asked: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        place = f"http://127.0.0.1:{server.getsockname()[1]}/m.c2pa"
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                connection.close()
                asked.append(place)

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            remote = tmp_path / "remote.mp4"
            _publish_elsewhere(film, remote, place, keys)
            assert read(remote, keys.root) is None
            assert asked == []
            _fetching(remote)
        finally:
            stop.set()
            thread.join()
    assert asked, "the control did not connect: this test would prove nothing"


def _publish_elsewhere(film: Path, target: Path, place: str, keys: Keys) -> None:
    import c2pa

    info = c2pa.C2paSignerInfo(b"es256", keys.chain, keys.leaf_key.read_bytes(), None)
    actions = {"actions": [{"action": "c2pa.created", "digitalSourceType": SYNTHETIC}]}
    definition = {"assertions": [{"label": "c2pa.actions.v2", "data": actions}]}
    with (
        c2pa.Signer.from_info(info) as signer,
        c2pa.Context.from_dict({"verify": {"verify_after_sign": False}}) as context,
        c2pa.Builder(definition, context) as builder,
        film.open("rb") as source,
        target.open("w+b") as written,
    ):
        builder.set_no_embed()
        builder.set_remote_url(place)
        builder.sign(signer, "video/mp4", source, written)


def _fetching(film: Path) -> None:
    """What would happen under the library's own settings."""
    import c2pa

    with (
        c2pa.Context.from_dict({"verify": {"remote_manifest_fetch": True}}) as context,
        film.open("rb") as stream,
        pytest.raises(c2pa.C2paError),
    ):
        c2pa.Reader("video/mp4", stream, context=context)


BIG = """
import resource, sys
from pathlib import Path
from pipeline.seal.keys import load
from pipeline.seal.manifest import Claim, read, sign
from pipeline.records import Store
film, target, small = map(Path, sys.argv[1:4])
keys, claim = load(Path(sys.argv[4])), Store(Claim).load(sys.argv[5])
sign(small, target, claim, keys)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
sign(film, target, claim, keys)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def enlarged(film: Path, path: Path, more: int) -> Path:
    """With one mdat box, the last one, nearly all of it a hole."""
    data = bytearray(film.read_bytes())
    at = data.index(b"mdat") - 4
    size = int.from_bytes(data[at : at + 4])
    assert at + size == len(data)
    data[at : at + 4] = (size + more).to_bytes(4)
    path.write_bytes(data)
    os.truncate(path, len(data) + more)
    return path


def test_a_large_film_needs_no_more_memory(film: Path, tmp_path: Path, claim: Claim, keys: Keys) -> None:
    large = enlarged(film, tmp_path / "large.mp4", 200_000_000)
    arguments = [large, large.with_name("signed.mp4"), film, keys.leaf_key.parents[1], Store(Claim).dump(claim)]
    command = [sys.executable, "-c", BIG, *map(str, arguments)]
    grown = int(subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout)
    assert grown < 32, f"{grown} MB"


@pytest.mark.parametrize("place", [b"moov", b"mdat", b"", SYNTHETIC.encode()])
def test_every_byte_of_a_large_film_counts(film: Path, tmp_path: Path, claim: Claim, keys: Keys, place: bytes) -> None:
    """Its data are hashed in pieces, so this is another way through the library; "": the last byte."""
    large = enlarged(film, tmp_path / "large.mp4", module._LARGE)
    xmp.write(large, large, source_type=SYNTHETIC, title="", language="ar", software="")
    sign(large, large, claim, keys)
    assert found(large, keys.root).state == "trusted"
    size = large.stat().st_size
    with large.open("r+b") as file, mmap.mmap(file.fileno(), 0) as data:
        at = (data.rfind(place) if place else size) + len(place) + (20 if place in (b"moov", b"mdat") else -1)
        data[min(at, size - 1)] ^= 1
    assert found(large, keys.root).state == "invalid"
