"""The review files of the share: written when there is something to review, read when a person has saved one."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import offer
from pipeline.errors import LotseError, MachineError
from pipeline.files import write_atomic
from pipeline.job import Job, jobs
from workers.queue import Queue
from workers.reconcile import push
from workers.review_desk import ANSWER, Desk, Record, answer, read
from workers.share import Share

if TYPE_CHECKING:
    from pipeline.settings import Settings

Marks = tuple[int, int] | None
"""Size and time of a file; None: it is not there."""
OTHER = (".docx", ".doc", ".odt", ".rtf", ".pdf", ".pages")
"""What an editor may make of a review file, and cannot be read."""


class Reviews:
    """Looks at all review files, again and again; keeps in mind only what it need not look at twice."""

    def __init__(self, settings: Settings, queue: Queue, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._queue, self._clock = settings, queue, clock
        self._share = Share.of(settings)
        self._changed: dict[Path, tuple[Marks, float]] = {}
        self._done: dict[tuple[str, str], tuple[Marks, ...]] = {}
        self._names: dict[str, str] = {}
        """Of the files, without ending, and whose they are."""
        self._named: dict[tuple[str, str], str] = {}

    def tick(self) -> None:
        """One look at everything; a language whose files cannot be reached for a moment is looked at next time.

        Raises:
            MachineError: Something could not be written or queued; all the rest is done.
        """
        if not self._share.review.is_dir():  # the network drive is away: nothing was deleted by anybody
            return
        trouble: LotseError | None = None
        for job in jobs(self._settings.paths.state):
            order = job.order()
            for code in job.languages() if order and order.dropped else ():
                try:
                    self._look(job, code)
                except OSError:
                    continue
                except LotseError as error:
                    trouble = error
        try:
            self._others()
        except OSError:
            return
        if trouble:
            raise MachineError(trouble.de, trouble.en)

    def _look(self, job: Job, code: str) -> None:
        name = self._name(job, code)
        path = self._share.review / f"{name}.txt"
        kept = [job.folder / code / f"{record}.json" for record in ("state", "offer", "pending")]
        here = tuple(_marks(one) for one in (*kept, path))
        if self._done.get((job.id, code)) == here:
            return
        if here[1] is None or not self._steady(path):
            return
        now, text, record = job.state(code), offer.read(job, code), read(job, code) or Record(name)
        if now is None or text is None:
            return
        data = path.read_bytes() if path.exists() else None
        if Desk(self._settings, self._share, job, code, now, text, record, path).settle(data):
            push(self._queue, job, code)
        elif here == tuple(_marks(one) for one in (*kept, path)):
            self._done[job.id, code] = here

    def _steady(self, path: Path) -> bool:
        """Whether nobody is writing it: unchanged for as long as a file in the inbox must be. Some editors delete the
        old file before they put the new one into its place."""
        marks, now = _marks(path), self._clock()
        if marks is None and path not in self._changed:
            return True
        if path not in self._changed or self._changed[path][0] != marks:
            self._changed[path] = (marks, now)
        return now - self._changed[path][1] >= self._settings.share.stable

    def _name(self, job: Job, code: str) -> str:
        """Two scripts of one name, in two folders, have a file each."""
        if not self._names:
            for one in jobs(self._settings.paths.state):
                records = (record for code in one.languages() if (record := read(one, code)))
                self._names |= {record.name.casefold(): one.id for record in records}
        if (job.id, code) in self._named:
            return self._named[job.id, code]
        if record := read(job, code):
            return self._named.setdefault((job.id, code), record.name)
        order = job.order()
        name = f"{order.script.stem if order else job.id}.{code}"
        if self._names.setdefault(name.casefold(), job.id) == job.id:
            return name
        return f"{job.id}.{code}"

    def _others(self) -> None:
        """Who saves a review file in another format is told, and waits in vain no longer."""
        here = {path.name for path in self._share.review.iterdir()}
        for name in sorted(here):
            path = self._share.review / name
            if path.suffix.lower() in OTHER and path.stem.casefold() in self._names:
                said = answer(
                    name,
                    f"Diese Datei kann hier nicht gelesen werden. Bitte den Text in {path.stem}.txt eintragen oder als "
                    "Nur-Text (UTF-8) unter diesem Namen speichern, und diese Datei löschen.",
                    f"This file cannot be read here. Enter the text in {path.stem}.txt, or save it as plain text "
                    "(UTF-8) under that name, and delete this file.",
                )
                if f"{name}.{ANSWER}.txt" not in here:
                    write_atomic(path.with_name(f"{name}.{ANSWER}.txt"), said)
                continue
            other = name.removesuffix(f".{ANSWER}.txt")
            if other not in here and other.lower().endswith(OTHER):
                path.unlink(missing_ok=True)


def _marks(path: Path) -> Marks:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns
