"""What is wrong with an avatar as it is drawn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.scene import avatar, check_pictures
from pipeline.scene.check_svg import Words
from pipeline.scene.drawing import Drawing
from pipeline.scene.rig import GROUPS
from tests.scene.designer import SVG, TOML, as_in, filled, moved

MAJA = avatar.load("maja")


def drawing(root: Path, svg: str) -> Drawing:
    assert svg != SVG
    path = root / "avatar.svg"
    path.write_text(svg, encoding="utf-8")
    return Drawing(path, GROUPS)


def english(found: list[Words]) -> list[str]:
    assert all(de and en and de != en for de, en in found)
    return [en for _, en in found]


@pytest.mark.parametrize(
    "content", ["", '<path style="display:none" d="M0,300h90v90z"/>', '<path d="M900,300h90v90z"/>']
)
def test_a_group_that_is_empty_hidden_or_outside_draws_nothing(content: str, tmp_path: Path) -> None:
    found = check_pictures.empty(drawing(tmp_path, filled("lids-1", content)), ("lids-1", "lids-2"))
    assert list(found) == ["lids-1"]
    assert found["lids-1"][1].startswith('The group "lids-1" draws nothing')


@pytest.mark.parametrize(
    ("svg", "groups", "says"),
    [
        (as_in("mouth-th", "mouth-t"), "mouth-th mouth-t mouth-e", '"mouth-th" and "mouth-t" look alike.'),
        (as_in("brows-1", "brows-0"), "brows-0 brows-1", '"brows-0" and "brows-1" look alike.'),
        (moved("mouth-o", "translate(9,0)"), "mouth-o mouth-e mouth-a", 'The middle of "mouth-o" lies 9 pixels'),
        (as_in("mouth-closed", "mouth-i"), "mouth-closed mouth-a", '"mouth-closed" shows teeth'),
        (as_in("mouth-closed", "mouth-u"), "mouth-closed mouth-a", '"mouth-closed" has a dark gap of'),
        (as_in("lids-3", "lids-2"), "eyes lids-0 lids-1 lids-2 lids-3", "of the white of the eyes visible"),
        (as_in("lids-2", "lids-0"), "eyes lids-0 lids-1 lids-2 lids-3", '"lids-2" covers the eye no further'),
        (
            filled("eyes", '<g id="iris"><circle cx="74" cy="304" r="20"/></g>'),
            "eyes lids-0 lids-1 lids-2 lids-3",
            "no white of the eye is found",
        ),
    ],
)
def test_mouths_lids_and_brows(svg: str, groups: str, says: str, tmp_path: Path) -> None:
    found = english(list(check_pictures.faults(drawing(tmp_path, svg), tuple(groups.split()))))
    assert any(says in fault for fault in found), found


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"face": (-157.0, 330.0, 157.0, 530.0)}, "fills 19% of the picture's height, 28% are needed"),
        ({"face": (-257.0, 140.0, 257.0, 530.0)}, 'reaches beyond what "head" draws'),
        ({"face": (-157.0, 100.0, 157.0, 440.0)}, '"mouth-rest" does not lie inside face'),
        ({"mouth_width": 160.0}, 'mouth_width is 160, but "mouth-rest" is 1'),
        ({"pivot": (0.0, 1200.0)}, "does not lie in the neck"),
        ({"pivot": (560.0, 600.0)}, "does not lie in the neck"),
        ({"breath": 50.0}, "breath 50 cannot be right: more than 0 and at most 30"),
        ({"gaze": (45.0, 2.0)}, "both more than 0 and at most 21"),
        ({"gaze": (0.0, 2.0)}, "gaze [0.0, 2.0] cannot be right"),
    ],
)
def test_numbers_against_the_drawing(change: dict[str, object], says: str) -> None:
    made = Drawing(MAJA.drawing, GROUPS)
    assert list(check_pictures.numbers(made, MAJA)) == []
    assert any(says in fault for fault in english(list(check_pictures.numbers(made, replace(MAJA, **change)))))


def test_a_mouth_that_is_too_narrow_for_a_phone(tmp_path: Path) -> None:
    narrow = drawing(tmp_path, moved("mouth-rest", "scale(0.8,1)"))
    (found,) = english(list(check_pictures.numbers(narrow, replace(MAJA, mouth_width=102))))
    assert "102 pixels wide" in found
    assert "110 are needed" in found


@pytest.mark.parametrize(
    ("svg", "says"),
    [
        (moved("arm-wave", "scale(-1,1)"), '"arm-wave" lies left of the middle'),
        (moved("arm-offer", "translate(60,0)"), "cuts off (arm-offer): right"),
        (moved("hair-back", "translate(0,-40)"), "cuts off (hair-back, body, head, hair-front): above"),
        (moved("body", "scale(1,0.95)"), "it would float"),
    ],
)
def test_edges_of_the_canvas(svg: str, says: str, tmp_path: Path) -> None:
    drawing(tmp_path, svg)
    (tmp_path / "avatar.toml").write_text(TOML, encoding="utf-8")
    (found,) = english(list(check_pictures.poses(avatar.read(tmp_path))))
    assert says in found
