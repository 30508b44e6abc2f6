"""What is said, spoken: by a machine, read by a person, or by nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from pipeline import report
from pipeline.files import sha256
from pipeline.job import staged
from pipeline.model import Segment, Speech
from pipeline.narration import narrate
from pipeline.stages.steps import Steps
from pipeline.version import Version
from pipeline.work import Work


def narration(work: Work, made: Version) -> tuple[Segment, ...]:
    """All that must be said: exactly the approved text, between introduction and request."""
    return narrate(made.translation, work.script.units, made.wording, made.intro)


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
