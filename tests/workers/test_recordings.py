"""A recording dropped into the share: written down, checked by a person, then a script like any other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import language, state
from pipeline.ingest.transcribe import Transcript, Word
from pipeline.ingest.transcript import script
from pipeline.job import Job
from pipeline.work import again
from tests.ingest.recordings import save, say, silence
from tests.workers.shared import ORPHAN, STABLE, Team, killed_at, team  # noqa: F401
from workers.recordings import WRITTEN, Transcripts
from workers.stages import work_on

HEARD = Transcript((Word(0.0, 0.5, "Guten", 0.9), Word(0.5, 1.0, "Tag.", 0.3)), "de", 0.99)


def written(team: Team, name: str = "termin.m4a", folder: str = "uk+tr/") -> Job:  # noqa: F811
    """A recording that a worker has written down."""
    team.drop(f"{folder}{name}", b"sound")
    team.wait()
    job = next(one for one in team.jobs() if (order := one.order()) and order.script.name == name)
    (job.folder / "de" / WRITTEN).write_text(script(name, HEARD, language.load("de")), encoding="utf-8")
    team.outcome(job, "waiting")
    team.wait()
    return job


def check(team: Team, name: str = "termin.md", by: str = "Anna Muster", more: str = "") -> None:  # noqa: F811
    """A person corrects the file and saves it."""
    path = team.share.review / name
    text = path.read_text(encoding="utf-8").replace("checked: no", f"checked: {by}").replace("[?]", "")
    path.write_text(text.replace("to:\n", f"to:{more}\n"), encoding="utf-8")


def reviews(team: Team) -> list[str]:  # noqa: F811
    return team.lies(team.share.review)


def test_a_recording_becomes_a_job_for_the_models(team: Team) -> None:  # noqa: F811
    """Nothing of it is opened by the watcher."""
    team.drop("uk+tr/termin.m4a", b"no sound at all")
    team.wait()
    job = team.job()
    assert team.asked(job) == {"de": 1}
    assert team.state(job, "de").due == "words"
    assert team.queue.tasks == [(job.id, "de")]
    assert (team.inbox, team.work) == ([], ["termin.m4a"])
    assert (job.source / "termin.m4a").read_bytes() == b"no sound at all"


def test_a_recording_still_arriving_waits(team: Team) -> None:  # noqa: F811
    for length in range(1, 9):
        team.drop("termin.wav", b"x" * length)
        team.wait(3)
    assert not team.jobs()


def test_the_transcript_waits_in_the_review_folder_and_the_page_says_so(team: Team) -> None:  # noqa: F811
    job = written(team)
    assert reviews(team) == ["termin.md"]
    page = team.share.status.read_text(encoding="utf-8")
    assert "wartet auf Prüfung der Abschrift" in page
    assert "Abschrift öffnen" in page
    assert "Übersetzung" not in page.partition("<main>")[2].partition("</main>")[0]
    team.wait(60, 10)
    assert reviews(team) == ["termin.md"]
    assert team.state(job, "de").status == "waiting"


def test_checked_it_is_the_jobs_script_and_both_originals_go_to_done(team: Team) -> None:  # noqa: F811
    job = written(team)
    check(team)
    team.wait(4 * STABLE)
    assert [one.id for one in team.jobs()] == [job.id]
    assert team.asked(job) == {"tr": 1, "uk": 1}
    order = job.order()
    assert order
    assert (order.script.name, order.dropped, order.title) == ("termin.md", "uk+tr/termin.md", "termin")
    assert team.lies(job.source) == ["termin.md"]
    assert (reviews(team), team.inbox) == ([], [])
    assert team.work == ["termin.m4a", "termin.md"]
    team.outcome(job, "film")
    team.wait()
    assert team.done == ["termin.m4a", "termin.md"]
    assert not team.leftovers()


def test_the_languages_may_stand_in_the_transcript(team: Team) -> None:  # noqa: F811
    job = written(team, folder="")
    check(team)
    team.wait(4 * STABLE)
    said = (team.share.review / "termin.md.ANTWORT.txt").read_text(encoding="utf-8-sig")
    assert "Es ist keine Sprache angegeben" in said
    assert "No language is asked for" in said
    check(team, more=" de, uk")
    team.wait(4 * STABLE)
    assert team.asked(job) == {"de": 2, "uk": 1}
    assert reviews(team) == []


def test_a_mark_that_is_left_is_answered_with_its_line(team: Team) -> None:  # noqa: F811
    job = written(team)
    path = team.share.review / "termin.md"
    path.write_text(path.read_text(encoding="utf-8").replace("checked: no", "checked: Anna Muster"), encoding="utf-8")
    team.wait(3 * STABLE)
    said = (team.share.review / "termin.md.ANTWORT.txt").read_text(encoding="utf-8-sig")
    assert re.search(r"Zeile 1\d: Hier ist noch ein unsicheres Wort: „Guten Tag\[\?\]“", said)
    assert str(team.root) not in said
    check(team)
    team.wait(4 * STABLE)
    assert team.asked(job) == {"tr": 1, "uk": 1}
    assert reviews(team) == []


def test_saved_half_way_nothing_happens(team: Team) -> None:  # noqa: F811
    job = written(team)
    path = team.share.review / "termin.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Tag", "Abend"), encoding="utf-8")
    team.wait(4 * STABLE)
    assert reviews(team) == ["termin.md"]
    assert "Abend" in path.read_text(encoding="utf-8")
    assert team.asked(job) == {"de": 1}


def test_a_file_of_somebody_else_in_the_review_folder_is_left_alone(team: Team) -> None:  # noqa: F811
    (team.share.review / "termin.md").write_text("meins", encoding="utf-8")
    job = written(team)
    other = next(name for name in reviews(team) if name != "termin.md")
    assert other.startswith("termin.")
    assert (team.share.review / "termin.md").read_text(encoding="utf-8") == "meins"
    check(team, other)
    team.wait(4 * STABLE)
    assert team.asked(job) == {"tr": 1, "uk": 1}


def test_where_the_settings_allow_it_nobody_is_waited_for(team: Team) -> None:  # noqa: F811
    team.settings = team.settings.model_copy(
        update={"speech": team.settings.speech.model_copy(update={"unchecked": True})}
    )
    team.restart()
    job = written(team)
    team.wait(4 * STABLE)
    assert team.asked(job) == {"tr": 1, "uk": 1}
    assert again(job, "uk", team.settings).script.checked == ""


def test_an_unchecked_transcript_in_the_inbox_comes_back(team: Team) -> None:  # noqa: F811
    team.drop("uk/termin.md", script("termin.m4a", HEARD, language.load("de")))
    team.wait(6 * STABLE)
    assert not team.jobs()
    assert "hat noch niemand geprüft" in team.said(team.share.failed, "uk/termin.md.FEHLER.txt")


def test_a_transcript_and_its_recording_dropped_together_are_one_job(team: Team) -> None:  # noqa: F811
    text = script("termin.m4a", HEARD, language.load("de")).replace("[?]", "").replace(": no\n", ": Anna Muster\n")
    team.drop("uk/termin.md", text)
    team.drop("uk/termin.m4a", b"sound")
    team.wait()
    job = team.job()
    assert team.asked(job) == {"uk": 1}
    assert team.lies(job.source) == ["termin.m4a", "termin.md"]


def test_a_recording_beside_a_script_of_its_name_is_asked_what_it_is(team: Team) -> None:  # noqa: F811
    team.drop("termin.md")
    team.wait()
    team.drop("termin.wav", b"sound")
    team.wait()
    assert team.failed == ["termin.wav", "termin.wav.FEHLER.txt"]
    assert "„termin.so.wav“" in team.said(team.share.failed, "termin.wav.FEHLER.txt")


def test_a_voice_without_its_script_waits_for_it(team: Team) -> None:  # noqa: F811
    team.drop("termin.uk.wav", b"sound")
    team.wait()
    assert not team.jobs()
    team.wait(ORPHAN, 60)
    assert team.inbox == ["termin.uk.wav", "termin.uk.wav.HINWEIS.txt"]


def test_what_cannot_be_written_down_goes_aside_with_the_reason(team: Team) -> None:  # noqa: F811
    """By a real worker; no model is needed to see that there is no sound."""
    team.drop("uk/termin.m4a", b"no sound at all")
    team.wait()
    job = team.job()
    models = Path(__file__).resolve().parents[2] / ".lotse" / "models"
    settings = team.settings.model_copy(update={"models": team.settings.models.model_copy(update={"folder": models})})
    assert not work_on(settings, job.id, "de", "words")
    team.wait()
    assert team.failed == ["uk/termin.m4a", "uk/termin.m4a.FEHLER.txt"]
    said = team.said(team.share.failed, "uk/termin.m4a.FEHLER.txt")
    assert "beschädigt oder keine Aufnahme" in said
    assert "damaged or no recording" in said
    assert str(team.root) not in said
    team.drop("uk/termin.m4a", b"another try")
    team.wait()
    assert team.asked(job) == {"de": 2}


@pytest.mark.slow
def test_a_real_recording_is_written_down_by_a_worker(team: Team, models: Path) -> None:  # noqa: F811
    said = say(models, "de", "male", "Guten Tag und willkommen in der Beratungsstelle.", "Der Termin ist kostenlos.")
    recording = save(team.root / "termin.mp3", [silence(0.5), *said])
    team.drop("uk/termin.mp3", recording.read_bytes())
    team.wait()
    job = team.job()
    folder = team.settings.models.model_copy(update={"folder": models})
    assert not work_on(team.settings.model_copy(update={"models": folder}), job.id, "de", "words")
    assert team.state(job, "de").status == "waiting"
    team.wait()
    text = (team.share.review / "termin.md").read_text(encoding="utf-8")
    assert "[0:00] Guten" in text
    assert 'recording: "termin.mp3"' in text


def killed(team: Team) -> Iterator[Callable[[], bool]]:  # noqa: F811
    """Two looks at the transcripts, the later one when all have rested, dead before the first, second … change."""
    for step in range(20):
        died = False

        def looks(step: int = step) -> bool:
            nonlocal died

            def work() -> None:
                looking = Transcripts(team.settings, lambda: team.now)
                looking.tick()
                team.now += 2 * STABLE
                looking.tick()

            died = killed_at(step, work)
            return died

        yield looks
        if not died:
            return
    pytest.fail("twenty steps were not enough")


def test_killed_while_it_is_shown_there_is_one_whole_file(team: Team) -> None:  # noqa: F811
    for looks in killed(team):
        team.drop("uk/termin.m4a", b"sound")
        team.wait()
        job = team.job()
        (job.folder / "de" / WRITTEN).write_text(script("termin.m4a", HEARD, language.load("de")), encoding="utf-8")
        state.update(job.folder / "de", lambda old: replace(old, status="waiting"))
        looks()
        team.restart()
        team.wait()
        assert reviews(team) == ["termin.md"]
        assert (team.share.review / "termin.md").read_bytes() == (job.folder / "de" / WRITTEN).read_bytes()
        for path in (team.share.review / "termin.md", job.folder / "de" / "transcript.json"):
            path.unlink()


def test_killed_while_it_goes_to_the_inbox_nothing_is_lost(team: Team) -> None:  # noqa: F811
    for number, looks in enumerate(killed(team)):
        job = written(team, f"t{number}.m4a")
        (team.share.review / f"t{number}.md.ANTWORT.txt").write_text("was once wrong", encoding="utf-8")
        check(team, f"t{number}.md")
        looks()
        team.restart()
        team.wait(4 * STABLE)
        assert team.asked(job) == {"tr": 1, "uk": 1}
        assert reviews(team) == []
        assert team.lies(team.share.work / job.id) == [f"t{number}.m4a", f"t{number}.md"]


def test_a_consent_that_cannot_be_read_fails_its_own_language_alone(team: Team) -> None:  # noqa: F811
    """English too, from which others may be translated."""
    team.drop("en+uk/termin.md", "---\ntitle: Termin\ncontact: Zimmer 4\n---\nGuten Tag.\n")
    team.drop("en+uk/termin.en.md", "---\nconsent: Amina Ali\n---\nGood morning.\n")
    team.drop("en+uk/termin.en.wav", b"sound")
    team.drop("en+uk/termin.uk.md", "Добрий день.\n")
    team.wait()
    job = team.job()
    assert team.asked(job) == {"en": 1, "uk": 1}
    assert not work_on(team.settings, job.id, "en", "words")
    assert work_on(team.settings, job.id, "uk", "words"), "the film comes next"
    failed = team.state(job, "en")
    assert failed.status == "failed"
    assert "termin.en.md:2: Die Einwilligung „Amina Ali“ ist nicht lesbar" in failed.de
    assert team.state(job, "uk").due == "film"
