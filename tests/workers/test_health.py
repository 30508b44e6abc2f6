"""Well is who gets something done, or has nothing to do."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline import state
from pipeline.state import State
from tests.workers.service import ROOT, Service, until
from workers.health import OLD, ill

pytest_plugins = ["tests.workers.service"]
LONG_AGO = (datetime.now(UTC) - timedelta(seconds=OLD + 60)).isoformat(timespec="seconds")


def has(house: Service, title: str, now: State, *, still: bool = False) -> None:
    folder = house.drop(title, "de").language("de")
    state.update(folder, lambda _: replace(now, status="failed"))
    state.update(folder, lambda _: replace(now, status="failed", since=LONG_AGO))
    path = folder / "state.json"
    path.write_text(path.read_text().replace('"failed"', f'"{now.status}"'))
    if still:
        os.utime(path, (0, 0))


def test_an_empty_queue_is_well(house: Service) -> None:
    assert ill(house.settings) is None


def test_a_task_that_waits_while_nothing_moves_is_ill(house: Service) -> None:
    has(house, "wartet", State("queued"))
    assert "nichts bewegt sich" in (ill(house.settings) or ("",))[0]
    has(house, "hängt", State("running"), still=True)
    assert ill(house.settings)


def test_it_may_wait_as_long_as_others_are_worked_on(house: Service) -> None:
    has(house, "wartet", State("queued"))
    has(house, "läuft", State("running"))
    assert ill(house.settings) is None


def test_something_finished_lately_is_progress_too(house: Service) -> None:
    has(house, "wartet", State("queued"))
    folder = house.drop("fertig", "de").language("de")
    state.update(folder, lambda old: replace(old, status="film"))
    assert ill(house.settings) is None


def test_what_is_to_wait_for_room_does_not_count(house: Service) -> None:
    has(house, "wartet", State("queued", after=datetime.now(UTC).timestamp() + 60))
    assert ill(house.settings) is None


@pytest.mark.kill
@pytest.mark.slow
def test_missing_processes_are_told(house: Service) -> None:
    """As in a container: only its own processes can be seen."""
    asked = [sys.executable, "-m", "workers", "health", "models", "--config", str(house.config)]
    box = ["unshare", "--pid", "--mount-proc", "--fork", "--kill-child"]
    alone = subprocess.run([*box, *asked], capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert alone.returncode == 1
    assert "laufen nicht" in alone.stderr
    house.redis()
    house.worker("models")
    until(lambda: ill(house.settings, "models") is None, 30, "a worker and its child")
