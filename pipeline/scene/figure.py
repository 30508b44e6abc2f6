"""Who speaks in the picture: a drawn avatar or a face that a program filmed; scene and gates know no difference."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pipeline.errors import InputError
from pipeline.model import Timeline
from pipeline.scene import face as faces
from pipeline.scene.face import Face
from pipeline.scene.layout import INK, PAPER, Layout, captions_height
from pipeline.scene.rig import Rig
from pipeline.scene.sprite import Box, Sprite, paint, to_yuv
from pipeline.seal.manifest import Mouth

if TYPE_CHECKING:
    import numpy as np
    import skia
    from numpy.typing import NDArray

MARGIN = 24
"""Pixels between a filmed face and what stands beside it; its frame takes some of them."""
CORNER, MOULDING = 28, 8
"""Pixels: radius of the picture's corners, and how wide the frame around it is."""
WIDEST = 1.12
"""Width to height of the canvas that drawn avatars stand on; a transparent video may be as wide."""
CUT = 1 / 4
"""Of the width of a video that hangs: so much of it may be cut off at the sides, so that the face is larger."""
_LEVELS = 26
"""Shades of a filmed mouth: one letter each."""


class Figure(Protocol):
    """What a film needs of who speaks in it."""

    def keys(self, frame: int) -> Sequence[Hashable]:
        """The layers of a frame, back to front, the lowest may be a Stack; equal keys are equal pictures."""

    def draw(self, key: Hashable) -> Sprite:
        """Any key that is not put together from others."""
        ...

    def mouth(self) -> Mouth:
        """What the finished film must show."""


class Drawn:
    """An avatar that is drawn as the timeline's poses say."""

    def __init__(self, rig: Rig, timeline: Timeline) -> None:
        self._rig, self._poses = rig, timeline.poses

    def keys(self, frame: int) -> Sequence[Hashable]:
        return self._rig.keys(self._poses[frame])

    def draw(self, key: Hashable) -> Sprite:
        return self._rig.draw(key)

    def mouth(self) -> Mouth:
        from pipeline.verify import lips

        return lips.plan(self._rig, self._poses)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The frame around the picture on the wall."""

    box: Box


@dataclass(frozen=True, slots=True)
class _Still:
    box: Box
    number: int


class Filmed:
    """A video: on a transparent ground it stands where a drawn avatar does, otherwise it hangs in a frame on the wall.

    It is read once from beginning to end while the film is drawn; who asks for an earlier frame has it read anew.
    """

    def __init__(self, clip: Path, face: Face, layout: Layout, timeline: Timeline, who: str) -> None:
        """Raises:
        InputError: The captions of this format would hide the mouth.
        """
        self._clip, self._face, self._timeline = clip, face, timeline
        self.box, seen = _stood(face, layout) if face.transparent else _hung(face, layout)
        self.seen = seen
        left, top = self.box.left, self.box.top
        self._crop = seen.left - left, seen.top - top, seen.right - left, seen.bottom - top
        lips = self.mouth_box
        if lips & layout.caption or not lips & seen == lips:
            raise InputError(
                f"Im Format {layout.format} verdecken die Untertitel den Mund von „{who}“. Das Porträt muss Kopf und "
                "Schultern zeigen, nicht nur das Gesicht.",
                f'In the format {layout.format} the captions hide the mouth of "{who}". The portrait must show head '
                "and shoulders, not the face alone.",
            )
        self._stream: Iterator[NDArray[np.uint8]] = iter(())
        self._next, self._shown = timeline.frames, _nothing()
        self._mask: NDArray[np.uint8] | None = None

    def keys(self, frame: int) -> Sequence[Hashable]:
        still = _Still(self.seen, frame)
        return (still,) if self._face.transparent else (_Frame(self.seen), still)

    def draw(self, key: Hashable) -> Sprite:
        if isinstance(key, _Frame):
            return _moulding(self.seen)
        assert isinstance(key, _Still) and key.box == self.seen
        picture = self._picture(key.number)
        if not self._face.transparent:
            picture = picture.copy()
            picture[..., 3] = self._rounded()
        return Sprite(picture, self.seen.left, self.seen.top)

    def mouth(self) -> Mouth:
        """What the video itself shows where its mouth is: the film must show the same at the same time."""
        import numpy as np

        box = self.mouth_box
        left, top = self.box.left, self.box.top
        crop = box.left - left, box.top - top, box.right - left, box.bottom - top
        shades = [_shade(picture, box) for picture in self._pictures(crop)]
        count = self._timeline.frames
        seen = np.array((shades + shades[-1:] * count)[:count])
        rest = float(np.median(seen[faces.at_rest(self._timeline)]))
        spoken = bool(self._timeline.sounds)
        low, high = (float(seen.min()), float(seen.max())) if spoken else (rest - faces.SPAN, rest)
        levels = np.linspace(low, high, _LEVELS)
        # The shade at rest comes first.
        order = np.argsort(np.abs(levels - rest), kind="stable")
        place = np.empty(_LEVELS, int)
        place[order] = np.arange(_LEVELS)
        nearest = np.abs(seen[:, None] - levels).argmin(axis=1)
        shapes = "".join(chr(ord("a") + int(place[level])) for level in nearest)
        told = " ".join(str(round(float(level) * 10)) for level in levels[order])
        return Mouth(box.left, box.top, box.right, box.bottom, told, shapes)

    @property
    def mouth_box(self) -> Box:
        left, top, right, bottom = self._face.mouth
        wide, high = self.box.right - self.box.left, self.box.bottom - self.box.top
        return Box(
            self.box.left + floor(left * wide / 2) * 2,
            self.box.top + floor(top * high / 2) * 2,
            self.box.left + ceil(right * wide / 2) * 2,
            self.box.top + ceil(bottom * high / 2) * 2,
        )

    def _pictures(self, crop: tuple[int, int, int, int]) -> Iterator[NDArray[np.uint8]]:
        size = self.box.right - self.box.left, self.box.bottom - self.box.top
        face = self._face
        return faces.frames(self._clip, face.codec, self._timeline.fps, size, crop, transparent=face.transparent)

    def _picture(self, number: int) -> NDArray[np.uint8]:
        """Where the video ends a frame early, its last one stands."""
        if number < self._next - 1:
            self._stream, self._next = self._pictures(self._crop), 0
        while self._next <= number:
            self._shown = next(self._stream, self._shown)
            self._next += 1
        return self._shown

    def _rounded(self) -> NDArray[np.uint8]:
        if self._mask is None:
            self._mask = _panel(self.seen, 0, INK).image[..., 3]
        return self._mask


def _nothing() -> NDArray[np.uint8]:
    import numpy as np

    return np.zeros((2, 2, 4), np.uint8)


def hanging(layout: Layout) -> Box:
    """Where a picture can hang: clear of all that stands beside the avatar, and down to captions of one line. What lies
    over an avatar's chest lies over its lower edge: a second line of captions, and the end card where it is that wide.
    """
    middle, top = layout.figure_middle, max(layout.figure_top, layout.label.bottom) + MARGIN
    bottom = layout.caption.bottom - captions_height(1, layout) - MARGIN
    left, right = MARGIN, layout.width - MARGIN
    for other in (layout.note, layout.card, layout.contact, layout.beside_card, layout.code, layout.picture):
        if other.top < bottom and top < other.bottom:
            if other.left > middle:
                right = min(right, other.left - MARGIN)
            elif other.right < middle:
                left = max(left, other.right + MARGIN)
    return Box(*(_even(edge) for edge in (left, top, right, bottom)))


def _hung(face: Face, layout: Layout) -> tuple[Box, Box]:
    """Where the whole video lies, and the part of it that is seen: as large as the room allows, on its lower edge so
    long as no words hide the mouth."""
    room, lips = hanging(layout), face.mouth
    across, down = room.right - room.left, room.bottom - room.top
    words = layout.caption, layout.beside_card, layout.card, layout.tag
    free = min(zone.top for zone in words if zone.left < layout.figure_middle < zone.right) - MARGIN
    high = min(down, across / (1 - CUT) * face.height / face.width, (free - room.top) / lips[3])
    wide, high = _even(high * face.width / face.height), _even(high)
    top = max(room.top, min(room.bottom - high, _even(free - lips[3] * high)))
    shown = min(wide, across)
    edge = _even(min(max(layout.figure_middle - shown / 2, room.left), room.right - shown))
    # The mouth comes to the middle of what is seen.
    left = edge - _even(min(max((lips[0] + lips[2]) / 2 * wide - shown / 2, 0), wide - shown))
    return Box(left, top, left + wide, top + high), Box(edge, top, edge + shown, top + high)


def _stood(face: Face, layout: Layout) -> tuple[Box, Box]:
    """Where the whole video lies, on the lower edge of a drawn avatar's canvas, and the part of it that is seen."""
    room = _standing(layout)
    scale = min((room.right - room.left) / face.width, (room.bottom - room.top) / face.height)
    wide, high = _even(face.width * scale), _even(face.height * scale)
    left, top = _even((room.left + room.right - wide) / 2), room.bottom - high
    whole = Box(left, top, left + wide, top + high)
    return whole, whole & Box(0, 0, layout.width, layout.height)


def _standing(layout: Layout) -> Box:
    half = round(layout.figure_height * WIDEST / 2)
    bottom = min(layout.figure_top + layout.figure_height, layout.height)
    return Box(layout.figure_middle - half, layout.figure_top, layout.figure_middle + half, bottom)


def _even(length: float) -> int:
    return round(length / 2) * 2


def _moulding(box: Box) -> Sprite:
    return _panel(box, MOULDING, PAPER)


def _panel(box: Box, margin: int, colour: str) -> Sprite:
    """A rounded panel that reaches `margin` pixels over the box."""
    import skia

    from pipeline.scene.text import rgb

    edges = box.left - margin, box.top - margin, box.right + margin, box.bottom + margin

    def draw(canvas: skia.Canvas) -> None:
        shape = skia.RRect.MakeRectXY(skia.Rect.MakeLTRB(*edges), CORNER + margin, CORNER + margin)
        canvas.drawRRect(shape, skia.Paint(Color=skia.ColorSetRGB(*rgb(colour)), AntiAlias=True))

    return paint(Box(*edges), draw)


def _shade(picture: NDArray[np.uint8], box: Box) -> float:
    """Mean luma as it will be in the film, were there white behind what is transparent."""
    import numpy as np

    alpha = picture[..., 3].astype(np.float32) / 255
    luma = to_yuv(Sprite(picture, box.left, box.top))[0]
    return float((luma * alpha + 235 * (1 - alpha)).mean())
