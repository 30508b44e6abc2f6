"""What watcher and workers tell a log: lines of JSON on standard error, one event each. No word of a script or a
translation is in them above debug: who may read a log is not who may read the texts."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

from pipeline.work import Progress

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger, Processor

_STAMPS = "time", "level", "event", "job", "language", "stage", "seconds"


def configure(*, debug: bool = False) -> None:
    """Once per process, before anything is said; libraries' own loggers speak from warning on, in the same form.

    Celery needs to be kept from setting up loggers of its own: connect this to its signal `setup_logging`.
    """
    import structlog

    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        _without_messages,
    ]
    last: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        _ordered,
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=last))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("lotse").setLevel(logging.DEBUG if debug else logging.INFO)
    logging.captureWarnings(True)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG if debug else logging.INFO),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def log() -> FilteringBoundLogger:
    """`log().info("claimed", job=…)`: the event is a word or two, everything else has a key."""
    import structlog

    logger: FilteringBoundLogger = structlog.get_logger("lotse")
    return logger


def stages(job: str) -> Progress:
    """Follows one language of a job through its stages: a line when one ends, with the seconds it took."""
    said, begun = "", 0.0

    def progress(language: str, stage: str, done: float) -> None:
        nonlocal said, begun
        if stage == said:
            return
        if said:
            log().info("stage done", job=job, language=language, stage=said, seconds=round(time.monotonic() - begun, 2))
        said, begun = stage, time.monotonic()

    return progress


def _without_messages(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception's message may quote the script; where it came from does not."""
    record, info = event.get("_record"), event.pop("exc_info", None)
    if record is not None and record.exc_info:
        info, record.exc_info, record.exc_text = record.exc_info, None, None
    error = info if isinstance(info, BaseException) else info[1] if isinstance(info, tuple) else None
    if info is True:
        error = sys.exc_info()[1]
    if error is not None:
        event["error"] = type(error).__name__
        event["at"] = _frames(error)
    return event


def _frames(error: BaseException) -> list[str]:
    import traceback

    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]


def _ordered(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    first = {key: event.pop(key) for key in _STAMPS if key in event}
    return {**first, **event}
