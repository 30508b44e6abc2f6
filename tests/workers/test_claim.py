"""A claim is finished whatever dies, changes, is locked or disappears in between."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.job import Job
from tests.workers.shared import ORPHAN, SCRIPT, STABLE, UKRAINIAN, Team, cleared, killed_at, taken_in, team  # noqa: F401
from workers import claim as claims
from workers.claim import Claim
from workers.share import Share

if TYPE_CHECKING:
    from pipeline.settings import Settings

RECORD, GATHER = claims.record, claims._gather


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


def test_a_file_deleted_at_the_last_moment(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    path = team.drop("termin.md")
    monkeypatch.setattr("workers.claim.record", _then(path.unlink))
    team.wait()
    assert (team.jobs(), team.inbox, team.failed, team.leftovers()) == ([], [], [], [])


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


def arrived(team: Team) -> None:  # noqa: F811
    assert team.inbox == []
    assert team.work == ["termin.md", "termin.uk.md"]
    job = team.job()
    order = job.order()
    assert order and set(order.languages) == {"tr", "uk"}
    assert team.lies(job.source) == ["termin.md", "termin.uk.md"]
    assert all(one.open and one.pushed for one in (team.state(job, code) for code in ("tr", "uk")))
    assert team.leftovers() == []


def test_killed_between_any_two_steps_of_a_claim(team: Team) -> None:  # noqa: F811
    """Every change to a disk is a step; after each kill a new watcher finishes, and the next one is killed later."""
    for step in range(200):
        team.watcher.close()
        cleared(team)
        team.drop("termin.md")
        team.drop("termin.uk.md", UKRAINIAN)

        killed = killed_at(step, lambda: taken_in(team))
        team.wait(STABLE, step=STABLE)
        arrived(team)
        if not killed:
            break
    assert step > 40


def test_killed_between_any_two_steps_of_a_correction(team: Team) -> None:  # noqa: F811
    """Of a script that is at work: its translation stays, and never is the older text made for the newer."""
    for step in range(200):
        team.watcher.close()
        cleared(team)
        team.drop("termin.md")
        team.drop("termin.uk.md", UKRAINIAN)
        team.wait(STABLE, step=STABLE)
        job = team.job()
        team.watcher.close()
        team.queue.tasks.clear()
        team.drop("termin.md", SCRIPT.format(title="termin") + "Neu.\n")

        killed = killed_at(step, lambda: taken_in(team))
        team.wait(STABLE, step=STABLE)
        arrived(team)
        assert "Neu." in (job.source / "termin.md").read_text(encoding="utf-8")
        assert (job.source / "termin.uk.md").read_text(encoding="utf-8") == UKRAINIAN
        assert min(team.asked(job).values()) > 1
        if not killed:
            break
    assert step > 40
