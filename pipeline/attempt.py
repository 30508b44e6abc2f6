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
from pipeline.errors import ExhaustedError, FullError, LotseError, MachineError, WaitingError
from pipeline.files import FULL, slug, sweep
from pipeline.job import Job, Order
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
        # Not whether it is open: who has just finished still has pages to write, and must not be ended for that.
        return now is None or now.request == request

    def mine(**changes: object) -> Callable[[State], State | None]:
        return lambda old: replace(old, **changes) if old.request == request and old.open else None  # type: ignore[arg-type]

    with job.lease(code, seconds=seconds, wanted=wanted, end=end) as lease:
        with locked(folder):
            for part in (folder, *(path for path in folder.iterdir() if path.is_dir())):
                sweep(part)
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


def keep(job: Job, outcome: Outcome, request: int) -> None:
    """Shows what became of a request on the pages of its title, then records it: who is killed in between does it
    again. A request that is not the last one any more, or was cancelled, changes nothing."""
    folder, order = job.language(outcome.language), job.order()
    with locked(job.folder):
        sweep(job.folder)
        others = {code: one for code in job.languages() if code != outcome.language and (one := job.state(code))}
        if order:
            for title in (order.places.title(slug(order.title), draft=draft) for draft in (False, True)):
                sweep(title)
            # A film of an older text may stand there still.
            known = {code: one.status for code, one in others.items()} | {outcome.language: outcome.status}
            outdated = {code for code, status in known.items() if status in ("draft", "waiting", "failed")}
            report.write_start(order.places, order.title, outdated)
            # The contact sheet takes seconds: once, when nothing more is coming.
            films = outcome.film or any(one.film for one in others.values())
            if films and not any(one.open for one in others.values()):
                _write_overview(order)
        state.update(
            folder,
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
                if old.open and old.request == request
                else None
            ),
        )


def _write_overview(order: Order) -> None:
    try:
        report.write_overview(order.places, order.title)
    except MachineError:
        raise
    except LotseError as error:
        # One of the films was damaged by somebody; this language is not to blame.
        logging.getLogger("lotse").warning("no overview: %s", error.path)


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
        if isinstance(error, OSError) and error.errno in FULL:
            raise FullError(
                "Die Festplatte ist voll. Sobald wieder Platz ist, geht es weiter.",
                "The disk is full. Work goes on as soon as there is room.",
            ) from error
        # Where, and not what it says: that may be the script's own words, which belong into no log.
        where = "".join(traceback.format_tb(error.__traceback__))
        logging.getLogger("lotse").error("unexpected %s\n%s", type(error).__name__, where)
        said = f"{type(error).__name__}: {error}"
        de, en = f"Unerwarteter Fehler, bitte melden: {said}", f"Unexpected error, please report it: {said}"
        outcome = Outcome(code, "failed", de=de, en=en)
    return outcome and replace(outcome, seconds=time.monotonic() - begun)
