"""The code to scan on the end card: what it may say, and its modules. Drawn locally, it asks nobody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.scene.sprite import Box

if TYPE_CHECKING:
    import skia

LIMIT = 100
"""Characters. With error correction M that is at most version 6: 41 modules and the quiet zone, 6 pixels each."""
QUIET = 4
"""Modules around it that stay light (ISO/IEC 18004)."""
ALLOWED = (
    f"„tel:+49301234567“ oder eine Adresse wie „https://example.org/termin“, bis {LIMIT} Zeichen ohne Umlaute",
    f'"tel:+49301234567" or an address such as "https://example.org/termin", up to {LIMIT} ASCII characters',
)
"""What is possible, in German and English."""
_TEL = re.compile(r"tel:\+?[0-9](?:-?[0-9]){2,19}")
_HTTPS = re.compile(
    r"https://(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(?::[0-9]{1,5})?(?:[/?#][!-~]*)?"
)
"""The host comes first: in "https://bank.example@evil.example" people read another one than the phone opens."""


def allowed(text: str) -> bool:
    """Whether a code may say this: a call or a safe page. Any other scheme could do something on a client's phone."""
    return len(text) <= LIMIT and bool(_TEL.fullmatch(text) or _HTTPS.fullmatch(text))


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
