"""One attempt at one language: who makes it holds the lease, its progress is recorded, and so is what became of it."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pipeline import report, state
from pipeline.errors import ExhaustedError, LotseError, MachineError, WaitingError
from pipeline.job import Job
from pipeline.lease import SECONDS, LostError, interrupt, locked
from pipeline.state import State
from pipeline.work import Progress

Status = Literal["film", "draft", "waiting", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one language."""

    language: str
    status: Status
    film: Path | None = None
    duration: float = 0.0
    """Of the film, seconds."""
    seconds: float = 0.0
    """That the work took."""
    origin: str = ""
    voice: str = ""
    stand_in: bool = False
    de: str = ""
    """What went wrong, or what a person must know or do; may be empty."""
    en: str = ""
    again: bool = False
    """It failed, but may succeed when tried again as it is."""


@contextmanager
def held(
    job: Job,
    code: str,
    request: int,
    progress: Progress,
    *,
    seconds: float = SECONDS,
    end: Callable[[], None] = interrupt,
) -> Iterator[Progress]:
    """Takes a language's lease and marks it as running; the progress it gives is recorded, and ends the work when that
    is not wanted any more.

    Raises:
        BusyError: Another process is working on it right now.
    """
    folder = job.language(code)

    def wanted() -> bool:
        now = state.read(folder)
        return now is None or (now.request == request and now.open)

    def mine(**changes: object) -> Callable[[State], State | None]:
        return lambda old: replace(old, **changes) if old.request == request and old.open else None  # type: ignore[arg-type]

    with job.lease(code, seconds=seconds, wanted=wanted, end=end) as lease:
        state.update(folder, mine(status="running", stage="", done=0.0, de="", en=""))
        said, when = "", 0.0

        def watched(language: str, stage: str, done: float) -> None:
            nonlocal said, when
            lease.check()
            if stage != said or time.monotonic() - when > 1.0:
                said, when = stage, time.monotonic()
                state.update(folder, mine(stage=stage, done=round(done, 2)))
            progress(language, stage, done)

        try:
            yield watched
        except KeyboardInterrupt:
            state.update(folder, mine(status="cancelled"))
            raise


def keep(job: Job, outcome: Outcome) -> None:
    """Records what became of a language, and shows it on the pages of its title."""
    state.update(
        job.language(outcome.language),
        lambda old: (
            replace(
                old,
                status=outcome.status,
                stage="",
                done=0.0,
                attempts=0,
                seconds=outcome.seconds,
                duration=outcome.duration,
                film=str(outcome.film or ""),
                de=outcome.de,
                en=outcome.en,
            )
            if old.open
            else None
        ),
    )
    order = job.order()
    states = [job.state(code) for code in job.languages()]
    if order and any(one and one.film for one in states):
        with locked(job.folder):
            report.write_start(order.places, order.title)
            # The contact sheet takes seconds: once, when nothing more is coming.
            if not any(one and one.open for one in states):
                report.write_overview(order.places, order.title)


def settled(code: str, work: Callable[[], Outcome | None]) -> Outcome | None:
    """What became of it, errors included: those of the text are an outcome, those of the machine are raised.

    Raises:
        MachineError: Other languages would fail the same way.
        LostError: It is not wanted any more.
    """
    begun = time.monotonic()
    try:
        outcome = work()
    except (MachineError, LostError):
        raise
    except WaitingError as error:
        outcome = Outcome(code, "waiting", de=error.de, en=error.en)
    except LotseError as error:
        outcome = Outcome(code, "failed", de=error.de, en=error.en, again=error.retry)
    except Exception as error:  # a library's own error must not take the other languages along
        if isinstance(error, MemoryError) or "out of memory" in str(error).lower():
            raise ExhaustedError(
                "Der Arbeitsspeicher hat nicht gereicht. Bitte andere Programme schließen oder in lotse.toml unter "
                '[models] device = "cpu" setzen.',
                'The memory did not suffice. Close other programs, or set device = "cpu" under [models] in lotse.toml.',
            ) from error
        # Where, and not what it says: that may be the script's own words, which belong into no log.
        where = "".join(traceback.format_tb(error.__traceback__))
        logging.getLogger("lotse").error("unexpected %s\n%s", type(error).__name__, where)
        said = f"{type(error).__name__}: {error}"
        de, en = f"Unerwarteter Fehler, bitte melden: {said}", f"Unexpected error, please report it: {said}"
        outcome = Outcome(code, "failed", de=de, en=en)
    return outcome and replace(outcome, seconds=time.monotonic() - begun)
