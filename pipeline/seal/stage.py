"""A rendered film becomes a sealed one: metadata first, then the signature over everything."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from pipeline.model import Timeline
from pipeline.records import Store
from pipeline.scene.sprite import Sprite
from pipeline.seal import manifest, xmp
from pipeline.seal.keys import Keys
from pipeline.seal.manifest import Claim, Plate


def seal(film: Path, target: Path, claim: Claim, keys: Keys) -> None:
    """Writes the sealed film, whole and proved, or not at all.

    Raises:
        MissingError: c2pa-python is not installed: no film is published without a signature.
        LotseError: It could not be signed, or does not read back as trusted.
    """
    part = target.with_name(f".{target.name}.xmp.mp4")
    try:
        xmp.write(
            film,
            part,
            source_type=claim.source_type,
            title=claim.title,
            language=claim.language,
            software=f"{claim.software} {claim.version}",
        )
        manifest.sign(part, target, claim, keys)
    finally:
        part.unlink(missing_ok=True)


def where(label: Sprite) -> Plate:
    """The label's place and looks, for the claim."""
    box = label.box
    return Plate(box.left, box.top, box.right, box.bottom, hashlib.sha256(label.image.tobytes()).hexdigest())


def claimed(timeline: Timeline) -> Timeline:
    """The timeline as a manifest carries it: without poses, and in microseconds."""
    return exact(replace(timeline, poses=()))


def exact(timeline: Timeline) -> Timeline:
    """In microseconds, because the library's reader of JSON does not give back every digit of longer fractions. Drawn
    from these, too: what begins exactly on a frame must not begin one later for who reads the manifest."""
    store = Store(Timeline)
    data = json.loads(store.dump(timeline), parse_float=lambda text: round(float(text), 6))
    return store.load(json.dumps(data))


def film_id(job: str, language: str) -> int:
    """32 bits, fixed for job and language, so that corrections of a film keep it."""
    return int.from_bytes(hashlib.sha256(f"{job} {language}".encode()).digest()[:4])
