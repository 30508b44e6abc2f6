"""The service's own logo and wall behind everything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import InputError
from pipeline.model import Format
from pipeline.scene import layout as layouts
from pipeline.scene.backdrop import backdrop
from pipeline.scene.sprite import Box
from tests.scene.plated import LANDSCAPE, every_way, inside
from tests.scene.staging import LOOK


def a_picture(path: Path, size: tuple[int, int], colour: tuple[int, int, int]) -> Path:
    import skia

    surface = skia.Surface(*size)
    surface.getCanvas().clear(skia.ColorSetRGB(*colour))
    surface.makeImageSnapshot().save(str(path), skia.kPNG)
    return path


@pytest.mark.parametrize(("field", "de"), [("logo", "Das Logo"), ("wall", "Das Hintergrundbild")])
def test_a_file_that_is_no_picture_is_named(tmp_path: Path, field: str, de: str) -> None:
    path = tmp_path / "bild.png"
    path.write_text("kein Bild", encoding="utf-8")
    given = replace(LOOK, logo=path) if field == "logo" else replace(LOOK, wall=path)
    with pytest.raises(InputError, match=f"{de} ist kein Bild") as caught:
        backdrop(LANDSCAPE, given)
    assert caught.value.path == path
    assert "Save it as PNG or JPEG" in caught.value.en


@every_way
def test_a_logo_of_any_shape_stands_small_in_its_corner(tmp_path: Path, form: Format, rtl: bool) -> None:
    place = layouts.layout(form, rtl=rtl)
    for size in ((2000, 100),) if rtl else ((2000, 100), (100, 2000), (10, 10)):
        path = a_picture(tmp_path / "logo.png", size, (255, 0, 255))
        image = backdrop(place, replace(LOOK, logo=path)).image
        rows, columns = np.nonzero((image[..., 0] > 240) & (image[..., 1] < 30))
        assert inside(Box(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1), place.logo)


def test_a_picture_as_wall_covers_it_softly_and_leaves_the_desk_as_it_is(tmp_path: Path) -> None:
    place = layouts.layout("9x16", rtl=False)
    path = a_picture(tmp_path / "wand.png", (300, 200), (0, 0, 0))
    plain, walled = (backdrop(place, look).image for look in (LOOK, replace(LOOK, wall=path)))
    above = slice(0, place.desk)
    assert (walled[above].astype(int) < plain[above].astype(int) - 40)[..., :3].all(), "it covers the whole wall"
    assert walled[above][..., :3].min() > 60, "and lets the wall's colour through"
    assert np.array_equal(walled[place.desk :], plain[place.desk :])
