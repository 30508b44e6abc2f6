"""`lotse languages`: from the form for a native speaker to a signed wording, as staff do it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from pipeline import language as packs
from pipeline.cli import app

if TYPE_CHECKING:
    from typer.testing import Result

    from tests.films import Service

pytest_plugins = ["tests.films"]


@pytest.fixture
def here(service: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    """The service, with its folder as the working folder."""
    monkeypatch.chdir(service.root)
    return service


def lotse(*words: str) -> Result:
    return CliRunner().invoke(app, ["languages", *words])


def fill(path: Path, **corrections: str) -> None:
    """Args:
    corrections: The present words of a sentence are looked up by number, "n3".
    """
    import docx

    document = docx.Document(str(path))
    fields = document.tables[0]
    fields.cell(0, 1).text, fields.cell(1, 1).text = "Ольга Коваль", "2.1.2026"
    for number, text in corrections.items():
        document.tables[1].cell(int(number[1:]), 4).text = text
    document.save(str(path))


def told(code: str) -> tuple[str, str]:
    rows = {row["code"]: row for row in json.loads(lotse("--json").stdout)}
    return rows[code]["signed"], rows[code]["signed_on"]


def test_from_the_form_to_the_signed_wording(here: Service) -> None:
    assert told("uk") == ("", "")
    written = lotse("review", "uk")
    assert written.exit_code == 0, written.output
    assert "lotse languages sign uk Wortlaut-uk.docx" in written.stdout
    fill(Path("Wortlaut-uk.docx"), n1="Зображення та голос створив ШІ")
    done = lotse("sign", "uk", "Wortlaut-uk.docx")
    assert done.exit_code == 0, done.output
    assert "1: Зображення й голос створив ШІ → Зображення та голос створив ШІ" in done.stdout
    assert "unterschrieben: Ольга Коваль, 2026-01-02; 1 Sätze geändert" in done.stdout
    assert "is signed: Ольга Коваль, 2026-01-02; 1 sentences changed" in done.stdout
    assert "noch einmal freigeben" in done.stdout
    assert (here.root / "state" / "languages" / "uk.toml").is_file()
    assert told("uk") == ("Ольга Коваль", "2026-01-02")
    assert here.work().pack("uk").sie.label == "Зображення та голос створив ШІ"
    assert packs.load("uk").signature is None, "assets stay as they are"
    assert "geprüft: Ольга Коваль, 2026-01-02" in lotse().stdout


def test_the_table_says_what_became_of_a_void_signature(here: Service) -> None:
    here.sign("uk")
    path = here.root / "state" / "languages" / "uk.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("Контакти", "Контакт"), encoding="utf-8")
    shown = lotse().stdout
    assert "ungeprüft (Unterschrift ungültig)" in shown
    assert "Die Unterschrift von Native Speaker (2026-01-02)" in shown


def test_a_form_is_never_overwritten_because_corrections_may_stand_in_it(here: Service) -> None:
    assert lotse("review", "uk", "--out", "Formular.docx").exit_code == 0
    before = Path("Formular.docx").read_bytes()
    again = lotse("review", "uk", "--out", "Formular.docx")
    assert again.exit_code == 2
    assert "gibt es schon" in again.output
    assert "exists already" in again.output
    assert Path("Formular.docx").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["review", "ukr"], "Meinten Sie „uk“?"),
        (["sign", "ukr", "x.docx"], "Meinten Sie „uk“?"),
        (["sign", "uk", "fehlt.docx"], "gibt es nicht"),
        (["sign", "uk", "termin.md"], "kein Formular"),
        (["review", "../uk"], "gibt es hier nicht"),
    ],
)
def test_what_cannot_be_done_is_2_and_said_in_both_languages(words: list[str], says: str, here: Service) -> None:
    done = lotse(*words)
    assert done.exit_code == 2
    assert says in done.output
    assert not (here.root / "state" / "languages").exists()


def test_an_empty_form_signs_nothing(here: Service) -> None:
    lotse("review", "uk")
    done = lotse("sign", "uk", "Wortlaut-uk.docx")
    assert done.exit_code == 2
    assert "muss der Name des Menschen stehen" in done.output
    assert told("uk") == ("", "")


@pytest.mark.parametrize("words", [["--help"], ["review", "--help"], ["sign", "--help"]])
def test_they_explain_themselves_in_both_languages(words: list[str]) -> None:
    done = lotse(*words)
    assert done.exit_code == 0
    assert " / " in done.stdout
