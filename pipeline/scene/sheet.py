"""One picture of all that an avatar can do: every mouth, lid, gaze and pose, and the figure in a film's picture."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.model import Pose
from pipeline.scene import avatar
from pipeline.scene.avatar import Avatar
from pipeline.scene.backdrop import backdrop
from pipeline.scene.drawing import Drawing
from pipeline.scene.layers import picture
from pipeline.scene.layout import INK, layout
from pipeline.scene.plates import Look
from pipeline.scene.rig import GROUPS, Rig
from pipeline.scene.sprite import Sprite, as_skia
from pipeline.scene.text import Style, rgb, set_line, wrap
from pipeline.scene.visemes import LETTERS, VISEMES

if TYPE_CHECKING:
    import skia

_LOOK = Look("#1f6f78", "#f4f1ea")
_PHONE = (640, 360)
_EDGE, _GAP = 40, 20
_WIDTH = 2 * _EDGE + 3 * _PHONE[0] + 2 * _GAP
_FONTS = ("Noto Sans",)
_HEAD, _NAME = Style(40, _FONTS, bold=True, colour=INK), Style(26, _FONTS, bold=True, colour=INK)
_NOTE, _LEADING = Style(24, _FONTS, colour=INK), 32


@dataclass(frozen=True, slots=True)
class _Region:
    """A part of the drawing, in its units from the top left corner of the view box."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Cell:
    pose: Pose
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    """Cells that show the same region, in rows."""

    title: str
    region: _Region
    columns: int
    cells: tuple[_Cell, ...]


class _Painter:
    """Draws each layer of a rig once."""

    def __init__(self, rig: Rig) -> None:
        self._rig = rig
        self._sprites: dict[Hashable, Sprite] = {}

    def paint(self, canvas: skia.Canvas, pose: Pose, x: float, y: float) -> None:
        for key in self._rig.keys(pose):
            if key not in self._sprites:
                self._sprites[key] = picture(key, self._rig.draw)
            sprite = self._sprites[key]
            canvas.drawImage(as_skia(sprite), x + sprite.x, y + sprite.y)


def draw(folder: Path) -> bytes:
    """The sheet as PNG.

    Raises:
        InputError: The folder is incomplete.
    """
    import skia

    who = avatar.read(folder)
    drawing = Drawing(who.drawing, GROUPS)
    recorder = skia.PictureRecorder()
    canvas = recorder.beginRecording(skia.Rect.MakeWH(_WIDTH, 100_000))
    y = _heading(canvas, f"{who.name} ({folder.resolve().name}) · {who.gender}", _EDGE)
    y = _words(canvas, f"{who.author} · {who.licence} {who.source}".strip(), _EDGE, y, _WIDTH - 2 * _EDGE)
    for block in _blocks(who, drawing):
        y = _block(canvas, folder, block, y + 30)
    y = _scenes(canvas, folder, y + 30)
    surface = skia.Surface(_WIDTH, int(y) + _EDGE)
    surface.getCanvas().clear(skia.ColorWHITE)
    surface.getCanvas().drawPicture(recorder.finishRecordingAsPicture())
    return bytes(surface.makeImageSnapshot().encodeToData(skia.kPNG, 100))


def _blocks(who: Avatar, drawing: Drawing) -> Iterable[_Block]:
    # Whatever numbers a designer has written, the sheet shows a part of the canvas that can be seen.
    left, right = (min(max(edge - drawing.left, 0), drawing.width) for edge in sorted(who.face[::2]))
    top, chin = (min(max(edge - drawing.top, 0), drawing.height) for edge in sorted(who.face[1::2]))
    wide, high = max(right - left, drawing.width / 8), max(chin - top, drawing.height / 8)
    right, chin = left + wide, top + high
    middle = (left + right) / 2
    mouth = _Region(left + wide * 0.05, top + high * 0.48, right - wide * 0.05, chin + high * 0.08)
    eyes = _Region(left - wide * 0.08, top + high * 0.12, right + wide * 0.08, top + high * 0.64)
    bust = _Region(middle - high * 0.9, 0, middle + high * 0.9, chin + high * 0.45)
    whole = _Region(0, 0, drawing.width, drawing.height)
    yield _Block(
        "Münder / mouths",
        mouth,
        7,
        tuple(_Cell(Pose(viseme=v), f"mouth-{v}", LETTERS.get(v, "(Stille / silence)")) for v in VISEMES),
    )
    lids = [_Cell(Pose(lids=step), f"lids-{step}") for step in range(4)]
    brows = [_Cell(Pose(brows=2 * step), f"brows-{step}") for step in range(2)]
    left_side = [lids[:2], lids[2:], brows]
    cells: list[_Cell] = []
    for row, pair in zip((-1, 0, 1), left_side, strict=True):
        cells += pair
        cells += [_Cell(Pose(gaze=(across, row)), f"gaze ({across}, {row})") for across in (-1, 0, 1)]
    yield _Block("Lider, Brauen, Blick / lids, brows, gaze", eyes, 5, tuple(cells))
    tilts = tuple(_Cell(Pose(tilt=tilt), f"tilt {tilt}") for tilt in range(-3, 4))
    yield _Block("Kopf / head", bust, 7, tilts)
    arms: tuple[Literal["wave", "offer"], ...] = ("wave", "offer")
    breaths = [_Cell(Pose(breath=breath), f"breath {breath}") for breath in (0, 7)]
    poses = (*breaths, *(_Cell(Pose(arm=arm), f"arm-{arm}") for arm in arms))
    yield _Block("Atem und Arme / breath and arms", whole, 4, poses)


def _block(canvas: skia.Canvas, folder: Path, block: _Block, top: float) -> float:
    """Draws it from `top` on; gives where it ends."""
    import skia

    y = _heading(canvas, block.title, top)
    width = (_WIDTH - 2 * _EDGE + _GAP) // block.columns - _GAP
    region = block.region
    scale = width / (region.right - region.left)
    height = int((region.bottom - region.top) * scale)
    canvas_height = Drawing(avatar.read(folder).drawing, ()).height * scale
    rig = _Painter(Rig.load(folder, height=canvas_height, x=0, y=0, picture=(10_000, ceil(canvas_height))))
    lines = max(len(wrap(cell.note, _NOTE, width)) if cell.note else 0 for cell in block.cells)
    deep = height + 36 + _LEADING * lines + _GAP
    for number, cell in enumerate(block.cells):
        row, column = divmod(number, block.columns)
        x, at = _EDGE + column * (width + _GAP), y + row * deep
        frame = skia.Rect.MakeXYWH(x, at, width, height)
        canvas.save()
        canvas.clipRect(frame)
        canvas.drawRect(frame, skia.Paint(Color=skia.ColorSetRGB(*rgb(_LOOK.background))))
        rig.paint(canvas, cell.pose, round(x - region.left * scale), round(at - region.top * scale))
        canvas.restore()
        set_line(cell.name, _NAME).paint(canvas, x, at + height + 28)
        _words(canvas, cell.note, x, at + height + 30, width)
    return y + deep * -(-len(block.cells) // block.columns)


def _scenes(canvas: skia.Canvas, folder: Path, top: float) -> float:
    """The figure in the picture of a film: whole, as on a phone, mirrored for right-to-left languages, and in grey."""
    import skia

    normal, mirrored = (_scene(folder, Pose(viseme="e"), rtl=rtl) for rtl in (False, True))
    y = _heading(canvas, f"Im Film, {normal.width()} × {normal.height()} / in the film", top)
    canvas.drawImage(normal, _EDGE, y)
    title = "360p: Telefon, gespiegelt, grau / phone, mirrored, grey"
    y = _heading(canvas, title, y + normal.height() + 30)
    smooth = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
    matrix = [0.2126, 0.7152, 0.0722, 0, 0] * 3 + [0, 0, 0, 1, 0]
    grey = skia.Paint(ColorFilter=skia.ColorFilters.Matrix(matrix))
    for column, (image, paint) in enumerate(((normal, None), (mirrored, None), (normal, grey))):
        place = skia.Rect.MakeXYWH(_EDGE + column * (_PHONE[0] + _GAP), y, *_PHONE)
        canvas.drawImageRect(image, place, smooth, paint)
    return y + _PHONE[1]


def _scene(folder: Path, pose: Pose, *, rtl: bool) -> skia.Image:
    import skia

    place = layout("16x9", rtl=rtl)
    surface = skia.Surface(place.width, place.height)
    canvas = surface.getCanvas()
    canvas.drawImage(as_skia(backdrop(place, _LOOK)), 0, 0)
    _Painter(Rig.stand(folder, place)).paint(canvas, pose, 0, 0)
    return surface.makeImageSnapshot()


def _heading(canvas: skia.Canvas, text: str, y: float) -> float:
    set_line(text, _HEAD).paint(canvas, _EDGE, y + 40)
    return y + 62


def _words(canvas: skia.Canvas, text: str, x: float, y: float, width: float) -> float:
    for line in wrap(text, _NOTE, width) if text else []:
        y += _LEADING
        set_line(line, _NOTE).paint(canvas, x, y - 6)
    return y
