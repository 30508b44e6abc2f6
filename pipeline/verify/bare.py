"""Any file, also a bare copy that came back from elsewhere: whether it is a film of this service, and what survived.

Only a manifest that is trusted says what a film must show; everything without one is "not judgeable", never passed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pipeline.errors import InputError, LotseError, MachineError
from pipeline.media import probe
from pipeline.model import Gate
from pipeline.seal import fingerprint as prints
from pipeline.seal import manifest as manifests
from pipeline.seal import watermark as marks
from pipeline.seal.fingerprint import Fingerprint
from pipeline.seal.log import Entry, Log
from pipeline.verify import told
from pipeline.verify.claimed import judge
from pipeline.verify.verdict import Found, Known, Open, Status, Verdict

T = TypeVar("T")


def read_root(path: Path) -> bytes:
    """A root certificate as `lotse keys export` writes it.

    Raises:
        InputError: It is none.
    """
    from cryptography.x509 import load_pem_x509_certificate

    try:
        data = path.read_bytes()
        load_pem_x509_certificate(data)
    except (OSError, ValueError) as error:
        raise InputError(
            "Das ist kein Wurzelzertifikat. Holen Sie es neu von der Einrichtung, die den Film gemacht hat.",
            "This is no root certificate. Get it anew from the service that made the film.",
            path=path,
        ) from error
    return data


def examine(
    path: Path, *, root: bytes | None, mark_key: bytes | None, log: Path | None, state: Path | None = None
) -> Verdict:
    """Reads the file, changes nothing and asks nobody.

    Args:
        root: The root certificate that counts as the service's own, PEM; None: no signature can be trusted.
        mark_key: The watermark's secret; None: it cannot be looked for.
        log: Fingerprints of published films; None: not compared.
        state: The service's own state folder, with its own wording; None: somebody else checks the film.

    Raises:
        InputError: There is no such file.
        MachineError: A program is missing.
        LotseError: c2pa-python is missing, the root is no certificate, or the log is damaged.
    """
    if not path.is_file():
        raise InputError("Diese Datei gibt es nicht.", "There is no such file.", path=path)
    named, path = path, path.absolute()  # "http:x" relative is an address to ffmpeg.
    manifest = manifests.read(path, root)
    media = bool(_tried(lambda: probe(path).video))
    claim = manifest.claim if manifest and manifest.state == "trusted" else None
    mark: marks.Found | None = None
    fingerprint: Fingerprint | None = None
    gates: list[Gate] = []
    unjudged = [
        Open(name, "Das Skript steht nicht in der Datei.", "The script is not in the file.")
        for name in ("text", "facts")
    ]
    de = "Was beim Nachhören verstanden wurde, steht nicht in der Datei."
    unjudged.append(Open("heard", de, "What was understood when it was heard back is not in the file."))
    de, en = "Wann welcher Laut klingt, steht nicht in der Datei.", "When each sound is spoken is not in the file."
    unjudged.append(Open("mouth", de, en))
    if claim and root and media:
        mark, fingerprint = judge(path, claim, root, mark_key, state, gates, unjudged)
    else:
        if media and mark_key:
            mark = _tried(lambda: marks.read_film(path, mark_key))
        if media and log:
            fingerprint = _tried(lambda: prints.fingerprint(path))
        de = "Ohne gültige Unterschrift ist nicht bewiesen, was hier zu sehen und zu hören sein müsste."
        en = "Without a valid signature it is not proved what should be seen and heard here."
        unjudged += [Open(name, de, en) for name in ("pixels", "words")]
    match = Log(log).find(fingerprint) if log and fingerprint else None
    match = match if match and match.same else None
    found = Found(root is not None, mark_key is not None, manifest, mark, match, tuple(gates))
    film = _known(found, log)
    proved = bool(gates) and all(gate.passed for gate in gates)
    status: Status = 0 if proved else 1 if found.ours else 4
    layers = (
        told.manifest(found),
        told.xmp(path),
        told.watermark(found, media=media),
        told.fingerprint(found, log),
        told.pixels(found, next((one for one in unjudged if one.name in ("pixels", "label")), None)),
    )
    de, en = told.sentence(found, status, film, media=media)
    if status == 0:
        open_de, open_en = told.names([one.name for one in unjudged])
        de, en = f"{de} Nicht beurteilbar: {open_de}.", f"{en} Not judgeable: {open_en}."
    return Verdict(named, status, de, en, film, layers, found.gates, tuple(unjudged))


def _known(found: Found, log: Path | None) -> Known | None:
    claim = found.claim
    number = claim.film_id if claim else found.mark.film_id if found.mark else None
    entry = found.match.entry if found.match else None
    if number is not None and (entry is None or entry.film_id != number):
        entry = _logged(log, number)
    if claim:
        return Known(claim.film_id, claim.language, claim.title, entry.when if entry else "")
    if entry:
        return Known(entry.film_id, entry.language, "", entry.when)
    return Known(number, "", "", "") if number is not None else None


def _logged(log: Path | None, film_id: int) -> Entry | None:
    entries = Log(log).entries() if log else []
    return next((entry for entry in reversed(entries) if entry.film_id == film_id), None)


def _tried(read: Callable[[], T]) -> T | None:
    """None where the file cannot be read as what it should be; trouble with the machine stays trouble."""
    try:
        return read()
    except MachineError:
        raise
    except LotseError:
        return None
