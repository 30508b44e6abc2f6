"""Takes away what finished jobs no longer need. What proves a film, and what numbers it, stays."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.files import write_atomic
from pipeline.job import Job, jobs
from pipeline.lease import BusyError, take

if TYPE_CHECKING:
    from pipeline.settings import Settings

DAY = 86400.0
HEAVY = ("speech", "*/film.mp4", "*/sealed.mp4", "*/timeline.json")
"""Can be made anew from the text."""
NAMES = "source.json"
"""Names of what the source consisted of: by them `forget` finds the originals."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    jobs: int
    bytes: int


def clean(settings: Settings, now: float | None = None) -> Cleaned:
    """Removes working files of jobs that have been finished for `queue.keep_days`.

    Jobs that wait for a person keep their source and their text, so that an approval still meets what was seen.

    Args:
        now: Seconds since 1970.
    """
    before = (time.time() if now is None else now) - settings.queue.keep_days * DAY
    count = freed = 0
    for job in jobs(settings.paths.state):
        if _old(job, before):
            size = _clean(job, before)
            count, freed = count + bool(size), freed + size
    return Cleaned(count, freed)


def daily(settings: Settings) -> Cleaned | None:
    """Cleans if that has not been done for a day; None: it has."""
    mark = settings.paths.state / "cleaned"
    if mark.exists() and time.time() - mark.stat().st_mtime < DAY:
        return None
    cleaned = clean(settings)
    write_atomic(mark, "")
    return cleaned


def _old(job: Job, before: float) -> bool:
    states = [state for code in job.languages() if (state := job.state(code))]
    if not states or any(state.open for state in states):
        return False
    return all(datetime.fromisoformat(state.since).timestamp() < before for state in states if state.since)


def _clean(job: Job, before: float) -> int:
    """Bytes that became free."""
    with ExitStack() as held:
        try:
            for code in job.languages():
                held.enter_context(take(job.folder / code))
        except BusyError:
            return 0
        if not _old(job, before):
            return 0  # asked for anew a moment ago
        states = [job.state(code) for code in job.languages()]
        waits = any(state and state.status in ("draft", "waiting") for state in states)
        doomed = [path for code in job.languages() for name in HEAVY for path in (job.folder / code).glob(name)]
        if not waits:
            if job.source.exists():
                write_atomic(job.folder / NAMES, json.dumps(sorted(names(job)), ensure_ascii=False))
            doomed += [job.folder / code / "offer.json" for code in job.languages()]
            doomed.append(job.source)
        freed = sum(_remove(path) for path in doomed)
        for code in job.languages():
            for record in job.records(code):
                if record.stem != "translation" or not waits:
                    freed += _blank(record)
        return freed


def names(job: Job) -> set[str]:
    """Of the files that the source consists of, or did before it was cleaned away; from its folder on."""
    if job.source.exists():
        return {path.relative_to(job.source).as_posix() for path in files(job.source)}
    try:
        return {str(name) for name in json.loads((job.folder / NAMES).read_text(encoding="utf-8"))}
    except (OSError, ValueError):
        return set()


def files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _remove(path: Path) -> int:
    if path.is_dir():
        size = sum(file.stat().st_size for file in files(path))
        shutil.rmtree(path)
        return size
    if not path.exists():
        return 0
    size = path.stat().st_size
    path.unlink()
    return size


def _blank(record: Path) -> int:
    """Of a stage, only what it took stays."""
    try:
        text = record.read_text(encoding="utf-8")
        kept = json.loads(text)
        if kept["value"] is None:
            return 0
        took = {key: kept.get(key, 0) for key in ("cpu_seconds", "runs", "seconds")}
    except (OSError, ValueError, LookupError, TypeError):
        return 0
    blank = json.dumps({"key": "", **took, "files": {}, "value": None})
    write_atomic(record, blank)
    return len(text) - len(blank)
