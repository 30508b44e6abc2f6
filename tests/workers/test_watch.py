"""The watcher as a whole: one at a time, whatever else fails, disappears or waits. The clock is turned by hand."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from pipeline.ingest import read_script
from pipeline.job import Job
from pipeline.lease import holder
from pipeline.model import Script
from pipeline.records import Store
from tests.workers.shared import ORPHAN, SCRIPT, STABLE, UKRAINIAN, StandIn, Team, team  # noqa: F401
from workers.intake import Intake
from workers.queue import Queue


def test_a_dropped_script_becomes_a_job_with_its_languages(team: Team) -> None:  # noqa: F811
    team.drop("termin.md", title="Termin")
    team.drop("termin.uk.md", UKRAINIAN)
    team.wait()
    job = team.job()
    order = job.order()
    assert order and order.languages == ("uk", "tr")
    assert (order.title, order.dropped, order.urgent) == ("Termin", "termin.md", False)
    assert order.length == len("Bring bitte deinen Ausweis mit.")
    assert order.script.read_text(encoding="utf-8") == SCRIPT.format(title="Termin")
    assert sorted(path.name for path in job.source.iterdir()) == ["termin.md", "termin.uk.md"]
    assert sorted(team.queue.tasks) == [(job.id, "tr"), (job.id, "uk")]
    assert all(team.state(job, code).pushed for code in ("uk", "tr"))
    assert (team.inbox, team.work, team.leftovers()) == ([], ["termin.md", "termin.uk.md"], [])


def test_two_watchers(team: Team) -> None:  # noqa: F811
    other = team.another()
    assert team.watcher.tick()
    assert not other.tick()
    team.drop("termin.md")
    for _ in range(7):
        assert not other.tick()
        team.wait(1)
    assert len(team.queue.tasks) == 2
    team.watcher.close()
    assert other.tick()
    assert not team.watcher.tick()
    other.close()


def test_the_second_watcher_takes_over_when_the_first_is_killed(team: Team) -> None:  # noqa: F811
    program = (
        "import sys, time; from pathlib import Path; from pipeline.lease import take\n"
        "lease = take(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    )
    folder = team.settings.paths.state / "watch"
    folder.mkdir(parents=True, exist_ok=True)
    first = subprocess.Popen([sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True)
    assert first.stdout and first.stdout.readline() == "held\n"
    assert not team.watcher.tick()
    first.kill()
    first.wait()
    first.stdout.close()
    assert team.watcher.tick()


def test_a_watcher_of_another_machine_is_dead_after_its_lease(team: Team) -> None:  # noqa: F811
    team.watcher.tick()
    folder = team.settings.paths.state / "watch"
    held = holder(folder)
    assert held
    team.watcher.close()
    for silent, leads in ((0.0, False), (team.settings.queue.lease + 1, True)):
        there = replace(held, token="theirs", machine="another", host="other", renewed=time.time() - silent)
        (folder / "lease.json").write_text(Store(type(held)).dump(there), encoding="utf-8")
        assert team.watcher.tick() is leads


def test_200_files_at_once(team: Team) -> None:  # noqa: F811
    """Nobody waits for the last of them: the queue gets the first ones while the others are still being taken in."""
    for number in range(200):
        team.drop(f"nr-{number:03}.md", title=f"Nummer {number}")
    team.wait(STABLE, step=STABLE)
    for _ in range(200):
        if not team.inbox:
            break
        assert len(team.queue.tasks) == 2 * len(team.jobs())
        team.watcher.tick()
    assert len(team.jobs()) == 200
    assert len(set(team.queue.tasks)) == len(team.queue.tasks) == 400
    assert (team.inbox, team.leftovers()) == ([], [])


@pytest.mark.parametrize("way", ["unmounted", "empty"])
def test_a_share_that_disappears_for_a_minute_and_comes_back(way: str, team: Team) -> None:  # noqa: F811
    team.drop("eins.md")
    team.wait()
    team.drop("zwei.md")
    team.drop("drei.uk.md", UKRAINIAN)
    team.wait(2)
    aside = team.root / "aside"
    team.share.root.rename(aside)
    if way == "empty":
        team.share.root.mkdir()
    team.outcome(team.job())
    team.wait(60)
    assert not team.share.root.exists() or not any(team.share.root.iterdir())
    if way == "empty":
        team.share.root.rmdir()
    aside.rename(team.share.root)
    assert team.done == []
    team.wait()
    assert (team.done, team.failed, team.inbox) == (["eins.md"], [], ["drei.uk.md"])
    assert len(team.jobs()) == 2


def test_a_queue_that_refuses(team: Team) -> None:  # noqa: F811
    team.queue.refuses = True
    team.drop("termin.md")
    team.wait(60)
    job = team.job()
    assert [(one.status, one.pushed) for one in map(job.state, job.languages()) if one] == [("queued", 0.0)] * 2
    assert team.work == ["termin.md"]
    team.queue.refuses = False
    team.wait(1)
    assert len(team.queue.tasks) == 2
    assert all(team.state(job, code).pushed for code in job.languages())


def test_short_and_urgent_scripts_go_first(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr("workers.intake.BUDGET", 60.0)
    team.drop("lang.md", SCRIPT.format(title="Lang") + "Und noch etwas.\n" * 20)
    team.drop("kurz.md", title="Kurz")
    team.drop("eilig.md", SCRIPT.format(title="Eilig").replace("to:", "priority: high\nto:") + "Sofort.\n" * 50)
    team.wait()
    assert [job.partition("-")[0] for job, _ in team.queue.tasks[::2]] == ["eilig", "kurz", "lang"]


def test_one_part_that_fails_harms_no_other(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    team.drop("termin.md")
    team.wait()
    monkeypatch.setattr(Intake, "tick", _broken)
    team.outcome(team.job())
    assert team.done == ["termin.md"]


def test_one_bad_script_harms_no_other(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr("workers.opening.read_script", _broken_for("boese.md"))
    team.drop("boese.md")
    team.drop("gut.md")
    (team.share.inbox / os.fsdecode(b"kaputt-\xff.md")).write_text("Text")
    team.wait()
    assert [job.id.partition("-")[0] for job in team.jobs()] == ["gut"]
    team.wait(ORPHAN + 60, step=60)
    assert "boese.md.HINWEIS.txt" in team.inbox
    assert sum("HINWEIS" in name for name in team.inbox) == 2


def test_it_ends_when_it_is_told_to(team: Team) -> None:  # noqa: F811
    stop = Event()
    watching = Thread(target=team.watcher.run, args=(stop,))
    watching.start()
    stop.set()
    watching.join(5)
    assert not watching.is_alive()
    assert holder(team.settings.paths.state / "watch") is None


def test_a_job_that_the_state_folder_does_not_know_is_done_again(team: Team) -> None:  # noqa: F811
    """After a restore from an older backup, originals must not lie in the work folder for ever."""
    folder = team.share.work / "termin-00000000"
    folder.mkdir()
    (folder / "termin.md").write_text(SCRIPT.format(title="Termin"), encoding="utf-8")
    team.wait()
    assert len(team.jobs()) == 1
    assert not folder.exists()


def _broken(*_: object) -> None:
    raise ZeroDivisionError


def _broken_for(name: str) -> Callable[[Path, Collection[str]], Script]:
    def instead(path: Path, avatars: Collection[str]) -> Script:
        if path.name == name:
            raise ZeroDivisionError
        return read_script(path, avatars)

    return instead


def test_the_stand_in_is_a_queue() -> None:
    queue: Queue = StandIn()
    queue.push(Job(Path(), "a"), "uk", "words")
    assert queue.waiting() == {("a", "uk")}
