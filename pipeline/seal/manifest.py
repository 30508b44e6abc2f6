"""The signed manifest (C2PA): what a film claims of itself, and whether to believe it. Never uses the network."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Literal
from uuid import uuid4

from pipeline.errors import LotseError, MissingError
from pipeline.model import ReviewState, Timeline
from pipeline.records import Store
from pipeline.scene.layout import INK
from pipeline.seal.keys import Keys

State = Literal["trusted", "valid", "invalid"]
"""Signed under the given root; signed under another; changed since, or damaged."""

SYNTHETIC = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
COMPOSITE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic"
LABEL = "org.lotse.film"
_SCHEMA = 3
_BOX = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
"""The uuid box that holds a manifest in MP4 (C2PA 2.x, A.5)."""
_LARGE = 64_000_000
"""Bytes; a film's data are hashed in one buffer, unless they are cut into pieces, which older readers do not know."""
_IN_PIECES = {"merkle_tree_chunk_size_in_kb": 1024}
_SETTINGS: dict[str, Any] = {
    "version": 1,
    "verify": {
        "verify_after_sign": False,  # `sign` reads back what it wrote, and asks for more.
        "verify_trust": True,
        "ocsp_fetch": False,
        "remote_manifest_fetch": False,
    },
    "core": {"allowed_network_hosts": [], "backing_store_memory_threshold_in_mb": 8},
    # By default a manifest leaves free and skip boxes out of the hash: room to hide a payload in a valid film.
    "builder": {"thumbnail": {"enabled": False}, "bmff_hash_exclude_free_and_skip_boxes": False},
}


@dataclass(frozen=True, slots=True)
class Plate:
    """Where the label stands in every frame: pixels, right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int
    sha256: str
    """Of its pixels as drawn."""


@dataclass(frozen=True, slots=True)
class Mouth:
    """How the mouth was to move: a bare film has no poses."""

    left: int
    top: int
    right: int
    bottom: int
    """Pixels that hold it however the head is held, right and bottom exclusive."""
    shades: str
    """Mean luma there (0-2550, tenths) of every mouth shape, the one at rest first, separated by blanks: the library's
    reader takes a list of whole numbers for bytes."""
    shapes: str
    """One letter a frame: "a" is the first of the shades."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What the film says of itself, so that a bare copy can be judged."""

    title: str
    language: str
    """BCP 47."""
    source_language: str
    """BCP 47; of the script."""
    machine_translated: bool
    """A machine translated at least one unit."""
    composite: bool
    """Real photographs, a background picture, logos or a person's voice are inside."""
    software: str
    version: str
    script_sha256: str
    film_id: int
    """32 bits, fixed for job and language; the watermark carries the same."""
    revision: int
    draft: bool
    review: ReviewState
    label: Plate
    timeline: Timeline
    """What was to be seen and heard, and when; without poses."""
    accent: str
    """#rrggbb; of the strips on end card and name tag."""
    voice: tuple[str, ...]
    """The course of every sound's level (verify/sound.py)."""
    mouth: Mouth
    ink: str = INK
    """#rrggbb; of the letters on card and name tag and of the captions' ground. Films made before services could choose
    it do not say it."""
    portrait: str = ""
    """Who stands for it, and since when, that the portrait which a program has animated shows no existing person;
    empty: the avatar is drawn."""

    @property
    def source_type(self) -> str:
        """IPTC digital source type."""
        return COMPOSITE if self.composite else SYNTHETIC


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was read from a film."""

    state: State
    reasons: tuple[str, ...]
    """C2PA's failure codes with explanation, e.g. "assertion.bmffHash.mismatch: …"; empty when trusted."""
    claim: Claim | None
    """None: signed by other software, or not readable."""
    digital_source_type: str
    """Of the action c2pa.created; empty where there is none."""
    translated: tuple[str, str] | None
    """Source and target language of the action c2pa.translated."""
    attributed: bool
    """Actions and claim are *created* assertions: the signer stands for them, they were not merely gathered."""
    signer: str
    """Organisation in the certificate; proves nothing unless trusted."""


def sign(film: Path, target: Path, claim: Claim, keys: Keys) -> None:
    """Writes the film with a signed manifest, whole and proved, or not at all. `target` may be `film`.

    Raises:
        MissingError: The package c2pa-python is not installed.
        LotseError: Signing failed, or the result does not read back as trusted with exactly this claim.
    """
    c2pa = _c2pa()
    temporary = target.with_name(f".{uuid4().hex}.tmp")
    try:
        settings = dict(_SETTINGS)
        if film.stat().st_size > _LARGE:
            settings["core"] = _SETTINGS["core"] | _IN_PIECES
        # A time-stamp authority would be a call into the network.
        info = c2pa.C2paSignerInfo(b"es256", keys.chain, keys.leaf_key.read_bytes(), None)
        with (
            c2pa.Signer.from_info(info) as signer,
            c2pa.Context.from_dict(settings) as context,
            c2pa.Builder(_definition(claim), context) as builder,
            film.open("rb") as source,
            temporary.open("x+b") as written,
        ):
            builder.sign(signer, "video/mp4", source, written)
            written.flush()
            os.fsync(written.fileno())
        _prove(temporary, claim, keys)
        temporary.replace(target)
    except (c2pa.C2paError, OSError) as error:
        raise LotseError(
            f"Der Film ließ sich nicht signieren ({error}). Er wird so nicht veröffentlicht. Prüfen Sie Platz und "
            "Schlüssel und erzeugen Sie ihn neu.",
            f"The film could not be signed ({error}). It is not published like this. Check free space and keys, then "
            "render it again.",
            path=film,
            retry=True,
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def read(film: Path, trust: bytes | None) -> Manifest | None:
    """What the film's manifest says; None where it has none (stripped, another container, no media file).

    Args:
        trust: Root certificates, PEM, that count as one's own; None: no signature is trusted, only checked.

    Raises:
        MissingError: The package c2pa-python is not installed.
        LotseError: There is no such file, or the root is no certificate.
    """
    c2pa = _c2pa()
    settings = _SETTINGS if trust is None else {**_SETTINGS, "trust": {"user_anchors": trust.decode("ascii", "ignore")}}
    try:
        context = c2pa.Context.from_dict(settings)
    except c2pa.C2paError as error:
        raise LotseError(
            f"Das ist kein Wurzelzertifikat ({error}). Holen Sie es neu von der Einrichtung, die den Film gemacht hat.",
            f"This is no root certificate ({error}). Get it anew from the service that made the film.",
        ) from error
    with context:
        try:
            with film.open("rb") as stream, c2pa.Reader("video/mp4", stream, context=context) as reader:
                return _interpret(json.loads(reader.json()))
        except c2pa.C2paError.ManifestNotFound:
            return None
        except c2pa.C2paError as error:
            with film.open("rb") as stream:
                damaged = _BOX in stream.read(1 << 20)
            return Manifest("invalid", (str(error),), None, "", None, False, "") if damaged else None
        except OSError as error:
            raise LotseError(
                f"Die Datei lässt sich nicht lesen ({error.strerror}).",
                f"The file cannot be read ({error.strerror}).",
                path=film,
            ) from error


def _definition(claim: Claim) -> dict[str, Any]:
    agent = {"name": claim.software, "version": claim.version}
    actions: list[dict[str, Any]] = [
        {"action": "c2pa.created", "digitalSourceType": claim.source_type, "softwareAgent": agent}
    ]
    if claim.machine_translated:
        languages = {"sourceLanguage": claim.source_language, "targetLanguage": claim.language}
        actions.append({"action": "c2pa.translated", "softwareAgent": agent, "parameters": languages})
    film = {"schema": _SCHEMA, "film": json.loads(Store(Claim).dump(claim))}
    return {
        "claim_generator_info": [agent],
        "title": claim.title,
        "assertions": [
            # Without "created" they would be gathered assertions, which nobody stands for.
            {"label": "c2pa.actions.v2", "data": {"actions": actions}, "created": True},
            {"label": LABEL, "data": film, "created": True},
        ],
    }


def _prove(film: Path, claim: Claim, keys: Keys) -> None:
    found = read(film, keys.root)
    if found is None or found.state != "trusted" or not found.attributed or found.claim != claim:
        reasons = "; ".join(found.reasons) if found else "no manifest"
        raise LotseError(
            f"Die Signatur ist nicht gültig geworden ({reasons}). Der Film wird so nicht veröffentlicht. Prüfen Sie "
            "Uhr und Schlüssel und erzeugen Sie ihn neu.",
            f"The signature did not become valid ({reasons}). The film is not published like this. Check clock and "
            "keys, then render it again.",
            path=film,
        )


def _interpret(store: dict[str, Any]) -> Manifest:
    manifest = store["manifests"][store["active_manifest"]]
    assertions = manifest.get("assertions", [])
    acting = [assertion for assertion in assertions if assertion["label"].startswith("c2pa.actions")]
    own = [assertion for assertion in assertions if assertion["label"] == LABEL]
    actions = [action for assertion in acting for action in assertion["data"].get("actions", [])]
    failures = store.get("validation_results", {}).get("activeManifest", {}).get("failure", [])
    translated = _first(actions, "c2pa.translated").get("parameters", {})
    source, target = translated.get("sourceLanguage"), translated.get("targetLanguage")
    states: dict[str, State] = {"Trusted": "trusted", "Valid": "valid"}
    return Manifest(
        state=states.get(store.get("validation_state", ""), "invalid"),
        reasons=tuple(f"{failure['code']}: {failure.get('explanation', '')}" for failure in failures),
        claim=_claim(own),
        digital_source_type=_first(actions, "c2pa.created").get("digitalSourceType", ""),
        translated=(source, target) if source and target else None,
        attributed=bool(acting and own) and all(assertion.get("created") is True for assertion in acting + own),
        signer=manifest.get("signature_info", {}).get("issuer", ""),
    )


def _first(actions: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next((action for action in actions if action.get("action") == name), {})


def _claim(own: list[dict[str, Any]]) -> Claim | None:
    """Anybody can sign anything: what is not exactly one claim of a known schema is none."""
    from pydantic import ValidationError

    data = own[0].get("data") if len(own) == 1 else None
    if not isinstance(data, dict) or data.get("schema") != _SCHEMA:
        return None
    try:
        return Store(Claim).load(json.dumps(data.get("film")))
    except ValidationError:
        return None


@contextmanager
def _only_installed(package: str) -> Iterator[None]:
    """c2pa loads whatever native library C2PA_LIBRARY_NAME names, and looks for its own in the working folder first,
    where anybody who may write scripts could lay one: here it finds only the one it was installed with."""
    spec = importlib.util.find_spec(package) if package not in sys.modules else None
    if spec is None or spec.origin is None:
        yield  # Loaded before, or not there at all.
        return
    named = os.environ.pop("C2PA_LIBRARY_NAME", None)
    try:
        with chdir(Path(spec.origin).parent / "libs"):
            yield
    finally:
        if named is not None:
            os.environ["C2PA_LIBRARY_NAME"] = named


def _c2pa() -> ModuleType:
    try:
        with _only_installed("c2pa"):
            import c2pa
    except (ImportError, OSError, RuntimeError) as error:  # its native library may be missing too
        raise MissingError(
            "Das Paket c2pa-python fehlt; ohne Signatur wird kein Film veröffentlicht. Abhilfe: make setup",
            "The package c2pa-python is missing; no film is published without a signature. Mend: make setup",
        ) from error
    module: ModuleType = c2pa
    return module
