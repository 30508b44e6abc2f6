"""One task: half of one language's way, made under a lease. What becomes of it is written into the job folder, whoever
runs it: a Celery worker, a child of `lotse watch --local`, or a test."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from billiard.exceptions import SoftTimeLimitExceeded

from pipeline import ability, run, state
from pipeline.attempt import Outcome, held, keep, settled
from pipeline.errors import AwayError, ExhaustedError, FullError, LotseError, MachineError
from pipeline.job import Job
from pipeline.lease import BusyError, LostError
from pipeline.state import Due, State
from pipeline.warm import release
from pipeline.work import Progress, again
from workers import log
from workers.recordings import is_recording, write_down

if TYPE_CHECKING:
    from pipeline.settings import Settings

ATTEMPTS = 3
"""Deaths in a row without progress, after which a language is given up."""
ROOM_AFTER, AGAIN_AFTER = 30.0, 5.0
"""Seconds until the next try: after a full disk or a share that is away, and after a program that failed."""


def die() -> None:
    """Work that does not listen ends with its process; the kernel takes the files back, ffmpeg its broken pipe."""
    os.kill(os.getpid(), signal.SIGKILL)


def work_on(settings: Settings, identity: str, code: str, due: Due) -> bool:
    """Does what is due, if it still is and nobody else does it.

    Returns:
        Whether the language goes on to its next half.
    """
    job = Job(settings.paths.state, identity)
    now = job.state(code)
    if now is None or not now.open or now.due != due or now.after > time.time():
        return False
    if now.smaller:
        settings = settings.model_copy(update={"models": settings.models.model_copy(update={"device": "cpu"})})
    try:
        with held(job, code, now.request, log.stages(job.id), seconds=settings.queue.lease, end=die) as progress:
            begun = time.monotonic()
            goes_on = _held(settings, job, code, now, progress)
            _told(job, code, due, time.monotonic() - begun)
            return goes_on
    except (BusyError, LostError):
        return False
    except LotseError as error:
        # A full disk takes no records either, or a page could not be written. Where even this fails, the reconciler
        # finds an open language that nobody works on.
        with suppress(LotseError):
            _later(job, code, now, error, AGAIN_AFTER)
        return False


def _held(settings: Settings, job: Job, code: str, now: State, progress: Progress) -> bool:
    def half() -> Outcome | None:
        try:
            order = job.order()
            if order and is_recording(order):
                return write_down(settings, job, order, code, progress)
            work = again(job, code, settings, progress)
            if now.due == "film":
                return run.make(work, code)
            ability.inspect(work, (code,))
            run.words(work, code)
            return None
        except SoftTimeLimitExceeded:
            return too_long(code, settings.queue.limit)

    try:
        outcome = settled(code, half)
        if outcome and outcome.again:
            raise MachineError(outcome.de, outcome.en)
    except LostError:
        raise
    except (FullError, AwayError) as error:
        _later(job, code, now, error, ROOM_AFTER)
    except ExhaustedError as error:
        release()
        if now.smaller:
            keep(job, Outcome(code, "failed", de=error.de, en=error.en), now.request)
        else:
            _later(job, code, now, error, 0.0, smaller=True)
    except MachineError as error:
        if now.attempts + 1 >= ATTEMPTS:
            keep(job, Outcome(code, "failed", de=error.de, en=error.en), now.request)
        else:
            _later(job, code, now, error, AGAIN_AFTER, attempts=now.attempts + 1)
    else:
        if outcome:
            keep(job, outcome, now.request)
        else:
            _change(job, code, now, status="queued", due="film", stage="", done=0.0, attempts=0)
        return outcome is None
    return False


def too_long(code: str, limit: int) -> Outcome:
    """What became of work that was ended because it would not end."""
    return Outcome(
        code,
        "failed",
        de=f"Die Arbeit an dieser Sprache hat länger als {limit / 60:.0f} Minuten gedauert und wurde beendet. Bitte "
        "das Skript auf mehrere aufteilen, oder die Verwaltung erhöht in lotse.toml unter [queue] das limit.",
        en=f"The work on this language took longer than {limit / 60:.0f} minutes and was ended. Split the script, or "
        "have the administrator raise limit under [queue] in lotse.toml.",
    )


def _later(job: Job, code: str, now: State, error: LotseError, seconds: float, **changes: object) -> None:
    after = time.time() + seconds
    _change(job, code, now, status="queued", stage="", done=0.0, after=after, de=error.de, en=error.en, **changes)


def _change(job: Job, code: str, now: State, **changes: object) -> None:
    """Unless it was cancelled or asked for anew meanwhile."""
    state.update(
        job.language(code),
        lambda old: replace(old, **changes) if old.request == now.request and old.open else None,  # type: ignore[arg-type]
    )


def _told(job: Job, code: str, due: Due, seconds: float) -> None:
    now = job.state(code)
    log.log().info(
        "half done", job=job.id, language=code, due=due, status=now.status if now else "", seconds=round(seconds, 2)
    )
