"""The models folder: a manifest that says what counts as installed, and the only way to put something in.

A weight counts as installed when the manifest names it and its files have the recorded size. The manifest is written
last and taken back first, so a pull that is killed half-way leaves nothing that counts.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.errors import InputError, LotseError
from pipeline.files import sha256, write_atomic

Progress = Callable[[str, int, int | None], None]
"""Called with the weight's name, bytes done and bytes in all (None: not known)."""

KINDS = ("whisper", "piper", "coqui", "firefox", "argos")
MANIFEST = "manifest.json"
STAGING = ".part-"


@dataclass(frozen=True, slots=True)
class WeightFile:
    path: str
    """Inside the models folder, with forward slashes: "firefox/en-pt/model.bin"."""
    sha256: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Weight:
    """One installed model."""

    name: str
    """"whisper:base", "piper:en_US-joe-medium", "firefox:en-pt", "argos:de-en"."""
    files: tuple[WeightFile, ...]
    licence: str
    source: str
    when: str
    """ISO 8601, UTC."""

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(file.size for file in self.files)


def folder(name: str) -> PurePosixPath:
    """Where the files of a weight lie inside the models folder; a Piper voice shares its folder with the others."""
    kind, _, rest = name.partition(":")
    return PurePosixPath(kind) if kind == "piper" else PurePosixPath(kind, rest)


def installed(models: Path) -> tuple[Weight, ...]:
    """All weights that are whole by name and size, sorted by name. Use `verify` for their hashes."""
    return tuple(weight for weight in read_manifest(models / MANIFEST) if _whole(models, weight))


def find(models: Path, name: str) -> Path | None:
    """The path an engine opens: a folder, or for Piper the .onnx file. None where it is not installed."""
    if not any(weight.name == name for weight in installed(models)):
        return None
    place = models / folder(name)
    return place / f"{name.partition(':')[2]}.onnx" if name.startswith("piper:") else place


def verify(models: Path, progress: Progress | None = None) -> list[tuple[str, str]]:
    """Recomputes every hash. Gives one (German, English) line per missing or changed file; empty: all is well."""
    problems = []
    for weight in read_manifest(models / MANIFEST):
        done = 0
        for file in weight.files:
            path = models / file.path
            again = f"lotse models pull {weight.name}"
            if not path.is_file():
                problems.append((f"{path}: fehlt. Neu holen: {again}", f"{path}: is missing. Get it again: {again}"))
            elif (found := sha256(path)) != file.sha256:
                values = f"{found[:12]}… ≠ {file.sha256[:12]}…"
                problems.append(
                    (
                        f"{path}: wurde verändert (SHA-256 {values}). Neu holen: {again}",
                        f"{path}: has been changed (SHA-256 {values}). Get it again: {again}",
                    )
                )
            done += file.size
            if progress:
                progress(weight.name, done, weight.size)
    return problems


def read_manifest(path: Path) -> tuple[Weight, ...]:
    """What a manifest promises, whether or not the files are there.

    Raises:
        InputError: The manifest is not readable as one.
    """
    if not path.exists():
        return ()
    try:
        weights = json.loads(path.read_text(encoding="utf-8"))["weights"]
        found = [_parse(name, entry) for name, entry in sorted(weights.items())]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"Das Verzeichnis der Modelle ist nicht lesbar ({error}). Die Datei löschen und die Modelle neu holen: "
            "lotse models pull …",
            f"The list of models cannot be read ({error}). Delete the file and get the models again: "
            "lotse models pull …",
            path=path,
        ) from error
    return tuple(found)


@contextmanager
def staging(models: Path) -> Iterator[Path]:
    """A scratch folder on the same disk; holds the folder's lock, so what others left half-done can be removed."""
    try:
        models.mkdir(parents=True, exist_ok=True)
        with (models / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for stale in models.glob(f"{STAGING}*"):
                shutil.rmtree(stale)
            with TemporaryDirectory(prefix=STAGING, dir=models) as scratch:
                yield Path(scratch)
    except OSError as error:
        raise LotseError(
            f"In den Modellordner lässt sich nicht schreiben ({error.strerror or error}). Platz schaffen oder Rechte "
            "geben und noch einmal versuchen.",
            f"The models folder cannot be written to ({error.strerror or error}). Free some space or grant access, "
            "and try again.",
            path=models,
        ) from error


def place(models: Path, name: str, files: Mapping[str, Path], licence: str, source: str) -> Weight:
    """Moves files into the folder and then records them. Call inside `staging`, with files that lie in there.

    Args:
        files: Path relative to the weight's own folder → the file to move.
    """
    target = folder(name)
    recorded = tuple(
        WeightFile(str(target / rel), sha256(path), path.stat().st_size) for rel, path in sorted(files.items())
    )
    weight = Weight(name, recorded, licence, source, datetime.now(UTC).isoformat(timespec="seconds"))
    others = {w.name: w for w in read_manifest(models / MANIFEST)}
    if others.pop(name, None):
        _write_manifest(models, others)
    if not name.startswith("piper:"):
        shutil.rmtree(models / target, ignore_errors=True)
    for rel, path in files.items():
        destination = models / target / rel
        destination.parent.mkdir(parents=True, exist_ok=True)
        _sync(path)
        path.replace(destination)
        _sync(destination.parent)
    _write_manifest(models, others | {name: weight})
    return weight


def _whole(models: Path, weight: Weight) -> bool:
    paths = [(models / file.path, file.size) for file in weight.files]
    return all(path.is_file() and path.stat().st_size == size for path, size in paths)


def _parse(name: str, entry: dict[str, Any]) -> Weight:
    files = tuple(WeightFile(path, file["sha256"], file["size"]) for path, file in sorted(entry["files"].items()))
    home = folder(name)
    for file in files:
        path = PurePosixPath(file.path)
        # a manifest carried in on a stick must not write outside its weight's folder
        if name.partition(":")[0] not in KINDS or ".." in path.parts or not path.is_relative_to(home):
            raise ValueError(f"{name}: {file.path}")
    return Weight(name, files, entry["licence"], entry["source"], entry["when"])


def _write_manifest(models: Path, weights: Mapping[str, Weight]) -> None:
    data = {
        name: {
            "files": {file.path: {"sha256": file.sha256, "size": file.size} for file in weight.files},
            "licence": weight.licence,
            "source": weight.source,
            "when": weight.when,
        }
        for name, weight in sorted(weights.items())
    }
    write_atomic(models / MANIFEST, json.dumps({"weights": data}, indent=1, ensure_ascii=False) + "\n")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
