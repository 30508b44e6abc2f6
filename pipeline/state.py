"""How far one language of a job is: a small record in the job folder, which every process that works on it keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pipeline.files import write_atomic
from pipeline.lease import locked
from pipeline.records import Store

Status = Literal["queued", "running", "waiting", "draft", "film", "failed", "cancelled"]
Due = Literal["words", "film"]
"""Which half of the work comes next: translation and speech, which need models, or picture, proof and publishing."""
OPEN: tuple[Status, ...] = ("queued", "running")
"""Something is still to be done by a machine."""


@dataclass(frozen=True, slots=True)
class State:
    status: Status = "queued"
    due: Due = "words"
    request: int = 0
    """Grows each time the language is asked for: who works on an older request does not answer a newer one."""
    stage: str = ""
    done: float = 0.0
    """Of the stage, 0 … 1."""
    since: str = ""
    """When it came to this status, ISO 8601, UTC."""
    asked: str = ""
    """When it was asked for, ISO 8601, UTC."""
    attempts: int = 0
    """How often in a row the work has died without getting further."""
    after: float = 0.0
    """Not to be tried before this time, seconds since 1970: a full disk needs a while."""
    pushed: float = 0.0
    """When it was last put into the queue, seconds since 1970."""
    seconds: float = 0.0
    """That the work took."""
    duration: float = 0.0
    """Of the film, seconds."""
    film: str = ""
    """Its path; empty: there is none from this request."""
    smaller: bool = False
    """Memory ran out: what is left is done on the processor, one thing at a time."""
    de: str = ""
    """What went wrong, or what a person must know or do; may be empty."""
    en: str = ""

    @property
    def open(self) -> bool:
        return self.status in OPEN


def read(folder: Path) -> State | None:
    """None: never asked for. A damaged record counts as one that must be done again."""
    try:
        text = (folder / "state.json").read_text(encoding="utf-8")
    except OSError:
        return None
    try:
        return Store(State).load(text)
    except ValueError:
        return State()


def update(folder: Path, change: Callable[[State], State | None]) -> State | None:
    """Reads, changes and writes in one step; a new status gets its time. Gives what was written, None: left as it was.

    Args:
        change: None: leave it as it is.
    """
    with locked(folder):
        old = read(folder) or State()
        new = change(old)
        if new is None:
            return None
        if new.status != old.status or new.request != old.request or not old.since:
            new = replace(new, since=now())
        write_atomic(folder / "state.json", Store(State).dump(new))
        return new


def ask(folder: Path) -> State:
    """A new request: whatever was done or failed before, the language is to be made."""
    new = update(folder, lambda old: State(request=old.request + 1, asked=now()))
    assert new
    return new


def cancel(folder: Path) -> bool:
    """Whether there was anything to cancel; who works on it notices within a second or so."""
    stopped = update(
        folder,
        lambda old: (
            replace(
                old,
                status="cancelled",
                request=old.request + 1,
                de="Abgebrochen. Weiter geht es mit: lotse jobs retry",
                en="Cancelled. Go on with: lotse jobs retry",
            )
            if old.open
            else None
        ),
    )
    return stopped is not None


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
