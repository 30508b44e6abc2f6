"""A queue without a broker, for `lotse watch --local`: children of this process, which can be killed."""

from __future__ import annotations

import subprocess
import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.attempt import keep
from pipeline.job import Job
from pipeline.media import end
from pipeline.state import Due
from workers.queue import Task, rank
from workers.stages import too_long
from workers.start import processors, scratch, start

if TYPE_CHECKING:
    from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class _Child:
    process: subprocess.Popen[bytes]
    due: Due
    begun: float
    """Seconds of the monotonic clock."""
    request: int


class Local:
    """See `Queue`. One child at a time for words, because models are large, and one per spare processor for films."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._room: dict[Due, int] = {"words": 1, "film": processors()}
        self._waiting: dict[Task, tuple[tuple[int, int, str], Due]] = {}
        self._running: dict[Task, _Child] = {}
        self._open = ExitStack()
        self._scratch = self._open.enter_context(scratch())

    def push(self, job: Job, code: str, due: Due) -> None:
        order = job.order()
        if order and (job.id, code) not in self._running:
            self._waiting[job.id, code] = rank(order), due

    def waiting(self) -> set[Task]:
        return set(self._waiting)

    def tick(self) -> None:
        """Starts what there is room for, and looks after what runs; to be called about once a second."""
        for task, child in list(self._running.items()):
            if child.process.poll() is not None:
                del self._running[task]
                self._go_on(*task, child)
            elif time.monotonic() - child.begun > self._settings.queue.limit:
                self._end(task, child)
                keep(self._job(task[0]), too_long(task[1], self._settings.queue.limit), child.request)
        for task, (_, due) in sorted(self._waiting.items(), key=lambda item: item[1]):
            if sum(child.due == due for child in self._running.values()) < self._room[due]:
                del self._waiting[task]
                self._start(task, due)

    def close(self) -> None:
        """Ends all children; what they were at is still to be done."""
        for task, child in list(self._running.items()):
            self._end(task, child)
        self._open.close()

    def _start(self, task: Task, due: Due) -> None:
        identity, code = task
        state = self._job(identity).state(code)
        if state is None or not state.open:
            return
        process = start("workers.child", identity, code, due, settings=self._settings, scratch=self._scratch)
        self._running[task] = _Child(process, due, time.monotonic(), state.request)

    def _go_on(self, identity: str, code: str, child: _Child) -> None:
        """After the words the film; whoever died is found by the reconciler."""
        state = self._job(identity).state(code)
        if child.process.returncode == 0 and state and state.open and state.due != child.due:
            self.push(self._job(identity), code, state.due)

    def _end(self, task: Task, child: _Child) -> None:
        end(child.process)
        child.process.wait()
        del self._running[task]

    def _job(self, identity: str) -> Job:
        return Job(self._settings.paths.state, identity)
