"""What stands behind everything: the wall in the service's colours or its own picture, the desk, the logo."""

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
    import skia


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
            _wall(canvas, look.wall, wall, layout)
        _glow(canvas, layout, accent)
        desk(canvas, layout, rgb(look.accent), rgb(look.background))
        if look.logo:
            _logo(canvas, look.logo, layout)

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


def _wall(canvas: skia.Canvas, path: Path, colour: int, layout: Layout) -> None:
    """The service's picture over the whole ground, out of focus and drawn towards the colour of the wall, so that the
    figure and the plates come first."""
    import skia

    image = _opened(path, "Das Hintergrundbild", "The background picture")
    scale = max(layout.width / image.width(), layout.height / image.height())
    width, height = image.width() * scale, image.height() * scale
    place = skia.Rect.MakeXYWH((layout.width - width) / 2, (layout.height - height) / 2, width, height)
    soft = skia.Paint(ImageFilter=skia.ImageFilters.Blur(14, 14, skia.TileMode.kClamp))
    canvas.drawImageRect(image, place, skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear), soft)
    canvas.drawPaint(skia.Paint(Color=colour, Alphaf=0.5))


def _logo(canvas: skia.Canvas, path: Path, layout: Layout) -> None:
    """The service's logo, small, in the lower corner of the free side."""
    import skia

    image, box = _opened(path, "Das Logo", "The logo"), layout.logo
    scale = min((box.right - box.left) / image.width(), (box.bottom - box.top) / image.height())
    width, height = image.width() * scale, image.height() * scale
    left = box.left if layout.rtl else box.right - width
    place = skia.Rect.MakeXYWH(left, box.bottom - height, width, height)
    canvas.drawImageRect(image, place, skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear))


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
            f"{de} ist kein Bild, das sich lesen lässt. Bitte als PNG oder JPEG speichern.",
            f"{en} is not a picture that can be read. Save it as PNG or JPEG.",
            path=path,
        ) from error
