"""Any file, also a bare copy that came back from elsewhere: whether it is a film of this service, and what survived.

Only a manifest that is trusted says what a film must show; everything without one is "not judgeable", never passed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeVar

from pipeline import language as packs
from pipeline.characters import visible
from pipeline.errors import InputError, LotseError, MachineError
from pipeline.language import Language, Wording
from pipeline.media import probe
from pipeline.model import Gate
from pipeline.seal import fingerprint as prints
from pipeline.seal import manifest as manifests
from pipeline.seal import watermark as marks
from pipeline.seal import xmp as packets
from pipeline.seal.fingerprint import Fingerprint
from pipeline.seal.log import Entry, Log, Match
from pipeline.seal.manifest import Claim, Manifest
from pipeline.verify import seals, stream, words
from pipeline.wording import house

T = TypeVar("T")

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
    "pauses": "Stille in den Pausen",
    "loudness": "Lautstärke",
    "stream": "Dateiformat",
}
"""What staff call layers and gates."""
PICTURES = ("label", "review note", "end card", "captions", "draft words")

_ABSENT = "?"
"""Expected where the claim is silent although words must be there: never equal to what a film shows."""


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
class _Found:
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
    if claim and root and media:
        mark, fingerprint = _judge(path, claim, root, mark_key, state, gates, unjudged)
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
    found = _Found(root is not None, mark_key is not None, manifest, mark, match, tuple(gates))
    film = _known(found, log)
    proved = bool(gates) and all(gate.passed for gate in gates)
    status: Status = 0 if proved else 1 if found.ours else 4
    layers = (
        _manifest(found),
        _xmp(path),
        _watermark(found, media=media),
        _fingerprint(found, log),
        _pixels(found, next((one for one in unjudged if one.name in ("pixels", "label")), None)),
    )
    de, en = _sentence(found, status, film, media=media)
    if status == 0:
        open_de, open_en = _names([one.name for one in unjudged])
        de, en = f"{de} Nicht beurteilbar: {open_de}.", f"{en} Not judgeable: {open_en}."
    return Verdict(named, status, de, en, film, layers, found.gates, tuple(unjudged))


# ---------------------------------------------------------------- the gates, from what the film says of itself


def _judge(
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
    language = _tried(lambda: packs.load(timeline.language))
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
        unjudged += [Open(name, de, en) for name in ("label", "review note", "end card", "captions", "draft words")]
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


def _tried(read: Callable[[], T]) -> T | None:
    """None where the file cannot be read as what it should be; trouble with the machine stays trouble."""
    try:
        return read()
    except MachineError:
        raise
    except LotseError:
        return None


# ---------------------------------------------------------------- the layers in plain words


def _manifest(found: _Found) -> Layer:
    name, manifest = "manifest", found.manifest
    if manifest is None:
        return Layer(name, False, "keine Unterschrift in der Datei", "no signature in the file")
    signer, reasons = visible(manifest.signer), visible("; ".join(manifest.reasons))
    if manifest.state == "trusted":
        if manifest.claim is None:
            de, en = "aber in einer Form, die diese Lotse-Version nicht kennt", "in a form unknown to this version"
            return Layer(name, True, f"gültig („{signer}“), {de}", f'valid ("{signer}"), but {en}')
        return Layer(name, True, f"gültig und vertraut, von „{signer}“", f'valid and trusted, by "{signer}"')
    if manifest.state == "valid":
        if not found.root:
            de = f"in sich gültig, nennt sich „{signer}“; ohne Wurzelzertifikat ist nicht zu prüfen, ob das stimmt"
            en = f'valid in itself, calls itself "{signer}"; without a root certificate nobody can check that'
            return Layer(name, None, de, en)
        de = f"gültige Unterschrift, nennt sich „{signer}“, aber nicht unter dieser Wurzel"
        return Layer(name, False, de, f'valid signature, calls itself "{signer}", but not under this root')
    de, en = f"verändert seit der Unterschrift, oder beschädigt ({reasons})", f"changed since signing ({reasons})"
    return Layer(name, False, de, en)


def _xmp(path: Path) -> Layer:
    found = packets.read(path)
    if found in (manifests.SYNTHETIC, manifests.COMPOSITE):
        return Layer("XMP", True, "sagt: von KI gemacht", "says: made by AI")
    if found:
        return Layer("XMP", False, f"sagt etwas anderes: {visible(found)}", f"says something else: {visible(found)}")
    return Layer("XMP", False, "keine Angabe in den Metadaten", "no statement in the metadata")


def _watermark(found: _Found, *, media: bool) -> Layer:
    name = "watermark"
    if found.mark:
        number = f"{found.mark.film_id:08x}"
        return Layer(name, True, f"gefunden: Film {number}", f"found: film {number}")
    if not found.key:
        de, en = (
            "nicht beurteilbar: Nur die Einrichtung hat den Schlüssel",
            "not judgeable: only the service has the key",
        )
        return Layer(name, None, de, en)
    if not media:
        return Layer(name, False, "kein lesbares Bild", "no picture that can be read")
    return Layer(name, False, "keines mit dem eigenen Schlüssel", "none with the service's own key")


def _fingerprint(found: _Found, log: Path | None) -> Layer:
    name = "fingerprint"
    if log is None:
        return Layer(name, None, "nicht beurteilbar: kein Verzeichnis der Filme", "not judgeable: no log of films")
    if found.match is None:
        de, en = "keiner im Verzeichnis (Entwürfe stehen nicht darin)", "none in the log (drafts are not in it)"
        return Layer(name, False, de, en)
    differ = f"{found.match.distance:.0%}"
    when = found.match.entry.when
    de, en = f"erkannt: veröffentlicht am {when}", f"recognised: published on {when}"
    return Layer(name, True, f"{de} (Abweichung {differ})", f"{en} (difference {differ})")


def _pixels(found: _Found, unjudged: Open | None) -> Layer:
    judged = [gate for gate in found.gates if gate.name in PICTURES]
    if unjudged:
        return Layer("pixels", None, f"nicht beurteilbar: {unjudged.de}", f"not judgeable: {unjudged.en}")
    if wrong := [gate.name for gate in judged if not gate.passed]:
        de, en = _names(wrong)
        return Layer("pixels", False, f"nicht so, wie es sein muss: {de}", f"not as it must be: {en}")
    frames = next(gate.measured for gate in judged if gate.name == "label").partition(";")[0]
    return Layer("pixels", True, f"Kennzeichnung in jedem Bild zu sehen ({frames})", f"label in every frame ({frames})")


# ---------------------------------------------------------------- which film, and the verdict


def _known(found: _Found, log: Path | None) -> Known | None:
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


def _about(film: Known | None) -> tuple[str, str]:
    """The film in a few words, with a leading blank; empty where nothing is known."""
    if film is None:
        return "", ""
    pack = next((pack for pack in map(packs.load, packs.codes()) if pack.bcp47 == film.language), None)
    title = visible(film.title)
    number = "" if film.film_id is None else f"{film.film_id:08x}"
    german = (title and f"„{title}“", pack.german if pack else film.language, film.when and f"vom {film.when}", number)
    english = (title and f'"{title}"', pack.english if pack else film.language, film.when and f"of {film.when}", number)
    return f" ({', '.join(filter(None, german))})", f" ({', '.join(filter(None, english))})"


def _sentence(found: _Found, status: Status, film: Known | None, *, media: bool) -> tuple[str, str]:
    manifest, claim = found.manifest, found.claim
    about_de, about_en = _about(film)
    if status == 4:
        return _stranger(found, media=media)
    if claim:
        kind_de, kind_en = ("Entwurf", "draft") if claim.draft else ("Film", "film")
        signer = visible(manifest.signer) if manifest else ""
        own_de, own_en = f"Ein {kind_de} von „{signer}“{about_de}", f'A {kind_en} by "{signer}"{about_en}'
        if found.key:
            own_de, own_en = f"Ein eigener {kind_de}{about_de}", f"A {kind_en} of this service{about_en}"
        if status == 0:
            return (
                f"{own_de}: Alles, was sich an der Datei prüfen lässt, ist bewiesen.",
                f"{own_en}: everything that can be checked in the file is proved.",
            )
        wrong_de, wrong_en = _names([gate.name for gate in found.gates if not gate.passed] or ["stream"])
        return (
            f"{own_de}, aber nicht so, wie er sein muss: {wrong_de}. Bitte nicht vorführen, sondern neu erzeugen.",
            f"{own_en}, but not as it must be: {wrong_en}. Do not show it; render it again.",
        )
    if manifest and manifest.state == "trusted":
        why_de, why_en = "aber diese Lotse-Version kann nicht lesen, was er von sich sagt", "but cannot be read here"
    elif found.foreign:
        signer = visible(manifest.signer) if manifest else ""
        why_de, why_en = f"aber fremd unterschrieben („{signer}“)", f'but signed by somebody else ("{signer}")'
    elif manifest:
        why_de, why_en = "aber seit der Unterschrift verändert oder beschädigt", "but changed since signing, or damaged"
    else:
        why_de = "aber als Kopie ohne Unterschrift: Ob er noch alles zeigt, ist nicht bewiesen"
        why_en = "but a copy without its signature: whether it still shows everything is not proved"
    return (
        f"Ein eigener Film{about_de}, {why_de}. Bitte nur den Film aus dem Ausgabeordner vorführen.",
        f"A film of this service{about_en}, {why_en}. Show only the film from the output folder.",
    )


def _names(names: list[str]) -> tuple[str, str]:
    return ", ".join(GERMAN[name] for name in names), ", ".join(names)


def _stranger(found: _Found, *, media: bool) -> tuple[str, str]:
    manifest = found.manifest
    if manifest and manifest.signer:
        signer = visible(manifest.signer)
        kind_de, kind_en = ("Lotse-Film", "Lotse film") if manifest.claim else ("Film", "film")
        state_de, state_en = "einer gültigen", "a valid"
        if manifest.state == "invalid":
            state_de, state_en = "einer nicht mehr gültigen", "a broken"
        root_de = "nicht unter dieser Wurzel" if found.root else "ohne Wurzelzertifikat beweist sie nichts"
        root_en = "not under this root" if found.root else "without a root certificate it proves nothing"
        return (
            f"Kein Film dieser Einrichtung: ein {kind_de} mit {state_de} Unterschrift, die „{signer}“ nennt, "
            f"{root_de}.",
            f'No film of this service: a {kind_en} with {state_en} signature that names "{signer}", {root_en}.',
        )
    if not media:
        return "Kein Film: Die Datei enthält kein lesbares Video.", "No film: the file holds no video that can be read."
    return (
        "Kein Lotse-Film, soweit sich das prüfen lässt: keine der Kennzeichnungen ist zu finden.",
        "Not a Lotse film as far as can be checked: none of the marks is to be found.",
    )
