"""When everything is seen and heard, in one format; nothing of it is drawn yet."""

from __future__ import annotations

from pathlib import Path

from pipeline.files import write_atomic
from pipeline.model import Format, Speech, Timeline
from pipeline.records import Store
from pipeline.scene import layout
from pipeline.version import Review, Version
from pipeline.work import Work


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
