"""The stages in order. All that happens to a script stands in `make`, and nowhere else."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from pipeline import approval, report, state, version
from pipeline import language as packs
from pipeline.attempt import Outcome, held, keep, settled
from pipeline.errors import InputError
from pipeline.files import sha256, slug, write_atomic
from pipeline.job import Order, cpu_seconds, digest, staged
from pipeline.model import Film, Segment, Speech, Timeline
from pipeline.narration import narrate
from pipeline.offer import offer
from pipeline.publish import publish, refuse
from pipeline.records import Store
from pipeline.version import Review, Version
from pipeline.wording import house
from pipeline.work import Work

if TYPE_CHECKING:
    from pipeline.scene.plates import Look
    from pipeline.scene.scene import Scene
    from pipeline.seal.fingerprint import Fingerprint
    from pipeline.seal.keys import Keys
    from pipeline.seal.manifest import Claim
    from pipeline.verify.stage import Expected

OLD_FILM_DE = "Der schon veröffentlichte Film zeigt noch den alten Text; bitte bis zur Freigabe nicht mehr vorführen."
OLD_FILM_EN = "The film published earlier still shows the old text; do not show it until the new one is approved."


def render(work: Work, languages: Sequence[str]) -> tuple[Outcome, ...]:
    """Makes the films, one language after the other; one that fails harms no other.

    Raises:
        BusyError: Another process is working on one of them right now.
        MachineError: The disk is full, a program is missing or was killed; what was finished before stands.
    """
    order = work.job.order() or Order(work.script.path, work.places)
    codes = tuple(dict.fromkeys((*order.languages, *languages)))
    asked = replace(order, script=work.script.path, places=work.places, title=work.script.title, avatar=work.avatar)
    work.job.remember(replace(asked, languages=codes))
    requests = [state.ask(work.job.language(code)).request for code in languages]
    return tuple(_rendered(work, *asked) for asked in zip(languages, requests, strict=True))


def _rendered(work: Work, code: str, request: int) -> Outcome:
    with held(work.job, code, request, work.progress) as progress:
        outcome = settled(code, lambda: make(replace(work, progress=progress), code))
    assert outcome
    keep(work.job, outcome, request)
    return outcome


def words(work: Work, code: str) -> None:
    """The half of the way that needs models: what is said is translated and spoken; `make` finds it done."""
    made, _, segments = _text(work, code)
    speak(work, made, segments)


def _text(work: Work, code: str) -> tuple[Version, Review, tuple[Segment, ...]]:
    """What will be said and shown, and how far it has been reviewed."""
    from pipeline.translate.stage import UnfinishedError

    _Steps(work, code)("translate")
    try:
        made = version.build(work, code)
    except UnfinishedError as error:
        if error.translation.language == code:  # not of the English that it starts from
            offer(work, error.translation, error)
        raise
    offer(work, made.translation)
    segments = narration(work, made)
    version.check_fonts(work, made, segments)
    version.check_said(made)
    approval.redeem(work, made)
    return made, version.review(work, made), tuple(segments)


def make(work: Work, code: str) -> Outcome:
    """One language from the script to the output folder."""
    from pipeline.scene.scene import Plates
    from pipeline.seal.keys import ensure
    from pipeline.verify.stage import Seal, planned, prove

    step = _Steps(work, code)

    made, reviewed, segments = _text(work, code)
    unsigned = made.pack.signature is None
    draft = work.policy == "required" and (reviewed.state in ("unchecked", "machine") or unsigned)
    own_keys = ensure(work.settings.paths.state / "keys", work.settings.service.name)

    speech = speak(work, made, segments)
    timeline = plan(work, made, reviewed, speech, draft=draft)
    # What can be known to fail is not drawn first.
    wanted = expected(work, made, reviewed, speech)
    refuse(planned(timeline, wanted))
    film = _film(work, made, timeline, own_keys)

    step("verify")
    cpu = cpu_seconds()
    claim = claim_of(work, made, reviewed, film, timeline)
    sealed = _sealed(work, code, film, claim, own_keys)
    plates = Plates(timeline, made.pack, packs.load("de"), look(work))
    proof = Seal(claim, own_keys.root, own_keys.mark_key())
    proved, fingerprint = prove(sealed.path, plates, wanted, proof)

    step("publish")
    spent = work.job.spent(code) + cpu_seconds() - cpu
    beside = report.beside(work, made, reviewed, proved, timeline, speech, draft=draft, cpu_seconds=spent)
    refuse(proved.gates)
    if not draft:
        _log(work, code, sealed, fingerprint, claim)
    path = publish(proved, work.places, slug(work.script.title), draft=draft, beside=beside)
    next_de, next_en = _next(work, made, reviewed, draft=draft)
    old = work.places.language(slug(work.script.title), code, draft=False)
    # What a reviewer may approve is what could be seen, not what the script has become since.
    write_atomic(work.job.language(code) / "seen", made.text_hash)
    return Outcome(
        code,
        "draft" if draft else "film",
        path,
        proved.film.duration,
        origin=report.origin(made.translation),
        voice=f"{speech.voice.engine} {speech.voice.name}".strip(),
        stand_in=speech.voice.stand_in,
        de=" ".join(filter(None, (reviewed.de, OLD_FILM_DE if draft and old.exists() else "", next_de))),
        en=" ".join(filter(None, (reviewed.en, OLD_FILM_EN if draft and old.exists() else "", next_en))),
    )


def _next(work: Work, made: Version, reviewed: Review, *, draft: bool) -> tuple[str, str]:
    """What a person must know or do now."""
    code = made.pack.code
    said: list[tuple[str, str]] = []
    if made.voice == "none":
        said.append(report.unspoken(work, made))
    if draft and code != work.script.language and not reviewed.approval:
        said.append(_ask_for_approval(work, made))
    # With an approval in hand, the review has said so already.
    if (draft or made.pack.void) and not reviewed.approval:
        said.append(house.told(made.pack, work.settings.paths.state))
    if work.settings.service.offer and not made.end_card.offer:
        german, english = packs.called(code)
        said.append(
            (
                f"Die Schlusstafel zeigt kein Angebot: In lotse.toml ([service.offer]) fehlt ein Satz für {german}.",
                f"The end card makes no offer: there is no sentence for {english} in lotse.toml ([service.offer]).",
            )
        )
    return " ".join(filter(None, (de for de, _ in said))), " ".join(filter(None, (en for _, en in said)))


def _ask_for_approval(work: Work, made: Version) -> tuple[str, str]:
    code, listed = made.pack.code, work.settings.review.reviewers.get(made.pack.code, ())
    if not listed:
        return (
            f"Für {made.pack.german} darf noch niemand freigeben: bitte in lotse.toml eintragen ([review.reviewers]).",
            f"Nobody may approve {made.pack.english} yet: add a name in lotse.toml under [review.reviewers].",
        )
    command = f'lotse approve "{work.script.path}" --lang {code} --by "{listed[0]}"'
    return (
        f"Bitte ansehen und dann freigeben: {command}",
        f"Watch it, then approve it: {command}",
    )


def approve(work: Work, code: str, by: str) -> Outcome:
    """A listed reviewer stands for the text of the last draft; then the film is published.

    Raises:
        InputError: The name is not listed for this language, or no draft shows exactly this text.
    """
    pack = packs.load(code)
    if code == work.script.language and work.script.recording and not work.script.checked:
        raise InputError(
            "Eine Abschrift wird nicht freigegeben, sondern geprüft: Tragen Sie hinter „checked:“ den Namen ein.",
            'A transcript is not approved but checked: enter the name after "checked:" in the front matter.',
            path=work.script.path,
        )
    if code == work.script.language:
        raise InputError(
            f"{pack.german} ist die Sprache des Skripts, Ihr eigener Text: Er braucht keine Freigabe.",
            f"{pack.english} is the language of the script, your own text: it needs no approval.",
        )
    approval.may(work.settings, code, by)
    made = version.build(work, code)
    seen = work.job.language(code) / "seen"
    if not seen.exists() or seen.read_text(encoding="utf-8") != made.text_hash:
        command = f"lotse render {work.script.path} --to {code}"
        raise InputError(
            f"Es gibt noch keinen Entwurf mit genau diesem Text. Bitte zuerst „{command}“ aufrufen und ihn prüfen.",
            f'There is no draft yet with exactly this text. First call "{command}" and review it.',
            path=work.script.path,
        )
    approval.approve(work, made, by)
    return render(work, [code])[0]


# ---------------------------------------------------------------- the stages, each with its key


class _Steps:
    """Says which stage a language is at."""

    def __init__(self, work: Work, code: str) -> None:
        self._progress, self._code = work.progress, code

    def __call__(self, stage: str, done: float = 0.0) -> None:
        self._progress(self._code, stage, done)


def speak(work: Work, made: Version, segments: Sequence[Segment]) -> Speech:
    from pipeline.speak import hear, recorded, silent, stage
    from pipeline.speak.choose import voices

    models, code = work.settings.models.folder, made.pack.code
    step = _Steps(work, code)
    step("speak")
    folder = work.job.language(code) / "speech"
    if made.voice == "none":
        return silent.read(segments, made.rig.gender, made.pack)
    listening = work.settings.speech
    known = (made.name, *made.pack.pronunciation)
    ear = hear.of(listening.whisper, models, work.settings.models.device, work.settings.paths.state, known)
    if consent := work.consent(code):

        def read() -> Speech:
            told = recorded.speak(segments, reading, made.rig.gender, made.pack, folder)
            return replace(told, notes=(*told.notes, *hear.doubted(told, ear, made.pack, folder)))

        reading = recorded.Reading(work.recordings[code], consent, _lines(work, code))
        return staged(
            folder.parent,
            "speech",
            Speech,
            [
                [asdict(segment) for segment in segments],
                sha256(reading.path),
                asdict(consent),
                reading.lines,
                made.rig.gender,
                [made.pack.reference, made.pack.espeak, made.pack.reading_speed],
                asdict(made.pack.spoken),
                ear.key(made.pack, ()),
            ],
            read,
            lambda speech: [folder / segment.sound for segment in speech.segments if segment.sound],
            secret=work.secret,
        )
    able = voices(
        made.pack, made.rig.gender, models, work.settings.models.device, noncommercial=listening.noncommercial
    )
    names = {f"{voice.info.engine}:{voice.info.name.partition('#')[0]}" for voice in able}
    weights = [mark for mark in report.weights(models) if mark["name"] in names]
    return staged(
        folder.parent,
        "speech",
        Speech,
        [
            [asdict(segment) for segment in segments],
            [asdict(voice.info) for voice in able],
            weights,
            asdict(made.pack.spoken),
            dict(made.pack.pronunciation),
            [asdict(made.pack.phrases), made.pack.reading_speed, made.pack.caption_chars],
            ear.key(made.pack, able),
        ],
        lambda: stage.speak(segments, able, made.pack, folder, lambda done, total: step("speak", done / total), ear),
        lambda speech: [folder / segment.sound for segment in speech.segments if segment.sound],
        secret=work.secret,
    )


def _lines(work: Work, code: str) -> tuple[int, ...]:
    """Where each unit stands in the file of its text."""
    supplied = work.supplied.get(code)
    return tuple(unit.line for unit in (supplied.units if supplied else work.script.units))


def plan(work: Work, made: Version, reviewed: Review, speech: Speech, *, draft: bool) -> Timeline:
    from pipeline.scene.timeline import Words, build
    from pipeline.seal.stage import exact
    from pipeline.verify.words import note

    german = work.pack("de").wording(work.settings.service.address)
    words = Words(
        label=made.wording.labelled(made.voice),
        voice=made.voice,
        note=note(reviewed.state, made.wording),
        draft=tuple(dict.fromkeys((german.draft, made.wording.draft))) if draft else (),
        name_tag=made.name_tag,
        end_card=made.end_card,
    )
    timeline = exact(build(speech, words, made.rig.name, made.pack, seed=f"{work.job.id} {made.pack.code}"))
    write_atomic(work.job.language(made.pack.code) / "timeline.json", Store(Timeline).dump(timeline))
    return timeline


def _film(work: Work, made: Version, timeline: Timeline, keys: Keys) -> Film:
    from pipeline.render.compose import Composer
    from pipeline.render.encode import X264, encode
    from pipeline.seal import watermark
    from pipeline.seal.stage import film_id
    from pipeline.speak.loudness import silence, soundtrack
    from pipeline.verify.stream import film

    step = _Steps(work, made.pack.code)
    step("render")
    folder = work.job.language(made.pack.code)
    target = folder / "film.mp4"
    sounds = [(folder / "speech" / sound.value, sound.start) for sound in timeline.sounds]
    frames = timeline.frames
    number, key = film_id(work.job.id, made.pack.code), keys.mark_key()

    def watched(pictures: Iterator[memoryview]) -> Iterator[memoryview]:
        for done, picture in enumerate(pictures):
            yield picture
            if done % 25 == 0:
                step("render", done / frames)

    def make() -> Film:
        sound = folder / ".sound.tmp.wav"
        try:
            if made.voice == "none":
                silence(timeline.duration, sound)
            else:
                soundtrack(sounds, timeline.duration, sound)
            mark = partial(watermark.mark, film_id=number, key=key)
            pictures = Composer(scene(work, made, timeline), mark).frames(range(frames))
            encode(
                watched(pictures),
                sound,
                target,
                width=timeline.width,
                height=timeline.height,
                fps=timeline.fps,
                title=made.translation.title,
                language=made.pack.bcp47,
            )
        finally:
            sound.unlink(missing_ok=True)
        return film(target)

    look = work.settings.service
    marks = [sha256(path) for path, _ in sounds] + ([sha256(look.logo)] if look.logo else [])
    drawing = sorted((packs.ASSETS / "avatars" / made.rig.name).iterdir())
    inputs = [
        digest(Store(Timeline).dump(timeline)),
        marks,
        [sha256(path) for path in drawing],
        look.colours.model_dump(),
        made.translation.title,
        X264,
        [number, keys.root_sha256, watermark.STRENGTH],
    ]
    kept = staged(folder, "film", Film, inputs, make, lambda value: [target], secret=work.secret)
    return replace(kept, path=target)


def claim_of(work: Work, made: Version, reviewed: Review, film: Film, timeline: Timeline) -> Claim:
    from pipeline.scene.scene import Plates
    from pipeline.seal.manifest import Claim
    from pipeline.seal.stage import claimed, film_id, where
    from pipeline.verify import lips, sound

    script, code = work.script, made.pack.code
    return Claim(
        title=made.translation.title,
        language=made.pack.bcp47,
        source_language=packs.load(script.language).bcp47,
        machine_translated=any(unit.origin == "machine" for unit in made.translation.units),
        composite=work.settings.service.logo is not None or made.voice == "human",
        software="Lotse",
        version=importlib.metadata.version("lotse"),
        script_sha256=digest([asdict(unit) for unit in script.units]),
        film_id=film_id(work.job.id, code),
        revision=work.job.revision(code, sha256(film.path)),
        draft=bool(timeline.draft),
        review=reviewed.state,
        label=where(Plates(timeline, made.pack, packs.load("de"), look(work)).draw("label")),
        timeline=claimed(timeline),
        accent=work.settings.service.colours.accent,
        voice=sound.plan([work.job.language(code) / "speech" / spoken.value for spoken in timeline.sounds]),
        mouth=lips.plan(made.rig, timeline.poses),
    )


def narration(work: Work, made: Version) -> tuple[Segment, ...]:
    """All that must be said: exactly the approved text, between introduction and request."""
    return narrate(made.translation, work.script.units, made.wording, made.intro)


def expected(work: Work, made: Version, reviewed: Review, speech: Speech) -> Expected:
    from pipeline.verify.stage import Expected

    return Expected(
        language=made.pack,
        wording=made.wording,
        intro=made.intro,
        german=made.end_card.german,
        state=reviewed.state,
        script=work.script,
        translation=made.translation,
        voice=made.voice,
        sentences=tuple(segment.text for segment in narration(work, made)),
        spoken=speech.segments,
    )


def _sealed(work: Work, code: str, film: Film, claim: Claim, keys: Keys) -> Film:
    from pipeline.seal.manifest import Claim
    from pipeline.seal.stage import seal
    from pipeline.verify import stream

    target = work.job.language(code) / "sealed.mp4"

    def make() -> Film:
        seal(film.path, target, claim, keys)
        return stream.film(target)

    inputs = [sha256(film.path), Store(Claim).dump(claim), keys.root_sha256]
    kept = staged(target.parent, "sealed", Film, inputs, make, lambda value: [target], secret=work.secret)
    return replace(kept, path=target)


def _log(work: Work, code: str, sealed: Film, fingerprint: Fingerprint, claim: Claim) -> None:
    """Remembers what a published film looks and sounds like, once for every one."""
    from pipeline.seal.log import Entry, Log

    def make() -> str:
        today = datetime.now(UTC).date().isoformat()
        log = Log(work.settings.paths.state / "fingerprints.jsonl")
        log.add(Entry(fingerprint, today, claim.film_id, claim.language))
        return today

    staged(work.job.language(code), "logged", str, sha256(sealed.path), make, secret=work.secret)


def scene(work: Work, made: Version, timeline: Timeline) -> Scene:
    from pipeline.scene.scene import Scene

    return Scene(timeline, made.rig, made.pack, packs.load("de"), look(work))


def look(work: Work) -> Look:
    from pipeline.scene.plates import Look

    service = work.settings.service
    return Look(service.colours.accent, service.colours.background, service.logo)
