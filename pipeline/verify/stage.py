"""All gates in one visible list. A film is proved by its file, not by what was meant to be in it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pipeline import language as packs
from pipeline.files import sha256
from pipeline.language import Language, Wording
from pipeline.media import watch
from pipeline.model import Gate, Report, ReviewState, Script, SpokenSegment, Timeline, Translation, VoiceKind
from pipeline.scene import layout
from pipeline.scene.scene import Plates
from pipeline.scene.sprite import Sprite
from pipeline.seal import fingerprint as prints
from pipeline.seal import watermark as marks
from pipeline.seal.fingerprint import Fingerprint
from pipeline.seal.manifest import Claim
from pipeline.verify import clicks, facts, heard, lips, mouth, pixels, seals, sound, stream, words
from pipeline.verify.flash import Flashes
from pipeline.verify.pixels import Plate
from pipeline.verify.sound import Heard


@dataclass(frozen=True, slots=True)
class Expected:
    """What a film must be; taken from packs, script and keys, not from the film."""

    language: Language
    wording: Wording
    voice: VoiceKind
    """Who speaks: as the recordings beside the script and the installed voices say."""
    intro: str
    """The self-introduction as the pack words it for this avatar."""
    german: str
    """The request in German; empty in a German film."""
    state: ReviewState
    script: Script
    translation: Translation
    sentences: tuple[str, ...]
    """All that is said, as `narrate` gives it for this text."""
    spoken: tuple[SpokenSegment, ...]
    """What was spoken, with what the ear made of it."""


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
    return prove(path, plates, expected, seal)[0]


def prove(path: Path, plates: Plates, expected: Expected, seal: Seal) -> tuple[Report, Fingerprint]:
    """Proves a sealed film, and takes its fingerprint on the way."""
    timeline, claim = plates.timeline, seal.claim
    mark = sha256(path)  # Before anything is proved: what is swapped later is another film.
    seen = look(path, timeline, claim, shown(plates))
    gates = [
        *seen.picture,
        *planned(timeline, expected),
        *seen.sound,
        *spoken(seen, timeline, expected, claim),
        stream.gate(path, timeline),
        seals.manifest(path, claim, seal.root),
        seals.xmp(path, claim),
        seals.watermark(seen.mark.found(seal.mark_key), claim.film_id),
    ]
    return Report(timeline.language, stream.film(path), mark, tuple(gates)), seen.fingerprint


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen and heard when the film was decoded, once."""

    picture: tuple[Gate, ...]
    """Plates and flashes."""
    sound: tuple[Gate, ...]
    """Speech, pauses, lips, loudness."""
    heard: Heard
    late: float
    """Seconds by which the sound is late."""
    mark: marks.Reader
    fingerprint: Fingerprint


def look(path: Path, timeline: Timeline, claim: Claim, plates: Sequence[Plate]) -> Seen:
    """Decodes picture and sound once, for all who must see or hear them.

    Raises:
        MachineError: There is no ffmpeg.
    """
    comparison = pixels.Comparison(plates, fps=timeline.fps, frames=timeline.frames)
    watched, mark, changes = lips.Lips(claim.mouth), marks.Reader(timeline.frames), prints.Changes(timeline.fps)
    flashes = Flashes(timeline.fps)
    with ThreadPoolExecutor(1) as ear:
        hearing = ear.submit(sound.hear, path)
        watch(path, [comparison, watched, mark, changes], [flashes])
        track = hearing.result()
    voice, kind = sound.compare(track, timeline, claim.voice), timeline.voice
    speech = sound.speech(voice, kind), clicks.gate(track, timeline, voice.late)
    gates = *speech, lips.gate(watched.moved(timeline), voice, kind), sound.loudness(track, kind)
    fingerprint = Fingerprint(prints.of_sound(track.samples), changes.signs())
    pictured = flashes.gate(timeline.pictures)
    return Seen((*comparison.gates(), pictured), gates, track, voice.late, mark, fingerprint)


def spoken(seen: Seen, timeline: Timeline, expected: Expected, claim: Claim) -> list[Gate]:
    """What needs the sounds of the words beside the film's own. Where nobody speaks the mouth only rests."""
    if timeline.voice == "none":
        return []
    filmed = claim.mouth if claim.portrait else None
    return [mouth.gate(mouth.followed(seen.heard, seen.late, timeline, expected.spoken, filmed), timeline.fps)]


def planned(timeline: Timeline, expected: Expected) -> list[Gate]:
    """What can be judged before anything is drawn."""
    return [
        words.text(timeline, expected.sentences),
        words.voice(timeline, expected.voice, expected.wording),
        words.intro(timeline, expected.intro),
        words.request(timeline, expected.wording.request, expected.german),
        words.review(timeline, expected.state, expected.wording),
        words.captions(timeline, expected.language),
        facts.gate(expected.script, expected.translation),
        heard.gate(expected.spoken, expected.language),
    ]


def shown(plates: Plates) -> list[Plate]:
    """What must be seen: label and note in every frame, the end card, every caption, the words across a draft, and
    what the script shows."""
    timeline, end = plates.timeline, plates.timeline.duration
    whole = [Plate("label", plates.draw("label"), 0.0, end)]
    if timeline.note:
        whole.append(Plate("review note", plates.draw("note"), 0.0, end))
    whole.append(Plate("end card", plates.draw("card"), timeline.end_card.start, end))
    whole += [Plate("end card", plates.draw("contact"), *stands) for stands in plates.contact_stands()]
    captions = [
        Plate("captions", plates.draw(("caption", number)), caption.start, caption.end)
        for number, caption in enumerate(timeline.captions)
    ]
    if timeline.draft:
        whole.append(draft_words(plates))
    pictures = plates.pictures.proofs() if plates.pictures else ()
    return [*whole, *captions, *(Plate("picture", sprite, start, end, file) for file, sprite, start, end in pictures)]


def draft_words(plates: Plates) -> Plate:
    """Of the band, the part that nothing may ever cover; the contact stands on its other end."""
    timeline, band = plates.timeline, plates.draw("draft")
    clear = layout.of(timeline, rtl=packs.load(timeline.language).direction == "rtl").draft
    part = Sprite(band.image[:, clear.left : clear.right], clear.left, band.y)
    return Plate("draft words", part, 0.0, timeline.duration)
