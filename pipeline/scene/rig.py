"""An avatar that can be posed: which layers a pose needs, and how each is painted."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.model import Gender, Pose
from pipeline.scene import avatar
from pipeline.scene.avatar import available
from pipeline.scene.drawing import Drawing, Part
from pipeline.scene.layers import Placed, Stack
from pipeline.scene.layout import SIZES, Layout
from pipeline.scene.motion import REACH, ease
from pipeline.scene.sprite import Box, Sprite, paint
from pipeline.scene.visemes import VISEMES

if TYPE_CHECKING:
    import skia

__all__ = ["VISEMES", "Rig", "Sprite", "available"]

GROUPS = (
    *("hair-back", "body", "head", "hair-front", "eyes", "iris"),
    *(f"lids-{step}" for step in range(4)),
    *("brows-0", "brows-1", "arm-wave", "arm-offer"),
    *(f"mouth-{viseme}" for viseme in VISEMES),
)
"""Of avatar.svg. "iris" lies inside "eyes" and is moved by the gaze."""
OPTIONAL = ("glasses",)
"""What may be there besides: before eyes and brows."""
_TILT = 0.8
"""Degrees a step."""
_NOD = 4.0
"""Units a step."""
_NODS = 2
_LEAN = 2.0
"""Units that the shoulders follow each step of tilt."""
_SWING = 2.5
"""Degrees a step."""
_BREATHS = 7
_LIDS_CLOSED = 3


@dataclass(frozen=True, slots=True)
class _Place:
    """Who stands where: makes keys of different figures differ."""

    name: str | Path
    height: float
    x: float
    y: float
    mirror: bool
    picture: tuple[int, int]
    """Width and height of the picture; what would lie outside is not drawn."""


@dataclass(frozen=True, slots=True)
class _Layer:
    place: _Place
    groups: tuple[str, ...]
    """Back to front."""
    gaze: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class _Head(_Layer):
    """What turns with the head, where it is when it neither nods nor breathes; what moves up and down is placed."""

    tilt: int = 0
    phase: int = 0
    """One pixel lower: layers are placed by even pixels."""
    halfway: bool = False
    """The brows at rest are on their way up."""


@dataclass(frozen=True, slots=True)
class _Body(_Layer):
    breath: int = 0


@dataclass(frozen=True, slots=True)
class _Arm(_Body):
    reach: int = REACH
    swing: int = 0


class Rig:
    """One avatar at one place in the picture; made by `load`."""

    def __init__(self, place: _Place) -> None:
        self._place = place
        self._avatar = avatar.load(place.name)
        self._drawing = Drawing(self._avatar.drawing, GROUPS)
        self.name = self._avatar.folder.name
        self.display_name: str = self._avatar.name
        self.gender: Gender = self._avatar.gender

    @classmethod
    def load(
        cls,
        name: str | Path,
        *,
        height: float,
        x: float,
        y: float,
        mirror: bool = False,
        picture: tuple[int, int] = SIZES["16x9"],
    ) -> Rig:
        """Reads an avatar and stands it into the picture.

        Args:
            name: A folder of assets/avatars, or the path of any other.
            height: Of the whole figure canvas, pixels of the picture.
            x: Left edge of the canvas in the picture, pixels.
            y: Its top edge.
            mirror: Flipped left-right.
            picture: Its width and height.

        Raises:
            InputError: There is no such avatar, or its folder is incomplete.
        """
        return cls(_Place(name, height, x, y, mirror, picture))

    @classmethod
    def stand(cls, name: str | Path, layout: Layout) -> Rig:
        """An avatar where a layout wants it. Raises as `load` does."""
        height, top, picture = layout.figure_height, layout.figure_top, (layout.width, layout.height)
        aspect = cls.load(name, height=height, x=0, y=top).aspect
        x = layout.figure_middle - height * aspect / 2
        return cls.load(name, height=height, x=x, y=top, mirror=layout.rtl, picture=picture)

    @property
    def aspect(self) -> float:
        """Width of the canvas divided by its height."""
        return self._drawing.width / self._drawing.height

    @property
    def face(self) -> tuple[float, float, float, float]:
        """Left, hair line, right, chin; fractions of the canvas as it stands in the picture (mirrored or not)."""
        left, top, right, bottom = self._avatar.face
        drawing = self._drawing
        left, right = (left - drawing.left) / drawing.width, (right - drawing.left) / drawing.width
        if self._place.mirror:
            left, right = 1 - right, 1 - left
        return left, (top - drawing.top) / drawing.height, right, (bottom - drawing.top) / drawing.height

    @property
    def mouth_width(self) -> float:
        """Of the mouth at rest, corner to corner; fraction of the canvas width."""
        return self._avatar.mouth_width / self._drawing.width

    def keys(self, pose: Pose) -> tuple[Hashable, ...]:
        """The layers of a pose, back to front: figure, eyes, mouth, and the arm if one is up. Equal keys give equal
        pictures, whichever rig made them."""
        place, within = self._place, self._within()
        scale = place.height / self._drawing.height
        # Nods and breath move a head that is painted once for each tilt; the shoulders lean with it.
        lower = round((pose.nod * _NOD - self._lift(pose.breath)) * scale)
        phase = lower & 1
        aside = round(pose.tilt * _LEAN * scale / 2) * 2
        tilt = pose.tilt

        def head(*groups: str, gaze: tuple[int, int] = (0, 0), halfway: bool = False) -> Placed:
            return Placed(_Head(place, groups, gaze, tilt, phase, halfway), 0, lower - phase, within)

        body = Placed(_Body(place, ("body",), breath=pose.breath), aside, 0, within)
        glasses = tuple(group for group in OPTIONAL if group in self._drawing)
        gaze = (0, 0) if pose.lids == _LIDS_CLOSED else pose.gaze
        layers = (
            Stack((head("hair-back"), body, head("head", "hair-front"))),
            head("eyes", f"lids-{pose.lids}", f"brows-{pose.brows // 2}", *glasses, gaze=gaze, halfway=pose.brows == 1),
            head(f"mouth-{pose.viseme}"),
        )
        if not pose.arm:
            return layers
        arm = _Arm(place, (f"arm-{pose.arm}",), breath=pose.breath, reach=pose.reach, swing=pose.swing)
        return *layers, Placed(arm, aside, 0, within)

    def draw(self, key: Hashable) -> Sprite:
        """Paints one layer, as vectors at the picture's own scale, trimmed to what it covers.

        Args:
            key: One that those of `keys` are put together from (`layers.picture` does), of this rig or of another with
                the same avatar and place.
        """
        import skia

        if not isinstance(key, _Layer) or key.place != self._place:
            raise ValueError(f"not a layer of {self._place}: {key!r}")
        parts = [(self._part(group, key.gaze), self._matrix(key, group)) for group in key.groups]
        frame, covered = self._frame(), skia.Rect.MakeEmpty()
        if isinstance(key, _Head):  # what is beyond the edge now comes into the picture when the head moves
            frame.outset(0, ceil((_NODS * _NOD + self._avatar.breath) * frame.height() / self._drawing.height))
        for part, matrix in parts:
            covered.join(matrix.mapRect(skia.Rect.MakeLTRB(*part.bounds)))
        if not covered.intersect(frame):
            raise _nothing(self._avatar.drawing, key.groups[0])

        def strokes(canvas: skia.Canvas) -> None:
            canvas.clipRect(frame, True)
            for part, matrix in parts:
                canvas.drawPicture(part.picture, matrix)

        edges = (floor(covered.left()), floor(covered.top()), ceil(covered.right()), ceil(covered.bottom()))
        sprite = paint(Box(*edges), strokes)
        if not sprite.image[:, :, 3].any():
            raise _nothing(self._avatar.drawing, key.groups[0])
        return _trimmed(sprite)

    def _part(self, group: str, gaze: tuple[int, int]) -> Part:
        if group != "eyes":
            return self._drawing.part(group)
        # Who looks to the picture's right looks to the drawing's left when the drawing is flipped.
        across = -gaze[0] if self._place.mirror else gaze[0]
        return self._drawing.part(group, "iris", across * self._avatar.gaze[0], gaze[1] * self._avatar.gaze[1])

    def _frame(self) -> skia.Rect:
        """What an avatar draws outside its canvas, or its canvas outside the picture, is not drawn."""
        import skia

        frame = self._picture_matrix().mapRect(skia.Rect.MakeWH(self._drawing.width, self._drawing.height))
        return frame if frame.intersect(skia.Rect.MakeWH(*self._place.picture)) else skia.Rect.MakeEmpty()

    def _within(self) -> Box:
        frame = self._frame()
        left, top, right, bottom = frame.left(), frame.top(), frame.right(), frame.bottom()
        return Box(floor(left / 2) * 2, floor(top / 2) * 2, ceil(right / 2) * 2, ceil(bottom / 2) * 2)

    def _picture_matrix(self) -> skia.Matrix:
        import skia

        scale = self._place.height / self._drawing.height
        matrix = skia.Matrix.Translate(self._place.x, self._place.y).preScale(scale, scale)
        return matrix.preTranslate(self._drawing.width, 0).preScale(-1, 1) if self._place.mirror else matrix

    def _lift(self, breath: int) -> float:
        return self._avatar.breath * breath / _BREATHS

    def _rise(self) -> float:
        """Of the brows, units. What is drawn with them and does not rise, glasses perhaps, stays where it is."""
        rest, up = (self._drawing.part(brows).bounds for brows in ("brows-0", "brows-1"))
        return max(0.0, min(rest[1] - up[1], rest[3] - up[3]))

    def _matrix(self, layer: _Layer, group: str) -> skia.Matrix:
        """Breath stretches the body upwards from the lower edge; the head turns about the pivot; an arm rises from
        below the lower edge and swings about its lower end."""
        across, down = self._avatar.pivot[0] - self._drawing.left, self._avatar.pivot[1] - self._drawing.top
        matrix, turn = self._picture_matrix(), -1 if self._place.mirror else 1
        if isinstance(layer, _Head):
            matrix = matrix.postTranslate(0, layer.phase).preRotate(layer.tilt * _TILT * turn, across, down)
            return matrix.preTranslate(0, -self._rise() / 2) if layer.halfway and group == "brows-0" else matrix
        assert isinstance(layer, _Body)
        if isinstance(layer, _Arm):
            left, top, right, _ = self._drawing.part(group).bounds
            scale = self._place.height / self._drawing.height
            lower = min(self._drawing.height, (self._place.picture[1] - self._place.y) / scale)
            # One step further than below the edge: the first is to be seen.
            matrix = matrix.preTranslate(0, (lower - top) * (1 - ease((layer.reach + 1) / (REACH + 1))))
            matrix = matrix.preRotate(layer.swing * _SWING * turn, (left + right) / 2, lower)
        stretch = 1 + self._lift(layer.breath) / (self._drawing.height - down)
        return matrix.preTranslate(0, self._drawing.height * (1 - stretch)).preScale(1, stretch)


def _nothing(drawing: Path, group: str) -> InputError:
    return InputError(
        f"Die Gruppe „{group}“ zeichnet nichts, was im Bild zu sehen ist.",
        f'The group "{group}" draws nothing that can be seen in the picture.',
        path=drawing,
    )


def _trimmed(sprite: Sprite) -> Sprite:
    """Cuts away transparent borders, keeping edges even."""
    import numpy as np

    alpha = sprite.image[:, :, 3]
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    top, left = int(rows[0]) & ~1, int(columns[0]) & ~1
    bottom, right = (int(rows[-1]) | 1) + 1, (int(columns[-1]) | 1) + 1
    return Sprite(np.ascontiguousarray(sprite.image[top:bottom, left:right]), sprite.x + left, sprite.y + top)
