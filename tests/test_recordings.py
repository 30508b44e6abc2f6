"""A recording on its way to a film: nothing before a person has checked what Whisper wrote down."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline import version
from pipeline.errors import InputError, WaitingError
from pipeline.files import sha256
from pipeline.model import Approval
from tests.films import ENGLISH, Service
from tests.ingest.recordings import save, say, silence

if TYPE_CHECKING:
    from typer.testing import Result

pytest_plugins = ["tests.films"]

TRANSCRIPT = "---\ntitle: Hallo\nrecording: termin.m4a\nchecked: {}\n---\n\n[0:01] Bring bitte deinen Ausweis mit.\n"


@pytest.fixture
def here(service: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    monkeypatch.chdir(service.root)
    service.write("termin.md", TRANSCRIPT.format("no"))
    return service


def lotse(*words: str) -> Result:
    from typer.testing import CliRunner

    from pipeline.cli import app

    return CliRunner().invoke(app, words)


def allow(service: Service) -> None:
    config = service.config
    config.write_text(config.read_text(encoding="utf-8") + "[speech]\nunchecked = true\n", encoding="utf-8")


# ---------------------------------------------------------------- gates


@pytest.mark.parametrize("name", ["termin.md", "termin.m4a"])
@pytest.mark.parametrize("command", ["render", "check"])
def test_an_unchecked_transcript_waits_for_a_person(command: str, name: str, here: Service) -> None:
    done = lotse(command, name, "--to", "de")
    assert done.exit_code == 3, done.output
    assert "hat noch niemand geprüft" in done.output
    assert "Nobody has checked this transcript" in done.output
    assert not here.films()


@pytest.mark.usefixtures("few_frames")
def test_a_checked_transcript_is_the_staffs_own_text(here: Service) -> None:
    here.write("termin.md", TRANSCRIPT.format("Anna Muster"))
    outcome = here.render("de")["de"]
    assert (outcome.status, outcome.origin) == ("film", "source")
    assert "Bring bitte deinen Ausweis mit." in (here.out / "Hallo/de/Hallo.de.txt").read_text(encoding="utf-8")


@pytest.mark.usefixtures("few_frames")
def test_where_the_settings_allow_it_the_film_says_that_nobody_checked(here: Service) -> None:
    allow(here)
    outcome = here.render("de")["de"]
    assert outcome.status == "draft"
    assert "Abschrift der Aufnahme hat noch niemand geprüft" in outcome.de
    assert "Nobody has checked the transcript" in outcome.en
    with pytest.raises(InputError, match="nicht freigegeben, sondern geprüft"):
        here.approve("de", "Ada Beck")
    here.settings("label")
    allow(here)
    film = here.render("de")["de"].film
    assert film
    page = (film.parent / "report.html").read_text(encoding="utf-8")
    assert "nicht von einem Menschen geprüft" in page
    assert "der Aufnahme termin.m4a, von niemandem geprüft" in page


def test_the_state_of_review_of_all_languages(here: Service) -> None:
    here.write("termin.en.md", ENGLISH)
    here.sign("en")
    allow(here)

    def state(code: str) -> version.Review:
        return version.review(here.work(), version.build(here.work(), code))

    assert state("de").state == "unchecked"
    assert "hat noch niemand geprüft" in state("de").de
    work = here.work()
    text_hash = version.build(work, "en").text_hash
    work.job.approve("en", Approval("Ada Beck", "2026-01-02T03:04:05+00:00", text_hash), work.secret)
    kept = state("en")
    assert kept.state == "unchecked"
    assert kept.approval
    assert "sobald auch die Abschrift geprüft ist" in kept.de

    here.write("termin.md", TRANSCRIPT.format("Anna Muster"))
    assert state("de").state == "source"
    assert state("en").state == "approved"


# ---------------------------------------------------------------- the command


def test_transcribe_refuses_before_it_loads_anything(here: Service) -> None:
    (here.root / "termin.m4a").write_bytes(b"x")
    done = lotse("transcribe", "termin.m4a")
    assert done.exit_code == 2
    assert "liegt schon ein Text" in done.output
    (here.root / "neu.m4a").write_bytes(b"x")
    assert "beschädigt oder keine Aufnahme" in lotse("transcribe", "neu.m4a").output
    assert lotse("transcribe", "neu.m4a", "--lang", "xx").exit_code == 2
    unknown = lotse("transcribe", "neu.m4a", "--lang", "so")
    assert unknown.exit_code == 2
    assert "kennt Somali nicht" in unknown.output


def test_a_script_that_is_no_transcript_of_the_recording_beside_it(here: Service) -> None:
    here.write("termin.md", "Guten Tag.\n")
    done = lotse("render", "termin.m4a", "--to", "de")
    assert done.exit_code == 2
    assert "keine Abschrift von ihr" in done.output


@pytest.mark.slow
def test_from_a_recording_to_a_script_that_waits(here: Service, models: Path) -> None:
    (here.root / "termin.md").unlink()
    said = say(
        models, "en", "male", "Please call us on Monday at half past nine.", "The appointment is free of charge."
    )
    recording = save(here.root / "termin.m4a", [silence(1), said[0], silence(2.5), said[1]])
    before = sha256(recording)
    done = lotse("transcribe", "termin.m4a", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "termin.md" in done.stdout
    assert "Bitte prüfen: " in done.stdout
    assert "Please check: " in done.stdout
    assert "abschreiben" in done.stderr
    text = (here.root / "termin.md").read_text(encoding="utf-8")
    assert '\nrecording: "termin.m4a"\n' in text
    assert "\nchecked: no\n" in text
    text = text.replace("[?]", "")  # which words are doubtful is left to chance
    assert re.search(r"\n\n\[0:0[01]\] Please call us on Monday", text)
    assert re.search(r"\n\n\[0:0[5-7]\] The appointment is free of charge\.\n", text)
    assert lotse("render", "termin.m4a", "--to", "en").exit_code == 3
    assert sha256(recording) == before
    with pytest.raises(WaitingError):
        here.work()
