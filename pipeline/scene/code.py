"""The code to scan on the end card: its modules and its place. Drawn locally, it asks nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.scene.sprite import Box

if TYPE_CHECKING:
    import skia

QUIET = 4
"""Modules around it that stay light (ISO/IEC 18004)."""


def modules(text: str) -> list[list[bool]]:
    """Rows of modules without the quiet zone; true is dark."""
    import segno

    return [[bool(module) for module in row] for row in segno.make_qr(text, error="m").matrix]


def place(text: str, zone: Box, *, rtl: bool) -> tuple[Box, int]:
    """Where it lies, quiet zone included: at the bottom of its zone, towards the edge of the picture; and the pixels
    of a module."""
    count = len(modules(text)) + 2 * QUIET
    scale = min(zone.right - zone.left, zone.bottom - zone.top) // count
    left = zone.right - scale * count if rtl else zone.left
    return Box(left, zone.bottom - scale * count, left + scale * count, zone.bottom), scale


def paint(canvas: skia.Canvas, text: str, box: Box, scale: int, colour: tuple[int, int, int]) -> None:
    """The dark modules, on whole pixels; the ground is there already."""
    import skia

    dark = skia.Paint(Color=skia.ColorSetRGB(*colour), AntiAlias=False)
    for y, row in enumerate(modules(text), QUIET):
        for x, module in enumerate(row, QUIET):
            if module:
                canvas.drawRect(skia.Rect.MakeXYWH(box.left + x * scale, box.top + y * scale, scale, scale), dark)
