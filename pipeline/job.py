"""The job folder: what the stages wrote. A stage whose inputs, settings and model are the same is not run again."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from pipeline.errors import MachineError
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


@dataclass(frozen=True, slots=True)
class Asked:
    """How a script was last asked for."""

    script: Path
    out: Path
    avatar: str


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

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One run at a time: two would write into each other's files.

        Raises:
            MachineError: Another process is working on this script right now.
        """
        self._make(self.folder)
        with (self.folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise MachineError(
                    "An diesem Skript wird gerade schon gearbeitet. Bitte warten, bis das fertig ist.",
                    "Another run is working on this script right now. Wait until it is done.",
                    path=self.folder,
                ) from error
            yield

    def remember(self, script: Path, out: Path, avatar: str) -> None:
        """Keeps how it was last asked for, so that an approval publishes the same film to the same place."""
        asked = Asked(script.resolve(), out.resolve(), avatar)
        write_atomic(self.folder / "job.json", Store(Asked).dump(asked))

    def asked(self) -> Asked | None:
        """How it was last asked for; None: never."""
        return _asked(self.folder)

    def revision(self, code: str, film_sha256: str) -> int:
        """1 for the first film of this language, one more for every other one."""
        path = self.language(code) / "revision.json"
        try:
            last = json.loads(path.read_text(encoding="utf-8"))
            number, known = int(last["revision"]), str(last["film_sha256"])
        except (OSError, ValueError, LookupError, TypeError):
            number, known = 0, ""
        if known != film_sha256:
            number += 1
            write_atomic(path, json.dumps({"revision": number, "film_sha256": film_sha256}))
        return number

    def spent(self, code: str) -> float:
        """CPU seconds that went into what this language's stages have kept."""
        records = (self.folder / code / f"{stage}.json" for stage in ("translation", "speech", "film", "sealed"))
        kept = (json.loads(record.read_text(encoding="utf-8")) for record in records if record.exists())
        return float(sum(record["cpu_seconds"] for record in kept))

    def language(self, code: str) -> Path:
        return self._make(self.folder / code)

    def _make(self, folder: Path) -> Path:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MachineError(
                f"Dieser Ordner lässt sich nicht anlegen ({error.strerror}). Bitte paths.state in lotse.toml prüfen.",
                f"This folder cannot be made ({error.strerror}). Check paths.state in lotse.toml.",
                path=folder,
            ) from error
        return folder

    def approval(self, code: str, secret: bytes) -> Approval | None:
        """None as well where the record is damaged, or another hand wrote it: that approves nothing."""
        try:
            record = json.loads((self.folder / code / "approval.json").read_text(encoding="utf-8"))
            approval = Store(Approval).load(json.dumps(record["approval"]))
            genuine = hmac.compare_digest(record["mac"], self._mac(code, approval, secret))
        except (OSError, ValueError, LookupError, TypeError):
            return None
        return approval if genuine else None

    def approve(self, code: str, approval: Approval, secret: bytes) -> None:
        record = {"approval": asdict(approval), "mac": self._mac(code, approval, secret)}
        write_atomic(self.language(code) / "approval.json", json.dumps(record, ensure_ascii=False))

    def _mac(self, code: str, approval: Approval, secret: bytes) -> str:
        return mac(secret, [self.id, code, asdict(approval)])


def staged(
    folder: Path,
    name: str,
    kind: type[T],
    inputs: object,
    work: Callable[[], T],
    made: Callable[[T], list[Path]] = lambda value: [],
    *,
    secret: bytes,
) -> T:
    """Runs a stage, or gives what it gave last time.

    Args:
        secret: `Work.secret`. Only with it can a record be written that counts; an edited one means: run again.
        inputs: Everything the result depends on; JSON, with `str` for what JSON does not know.
        made: The files beside the JSON that the value speaks of; a missing or changed one means: run again.
    """
    key = digest([_code(), inputs])
    store, path = Store(kind), folder / f"{name}.json"
    if (kept := _kept(path, key, store, secret)) is not None:
        return kept
    cpu = cpu_seconds()
    value = work()
    files = {str(file): sha256(file) for file in made(value)}
    record = {"key": key, "cpu_seconds": cpu_seconds() - cpu, "files": files, "value": json.loads(store.dump(value))}
    write_atomic(path, json.dumps({**record, "mac": mac(secret, record)}, ensure_ascii=False))
    return value


def _kept(path: Path, key: str, store: Store[T], secret: bytes) -> T | None:
    """What the stage gave last time, if it still holds; a damaged or edited record is as good as none."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if not hmac.compare_digest(kept.pop("mac"), mac(secret, kept)):
            return None
        if kept["key"] != key or any(sha256(Path(file)) != mark for file, mark in kept["files"].items()):
            return None
        return store.load(json.dumps(kept["value"]))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def mac(secret: bytes, value: object) -> str:
    """Proves that a record was written by who holds the service's keys."""
    return hmac.new(secret, digest(value).encode(), "sha256").hexdigest()


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


def cpu_seconds() -> float:
    """CPU time of this process and of the programs it has started and ended."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def other_script(state: Path, job: str) -> Path | None:
    """The script of another job, if it is still there."""
    asked = _asked(state / "jobs" / job)
    return asked.script if asked and asked.script.exists() else None


def _asked(folder: Path) -> Asked | None:
    try:
        return Store(Asked).load((folder / "job.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
