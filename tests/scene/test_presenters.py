"""Who can present, and that nobody need wonder who does."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.scene import avatar
from pipeline.scene.avatar import AVATARS, Avatar
from pipeline.scene.portrait import Portrait
from pipeline.scene.presenters import find, names
from pipeline.settings import Settings, load
from tests.pictures import still

ANIMATED = """[avatars.clara]
engine = "command"
command = ["/bin/sh", "{sound}", "{portrait}", "{clip}"]
portrait = "clara.png"
name = "Clara"
gender = "female"
no_existing_person = "Rana Haddad, 2026-11-22"
"""


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOTSE_CONFIG", raising=False)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The house's avatars: Nadia, and what else lies around where people draw."""
    folder = tmp_path / "figuren"
    (folder / "entwürfe").mkdir(parents=True)
    (folder / "nadia-sheet.png").touch()
    shutil.copytree(AVATARS / "maja", folder / ".nadia")
    drawn(folder, "nadia")
    return folder


def drawn(house: Path, name: str) -> Path:
    folder = Path(shutil.copytree(AVATARS / "maja", house / name))
    edit(folder / "avatar.toml", 'name = "Maja"', 'name = "Nadia"')
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def settings(house: Path, more: str = "") -> Settings:
    still(house.parent / "clara.png")
    config = house.parent / "lotse.toml"
    config.write_text(f'[paths]\navatars = "{house.name}"\n{more}', encoding="utf-8")
    return load(config)


def refused(name: str, settings: Settings) -> InputError:
    with pytest.raises(InputError) as caught:
        find(name, settings)
    return caught.value


def test_the_built_in_ones_those_of_the_house_and_those_that_a_program_animates(house: Path) -> None:
    loaded = settings(house, ANIMATED)
    assert names(loaded) == (*avatar.available(), "nadia", "clara")
    nadia, maja, clara = (find(name, loaded) for name in ("nadia", "maja", "clara"))
    assert isinstance(nadia, Avatar) and isinstance(maja, Avatar) and isinstance(clara, Portrait)
    assert (nadia.id, nadia.name, nadia.folder) == ("nadia", "Nadia", house / "nadia")
    assert maja.folder == AVATARS / "maja"


def test_one_that_there_is_not_is_named_with_all_that_there_are(house: Path) -> None:
    error = refused("nadja", settings(house))
    assert "Meinten Sie „nadia“?" in error.de
    assert ", ".join([*avatar.available(), "nadia"]) in error.en


@pytest.mark.parametrize(
    ("name", "other"),
    [("maja", str(AVATARS / "maja")), ("clara", "lotse.toml [avatars.clara]")],
    ids=["built in", "in the settings"],
)
def test_of_two_with_one_name_neither_speaks(name: str, other: str, house: Path) -> None:
    own = drawn(house, name)
    loaded = settings(house, ANIMATED)
    assert names(loaded).count(name) == 1
    error = refused(name, loaded)
    for told, mend in ((error.de, "Bitte den eigenen umbenennen"), (error.en, "Rename or remove your own")):
        assert str(own) in told and other in told and mend in told
    assert find("daniel", loaded).id == "daniel"


@pytest.mark.parametrize(
    ("shown", "place"),
    [
        ("Daniel", str(AVATARS / "daniel")),
        ("CLARA", "lotse.toml [avatars.clara]"),
        ("Olga", "figuren/olga"),
    ],
    ids=["built in", "in the settings", "of the house"],
)
def test_of_two_that_are_shown_by_one_name_the_houses_own_does_not_speak(shown: str, place: str, house: Path) -> None:
    edit(drawn(house, "olga") / "avatar.toml", '"Nadia"', '"Olga"')
    edit(house / "nadia" / "avatar.toml", '"Nadia"', f'"{shown}"')
    loaded = settings(house, ANIMATED)
    error = refused("nadia", loaded)
    assert error.path == house / "nadia" / "avatar.toml"
    assert f"name „{shown}“ hat schon ein anderer Avatar" in error.de and place in error.de and place in error.en
    assert find("daniel", loaded).name == "Daniel"


def test_an_animated_one_has_a_name_of_its_own_too(house: Path) -> None:
    loaded = settings(house, ANIMATED.replace('"Clara"', '"Maja"'))
    error = refused("clara", loaded)
    assert error.de.startswith("lotse.toml [avatars.clara]: name „Maja“ hat schon ein anderer Avatar")
    assert find("maja", loaded).name == "Maja"


@pytest.mark.parametrize(
    ("file", "old", "new", "de", "en"),
    [
        ("avatar.toml", 'licence = "GPL-3.0-or-later"', 'licence = ""', "fehlt licence", "licence is missing"),
        ("avatar.toml", '"Nadia"', '"Nadia · Kollegin"', "nur Buchstaben", "letters only"),
        ("avatar.svg", 'id="mouth-sh"', 'id="mouth-x"', "Die Gruppe „mouth-sh“ fehlt", '"mouth-sh" is missing'),
    ],
)
def test_what_is_wrong_with_one_of_the_house_is_told_with_its_file_and_harms_no_other(
    file: str, old: str, new: str, de: str, en: str, house: Path
) -> None:
    edit(house / "nadia" / file, old, new)
    loaded = settings(house)
    assert find("maja", loaded).id == "maja"
    error = refused("nadia", loaded)
    assert error.path == house / "nadia" / file
    assert de in error.de and en in error.en
    for told in (error.de, error.en):
        assert f"lotse avatars check {house / 'nadia'}" in told


def test_of_one_that_a_program_animates_program_and_portrait_are_looked_at(house: Path) -> None:
    portrait = house.parent / "clara.png"
    for program in ("/bin/face", str(portrait)):
        error = refused("clara", settings(house, ANIMATED.replace("/bin/sh", program)))
        assert f"Das Programm {program} für den Avatar „clara“" in error.de and "[avatars.clara] command" in error.de
        assert "cannot be executed" in error.en
    loaded = settings(house, ANIMATED)
    whole = portrait.read_bytes()
    for broken in (b"a text", whole[: len(whole) // 2]):
        portrait.write_bytes(broken)
        error = refused("clara", loaded)
        assert error.path == portrait
        assert "kein Bild, das sich lesen lässt" in error.de and "Save it as PNG or JPEG" in error.en
    assert find("maja", loaded).id == "maja"


@pytest.mark.parametrize("gone", ["avatar.svg", "avatar.toml"])
def test_half_an_avatar_is_one_that_lacks_something(gone: str, house: Path) -> None:
    (house / "nadia" / gone).unlink()
    error = refused("nadia", settings(house))
    assert error.path == house / "nadia" / gone
    assert "fehlt" in error.de


def test_a_folder_that_scripts_cannot_name_is_told(house: Path) -> None:
    (house / "nadia").rename(house / "Nadia")
    loaded = settings(house)
    assert "nadia" in names(loaded), "scripts may say Nadia too"
    assert re.search("Der Ordner heißt „Nadia“.* nur Kleinbuchstaben", refused("nadia", loaded).de)
