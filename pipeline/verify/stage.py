"""All gates in one visible list. A film is proved by its file, not by what was meant to be in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline import language as packs
from pipeline.files import sha256
from pipeline.language import Language, Wording
from pipeline.model import Gate, Report, ReviewState, Script, Timeline, Translation
from pipeline.scene.layout import Layout
from pipeline.scene.scene import Plates
from pipeline.scene.sprite import Sprite
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
    sentences: tuple[str, ...]
    """All that is said, as `narrate` gives it for this text."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What the machine-readable layers must say."""

    claim: Claim
    root: bytes
    """The service's root certificate, PEM."""
    mark_key: bytes
    """The watermark's secret."""


def verify(path: Path, plates: Plates, expected: Expected, seal: Seal) -> Report:
    """Proves a sealed film."""
    timeline, mark = plates.timeline, sha256(path)  # Before anything is proved: what is swapped later is another film.
    gates = [
        *picture(path, plates),
        *planned(timeline, expected),
        sound.speech(path, timeline),
        sound.loudness(path),
        stream.gate(path, timeline),
        seals.manifest(path, seal.claim, seal.root),
        seals.xmp(path, seal.claim),
        seals.watermark(path, seal.claim.film_id, seal.mark_key),
    ]
    return Report(timeline.language, stream.film(path), mark, tuple(gates))


def planned(timeline: Timeline, expected: Expected) -> list[Gate]:
    """What can be judged before anything is drawn."""
    return [
        words.text(timeline, expected.sentences),
        words.intro(timeline, expected.intro),
        words.request(timeline, expected.wording.request, expected.german),
        words.review(timeline, expected.state, expected.wording),
        words.captions(timeline, expected.language),
        facts.gate(expected.script, expected.translation),
    ]


def picture(path: Path, plates: Plates) -> list[Gate]:
    """What must be seen: label and note in every frame, the end card, every caption, the words across a draft."""
    timeline, end = plates.timeline, plates.timeline.duration
    whole = [Plate("label", plates.draw("label"), 0.0, end)]
    if timeline.note:
        whole.append(Plate("review note", plates.draw("note"), 0.0, end))
    whole.append(Plate("end card", plates.draw("card"), timeline.end_card.start, end))
    shown = [
        Plate("captions", plates.draw(("caption", number)), caption.start, caption.end)
        for number, caption in enumerate(timeline.captions)
    ]
    if timeline.draft:
        whole.append(draft_words(plates))
    return pixels.compare(path, [*whole, *shown], fps=timeline.fps, frames=timeline.frames)


def draft_words(plates: Plates) -> Plate:
    """Of the band, the part that nothing may ever cover; the contact stands on its other end."""
    timeline, band = plates.timeline, plates.draw("draft")
    clear = Layout(packs.load(timeline.language).direction == "rtl").draft
    part = Sprite(band.image[:, clear.left : clear.right], clear.left, band.y)
    return Plate("draft words", part, 0.0, timeline.duration)
