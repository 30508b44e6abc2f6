"""The stages of one language, each with what its result depends on: what has not changed is not made again."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import language as packs
from pipeline import report
from pipeline.files import sha256, write_atomic
from pipeline.job import digest, staged
from pipeline.model import Film, Format, Segment, Speech, Timeline
from pipeline.narration import narrate
from pipeline.records import Store
from pipeline.scene import layout
from pipeline.version import Review, Version
from pipeline.work import Work

if TYPE_CHECKING:
    from pipeline.scene.face import Face
    from pipeline.scene.figure import Figure
    from pipeline.scene.plates import Look
    from pipeline.scene.portrait import Portrait
    from pipeline.scene.scene import Plates, Scene
    from pipeline.seal.fingerprint import Fingerprint
    from pipeline.seal.keys import Keys
    from pipeline.seal.manifest import Claim
    from pipeline.verify.stage import Expected


class Steps:
    """Says which stage a language is at."""

    def __init__(self, work: Work, code: str, number: int = 0, count: int = 1) -> None:
        """Args:
        number, count: Of the films of this language, which one is being made.
        """
        self._progress, self._code = work.progress, code
        self._number, self._count = number, count

    def __call__(self, stage: str, done: float = 0.0) -> None:
        self._progress(self._code, stage, (self._number + done) / self._count)


def speak(work: Work, made: Version, segments: Sequence[Segment]) -> Speech:
    from pipeline.speak import hear, recorded, silent, stage
    from pipeline.speak.choose import voices

    models, code = work.settings.models.folder, made.pack.code
    step = Steps(work, code)
    step("speak")
    home = work.job.language(code) / "speech"
    if made.voice == "none":
        return silent.read(segments, made.avatar.gender, made.pack)
    listening = work.settings.speech
    known = (made.name, *made.pack.pronunciation)
    ear = hear.of(listening.whisper, models, work.settings.models.device, work.settings.paths.state, known)
    if consent := work.consent(code):

        def read() -> Speech:
            told = recorded.speak(segments, reading, made.avatar.gender, made.pack, home)
            return replace(told, notes=(*told.notes, *hear.doubted(told, ear, made.pack, home)))

        reading = recorded.Reading(work.recordings[code], consent, _lines(work, code))
        return staged(
            home.parent,
            "speech",
            Speech,
            [
                [asdict(segment) for segment in segments],
                sha256(reading.path),
                asdict(consent),
                reading.lines,
                made.avatar.gender,
                [made.pack.reference, made.pack.espeak, made.pack.reading_speed],
                asdict(made.pack.spoken),
                ear.key(made.pack, ()),
            ],
            read,
            lambda speech: [home / segment.sound for segment in speech.segments if segment.sound],
            secret=work.secret,
        )
    able = voices(
        made.pack, made.avatar.gender, models, work.settings.models.device, noncommercial=listening.noncommercial
    )
    names = {f"{voice.info.engine}:{voice.info.name.partition('#')[0]}" for voice in able}
    weights = [mark for mark in report.weights(models) if mark["name"] in names]
    return staged(
        home.parent,
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
        lambda: stage.speak(segments, able, made.pack, home, lambda done, total: step("speak", done / total), ear),
        lambda speech: [home / segment.sound for segment in speech.segments if segment.sound],
        secret=work.secret,
    )


def _lines(work: Work, code: str) -> tuple[int, ...]:
    """Where each unit stands in the file of its text."""
    supplied = work.supplied.get(code)
    return tuple(unit.line for unit in (supplied.units if supplied else work.script.units))


def plan(work: Work, made: Version, reviewed: Review, speech: Speech, form: Format, *, draft: bool) -> Timeline:
    from pipeline.scene.timeline import Words, build
    from pipeline.seal.stage import exact
    from pipeline.speak import swell
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
    seed = f"{work.job.id} {made.pack.code}"
    home = work.job.language(made.pack.code) / "speech"
    loudness = {one.sound: swell.read(home / one.sound) for one in speech.segments if one.sound}
    paragraphs = [unit.paragraph for unit in work.script.units]
    pictures = [
        (picture, [unit for unit, paragraph in enumerate(paragraphs) if paragraph == paragraphs[number]])
        for number, picture in made.pictures.items()
    ]
    timeline = exact(
        build(speech, words, made.avatar.name, made.pack, form, seed=seed, loudness=loudness, pictures=pictures)
    )
    write_atomic(folder(work, made.pack.code, timeline) / "timeline.json", Store(Timeline).dump(timeline))
    return timeline


def folder(work: Work, code: str, timeline: Timeline) -> Path:
    """Of one language's film in one format."""
    return work.job.cut(code, layout.of(timeline, rtl=False).format)


def figure(work: Work, made: Version, timeline: Timeline) -> Figure:
    """The avatar where the film shows it."""
    from pipeline.scene.figure import Drawn, Filmed
    from pipeline.scene.portrait import Portrait
    from pipeline.scene.rig import Rig

    place = layout.of(timeline, rtl=made.pack.direction == "rtl")
    if isinstance(made.avatar, Portrait):
        found = face(work, made, made.avatar, timeline)
        return Filmed(work.job.language(made.pack.code) / found.file, found, place, timeline, made.avatar.id)
    return Drawn(Rig.stand(made.avatar.folder, place), timeline)


def face(work: Work, made: Version, portrait: Portrait, timeline: Timeline) -> Face:
    """The video that the program makes of a portrait: once for every sound, whatever the film's format.

    Raises:
        InputError: The program is not there.
        LotseError: It failed, or its video cannot be used.
    """
    from pipeline.scene import face as faces
    from pipeline.scene import program

    home = work.job.language(made.pack.code)

    def make() -> Face:
        with program.workshop(home) as folder:
            sound = folder / "sound.wav"
            _soundtrack(work, made, timeline, sound)
            ran = program.run(portrait, sound, folder, seconds=timeline.duration, fps=timeline.fps)
            found = faces.check(ran.clip, sound, timeline, portrait.id, isolated=ran.isolated)
            target = home / f"face.{portrait.container}"
            ran.clip.replace(target)
        return replace(found, file=target.name)

    inputs = [
        [(sha256(path), start) for path, start in _sounds(work, made, timeline)],
        [asdict(sentence) for sentence in timeline.sentences],
        [timeline.duration, timeline.fps],
        sha256(portrait.picture),
        [portrait.command, program.marks(portrait.command), portrait.container],
    ]
    return staged(home, "face", faces.Face, inputs, make, lambda found: [home / found.file], secret=work.secret)


def _sounds(work: Work, made: Version, timeline: Timeline) -> list[tuple[Path, float]]:
    speech = work.job.language(made.pack.code) / "speech"
    return [(speech / sound.value, sound.start) for sound in timeline.sounds]


def _soundtrack(work: Work, made: Version, timeline: Timeline, target: Path) -> None:
    """All that is heard in the film."""
    from pipeline.speak.loudness import silence, soundtrack

    if made.voice == "none":
        silence(timeline.duration, target)
    else:
        soundtrack(_sounds(work, made, timeline), timeline.duration, target)


def looks(work: Work, made: Version, timeline: Timeline) -> list[str]:
    """Hashes of all that says what the avatar looks like."""
    from pipeline.scene.portrait import Portrait

    if isinstance(made.avatar, Portrait):
        folder = work.job.language(made.pack.code)
        return [sha256(folder / face(work, made, made.avatar, timeline).file)]
    return [sha256(path) for path in made.avatar.files]


def film(work: Work, made: Version, timeline: Timeline, keys: Keys, step: Steps) -> Film:
    from pipeline.render.compose import Composer
    from pipeline.render.encode import X264, encode
    from pipeline.seal import watermark
    from pipeline.seal.stage import film_id
    from pipeline.verify import stream

    step("render")
    home = folder(work, made.pack.code, timeline)
    target = home / "film.mp4"
    frames = timeline.frames
    number, key = film_id(work.job.id, made.pack.code), keys.mark_key()

    def watched(pictures: Iterator[memoryview]) -> Iterator[memoryview]:
        for done, picture in enumerate(pictures):
            yield picture
            if done % 25 == 0:
                step("render", done / frames)

    def make() -> Film:
        sound = home / ".sound.tmp.wav"
        try:
            _soundtrack(work, made, timeline, sound)
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
        return stream.film(target)

    service = work.settings.service
    marks = [sha256(path) for path, _ in _sounds(work, made, timeline)]
    marks += [sha256(path) if path else "" for path in (service.logo, service.background)]
    inputs = [
        digest(Store(Timeline).dump(timeline)),
        marks,
        looks(work, made, timeline),
        service.colours.model_dump(),
        made.translation.title,
        X264,
        [number, keys.root_sha256, watermark.STRENGTH],
    ]
    kept = staged(home, "film", Film, inputs, make, lambda value: [target], secret=work.secret)
    return replace(kept, path=target)


def shrunk(work: Work, code: str, form: Format, film: Film, rate: int) -> Film:
    """A small copy, not sealed.

    Args:
        rate: Bits a second of its picture.
    """
    from pipeline.render.encode import SMALL_X264, shrink
    from pipeline.small import SOUND
    from pipeline.verify import stream

    home = work.job.cut(code, form, small=True)
    target = home / "film.mp4"

    def make() -> Film:
        shrink(film.path, target, picture=rate, sound=SOUND)
        return stream.film(target)

    inputs = [sha256(film.path), rate, SOUND, SMALL_X264]
    kept = staged(home, "film", Film, inputs, make, lambda value: [target], secret=work.secret)
    return replace(kept, path=target)


def claim_of(work: Work, made: Version, reviewed: Review, film: Film, timeline: Timeline) -> Claim:
    from pipeline.scene.portrait import Portrait
    from pipeline.seal.manifest import Claim
    from pipeline.seal.stage import claimed, film_id, where
    from pipeline.verify import sound

    script, code, service = work.script, made.pack.code, work.settings.service
    return Claim(
        title=made.translation.title,
        language=made.pack.bcp47,
        source_language=packs.load(script.language).bcp47,
        machine_translated=any(unit.origin == "machine" for unit in made.translation.units),
        composite=bool(service.logo or service.background or timeline.pictures) or made.voice == "human",
        software="Lotse",
        version=importlib.metadata.version("lotse"),
        script_sha256=digest([asdict(unit) for unit in script.units]),
        film_id=film_id(work.job.id, code),
        revision=work.job.revision(folder(work, code, timeline), sha256(film.path)),
        draft=bool(timeline.draft),
        review=reviewed.state,
        label=where(plates(work, made, timeline).draw("label")),
        timeline=claimed(timeline),
        accent=service.colours.accent,
        ink=service.colours.ink,
        voice=sound.plan([work.job.language(code) / "speech" / spoken.value for spoken in timeline.sounds]),
        mouth=figure(work, made, timeline).mouth(),
        portrait=made.avatar.stated if isinstance(made.avatar, Portrait) else "",
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


def sealed(work: Work, film: Film, claim: Claim, keys: Keys) -> Film:
    from pipeline.seal.manifest import Claim
    from pipeline.seal.stage import seal
    from pipeline.verify import stream

    target = film.path.with_name("sealed.mp4")

    def make() -> Film:
        seal(film.path, target, claim, keys)
        return stream.film(target)

    inputs = [sha256(film.path), Store(Claim).dump(claim), keys.root_sha256]
    kept = staged(target.parent, "sealed", Film, inputs, make, lambda value: [target], secret=work.secret)
    return replace(kept, path=target)


def log(work: Work, sealed: Film, fingerprint: Fingerprint, claim: Claim) -> None:
    """Remembers what a published film looks and sounds like, once for every one."""
    from pipeline.seal.log import Entry, Log

    def make() -> str:
        today = datetime.now(UTC).date().isoformat()
        log = Log(work.settings.paths.state / "fingerprints.jsonl")
        log.add(Entry(fingerprint, today, claim.film_id, claim.language))
        return today

    staged(sealed.path.parent, "logged", str, sha256(sealed.path), make, secret=work.secret)


def scene(work: Work, made: Version, timeline: Timeline) -> Scene:
    from pipeline.scene.scene import Scene

    return Scene(timeline, figure(work, made, timeline), made.pack, packs.load("de"), look(work), gallery(work))


def plates(work: Work, made: Version, timeline: Timeline) -> Plates:
    from pipeline.scene.scene import Plates

    return Plates(timeline, made.pack, packs.load("de"), look(work), gallery(work))


def gallery(work: Work) -> Path:
    """Where the script's pictures lie."""
    return work.script.path.parent


def look(work: Work) -> Look:
    from pipeline.scene.plates import Look

    service = work.settings.service
    colours = service.colours
    return Look(colours.accent, colours.background, service.logo, colours.ink, service.background)
