"""An avatar of the service's own, animated by a program: the same film with the same label, cards and gates."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from pipeline import stages, version
from pipeline.errors import InputError
from pipeline.scene.portrait import Portrait
from tests.films import SCRIPT, Proof, Service, proof
from tests.pictures import still

pytest_plugins = ["tests.films"]

TALKER = Path(__file__).parent / "scene" / "talker.py"
STATEMENT = "Rana Haddad, 2026-11-22"


def clara(service: Service, *, fault: str = "", stated: bool = True, container: str = "mp4") -> None:
    """The settings have an avatar that the small program animates."""
    still(service.root / "clara.png")
    command = [sys.executable, shutil.copy(TALKER, service.root), "{sound}", "{portrait}", "{clip}", "{fps}", fault]
    told = f'no_existing_person = "{STATEMENT}"\n' if stated else ""
    own = (
        f'[avatars.clara]\nengine = "command"\ncommand = {json.dumps(command)}\nportrait = "clara.png"\n'
        f'name = "Clara"\ngender = "female"\ncontainer = "{container}"\n{told}'
    )
    service.settings("label")
    service.write("lotse.toml", service.config.read_text(encoding="utf-8") + own)
    service.write("termin.md", SCRIPT.replace("title: Hallo", "title: Hallo\navatar: clara"))


def test_no_statement_no_film(service: Service) -> None:
    clara(service, stated=False)
    with pytest.raises(InputError, match="keinen existierenden Menschen zeigt") as caught:
        service.work()
    assert "the portrait shows no existing person" in caught.value.en


def test_a_script_and_the_command_line_can_ask_for_it(service: Service) -> None:
    clara(service)
    made = version.build(service.work(), "en")
    assert (made.avatar.id, made.name, made.avatar.gender) == ("clara", "Clara", "female")
    assert "Clara" in made.intro
    assert made.name_tag.startswith("Clara · ")
    assert version.build(service.work(avatar="maja"), "en").avatar.id == "maja"
    service.write("termin.md", SCRIPT)
    assert version.build(service.work(avatar="clara"), "en").avatar.id == "clara"
    with pytest.raises(InputError, match="Meinten Sie „clara“"):
        service.work(avatar="klara")


def test_it_stands_in_the_list_of_avatars(service: Service) -> None:
    from typer.testing import CliRunner

    from pipeline.cli import app

    clara(service)
    told = CliRunner().invoke(app, ["avatars", "list", "--json", "--config", str(service.config)])
    assert told.exit_code == 0, told.output
    rows = {row["avatar"]: row for row in json.loads(told.stdout)}
    assert STATEMENT in rows["clara"]["source"]
    assert "maja" in rows


@pytest.mark.slow
@pytest.mark.parametrize("container", ["mp4", "mov"])
def test_a_whole_film_through_all_gates(service: Service, few_frames: None, container: str) -> None:
    clara(service, container=container, fault="clear" if container == "mov" else "")
    outcome = service.render("en")["en"]
    assert outcome.status == "film", outcome.de
    made: Proof = proof(service, "en")
    assert made.failed() == []
    assert made.proof.claim.portrait == STATEMENT
    data = json.loads((made.published / "report.json").read_text(encoding="utf-8"))
    assert data["portrait"]["statement"] == f"Das Porträt zeigt keinen existierenden Menschen: {STATEMENT}"
    assert data["portrait"]["transparent"] is (container == "mov")
    assert "Das Porträt zeigt keinen existierenden Menschen" in (made.published / "report.html").read_text("utf-8")
    assert service.leftovers() == []

    # A retry does not run the program again, and finds the same film.
    clip = service.work().job.language("en") / f"face.{container}"
    before = clip.stat().st_mtime_ns
    assert service.render("en")["en"].status == "film"
    assert clip.stat().st_mtime_ns == before

    # A new version of the program does, once.
    with (service.root / TALKER.name).open("a") as script:
        script.write("# version 2\n")
    again = []
    for _ in range(2):
        work = service.work()
        film = version.build(work, "en")
        assert isinstance(film.avatar, Portrait)
        stages.face(work, film, film.avatar, made.timeline)
        again.append(clip.stat().st_mtime_ns)
    assert before < again[0] == again[1]


def test_a_program_that_fails_leaves_no_film(service: Service, few_frames: None) -> None:
    clara(service, fault="crash")
    outcome = service.render("en")["en"]
    assert outcome.status == "failed"
    assert outcome.de.endswith("Es sagte zuletzt: loading the model | no graphics card found")
    assert service.films() == []
    assert service.leftovers() == []
