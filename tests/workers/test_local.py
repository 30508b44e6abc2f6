"""The queue without a broker: children that are started in order, ended in time, and never outlive it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from pipeline import lease, state
from pipeline.job import Job
from tests.workers.service import HOOKS, ROOT, Service, children, command, lives, until
from workers.local import Local
from workers.reconcile import reconcile
from workers.share import Share

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.workers.service"]


@pytest.fixture
def local(house: Service, monkeypatch: pytest.MonkeyPatch) -> Iterator[Local]:
    monkeypatch.setenv("PYTHONPATH", f"{HOOKS}:{ROOT}")
    monkeypatch.setattr("tempfile.tempdir", str(house.root / "tmp"))
    queue = Local(house.settings)
    yield queue
    queue.close()


def ticked(local: Local) -> bool:
    local.tick()
    return True


def holder(job: Job) -> lease.Holder | None:
    return lease.holder(job.folder / "de")


def test_films_without_redis(house: Service, local: Local) -> None:
    job = house.drop("Termin", "de", "en")
    assert reconcile(house.settings, local) == 2
    until(lambda: ticked(local) and not any(house.state(job, code).open for code in ("de", "en")), 120, "films")
    assert {house.state(job, code).status for code in ("de", "en")} == {"film"}
    assert len(list(Share.of(house.settings).films.rglob("*.mp4"))) == 2
    local.close()
    assert house.leftovers() == []


def test_urgent_ones_go_first_and_only_one_holds_models(house: Service, local: Local) -> None:
    jobs = [house.drop("schläft", "de"), house.drop("schläft eilig", "de", urgent=True)]
    reconcile(house.settings, local)
    assert local.waiting() == {(job.id, "de") for job in jobs}
    local.tick()
    assert local.waiting() == {(jobs[0].id, "de")}
    local.tick()
    assert local.waiting() == {(jobs[0].id, "de")}


def test_what_takes_too_long_is_ended_with_all_that_it_started(house: Service, local: Local) -> None:
    job = house.drop("hört nicht zu", "de")
    reconcile(house.settings, local)
    found: list[int] = []

    def playing() -> list[int]:
        local.tick()
        found[:] = [pid for pid in children(os.getpid()) if "sine" in command(pid)]
        return found

    until(playing, 30, "ffmpeg runs")
    (task, child) = next(iter(local._running.items()))
    local._running[task] = replace(child, begun=time.monotonic() - house.limit - 1)
    local.tick()
    assert house.state(job, "de").status == "failed"
    assert "länger als 2 Minuten" in house.state(job, "de").de
    until(lambda: not lives(found[0]), 2, "ffmpeg ends with it")


def test_closing_ends_the_children_and_keeps_what_is_to_be_done(house: Service, local: Local) -> None:
    job = house.drop("schläft", "de")
    reconcile(house.settings, local)
    until(lambda: ticked(local) and holder(job), 30, "work begins")
    begun = holder(job)
    assert begun
    local.close()
    assert not lives(begun.pid)
    assert house.state(job, "de").open


def test_cancelled_work_ends_within_five_seconds(house: Service, local: Local) -> None:
    job = house.drop("schläft", "de")
    reconcile(house.settings, local)
    until(lambda: ticked(local) and holder(job), 30, "work begins")
    begun = holder(job)
    assert begun
    assert state.cancel(job.language("de"))
    until(lambda: not lives(begun.pid), 5, "cancelled")
    until(lambda: ticked(local) and not local._running, 5, "forgotten")
    assert house.state(job, "de").status == "cancelled"


def test_what_dies_each_time_is_given_up(house: Service, local: Local) -> None:
    job = house.drop("stirbt", "de")

    def given_up() -> bool:
        local.tick()
        reconcile(house.settings, local)
        return not house.state(job, "de").open

    until(given_up, 60, "given up")
    assert "crashed 3 times" in house.state(job, "de").en
