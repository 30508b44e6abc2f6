"""Where originals go when a job is done, has failed or waits for a person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import state
from pipeline.errors import InputError
from pipeline.job import Job, Order
from pipeline.state import Status
from tests.workers.shared import LATE, PLAIN, SCRIPT, STABLE, UKRAINIAN, Team, cleared, killed_at, team  # noqa: F401


def test_a_language_that_failed(team: Team) -> None:  # noqa: F811
    team.drop("uk+tr/termin.txt", PLAIN)
    team.wait()
    job = team.job()
    error = InputError("Das geht nicht.", "That does not work.", path=job.source / "termin.txt", line=3)
    team.outcome(job, uk="failed", de=error.de, en=error.en)
    assert (team.work, team.done) == ([], [])
    assert team.failed == ["uk+tr/termin.txt", "uk+tr/termin.txt.FEHLER.txt"]
    said = team.said(team.share.failed, "uk+tr/termin.txt.FEHLER.txt")
    assert "Ukrainisch: termin.txt:3: Das geht nicht." in said
    assert "Ukrainian: termin.txt:3: That does not work." in said
    assert "Türkisch" not in said
    assert job.id in said


def test_a_failed_file_is_not_tried_again_unchanged(team: Team) -> None:  # noqa: F811
    team.drop("termin.md")
    team.wait()
    job = team.job()
    for _ in range(3):
        team.outcome(job, uk="failed", de="Nein.", en="No.")
        assert team.failed == ["termin.md", "termin.md.FEHLER.txt"]
        (team.share.failed / "termin.md").rename(team.share.inbox / "termin.md")
        team.wait()
        assert team.asked(job) == {"tr": 1, "uk": 1}
    assert team.queue.tasks == []


def test_a_failed_file_under_a_new_name_does_not_either(team: Team) -> None:  # noqa: F811
    team.drop("termin.md", title="Termin")
    team.wait()
    team.outcome(team.job(), "failed", de="Nein.", en="No.")
    team.drop("neu.md", title="Termin")
    team.wait()
    assert len(team.jobs()) == 1
    assert "neu.md.FEHLER.txt" in team.failed


def test_success_takes_the_older_failure_away(team: Team) -> None:  # noqa: F811
    team.drop("uk/termin.txt", "\x00")
    team.wait(LATE)
    assert team.failed == ["uk/termin.txt", "uk/termin.txt.FEHLER.txt"]
    team.drop("termin.md")
    team.wait()
    team.outcome(team.job(), uk="failed", de="Nein.", en="No.")
    assert len(team.failed) == 4
    team.drop("termin.md", SCRIPT.format(title="termin") + "Besser.\n")
    team.wait()
    team.outcome(team.job())
    assert (team.done, team.failed, team.inbox) == (["termin.md"], [], [])


def test_what_did_not_fail_by_itself_is_not_lost_when_only_the_mended_file_comes_again(team: Team) -> None:  # noqa: F811
    """The script and the recording beside it lay there too, and are somebody's originals."""
    team.drop("uk/termin.md")
    team.drop("uk/termin.uk.md", "Добрий день.\n")
    team.drop("uk/termin.uk.wav", b"sound")
    team.wait()
    team.outcome(team.job(), uk="failed", de="Die Einwilligung fehlt.", en="No consent.")
    assert len(team.failed) == 4
    team.drop("termin.uk.md", "---\nconsent: Amina Ali, 2026-01-20\n---\nДобрий день.\n")
    team.wait()
    team.outcome(team.job(), "draft")
    assert team.failed == []
    assert {Path(name).name for name in team.work} == {"termin.md", "termin.uk.md", "termin.uk.wav"}
    team.outcome(team.job())
    assert (team.done, team.failed, team.work) == (["termin.md", "termin.uk.md", "termin.uk.wav"], [], [])
    assert "consent" in team.said(team.share.done, "termin.uk.md")


def test_a_retry_that_succeeds_takes_the_original_out_of_the_failures(team: Team) -> None:  # noqa: F811
    team.drop("termin.md")
    team.wait()
    job = team.job()
    team.outcome(job, uk="failed", de="Nein.", en="No.")
    state.ask(job.folder / "uk")
    team.wait(2)
    assert team.failed == ["termin.md", "termin.md.FEHLER.txt"]
    team.outcome(job)
    assert (team.done, team.failed) == (["termin.md"], [])


def test_what_waits_for_a_person_stays_at_work(team: Team) -> None:  # noqa: F811
    team.drop("termin.md")
    team.wait()
    team.outcome(team.job(), uk="draft", tr="waiting")
    assert team.work == ["termin.md"]
    team.outcome(team.job(), uk="film", tr="draft")
    assert team.work == ["termin.md"]
    team.outcome(team.job())
    assert (team.work, team.done) == ([], ["termin.md"])


def test_a_job_of_the_command_line_is_left_alone(team: Team) -> None:  # noqa: F811
    job = Job.of(team.settings.paths.state, team.root / "eigen.md")
    job.remember(Order(team.root / "eigen.md", team.share.places, "eigen"))
    state.ask(job.language("uk"))
    team.outcome(job, "failed")
    assert (team.failed, team.queue.tasks) == ([], [])


@pytest.mark.parametrize(("became", "where"), [("film", "done"), ("failed", "failed")])
def test_killed_while_an_original_is_put_away(became: Status, where: str, team: Team) -> None:  # noqa: F811
    for step in range(60):
        team.watcher.close()
        cleared(team)
        team.drop("termin.md")
        team.drop("termin.uk.md", UKRAINIAN)
        team.wait(STABLE, step=STABLE)
        team.watcher.close()
        job = team.job()
        for code in job.languages():
            state.update(job.folder / code, lambda old: replace(old, status=became, de="Nein.", en="No."))
        killed = killed_at(step, lambda: bool(team.another().tick()))
        team.wait(1)
        found = getattr(team, where)
        assert found[0] == "termin.md" and found[-1] == "termin.uk.md"
        assert ("termin.md.FEHLER.txt" in found) == (became == "failed")
        assert (team.work, team.inbox, team.leftovers()) == ([], [], [])
        if not killed:
            break
    assert step > 5
