"""assets/avatars/README.md says what is true of this version."""

from __future__ import annotations

import re
import tomllib
from math import ceil

from pipeline.scene.avatar import AVATARS, NUMBERS
from pipeline.scene.check_numbers import FACE, MOUTH
from pipeline.scene.rig import GROUPS
from pipeline.scene.visemes import LETTERS, VISEMES

PAGE = (AVATARS / "README.md").read_text(encoding="utf-8")


def rows(title: str) -> list[list[str]]:
    """The cells of the table under a heading, without its head."""
    section = PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]
    lines = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line] for line in lines[2:]]


def test_the_mouths_stand_for_the_letters_of_the_table() -> None:
    table = rows("The mouths")
    assert [name for name, _, _ in table] == [f"`mouth-{viseme}`" for viseme in VISEMES]
    assert {name.strip("`")[6:]: letters for name, letters, _ in table[1:]} == LETTERS
    assert all(how for _, _, how in table)


def test_every_group_is_explained() -> None:
    named = " ".join(name for name, _ in rows("The groups"))
    assert set(re.findall(r"[a-z]+-?[a-z0-9]*", named)) >= {
        group for group in GROUPS if not re.match("mouth-|lids-[12]", group)
    }


def test_the_example_is_complete() -> None:
    example = tomllib.loads(PAGE.split("```toml\n")[1].split("```")[0])
    assert set(example) == {"name", "gender", *NUMBERS, "credits"}
    assert set(example["credits"]) == {"author", "licence", "source"}


def test_the_least_sizes_are_those_that_are_checked() -> None:
    assert f"at least {ceil(FACE * 1080)} units of 1000 high" in PAGE.replace("\n", " ")
    assert f"at least {MOUTH:.0f} wide" in PAGE
