"""An avatar's drawing as programs write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.scene import avatar
from pipeline.scene.drawing import Drawing
from pipeline.scene.rig import Rig
from tests.scene.designer import SVG, TOML, drawing


def tiny(root: Path, size: str, content: str) -> Drawing:
    path = root / "tiny.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" {size}>{content}</svg>')
    return Drawing(path, ("eyes",))


@pytest.mark.parametrize("size", ["", 'width="210mm" height="210mm"', 'width="40" height="40"'])
def test_a_page_size_does_not_change_the_size_of_the_drawing(size: str, tmp_path: Path) -> None:
    """Inkscape writes millimetres."""
    made = tiny(tmp_path, size, '<g id="eyes"><rect x="100" y="100" width="100" height="100"/></g>')
    assert made.part("eyes").bounds == pytest.approx((100, 100, 200, 200), abs=12)


def test_an_iris_keeps_its_own_place_when_it_follows_the_gaze(tmp_path: Path) -> None:
    """Inkscape moves a group by giving it a transform."""
    iris = '<g id="iris" transform="translate(200,100)"><rect width="100" height="100"/></g>'
    made = tiny(tmp_path, "", f'<g id="eyes">{iris}</g>')
    assert made.part("eyes", "iris", 40, 0).bounds == pytest.approx((240, 100, 340, 200), abs=12)


def test_an_avatar_is_read_from_any_folder(tmp_path: Path) -> None:
    drawing(tmp_path, SVG + " ")
    (tmp_path / "avatar.toml").write_text(TOML.replace("Maja", "Nadia"), encoding="utf-8")
    nadia = avatar.load(tmp_path)
    assert nadia == avatar.read(tmp_path)
    assert (nadia.name, nadia.licence) == ("Nadia", "GPL-3.0-or-later")
    rig = Rig.load(tmp_path, height=100, x=0, y=0)
    assert (rig.name, rig.display_name) == (tmp_path.name, "Nadia")
