"""What cannot be taken in gets an answer: orphans, files of an unknown kind, scripts that cannot be read."""

from __future__ import annotations

import pytest

from tests.workers.shared import LATE, ORPHAN, PLAIN, UKRAINIAN, Team, team  # noqa: F401


def test_an_orphan_gets_a_note_after_ten_minutes_and_stays(team: Team) -> None:  # noqa: F811
    team.drop("termin.uk.md", UKRAINIAN)
    team.wait(ORPHAN - 60, step=60)
    assert team.inbox == ["termin.uk.md"]
    team.wait(120, step=60)
    assert team.inbox == ["termin.uk.md", "termin.uk.md.HINWEIS.txt"]
    said = team.said(team.share.inbox, "termin.uk.md.HINWEIS.txt")
    assert "„termin.md“" in said and "that script is not here" in said
    team.restart()
    team.wait(60)
    assert team.inbox == ["termin.uk.md", "termin.uk.md.HINWEIS.txt"]
    team.drop("termin.md")
    team.wait()
    assert team.inbox == []
    assert (team.job().source / "termin.uk.md").exists()


def test_the_note_goes_with_the_orphan(team: Team) -> None:  # noqa: F811
    orphan = team.drop("termin.uk.md", UKRAINIAN)
    team.wait(ORPHAN + 60, step=60)
    orphan.unlink()
    team.wait(1)
    assert team.inbox == []


def refused(team: Team, name: str, text: str) -> str:  # noqa: F811
    team.drop(name, text)
    team.wait(LATE)
    assert name not in team.inbox
    said = team.said(team.share.failed, f"{name}.FEHLER.txt")
    assert str(team.root) not in said
    assert "Traceback" not in said
    assert team.leftovers() == []
    return said


@pytest.mark.parametrize(
    ("text", "de", "en"),
    [
        ("---\ntitle: A\nto: [uk]\nfarbe: rot\n---\nText\n", "termin.md:4: ", "Change or delete"),
        (PLAIN, "Es ist keine Sprache angegeben", "No language is asked for"),
        ("---\nto: [xx]\n---\nText\n", "termin.md:2: Die Sprache „xx“", 'no language "xx"'),
        ("---\nto: [uk]\npriority: sofort\n---\nText\n", "termin.md:3: Die Dringlichkeit", 'no priority "sofort"'),
        ("", "Die Datei ist leer", "The file is empty"),
    ],
)
def test_a_script_that_cannot_be_read(text: str, de: str, en: str, team: Team) -> None:  # noqa: F811
    said = refused(team, "termin.md", text)
    assert de in said and en in said
    assert said.index(de) < said.index(en)
    assert (team.jobs(), team.failed) == ([], ["termin.md", "termin.md.FEHLER.txt"])


def test_a_script_may_name_whoever_can_present_and_nobody_else(team: Team) -> None:  # noqa: F811
    nadia = team.root / "figuren" / "nadia"
    nadia.mkdir(parents=True)
    (nadia / "avatar.toml").touch()
    paths = team.settings.paths.model_copy(update={"avatars": nadia.parent})
    team.settings = team.settings.model_copy(update={"paths": paths})
    team.restart()
    assert "termin.md:3: Die Figur „nadja“" in refused(team, "termin.md", "---\nto: [uk]\navatar: nadja\n---\nText\n")
    team.drop("termin.md", "---\nto: [uk]\navatar: nadia\n---\nText\n")
    team.wait()
    assert team.job().order()


def test_a_folder_that_names_no_language_there_is(team: Team) -> None:  # noqa: F811
    team.drop("uk+xx/termin.txt", PLAIN)
    team.wait(LATE)
    assert team.failed == ["uk+xx/termin.txt", "uk+xx/termin.txt.FEHLER.txt"]
    assert "„xx“" in team.said(team.share.failed, "uk+xx/termin.txt.FEHLER.txt")


def test_a_file_of_an_unknown_kind_stays_with_one_note(team: Team) -> None:  # noqa: F811
    team.drop("termin.xyz", b"?")
    team.wait(ORPHAN - 60, step=60)
    assert team.inbox == ["termin.xyz"]
    team.wait(ORPHAN, step=60)
    assert team.inbox == ["termin.xyz", "termin.xyz.HINWEIS.txt"]
