"""A lease: one holder at a time, gone when its holder is, lost when the work is not wanted any more."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import lease
from pipeline.lease import BusyError, LostError, bury, holder, take

ROOT = Path(__file__).resolve().parent.parent
HOLD = """
import sys, time
from pathlib import Path
from pipeline.lease import take
with take(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process, which holds the lease of the folder."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_one_holder_at_a_time(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    with pytest.raises(BusyError, match="gerade schon gearbeitet"):
        take(tmp_path)


def test_given_back_it_is_free(tmp_path: Path) -> None:
    with take(tmp_path):
        assert holder(tmp_path)
    assert holder(tmp_path) is None
    with take(tmp_path) as again:
        again.check()


def test_it_ends_with_its_holder_at_once(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    other.kill()
    other.wait()
    with take(tmp_path) as mine:
        mine.check()


def test_a_holder_that_is_dead_but_not_yet_waited_for_holds_nothing(
    tmp_path: Path, other: subprocess.Popen[str]
) -> None:
    other.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 5
    while (held := holder(tmp_path)) and held.lives() and time.monotonic() < deadline:
        time.sleep(0.02)
    with take(tmp_path) as mine:
        mine.check()


def test_of_another_machine_only_its_silence_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(tmp_path, seconds=60)  # by a process that will never give it back
    held = holder(tmp_path)
    assert held
    away = replace(held, machine="another", pid=1)
    assert away.lives(seconds=20)
    assert not replace(away, renewed=time.time() - 21).lives(seconds=20)


def test_a_process_number_that_was_given_again_is_not_the_holder(tmp_path: Path) -> None:
    with take(tmp_path):
        held = holder(tmp_path)
        assert held
        assert held.lives()
        assert not replace(held, born="1").lives()


def test_it_is_renewed_while_the_work_goes_on(tmp_path: Path) -> None:
    with take(tmp_path, seconds=0.4):
        first = holder(tmp_path)
        time.sleep(0.5)
        later = holder(tmp_path)
    assert first
    assert later
    assert later.renewed > first.renewed


def test_work_that_is_not_wanted_any_more_is_told_so(tmp_path: Path) -> None:
    wanted = True
    ended = []
    with take(tmp_path, seconds=0.4, wanted=lambda: wanted, end=lambda: ended.append("hard")) as mine:
        mine.check()
        wanted = False
        with pytest.raises(LostError):
            _until_lost(mine)
    assert not ended, "it ended by itself"


def test_work_that_does_not_listen_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "GRACE", 0.1)
    ended: list[str] = []
    with take(tmp_path, seconds=0.4, wanted=lambda: False, end=lambda: ended.append("hard")):
        time.sleep(0.6)
    assert ended == ["hard"]


def test_a_lease_that_was_taken_over_is_lost_and_stays_with_the_new_holder(tmp_path: Path) -> None:
    with take(tmp_path, seconds=0.4, end=lambda: None) as old:
        first = holder(tmp_path)
        assert first
        assert bury(tmp_path, first.token)
        with take(tmp_path, seconds=0.4):
            new = holder(tmp_path)
            with pytest.raises(LostError):
                _until_lost(old)
            now = holder(tmp_path)
            assert new
            assert now
            assert now.token == new.token


@pytest.mark.parametrize("text", ["", "{", "[]", '{"token": 1}'])
def test_a_damaged_record_holds_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "lease.json").write_text(text)
    with take(tmp_path) as mine:
        mine.check()


def test_only_the_lease_of_the_dead_is_buried(tmp_path: Path) -> None:
    with take(tmp_path):
        assert bury(tmp_path, "another") is None
        assert holder(tmp_path)


def test_whether_it_died_alone_or_with_its_worker(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    held = holder(tmp_path)
    assert held
    assert held.parent == os.getpid()
    assert held.alone
    assert not replace(held, parent_born="1").alone
    assert not replace(held, machine="another").alone


def _until_lost(mine: lease.Lease) -> None:
    for _ in range(200):
        time.sleep(0.01)
        mine.check()
