"""What there is of a text, as a review file shows it: kept in the job folder, finished or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.files import write_atomic
from pipeline.ingest.pictures import called
from pipeline.job import Job
from pipeline.model import Translation
from pipeline.records import Store

if TYPE_CHECKING:
    from pipeline.translate.stage import UnfinishedError
    from pipeline.work import Work


@dataclass(frozen=True, slots=True)
class Note:
    """What a reviewer must look at."""

    unit: int
    """-1: the title."""
    stops: bool
    """No film is made like this."""
    de: str
    en: str


@dataclass(frozen=True, slots=True)
class Offer:
    request: int
    """Of the language's state: an older one says nothing about what is being asked for now."""
    source_language: str
    source_title: str
    source: tuple[str, ...]
    """The script, unit by unit."""
    translation: Translation
    """A unit that nobody and nothing has translated is empty."""
    notes: tuple[Note, ...] = ()


def offer(work: Work, translation: Translation, error: UnfinishedError | None = None) -> None:
    """Keeps a text for its reviewer, with all that the fact check finds; the script's own needs none.

    Args:
        error: Why no film can be made of it.
    """
    from pipeline.translate.stage import differences

    script, code = work.script, translation.language
    if code == script.language:
        return
    now, old = work.job.state(code), read(work.job, code)
    source = tuple(unit.text for unit in script.units)
    new = Offer(now.request if now else 0, script.language, script.title, source, translation)
    if error is None and old and replace(old, notes=()) == new:
        return
    notes = [Note(number, False, *_shown(unit.picture)) for number, unit in enumerate(script.units) if unit.picture]
    notes += [Note(unit, d.severity == "stop", d.de, d.en) for unit, d in differences(script, translation)]
    if error and error.at is not None:
        # The path is one in the state folder, where a reviewer has no business.
        where = f"{error.path}:{error.line}: " if error.line else f"{error.path}: "
        notes.append(Note(error.at, True, error.de.removeprefix(where), error.en.removeprefix(where)))
    write_atomic(work.job.language(code) / "offer.json", Store(Offer).dump(replace(new, notes=tuple(notes))))


def _shown(picture: str) -> tuple[str, str]:
    kind, it, english = called(picture)
    return (
        f"Worte zum {kind} „{picture}“, für alle, die {it} nicht sehen: Sie stehen in der Abschrift, gesprochen werden "
        "sie nicht.",
        f'Words to the {english} "{picture}", for those who do not see it: they stand in the transcript and are not '
        "spoken.",
    )


def read(job: Job, code: str) -> Offer | None:
    """None: it has not come to a text yet."""
    try:
        return Store(Offer).load((job.folder / code / "offer.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def with_origins(job: Job, translation: Translation, source: Sequence[str]) -> Translation:
    """What a machine wrote stays a machine's text, also when a person sends it back with other lines changed."""
    old = read(job, translation.language)
    if old is None or old.source != tuple(source):
        return translation
    pairs = zip(translation.units, old.translation.units, strict=True)
    units = tuple(
        was if (unit.origin, was.origin, unit.text) == ("supplied", "machine", was.text) else unit
        for unit, was in pairs
    )
    return replace(translation, units=units)
