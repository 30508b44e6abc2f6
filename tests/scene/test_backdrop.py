"""The service's own logo and wall behind everything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.errors import InputError
from pipeline.model import Format
from pipeline.scene import layers
from pipeline.scene import layout as layouts
from pipeline.scene.backdrop import backdrop, logo
from tests.scene.plated import LANDSCAPE, every_way, inside
from tests.scene.staging import LOOK, alpha_in, scene, timeline


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
    with pytest.raises(InputError, match=f"{de} ist kein Bild") as caught:
        logo(path, LANDSCAPE) if field == "logo" else backdrop(LANDSCAPE, replace(LOOK, wall=path))
    assert caught.value.path == path
    assert "Save it as PNG or JPEG" in caught.value.en


@every_way
def test_a_logo_of_any_shape_stands_small_in_its_corner(tmp_path: Path, form: Format, rtl: bool) -> None:
    place = layouts.layout(form, rtl=rtl)
    for size in ((2000, 100),) if rtl else ((2000, 100), (100, 2000), (10, 10)):
        path = a_picture(tmp_path / "logo.png", size, (255, 0, 255))
        drawn = logo(path, place)
        assert inside(drawn.box, place.logo)
        rows, columns = np.nonzero(drawn.image[..., 3])
        high, wide = rows.max() + 1 - rows.min(), columns.max() + 1 - columns.min()
        assert wide / high == pytest.approx(size[0] / size[1], rel=0.25), "undistorted and whole"


@every_way
@pytest.mark.parametrize("draft", [(), ("ENTWURF – nicht geprüft",)])
def test_a_logo_is_seen_whole_or_not_at_all(tmp_path: Path, form: Format, rtl: bool, draft: tuple[str, ...]) -> None:
    """Before everything that any frame shows, with a contact of three lines and a code on the end card."""
    path = a_picture(tmp_path / "logo.png", (600, 160), (255, 0, 255))
    made = timeline("ar" if rtl else "de", ["Rufen Sie uns an: 030 23125 118."], draft=draft, form=form)
    card = replace(made.end_card.value, contact="Kontakt · Haus Nord · Markt 3 · 030 23125 118", code="tel:+4930115")
    made = replace(made, end_card=replace(made.end_card, value=card))
    shown = scene(made, replace(LOOK, logo=path))
    frames = [list(shown.keys(frame)) for frame in (0, 60, len(made.poses) - 40, len(made.poses) - 1)]
    seen = {key: layers.picture(key, shown.draw) for key in {key for keys in frames for key in keys}}
    place = layouts.layout(form, rtl=rtl).logo
    assert "logo" not in seen or inside(seen["logo"].box, place)
    for keys in frames:
        covering = {key for key in keys if key != "logo" and alpha_in(seen[key], place).any()}
        assert not covering or "logo" not in keys
    ending = frames[-1]
    assert ("logo" in ending) == (form == "9x16"), "upright there is room below the contact"
    assert ("logo" in frames[0]) == (form == "9x16" or not draft), "elsewhere a draft's band hides it"


def test_the_harder_the_forms_of_a_wall_the_paler_it_is(tmp_path: Path) -> None:
    def spread(contrast: int) -> float:
        rows, columns = np.mgrid[0:270, 0:480]
        squares = 128 + contrast * ((rows // 75 + columns // 75) % 2 * 2 - 1)
        Image.fromarray(squares.astype(np.uint8)).save(tmp_path / "wand.png")
        return float(backdrop(LANDSCAPE, replace(LOOK, wall=tmp_path / "wand.png")).image[:500, :300, 0].std())

    assert spread(127) == pytest.approx(spread(60), rel=0.1)
    assert spread(10) < 0.6 * spread(60)


def test_a_picture_as_wall_covers_it_softly_and_leaves_the_desk_as_it_is(tmp_path: Path) -> None:
    place = layouts.layout("9x16", rtl=False)
    path = a_picture(tmp_path / "wand.png", (300, 200), (0, 0, 0))
    plain, walled = (backdrop(place, look).image for look in (LOOK, replace(LOOK, wall=path)))
    above = slice(0, place.desk)
    assert (walled[above].astype(int) < plain[above].astype(int) - 40)[..., :3].all(), "it covers the whole wall"
    assert walled[above][..., :3].min() > 60, "and lets the wall's colour through"
    assert np.array_equal(walled[place.desk :], plain[place.desk :])
