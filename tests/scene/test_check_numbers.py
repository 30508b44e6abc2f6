"""Where the numbers of an avatar.toml do not fit its drawing, and where the figure leaves its canvas."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.scene import avatar, check_numbers
from pipeline.scene.drawing import Drawing
from pipeline.scene.rig import GROUPS
from tests.scene.designer import TOML, drawing, english, moved

MAJA = avatar.load("maja")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"face": (-157.0, 330.0, 157.0, 530.0)}, "fills 19% of the picture's height, 28% are needed"),
        ({"face": (-257.0, 140.0, 257.0, 530.0)}, 'reaches beyond what "head" draws'),
        ({"face": (-157.0, 100.0, 157.0, 440.0)}, '"mouth-rest" does not lie inside face'),
        ({"mouth_width": 160.0}, 'mouth_width is 160, but "mouth-rest" is 1'),
        ({"pivot": (0.0, 1200.0)}, "does not lie in the neck"),
        ({"pivot": (360.0, 600.0)}, "pivot [360, 600] does not lie in the neck"),
        ({"breath": 50.0}, "breath 50 cannot be right: more than 0 and at most 30"),
        ({"gaze": (45.0, 2.0)}, "both more than 0 and at most 21"),
        ({"gaze": (0.0, 2.0)}, "gaze [0, 2] cannot be right"),
    ],
)
def test_numbers_against_the_drawing(change: dict[str, Any], says: str) -> None:
    made = Drawing(MAJA.drawing, GROUPS)
    assert list(check_numbers.faults(made, MAJA)) == []
    assert any(says in fault for fault in english(check_numbers.faults(made, replace(MAJA, **change))))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"face": (403.0, 140.0, 717.0, 530.0), "pivot": (560.0, 600.0)},
            "face [403, 140, 717, 530] and pivot [560, 600]: measured from the page's corner, as Inkscape counts. The "
            "view box starts at -560 0; subtract 560 from x: face = [-157, 140, 157, 530], pivot = [0, 600].",
        ),
        ({"pivot": (560.0, 600.0)}, "subtract 560 from x: pivot = [0, 600]."),
    ],
)
def test_numbers_that_were_measured_from_the_corner_of_the_page(change: dict[str, Any], says: str) -> None:
    (found,) = check_numbers.faults(Drawing(MAJA.drawing, GROUPS), replace(MAJA, **change))
    assert found[1].endswith(says)
    assert "von x 560 abziehen" in found[0]


def test_a_mouth_that_is_too_narrow_for_a_phone(tmp_path: Path) -> None:
    narrow = drawing(tmp_path, moved("mouth-rest", "scale(0.8,1)"))
    (found,) = english(check_numbers.faults(narrow, replace(MAJA, mouth_width=102)))
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
    (found,) = english(check_numbers.poses(avatar.read(tmp_path)))
    assert says in found
