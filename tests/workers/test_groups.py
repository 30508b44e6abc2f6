"""What in the inbox belongs together: a script, its translations, pictures and recordings; sub-folders."""

from __future__ import annotations

import pytest

from tests.pictures import still
from tests.workers.shared import LATE, ORPHAN, PLAIN, SCRIPT, STABLE, UKRAINIAN, Team, team  # noqa: F401

WITH_PICTURE = SCRIPT.format(title="Termin") + "![Eingang](haus.png)\n"


def test_a_script_waits_for_a_translation_that_is_still_arriving(team: Team) -> None:  # noqa: F811
    team.drop("termin.md")
    for length in range(1, 20):
        team.drop("termin.uk.md", UKRAINIAN[:length])
        team.wait(2)
    assert not team.jobs()
    team.wait()
    assert (team.job().source / "termin.uk.md").exists()


def test_a_script_waits_for_a_picture_that_it_names(team: Team) -> None:  # noqa: F811
    team.drop("termin.md", WITH_PICTURE)
    team.wait(LATE)
    assert team.inbox == ["termin.md"]
    whole = still(team.root / "haus.png").read_bytes()
    for share in range(1, 9):
        team.drop("haus.png", whole[: len(whole) * share // 8])
        team.wait(3)
    assert not team.jobs()
    team.wait()
    assert team.lies(team.job().source) == ["haus.png", "termin.md"]
    team.outcome(team.job())
    assert team.done == ["haus.png", "termin.md"]


def test_a_picture_that_never_comes(team: Team) -> None:  # noqa: F811
    team.drop("termin.md", WITH_PICTURE)
    team.drop("hausss.png", b"png")
    team.wait(ORPHAN - 60, step=60)
    assert "termin.md" in team.inbox
    team.wait(120, step=60)
    assert team.failed == ["termin.md", "termin.md.FEHLER.txt"]
    said = team.said(team.share.failed, "termin.md.FEHLER.txt")
    assert "termin.md:6: Das Bild „haus.png“ liegt nicht neben dem Skript. Legen Sie es dazu" in said
    assert 'The picture "haus.png" does not lie beside the script.' in said
    assert "hausss.png.HINWEIS.txt" in team.inbox


def test_a_picture_that_cannot_be_shown_comes_back_with_its_script(team: Team) -> None:  # noqa: F811
    team.drop("termin.md", WITH_PICTURE)
    team.drop("haus.png", b"no picture")
    team.wait(LATE)
    assert team.failed == ["haus.png", "termin.md", "termin.md.FEHLER.txt"]
    assert "„haus.png“ lässt sich nicht lesen" in team.said(team.share.failed, "termin.md.FEHLER.txt")


@pytest.mark.parametrize("name", ["uk+tr", "uk,tr", "UK + TR"])
def test_a_sub_folder_chooses_languages(name: str, team: Team) -> None:  # noqa: F811
    team.drop(f"{name}/termin.txt", PLAIN)
    team.drop(f"{name}/anders.txt", PLAIN + "Bis bald.\n")
    team.wait()
    assert [order.languages for job in team.jobs() if (order := job.order())] == [("uk", "tr")] * 2
    assert (team.share.inbox / name).is_dir()
    team.outcome(team.jobs()[1])
    assert team.done == ["termin.txt"]


def test_the_folder_of_languages_is_no_part_of_a_jobs_name(team: Team) -> None:  # noqa: F811
    team.drop("uk/termin.txt", PLAIN)
    team.wait()
    team.drop("tr/termin.txt", PLAIN)
    team.wait()
    assert team.asked(team.job()) == {"tr": 1, "uk": 1}


def test_another_sub_folder_with_one_script_is_one_job(team: Team) -> None:  # noqa: F811
    team.drop("kurs/termin.md")
    team.drop("kurs/termin.uk.md", UKRAINIAN)
    team.drop("kurs/bilder/haus.png", b"png")
    team.drop("kurs/Notiz.docx", b"docx")
    team.drop("termin.md", title="Ein anderer")
    team.wait()
    assert len(team.jobs()) == 2
    [job] = [job for job in team.jobs() if (order := job.order()) and order.dropped == "kurs/termin.md"]
    assert team.lies(job.source) == ["bilder/haus.png", "termin.md", "termin.uk.md"]
    assert not (team.share.inbox / "kurs").exists()
    team.outcome(job)
    assert team.done == ["kurs/Notiz.docx", "kurs/bilder/haus.png", "kurs/termin.md", "kurs/termin.uk.md"]


def test_a_sub_folder_waits_until_all_in_it_has_arrived(team: Team) -> None:  # noqa: F811
    team.drop("kurs/termin.md")
    for length in range(1, 10):
        team.drop("kurs/bilder/haus.png", b"x" * length)
        team.wait(STABLE - 1)
    assert not team.jobs()


def test_a_sub_folder_with_several_scripts_makes_several_jobs(team: Team) -> None:  # noqa: F811
    for name in ("eins", "zwei"):
        team.drop(f"kurs/{name}.md")
    team.wait()
    assert sorted(order.dropped for job in team.jobs() if (order := job.order())) == ["kurs/eins.md", "kurs/zwei.md"]


def test_a_recording_beside_a_script_goes_with_it(team: Team) -> None:  # noqa: F811
    team.drop("termin.md")
    team.drop("termin.uk.md", UKRAINIAN)
    team.drop("termin.uk.wav", b"RIFF")
    team.wait()
    job = team.job()
    assert team.lies(job.source) == ["termin.md", "termin.uk.md", "termin.uk.wav"]
    assert team.asked(job) == {"tr": 1, "uk": 1}
    team.outcome(job)
    assert team.done == ["termin.md", "termin.uk.md", "termin.uk.wav"]


def test_a_recording_whose_script_is_not_there_waits_for_it(team: Team) -> None:  # noqa: F811
    """It is no script of its own: its name says whose reading it is."""
    team.drop("termin.uk.wav", b"RIFF")
    team.wait(ORPHAN + STABLE)
    assert team.failed == []
    [note] = [name for name in team.inbox if name != "termin.uk.wav"]
    assert "sieht aus wie eine Aufnahme auf Ukrainisch (uk)" in team.said(team.share.inbox, note)
    team.drop("termin.md")
    team.drop("termin.uk.md", UKRAINIAN)
    team.wait()
    assert team.lies(team.job().source) == ["termin.md", "termin.uk.md", "termin.uk.wav"]
    assert team.inbox == []


def test_a_name_with_a_dot_is_still_a_script(team: Team) -> None:  # noqa: F811
    team.drop("brief.an.alle.md")
    team.drop("brief.ab.md", title="Ab")
    team.wait()
    assert len(team.jobs()) == 2
