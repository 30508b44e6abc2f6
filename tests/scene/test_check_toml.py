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
        ('name = "Maja"', "", "name is missing"),
        ('name = "Maja"', 'name = "M"', "name is missing or does not work"),
        ('"female"', '"woman"', 'Possible are "female", "male"'),
        ("[-157, 140, 157, 530]", "[-157, 140, 157]", "face is missing or does not work: it takes 4 number(s)"),
        ("[-157, 140, 157, 530]", "[157, 140, -157, 530]", "wrong order"),
        ("mouth_width = 128", "mouth_width = true", "mouth_width is missing or does not work"),
        ("breath = 5 ", "breath = nan ", "breath is missing or does not work"),
        ('author = "Lotse contributors"', "", "author is missing under [credits]"),
        ('licence = "GPL-3.0-or-later"', "licence = 3", "licence is missing under [credits]"),
        ('name = "Maja"', "name = Maja", "not TOML"),
        ("breath = 5 ", "breath = 5\nlabel = false ", 'no key "label"'),
    ],
)
def test_each_fault_is_told(old: str, new: str, says: str, tmp_path: Path) -> None:
    assert old in TOML
    (found,) = told(TOML.replace(old, new), tmp_path)
    assert says in found


def test_a_misspelt_section_is_two_faults_and_three(tmp_path: Path) -> None:
    unknown, *missing = told(TOML.replace("[credits]", "[credit]"), tmp_path)
    assert 'Did you mean "credits"?' in unknown
    assert len(missing) == 2


def test_a_source_may_be_named(tmp_path: Path) -> None:
    assert told(TOML + 'source = "https://example.org"\n', tmp_path) == []
