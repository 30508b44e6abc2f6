"""What is wrong with an avatar as it is drawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.scene import check_pictures
from pipeline.scene.rig import GROUPS
from tests.scene.designer import SVG, as_in, drawing, english, filled


@pytest.mark.parametrize("content", ["", '<path style="display:none" d="M0,300h90v90z"/>'])
def test_a_group_that_is_empty_or_hidden_draws_nothing(content: str, tmp_path: Path) -> None:
    found = check_pictures.empty(drawing(tmp_path, filled("lids-1", content)), ("lids-1", "lids-2"))
    assert list(found) == ["lids-1"]
    assert found["lids-1"][1].startswith('The group "lids-1" draws nothing: empty, hidden or')


def test_what_was_hidden_while_others_were_drawn_is_one_fault(tmp_path: Path) -> None:
    svg = re.sub(r'<g id="(mouth-[aeiou]|lids-2)"', r'\g<0> style="display:none"', SVG)
    (found,) = set(check_pictures.empty(drawing(tmp_path, svg), GROUPS).values())
    assert found[0].startswith("6 Gruppen (lids-2, mouth-a, mouth-e, mouth-i, mouth-o, mouth-u) zeichnen nichts")


def test_where_a_group_outside_the_page_lies(tmp_path: Path) -> None:
    made = drawing(tmp_path, filled("lids-1", '<path d="M900,300h90v90z"/>'))
    found = check_pictures.empty(made, GROUPS)
    assert list(found) == ["lids-1"]
    told = re.fullmatch(
        r'The group "lids-1" lies outside the page: drawn is from x = (\d+) to (\d+) and y = (\d+) to (\d+), '
        r"the view box reaches from x = -560 to 560 and y = 0 to 1000. Move it inside.",
        found["lids-1"][1],
    )
    assert told
    assert all(abs(int(edge) - real) <= 12 for edge, real in zip(told.groups(), (900, 990, 300, 390), strict=True))


def test_a_page_in_other_units_is_one_fault_that_says_how_the_view_box_comes_back(tmp_path: Path) -> None:
    page = 'viewBox="0 0 296.33333 264.58333" width="296.33333mm" height="264.58333mm"'
    made = drawing(tmp_path, SVG.replace('viewBox="-560 0 1120 1000" width="1120" height="1000"', page))
    (found,) = set(check_pictures.empty(made, GROUPS).values())
    assert "outside the page: drawn is from x = -409 to 5" in found[1]
    assert "the view box reaches from x = 0 to 296 and y = 0 to 265" in found[1]
    for told in found:
        assert "viewBox" in told and "-560 0 1120 1000" in told
    assert "Bearbeiten > XML-Editor" in found[0]


def with_glasses(content: str) -> str:
    return SVG.replace("</svg>", f'<g id="glasses">{content}</g></svg>')


@pytest.mark.parametrize(
    ("glasses", "says"),
    [
        ('<g fill="#000"><circle cx="-75" cy="305" r="55"/><circle cx="75" cy="305" r="55"/></g>', "hides 100% of"),
        ('<g fill-opacity="0.5"><circle cx="-75" cy="305" r="55"/><circle cx="75" cy="305" r="55"/></g>', "hides 50%"),
        ('<circle cx="75" cy="305" r="55"/>', "hides 5"),
        ('<path d="M-60,425h120v20h-120z"/>', "reaches into 14 of 14 mouths"),
    ],
    ids=["black", "dark", "an eye patch", "before the mouth"],
)
def test_glasses_leave_eyes_and_mouth_to_be_seen(glasses: str, says: str, tmp_path: Path) -> None:
    (found,) = english(check_pictures.faults(drawing(tmp_path, with_glasses(glasses)), (*GROUPS, "glasses")))
    assert says in found, found


def test_a_frame_and_a_light_tint_are_no_fault(tmp_path: Path) -> None:
    lens = '<circle cx="{}" cy="305" r="55" fill="#fff" fill-opacity="0.2" stroke="#000" stroke-width="6"/>'
    made = drawing(tmp_path, with_glasses(lens.format(-75) + lens.format(75)))
    assert english(check_pictures.faults(made, (*GROUPS, "glasses"))) == []


@pytest.mark.parametrize(
    ("svg", "groups", "says"),
    [
        (as_in("brows-1", "brows-0"), "brows-0 brows-1", '"brows-0" and "brows-1" look alike.'),
        (as_in("lids-3", "lids-2"), "eyes lids-0 lids-1 lids-2 lids-3", "of the white of the eyes visible"),
        (as_in("lids-2", "lids-0"), "eyes lids-0 lids-1 lids-2 lids-3", '"lids-2" covers the eye no further'),
        (
            filled("eyes", '<g id="iris"><circle cx="74" cy="304" r="20"/></g>'),
            "eyes lids-0 lids-1 lids-2 lids-3",
            "no white of the eye is found",
        ),
    ],
)
def test_lids_and_brows(svg: str, groups: str, says: str, tmp_path: Path) -> None:
    found = english(check_pictures.faults(drawing(tmp_path, svg), tuple(groups.split())))
    assert any(says in fault for fault in found), found
