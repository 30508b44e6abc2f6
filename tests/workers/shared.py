"""A shared folder with a watcher whose clock is turned by hand, and a queue whose work is done by saying so."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline import settings as settings_of
from pipeline import state
from pipeline.errors import MachineError
from pipeline.job import Job, jobs
from pipeline.state import Due, State, Status
from workers.queue import Task
from workers.share import Share
from workers.watch import Watcher

if TYPE_CHECKING:
    from pipeline.settings import Settings

SCRIPT = "---\ntitle: {title}\nto: [uk, tr]\n---\nBring bitte deinen Ausweis mit.\n"
PLAIN = "Bring bitte deinen Ausweis mit.\n"
UKRAINIAN = "Візьміть, будь ласка, посвідчення.\n"
STABLE, ORPHAN = 5.0, 600.0
LATE = 4 * STABLE
"""After so many seconds what cannot be read is broken."""


@dataclass
class StandIn:
    """A queue that keeps what it was given, and can refuse."""

    tasks: list[Task] = field(default_factory=list)
    refuses: bool = False

    def push(self, job: Job, code: str, due: Due) -> None:
        if self.refuses:
            raise MachineError("Die Warteschlange ist weg.", "The queue is gone.")
        self.tasks.append((job.id, code))

    def waiting(self) -> set[Task]:
        if self.refuses:
            raise MachineError("Die Warteschlange ist weg.", "The queue is gone.")
        return set(self.tasks)


@dataclass
class Team:
    """The people around the share, and what they find in it."""

    root: Path
    settings: Settings
    share: Share
    queue: StandIn
    now: float = 1000.0
    watcher: Watcher = field(init=False)

    def __post_init__(self) -> None:
        self.watcher = self.another()

    def another(self) -> Watcher:
        """A watcher that knows nothing but what lies on the disk."""
        return Watcher(self.settings, self.queue, lambda: self.now)

    def restart(self) -> None:
        self.watcher.close()
        self.watcher = self.another()

    # ---------------------------------------------------------------- what people do

    def drop(self, name: str, text: str | bytes | None = None, *, title: str = "") -> Path:
        path = self.share.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            text = SCRIPT.format(title=title or path.stem)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def wait(self, seconds: float = STABLE, step: float = 1.0) -> None:
        """Time passes, and the watcher looks again and again."""
        end = self.now + seconds
        self.watcher.tick()
        while self.now < end:
            self.now += step
            self.watcher.tick()

    def outcome(self, job: Job, status: Status = "film", de: str = "", en: str = "", **others: Status) -> None:
        """The workers are done with a job.

        Args:
            others: Language → another status.
        """
        for code in job.languages():
            became = others.get(code, status)
            state.update(
                job.folder / code,
                lambda old, became=became: replace(old, status=became, de=de, en=en),  # type: ignore[misc]
            )
        self.queue.tasks = [task for task in self.queue.tasks if task[0] != job.id]
        self.watcher.tick()

    # ---------------------------------------------------------------- what there is

    def jobs(self) -> list[Job]:
        return list(jobs(self.settings.paths.state))

    def job(self) -> Job:
        [job] = self.jobs()
        return job

    def asked(self, job: Job) -> dict[str, int]:
        """How often each language was asked for."""
        return {code: self.state(job, code).request for code in job.languages()}

    def state(self, job: Job, code: str) -> State:
        found = job.state(code)
        assert found
        return found

    def lies(self, folder: Path) -> list[str]:
        return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())

    @property
    def inbox(self) -> list[str]:
        return self.lies(self.share.inbox)

    @property
    def work(self) -> list[str]:
        """Without the jobs' folders, and without what the status page is made of."""
        return sorted(name.partition("/")[2] for name in self.lies(self.share.work) if "/" in name)

    @property
    def done(self) -> list[str]:
        return self.lies(self.share.done)

    @property
    def failed(self) -> list[str]:
        return self.lies(self.share.failed)

    def said(self, folder: Path, name: str) -> str:
        return (folder / name).read_text(encoding="utf-8")

    def leftovers(self) -> list[str]:
        """Traces of claims and copies that nobody should find."""
        kept = {"lease.json", "lock", "reconcile.lock"}
        inside = self.settings.paths.state
        found = [path for path in (inside / "watch").rglob("*") if path.is_file() and path.name not in kept]
        # A record that was half written stays in its job's folder, where workers write as well.
        found += [
            path for path in [*self.share.root.rglob("*"), *(inside / "watch").rglob("*")] if path.name.startswith(".")
        ]
        found += (inside / "jobs").glob("*/source.*")
        return [str(path) for path in found]


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Runs the work in a process of its own that is dead before its n-th change to a disk. False: it had fewer."""
    child = os.fork()
    if child == 0:
        with pytest.MonkeyPatch.context() as patch:
            left = [step]

            def dying(change: Callable[..., object]) -> Callable[..., object]:
                def instead(*args: object, **named: object) -> object:
                    left[0] -= 1
                    if left[0] < 0:
                        os._exit(9)
                    return change(*args, **named)

                return instead

            for name in ("rename", "replace", "unlink", "rmdir", "mkdir"):
                patch.setattr(os, name, dying(getattr(os, name)))
            patch.setattr(shutil, "copyfile", dying(shutil.copyfile))
            try:
                work()
            except BaseException:
                os._exit(1)
            os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, 9), code
    return code == 9


def cleared(team: Team) -> None:
    """As on the first day: no job, nothing in the share, nothing in the queue."""
    team.queue.tasks.clear()
    shutil.rmtree(team.settings.paths.state, ignore_errors=True)
    for folder in team.share.folders:
        shutil.rmtree(folder)
    team.share.make()


def taken_in(team: Team) -> None:
    """By a new watcher, which lets what is dropped lie for as long as it must."""
    watcher = team.another()
    watcher.tick()
    team.now += STABLE
    watcher.tick()
    watcher.close()


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    for name in [name for name in os.environ if name.upper().startswith("LOTSE_")]:
        monkeypatch.delenv(name)
    # What is killed here is a process; only a power cut could tell the difference, and the tests take a third.
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    root = tmp_path / "share"
    root.mkdir()
    config = tmp_path / "lotse.toml"
    config.write_text(
        f'[service]\nname = "Haus XY"\n[paths]\nstate = "state"\nshare = "{root}"\n'
        f"[share]\nstable = {STABLE}\norphan = {ORPHAN}\n[queue]\nlease = 2.0\n",
        encoding="utf-8",
    )
    settings = settings_of.load(config)
    share = Share.of(settings)
    share.make()
    made = Team(tmp_path, settings, share, StandIn())
    yield made
    made.watcher.close()


def touch(path: Path) -> None:
    """Changed, as far as a time stamp can tell."""
    later = time.time_ns() + 1_000_000_000
    os.utime(path, ns=(later, later))
