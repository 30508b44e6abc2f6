"""A claim: from the moment it is written down, a group of files becomes a job, whatever dies in between.

What is to be done is decided once and kept; doing it is a list of steps of which each may be done twice.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from pipeline import state
from pipeline.files import write_atomic
from pipeline.ingest.beside import SUFFIXES
from pipeline.job import Job, Order
from pipeline.records import Store
from workers.groups import NAMED
from workers.share import Share

if TYPE_CHECKING:
    from pipeline.settings import Settings

CARRIED = (*SUFFIXES, *NAMED)
"""What is copied into the job; whatever else came along stays with the originals."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a claim, as it was when it was opened."""

    path: Path
    """From the inbox on, as its name is written on the disk."""
    name: str
    """Inside the job."""
    size: int
    changed: int
    """Nanoseconds."""
    others: tuple[Path, ...] = ()
    """Scripts, from the inbox on, that name it too."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What will have happened when it is finished."""

    job: str
    script: str
    """Its name inside the job."""
    pieces: tuple[Piece, ...]
    """The script first, where there is one."""
    order: Order
    ask: tuple[str, ...]
    """Languages to be made, or made anew."""
    gone: tuple[str, ...] = ()
    """Names inside the job that this replaces."""
    own: Path | None = None
    """From the inbox on: a folder that came as a whole."""


def record(settings: Settings, claim: Claim) -> Path:
    """From here on the group is claimed."""
    path = _claims(settings) / f"{claim.job}.json"
    write_atomic(path, Store(Claim).dump(claim))
    return path


def pending(settings: Settings) -> Iterator[tuple[Path, Claim]]:
    """Claims that were not finished, because something died or a file was locked. A damaged one is none."""
    for path in sorted(_claims(settings).glob("*.json")):
        try:
            yield path, Store(Claim).load(path.read_text(encoding="utf-8"))
        except ValueError:
            path.unlink()


def finish(settings: Settings, share: Share, path: Path, claim: Claim) -> None:
    """Does what is left of a claim; the queue is filled afterwards, from the states.

    Raises:
        OSError: A file is locked, a disk is full, the share is gone: to be tried again.
        MachineError: The same.
    """
    job = Job(settings.paths.state, claim.job)
    if _taken(settings, share, claim):
        _gather(share, claim, job)
        job.remember(replace(claim.order, script=job.source / claim.script))
        for code in set(job.languages()) - {*claim.order.languages, *claim.ask}:
            # A recording was written down for it; of the script that came of it nobody wants a film in this language.
            (job.folder / code / "state.json").unlink()
        for code in claim.ask:
            state.ask(job.language(code))
        remove_empty(share.inbox / claim.own if claim.own else None)
    path.unlink()


def remove_empty(folder: Path | None) -> None:
    """A folder and those in it, as far as nothing lies in them."""
    if folder is None or not folder.is_dir():
        return
    inner = sorted((one for one in folder.rglob("*") if one.is_dir()), reverse=True)
    for one in (*inner, folder):
        try:
            one.rmdir()
        except OSError:
            continue  # something else lies there


def _taken(settings: Settings, share: Share, claim: Claim) -> bool:
    """Takes the files out of the inbox. False: the first of them is gone, nobody wants this any more."""
    folder, asked = share.work / claim.job, promised(settings, share, claim.job)
    for piece in claim.pieces:
        source, target = share.inbox / piece.path, folder / piece.name
        now = _stat(share, source)
        # Another size or time: a newer version, which will have its own turn.
        if now and (now.st_size, now.st_mtime_ns) == (piece.size, piece.changed):
            take(source, target, asked, [share.inbox / other for other in piece.others])
        elif piece is claim.pieces[0] and not _stat(share, target):
            return False
    return True


def promised(settings: Settings, share: Share, job: str = "") -> set[Path]:
    """What lies in the inbox and belongs to claims that are not finished, but for that of `job`."""
    return {share.inbox / piece.path for _, one in pending(settings) if one.job != job for piece in one.pieces}


def take(source: Path, target: Path, asked: Collection[Path], others: Iterable[Path] = ()) -> None:
    """Moves a file, or copies it while somebody else needs it where it lies.

    Args:
        asked: Files that are needed, such as `promised`.
        others: Scripts that name it too: while one of them is there, it is needed.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if source in asked or any(other.exists() for other in others):
        begun = target.with_name(f".{target.name}.tmp")
        shutil.copyfile(source, begun)
        begun.replace(target)
    else:
        source.replace(target)


def _stat(share: Share, path: Path) -> os.stat_result | None:
    """None: the share is there, without this file.

    Raises:
        OSError: The share is not there.
    """
    for _ in range(2):  # it may have come back between the two questions
        try:
            return path.stat()
        except FileNotFoundError:
            if not share.inbox.is_dir():
                raise
    return None


def _gather(share: Share, claim: Claim, job: Job) -> None:
    """The job's own copy of what was claimed, laid over what it had, and put into its place whole."""
    new, old = job.folder / "source.new", job.folder / "source.old"
    if old.exists() and not job.source.exists():
        old.rename(job.source)
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    if job.source.exists():
        shutil.copytree(job.source, new)
    new.mkdir(parents=True, exist_ok=True)
    for name in claim.gone:
        (new / name).unlink(missing_ok=True)
    for piece in claim.pieces:
        came = share.work / claim.job / piece.name
        if came.suffix.lower() in CARRIED and _stat(share, came):
            (new / piece.name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(came, new / piece.name)
    for path in (*new.rglob("*"), new):
        _sync(path)
    if job.source.exists():
        job.source.rename(old)
    new.rename(job.source)
    _sync(job.folder)
    shutil.rmtree(old, ignore_errors=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _claims(settings: Settings) -> Path:
    return settings.paths.state / "watch" / "claims"


def scratch(settings: Settings) -> Path:
    """A new folder to look into files without touching them."""
    folder = settings.paths.state / "watch" / "scratch" / uuid4().hex
    folder.mkdir(parents=True)
    return folder
