"""What belongs together, what gets which answer, and where the originals go."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import state
from pipeline.errors import InputError
from pipeline.job import Job, Order
from pipeline.state import Status
from tests.pictures import still
from tests.workers.shared import ORPHAN, SCRIPT, STABLE, Team, killed_at, team  # noqa: F401

UKRAINIAN = "Візьміть, будь ласка, посвідчення.\n"
PLAIN = "Bring bitte deinen Ausweis mit.\n"
WITH_PICTURE = SCRIPT.format(title="Termin") + "![Eingang](haus.png)\n"
LATE = 4 * STABLE
"""After so many seconds what cannot be read is broken."""


# ---------------------------------------------------------------- what belongs together


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


# ---------------------------------------------------------------- one picture, two scripts


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


# ---------------------------------------------------------------- answers


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


# ---------------------------------------------------------------- where originals go


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


# ---------------------------------------------------------------- killed at any moment


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
        _empty(team)
        team.drop("termin.md")
        team.drop("termin.uk.md", UKRAINIAN)

        def work() -> None:
            watcher = team.another()
            watcher.tick()
            team.now += STABLE
            watcher.tick()
            watcher.close()

        killed = killed_at(step, work)
        team.wait(STABLE, step=STABLE)
        arrived(team)
        if not killed:
            break
    assert step > 40


def test_killed_between_any_two_steps_of_a_correction(team: Team) -> None:  # noqa: F811
    """Of a script that is at work: its translation stays, and never is the older text made for the newer."""
    for step in range(200):
        team.watcher.close()
        _empty(team)
        team.drop("termin.md")
        team.drop("termin.uk.md", UKRAINIAN)
        team.wait(STABLE, step=STABLE)
        job = team.job()
        team.watcher.close()
        team.queue.tasks.clear()
        team.drop("termin.md", SCRIPT.format(title="termin") + "Neu.\n")

        def work() -> None:
            watcher = team.another()
            watcher.tick()
            team.now += STABLE
            watcher.tick()
            watcher.close()

        killed = killed_at(step, work)
        team.wait(STABLE, step=STABLE)
        arrived(team)
        assert "Neu." in (job.source / "termin.md").read_text(encoding="utf-8")
        assert (job.source / "termin.uk.md").read_text(encoding="utf-8") == UKRAINIAN
        assert min(team.asked(job).values()) > 1
        if not killed:
            break
    assert step > 40


def test_killed_while_two_scripts_with_one_picture_are_taken_in(team: Team) -> None:  # noqa: F811
    for step in range(0, 200, 5):
        team.watcher.close()
        _empty(team)
        for name in ("anfahrt", "termin"):
            team.drop(f"{name}.md", shows(name, "haus.png"))
        still(team.share.inbox / "haus.png")

        def work() -> None:
            watcher = team.another()
            watcher.tick()
            team.now += STABLE
            watcher.tick()
            watcher.close()

        killed = killed_at(step, work)
        team.wait(STABLE, step=STABLE)
        assert (team.inbox, team.work) == ([], ["anfahrt.md", "haus.png", "haus.png", "termin.md"]), step
        assert all((job.source / "haus.png").exists() for job in team.jobs())
        assert team.leftovers() == []
        if not killed:
            break
    assert step > 60


@pytest.mark.parametrize(("became", "where"), [("film", "done"), ("failed", "failed")])
def test_killed_while_an_original_is_put_away(became: Status, where: str, team: Team) -> None:  # noqa: F811
    for step in range(60):
        team.watcher.close()
        _empty(team)
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


def _empty(team: Team) -> None:  # noqa: F811
    team.queue.tasks.clear()
    shutil.rmtree(team.settings.paths.state, ignore_errors=True)
    for folder in team.share.folders:
        shutil.rmtree(folder)
    team.share.make()
