"""What lies in the inbox, and whether it is still changing. Asked again and again: changes that other machines make on
a network share announce themselves to nobody."""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path

from pipeline.errors import MachineError
from workers.notes import HINT

IGNORED = (".*", "thumbs.db", "desktop.ini", "@eadir", "~$*", "*.tmp", "*.part", "*.crdownload")
"""What Windows, macOS, Synology, Word, LibreOffice (.~lock.*#) and browsers leave lying about; in lower case."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file in the inbox."""

    path: Path
    name: str
    """From the inbox on, with "/", in NFC: what the file is called whichever system wrote its name."""
    size: int
    changed: int
    """Modification time, nanoseconds."""
    since: float
    """When it was first seen like this, seconds of the watcher's clock."""
    first: float
    """When it was first seen at all."""

    @property
    def folder(self) -> str:
        return self.name.rpartition("/")[0]

    @property
    def base(self) -> str:
        return self.name.rpartition("/")[2]

    def same(self, now: os.stat_result) -> bool:
        return (now.st_size, now.st_mtime_ns) == (self.size, self.changed)


@dataclass(frozen=True, slots=True)
class Look:
    """The inbox at one moment."""

    arrivals: tuple[Arrival, ...]
    hints: tuple[Path, ...]
    """Notes that lie there."""
    closed: tuple[tuple[Path, OSError], ...]
    """What could not be looked at."""


class Arrivals:
    """Remembers since when each file has not changed. What lay there before it started waits like everything else."""

    def __init__(self, inbox: Path, stable: float, clock: Callable[[], float]) -> None:
        """Args:
        stable: Seconds without a change until a file counts as complete.
        clock: Seconds, never going back.
        """
        self._inbox, self._stable, self._clock = inbox, stable, clock
        self._seen: dict[Path, Arrival] = {}

    def look(self) -> Look:
        """Raises:
        MachineError: The inbox cannot be read: nothing is known, and all waiting begins anew.
        """
        found: list[Arrival] = []
        hints: list[Path] = []
        closed: list[tuple[Path, OSError]] = []
        try:
            entries = list(_entries(self._inbox))
        except OSError as error:
            self._seen.clear()
            raise MachineError(
                f"Der Eingang ist nicht erreichbar ({error.strerror}). Ist das Netzlaufwerk verbunden?",
                f"The inbox cannot be reached ({error.strerror}). Is the network drive mounted?",
                path=self._inbox,
            ) from error
        while entries:
            entry = entries.pop()
            path = Path(entry.path)
            try:
                now = entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(now.st_mode):
                    entries += _entries(path)
                elif path.name.endswith(HINT):
                    hints.append(path)
                elif stat.S_ISREG(now.st_mode):
                    path.name.encode()
                    found.append(self._arrival(path, now))
            except FileNotFoundError:
                continue  # moved or deleted while we looked
            except OSError as error:
                closed.append((path, error))
            except UnicodeEncodeError:
                closed.append((path, OSError(errno.EILSEQ, "Zeichen im Namen / characters in the name")))
        self._seen = {arrival.path: arrival for arrival in found}
        return Look(tuple(sorted(found, key=lambda one: one.name)), tuple(hints), tuple(closed))

    def rested(self, arrival: Arrival) -> bool:
        return self._clock() - arrival.since >= self._stable

    def young(self, arrival: Arrival) -> bool:
        """Whether what cannot be read may still be on its way: some programs pause while they write."""
        return self._clock() - arrival.since < 4 * self._stable

    def again(self, arrival: Arrival) -> None:
        """It turned out to have changed: its wait begins anew."""
        if arrival.path in self._seen:
            self._seen[arrival.path] = replace(arrival, size=-1)

    def _arrival(self, path: Path, now: os.stat_result) -> Arrival:
        old = self._seen.get(path)
        if old and old.same(now):
            return old
        name = unicodedata.normalize("NFC", path.relative_to(self._inbox).as_posix())
        seen = self._clock()
        return Arrival(path, name, now.st_size, now.st_mtime_ns, seen, old.first if old else seen)


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from [one for one in entries if not any(fnmatch(one.name.lower(), pattern) for pattern in IGNORED)]
