"""What stands behind everything: the wall in the service's colours or its own picture, and the desk; and the logo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.scene.desk import desk
from pipeline.scene.layout import Layout
from pipeline.scene.plates import Look
from pipeline.scene.sprite import Box, Sprite, paint
from pipeline.scene.text import rgb

if TYPE_CHECKING:
    import numpy as np
    import skia
    from numpy.typing import NDArray

_LOGO = "Das Logo", "The logo"
_BACKGROUND = "Das Hintergrundbild", "The background picture"
_PATCH = 120
"""Pixels: finer forms of a wall's picture vanish."""
_SHARE = 0.5
"""Of a picture in the colour of the wall, at most."""
_CALM = 25.0
"""Steps of luma a square patch: how far a wall may bend. Measured: above 60 the watermark is lost."""


def backdrop(layout: Layout, look: Look) -> Sprite:
    """A quiet wall in the service's colours: light from one side, two soft shapes, the edge of a desk."""
    import skia

    red, green, blue = rgb(look.background)
    wall = skia.ColorSetRGB(red, green, blue)
    shade = skia.ColorSetRGB(int(red * 0.88), int(green * 0.89), int(blue * 0.9))
    accent = skia.ColorSetRGB(*rgb(look.accent))

    def draw(canvas: skia.Canvas) -> None:
        ends = [skia.Point(0, 0), skia.Point(layout.width, layout.height)]
        canvas.drawPaint(skia.Paint(Shader=skia.GradientShader.MakeLinear(ends, [wall, shade]), Dither=True))
        if look.wall:
            _wall(canvas, look.wall, layout)
        _glow(canvas, layout, accent)
        desk(canvas, layout, rgb(look.accent), rgb(look.background))

    return paint(Box(0, 0, layout.width, layout.height), draw)


def _glow(canvas: skia.Canvas, layout: Layout, colour: int) -> None:
    """Two discs behind the figure; or one that fades, where little of the wall is free: near edges the watermark cannot
    be read."""
    import skia

    middle = skia.Point(layout.figure_middle, layout.figure_top + 0.44 * layout.figure_height)
    if layout.format == "1x1":
        tones = [skia.ColorSetA(colour, alpha) for alpha in (40, 28, 8, 0)]
        shader = skia.GradientShader.MakeRadial(middle, 0.92 * layout.figure_height, tones, [0.1, 0.4, 0.8, 1])
        canvas.drawPaint(skia.Paint(Shader=shader, Dither=True))
        return
    soft = skia.Paint(Color=colour, AntiAlias=True, Alphaf=0.07)
    for radius in (0.62, 0.48):
        canvas.drawCircle(middle, radius * layout.figure_height, soft)


def _wall(canvas: skia.Canvas, path: Path, layout: Layout) -> None:
    """The service's picture over the whole ground, far out of focus and mixed with the colour of the wall, so that the
    figure and the plates come first and the watermark, which needs a calm ground, is found.

    A spline through a mean colour for every patch: unlike a blur in whole steps of colour it leaves no contours.
    """
    import skia

    image = _opened(path, *_BACKGROUND)
    scale = max(layout.width / image.width(), layout.height / image.height())
    width, height = image.width() * scale, image.height() * scale
    place = skia.Rect.MakeXYWH((layout.width - width) / 2, (layout.height - height) / 2, width, height)
    mean = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
    patches = image.resize(max(1, round(width / _PATCH)), max(1, round(height / _PATCH)), mean)
    spline = skia.CubicResampler.Mitchell()
    spline.B, spline.C = 1, 0  # B-spline, the smoothest
    drawn = skia.Paint(Alphaf=min(_SHARE, _CALM / max(_bend(patches), 1)), Dither=True)
    canvas.drawImageRect(patches, place, skia.SamplingOptions(spline), drawn)


def _bend(patches: skia.Image) -> float:
    """Root mean square of the Laplacian of the spline through these patches: steps of luma a square patch."""
    import numpy as np
    import skia

    def along(values: NDArray[np.float32], *weights: float) -> NDArray[np.float32]:
        first, second, third = weights
        result: NDArray[np.float32] = first * values[:-2] + second * values[1:-1] + third * values[2:]
        return result

    luma = np.pad(patches.toarray(colorType=skia.kGray_8_ColorType).astype(np.float32), 1, mode="edge")
    bend, mean = (1, -2, 1), (1 / 6, 4 / 6, 1 / 6)
    down, across = along(along(luma, *bend).T, *mean).T, along(along(luma, *mean).T, *bend).T
    return float(np.sqrt(np.mean((down + across) ** 2)))


def logo(path: Path, layout: Layout) -> Sprite:
    """The service's logo, small, in the lower corner of the free side."""
    import skia

    image, box = _opened(path, *_LOGO), layout.logo
    scale = min((box.right - box.left) / image.width(), (box.bottom - box.top) / image.height())
    width, height = image.width() * scale, image.height() * scale
    left = box.left if layout.rtl else box.right - width
    place = skia.Rect.MakeXYWH(left, box.bottom - height, width, height)

    def draw(canvas: skia.Canvas) -> None:
        canvas.drawImageRect(image, place, skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear))

    return paint(box, draw)


def refuse_unreadable(logo: Path | None, wall: Path | None) -> None:
    """Asked before any work.

    Raises:
        InputError: One of them is no picture.
    """
    if logo:
        _opened(logo, *_LOGO)
    if wall:
        _opened(wall, *_BACKGROUND)


def _opened(path: Path, de: str, en: str) -> skia.Image:
    """
    Raises:
        InputError: It is no picture.
    """
    import skia

    try:
        return skia.Image.open(str(path))
    except (RuntimeError, ValueError, OSError) as error:
        raise InputError(
            f"{de} ist kein Bild, das sich lesen lässt. Bitte als PNG oder JPEG speichern oder in lotse.toml unter "
            "[service] ein anderes nennen.",
            f"{en} is not a picture that can be read. Save it as PNG or JPEG, or name another one in lotse.toml under "
            "[service].",
            path=path,
        ) from error
