"""The gates of a bare film, from what its trusted manifest says that it must show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline import language as packs
from pipeline.errors import InputError
from pipeline.language import Language, Wording
from pipeline.model import Gate
from pipeline.seal import watermark as marks
from pipeline.seal.fingerprint import Fingerprint
from pipeline.seal.manifest import Claim
from pipeline.verify import seals, stream, words
from pipeline.verify.verdict import PICTURES, Open
from pipeline.wording import house

_ABSENT = "?"
"""Expected where the claim is silent although words must be there: never equal to what a film shows."""


def judge(
    path: Path,
    claim: Claim,
    root: bytes,
    key: bytes | None,
    state: Path | None,
    gates: list[Gate],
    unjudged: list[Open],
) -> tuple[marks.Found | None, Fingerprint]:
    """Adds what can be proved and what cannot; gives watermark and fingerprint, for which the film was decoded too."""
    from pipeline.scene.plates import Look
    from pipeline.scene.scene import Plates
    from pipeline.seal.stage import where
    from pipeline.verify.stage import look, shown

    timeline, card = claim.timeline, claim.timeline.end_card.value
    language: Language | None
    try:
        language = packs.load(timeline.language)
    except InputError:  # one that this version does not know
        language = None
    # The background is part of no plate.
    plates = (
        Plates(timeline, language, packs.load("de"), Look(claim.accent, "#ffffff", ink=claim.ink)) if language else None
    )
    same = plates is not None and where(plates.draw("label")) == claim.label
    seen = look(path, timeline, claim, shown(plates) if plates and same else ())
    mark = seen.mark.found(key) if key else None
    gates += seen.picture
    if not same:
        de = "Schriften, Sprachpaket oder Zeichnung haben sich seit diesem Film geändert: Es gibt nichts zum Vergleich."
        en = "Fonts, language pack or drawing have changed since this film: there is nothing to compare with."
        unjudged += [Open(name, de, en) for name in PICTURES]
    for picture in timeline.pictures:
        when, what = f"{picture.start:.1f}–{picture.end:.1f} s", picture.value.words
        de = f"Zu sehen sein muss neben der Figur ({when}): „{what}“. Die Datei dazu liegt nicht im Film."
        en = f'To be seen beside the avatar ({when}): "{what}". The file itself is not in the film.'
        unjudged.append(Open("picture", de, en))
    # The whole request as it was spoken; the card shows its first sentence.
    request = " ".join(s.value for s in timeline.sentences if s.end > timeline.end_card.start) if card.request else ""
    german = card.german or ("" if timeline.language == "de" else _ABSENT)
    gates.append(words.intro(timeline, timeline.intro.value.strip() or _ABSENT))
    gates.append(words.request(timeline, request or _ABSENT, german))
    if language:
        if note := _note(claim, language, state):
            gates.append(note)
        else:
            de, en = "Der Wortlaut hat sich seitdem geändert.", "The wording has changed since."
            unjudged.append(Open("review state", de, en))
        if voice := _voice(claim, language, state):
            gates.append(voice)
        else:
            de, en = "Der Wortlaut hat sich seitdem geändert.", "The wording has changed since."
            unjudged.append(Open("voice", de, en))
        gates.append(words.captions(timeline, language))
    gates += [*seen.sound, stream.gate(path, timeline)]
    gates += [seals.manifest(path, claim, root), seals.xmp(path, claim)]
    if key:
        gates.append(seals.watermark(mark, claim.film_id))
    else:
        de, en = "Nur die Einrichtung selbst hat den Schlüssel dazu.", "Only the service itself has the key to it."
        unjudged.append(Open("watermark", de, en))
    return mark, seen.fingerprint


def _note(claim: Claim, language: Language, state: Path | None) -> Gate | None:
    """Whether the note on screen is the true one. The claim does not say how viewers are addressed, nor whether the
    service uses words of its own: any that are known here may stand on screen. None: words that nobody here knows."""
    wordings, timeline = _wordings(language, state), claim.timeline
    judged = [words.review(timeline, claim.review, wording) for wording in wordings]
    said = {text for wording in wordings for text in (wording.note_machine, wording.note_unchecked)}
    admitted = claim.review in ("unchecked", "machine")
    if any(gate.passed for gate in judged) or not admitted or not timeline.note or timeline.note in said:
        return next((gate for gate in judged if gate.passed), judged[-1])
    if state:
        return None
    # The service's own wording is known only where it was signed; elsewhere counts what its signed manifest says.
    name, note = judged[0].name, timeline.note
    return Gate(name, True, f"{claim.review}: {note}", "the note in the service's own words, as its manifest says")


def _voice(claim: Claim, language: Language, state: Path | None) -> Gate | None:
    """Whether the label tells the truth about who speaks in the film. None: in words that nobody here knows."""
    timeline, kinds = claim.timeline, tuple(words.WHO)
    # A person's voice is no machine's, so the claim's source type must say that both are inside.
    honest = timeline.voice != "human" or claim.composite
    judged = [words.voice(timeline, timeline.voice, wording) for wording in _wordings(language, state)]
    if good := next((gate for gate in judged if gate.passed and honest), None):
        return good
    said = {wording.labelled(kind) for wording in _wordings(language, state) for kind in kinds}
    if timeline.label in said:
        return replace(judged[-1], passed=False)
    # In words of the service's own, its signed manifest is believed where it is not contradicted by the sound.
    own = replace(language.du, label=timeline.label, label_human=timeline.label, label_silent=timeline.label)
    own = replace(own, **{words.LABELS[kind]: "" for kind in kinds if kind != timeline.voice})
    gate = words.voice(timeline, timeline.voice, own)
    return gate if not gate.passed or not state else None


def _wordings(language: Language, state: Path | None) -> list[Wording]:
    known = [language, house.pack(language.code, state)] if state else [language]
    return [wording for pack in known for wording in (pack.du, pack.sie)]
