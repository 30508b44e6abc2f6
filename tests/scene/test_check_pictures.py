"""What is wrong with an avatar as it is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.scene import check_pictures
from tests.scene.designer import as_in, drawing, english, filled, moved


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
    found = english(check_pictures.faults(drawing(tmp_path, svg), tuple(groups.split())))
    assert any(says in fault for fault in found), found
