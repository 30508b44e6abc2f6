"""What lies in the inbox: files that are still being written, vanish again, or are nobody's."""

from __future__ import annotations

import unicodedata

import pytest

from tests.workers.shared import ORPHAN, SCRIPT, STABLE, Team, team, touch  # noqa: F401


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


def test_a_file_deleted_before_it_is_stable(team: Team) -> None:  # noqa: F811
    path = team.drop("termin.md")
    team.wait(STABLE - 1)
    path.unlink()
    team.wait(2 * ORPHAN, step=60)
    assert (team.jobs(), team.inbox, team.failed, team.leftovers()) == ([], [], [], [])


def test_a_read_only_file(team: Team) -> None:  # noqa: F811
    team.drop("termin.md").chmod(0o444)
    team.wait()
    team.outcome(team.job())
    assert team.done == ["termin.md"]


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
