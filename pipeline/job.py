"""The job folder: what the stages wrote. A stage whose inputs, settings and model are the same is not run again."""

from __future__ import annotations

import hashlib
import hmac
import json
import resource
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from pipeline import state
from pipeline.errors import MachineError
from pipeline.files import sha256, slug, write_atomic
from pipeline.formats import SMALL
from pipeline.lease import Lease, locked, take
from pipeline.model import Approval, Format
from pipeline.publish import Places
from pipeline.records import Store
from pipeline.state import State

T = TypeVar("T")
STAGES = ("translation", "speech", "face", "film", "sealed")
"""The names of the records; of a film there is one for every format."""


@dataclass(frozen=True, slots=True)
class Order:
    """How a script was last asked for."""

    script: Path
    """Relative: from the job folder, which may move to another machine."""
    places: Places
    title: str = ""
    avatar: str = ""
    languages: tuple[str, ...] = ()
    dropped: str = ""
    """Its name in the inbox of the share, "ar+uk/termin.md"; empty: asked for at the command line."""
    content: str = ""
    """SHA-256 over the script and all that came with it."""
    arrived: str = ""
    """ISO 8601, UTC."""
    urgent: bool = False
    length: int = 0
    """Characters of the script: short ones go first."""
    formats: tuple[Format, ...] = ()
    """Like avatar and small as asked for on the command line; empty: as script or settings say."""
    small: bool | None = None


class Job:
    """All that belongs to one script."""

    def __init__(self, state: Path, identity: str) -> None:
        """Args:
        state: The folder outside the share that holds jobs, memory and models.
        """
        self.id = identity
        self.folder = state / "jobs" / identity

    @classmethod
    def of(cls, state: Path, script: Path) -> Job:
        """The job of a script: its place is its identity, so that a corrected text is still the same job."""
        return cls.named(state, script.stem, str(script.resolve()))

    @classmethod
    def named(cls, state: Path, stem: str, place: str) -> Job:
        return cls(state, f"{slug(stem)}-{hashlib.sha256(place.encode()).hexdigest()[:8]}")

    @property
    def source(self) -> Path:
        """Where a script from the share and all that came with it is kept while its films are made."""
        return self.folder / "source"

    def lease(self, code: str, *, seconds: float, wanted: Callable[[], bool], end: Callable[[], None]) -> Lease:
        """One language at a time: two runs would write into each other's files.

        Raises:
            BusyError: Another process is working on it right now.
        """
        folder = self.language(code)
        return take(folder, seconds=seconds, wanted=wanted, end=end, kept=self.kept(code))

    def kept(self, code: str) -> int:
        """How many results this language has: what a death without progress is measured by."""
        folder = self.folder / code
        return sum(1 for _ in folder.glob("speech/*.wav")) + len(self.records(code))

    def remember(self, order: Order) -> None:
        """Keeps how it was last asked for, so that an approval publishes the same film to the same place."""
        self._make(self.folder)
        script = order.script.resolve()
        if script.is_relative_to(self.folder.resolve()):
            script = script.relative_to(self.folder.resolve())
        with locked(self.folder):
            write_atomic(self.folder / "job.json", Store(Order).dump(replace(order, script=script)))

    def order(self) -> Order | None:
        """How it was last asked for; None: never."""
        try:
            order = Store(Order).load((self.folder / "job.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return replace(order, script=self.folder / order.script)

    def state(self, code: str) -> State | None:
        return state.read(self.folder / code)

    def languages(self) -> tuple[str, ...]:
        """Those that were ever asked for."""
        return tuple(sorted(path.parent.name for path in self.folder.glob("*/state.json")))

    def records(self, code: str) -> list[Path]:
        """What this language's stages have written, in their order."""
        folder = self.folder / code
        return [path for stage in STAGES for path in sorted(folder.glob(f"**/{stage}.json"))]

    def revision(self, cut: Path, film_sha256: str) -> int:
        """1 for the first film in this folder, one more for every other one."""
        path = cut / "revision.json"
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
        kept = (json.loads(record.read_text(encoding="utf-8")) for record in self.records(code))
        return float(sum(record["cpu_seconds"] for record in kept))

    def language(self, code: str) -> Path:
        return self._make(self.folder / code)

    def cut(self, code: str, form: Format, *, small: bool = False) -> Path:
        """Where one language's film in one format, or its small copy, is made."""
        return self._make(self.folder / code / (f"{form}.{SMALL}" if small else form))

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
        with locked(self.language(code)):
            write_atomic(self.folder / code / "approval.json", json.dumps(record, ensure_ascii=False))

    def _mac(self, code: str, approval: Approval, secret: bytes) -> str:
        return mac(secret, [self.id, code, asdict(approval)])

    def stores(self, code: str, source: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Remembers which pairs of the translation memory are this job's: all it ever stored, without their words."""
        from pipeline.translate.memory import mark

        known = self.stored(code)
        marks = sorted({*known.get(source, ()), *(mark(*pair) for pair in pairs)})
        write_atomic(self.language(code) / "stored.json", json.dumps({**known, source: marks}))

    def stored(self, code: str) -> dict[str, list[str]]:
        """Source language → marks of the pairs that this job stored."""
        try:
            known: dict[str, list[str]] = json.loads((self.folder / code / "stored.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known


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
    cpu, begun = cpu_seconds(), time.monotonic()
    value = work()
    runs, seconds = timed(path)
    # Relative, because the folder may be mounted elsewhere on another machine.
    files = {str(file.relative_to(folder)): sha256(file) for file in made(value)}
    record = {
        "key": key,
        "cpu_seconds": cpu_seconds() - cpu,
        "runs": runs + 1,
        "seconds": seconds + time.monotonic() - begun,
        "files": files,
        "value": json.loads(store.dump(value)),
    }
    write_atomic(path, json.dumps({**record, "mac": mac(secret, record)}, ensure_ascii=False))
    return value


def _kept(path: Path, key: str, store: Store[T], secret: bytes) -> T | None:
    """What the stage gave last time, if it still holds; a damaged or edited record is as good as none."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if not hmac.compare_digest(kept.pop("mac"), mac(secret, kept)):
            return None
        if kept["key"] != key or any(sha256(path.parent / file) != mark for file, mark in kept["files"].items()):
            return None
        return store.load(json.dumps(kept["value"]))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def timed(record: Path) -> tuple[int, float]:
    """How often a stage was run for this language, and the seconds that took in all."""
    try:
        kept = json.loads(record.read_text(encoding="utf-8"))
        return int(kept["runs"]), float(kept["seconds"])
    except (OSError, ValueError, LookupError, TypeError):
        return 0, 0.0


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


def jobs(state: Path) -> tuple[Job, ...]:
    """All there are, by name."""
    return tuple(Job(state, path.parent.name) for path in sorted((state / "jobs").glob("*/job.json")))


def other_script(state: Path, job: str) -> Path | None:
    """The script of another job, if it is still there."""
    order = Job(state, job).order()
    return order.script if order and order.script.exists() else None
