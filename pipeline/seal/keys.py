"""The service's own root and the leaf that signs its films: made once, checked at every use, never replaced.

    state/keys.json             the record that keys were made, with their fingerprints
    state/keys/root/            certificate.pem (for partners), key.pem
    state/keys/leaf/            certificate.pem, key.pem

A new root would make every film published so far untrusted, so whatever is lost is an error for people to mend. The
folder appears whole, by one rename; the record is written after it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from pipeline.errors import LotseError, MissingError
from pipeline.files import write_atomic
from pipeline.seal.certificates import (
    broken,
    check_issued,
    check_private,
    check_time,
    fingerprint,
    make,
    read_certificate,
    read_pair,
    write,
)

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

ROOT_YEARS, LEAF_YEARS = 30, 25
"""Without time-stamps a film's signature ends with the leaf."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What signing and checking need; holds no secret itself."""

    root: bytes
    """Certificate, PEM."""
    chain: bytes
    """Leaf and root certificates, PEM, in this order."""
    leaf_key: Path
    """PKCS 8, PEM; read only while signing."""
    root_sha256: str
    """Fingerprint of the root certificate (DER), lower-case hexadecimal."""

    def mark_key(self) -> bytes:
        """The watermark's secret, 32 bytes. Made from the root's private key: kept, backed up and lost with it."""
        return self._secret(b"lotse watermark ")

    def job_key(self) -> bytes:
        """What the records of the job folders are proved with, 32 bytes."""
        return self._secret(b"lotse job ")

    def _secret(self, purpose: bytes) -> bytes:
        secret = (self.leaf_key.parent.parent / "root" / "key.pem").read_bytes()
        return hashlib.sha256(purpose + secret).digest()


def ensure(folder: Path, service: str, *, now: datetime | None = None) -> Keys:
    """The service's keys; the first call makes them.

    Args:
        folder: `state/keys`; the record is written beside it.
        service: Name of the service, for the certificates.
        now: When the keys are made, if they are; for tests.

    Raises:
        MissingError: The package cryptography is not installed.
        LotseError: Keys were made and something of them is missing, damaged, foreign, expired or open to others.
    """
    _cryptography()
    with _usable(folder), _locked(folder):
        if not _record(folder).exists() and not _filled(folder):
            _make(folder, service.strip() or "Lotse", now or datetime.now(UTC))
        keys = _check(folder)
        # Killed between the rename and the record: the folder is whole, only the record is missing.
        if not _record(folder).exists():
            _write_record(folder, service)
        return keys


def load(folder: Path) -> Keys:
    """The keys as they are; makes none.

    Raises:
        MissingError: None were made yet, or cryptography is not installed.
        LotseError: As in `ensure`.
    """
    _cryptography()
    with _usable(folder):
        if _record(folder).exists() or _filled(folder):
            return _check(folder)
    raise MissingError(
        "Es gibt noch keine Schlüssel. Sie entstehen beim ersten Film.",
        "There are no keys yet. They are made with the first film.",
        path=folder,
    )


def export_root(folder: Path, target: Path) -> None:
    """Writes the root certificate (PEM, no secret) for partners who want to check films."""
    write_atomic(target, load(folder).root)


# ---------------------------------------------------------------- making


def _make(folder: Path, service: str, now: datetime) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec

    part = folder.with_name(f".{folder.name}-{uuid4().hex}.tmp")
    try:
        root_key, leaf_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        root = make(service, "Lotse root", now, ROOT_YEARS, root_key, None, root_key)
        leaf = make(service, "Lotse films", now, LEAF_YEARS, leaf_key, root, root_key)
        part.mkdir(mode=0o700)
        for name, certificate, key in (("root", root, root_key), ("leaf", leaf, leaf_key)):
            (part / name).mkdir(mode=0o700)
            write(part / name, certificate, key)
        handle = os.open(part, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    _write_record(folder, service)


def _write_record(folder: Path, service: str) -> None:
    record = {
        "service": service,
        "root": fingerprint(read_certificate(folder / "root" / "certificate.pem")),
        "leaf": fingerprint(read_certificate(folder / "leaf" / "certificate.pem")),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    write_atomic(_record(folder), json.dumps(record, ensure_ascii=False, indent=2) + "\n")


# ---------------------------------------------------------------- checking


def _check(folder: Path) -> Keys:
    for path in (folder, folder / "root", folder / "leaf"):
        check_private(path, folder=True)
    root, root_key = read_pair(folder / "root")
    leaf, leaf_key = read_pair(folder / "leaf")
    for certificate, key, place in ((root, root_key, "root"), (leaf, leaf_key, "leaf")):
        if certificate.public_key() != key.public_key():
            path = folder / place / "key.pem"
            raise broken(path, "Schlüssel und Zertifikat passen nicht zusammen.", "Key and certificate do not match.")
    check_issued(root, root, folder / "root" / "certificate.pem")
    check_issued(leaf, root, folder / "leaf" / "certificate.pem")
    if _record(folder).exists():
        _recorded(folder, root, leaf)
    for certificate, place in ((root, "root"), (leaf, "leaf")):
        check_time(certificate, folder / place / "certificate.pem")
    root_pem = (folder / "root" / "certificate.pem").read_bytes()
    chain = (folder / "leaf" / "certificate.pem").read_bytes() + root_pem
    return Keys(root_pem, chain, folder / "leaf" / "key.pem", fingerprint(root))


def _recorded(folder: Path, root: Certificate, leaf: Certificate) -> None:
    path = _record(folder)
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        made = (record["root"], record["leaf"])
    except (ValueError, KeyError, TypeError) as error:
        raise broken(path, "Der Vermerk über die Schlüssel ist beschädigt.", "The keys' record is damaged.") from error
    if made != (fingerprint(root), fingerprint(leaf)):
        raise broken(
            folder, "Das sind nicht die Schlüssel, die eingerichtet wurden.", "These are not the keys that were set up."
        )


# ---------------------------------------------------------------- small things


def _record(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.json")


def _filled(folder: Path) -> bool:
    return folder.exists() and any(folder.iterdir())


@contextmanager
def _usable(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LotseError(
            f"Der Schlüsselordner lässt sich nicht benutzen ({error.strerror or error}). Prüfen Sie Platz und Rechte.",
            f"The key folder cannot be used ({error.strerror or error}). Check free space and permissions.",
            path=folder,
        ) from error


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One at a time; what a killed one left half-made was never used and goes."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f".{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for stale in folder.parent.glob(f".{folder.name}-*.tmp"):
            shutil.rmtree(stale)
        yield


def _cryptography() -> None:
    try:
        import cryptography  # noqa: F401
    except ImportError as error:
        raise MissingError(
            "Das Paket cryptography fehlt; ohne es wird kein Film signiert. Abhilfe: make setup",
            "The package cryptography is missing; no film is signed without it. Mend: make setup",
        ) from error
