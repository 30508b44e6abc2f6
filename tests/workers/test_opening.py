"""What came, held against the jobs that there are: it joins one, replaces it, is the same again, or would harm it."""

from __future__ import annotations

from tests.workers.shared import LATE, PLAIN, SCRIPT, UKRAINIAN, Team, team  # noqa: F401


def test_a_translation_that_comes_later_joins_its_job(team: Team) -> None:  # noqa: F811
    team.drop("termin.md")
    team.wait()
    job = team.job()
    team.outcome(job)
    team.drop("termin.uk.md", UKRAINIAN)
    team.wait()
    assert team.job().id == job.id
    assert team.asked(job) == {"tr": 1, "uk": 2}
    assert team.lies(job.source) == ["termin.md", "termin.uk.md"]
    assert team.work == ["termin.uk.md"]
    team.outcome(job)
    assert team.done == ["termin.md", "termin.uk.md"]


def test_a_translation_into_a_new_language_adds_it(team: Team) -> None:  # noqa: F811
    team.drop("termin.md")
    team.wait()
    team.drop("termin.fr.md", "Apportez votre carte.\n")
    team.wait()
    order = team.job().order()
    assert order and set(order.languages) == {"fr", "tr", "uk"}
    assert team.asked(team.job()) == {"fr": 1, "tr": 1, "uk": 1}


def test_a_recording_that_comes_later_or_changes_asks_for_its_language_alone(team: Team) -> None:  # noqa: F811
    team.drop("termin.md")
    team.drop("termin.uk.md", UKRAINIAN)
    team.wait()
    job = team.job()
    team.outcome(job)
    for number, sound in enumerate((b"RIFF", b"RIFFRIFF"), 2):
        team.drop("termin.uk.wav", sound)
        team.wait()
        assert team.asked(job) == {"tr": 1, "uk": number}
        assert (job.source / "termin.uk.wav").read_bytes() == sound
        team.outcome(job)
    assert team.done == ["termin.md", "termin.uk.md", "termin.uk.wav"]


def test_a_corrected_script_while_the_job_runs(team: Team) -> None:  # noqa: F811
    team.drop("termin.md")
    team.drop("termin.uk.md", UKRAINIAN)
    team.wait()
    job = team.job()
    team.drop("termin.md", SCRIPT.format(title="termin").replace("[uk, tr]", "[fr]") + "Bis bald.\n")
    team.wait()
    assert team.job().id == job.id
    assert team.asked(job) == {"fr": 1, "tr": 2, "uk": 2}
    order = job.order()
    assert order and "Bis bald." in order.script.read_text(encoding="utf-8")
    assert (job.source / "termin.uk.md").exists()
    team.outcome(job)
    assert team.done == ["termin.md", "termin.uk.md"]


def test_the_same_script_with_another_ending_replaces_it(team: Team) -> None:  # noqa: F811
    team.drop("termin.md", title="Termin")
    team.wait()
    team.drop("termin.txt", PLAIN)
    team.wait()
    assert team.lies(team.job().source) == ["termin.txt"]


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


def test_two_scripts_of_one_name(team: Team) -> None:  # noqa: F811
    team.drop("termin.md")
    team.drop("termin.txt", PLAIN)
    team.wait(LATE)
    assert team.failed == ["termin.md", "termin.md.FEHLER.txt", "termin.txt"]
    assert "termin.md · termin.txt" in team.said(team.share.failed, "termin.md.FEHLER.txt")


def test_two_scripts_with_the_same_title_that_come_together(team: Team) -> None:  # noqa: F811
    team.drop("eins.md", title="Termin")
    team.drop("zwei.md", SCRIPT.format(title="Termin") + "Anders.\n")
    team.wait(LATE)
    assert len(team.jobs()) == 1
    assert team.failed == ["zwei.md", "zwei.md.FEHLER.txt"]
    assert "denselben Titel „Termin“" in team.said(team.share.failed, "zwei.md.FEHLER.txt")


def test_a_translation_that_would_harm_its_job_is_refused_alone(team: Team) -> None:  # noqa: F811
    team.drop("termin.md")
    team.wait()
    team.drop("termin.de.md", PLAIN)
    team.wait(LATE)
    assert team.failed == ["termin.de.md", "termin.de.md.FEHLER.txt"]
    assert team.lies(team.job().source) == ["termin.md"]
    team.outcome(team.job())
    assert (team.done, team.failed) == (["termin.md"], ["termin.de.md", "termin.de.md.FEHLER.txt"])
