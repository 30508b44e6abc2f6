"""Removes everything that came from one script: scripts and recordings can hold personal data."""

from __future__ import annotations

import json
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import language as packs
from pipeline import report
from pipeline.errors import InputError
from pipeline.files import slug
from pipeline.job import Job, Order, jobs
from pipeline.lease import take
from pipeline.publish import withdraw
from workers.clean import files, names
from workers.share import Share

if TYPE_CHECKING:
    from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed."""

    films: tuple[Path, ...]
    """Folders of films and drafts."""
    originals: tuple[Path, ...]
    """Files in the share."""
    memory: int
    """Entries of the translation memory."""
    log: int
    """Entries of the fingerprint log that keep only hash and date."""


def forget(settings: Settings, job: Job) -> Forgotten:
    """Raises:
    InputError: Something is still to be done for it: cancel it first.
    BusyError: The work on it has not ended yet.
    """
    order = job.order()
    if any(state.open for code in job.languages() if (state := job.state(code))):
        raise InputError(
            f"An diesem Auftrag wird noch gearbeitet. Bitte zuerst abbrechen: lotse jobs cancel {job.id}",
            f"This job is still being worked on. Cancel it first: lotse jobs cancel {job.id}",
        )
    with ExitStack() as held:
        for code in job.languages():
            held.enter_context(take(job.folder / code))
        films = tuple(_withdrawn(job, order)) if order else ()
        memory = sum(_memory(settings, job, code) for code in job.languages())
        log = _log(settings, job)
        originals = tuple(_originals(settings, job, order)) if order and order.dropped and settings.paths.share else ()
        for path in originals:
            path.unlink(missing_ok=True)
        if originals:
            _remove_empty(settings, job)
    # The leases lie in it: it goes when they have been given back.
    shutil.rmtree(job.folder)
    return Forgotten(films, originals, memory, log)


def _withdrawn(job: Job, order: Order) -> Iterator[Path]:
    """Every film of this job, under older titles too; the pages of a title are written anew for what is left."""
    touched = set()
    for draft, root in ((False, order.places.films), (True, order.places.drafts)):
        for path in sorted(root.glob("*/*/report.json")):
            try:
                mine = json.loads(path.read_text(encoding="utf-8"))["job"] == job.id
            except (OSError, ValueError, LookupError, TypeError):
                continue
            if mine:
                folder, language = path.parent.parent.name, path.parent.name
                withdraw(order.places, folder, language, draft=draft)
                touched.add(folder)
                yield path.parent
    for folder in touched:
        title = order.title if slug(order.title) == folder else folder
        report.write_start(order.places, title)
        report.write_overview(order.places, title)


def _memory(settings: Settings, job: Job, code: str) -> int:
    from pipeline.translate.memory import Memory

    memory, forgotten = Memory(settings.paths.state / "memory.tmx"), 0
    others = [other for other in jobs(settings.paths.state) if other.id != job.id]
    for source, marks in job.stored(code).items():
        kept = {mark for other in others for mark in other.stored(code).get(source, ())}
        forgotten += memory.forget(set(marks) - kept, source, code)
    return forgotten


def _log(settings: Settings, job: Job) -> int:
    from pipeline.seal.log import Log
    from pipeline.seal.stage import film_id

    log = Log(settings.paths.state / "fingerprints.jsonl")
    return sum(log.forget(film_id(job.id, code)) for code in job.languages())


def _originals(settings: Settings, job: Job, order: Order) -> Iterator[Path]:
    """The files that people dropped, the notes beside them, and the review files."""
    share, dropped = Share.of(settings), Path(_plain(order.dropped))
    stem, folder = dropped.stem, _without_languages(dropped.parent)
    if (share.work / job.id).is_dir():
        yield from files(share.work / job.id)
    others = [(one, its) for one in jobs(settings.paths.state) if one.id != job.id and (its := one.order())]
    near = [
        one for one, its in others if its.dropped and _without_languages(Path(_plain(its.dropped)).parent) == folder
    ]
    # A picture that two scripts show goes with the second of them.
    carried = {_plain(name) for name in names(job)} - {_plain(name) for one in near for name in names(one)}
    for root in (share.done, share.failed):
        bases = [root, *(path for path in root.rglob("*") if path.is_dir())]
        for base in bases:
            if _without_languages(base.relative_to(root)) == folder:
                for path in files(base):
                    name = _plain(path.relative_to(base).as_posix())
                    if name in carried or ("/" not in name and _belongs(name, stem)):
                        yield path
    alone = all(Path(_plain(its.dropped)).stem != stem for _, its in others if its.dropped)
    for path in files(share.review):
        inside = path.relative_to(share.review).parent
        if _belongs(_plain(path.name), stem) and (alone if inside == Path() else inside == folder):
            yield path


def _belongs(name: str, stem: str) -> bool:
    """termin.md, termin.uk.md, termin.md.FEHLER.txt: with a point behind the stem, never termin-2.md."""
    return name.startswith(f"{stem}.")


def _without_languages(folder: Path) -> Path:
    """ "kurs/ar+uk" chooses languages in "kurs"; originals are put away without that."""
    known = set(packs.codes())
    return Path(*(part for part in folder.parts if not set(part.lower().replace(",", "+").split("+")) <= known))


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _remove_empty(settings: Settings, job: Job) -> None:
    share = Share.of(settings)
    for root in (share.work / job.id, share.done, share.failed, share.review):
        inner = sorted((path for path in root.rglob("*") if path.is_dir()), reverse=True) if root.is_dir() else []
        for folder in (*inner, *([root] if root.parent == share.work else [])):
            try:
                folder.rmdir()
            except OSError:
                continue  # something else lies there
