"""The overview: every language has its row."""

from __future__ import annotations

import numpy as np
import skia

from pipeline import language as packs
from pipeline.pages.overview import FONTS, Strip, overview


def picture(red: int, width: int = 480, height: int = 270) -> bytes:
    surface = skia.Surface(width, height)
    surface.getCanvas().clear(skia.ColorSetRGB(red, 0, 0))
    return bytes(surface.makeImageSnapshot().encodeToData(skia.kJPEG, 90))


def test_the_overview_shows_every_picture_in_its_row() -> None:
    codes = packs.codes()
    strips = [
        Strip(
            f"{packs.load(code).german} · {packs.load(code).name} · 61 s", tuple(picture(60 * n) for n in range(1, 5))
        )
        for code in codes
    ]
    jpeg = overview(strips)  # skia only borrows it
    sheet = skia.Image.MakeFromEncoded(skia.Data(jpeg)).toarray(colorType=skia.kRGBA_8888_ColorType)
    assert sheet.shape[0] == len(codes) * (225 + 44 + 8)
    for row in range(len(codes)):
        for column in range(4):
            red, green, _ = sheet[row * 277 + 150, column * 406 + 200, :3]
            assert abs(int(red) - 60 * (column + 1)) < 12
            assert green < 12
        heading = sheet[row * 277 : row * 277 + 40, :700, :3].astype(int).sum(axis=2)
        assert np.count_nonzero(heading > 600) > 300, "no heading"


def test_an_upright_picture_keeps_its_shape_on_the_overview() -> None:
    jpeg = overview([Strip("x", (picture(240, 480, 854),))])
    sheet = skia.Image.MakeFromEncoded(skia.Data(jpeg)).toarray(colorType=skia.kRGBA_8888_ColorType)
    (red,) = np.nonzero(sheet[150, :400, 0] > 200)
    assert abs(np.ptp(red) + 1 - 225 * 480 / 854) <= 4
    assert abs(red.mean() - 200) <= 2


def test_headings_of_all_languages_are_covered_by_the_fonts_of_the_overview() -> None:
    from pipeline.scene.text import uncovered

    for code in packs.codes():
        assert uncovered(packs.load(code).name, FONTS) == []
