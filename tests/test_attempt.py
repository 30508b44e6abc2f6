"""One attempt at a language: ended when it is not wanted any more, and only then."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import state
from pipeline.attempt import held
from pipeline.job import Job


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.setattr("pipeline.lease.GRACE", 0.1)
    job = Job.named(tmp_path, "termin", "termin.md")
    state.ask(job.language("en"))
    return job


def ended(job: Job, meanwhile: str) -> bool:
    """Whether the work was ended from outside, a second after something happened to its language."""
    ends: list[bool] = []
    with held(job, "en", 1, lambda *_: None, seconds=0.8, end=lambda: ends.append(True)):
        if meanwhile == "done":
            state.update(job.language("en"), lambda old: replace(old, status="draft"))
        elif meanwhile == "cancelled":
            state.cancel(job.language("en"))
        elif meanwhile == "asked anew":
            state.ask(job.language("en"))
        time.sleep(0.8)
    return bool(ends)


@pytest.mark.parametrize(
    ("meanwhile", "expected"), [("nothing", False), ("done", False), ("cancelled", True), ("asked anew", True)]
)
def test_who_has_finished_may_write_the_pages_who_is_not_wanted_ends(meanwhile: str, expected: bool, job: Job) -> None:
    assert ended(job, meanwhile) is expected
