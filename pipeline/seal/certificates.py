"""Certificates and private keys as files: made after the C2PA profile, read with suspicion."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import LotseError
from pipeline.files import write_atomic

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.x509 import Certificate

_CLAIM_SIGNING = "1.3.6.1.4.1.62558.2.1"
"""C2PA certificate profile: c2pa-kp-claimSigning."""
_NAME_BYTES = 64
"""X.520: the longest organisation name."""


def make(
    service: str,
    name: str,
    now: datetime,
    years: int,
    key: EllipticCurvePrivateKey,
    issuer: Certificate | None,
    signing: EllipticCurvePrivateKey,
) -> Certificate:
    """A root where there is no issuer, else a leaf (C2PA 2.x certificate profile, RFC 5280)."""
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

    organisation = service.encode()[:_NAME_BYTES].decode("utf-8", "ignore")
    subject = x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )
    others = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    unused = dict.fromkeys((*others, "encipher_only", "decipher_only"), False)
    is_root = issuer is None
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # A clock set back after the set-up must not make the keys unusable.
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365.25 * years))
        .add_extension(x509.BasicConstraints(is_root, 0 if is_root else None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=not is_root, key_cert_sign=is_root, crl_sign=is_root, **unused),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if not is_root:
        purposes = [ExtendedKeyUsageOID.EMAIL_PROTECTION, ObjectIdentifier(_CLAIM_SIGNING)]
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key())
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        builder = builder.add_extension(authority, critical=False)
    return builder.sign(signing, SHA256())


def write(folder: Path, certificate: Certificate, key: EllipticCurvePrivateKey) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    write_atomic(folder / "key.pem", key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "key.pem").chmod(0o600)
    write_atomic(folder / "certificate.pem", certificate.public_bytes(Encoding.PEM))


def read_pair(folder: Path) -> tuple[Certificate, EllipticCurvePrivateKey]:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    certificate = read_certificate(folder / "certificate.pem")
    path = folder / "key.pem"
    check_private(path, folder=False)
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError) as error:
        raise broken(path, "Der Schlüssel ist beschädigt.", "The key is damaged.") from error
    if not isinstance(key, EllipticCurvePrivateKey):
        raise broken(path, "Das ist nicht der Schlüssel dieser Einrichtung.", "This is not the key of this service.")
    return certificate, key


def read_certificate(path: Path) -> Certificate:
    from cryptography.x509 import load_pem_x509_certificate

    if not path.is_file():
        raise broken(path, "Das Zertifikat fehlt.", "The certificate is missing.")
    try:
        return load_pem_x509_certificate(path.read_bytes())
    except ValueError as error:
        raise broken(path, "Das Zertifikat ist beschädigt.", "The certificate is damaged.") from error


def check_private(path: Path, *, folder: bool) -> None:
    if not (path.is_dir() if folder else path.is_file()):
        what_de, what_en = ("Der Schlüsselordner", "key folder") if folder else ("Der private Schlüssel", "private key")
        raise broken(path, f"{what_de} fehlt.", f"The {what_en} is missing.")
    mode, wanted = path.stat().st_mode & 0o777, 0o700 if folder else 0o600
    if mode & ~wanted:
        raise LotseError(
            f"Andere könnten den privaten Schlüssel lesen (Rechte {mode:o}). Abhilfe: chmod {wanted:o} '{path}'. Nimmt "
            "das Laufwerk die Rechte nicht an, muss der Zustandsordner auf eine lokale Festplatte.",
            f"Others might read the private key (mode {mode:o}). Mend: chmod {wanted:o} '{path}'. If the drive does "
            "not keep the mode, the state folder must move to a local disk.",
            path=path,
        )


def check_issued(certificate: Certificate, by: Certificate, path: Path) -> None:
    from cryptography.exceptions import InvalidSignature

    try:
        certificate.verify_directly_issued_by(by)
    except (InvalidSignature, ValueError, TypeError) as error:
        raise broken(
            path, "Die Wurzel hat dieses Zertifikat nicht ausgestellt.", "The root did not issue this certificate."
        ) from error


def check_time(certificate: Certificate, path: Path) -> None:
    now = datetime.now(UTC)
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if first <= now <= last:
        return
    raise LotseError(
        f"Das Zertifikat gilt vom {first:%d.%m.%Y} bis {last:%d.%m.%Y}, heute ist der {now:%d.%m.%Y}. Stellen Sie "
        "zuerst die Uhr des Rechners richtig. Ist es wirklich abgelaufen, holen Sie den neueren Schlüsselordner aus "
        "der Sicherung zurück; nur wenn es keinen gibt, legen Sie den alten samt keys.json beiseite, dann entsteht ein "
        "neuer, und geben Sie allen Partnern die neue Wurzel.",
        f"The certificate is valid from {first:%Y-%m-%d} to {last:%Y-%m-%d}, today is {now:%Y-%m-%d}. First set the "
        "machine's clock right. If it has really expired, restore a newer key folder from backup; only if there is "
        "none, put the old one and keys.json aside, a new one will be made, and give all partners the new root.",
        path=path,
    )


def broken(path: Path, de: str, en: str) -> LotseError:
    return LotseError(
        f"{de} Holen Sie den Ordner „keys“ und die Datei „keys.json“ aus der Sicherung zurück. Lotse ersetzt Schlüssel "
        "nie von selbst: Alle bisherigen Filme wären sonst nicht mehr als Ihre erkennbar.",
        f'{en} Restore the folder "keys" and the file "keys.json" from backup. Lotse never replaces keys by itself: '
        "all films so far would no longer be recognisable as yours.",
        path=path,
    )


def fingerprint(certificate: Certificate) -> str:
    from cryptography.hazmat.primitives.hashes import SHA256

    return certificate.fingerprint(SHA256()).hex()
