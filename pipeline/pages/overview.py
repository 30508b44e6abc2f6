"""The overview of a title: a contact sheet of its films."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import skia

FONTS = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic")
"""They cover every language's own name."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A film's row on the overview."""

    heading: str
    pictures: tuple[bytes, ...]
    """JPEG."""


def overview(strips: Sequence[Strip]) -> bytes:
    """A contact sheet, JPEG: a row per language, a picture per moment."""
    import skia

    width, height, left, top = 400, 225, 0, 44
    columns = max(len(strip.pictures) for strip in strips)
    surface = skia.Surface(left + columns * (width + 6), len(strips) * (height + top + 8))
    canvas: skia.Canvas = surface.getCanvas()
    canvas.clear(skia.ColorSetRGB(0x10, 0x22, 0x2B))
    from pipeline.scene.text import Style, set_line

    smooth = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
    for row, strip in enumerate(strips):
        y = row * (height + top + 8)
        set_line(strip.heading, Style(26, FONTS, colour="#ffffff")).paint(canvas, 12, y + 32)
        for column, jpeg in enumerate(strip.pictures):
            image = skia.Image.MakeFromEncoded(skia.Data(jpeg))
            wide = min(width, height * image.width() // image.height())  # upright ones keep their shape
            place = skia.Rect.MakeXYWH(column * (width + 6) + (width - wide) // 2, y + top, wide, height)
            canvas.drawImageRect(image, place, smooth)
    return bytes(surface.makeImageSnapshot().encodeToData(skia.kJPEG, 88))
