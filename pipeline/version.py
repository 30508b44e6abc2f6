"""The script in one language with all its words chosen: exactly what a reviewer approves, and in what state it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from pipeline import language as packs
from pipeline.errors import InputError
from pipeline.files import sha256
from pipeline.ingest import pictures
from pipeline.job import digest, staged
from pipeline.language import Language, Wording
from pipeline.model import Approval, EndCard, Gender, Picture, ReviewState, Segment, Supplied, Translation, VoiceKind
from pipeline.offer import with_origins
from pipeline.sentences import split
from pipeline.wording import house
from pipeline.work import Work

if TYPE_CHECKING:
    from pipeline.scene.avatar import Avatar
    from pipeline.scene.portrait import Portrait
    from pipeline.translate.memory import Memory
    from pipeline.translate.route import EnglishKind

DEFAULT_AVATAR = "maja"
_UNHEARD = (
    "Die Abschrift der Aufnahme hat noch niemand geprüft: bitte anhören, den Text berichtigen und im Kopf hinter "
    "„checked:“ den eigenen Namen eintragen.",
    "Nobody has checked the transcript of the recording yet: listen to it, correct the text, and enter your name after "
    '"checked:" in the front matter.',
)


@dataclass(frozen=True, slots=True)
class Version:
    pack: Language
    wording: Wording
    """The pack's, with the service's own offer after its request."""
    translation: Translation
    avatar: Avatar | Portrait
    name: str
    """The avatar's, as this language writes it."""
    voice: VoiceKind
    """Who speaks."""
    intro: str
    name_tag: str
    end_card: EndCard
    text_hash: str
    """SHA-256 over every word that is said or shown in this language, the fixed wording included, and over the
    pictures."""
    pictures: Mapping[int, Picture]
    """Number of the unit that names it → picture."""


@dataclass(frozen=True, slots=True)
class Review:
    state: ReviewState
    approval: Approval | None
    """Only one that holds; without a signature under the fixed wording it does not yet make the state "approved"."""
    de: str = ""
    """What staff must know, e.g. that an approval has become void."""
    en: str = ""


def build(work: Work, code: str) -> Version:
    """Raises:
    UnfinishedError: No one and nothing has translated it yet, or a fact in it is wrong.
    InputError: What the service offers is more than one sentence, a recording lies there without consent, or the
        avatar, the logo or the background picture cannot be used.
    """
    from pipeline.scene.backdrop import refuse_unreadable
    from pipeline.scene.presenters import find

    # Before a machine works for nothing:
    work.consent(code)
    avatar, service = find(avatar_for(work, code), work.settings), work.settings.service
    refuse_unreadable(service.logo, service.background)
    pack, german = work.pack(code), work.pack("de")
    translation = with_origins(work.job, _translation(work, code), [unit.text for unit in work.script.units])
    address, offer = service.address, _offer(work, code)
    wording = pack.wording(address)
    request = split(wording.request, code)[0]
    wording = replace(wording, request=" ".join(filter(None, (wording.request, offer))))
    house = service.names.get(avatar.id, {})
    name = house.get(code) or pack.names.get(avatar.id, avatar.name)
    voice = _who(work, pack, avatar.gender)
    intro, tag = wording.intro(avatar.gender, name, voice), f"{name} · {wording.role(avatar.gender)}"
    contact = work.script.contact or " · ".join(filter(None, (service.name, service.contact)))
    card = EndCard(
        request,
        "" if code == "de" else split(german.wording(address).request, "de")[0],
        f"{wording.contact} · {contact}" if contact else "",
        offer,
        work.script.code or service.code,
    )
    texts = [unit.text for unit in translation.units]
    shown = _pictures(work, translation)
    words = [code, translation.title, texts, intro, tag, wording.labelled(voice), asdict(card)]
    text_hash = digest(words + [picture.sha256 for picture in shown.values()])
    return Version(pack, wording, translation, avatar, name, voice, intro, tag, card, text_hash, shown)


def _pictures(work: Work, translation: Translation) -> dict[int, Picture]:
    shown = {}
    for number, (unit, made) in enumerate(zip(work.script.units, translation.units, strict=True)):
        file = pictures.find(work.script.path.parent, unit.picture) if unit.picture else None
        if file:
            shown[number] = Picture(unit.picture, sha256(file), made.text)
    return shown


def _who(work: Work, pack: Language, gender: Gender) -> VoiceKind:
    """Who will speak. Where espeak-ng could but is not installed, that is an error when it speaks, no silent film."""
    from pipeline.speak.choose import voices

    if work.consent(pack.code):
        return "human"
    models, accepted = work.settings.models.folder, work.settings.speech.noncommercial
    return "synthetic" if voices(pack, gender, models, noncommercial=accepted) else "none"


def _offer(work: Work, code: str) -> str:
    """The service's promise in this language; without words of its own in this language it promises nothing."""
    offer = work.settings.service.offer.get(code, "")
    if offer and len(split(offer, code)) > 1:
        german, english = packs.called(code)
        raise InputError(
            f"Das Angebot für {german} in lotse.toml ([service] offer) hat mehrere Sätze: „{offer}“. Auf der "
            "Schlusstafel ist Platz für einen.",
            f'The offer for {english} in lotse.toml ([service] offer) has several sentences: "{offer}". The end card '
            "has room for one.",
        )
    return offer


def avatar_for(work: Work, code: str) -> str:
    """Who presents: as asked for on the command line, else in the translation's front matter, else in the script's."""
    supplied = work.supplied.get(code)
    return work.avatar or (supplied.avatar if supplied else "") or work.script.avatar or DEFAULT_AVATAR


def review(work: Work, version: Version) -> Review:
    """Supplied is not checked: only a listed reviewer's approval of exactly this text takes the note away, and only
    where somebody who speaks the language has signed the fixed words around it too. The script's own language is the
    staff's word, unless it was written down by a machine and nobody has checked that."""
    code, unheard = version.pack.code, bool(work.script.recording) and not work.script.checked
    if code == work.script.language:
        return Review("unchecked", None, *_UNHEARD) if unheard else Review("source", None)
    state: ReviewState = "machine" if any(u.origin == "machine" for u in version.translation.units) else "unchecked"
    approval = work.job.approval(code, work.secret)
    if approval is None:
        return Review(state, None)
    if approval.text_hash != version.text_hash:
        return Review(
            state,
            None,
            f"Die Freigabe durch {approval.by} vom {approval.when[:10]} gilt nicht mehr: Der Text wurde seitdem "
            "geändert. Bitte neu prüfen und freigeben.",
            f"The approval by {approval.by} of {approval.when[:10]} is void: the text has changed since. "
            "Review and approve it again.",
        )
    if approval.by not in work.settings.review.reviewers.get(code, ()):
        return Review(
            state,
            None,
            f"Die Freigabe durch {approval.by} gilt nicht: Dieser Name steht nicht mehr in den Einstellungen.",
            f"The approval by {approval.by} does not hold: the name is no longer listed in the settings.",
        )
    if unheard:
        return Review(
            state,
            approval,
            f"Die Freigabe des Textes durch {approval.by} ist gespeichert und gilt, sobald auch die Abschrift geprüft "
            f"ist. {_UNHEARD[0]}",
            f"The approval of the text by {approval.by} is kept and will hold as soon as the transcript is checked "
            f"too. {_UNHEARD[1]}",
        )
    if version.pack.signature is None:
        de, en = house.told(version.pack, work.settings.paths.state)
        return Review(
            state,
            approval,
            f"Die Freigabe des Textes durch {approval.by} ist gespeichert und gilt, sobald auch der feste Wortlaut "
            f"unterschrieben ist. {de}",
            f"The approval of the text by {approval.by} is kept and will hold as soon as the fixed wording is signed "
            f"too. {en}",
        )
    return Review("approved", approval)


def check_fonts(work: Work, version: Version, segments: Sequence[Segment]) -> None:
    """Raises:
    InputError: A character that no font of the language has would be a box on screen.
    """
    from pipeline.scene.text import describe, uncovered

    supplied = work.supplied.get(version.pack.code)
    path = supplied.path if supplied else work.script.path
    units = supplied.units if supplied else work.script.units
    latin, wording = work.pack("de").fonts, version.wording
    shown = [(version.end_card.german, latin, 0), (version.end_card.contact, version.pack.fonts, 0)]
    fixed = (wording.labelled(version.voice), wording.note_machine, wording.note_unchecked, wording.draft)
    shown += [(text, version.pack.fonts, 0) for text in (*fixed, version.name_tag, version.translation.title)]
    shown += [(s.text, version.pack.fonts, units[s.unit].line if s.unit >= 0 else 0) for s in segments]
    for text, fonts, line in shown:
        if missing := uncovered(text, fonts):
            raise InputError(
                f"Das Zeichen „{missing[0]}“ ({describe(missing[0])}) hat keine der Schriften für "
                f"{version.pack.german} ({', '.join(fonts)}): „{text}“. Bitte anders schreiben.",
                f'The character "{missing[0]}" ({describe(missing[0])}) is in none of the fonts for '
                f'{version.pack.english} ({", ".join(fonts)}): "{text}". Write it in another way.',
                path=path,
                line=line or None,
            )


def check_said(version: Version) -> None:
    """The service's own offer, the last words of the request, may hold names that the house pronounces in its own way.

    Raises:
        InputError: The pack's spoken forms or the house's pronunciations make the voice say something else than the
            fixed words on screen.
    """
    from pipeline.speak.normalise import spoken

    pack, offer = version.pack, version.end_card.offer
    plain = replace(pack, pronunciation={})
    request = version.wording.request.removesuffix(offer).strip()
    for text, by in ((version.intro, plain), (request, plain), (offer, plain), (version.intro, pack), (request, pack)):
        said = " ".join(part.text for part in spoken(text, by))
        if said != " ".join(text.split()):
            if by is pack:
                raise InputError(
                    f"Die Stimme würde etwas anderes sagen, als zu lesen ist: „{said}“ statt „{text}“. Bitte in "
                    f"lotse.toml unter [speech.pronunciation.{pack.code}] die Wörter des festen Wortlauts streichen.",
                    f'The voice would say something else than can be read: "{said}" instead of "{text}". Remove the '
                    f"words of the fixed wording from [speech.pronunciation.{pack.code}] in lotse.toml.",
                )
            raise InputError(
                f"Die Stimme würde etwas anderes sagen, als zu lesen ist: „{said}“ statt „{text}“. Bitte [spoken] im "
                f"Sprachpaket {pack.code} berichtigen.",
                f'The voice would say something else than can be read: "{said}" instead of "{text}". Correct [spoken] '
                f"in the language pack {pack.code}.",
            )


def memory(work: Work) -> Memory:
    from pipeline.translate.memory import Memory

    return Memory(work.settings.paths.state / "memory.tmx")


def _translation(work: Work, code: str) -> Translation:
    from pipeline.translate.engine import load_engines
    from pipeline.translate.stage import translate
    from pipeline.weights.store import installed

    models = work.settings.models.folder
    supplied = work.supplied.get(code)
    english, kind = _english(work, code)
    # Not the memory: what it learns later must not change a text that somebody is just reviewing.
    inputs = [
        # Another format asks for no other text.
        asdict(replace(work.script, formats=(), small=None)),
        asdict(supplied) if supplied else None,
        asdict(english) if english else None,
        kind,
        [asdict(weight) for weight in installed(models) if weight.name.startswith(("argos:", "firefox:"))],
    ]
    return staged(
        work.job.language(code),
        "translation",
        Translation,
        inputs,
        lambda: translate(
            work.script,
            code,
            supplied=supplied,
            english=english,
            english_kind=kind,
            engines=load_engines(models, work.settings.models.device),
            memory=memory(work),
        ),
        secret=work.secret,
    )


def _english(work: Work, code: str) -> tuple[Translation | Supplied | None, EnglishKind]:
    """The best English text there is, which the machine may start from."""
    if "en" in (code, work.script.language):
        return None, "supplied"
    if work.job.approval("en", work.secret):
        with suppress(InputError):  # what is wrong with the English film stops no other language
            english = build(work, "en")
            if review(work, english).approval:
                return english.translation, "approved"
    return work.supplied.get("en"), "supplied"
