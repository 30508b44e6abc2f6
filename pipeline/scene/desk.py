"""The desk that the avatar sits at. Upright, where much of it is seen, a notebook, a pen and a cup lie on it, tone on
tone, so that words and face come first; a picture of the script and the end card are laid upon them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.scene.layout import Layout

if TYPE_CHECKING:
    import skia

_SEEN = 1 / 4
"""Of the picture's height: where the desk takes less, only its edge is drawn."""
_WHITE, _BLACK = 0xFFFFFFFF, 0xFF000000
_CHINA = ((_WHITE, 0.55), (_WHITE, 0.42), (_WHITE, 0.28), (_BLACK, 0.22))
"""What is mixed into the colour of the desk for the light, the middle and the dark side of the cup, and for the tea."""
_FAR = 0.9
"""How much narrower things are at the far edge of the pad than at the near one."""


def desk(canvas: skia.Canvas, layout: Layout, accent: tuple[int, int, int], ground: tuple[int, int, int]) -> None:
    """Args:
    accent: The service's colour.
    ground: The colour of its wall.
    """
    import skia

    colour = skia.ColorSetRGB(*accent)
    front = skia.Rect.MakeLTRB(0, layout.desk, layout.width, layout.height)
    if front.height() < layout.height * _SEEN:
        canvas.drawRect(front, skia.Paint(Color=colour, Alphaf=0.14))
        return
    canvas.drawRect(front, skia.Paint(Color=skia.ColorSetRGB(*ground)))
    canvas.drawRect(front, skia.Paint(Color=colour, Alphaf=0.45))
    ends = [skia.Point(0, layout.desk), skia.Point(0, layout.height)]
    fading = [skia.ColorSetA(skia.ColorBLACK, 0), skia.ColorSetA(skia.ColorBLACK, 50)]
    canvas.drawRect(front, skia.Paint(Shader=skia.GradientShader.MakeLinear(ends, fading), Dither=True))
    for tone, height, strength in ((skia.ColorWHITE, 14, 0.5), (skia.ColorBLACK, 26, 0.06)):
        edge = skia.Rect.MakeLTRB(0, layout.desk, layout.width, layout.desk + height)
        canvas.drawRect(edge, skia.Paint(Color=tone, Alphaf=strength))
    canvas.save()
    if layout.rtl:
        canvas.translate(layout.width, 0)
        canvas.scale(-1, 1)
    top = _mixed(colour, skia.ColorSetRGB(*ground), 0.55)
    _pad(canvas, layout, colour, top)
    _cup(canvas, 196, layout.height - 236, top)
    canvas.restore()


def _pad(canvas: skia.Canvas, layout: Layout, accent: int, surface: int) -> None:
    """A writing pad, an open notebook on it, and a pen.

    Args:
        surface: The colour of the desk.
    """
    import skia

    middle, top, bottom = layout.width / 2, layout.desk + 133.0, layout.height - 298.0

    def at(across: float, down: float) -> tuple[float, float]:
        """A point of the pad: -1 … 1 from its left to its right edge, 0 … 1 from far to near."""
        return middle + across * 0.46 * layout.width * (_FAR + (1 - _FAR) * down), top + down * (bottom - top)

    def patch(left: float, far: float, right: float, near: float) -> skia.Path:
        corners = [skia.Point(*at(*one)) for one in ((left, far), (right, far), (right, near), (left, near))]
        return skia.Path.Polygon(corners, True)

    _shadow(canvas, patch(-1, 0.02, 1, 1.03), 0.12)
    round_edge = skia.CornerPathEffect.Make(22)
    canvas.drawPath(patch(-1, 0, 1, 1), skia.Paint(Color=accent, Alphaf=0.3, AntiAlias=True, PathEffect=round_edge))

    _shadow(canvas, patch(-0.52, 0.2, 0.52, 0.93), 0.14)
    for left, right, strength in ((-0.5, 0.0, 0.4), (0.0, 0.5, 0.34)):
        page = skia.Paint(Color=skia.ColorWHITE, Alphaf=strength, AntiAlias=True)
        canvas.drawPath(patch(left, 0.16, right, 0.88), page)
    line = skia.Paint(Color=accent, Alphaf=0.26, AntiAlias=True, StrokeWidth=4, StrokeCap=skia.Paint.kRound_Cap)
    for left, right in ((-0.43, -0.07), (0.07, 0.43)):
        for number in range(5):
            down = 0.28 + 0.115 * number
            end = right if number < 4 or left < 0 else right - 0.2
            canvas.drawLine(*at(left, down), *at(end, down), line)
    fold = [skia.Point(*at(-0.06, 0)), skia.Point(*at(0.06, 0))]
    dark = [skia.ColorSetA(skia.ColorBLACK, alpha) for alpha in (0, 34, 0)]
    shaded = skia.Paint(Shader=skia.GradientShader.MakeLinear(fold, dark), AntiAlias=True)
    canvas.drawPath(patch(-0.06, 0.16, 0.06, 0.88), shaded)

    pen = skia.Paint(
        Color=_mixed(accent, surface, 0.3), AntiAlias=True, StrokeWidth=15, StrokeCap=skia.Paint.kRound_Cap
    )
    tip, cap, clip = at(0.66, 0.78), at(0.8, 0.24), at(0.765, 0.375)
    canvas.drawLine(tip[0] + 5, tip[1] + 10, cap[0] + 5, cap[1] + 10, _soft(0.2, 15))
    canvas.drawLine(*tip, *cap, pen)
    pen.setColor(skia.ColorWHITE)
    pen.setAlphaf(0.3)
    canvas.drawLine(*clip, *cap, pen)


def _cup(canvas: skia.Canvas, x: float, y: float, surface: int) -> None:
    """A cup of tea on its saucer.

    Args:
        x: Middle of the cup.
        y: Middle of its rim.
        surface: The colour of the desk.
    """
    import skia

    light, mid, dark, tea = (_mixed(surface, *one) for one in _CHINA)

    def oval(down: float, wide: float, high: float) -> skia.Rect:
        return skia.Rect.MakeLTRB(x - wide, y + down - high, x + wide, y + down + high)

    china = skia.Paint(Color=mid, AntiAlias=True)
    shade = skia.Paint(Color=dark, AntiAlias=True)
    canvas.drawOval(oval(122, 142, 46), _soft(0.2))
    canvas.drawOval(oval(108, 138, 44), china)
    canvas.drawOval(oval(106, 96, 28), shade)
    ring = skia.Paint(Color=mid, AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=15)
    canvas.drawOval(skia.Rect.MakeLTRB(x + 52, y + 14, x + 124, y + 76), ring)
    body = skia.Path()
    body.moveTo(x - 84, y)
    body.cubicTo(x - 80, y + 70, x - 62, y + 112, x - 38, y + 118)
    body.cubicTo(x - 16, y + 124, x + 16, y + 124, x + 38, y + 118)
    body.cubicTo(x + 62, y + 112, x + 80, y + 70, x + 84, y)
    body.close()
    ends = [skia.Point(x - 84, y), skia.Point(x + 84, y)]
    rounded = skia.GradientShader.MakeLinear(ends, [light, mid, dark])
    canvas.drawPath(body, skia.Paint(Shader=rounded, AntiAlias=True))
    canvas.drawOval(oval(0, 84, 26), skia.Paint(Color=light, AntiAlias=True))
    canvas.drawOval(oval(3, 74, 20), skia.Paint(Color=tea, AntiAlias=True))


def _mixed(colour: int, other: int, share: float) -> int:
    """Args:
    share: Of the other colour, 0 … 1.
    """
    import skia

    def between(channel: Callable[[int], int]) -> int:
        return round(channel(colour) * (1 - share) + channel(other) * share)

    return int(skia.ColorSetRGB(between(skia.ColorGetR), between(skia.ColorGetG), between(skia.ColorGetB)))


def _soft(strength: float, stroke: float = 0) -> skia.Paint:
    """A shadow.

    Args:
        strength: 0 … 1.
        stroke: Pixels: of a line; 0: of an area.
    """
    import skia

    blur = skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 8)
    paint = skia.Paint(Color=skia.ColorBLACK, Alphaf=strength, AntiAlias=True, MaskFilter=blur)
    if stroke:
        paint.setStrokeWidth(stroke)
        paint.setStrokeCap(skia.Paint.kRound_Cap)
    return paint


def _shadow(canvas: skia.Canvas, path: skia.Path, strength: float) -> None:
    canvas.drawPath(path, _soft(strength))
