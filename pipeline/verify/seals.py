"""Gates on the machine-readable layers: signed manifest, XMP, watermark."""

from __future__ import annotations

from pathlib import Path

from pipeline.model import Gate
from pipeline.seal import manifest as manifests
from pipeline.seal import xmp as packets
from pipeline.seal.manifest import Claim
from pipeline.seal.watermark import Found


def manifest(path: Path, claim: Claim, root: bytes) -> Gate:
    """Signed under the service's own root, attributed to the signer, and saying exactly what this film is."""
    found = manifests.read(path, root)
    state = found.state if found else "none"
    passed = (
        found is not None
        and found.state == "trusted"
        and found.attributed
        and found.claim == claim
        and found.digital_source_type == claim.source_type
    )
    reasons = "; ".join(found.reasons) if found else "no manifest"
    kind = found.digital_source_type.rpartition("/")[2] if found else "-"
    return Gate(
        "manifest",
        passed,
        f"{state}{f' ({reasons})' if reasons else ''}; {kind}",
        f"trusted under the service's own root, this film's own claim, {claim.source_type.rpartition('/')[2]}",
        "" if passed else f"Die Signatur des Films fehlt oder gilt nicht ({reasons}).",
        "" if passed else f"The film's signature is missing or not valid ({reasons}).",
    )


def xmp(path: Path, claim: Claim) -> Gate:
    """IPTC's digital source type, for software that reads no C2PA."""
    found = packets.read(path)
    passed = found == claim.source_type
    return Gate(
        "XMP",
        passed,
        (found or "none").rpartition("/")[2],
        claim.source_type.rpartition("/")[2],
        "" if passed else "Die Angabe „von KI gemacht“ fehlt in den Metadaten (XMP).",
        "" if passed else 'The statement "made by AI" is missing in the metadata (XMP).',
    )


def watermark(found: Found | None, film_id: int) -> Gate:
    """The film's number, as read back from its pixels."""
    passed = found is not None and found.film_id == film_id
    return Gate(
        "watermark",
        passed,
        f"{found.film_id:08x}, {found.score:.1f} standard deviations" if found else "none",
        f"{film_id:08x}",
        "" if passed else "Das unsichtbare Wasserzeichen ist im Film nicht zu finden.",
        "" if passed else "The invisible watermark cannot be found in the film.",
    )
