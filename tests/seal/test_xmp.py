"""The digital source type stands in XMP, under the signature, and costs the film nothing."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

import pytest

from pipeline.errors import LotseError
from pipeline.seal import manifest
from pipeline.seal.keys import Keys
from pipeline.seal.manifest import SYNTHETIC, Claim
from pipeline.seal.xmp import BOX, read, write

FREE = b"\0\0\0\x10free" + bytes(8)
FTYP = b"\0\0\0\x10ftypisom\0\0\0\0"


def put(film: Path, target: Path, source_type: str = SYNTHETIC, title: str = "Termin") -> None:
    write(film, target, source_type=source_type, title=title, language="ar", software="Lotse 0.1.0")


def packet(content: bytes) -> bytes:
    return struct.pack(">I4s", 24 + len(content), b"uuid") + BOX + content


def hashes(film: Path) -> str:
    command = ["ffmpeg", "-loglevel", "error", "-xerror", "-i", str(film), "-f", "framemd5", "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_it_can_be_read_and_the_film_is_as_before(film: Path, tmp_path: Path) -> None:
    target = tmp_path / "marked.mp4"
    put(film, target)
    assert read(film) is None
    assert read(target) == SYNTHETIC
    assert target.read_bytes().startswith(film.read_bytes())
    assert hashes(target) == hashes(film)


def test_it_stays_when_the_film_is_signed(film: Path, tmp_path: Path, claim: Claim, keys: Keys) -> None:
    target = tmp_path / "marked.mp4"
    put(film, target)
    manifest.sign(target, target, claim, keys)
    assert read(target) == SYNTHETIC
    found = manifest.read(target, keys.root)
    assert found
    assert found.state == "trusted"
    assert hashes(target) == hashes(film)


def test_another_program_sees_it(film: Path, tmp_path: Path) -> None:
    put(film, tmp_path / "marked.mp4")
    command = ["ffprobe", "-loglevel", "error", "-export_xmp", "1", "-show_format", str(tmp_path / "marked.mp4")]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert f"DigitalSourceType>{SYNTHETIC}<" in shown


@pytest.mark.parametrize("old", [SYNTHETIC.encode(), b"dc:language"])
def test_the_signature_covers_it(film: Path, tmp_path: Path, claim: Claim, keys: Keys, old: bytes) -> None:
    target = tmp_path / "marked.mp4"
    put(film, target)
    manifest.sign(target, target, claim, keys)
    data = bytearray(target.read_bytes())
    data[data.rindex(old)] ^= 1
    target.write_bytes(data)
    found = manifest.read(target, keys.root)
    assert found
    assert found.state == "invalid"


def test_written_again_there_is_one(film: Path, tmp_path: Path) -> None:
    target = tmp_path / "marked.mp4"
    put(film, target, "urn:old")
    put(target, target, SYNTHETIC)
    assert read(target) == SYNTHETIC
    assert target.read_bytes().count(BOX) == 2, "the old one is there, as free space"
    assert hashes(target) == hashes(film)
    assert [path.name for path in tmp_path.iterdir()] == ["marked.mp4"]


@pytest.mark.parametrize("title", ["<x>&\"'</rdf:li>", "موعد", "a\0b\x1bc\ufffe", "]]>", "\U0001f642", "\ud800"])
def test_a_title_is_only_text(film: Path, tmp_path: Path, title: str) -> None:
    target = tmp_path / "marked.mp4"
    put(film, target, title=title)
    assert read(target) == SYNTHETIC


def test_exiftool_style_attributes_are_read_too(tmp_path: Path) -> None:
    description = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" e:DigitalSourceType="urn:a"/>'
        "</rdf:RDF></x:xmpmeta>"
    )
    path = tmp_path / "x.mp4"
    path.write_bytes(FTYP + packet(description.encode()) + FREE)
    assert read(path) == "urn:a"


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\0\0",
        b"no film at all",
        FTYP + b"\0\0\0\x04uuid",
        FTYP + b"\0\0\0\x18uuid",
        FTYP + struct.pack(">I4s", 0xFFFFFFFF, b"uuid") + BOX,
        FTYP + struct.pack(">I4sQ", 1, b"uuid", 2**63) + BOX,
        FTYP + struct.pack(">I4sQ", 1, b"uuid", 3) + BOX,
        FTYP + struct.pack(">I4s", 1, b"uuid"),
        FTYP + packet(b""),
        FTYP + packet(b"<x"),
        FTYP + packet(b"\xff\xfe<x/>"),
        FTYP + packet(b'<?xml version="1.0" encoding="nonsense"?><x/>'),
        FTYP + packet(BOMB),
        FTYP + packet(b" " * (2 << 20)),
    ],
)
def test_a_broken_file_has_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.mp4"
    path.write_bytes(content)
    assert read(path) is None


@pytest.mark.parametrize("content", [b"", b"no film", FTYP + b"\0\0\0\xffmdat", FTYP + b"\0\0\0\0mdat123", FREE])
def test_nothing_is_written_behind_a_broken_film(tmp_path: Path, content: bytes) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(content)
    with pytest.raises(LotseError, match="not a whole MP4"):
        put(film, film)
    assert film.read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(LotseError):
        read(tmp_path / "x.mp4")
    with pytest.raises(LotseError):
        put(tmp_path / "x.mp4", tmp_path / "y.mp4")
