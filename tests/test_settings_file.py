"""Whatever is wrong is named with file, line or variable, and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.configured import refused

pytest_plugins = ["tests.configured"]
pytestmark = pytest.mark.usefixtures("home")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[service]\nname = "x"\nadress = "du"\n', 3, "„service.adress“ gibt es hier nicht. Meinten Sie „service.addr"),
        ('# x\n[servce]\nname = "x"\n', 2, "Meinten Sie „service“?"),
        ('\ncontact = "x"\n', 2, "Meinten Sie „service.contact“?"),
        ('[service]\ncolours = {akzent = "#112233"}\n', 2, "Meinten Sie „service.colours.accent“?"),
        ('[service]\naddress = "Ihr"\n', 2, "Der Wert „Ihr“ geht für „service.address“ nicht. Möglich ist: „du“ oder"),
        ('[service.colours]\n\naccent = "red"\n', 3, "„red“"),
        ('[service.colours]\naccent = "#12345"\n', 2, "eine Farbe wie"),
        ("[service]\nname = 5\n", 2, "eine Zeile Text"),
        ('[service]\ncontact = """a\nb"""\n', 2, "bis 160 Zeichen"),
        (f'[service]\ncontact = "{"x" * 161}"\n', 2, "bis 160 Zeichen"),
        ('[service]\nname = "a\u202eb"\n', 2, "„a<U+202E>b“"),
        ('[service]\noffer = "umsonst"\n', 2, "je Sprache ein Satz bis 120 Zeichen"),
        ('[service.offer]\nde = ""\n', 2, "je Sprache ein Satz bis 120 Zeichen"),
        (f'[service.offer]\nde = "{"x" * 121}"\n', 2, "je Sprache ein Satz bis 120 Zeichen"),
        ('[service.offer]\nde = "a\\nb"\n', 2, "je Sprache ein Satz bis 120 Zeichen"),
        ('[service.offer]\nde = "a"\nukr = "b"\n', 3, "Die Sprache „ukr“ gibt es hier nicht. Meinten Sie „uk“?"),
        ('[service]\ncode = "http://example.org"\n', 2, "„tel:+49301234567“ oder eine Adresse wie „https://"),
        ('[service]\ncode = "javascript:alert(1)"\n', 2, "„tel:+49301234567“ oder eine Adresse wie „https://"),
        ('[service]\nlogo = "fehlt.png"\n', 2, "eine Bilddatei, die es gibt"),
        ('[service]\nbackground = "fehlt.jpg"\n', 2, "eine Bilddatei, die es gibt"),
        ('[service.colours]\nink = "#4a7d87"\n', 2, "Der Kontrast ist 4,5:1, nötig sind 7:1"),
        ('[service.names]\nmaja = "Mira"\n', 2, "je Avatar und Sprache ein Name"),
        ('[service.names.maja]\nde = "Mira · echte"\n', 2, "je Avatar und Sprache ein Name"),
        ('[service.names.maja]\nde = "Mira (Mensch)"\n', 2, "nur Buchstaben"),
        ('[service.names.maja]\nde = "Mirabellamirabellamira"\n', 2, "bis 20 Zeichen"),
        (
            '[service.names.maja]\nuk = "Міра"\nukr = "Mia"\n',
            3,
            "Die Sprache „ukr“ gibt es hier nicht. Meinten Sie „uk“?",
        ),
        ('[service.names.maya]\nde = "Mira"\n', 1, "Den Avatar „maya“ gibt es hier nicht. Meinten Sie „maja“?"),
        ('[service]\nformats = ["9x16", "16x10"]\n', 2, "eine Liste aus „16x9“, „9x16“ und „1x1“"),
        ("[service]\nformats = []\n", 2, "eine Liste aus „16x9“, „9x16“ und „1x1“"),
        ('[service]\nsmall = "gern"\n', 2, "true oder false"),
        ("service = 5\n", 1, "ein Abschnitt"),
        ('[review]\npolicy = "none"\n', 2, "„required“ oder „label“"),
        ('[review.reviewers]\nuk = "Olena"\n', 2, "eine Liste von Namen"),
        ('[review.reviewers]\nuk = [""]\n', 2, "eine Liste von Namen"),
        ('[review.reviewers]\nar = ["A"]\nukr = ["B"]\n', 3, "Die Sprache „ukr“ gibt es hier nicht. Meinten Sie „uk“?"),
        ("[paths]\nstate = 5\n", 2, "ein Ordner"),
        ('[paths]\nstate = "~niemand-hier/x"\n', 2, "ein Ordner"),
        ('[models]\ndevice = "gpu"\n', 2, "„cpu“ oder „cuda“"),
        ('[service]\nname = "x"\ncontact = \n', 3, "Hinter dem = fehlt der Wert"),
        ('[service]\nname = "x', 2, "Das schließende Anführungszeichen fehlt"),
        ('[service]\nname "x"\n', 2, "fehlt das Zeichen ="),
        ("[service]\nname = Haus am Markt\n", 2, "die Anführungszeichen um ihn fehlen"),
        ('[paths]\nstate = "C:\\srv"\n', 2, "schreiben Sie Ordner mit /"),
        ('[service]\nname = "x"\nname = "y"\n', 3, "steht zweimal da"),
        ('[review.reviewers]\nuk = ["Olena"\n', 2, "schließende Klammer"),
        ("Das ist ein Satz\n", 1, "fehlt das Zeichen ="),
        ('[paths]\nshare = "s"\nstate = "s/privat"\n', 3, "liegt in der Freigabe"),
        ('[paths]\nstate = "s"\nshare = "s"\n', 2, "liegt in der Freigabe"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_line(text: str, line: int, says: str) -> None:
    error = refused(text)
    assert error.path == Path("lotse.toml").absolute()
    assert error.line == line
    assert says in error.de
    assert error.en.startswith(f"{error.path}:{line}: ")


def test_a_state_folder_is_found_inside_the_share_through_a_link(home: Path) -> None:
    (home / "share" / "s").mkdir(parents=True)
    (home / "state").symlink_to(home / "share" / "s")
    assert "liegt in der Freigabe" in refused('[paths]\nshare = "share"\nstate = "state"\n').de


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("LOTSE_MODELS__FOLDRE", "x", "Meinten Sie „LOTSE_MODELS__FOLDER“?"),
        ("LOTSE_MODLES__FOLDER", "x", "Meinten Sie „LOTSE_MODELS__FOLDER“?"),
        ("LOTSE_SERVICE", '{"name": "x"}', "„LOTSE_SERVICE“ gibt es hier nicht"),
        ("LOTSE_REVIEW__POLICY", "nie", "Umgebungsvariable LOTSE_REVIEW__POLICY: Der Wert „nie“"),
        ("LOTSE_REVIEW__REVIEWERS", "Olena", "Umgebungsvariable LOTSE_REVIEW__REVIEWERS: Der Wert „Olena“"),
        ("LOTSE_SERVICE__OFFER", "umsonst", "Umgebungsvariable LOTSE_SERVICE__OFFER: Der Wert „umsonst“"),
        ("LOTSE_SERVICE__FORMATS", "9x16", "Umgebungsvariable LOTSE_SERVICE__FORMATS: Der Wert „9x16“"),
        ("LOTSE_SERVICE__OFFER", '{"xx": "A"}', "Umgebungsvariable LOTSE_SERVICE__OFFER: Die Sprache „xx“"),
        ("LOTSE_SERVICE__CODE", "mailto:a@b.de", "Umgebungsvariable LOTSE_SERVICE__CODE: Der Wert „mailto:a@b.de“"),
        ("LOTSE_REVIEW__REVIEWERS", '{"xx": ["A"]}', "Umgebungsvariable LOTSE_REVIEW__REVIEWERS: Die Sprache „xx“"),
        ("LOTSE_SERVICE__COLOURS__ACCENT", "#xyzxyz", "Umgebungsvariable LOTSE_SERVICE__COLOURS__ACCENT"),
    ],
)
def test_a_mistake_in_the_environment_names_the_variable(
    variable: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    error = refused("[service]\nname = 'x'\n")
    assert says in error.de
    assert variable in error.en
    assert error.path is None


@pytest.mark.parametrize(
    "key", ["label", "ai_label", "disclosure", "watermark", "intro", "note", "end_card", "kennzeichnung", "ki"]
)
def test_there_is_no_switch_for_the_disclosure(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in (f"{key} = false\n", f"[service]\n{key} = false\n", f"[{key}]\nenabled = false\n"):
        error = refused(text)
        assert "gibt es hier nicht" in error.de
        assert "lässt sich nicht abschalten" in error.de
        assert "cannot be switched off" in error.en
    monkeypatch.setenv(f"LOTSE_SERVICE__{key.upper()}", "false")
    assert "lässt sich nicht abschalten" in refused("[service]\n").de


def test_an_ordinary_unknown_key_says_nothing_about_the_disclosure() -> None:
    assert "abschalten" not in refused("[service]\ncolor = 1\n").de
