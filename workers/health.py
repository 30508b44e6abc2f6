"""Whether the service is well, told by what gets done and not by what answers: an idle queue and a busy one are both
well, and so is one whose oldest task waits because others are being worked on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.job import jobs

if TYPE_CHECKING:
    from pipeline.settings import Settings

Part = Literal["watch", "models", "render"]
OLD = 600.0
"""Seconds that a task may wait while nothing at all moves."""


def ill(settings: Settings, part: Part | None = None) -> tuple[str, str] | None:
    """What is wrong, in German and English; None: nothing.

    Args:
        part: Whose processes must be there; None: only the queue is looked at.
    """
    commands = list(_commands())
    if part == "watch" and not any(_is_watcher(words) for words in commands):
        return "„lotse watch“ läuft nicht.", "lotse watch is not running."
    # The Celery worker itself and at least one child.
    if part in ("models", "render") and sum(words[-3:-1] == ["workers.pool", part] for words in commands) < 2:
        return f"Die Arbeiter „{part}“ laufen nicht.", f"The workers {part} are not running."
    return _stuck(settings, part)


def _stuck(settings: Settings, part: Part | None) -> tuple[str, str] | None:
    now, oldest, moved = time.time(), 0.0, False
    for job in jobs(settings.paths.state):
        for code in job.languages():
            state = job.state(code)
            if state is None or not state.since:
                continue
            age = now - datetime.fromisoformat(state.since).timestamp()
            if state.status == "running":
                moved |= now - _changed(job.folder / code / "state.json") < OLD
            elif state.status == "queued":
                mine = part in (None, "watch") or state.due == ("words" if part == "models" else "film")
                oldest = max(oldest, age) if mine and state.after < now else oldest
            else:
                moved |= age < OLD
    if oldest < OLD or moved:
        return None
    return (
        f"Die älteste Aufgabe wartet seit {oldest / 60:.0f} Minuten, und nichts bewegt sich.",
        f"The oldest task has been waiting for {oldest / 60:.0f} minutes, and nothing moves.",
    )


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _commands() -> Iterator[list[str]]:
    """The words of every process that can be seen from here."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield path.read_bytes().decode(errors="replace").rstrip("\0").split("\0")
        except OSError:
            continue


def _is_watcher(words: list[str]) -> bool:
    return any(Path(command).name == "lotse" and word == "watch" for command, word in pairwise(words))
