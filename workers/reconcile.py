"""Puts back into the queue what it has forgotten, and takes away the leases of the dead. The job folder is true."""

from __future__ import annotations

import fcntl
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline import lease, state
from pipeline.attempt import Outcome, keep
from pipeline.errors import FullError
from pipeline.job import Job, jobs
from pipeline.lease import Holder
from pipeline.state import State
from workers.queue import Queue, Task, rank
from workers.stages import ATTEMPTS

if TYPE_CHECKING:
    from pipeline.settings import Settings


def reconcile(settings: Settings, queue: Queue) -> int:
    """One look at all jobs; of several processes that look at the same time, one does.

    Returns:
        How many tasks were put into the queue.

    Raises:
        MachineError: The queue cannot be reached.
    """
    folder = settings.paths.state / "jobs"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "reconcile.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return 0
        return _reconcile(settings, queue)


def _reconcile(settings: Settings, queue: Queue) -> int:
    waiting, pushed = queue.waiting(), 0
    ordered = [(order, job) for job in jobs(settings.paths.state) if (order := job.order()) and order.dropped]
    for _, job in sorted(ordered, key=lambda both: rank(both[0])):
        for code in job.languages():
            # On a full disk nothing can be recorded of this one; others may lie elsewhere.
            with suppress(FullError):
                pushed += _look(settings, queue, waiting, job, code)
    return pushed


def _look(settings: Settings, queue: Queue, waiting: set[Task], job: Job, code: str) -> bool:
    """Whether this language was put into the queue."""
    now = job.state(code)
    if now is None or not now.open:
        return False
    dead = _dead(settings, job, code)
    if dead is None and lease.holder(job.folder / code):
        return False  # somebody is working on it
    if dead:
        _count(job, code, dead)
    now = job.state(code)
    if now is None or not now.open or now.after > time.time() or (job.id, code) in waiting:
        return False
    if not dead and time.time() - now.pushed <= settings.queue.lease:
        return False
    push(queue, job, code)
    return True


def push(queue: Queue, job: Job, code: str) -> None:
    """Marks a language as queued only after the queue has taken it.

    Raises:
        MachineError: The queue refuses.
    """
    now = job.state(code) or State()
    queue.push(job, code, now.due)
    state.update(job.language(code), lambda old: replace(old, pushed=time.time()))


def _dead(settings: Settings, job: Job, code: str) -> Holder | None:
    """Who held the lease and died; the lease is free afterwards."""
    held = lease.holder(job.folder / code)
    if held is None or held.lives(settings.queue.lease):
        return None
    return lease.bury(job.folder / code, held.token)


def _count(job: Job, code: str, dead: Holder) -> None:
    """An attempt counts only when the work died by itself and got nowhere, not with its worker or the machine."""
    now = job.state(code) or State()
    attempts = 0 if job.kept(code) > dead.kept else now.attempts + dead.alone
    if attempts >= ATTEMPTS:
        crashed = Outcome(
            code,
            "failed",
            de=f"Die Arbeit an dieser Sprache ist {ATTEMPTS}-mal hintereinander abgestürzt und wird nicht weiter "
            f"versucht. Bitte der Verwaltung Bescheid geben; noch einmal versuchen: lotse jobs retry {job.id}",
            en=f"The work on this language crashed {ATTEMPTS} times in a row and is not tried again. Tell the "
            f"administrator; to try once more: lotse jobs retry {job.id}",
        )
        keep(job, crashed, now.request)
        return
    state.update(
        job.language(code),
        lambda old: replace(old, status="queued", stage="", done=0.0, attempts=attempts) if old.open else None,
    )
