"""Carries the whole state to another machine, or keeps it: jobs, approvals, memory, keys, logs, in one tar file.

state/…        the state directory, without locks, leases and what was being written
models/…       only where asked for: they are large, and can be pulled again
lotse.json     last: every file with its hash, so that half an archive is known as one
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING
from uuid import uuid4

from pipeline import state
from pipeline.errors import FullError, InputError, MachineError
from pipeline.files import FULL
from pipeline.job import Job, Order, jobs
from pipeline.publish import Places
from workers.share import Share

if TYPE_CHECKING:
    from pipeline.settings import Settings

CONTENTS = "lotse.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Saved:
    files: int
    bytes: int


def save(settings: Settings, target: Path, *, models: bool = False) -> Saved:
    """Writes the archive whole or not at all, readable by nobody else: the keys are in it. Work may go on meanwhile;
    what is only half made is made anew after a restore.

    Raises:
        InputError: The target exists, or lies where it must not.
        MachineError: It cannot be written.
    """
    target, home = target.absolute(), settings.paths.state
    _refuse_place(settings, target)
    temporary = target.with_name(f".{uuid4().hex}.tmp")
    hashes: dict[str, str] = {}
    size = 0
    try:
        with os.fdopen(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
                for path, name in _contents(settings, home, models):
                    if path.is_dir():
                        archive.add(path, name, recursive=False)
                        continue
                    with contextlib.suppress(FileNotFoundError), path.open("rb") as source:
                        info = archive.gettarinfo(arcname=name, fileobj=source)
                        reader = _Hashing(source, info.size)
                        archive.addfile(info, reader)
                        hashes[name], size = reader.digest, size + info.size
                data = json.dumps({"format": FORMAT, "files": hashes}, ensure_ascii=False).encode()
                info = tarfile.TarInfo(CONTENTS)
                info.size, info.mode = len(data), 0o600
                archive.addfile(info, io.BytesIO(data))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except OSError as error:
        kind = FullError if error.errno in FULL else MachineError
        raise kind(
            f"Die Sicherung lässt sich nicht schreiben ({error.strerror or error}). Bitte Platz und Rechte prüfen.",
            f"The backup cannot be written ({error.strerror or error}). Check free space and permissions.",
            path=target,
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    return Saved(len(hashes), size)


def restore(settings: Settings, source: Path) -> Saved:
    """Fills the empty state directory, whole or not at all. Films of jobs from the share go to this machine's share.

    Raises:
        InputError: The state directory is not empty, or this is no whole archive of Lotse's.
        MachineError: It cannot be written.
    """
    home = settings.paths.state
    if home.exists() and any(not path.name.endswith(".tmp") for path in home.iterdir()):
        raise InputError(
            "Hier gibt es schon Aufträge oder Schlüssel; sie würden überschrieben. Bitte in lotse.toml unter [paths] "
            "einen leeren Ordner als state eintragen, oder diesen wegräumen.",
            "There are jobs or keys here already, which would be overwritten. Name an empty folder as state under "
            "[paths] in lotse.toml, or move this one away.",
            path=home,
        )
    # Inside, because the directory may be a volume of its own.
    part = home / f".{uuid4().hex}.tmp"
    try:
        part.mkdir(parents=True, mode=0o700)
        hashes = _extract(source, part)
        _redirect(settings, part / "state")
        if (part / "models").exists():
            _carry(part / "models", settings.models.folder)
        size = sum(file.stat().st_size for file in part.rglob("*") if file.is_file())
        for path in sorted((part / "state").iterdir()):
            path.replace(home / path.name)
    except OSError as error:
        kind = FullError if error.errno in FULL else MachineError
        raise kind(
            f"Die Sicherung lässt sich nicht einspielen ({error.strerror or error}). Bitte Platz und Rechte prüfen.",
            f"The backup cannot be restored ({error.strerror or error}). Check free space and permissions.",
            path=home,
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Saved(len(hashes), size)


# ---------------------------------------------------------------- writing


class _Hashing(io.RawIOBase):
    """Reads exactly so many bytes of a file that somebody may be writing to; what has gone meanwhile is zeros."""

    def __init__(self, source: IO[bytes], size: int) -> None:
        self._source, self._left, self._hash = source, size, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._source.read(wanted)
        data += bytes(wanted - len(data))
        self._left -= len(data)
        self._hash.update(data)
        return data

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


def _contents(settings: Settings, home: Path, models: bool) -> Iterator[tuple[Path, str]]:
    """Folders before what is in them; only real files and folders."""
    inside = settings.models.folder
    yield from ((path, f"state/{path.relative_to(home).as_posix()}") for path in _walk(home, inside))
    if models and inside.is_dir():
        yield inside, "models"
        yield from ((path, f"models/{path.relative_to(inside).as_posix()}") for path in _walk(inside, None))


def _walk(folder: Path, but: Path | None) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path == but or path.is_symlink() or _passing(path.name):
            continue
        if path.is_dir():
            yield path
            yield from _walk(path, but)
        elif path.is_file():
            yield path


def _passing(name: str) -> bool:
    """Means nothing on another machine, or later."""
    return name.endswith((".tmp", ".lock")) or name in ("lock", "lease.json")


def _refuse_place(settings: Settings, target: Path) -> None:
    if target.exists():
        raise InputError(
            "Diese Datei gibt es schon. Bitte einen anderen Namen wählen, zum Beispiel mit dem Datum.",
            "This file exists already. Choose another name, for example with the date.",
            path=target,
        )
    share, place = settings.paths.share, target.resolve()
    if share and place.is_relative_to(share.resolve()):
        raise InputError(
            "In der Sicherung stehen die Schlüssel: Sie darf nicht in den gemeinsamen Ordner. Bitte einen anderen Ort.",
            "The keys are in the backup: it must not lie in the shared folder. Choose another place.",
            path=target,
        )
    if place.is_relative_to(settings.paths.state.resolve()) or place.is_relative_to(settings.models.folder.resolve()):
        raise InputError(
            "Die Sicherung läge in dem Ordner, den sie sichert. Bitte einen anderen Ort, am besten eine andere Platte.",
            "The backup would lie in the folder it saves. Choose another place, best another disk.",
            path=target,
        )
    if not target.parent.is_dir():
        raise InputError(
            "Den Ordner für die Sicherung gibt es nicht. Bitte anlegen oder einen anderen nennen.",
            "There is no such folder for the backup. Create it or name another.",
            path=target.parent,
        )


# ---------------------------------------------------------------- reading


def _extract(source: Path, part: Path) -> dict[str, str]:
    """Raises:
    InputError: Not an archive of Lotse's, not whole, damaged, or with something in it that must not be.
    """
    try:
        with tarfile.open(source, "r:") as archive:
            members = archive.getmembers()
            for member in members:
                if not (member.isreg() or member.isdir()):
                    raise ValueError(f"{member.name}: neither file nor folder")
                if member.name != CONTENTS and member.name.split("/")[0] not in ("state", "models"):
                    raise ValueError(member.name)
            archive.extractall(part, filter="data")
        told = json.loads((part / CONTENTS).read_text(encoding="utf-8"))
        hashes: dict[str, str] = told["files"]
        if told["format"] != FORMAT:
            raise ValueError(f"format {told['format']}")
        there = {member.name for member in members if member.isreg()} - {CONTENTS}
        if there != set(hashes):
            raise ValueError(f"{len(there)} files instead of {len(hashes)}")
        for name, expected in hashes.items():
            with (part / name).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != expected:
                    raise ValueError(name)
        for member in members:
            if member.isdir():  # the filter leaves folders open to others
                (part / member.name).chmod(member.mode & 0o755 | 0o700)
    except FileNotFoundError as error:
        if error.filename == str(source):
            raise InputError("Diese Datei gibt es nicht.", "There is no such file.", path=source) from error
        raise _no_archive(source, error) from error
    except (tarfile.TarError, ValueError, LookupError, TypeError) as error:
        raise _no_archive(source, error) from error
    (part / "state").mkdir(exist_ok=True, mode=0o700)
    return hashes


def _no_archive(source: Path, error: Exception) -> InputError:
    return InputError(
        f"Das ist keine unbeschädigte Sicherung von Lotse ({error}). Nichts wurde verändert. Bitte eine andere nehmen.",
        f"This is no undamaged backup of Lotse's ({error}). Nothing was changed. Take another one.",
        path=source,
    )


def _redirect(settings: Settings, home: Path) -> None:
    """Jobs from the share publish into the share of the machine they are on."""
    if settings.paths.share is None:
        return
    places = Share.of(settings).places
    for job in jobs(home):
        order = job.order()
        if order and order.dropped:
            _move(job, order, places)


def _move(job: Job, order: Order, places: Places) -> None:
    job.remember(replace(order, places=places))
    for code in job.languages():
        now = job.state(code)
        if now and now.film:
            film = Path(now.film)
            old = order.places.drafts if film.is_relative_to(order.places.drafts) else order.places.films
            new = places.drafts if old == order.places.drafts else places.films
            if film.is_relative_to(old):
                moved = str(new / film.relative_to(old))
                state.update(job.language(code), lambda one, moved=moved: replace(one, film=moved))  # type: ignore[misc]


def _carry(models: Path, target: Path) -> None:
    """What is there already stays."""
    target.mkdir(parents=True, exist_ok=True)
    for path in models.iterdir():
        if not (target / path.name).exists():
            shutil.move(path, target / path.name)
