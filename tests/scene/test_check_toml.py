"""What is wrong with an avatar.toml as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.scene import check_toml
from tests.scene.designer import TOML, english


def told(toml: str, tmp_path: Path) -> list[str]:
    path = tmp_path / "avatar.toml"
    path.write_text(toml, encoding="utf-8")
    return english(check_toml.faults(path))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "Nadia"', "", "name is missing"),
        ('name = "Nadia"', 'name = "M"', "name does not work"),
        ('"female"', '"woman"', 'Possible are "female", "male"'),
        (
            "[-157, 140, 157, 530]",
            "[-157, 140, 157]",
            "face does not work: it takes 4 numbers, found: [-157, 140, 157].",
        ),
        ("[-157, 140, 157, 530]", "[157, 140, -157, 530]", "wrong order"),
        ("mouth_width = 128", "mouth_width = true", "mouth_width does not work: it takes 1 number, found: true."),
        ("breath = 5 ", "breath = nan ", "breath does not work: it takes 1 number, found: nan."),
        ("breath = 5 ", "# ", "breath is missing: it takes 1 number."),
        ("mouth_width = 128", 'mouth_width = "128"', 'found: "128". What stands in quotes is a text: write it without'),
        ("[-157, 140, 157, 530]", '[-157, "140", 157, 530]', 'found: [-157, "140", 157, 530]. What stands in quotes'),
        ("breath = 5 ", "breath = 5,5 ", "Write a point: 5.5."),
        ('name = "Nadia"', 'name = "Надія"', 'found: "Надія". How other languages write it'),
        ('author = "Lotse contributors"', "", "author is missing under [credits]"),
        ('licence = "GPL-3.0-or-later"', "licence = 3", "licence is missing under [credits]"),
        ('name = "Nadia"', "name = Nadia", "not TOML"),
        ("breath = 5 ", "breath = 5\nlabel = false ", 'no key "label"'),
    ],
)
def test_each_fault_is_told(old: str, new: str, says: str, tmp_path: Path) -> None:
    assert old in TOML
    (found,) = told(TOML.replace(old, new), tmp_path)
    assert says in found


@pytest.mark.parametrize(
    ("licence", "forbids"),
    [
        *(("CC-BY-NC-ND-4.0", "NC"), ("CC BY-ND 4.0", "ND"), ("cc-by-nc-sa", "nc"), ("CC-BY-4.0", "")),
        *(("Creative Commons NonCommercial", "NonCommercial"), ("nur nicht kommerziell", "nicht kommerziell")),
        *(("CC0-1.0", ""), ("Auftragswerk, alle Rechte beim Landkreis", ""), ("France, NDR", "")),
    ],
)
def test_a_licence_must_let_the_picture_into_every_film(licence: str, forbids: str, tmp_path: Path) -> None:
    found = told(TOML.replace("GPL-3.0-or-later", licence), tmp_path)
    assert found == [] if not forbids else f"does not work ({forbids})" in found[0]


def test_where_a_broken_file_breaks_is_told_in_german(tmp_path: Path) -> None:
    path = tmp_path / "avatar.toml"
    path.write_text(TOML.replace('"female"', '"female'), encoding="utf-8")
    ((german, english),) = check_toml.faults(path)
    assert german.startswith('Das ist kein TOML, Zeile 3 („gender = "female') and "Anführungszeichen" in german
    assert "Illegal" in english and "Illegal" not in german


def test_a_misspelt_section_is_two_faults_and_three(tmp_path: Path) -> None:
    unknown, *missing = told(TOML.replace("[credits]", "[credit]"), tmp_path)
    assert 'Did you mean "credits"?' in unknown
    assert len(missing) == 2


def test_a_source_may_be_named(tmp_path: Path) -> None:
    assert told(TOML + 'source = "https://example.org"\n', tmp_path) == []
