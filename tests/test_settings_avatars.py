"""Avatars of the service's own: drawn in a folder that it names, or animated by a program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.settings import load
from tests.configured import refused, written

pytest_plugins = ["tests.configured"]
pytestmark = pytest.mark.usefixtures("home")


def test_a_folder_of_the_houses_own_drawn_avatars_counts_from_the_file(home: Path) -> None:
    own = home / "figuren" / "nadia"
    own.mkdir(parents=True)
    (own / "avatar.toml").touch()
    loaded = load(written('[service.names.nadia]\nuk = "Надія"\n[paths]\navatars = "figuren"\n'))
    assert loaded.paths.avatars == home / "figuren"
    assert loaded.service.names["nadia"]["uk"] == "Надія"


def test_a_folder_of_avatars_that_is_not_there_is_told_at_once() -> None:
    error = refused('[paths]\navatars = "figurn"\n')
    assert error.line == 2
    assert "figurn“ geht für „paths.avatars“ nicht. Möglich ist: ein Ordner, den es gibt" in error.de
    assert "a folder that exists" in error.en


CLARA = {
    "engine": '"command"',
    "command": '["/opt/face/run", "{sound}", "--portrait={portrait}", "{clip}"]',
    "portrait": '"clara.png"',
    "name": '"Clara"',
    "gender": '"female"',
    "no_existing_person": '"Rana Haddad, 2026-11-22"',
}


def own_avatar(name: str = "clara", without: str = "", **instead: str) -> str:
    Path("clara.png").touch()
    lines = {**CLARA, **instead}
    return f"[avatars.{name}]\n" + "".join(f"{key} = {value}\n" for key, value in lines.items() if key != without)


def test_an_avatar_of_the_services_own(home: Path) -> None:
    own = load(written(own_avatar() + '[service.names.clara]\nuk = "Клара"\n'))
    clara = own.avatars["clara"]
    assert clara.command == ("/opt/face/run", "{sound}", "--portrait={portrait}", "{clip}")
    assert clara.portrait == home / "clara.png"
    assert (clara.gender, clara.container, clara.limit) == ("female", "mp4", 20.0)
    assert clara.no_existing_person == "Rana Haddad, 2026-11-22"
    assert own.service.names["clara"]["uk"] == "Клара"


def test_nothing_runs_without_the_statement_that_nobody_is_shown() -> None:
    for text in (
        own_avatar(without="no_existing_person"),
        own_avatar(no_existing_person='""'),
        own_avatar(no_existing_person='"ja"'),
        own_avatar(no_existing_person='"Rana Haddad"'),
        own_avatar(no_existing_person='"unbekannt, 2026-11-22"'),
        own_avatar(no_existing_person='"Rana Haddad, 2126-11-22"'),
    ):
        error = refused(text)
        assert "dass das Porträt keinen existierenden Menschen zeigt" in error.de
        assert "that the portrait shows no existing person" in error.en
        assert error.line == (1 if "no_existing_person" not in text else 7)


@pytest.mark.parametrize("key", [key for key in CLARA if key != "no_existing_person"])
def test_what_an_avatar_lacks_is_named(key: str) -> None:
    error = refused(own_avatar(without=key))
    assert f"„avatars.clara.{key}“ fehlt. Nötig ist: " in error.de
    assert f'"avatars.clara.{key}" is missing. It takes: ' in error.en
    assert error.line == 1


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("engine", '"cloud"', "Möglich ist: „command“"),
        ("command", '["run", "{sound}", "{portrait}", "{clip}"]', "das Programm mit vollem Pfad"),
        ("command", '["/opt/face/run", "{sound}", "{clip}"]', r"darunter .*\{portrait\}"),
        ("command", '"/opt/face/run {sound} {portrait} {clip}"', "eine Liste"),
        ("command", '["bin/run", "{sound}", "{portrait}", "{clip}"]', "„bin/run“ ist kein voller Pfad"),
        ("command", '["/opt/run", "{sound}", "{portrait}"]', r"Es fehlt \{clip\}\. Möglich"),
        ("command", '["/opt/run", "{wav}", "{portrait}"]', r"Es fehlt \{sound\} und \{clip\}\. \{wav\} kennt Lotse"),
        ("command", "[]", "fehlt. Nötig ist"),
        ("no_existing_person", '"Rana Haddad, 2126-11-22"', "Der Tag 2126-11-22 liegt in der Zukunft"),
        ("no_existing_person", '"unbekannt, 2026-11-22"', "„unbekannt“ ist kein Name einer Person"),
        ("no_existing_person", '"Rana Haddad"', "In „Rana Haddad“ fehlt der Name oder der Tag"),
        ("no_existing_person", '""', "fehlt. Nötig ist"),
        ("portrait", '"nobody.png"', "eine Bilddatei, die es gibt"),
        ("container", '"avi"', "„mp4“, „mov“, „webm“ oder „mkv“"),
        ("name", '""', "Name"),
        ("gender", '"none"', "„female“ oder „male“"),
        ("limit", "0", "mehr als 0"),
        ("network", "true", "Den Schlüssel „avatars.clara.network“ gibt es hier nicht"),
        ("label", "false", "lässt sich nicht abschalten"),
    ],
)
def test_what_an_avatar_cannot_have(key: str, value: str, told: str) -> None:
    error = refused(own_avatar(**{key: value}))
    assert re.search(told, error.de), error.de
    assert error.line is not None


def test_the_name_on_the_tag_is_latin() -> None:
    error = refused(own_avatar().replace('"Clara"', '"Надія"'))
    assert "„avatars.clara.name“ geht so nicht: „Надія“ ist nicht in lateinischer Schrift" in error.de


@pytest.mark.parametrize("name", ["maja", "samira", "Clara", "1st", '"../maja"'])
def test_built_in_avatars_keep_their_names(name: str) -> None:
    assert "eingebauten" in refused(own_avatar(name)).de
