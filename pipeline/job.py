"""The job folder: what the stages wrote. A stage whose inputs, settings and model are the same is not run again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from pipeline.errors import LotseError
from pipeline.files import sha256, slug, write_atomic
from pipeline.model import Approval

T = TypeVar("T")


class Store(Generic[T]):
    """Values of one type on disk, as JSON."""

    def __init__(self, kind: type[T]) -> None:
        from pydantic import TypeAdapter

        self._adapter = TypeAdapter(kind)

    def dump(self, value: T) -> str:
        return self._adapter.dump_json(value).decode()

    def load(self, text: str) -> T:
        return self._adapter.validate_json(text)


class Job:
    """All that belongs to one script."""

    def __init__(self, state: Path, script: Path) -> None:
        """Args:
        state: The folder outside the share that holds jobs, memory and models.
        script: Its place is its identity, so that a corrected text is still the same job.
        """
        place = str(script.resolve())
        self.id = f"{slug(script.stem)}-{hashlib.sha256(place.encode()).hexdigest()[:8]}"
        self.folder = state / "jobs" / self.id

    def language(self, code: str) -> Path:
        folder = self.folder / code
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LotseError(
                f"Dieser Ordner lässt sich nicht anlegen ({error.strerror}). Bitte paths.state in lotse.toml prüfen.",
                f"This folder cannot be made ({error.strerror}). Check paths.state in lotse.toml.",
                path=folder,
                retry=True,
            ) from error
        return folder

    def approval(self, code: str) -> Approval | None:
        """None as well where the record is damaged: what cannot be read approves nothing."""
        try:
            return Store(Approval).load((self.folder / code / "approval.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def approve(self, code: str, approval: Approval) -> None:
        write_atomic(self.language(code) / "approval.json", Store(Approval).dump(approval))


def staged(
    folder: Path,
    name: str,
    kind: type[T],
    inputs: object,
    work: Callable[[], T],
    made: Callable[[T], list[Path]] = lambda value: [],
) -> T:
    """Runs a stage, or gives what it gave last time.

    Args:
        inputs: Everything the result depends on; JSON, with `str` for what JSON does not know.
        made: The files beside the JSON that the value speaks of; a missing or changed one means: run again.
    """
    key = digest([_code(), inputs])
    store, path = Store(kind), folder / f"{name}.json"
    if (kept := _kept(path, key, store)) is not None:
        return kept
    value = work()
    files = {str(file): sha256(file) for file in made(value)}
    write_atomic(
        path, json.dumps({"key": key, "files": files, "value": json.loads(store.dump(value))}, ensure_ascii=False)
    )
    return value


def _kept(path: Path, key: str, store: Store[T]) -> T | None:
    """What the stage gave last time, if it still holds; a damaged record is as good as none."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["key"] != key or any(sha256(Path(file)) != mark for file, mark in kept["files"].items()):
            return None
        return store.load(json.dumps(kept["value"]))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def digest(value: object) -> str:
    """SHA-256 of a value as canonical JSON."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _code() -> str:
    """What this version of the program is: its own sources and language packs, so that an update works anew."""
    root = Path(__file__).parent
    files = sorted([*root.rglob("*.py"), *(root.parent / "assets" / "languages").glob("*.toml")])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
