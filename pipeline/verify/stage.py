"""All gates in one visible list. A film is proved by its file, not by what was meant to be in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.files import sha256
from pipeline.language import Language, Wording
from pipeline.model import Gate, Report, ReviewState, Script, Translation
from pipeline.scene.scene import Plates
from pipeline.seal.manifest import Claim
from pipeline.verify import facts, pixels, seals, sound, stream, words
from pipeline.verify.pixels import Plate


@dataclass(frozen=True, slots=True)
class Expected:
    """What a film must be; taken from packs, script and keys, not from the film."""

    language: Language
    wording: Wording
    intro: str
    """The self-introduction as the pack words it for this avatar."""
    german: str
    """The request in German; empty in a German film."""
    state: ReviewState
    script: Script
    translation: Translation
    claim: Claim
    """What the manifest must say."""
    root: bytes
    """The service's root certificate, PEM."""
    mark_key: bytes
    """The watermark's secret."""


def verify(path: Path, plates: Plates, expected: Expected) -> Report:
    """Proves a sealed film."""
    timeline = plates.timeline
    gates = [
        *picture(path, plates),
        words.intro(timeline, expected.intro),
        words.request(timeline, expected.wording.request, expected.german),
        words.review(timeline, expected.state, expected.wording),
        words.captions(timeline, expected.language),
        facts.gate(expected.script, expected.translation),
        sound.speech(path, timeline),
        sound.loudness(path),
        stream.gate(path, timeline),
        seals.manifest(path, expected.claim, expected.root),
        seals.xmp(path, expected.claim),
        seals.watermark(path, expected.claim.film_id, expected.mark_key),
    ]
    return Report(timeline.language, stream.film(path), sha256(path), tuple(gates))


def picture(path: Path, plates: Plates) -> list[Gate]:
    """What must be seen: label and note in every frame, the end card, every caption, the words across a draft."""
    timeline = plates.timeline
    whole = [Plate("label", plates.draw("label"), 0.0, timeline.duration)]
    if timeline.note:
        whole.append(Plate("review note", plates.draw("note"), 0.0, timeline.duration))
    whole.append(Plate("end card", plates.draw("card"), timeline.end_card.start, timeline.duration))
    shown = [
        Plate("captions", plates.draw(("caption", number)), caption.start, caption.end)
        for number, caption in enumerate(timeline.captions)
    ]
    gates = pixels.compare(path, [*whole, *shown], fps=timeline.fps, frames=timeline.frames)
    if timeline.draft:
        covers = [plates.draw(key).box for key in ("card", "tag large", "tag")]
        gates.append(pixels.draft(path, timeline, plates.draw("draft"), covers))
    return gates
