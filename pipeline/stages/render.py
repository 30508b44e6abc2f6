"""The film, drawn and encoded; and a small copy of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pipeline.files import sha256
from pipeline.job import digest, staged
from pipeline.model import Film, Format, Timeline
from pipeline.records import Store
from pipeline.stages.picture import looks, scene
from pipeline.stages.sound import sounds, soundtrack
from pipeline.stages.steps import Steps
from pipeline.stages.timing import folder
from pipeline.version import Version
from pipeline.work import Work

if TYPE_CHECKING:
    from pipeline.seal.keys import Keys


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
            soundtrack(work, made, timeline, sound)
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
    marks = [sha256(path) for path, _ in sounds(work, made, timeline)]
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
