"""Puts the originals of a job where they belong: done, failed with a message, or still at work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import language as packs
from pipeline.files import sha256
from pipeline.ingest.beside import SUFFIXES
from pipeline.job import Job, Order, jobs
from pipeline.state import State
from workers import claim, notes
from workers.groups import languages_in, wanted_beside
from workers.share import Share

if TYPE_CHECKING:
    from pipeline.settings import Settings

Seen = dict[str, tuple[tuple[str, str, int], ...]]
"""Job → its languages with status and request, as they were when it was settled last."""


def settle(settings: Settings, share: Share, seen: Seen) -> None:
    """One look at all jobs of the share; those that have not changed since `seen` are passed over.

    Raises:
        OSError: The share cannot be reached; nothing is lost, and the next look goes on.
        MachineError: The same.
    """
    claimed = {one.job for _, one in claim.pending(settings)}
    for job in jobs(settings.paths.state):
        if job.id in claimed:
            continue
        states = {code: one for code in job.languages() if (one := job.state(code))}
        mark = tuple((code, one.status, one.request) for code, one in states.items())
        if any(one.open for one in states.values()) or not states:
            continue
        if seen.get(job.id) == mark and not (share.work / job.id).exists():
            continue
        order = job.order()
        if order and order.dropped:
            _settle(share, job, order, states)
        if share.inbox.is_dir():  # not away meanwhile
            seen[job.id] = mark


def complaint(share: Share, job: Job, order: Order) -> Path:
    """Where it says what went wrong, if something did."""
    name, dropped = _names(job, order)
    return notes.note(share.failed / dropped / name, notes.FAILURE)


def _names(job: Job, order: Order) -> tuple[str, str]:
    """The script's name inside the job, and the folder in the inbox that it came from."""
    name = order.script.relative_to(job.source).as_posix()
    return name, order.dropped.removesuffix(name).strip("/")


def _settle(share: Share, job: Job, order: Order, states: dict[str, State]) -> None:
    name, dropped = _names(job, order)
    work, failed = share.work / job.id, share.failed / dropped
    done = share.done / languages_in(dropped)[1]
    bad = {code: one for code, one in states.items() if one.status in ("failed", "cancelled")}
    if bad:
        if work.exists() or (failed / name).exists():
            notes.write(failed / name, notes.FAILURE, *_failure(job, order, bad))
        _move(work, failed, _files(work))
        claim.remove_empty(work)
        return
    old = dict(_failed(job, share.failed, dropped))
    # A picture of another script too, which failed as well.
    kept = {path for path in old if wanted_beside(path, Path(name).stem)}
    for path, inside in old.items():
        # What is in use and did not come again is somebody's original still.
        if not (work / inside).exists() and _same(path, job.source / inside):
            claim.take(path, work / inside, kept)
    if all(one.status == "film" for one in states.values()) and work.exists():  # nobody is asked for anything
        _move(work, done, _files(work))
        claim.remove_empty(work)
    for path in old.keys() - kept:
        path.unlink(missing_ok=True)
        notes.note(path, notes.FAILURE).unlink(missing_ok=True)
        if path.parent != share.failed:
            claim.remove_empty(path.parent)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _same(one: Path, other: Path) -> bool:
    return other.exists() and sha256(one) == sha256(other)


def _failed(job: Job, failed: Path, dropped: str) -> Iterator[tuple[Path, Path]]:
    """Copies of the job's files that failed before, whichever languages their folder chose, with their names in it."""
    rest = failed / languages_in(dropped)[1]
    folders = {failed / dropped, rest}
    if rest.is_dir():
        folders |= {one for one in rest.iterdir() if one.is_dir() and languages_in(one.name)[0]}
    names = {path.relative_to(job.source) for path in _files(job.source)}
    names |= {name.with_suffix(suffix) for name in names for suffix in SUFFIXES if name.suffix.lower() in SUFFIXES}
    yield from ((path, name) for folder in folders for name in sorted(names) if (path := folder / name).exists())


def _move(source: Path, target: Path, files: Iterable[Path]) -> None:
    for path in files:
        there = target / path.relative_to(source)
        there.parent.mkdir(parents=True, exist_ok=True)
        path.replace(there)


def _failure(job: Job, order: Order, bad: dict[str, State]) -> tuple[str, str]:
    de = [f"Aus „{order.script.name}“ konnte Lotse nicht alle Filme machen.", ""]
    en = [f'Lotse could not make all films from "{order.script.name}".', ""]
    for code, one in bad.items():
        pack = packs.load(code)
        de.append(f"{pack.german}: {one.de.replace(f'{job.source}/', '')}\n")
        en.append(f"{pack.english}: {one.en.replace(f'{job.source}/', '')}\n")
    de.append(
        "Was zu tun ist: Verbessern Sie, was oben steht, und legen Sie die Datei noch einmal in den Eingang. Liegt es "
        f"nicht am Text, kann die Verwaltung es noch einmal versuchen lassen: lotse jobs retry {job.id}"
    )
    en.append(
        "What to do: mend what is named above and put the file into the inbox again. If it is not the text, the "
        f"administrator can have it tried once more: lotse jobs retry {job.id}"
    )
    return "\n".join(de), "\n".join(en)
