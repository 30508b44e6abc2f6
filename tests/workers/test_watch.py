"""The scenario table: what happens to a share, and what becomes of it. The clock is turned by hand."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from pipeline.ingest import read_script
from pipeline.job import Job
from pipeline.lease import holder
from pipeline.model import Script
from pipeline.records import Store
from tests.workers.shared import ORPHAN, SCRIPT, STABLE, StandIn, Team, team, touch  # noqa: F401
from workers import claim as claims
from workers.claim import Claim
from workers.intake import Intake
from workers.queue import Queue
from workers.share import Share

if TYPE_CHECKING:
    from pipeline.settings import Settings

RECORD, GATHER = claims.record, claims._gather
UKRAINIAN = "Візьміть, будь ласка, посвідчення.\n"


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


def test_slow_chunked_copy(team: Team) -> None:  # noqa: F811
    text = SCRIPT.format(title="Lang") + "Noch ein Satz.\n" * 9
    for end in range(40, len(text), 40):
        team.drop("lang.md", text[:end])
        team.wait(STABLE - 1)
        assert not team.jobs()
    team.drop("lang.md", text)
    team.wait()
    order = team.job().order()
    assert order and order.script.read_text(encoding="utf-8") == text


def test_a_file_that_changes_only_its_time_is_still_being_written(team: Team) -> None:  # noqa: F811
    path = team.drop("termin.md")
    team.wait(STABLE - 1)
    touch(path)
    team.wait(STABLE - 1)
    assert not team.jobs()
    team.wait(1)
    assert team.jobs()


def test_restart_in_mid_copy(team: Team) -> None:  # noqa: F811
    text = SCRIPT.format(title="Lang")
    team.drop("lang.md", text[:60])
    team.wait(STABLE - 1)
    team.restart()
    team.wait(STABLE - 1)
    assert not team.jobs()
    team.drop("lang.md", text)
    team.wait()
    assert len(team.jobs()) == 1


def test_a_pause_in_the_copy_is_not_taken_for_the_end(team: Team) -> None:  # noqa: F811
    team.drop("termin.md", "---\ntitle: Termin\n")
    team.wait(3 * STABLE)
    assert team.inbox == ["termin.md"]
    team.drop("termin.md")
    team.wait()
    assert len(team.jobs()) == 1
    assert team.failed == []


def test_it_changes_while_it_is_being_copied(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    path = team.drop("termin.md")
    real = shutil.copyfile

    def slow(source: Path, target: Path) -> object:
        done = real(source, target)
        if Path(source) == path:
            path.write_text(SCRIPT.format(title="Termin") + "Und komm pünktlich.\n", encoding="utf-8")
        return done

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", slow)
        team.wait()
        assert not team.jobs()
    team.wait()
    order = team.job().order()
    assert order and "pünktlich" in order.script.read_text(encoding="utf-8")


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


def test_a_name_in_nfd(team: Team) -> None:  # noqa: F811
    """macOS writes ü as u and two dots."""
    team.drop(unicodedata.normalize("NFD", "Prüfung.md"), title="Prüfung")
    team.wait()
    first = team.job()
    team.outcome(first)
    assert team.done == ["Prüfung.md"]
    team.drop(unicodedata.normalize("NFC", "Prüfung.md"), SCRIPT.format(title="Prüfung") + "Bis bald.\n")
    team.wait()
    assert team.job().id == first.id


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


def test_the_same_content_under_a_new_name(team: Team) -> None:  # noqa: F811
    team.drop("termin.md", title="Termin")
    team.wait()
    team.drop("kopie.md", title="Termin")
    team.wait()
    assert len(team.jobs()) == 1
    assert team.done == ["kopie.md", "kopie.md.HINWEIS.txt"]
    said = team.said(team.share.done, "kopie.md.HINWEIS.txt")
    assert "„termin.md“" in said and '"termin.md"' in said


def test_two_of_the_same_content_at_once(team: Team) -> None:  # noqa: F811
    team.drop("a.md", title="Termin")
    team.drop("b.md", title="Termin")
    team.wait()
    assert len(team.jobs()) == 1
    assert team.done == ["b.md", "b.md.HINWEIS.txt"]


def test_the_same_file_twice_makes_one_job(team: Team) -> None:  # noqa: F811
    team.drop("termin.md")
    team.wait()
    team.outcome(team.job())
    team.drop("termin.md")
    team.wait()
    assert team.asked(team.job()) == {"tr": 1, "uk": 1}
    assert (team.inbox, team.work, team.done) == ([], [], ["termin.md"])


def test_a_file_deleted_before_it_is_stable(team: Team) -> None:  # noqa: F811
    path = team.drop("termin.md")
    team.wait(STABLE - 1)
    path.unlink()
    team.wait(2 * ORPHAN, step=60)
    assert (team.jobs(), team.inbox, team.failed, team.leftovers()) == ([], [], [], [])


def test_a_file_deleted_at_the_last_moment(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    path = team.drop("termin.md")
    monkeypatch.setattr("workers.claim.record", _then(path.unlink))
    team.wait()
    assert (team.jobs(), team.inbox, team.failed, team.leftovers()) == ([], [], [], [])


def test_a_read_only_file(team: Team) -> None:  # noqa: F811
    team.drop("termin.md").chmod(0o444)
    team.wait()
    team.outcome(team.job())
    assert team.done == ["termin.md"]


def test_a_file_that_a_program_keeps_open(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """Tried again and again, with a note after a while; the others are not kept waiting."""
    locked = team.drop("termin.md")
    team.drop("anders.md")
    real = Path.replace

    def replaced(self: Path, target: Path) -> Path:
        if self == locked:
            raise PermissionError(13, "Permission denied")
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replaced)
        team.wait(STABLE + 1)
        assert [job.id.partition("-")[0] for job in team.jobs()] == ["anders"]
        team.wait(ORPHAN - STABLE - 60, step=30)
        assert team.inbox == ["termin.md"]
        team.wait(120, step=30)
        assert team.inbox == ["termin.md", "termin.md.HINWEIS.txt"]
        assert "geöffnet" in team.said(team.share.inbox, "termin.md.HINWEIS.txt")
    team.wait(2)
    assert len(team.jobs()) == 2
    assert (team.inbox, team.failed, team.leftovers()) == ([], [], [])


@pytest.mark.parametrize("number", [16, 116, 13], ids=["EBUSY", "ESTALE", "EACCES"])
def test_a_file_that_cannot_be_read_for_a_moment(number: int, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    team.drop("termin.md")
    with monkeypatch.context() as patch:

        def refused(*_: object) -> None:
            raise OSError(number, os.strerror(number))

        patch.setattr(shutil, "copyfile", refused)
        team.wait(10 * STABLE)
        assert (team.jobs(), team.inbox, team.failed) == ([], ["termin.md"], [])
    team.wait(1)
    assert len(team.jobs()) == 1
    assert team.leftovers() == []


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


def test_a_share_that_disappears_in_the_middle_of_a_claim(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    team.drop("termin.md")
    aside = team.root / "aside"
    with monkeypatch.context() as patch:
        patch.setattr("workers.claim._gather", _first(lambda: team.share.root.rename(aside)))
        team.wait()
    team.wait(60)
    assert not team.share.root.exists()
    aside.rename(team.share.root)
    team.wait()
    assert team.asked(team.job()) == {"tr": 1, "uk": 1}
    assert (team.inbox, team.work, team.leftovers()) == ([], ["termin.md"], [])


@pytest.mark.parametrize(
    "name",
    [
        "~$termin.md",
        "._termin.md",
        ".DS_Store",
        "Thumbs.db",
        "THUMBS.DB",
        "desktop.ini",
        "@eaDir/termin.md",
        ".~lock.termin.md#",
        "termin.md.tmp",
        "termin.md.part",
        "termin.md.crdownload",
        ".versteckt/termin.md",
    ],
)
def test_what_programs_leave_lying_about_is_ignored(name: str, team: Team) -> None:  # noqa: F811
    team.drop(name)
    team.wait(2 * ORPHAN, step=60)
    assert (team.jobs(), team.inbox, team.failed) == ([], [name], [])


def test_a_link_out_of_the_share_is_not_followed(team: Team) -> None:  # noqa: F811
    secret = team.root / "geheim.md"
    secret.write_text(SCRIPT.format(title="Geheim"), encoding="utf-8")
    (team.share.inbox / "termin.md").symlink_to(secret)
    (team.share.inbox / "ordner").symlink_to(team.root)
    team.wait()
    assert not team.jobs()


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


def _then(action: Callable[[], object]) -> Callable[..., Path]:
    """A claim is written down, and then that happens."""

    def instead(settings: Settings, claim: Claim) -> Path:
        path = RECORD(settings, claim)
        action()
        return path

    return instead


def _first(action: Callable[[], object]) -> Callable[..., None]:
    """That happens, and then what was claimed is copied."""

    def instead(share: Share, claim: Claim, job: Job) -> None:
        action()
        GATHER(share, claim, job)

    return instead


def _broken(*_: object) -> None:
    raise ZeroDivisionError


def _broken_for(name: str) -> Callable[[Path], Script]:
    def instead(path: Path) -> Script:
        if path.name == name:
            raise ZeroDivisionError
        return read_script(path)

    return instead


def test_the_stand_in_is_a_queue() -> None:
    queue: Queue = StandIn()
    queue.push(Job(Path(), "a"), "uk", "words")
    assert queue.waiting() == {("a", "uk")}
