"""Numbers for Prometheus' textfile collector: what waits, how long, what became of it, how long the stages take."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, get_args

from pipeline.files import write_atomic
from pipeline.job import STAGES, Job, jobs, timed
from pipeline.state import State, Status
from workers.queue import lane

if TYPE_CHECKING:
    from pipeline.settings import Settings

FILE = "lotse.prom"
Labels = tuple[tuple[str, str], ...]
KINDS = {"words": "models", "film": "render"}
LANES = ("urgent", "normal", "long")


def write(settings: Settings) -> bool:
    """To be called every half a minute or so. False: the settings name no folder for it.

    Raises:
        MachineError: The folder cannot be written to.
    """
    if settings.paths.metrics is None:
        return False
    write_atomic(settings.paths.metrics / FILE, text(settings, time.time()))
    return True


def text(settings: Settings, now: float) -> str:
    """In Prometheus' text format 0.0.4, as the job folders have it. `now`: seconds since 1970."""
    queued: Counter[Labels] = Counter({_lane(kind, name): 0 for kind in KINDS.values() for name in LANES})
    statuses: Counter[Labels] = Counter({(("status", status),): 0 for status in get_args(Status)})
    runs: Counter[Labels] = Counter({(("stage", stage),): 0 for stage in STAGES})
    seconds: dict[Labels, float] = dict.fromkeys(runs, 0.0)
    oldest, crashes = 0.0, 0
    for job in jobs(settings.paths.state):
        order = job.order()
        for code, state in _states(job):
            statuses[(("status", state.status),)] += 1
            crashes += state.attempts
            if state.status == "queued" and order and order.dropped:
                queued[_lane(KINDS[state.due], lane(order))] += 1
                oldest = max(oldest, now - _time(state.since, now))
            for record in job.records(code):
                count, took = timed(record)
                runs[(("stage", record.stem),)] += count
                seconds[(("stage", record.stem),)] += took
    free: dict[Labels, float] = {(("folder", name),): shutil.disk_usage(path).free for name, path in _folders(settings)}
    parts = [
        _metric("lotse_queue_length", "gauge", "Languages that wait for a worker.", queued),
        _metric("lotse_queue_oldest_seconds", "gauge", "How long the one waiting longest has waited.", {(): oldest}),
        _metric("lotse_languages", "gauge", "Languages of all jobs by status.", statuses),
        _metric("lotse_crashes", "gauge", "Deaths in a row of what is being tried.", {(): crashes}),
        _metric("lotse_stage_seconds", "summary", "What the stages of the jobs there are took.", {}),
        _samples("lotse_stage_seconds_sum", seconds),
        _samples("lotse_stage_seconds_count", runs),
        _metric("lotse_disk_free_bytes", "gauge", "Room that is left.", free),
        _metric("lotse_written_seconds", "gauge", "When this was written, seconds since 1970.", {(): now}),
    ]
    return "".join(parts)


def _metric(name: str, kind: str, said: str, values: Mapping[Labels, float]) -> str:
    return f"# HELP {name} {said}\n# TYPE {name} {kind}\n" + _samples(name, values)


def _samples(name: str, values: Mapping[Labels, float]) -> str:
    lines = []
    for labels, value in values.items():
        inner = ",".join(f'{key}="{word}"' for key, word in labels)
        number = str(value) if isinstance(value, int) else f"{value:.3f}"
        lines.append(f"{name}{{{inner}}} {number}\n" if inner else f"{name} {number}\n")
    return "".join(lines)


def _lane(kind: str, name: str) -> Labels:
    return (("queue", f"{kind}.{name}"),)


def _states(job: Job) -> Iterable[tuple[str, State]]:
    return ((code, state) for code in job.languages() if (state := job.state(code)))


def _time(moment: str, otherwise: float) -> float:
    try:
        return datetime.fromisoformat(moment).timestamp()
    except ValueError:
        return otherwise


def _folders(settings: Settings) -> list[tuple[str, str]]:
    wanted = [("state", settings.paths.state), ("share", settings.paths.share)]
    return [(name, str(path)) for name, path in wanted if path and path.exists()]
