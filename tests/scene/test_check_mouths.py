"""What is wrong with the mouths of an avatar as they are drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.scene import avatar, check_mouths
from pipeline.scene.drawing import Drawing
from pipeline.scene.rig import GROUPS
from tests.scene.designer import SVG, as_in, drawing, english, group, moved


@pytest.mark.parametrize(
    ("svg", "groups", "says"),
    [
        (as_in("mouth-th", "mouth-t"), "mouth-th mouth-t mouth-e", '"mouth-th" and "mouth-t" look alike.'),
        (moved("mouth-o", "translate(9,0)"), "mouth-o mouth-e mouth-a", 'The middle of "mouth-o" lies 9 pixels'),
        (as_in("mouth-closed", "mouth-i"), "mouth-closed mouth-a", '"mouth-closed" shows teeth'),
        (as_in("mouth-closed", "mouth-u"), "mouth-closed mouth-a", '"mouth-closed" has a dark gap of'),
        (moved("mouth-o", "translate(0,22)"), " ".join(GROUPS), 'The upper lip of "mouth-o" lies 1'),
        (moved("mouth-s", "translate(0,-18)"), " ".join(GROUPS), "17 pixels higher than that of the other mouths"),
    ],
)
def test_mouths(svg: str, groups: str, says: str, tmp_path: Path) -> None:
    found = english(check_mouths.faults(drawing(tmp_path, svg), tuple(groups.split())))
    assert any(says in fault for fault in found), found


def test_mouths_that_are_all_alike_are_one_fault(tmp_path: Path) -> None:
    svg = SVG
    for name in ("mouth-a", "mouth-e", "mouth-i"):
        svg = svg.replace(group(name), group("mouth-rest").replace('"mouth-rest"', f'"{name}"'))
    found = english(check_mouths.faults(drawing(tmp_path, svg), GROUPS))
    assert [fault for fault in found if "alike" in fault] == [
        '"mouth-rest", "mouth-a", "mouth-e" and "mouth-i" look alike.'
    ]


@pytest.mark.parametrize("name", avatar.available())
def test_the_built_in_avatars_pass_with_some_pixels_to_spare(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_mouths, "_LOWER", check_mouths._LOWER - 3)
    monkeypatch.setattr(check_mouths, "_HIGHER", check_mouths._HIGHER - 3)
    assert english(check_mouths.faults(Drawing(avatar.load(name).drawing, GROUPS), GROUPS)) == []
