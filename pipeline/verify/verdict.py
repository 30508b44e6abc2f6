"""What is found out about a bare file, and what staff call the parts of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.model import Gate
from pipeline.seal import watermark as marks
from pipeline.seal.log import Match
from pipeline.seal.manifest import Claim, Manifest

Status = Literal[0, 1, 4]
"""A film of the service, all proved; one, or a copy of one, where something is missing or wrong; none of its films."""

GERMAN = {
    "manifest": "Unterschrift",
    "XMP": "Metadaten (XMP)",
    "watermark": "Wasserzeichen",
    "fingerprint": "Fingerabdruck",
    "pixels": "Bild",
    "label": "Kennzeichnung",
    "review note": "Prüfvermerk im Bild",
    "end card": "Schlusstafel",
    "captions": "Untertitel im Bild",
    "draft words": "Aufschrift ENTWURF",
    "picture": "Bild aus dem Skript",
    "flash": "Flackern",
    "words": "Worte",
    "text": "Gesprochener Text",
    "voice": "Wer spricht",
    "introduction": "Selbstvorstellung",
    "request": "Bitte um Dolmetschen",
    "review state": "Stand der Prüfung",
    "caption text": "Untertitel",
    "facts": "Angaben",
    "heard": "Nachhören",
    "speech": "Sprache",
    "lips": "Lippen",
    "mouth": "Mundbewegung",
    "pauses": "Stille in den Pausen",
    "loudness": "Lautstärke",
    "stream": "Dateiformat",
}
"""What staff call layers and gates."""
PICTURES = ("label", "review note", "end card", "captions", "draft words")


@dataclass(frozen=True, slots=True)
class Layer:
    """One of the ways in which a film can be recognised."""

    name: str
    found: bool | None
    """None: not judgeable."""
    de: str
    en: str


@dataclass(frozen=True, slots=True)
class Open:
    """A gate that cannot be judged, and why."""

    name: str
    de: str
    en: str


@dataclass(frozen=True, slots=True)
class Known:
    """The film that it is, or is a copy of."""

    film_id: int | None
    """None: its data were deleted."""
    language: str
    """BCP 47; empty where unknown."""
    title: str
    """Empty where unknown."""
    when: str
    """Date of publication, ISO 8601; empty where unknown."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `examine` found out about a file."""

    path: Path
    status: Status
    de: str
    """In one sentence or two."""
    en: str
    film: Known | None
    layers: tuple[Layer, ...]
    """Manifest, XMP, watermark, fingerprint, pixels."""
    gates: tuple[Gate, ...]
    unjudged: tuple[Open, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was read from the file."""

    root: bool
    """There is a root to check with."""
    key: bool
    """The watermark's secret is known: only the service itself has it."""
    manifest: Manifest | None
    mark: marks.Found | None
    match: Match | None
    """The same film in the log."""
    gates: tuple[Gate, ...]

    @property
    def claim(self) -> Claim | None:
        """Only one that can be believed."""
        return self.manifest.claim if self.manifest and self.manifest.state == "trusted" else None

    @property
    def foreign(self) -> bool:
        """Signed, but not under the root."""
        found = self.manifest
        if found is None or not found.signer:
            return False
        return any(reason.startswith("signingCredential.untrusted") for reason in found.reasons)

    @property
    def ours(self) -> bool:
        signed = self.manifest is not None and bool(self.manifest.signer) and self.root and not self.foreign
        return signed or self.mark is not None or self.match is not None
