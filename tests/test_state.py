"""How far a language is: what was asked for last is what counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import state
from pipeline.state import State


def test_nobody_has_asked_for_it(tmp_path: Path) -> None:
    assert state.read(tmp_path) is None


def test_asking_again_begins_anew_and_is_another_request(tmp_path: Path) -> None:
    first = state.ask(tmp_path)
    state.update(tmp_path, lambda old: replace(old, status="failed", attempts=3, de="kaputt"))
    again = state.ask(tmp_path)
    assert (again.status, again.attempts, again.de) == ("queued", 0, "")
    assert again.request == first.request + 1


def test_a_status_has_its_time_and_progress_does_not_change_it(tmp_path: Path) -> None:
    state.update(tmp_path, lambda old: replace(old, status="running", since="then"))
    state.update(tmp_path, lambda old: replace(old, since="2026-01-01T00:00:00+00:00", done=0.5))
    kept = state.read(tmp_path)
    assert kept
    assert kept.since == "2026-01-01T00:00:00+00:00"
    state.update(tmp_path, lambda old: replace(old, status="film"))
    later = state.read(tmp_path)
    assert later
    assert later.since > kept.since


def test_left_as_it_was(tmp_path: Path) -> None:
    state.ask(tmp_path)
    assert state.update(tmp_path, lambda old: None) is None
    assert state.read(tmp_path)


def test_cancelling_what_is_open_makes_it_another_request(tmp_path: Path) -> None:
    asked = state.ask(tmp_path)
    assert state.cancel(tmp_path)
    stopped = state.read(tmp_path)
    assert stopped
    assert stopped.status == "cancelled"
    assert stopped.request > asked.request
    assert not state.cancel(tmp_path), "there is nothing left to cancel"


@pytest.mark.parametrize("text", ["", "{", '{"status": "singing"}'])
def test_a_damaged_record_is_done_again(text: str, tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text(text)
    kept = state.read(tmp_path)
    assert kept == State()
    assert kept.open
