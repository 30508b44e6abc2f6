"""Keys are made once, kept from others, and never replaced."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

from pipeline.errors import LotseError, MissingError
from pipeline.files import write_atomic
from pipeline.seal.keys import Keys, ensure, export_root, load

FILES = ["root/key.pem", "root/certificate.pem", "leaf/key.pem", "leaf/certificate.pem"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "keys"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.parent.rglob("*")) if path.is_file()}


def refused(folder: Path) -> LotseError:
    """Both ways to the keys refuse, and leave everything as it was."""
    before = everything(folder)
    with pytest.raises(LotseError) as caught:
        ensure(folder, "Haus XY")
    with pytest.raises(LotseError):
        load(folder)
    assert everything(folder) == before
    return caught.value


# ---------------------------------------------------------------- made once


def test_the_second_time_they_are_the_same(folder: Path) -> None:
    made = ensure(folder, "Haus XY")
    before = everything(folder)
    assert ensure(folder, "Another name") == load(folder) == made
    assert everything(folder) == before


def test_nobody_else_may_read_them(folder: Path) -> None:
    old = os.umask(0)
    try:
        ensure(folder, "Haus XY")
    finally:
        os.umask(old)
    assert {mode(folder), mode(folder / "root"), mode(folder / "leaf")} == {0o700}
    assert {mode(folder / "root" / "key.pem"), mode(folder / "leaf" / "key.pem")} == {0o600}


def test_the_value_holds_no_secret(folder: Path) -> None:
    keys = ensure(folder, "Haus XY")
    assert "PRIVATE" not in repr(keys)
    assert b"PRIVATE" in keys.leaf_key.read_bytes()


def test_certificates_follow_the_c2pa_profile(folder: Path) -> None:
    leaf, root = x509.load_pem_x509_certificates(ensure(folder, "Haus XY").chain)
    assert root.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    leaf.verify_directly_issued_by(root)
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.key_cert_sign) == (True, False)
    purposes = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert [p.dotted_string for p in purposes] == [
        ExtendedKeyUsageOID.EMAIL_PROTECTION.dotted_string,
        "1.3.6.1.4.1.62558.2.1",
    ]
    leaf.extensions.get_extension_for_oid(ExtensionOID.AUTHORITY_KEY_IDENTIFIER)
    leaf.extensions.get_extension_for_oid(ExtensionOID.SUBJECT_KEY_IDENTIFIER)
    years = (leaf.not_valid_after_utc - datetime.now(UTC)).days / 365.25
    assert 24.9 < years < 25.1
    assert leaf.not_valid_after_utc < root.not_valid_after_utc


@pytest.mark.parametrize("service", ["", "Ж" * 200, 'Haus "XY", e. V. & Co = <Ä>'])
def test_any_name_of_a_service_will_do(folder: Path, service: str) -> None:
    assert ensure(folder, service).root


def test_partners_get_the_root_certificate_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    keys = ensure(folder, "Haus XY")
    export_root(folder, tmp_path / "for-partners.pem")
    assert (tmp_path / "for-partners.pem").read_bytes() == keys.root
    assert b"PRIVATE" not in keys.root


def test_nothing_to_export_before_there_are_keys(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="no keys yet"):
        export_root(folder, tmp_path / "root.pem")
    assert not (tmp_path / "root.pem").exists()


# ---------------------------------------------------------------- never replaced


@pytest.mark.parametrize("lost", [*FILES, "root", "leaf", "."])
def test_what_is_lost_is_an_error(folder: Path, lost: str) -> None:
    ensure(folder, "Haus XY")
    path = folder / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    error = refused(folder)
    assert "missing" in error.en
    assert "backup" in error.en
    assert "Sicherung" in error.de


@pytest.mark.parametrize("file", FILES)
def test_a_loss_shows_even_without_the_record(folder: Path, file: str) -> None:
    ensure(folder, "Haus XY")
    folder.with_name("keys.json").unlink()
    (folder / file).unlink()
    refused(folder)


@pytest.mark.parametrize("file", FILES)
def test_a_damaged_file_is_an_error(folder: Path, file: str) -> None:
    ensure(folder, "Haus XY")
    path = folder / file
    path.write_bytes(path.read_bytes()[:100])
    assert "damaged" in refused(folder).en


@pytest.mark.parametrize("file", FILES)
def test_a_file_of_another_service_is_an_error(folder: Path, tmp_path: Path, file: str) -> None:
    ensure(folder, "Haus XY")
    ensure(tmp_path / "other" / "keys", "Haus Z")
    (folder / file).write_bytes((tmp_path / "other" / "keys" / file).read_bytes())
    refused(folder)


def test_a_whole_other_set_is_an_error(folder: Path, tmp_path: Path) -> None:
    ensure(folder, "Haus XY")
    ensure(tmp_path / "other" / "keys", "Haus Z")
    shutil.rmtree(folder)
    (tmp_path / "other" / "keys").rename(folder)
    assert "not the keys that were set up" in refused(folder).en


@pytest.mark.parametrize("record", ["", "{}", "[]", "null"])
def test_a_damaged_record_is_an_error(folder: Path, record: str) -> None:
    ensure(folder, "Haus XY")
    folder.with_name("keys.json").write_text(record)
    assert "record is damaged" in refused(folder).en


@pytest.mark.parametrize("path", [".", "root", "leaf", "root/key.pem", "leaf/key.pem"])
def test_wrong_permissions_are_an_error_with_the_command_that_mends_them(folder: Path, path: str) -> None:
    ensure(folder, "Haus XY")
    (folder / path).chmod(0o755)
    command = refused(folder).en.split("Mend: ")[1].split(". If")[0]
    subprocess.run(command, shell=True, check=True)
    ensure(folder, "Haus XY")


@pytest.mark.parametrize("shift", [timedelta(days=-365.25 * 26), timedelta(days=2)])
def test_expired_or_not_yet_valid_keys_are_an_error(folder: Path, shift: timedelta) -> None:
    with pytest.raises(LotseError, match="clock"):
        ensure(folder, "Haus XY", now=datetime.now(UTC) + shift)
    assert "valid from" in refused(folder).en


def test_without_cryptography_there_are_no_keys(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography", None)
    with pytest.raises(MissingError, match="make setup"):
        ensure(folder, "Haus XY")
    assert not folder.exists()


# ---------------------------------------------------------------- killed, or two at once


class Killed(BaseException):
    pass


@pytest.mark.parametrize("writes", range(5))
def test_killed_while_making_the_next_start_makes_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    """Killed before the first, second, … file is written; the fifth is the record."""
    left = writes

    def write(path: Path, data: bytes | str) -> None:
        nonlocal left
        if left == 0:
            raise Killed
        left -= 1
        real(path, data)

    real = write_atomic
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.seal.keys.write_atomic", write)
        patch.setattr("pipeline.seal.certificates.write_atomic", write)
        # A killed process tidies nothing up.
        patch.setattr(shutil, "rmtree", lambda *args, **kwargs: None)
        with pytest.raises(Killed):
            ensure(folder, "Haus XY")
    assert not folder.with_name("keys.json").exists()
    before = everything(folder) if folder.exists() else {}
    keys = ensure(folder, "Haus XY")
    assert before.items() <= everything(folder).items()
    assert load(folder) == keys
    assert sorted(path.name for path in folder.parent.iterdir()) == [".keys.lock", "keys", "keys.json"]


def _make(folder: Path) -> Keys | str:
    try:
        return ensure(folder, "Haus XY")
    except LotseError as error:
        return error.en


def test_two_at_once_agree(folder: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        made = pool.map(_make, [folder] * 6)
    assert set(made) == {load(folder)}
