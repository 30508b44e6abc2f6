"""A picture that several scripts name: every one of them gets it, and nobody loses it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.pictures import still
from tests.workers.shared import LATE, ORPHAN, SCRIPT, STABLE, Team, cleared, killed_at, taken_in, team  # noqa: F401


def shows(title: str, *files: str) -> str:
    return SCRIPT.format(title=title) + "".join(f"\n![Eingang]({file})\n\nHier bitte.\n" for file in files)


def test_two_scripts_that_come_together_both_get_the_picture_that_they_name(team: Team) -> None:  # noqa: F811
    for name in ("anfahrt", "termin"):
        team.drop(f"{name}.md", shows(name, "haus.png"))
    team.drop("rathaus.md")
    still(team.share.inbox / "haus.png")
    team.wait()
    assert team.inbox == []
    sources = {job.source for job in team.jobs() if (job.source / "haus.png").exists()}
    assert sorted(path.name for source in sources for path in source.glob("*.md")) == ["anfahrt.md", "termin.md"]
    assert team.work == ["anfahrt.md", "haus.png", "haus.png", "rathaus.md", "termin.md"]
    for job in team.jobs():
        team.outcome(job)
    assert team.done == ["anfahrt.md", "haus.png", "rathaus.md", "termin.md"]
    assert team.leftovers() == []


def test_the_picture_lies_there_until_the_last_one_has_it(team: Team) -> None:  # noqa: F811
    team.drop("anfahrt.md", shows("Anfahrt", "haus.png"))
    team.drop("termin.md", shows("Termin", "haus.png", "plan.png"))
    still(team.share.inbox / "haus.png")
    team.wait()
    assert team.inbox == ["haus.png", "termin.md"], "it waits for its other picture"
    team.outcome(team.job())
    assert team.done == ["anfahrt.md", "haus.png"]
    still(team.share.inbox / "plan.png")
    team.wait()
    assert (team.inbox, team.work) == ([], ["haus.png", "plan.png", "termin.md"])


def test_a_script_that_comes_when_the_picture_has_gone_with_the_first_one(team: Team) -> None:  # noqa: F811
    team.drop("anfahrt.md", shows("Anfahrt", "haus.png"))
    still(team.share.inbox / "haus.png")
    team.wait()
    first = team.job()
    team.outcome(first)
    asked = team.asked(first)
    team.drop("termin.md", shows("Termin", "haus.png"))
    team.wait(LATE)
    assert (team.inbox, team.done) == (["termin.md"], ["anfahrt.md", "haus.png"])
    still(team.share.inbox / "haus.png", colour="#204080")
    team.wait()
    [second] = [job for job in team.jobs() if job.id != first.id]
    assert team.lies(second.source) == ["haus.png", "termin.md"]
    assert team.asked(first) == asked, "the first film is not made again"
    assert (first.source / "haus.png").read_bytes() != (second.source / "haus.png").read_bytes()


def test_a_picture_that_neither_of_two_gets(team: Team) -> None:  # noqa: F811
    for name in ("anfahrt", "termin"):
        team.drop(f"{name}.md", shows(name, "haus.png"))
    still(team.share.inbox / "rathaus.png")
    team.wait(ORPHAN + 60, step=60)
    assert team.failed == ["anfahrt.md", "anfahrt.md.FEHLER.txt", "termin.md", "termin.md.FEHLER.txt"]
    assert team.inbox == ["rathaus.png", "rathaus.png.HINWEIS.txt"], "nobody names it, nobody takes it"


@pytest.mark.parametrize(("bad", "good"), [("anfahrt", "termin"), ("termin", "anfahrt")])
def test_of_two_scripts_with_one_picture_one_is_refused(bad: str, good: str, team: Team) -> None:  # noqa: F811
    team.drop(f"{bad}.md", shows(bad, "haus.png").replace("to:", "zu:"))
    team.drop(f"{good}.md", shows(good, "haus.png"))
    whole = still(team.share.inbox / "haus.png").read_bytes()
    team.wait(LATE)
    refused = sorted([f"{bad}.md", f"{bad}.md.FEHLER.txt", "haus.png"])
    assert (team.inbox, team.failed) == ([], refused)
    assert team.lies(team.job().source) == sorted([f"{good}.md", "haus.png"])
    team.outcome(team.job())
    assert (team.done, team.failed) == (sorted([f"{good}.md", "haus.png"]), refused), "both have it still"
    for name in (f"{bad}.md", "haus.png"):
        shutil.move(team.share.failed / name, team.share.inbox / name)
    team.drop(f"{bad}.md", shows(bad, "haus.png"))
    team.wait(LATE)
    [mended] = [job for job in team.jobs() if (job.source / f"{bad}.md").exists()]
    assert (mended.source / "haus.png").read_bytes() == whole


def test_a_state_that_knows_of_neither_gives_the_picture_back_once(team: Team) -> None:  # noqa: F811
    for name in ("anfahrt", "termin"):
        team.drop(f"{name}.md", shows(name, "haus.png"))
    still(team.share.inbox / "haus.png")
    team.wait()
    team.watcher.close()
    shutil.rmtree(team.settings.paths.state)  # as after the restore of an older backup
    team.watcher = team.another()
    team.watcher.tick()
    assert (team.inbox, team.work) == (["anfahrt.md", "haus.png", "termin.md"], [])


def test_a_picture_stays_for_a_claim_that_could_not_be_finished(
    team: Team,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("anfahrt", "termin"):
        team.drop(f"{name}.md", shows(name, "haus.png"))
    still(team.share.inbox / "haus.png")
    real, work = shutil.copyfile, team.share.work

    def locked(source: Path, target: Path) -> Path:
        if Path(target).is_relative_to(work):
            raise PermissionError(13, "locked")
        return real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", locked)
        team.wait(STABLE, step=STABLE)
    assert "haus.png" in team.inbox
    team.wait()
    assert (team.inbox, team.work) == ([], ["anfahrt.md", "haus.png", "haus.png", "termin.md"])
    assert all((job.source / "haus.png").exists() for job in team.jobs())


def test_killed_while_two_scripts_with_one_picture_are_taken_in(team: Team) -> None:  # noqa: F811
    for step in range(0, 200, 5):
        team.watcher.close()
        cleared(team)
        for name in ("anfahrt", "termin"):
            team.drop(f"{name}.md", shows(name, "haus.png"))
        still(team.share.inbox / "haus.png")

        killed = killed_at(step, lambda: taken_in(team))
        team.wait(STABLE, step=STABLE)
        assert (team.inbox, team.work) == ([], ["anfahrt.md", "haus.png", "haus.png", "termin.md"]), step
        assert all((job.source / "haus.png").exists() for job in team.jobs())
        assert team.leftovers() == []
        if not killed:
            break
    assert step > 60
