"""The log of all published films' fingerprints, one line of JSON each: a copy is recognised without any mark in it."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import LotseError
from pipeline.files import write_atomic
from pipeline.seal.fingerprint import BITS, Fingerprint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAME = 50 / BITS
"""Share of differing bits up to which two courses are the same: halfway between copies and other films. By chance it
happens once in 10^22."""


@dataclass(frozen=True, slots=True)
class Entry:
    fingerprint: Fingerprint
    when: str
    """Date of publication, ISO 8601."""
    film_id: int | None
    """None and empty: the film's data were deleted, only that there was one is still known."""
    language: str


@dataclass(frozen=True, slots=True)
class Match:
    """The nearest film in the log; shares of differing bits, 0 … 1, about 0.5 where nothing is in common."""

    entry: Entry
    sound: float | None
    """None: one of the two has no sound."""
    picture: float | None

    @property
    def distance(self) -> float:
        """A copy may have lost its sound, or got another picture: the nearer course decides."""
        return min(share for share in (self.sound, self.picture) if share is not None)

    @property
    def same(self) -> bool:
        return self.distance <= SAME


class Log:
    """One file; safe against other processes and against being killed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, entry: Entry) -> None:
        """Appends durably.

        Raises:
            LotseError: The file cannot be written to.
        """
        line = json.dumps(_as_json(entry), ensure_ascii=False) + "\n"
        with self._locked(), self._path.open("a+b") as file:
            # A line that was never finished belongs to a film that was never published.
            file.truncate(_whole(file.seek(0, os.SEEK_END), self._path))
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())

    def forget(self, film_id: int) -> int:
        """Keeps only fingerprint and date of a film, in all its revisions. Returns how many entries that were."""
        with self._locked():
            entries = self.entries()
            kept = [
                Entry(entry.fingerprint, entry.when, None, "") if entry.film_id == film_id else entry
                for entry in entries
            ]
            forgotten = sum(old != new for old, new in zip(entries, kept, strict=True))
            if forgotten:
                write_atomic(self._path, "".join(f"{json.dumps(_as_json(e), ensure_ascii=False)}\n" for e in kept))
        return forgotten

    def entries(self) -> list[Entry]:
        """All, oldest first.

        Raises:
            LotseError: A line is damaged (names it).
        """
        if not self._path.exists():
            return []
        lines = self._path.read_bytes()[: _whole(self._path.stat().st_size, self._path)].splitlines()
        return [_from_json(line, self._path, number) for number, line in enumerate(lines, 1)]

    def find(self, wanted: Fingerprint) -> Match | None:
        """The nearest film; ask `Match.same` whether it is this one. None: nothing to compare with.

        Of equally near ones the latest.
        """
        import numpy as np

        entries = self.entries()[::-1]
        if not entries:
            return None
        sound = _shares(wanted.sound, [entry.fingerprint.sound for entry in entries])
        picture = _shares(wanted.picture, [entry.fingerprint.picture for entry in entries])
        nearest = np.fmin(sound, picture)
        if np.isnan(nearest).all():
            return None
        best = int(np.nanargmin(nearest))
        return Match(entries[best], *(None if np.isnan(s[best]) else float(s[best]) for s in (sound, picture)))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.with_name(f".{self._path.name}.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        except OSError as error:
            raise LotseError(
                f"Das Verzeichnis der Fingerabdrücke lässt sich nicht schreiben ({error.strerror or error}). Prüfen "
                "Sie Platz und Rechte.",
                f"The log of fingerprints cannot be written ({error.strerror or error}). Check free space and "
                "permissions.",
                path=self._path,
                retry=True,
            ) from error


def _shares(wanted: bytes, known: list[bytes]) -> NDArray[np.float64]:
    """Share of differing bits to each; NaN where one of the two is empty."""
    import numpy as np

    if not wanted:
        return np.full(len(known), np.nan)
    blank = bytes(BITS // 8)
    table = np.frombuffer(b"".join(one or blank for one in known), np.uint8).reshape(len(known), -1)
    shares = np.bitwise_count(table ^ np.frombuffer(wanted, np.uint8)).sum(axis=1) / BITS
    return np.where([bool(one) for one in known], shares, np.nan)


def _whole(size: int, path: Path) -> int:
    """Up to where the file consists of finished lines, in bytes."""
    with path.open("rb") as file:
        file.seek(max(0, size - 4096))
        tail = file.read()
    return size - len(tail) + tail.rfind(b"\n") + 1


def _as_json(entry: Entry) -> dict[str, str | int]:
    data: dict[str, str | int] = {
        "sound": entry.fingerprint.sound.hex(),
        "picture": entry.fingerprint.picture.hex(),
        "when": entry.when,
    }
    if entry.film_id is not None:
        data |= {"film": entry.film_id, "language": entry.language}
    return data


def _from_json(line: bytes, path: Path, number: int) -> Entry:
    try:
        data = json.loads(line)
        sound, picture = bytes.fromhex(data["sound"]), bytes.fromhex(data["picture"])
        if {len(sound), len(picture)} - {0, BITS // 8}:
            raise ValueError(line)
        return Entry(Fingerprint(sound, picture), str(data["when"]), data.get("film"), data.get("language", ""))
    except (ValueError, KeyError, TypeError) as error:
        raise LotseError(
            "Diese Zeile im Verzeichnis der Fingerabdrücke ist beschädigt. Holen Sie die Datei aus der Sicherung "
            "zurück oder löschen Sie die Zeile: Kopien dieses Films werden dann nicht mehr erkannt.",
            "This line in the log of fingerprints is damaged. Restore the file from backup or delete the line: "
            "copies of that film will then no longer be recognised.",
            path=path,
            line=number,
        ) from error
