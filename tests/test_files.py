"""Files are read safely, written whole or not at all, and folders are named after titles."""

import errno
import hashlib
import os
import resource
from pathlib import Path

import pytest

from pipeline.errors import InputError, LotseError
from pipeline.files import read_text, sha256, slug, write_atomic


def test_writes_text_and_bytes_and_makes_the_folder(tmp_path: Path) -> None:
    write_atomic(tmp_path / "neu" / "a.txt", "Grüße\n")
    write_atomic(tmp_path / "neu" / "b.bin", b"\0\1")
    assert (tmp_path / "neu" / "a.txt").read_bytes() == b"Gr\xc3\xbc\xc3\x9fe\n"
    assert (tmp_path / "neu" / "b.bin").read_bytes() == b"\0\1"
    assert sorted(file.name for file in (tmp_path / "neu").iterdir()) == ["a.txt", "b.bin"]


def test_a_new_file_can_be_read_by_the_others_in_the_shared_folder(tmp_path: Path) -> None:
    umask = os.umask(0o022)
    try:
        write_atomic(tmp_path / "a", "x")
    finally:
        os.umask(umask)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o644


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_atomic(path, "alt")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(LotseError) as caught:
            write_atomic(path, b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.retry
    assert caught.value.de.startswith(f"{tmp_path}: Im Ordner ist kein Platz mehr.")
    assert caught.value.en.startswith(f"{tmp_path}: The folder has no room left.")
    assert path.read_text() == "alt"
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_that_is_full_only_at_the_sync_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LotseError, match="kein Platz") as caught:
        write_atomic(tmp_path / "a.txt", "neu")
    assert caught.value.retry
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("")
    with pytest.raises(LotseError) as caught:
        write_atomic(tmp_path / "datei" / "a.txt", "x")
    assert caught.value.path == tmp_path / "datei"


def test_hash(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc" * 100_000)
    assert sha256(tmp_path / "a") == hashlib.sha256(b"abc" * 100_000).hexdigest()


def test_reads_any_line_end_and_drops_the_bom(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfeins\r\nzwei\rdrei\n")
    assert read_text(tmp_path / "a") == "eins\nzwei\ndrei\n"


def test_refuses_a_byte_too_many(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 1001)
    with pytest.raises(InputError, match="zu groß"):
        read_text(tmp_path / "a", 1000)
    assert len(read_text(tmp_path / "a", 1001)) == 1001


@pytest.mark.parametrize(
    ("title", "folder"),
    [
        ("Termin vereinbaren", "Termin-vereinbaren"),
        ("Öffnungszeiten: Mo–Fr", "Öffnungszeiten-Mo-Fr"),
        ("O\u0308ffnung", "Öffnung"),
        ("Запис на прийом", "Запис-на-прийом"),
        ("حجز موعد", "حجز-موعد"),
        ("می\u200cروم", "میروم"),
        ("ቀጠሮ ምሓዝ", "ቀጠሮ-ምሓዝ"),
        ("नमस्ते", "नमस्ते"),
        ("Termin 3", "Termin-3"),
        ("../../etc/passwd", "etc-passwd"),
        (".versteckt", "versteckt"),
        ("Ende. ", "Ende"),
        ("a\\b\u202ec\x00d", "a-bc-d"),
        ("!?", "Film"),
        ("", "Film"),
        ("con", "con-Film"),
        ("LPT1", "LPT1-Film"),
        ("Concorde", "Concorde"),
        ("Entwurf", "Entwurf-Film"),
    ],
)
def test_folder_names(title: str, folder: str) -> None:
    assert slug(title) == folder


@pytest.mark.parametrize("title", ["Wort " * 100, "ቀ" * 300, "Ö" * 300, "a" * 79 + " b", "\U00020000" * 100])
def test_folder_names_stay_short_and_whole(title: str) -> None:
    name = slug(title)
    assert 40 <= len(name) <= 80
    assert len(name.encode()) <= 200
    assert not name.endswith("-")
    assert title.replace(" ", "-").startswith(name)
