"""What a name in a review file stands for: exactly the text in the file, and the film made of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import approval, settings, state
from tests.workers.reviewing import ARABIC, ENGLISH, SCRIPT, Team
from workers.stages import work_on

pytest_plugins = ["tests.films", "tests.workers.reviewing"]


def test_an_approval_holds_for_exactly_the_text_in_the_file(drafted: Team) -> None:
    """The text changes between the name and the work: nobody has approved that."""
    drafted.save(("Freigabe durch: ", "Freigabe durch: Ada Beck"), code="en")
    drafted.look()
    for name, text in {"termin.md": SCRIPT.replace("Ausweis", "Pass"), "termin.en.md": ENGLISH}.items():
        (drafted.job.source / name).write_text(text, encoding="utf-8")
    assert drafted.work("en").status == "draft"
    assert drafted.reviewed("en").approval is None
    refused = approval.pending(drafted.job, "en")
    assert refused
    assert "Die Freigabe durch Ada Beck gilt nicht" in refused.de
    drafted.look()
    assert "geändert" in drafted.answer("en")


def test_a_name_that_is_struck_off_meanwhile_approves_nothing(drafted: Team) -> None:
    drafted.save(("Freigabe durch: ", "Freigabe durch: Ada Beck"), code="en")
    drafted.look()
    toml = drafted.settings.paths.state.parent / "lotse.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("Ada Beck", "Eve Moor"), encoding="utf-8")
    drafted.settings = settings.load(toml)
    assert drafted.work("en").status == "draft"
    drafted.look()
    assert "„Ada Beck“ darf Englisch nicht freigeben" in drafted.answer("en")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a word": lambda s: (s / "termin.en.md").write_text(ENGLISH.replace("ID card", "ID")),
    "a full stop": lambda s: (s / "termin.en.md").write_text(ENGLISH.replace("card.", "card!")),
    "the title": lambda s: (s / "termin.en.md").write_text(ENGLISH.replace("Hello", "Hi")),
    "who presents": lambda s: (s / "termin.md").write_text(SCRIPT.replace("title", "avatar: daniel\ntitle")),
    "the contact": lambda s: (s / "termin.md").write_text(SCRIPT.replace("title", "contact: Zimmer 4\ntitle")),
}


@pytest.mark.parametrize("what", CHANGES)
def test_any_later_change_voids_it(what: str, drafted: Team) -> None:
    drafted.save(("Freigabe durch: ", "Freigabe durch: Ada Beck"), code="en")
    drafted.look()
    assert drafted.work("en").status == "film"
    CHANGES[what](drafted.job.source)
    found = drafted.reviewed("en")
    assert (found.state, found.approval) == ("unchecked", None)
    assert "gilt nicht mehr" in found.de


def test_a_text_sent_after_a_name_takes_the_name_back(ordered: Team) -> None:
    ordered.fill("", *ARABIC, by="Rana Haddad")
    ordered.look()
    ordered.save(("Freigabe durch: Rana Haddad", "Freigabe durch: "), (ARABIC[1], ARABIC[1] + " الآن"))
    ordered.look()
    assert ordered.work("ar").status == "draft"
    assert approval.pending(ordered.job, "ar") is None


@pytest.mark.slow
def test_from_a_script_to_a_film_by_a_name_in_a_file(team: Team, few_frames: None) -> None:
    team.drop("en", **{"termin.en.md": ENGLISH})

    def made() -> state.State:
        assert work_on(team.settings, team.job.id, "en", "words"), team.job.state("en")
        work_on(team.settings, team.job.id, "en", "film")
        now = team.job.state("en")
        assert now
        return now

    assert made().status == "draft"
    draft = team.share.drafts / "Hallo" / "en" / "Hallo.en.mp4"
    film = team.share.films / "Hallo" / "en" / "Hallo.en.mp4"
    assert (draft.exists(), film.exists()) == (True, False)
    team.look()
    team.save(("Freigabe durch: ", "Freigabe durch: Ada Beck"), ("Bring your", "Please bring your"), code="en")
    team.look()
    assert made().status == "film"
    assert (draft.exists(), film.exists()) == (False, True)
    report = json.loads((film.parent / "report.json").read_text(encoding="utf-8"))
    assert (report["review"]["by"], report["units"][1]["text"]) == ("Ada Beck", "Please bring your ID card.")
    team.look()
    assert team.names() == []
    assert (team.share.done / "termin.en.txt").exists()
    mark = "wird gerade neu geprüft – bitte nicht vorführen"
    start = team.share.films / "Hallo" / "Start.html"
    assert mark not in start.read_text(encoding="utf-8")

    team.drop("en", **{"termin.en.md": ENGLISH.replace("ID card", "passport")})
    assert made().status == "draft"
    assert film.exists()
    assert mark in start.read_text(encoding="utf-8"), "those who use the share only see the folder"
    team.look()
    team.save(("Freigabe durch: ", "Freigabe durch: Ada Beck"), code="en")
    team.look()
    assert made().status == "film"
    assert mark not in start.read_text(encoding="utf-8")
