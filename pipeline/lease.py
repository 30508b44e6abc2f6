"""A lease on one language of a job: who holds it works, everybody else keeps off. It ends by itself when its holder
dies, whatever the queue believes.

Two machines may share a job folder: a holder of another machine is judged by how long ago it was heard of, so their
clocks must agree to within a few seconds; one of this machine by whether its process lives.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import TracebackType
from uuid import uuid4

from pipeline.errors import LotseError, MachineError
from pipeline.files import write_atomic
from pipeline.records import Store

SECONDS = 20.0
"""How long a holder of another machine may be silent before its work is given to someone else."""
GRACE = 3.0
"""Seconds in which a holder that has lost its lease may end by itself."""


@dataclass(frozen=True, slots=True)
class Holder:
    token: str
    host: str
    machine: str
    """Processes can see each other where this is the same."""
    pid: int
    born: str
    """When the process began, in the kernel's ticks: another one may get its number later."""
    parent: int
    parent_born: str
    renewed: float
    """Seconds since 1970."""
    kept: int
    """How many results the folder held when the work began: what tells progress from none."""

    def lives(self, seconds: float = SECONDS) -> bool:
        if self.machine == _machine():
            return _born(self.pid) == self.born
        return time.time() - self.renewed < seconds

    @property
    def alone(self) -> bool:
        """Whether, the holder being dead, its parent lives: it was not the whole worker that went down."""
        return self.machine == _machine() and _born(self.parent) == self.parent_born


class BusyError(MachineError):
    """Someone else is working on it right now."""


class LostError(LotseError):
    """The work was cancelled, asked for anew, or given to someone else: it ends without an answer."""


class Lease:
    """Held by this process until `release`, renewed by a thread of its own."""

    def __init__(
        self, folder: Path, holder: Holder, seconds: float, wanted: Callable[[], bool], end: Callable[[], None]
    ):
        self._folder, self._holder, self._seconds = folder, holder, seconds
        self._wanted, self._end = wanted, end
        self._over = threading.Event()
        self._lost = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="lease", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """Raises:
        LostError: The work is no longer this process's.
        """
        if self._lost.is_set():
            raise LostError(
                "Der Auftrag wurde abgebrochen oder neu erteilt.", "The job was cancelled or asked for anew."
            )

    def __enter__(self) -> Lease:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()
        with locked(self._folder):
            held = holder(self._folder)
            if held and held.token == self._holder.token:
                _path(self._folder).unlink(missing_ok=True)

    def _renew(self) -> None:
        heard = time.monotonic()
        while not self._over.wait(min(1.0, self._seconds / 4)):
            try:
                if not self._wanted():
                    break
                if time.monotonic() - heard < self._seconds / 4:
                    continue
                with locked(self._folder):
                    held = holder(self._folder)
                    if held is None or held.token != self._holder.token:
                        break
                    _write(self._folder, replace(self._holder, renewed=time.time()))
                heard = time.monotonic()
            except (OSError, LotseError):
                # The folder cannot be reached for a moment; for longer, and another machine has taken over.
                if time.monotonic() - heard > self._seconds:
                    break
        else:
            return
        self._lost.set()
        if not self._over.wait(GRACE):
            self._end()


def interrupt() -> None:
    """As if Ctrl-C had been pressed."""
    os.kill(os.getpid(), signal.SIGINT)


def take(
    folder: Path,
    *,
    seconds: float = SECONDS,
    wanted: Callable[[], bool] = lambda: True,
    end: Callable[[], None] = interrupt,
    kept: int = 0,
) -> Lease:
    """Takes the lease of a folder that exists.

    Args:
        wanted: Asked about once a second; False: the work was cancelled.
        end: Called when the work goes on in spite of that for more than `GRACE` seconds.

    Raises:
        BusyError: Someone holds it and lives.
    """
    with locked(folder):
        held = holder(folder)
        if held and held.lives(seconds):
            raise BusyError(
                f"An diesem Skript wird gerade schon gearbeitet (auf {held.host}). Bitte warten, bis das fertig ist.",
                f"Another run is working on this script right now (on {held.host}). Wait until it is done.",
                path=folder,
            )
        mine = Holder(
            token=uuid4().hex,
            host=socket.gethostname(),
            machine=_machine(),
            pid=os.getpid(),
            born=_born(os.getpid()),
            parent=os.getppid(),
            parent_born=_born(os.getppid()),
            renewed=time.time(),
            kept=kept,
        )
        _write(folder, mine)
    return Lease(folder, mine, seconds, wanted, end)


def holder(folder: Path) -> Holder | None:
    """Who took the lease last and has not given it back; it may be dead. A damaged record holds nothing."""
    try:
        return Store(Holder).load(_path(folder).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def bury(folder: Path, token: str) -> Holder | None:
    """Takes a lease away from one who is known to be dead; None: someone else holds it by now."""
    with locked(folder):
        held = holder(folder)
        if held is None or held.token != token:
            return None
        _path(folder).unlink(missing_ok=True)
        return held


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """A moment alone with a folder's small records; the kernel lets go of it when the process dies."""
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _write(folder: Path, held: Holder) -> None:
    write_atomic(_path(folder), Store(Holder).dump(held))


def _path(folder: Path) -> Path:
    return folder / "lease.json"


@cache
def _machine() -> str:
    """The running kernel and the process numbers that are valid in it: containers have numbers of their own."""
    boot = Path("/proc/sys/kernel/random/boot_id")
    numbers = Path("/proc/self/ns/pid")
    try:
        return f"{boot.read_text(encoding='ascii').strip()} {numbers.readlink()}"
    except OSError:  # not Linux
        return f"{socket.gethostname()} {uuid4().hex}"


def _born(pid: int) -> str:
    """Empty: there is no such process, or it is dead and only its parent has not noticed."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else fields[19]
