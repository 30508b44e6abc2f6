"""The script's pictures and clips: which of them lies on a frame, and how it looks, whole and on paper of its own."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pipeline.errors import InputError
from pipeline.ingest.pictures import find, is_clip
from pipeline.model import Timeline
from pipeline.scene.layout import PAPER, Layout
from pipeline.scene.sprite import Box, Sprite, paint
from pipeline.scene.text import rgb

if TYPE_CHECKING:
    import numpy as np
    from moviepy import VideoFileClip
    from numpy.typing import NDArray
    from PIL.Image import Image

EASE = 0.32
"""Seconds in which a picture appears, and goes again."""
RISE = 24
"""Pixels by which it comes up meanwhile."""
BORDER, SHADOW, RADIUS = 12, 16, 16
"""Pixels: paper around the picture, room for the shadow around the paper, its corners."""
LARGE = 2048
"""Pixels of the longer side: more is never shown."""
ENLARGED = 3.0
"""Times: a tiny picture is not made larger than this."""
MOST_FPS = 120
"""Clips of varying frame rate are read at their finest step, unless that is only a unit of counting."""


@dataclass(frozen=True, slots=True)
class Showing:
    """How a picture is seen in a frame; equal ones are equal pixels."""

    number: int
    """Of the timeline's pictures."""
    moment: int
    """Of a clip: frames of the film since it began to play, never past its last one; 0 for a still picture."""
    step: int
    """0 … EASE in frames: how far it has appeared."""
    bare: bool = False
    """Only the clip's picture, without the paper, which lies there already."""


class Pictures:
    """All pictures of one film."""

    def __init__(self, timeline: Timeline, layout: Layout, folder: Path) -> None:
        """Args:
        folder: Where the files lie.
        """
        self._fps = timeline.fps
        self._turns: list[tuple[int, int]] = []
        self._prints: list[_Print] = []
        for picture in timeline.pictures:
            self._turns.append((round(picture.start * self._fps), round(picture.end * self._fps)))
            self._prints.append(_Print(folder, picture.value.file, layout.picture, self._fps))

    def keys(self, frame: int) -> Sequence[Showing]:
        """What lies on a frame, back to front."""
        for number, (first, end) in enumerate(self._turns):
            if first <= frame < end:
                steps = self._steps(number)
                step = min(frame - first + 1, end - frame, steps)
                # While it appears or goes, a clip stands still.
                moment = min(frame, end - steps) - (first + steps - 1)
                moment = max(0, min(moment, self._prints[number].last))
                if step < steps or not moment:
                    return [Showing(number, moment, step)]
                return [Showing(number, 0, step), Showing(number, moment, step, bare=True)]
        return []

    def draw(self, key: Showing) -> Sprite:
        own, steps = self._prints[key.number], self._steps(key.number)
        if key.bare:
            return own.inner(key.moment)
        whole = own.whole(key.moment)
        if key.step == steps:
            return whole
        part = (key.step / steps) ** 2 * (3 - 2 * key.step / steps)
        image = whole.image.copy()
        image[..., 3] = (image[..., 3] * part).round()
        return Sprite(image, whole.x, whole.y + 2 * round(RISE / 2 * (1 - part)), marked=True)

    def proofs(self) -> Iterator[tuple[str, Sprite, float, float]]:
        """What must be seen, and when: the file's name, the picture as drawn, seconds from and to. Of a clip a frame of
        each second, and its last."""
        for number, (first, end) in enumerate(self._turns):
            own, steps = self._prints[number], self._steps(number)
            begin, end = first + steps - 1, end - steps + 1
            last = min(own.last, end - 1 - begin)
            for moment in sorted({*range(0, last, self._fps), last}):
                stop = end if moment == last else begin + moment + 1
                yield own.name, own.whole(moment), (begin + moment) / self._fps, stop / self._fps

    def _steps(self, number: int) -> int:
        """Frames in which it appears: fewer where it is seen only briefly."""
        first, end = self._turns[number]
        return max(1, min(round(EASE * self._fps), (end - first) // 4))


class _Source(Protocol):
    """A file that is shown."""

    size: tuple[int, int]
    """Width and height, upright."""

    @property
    def last(self) -> int: ...

    def at(self, moment: int, size: tuple[int, int]) -> Image:
        """RGBA, scaled to `size`."""


class _Print:
    """One picture, fitted whole into its box."""

    def __init__(self, folder: Path, name: str, box: Box, fps: int) -> None:
        self.name = name
        self._folder, self._box, self._fps = folder, box, fps
        self._drawn: tuple[int, Sprite] | None = None

    @property
    def last(self) -> int:
        """The last moment of a clip, in frames of the film; 0 for a still picture."""
        return self._source.last

    def whole(self, moment: int) -> Sprite:
        """On its paper, with a shadow; drawn once for all steps in which it appears."""
        if self._drawn is None or self._drawn[0] != moment:
            self._drawn = moment, self._draw(moment)
        return self._drawn[1]

    def _draw(self, moment: int) -> Sprite:
        import skia

        place, pixels = self._place, self._pixels(moment)
        paper = _grown(place, BORDER)

        def draw(canvas: skia.Canvas) -> None:
            rect = skia.Rect.MakeLTRB(paper.left, paper.top, paper.right, paper.bottom)
            dark = skia.Paint(
                Alphaf=0.3, AntiAlias=True, MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 4)
            )
            canvas.drawRRect(skia.RRect.MakeRectXY(rect.makeOffset(0, 4), RADIUS, RADIUS), dark)
            white = skia.Paint(Color=skia.ColorSetRGB(*rgb(PAPER)), AntiAlias=True)
            canvas.drawRRect(skia.RRect.MakeRectXY(rect, RADIUS, RADIUS), white)
            canvas.drawImage(skia.Image.fromarray(pixels, colorType=skia.kRGBA_8888_ColorType), place.left, place.top)

        return replace(paint(_grown(paper, SHADOW), draw), marked=True)

    def inner(self, moment: int) -> Sprite:
        """A clip without its paper: opaque, so that it is only copied."""
        return Sprite(self._pixels(moment), self._place.left, self._place.top, marked=True)

    @cached_property
    def _source(self) -> _Source:
        """
        Raises:
            InputError: The file is gone or damaged.
        """
        path = find(self._folder, self.name) or self._folder / self.name
        try:
            return _Clip(path, self._fps) if is_clip(self.name) else _Still(path)
        except (OSError, ValueError, SyntaxError, KeyError) as error:
            de, en = (
                (
                    "Dieser Clip lässt sich nicht mehr abspielen. Speichern Sie ihn neu, als MP4 (H.264).",
                    "This clip cannot be played any more. Save it anew, as MP4 (H.264).",
                )
                if is_clip(self.name)
                else (
                    "Dieses Bild lässt sich nicht mehr lesen. Speichern Sie es neu, als PNG oder JPEG.",
                    "This picture cannot be read any more. Save it anew, as PNG or JPEG.",
                )
            )
            raise InputError(de, en, path=path) from error

    @cached_property
    def _place(self) -> Box:
        """The picture itself, without paper; even pixels, because chroma is subsampled."""
        room, (width, height) = _grown(self._box, -BORDER), self._source.size
        scale = min((room.right - room.left) / width, (room.bottom - room.top) / height, ENLARGED)
        wide, high = (max(2, int(side * scale) & ~1) for side in (width, height))
        left, top = (room.left + room.right - wide) // 2 & ~1, (room.top + room.bottom - high) // 2 & ~1
        return Box(left, top, left + wide, top + high)

    def _pixels(self, moment: int) -> NDArray[np.uint8]:
        """RGBA, opaque, as large as its place: what is transparent shows paper."""
        import numpy as np
        from PIL import Image

        size = self._place.right - self._place.left, self._place.bottom - self._place.top
        paper = Image.new("RGBA", size, (*rgb(PAPER), 255))
        return np.asarray(Image.alpha_composite(paper, self._source.at(moment, size)))


class _Still:
    last = 0

    def __init__(self, path: Path) -> None:
        from PIL import Image, ImageOps

        with Image.open(path) as image:
            image.draft("RGB", (LARGE, LARGE))  # a JPEG need not be unpacked larger than it is shown
            # Upright, whichever way the camera was held.
            self._image = ImageOps.exif_transpose(image).convert("RGBA")
        self._image.thumbnail((LARGE, LARGE), Image.Resampling.BOX)
        self.size = self._image.size

    def at(self, moment: int, size: tuple[int, int]) -> Image:
        from PIL import Image

        return self._image.resize(size, Image.Resampling.LANCZOS)


class _Clip:
    """Read forwards only, one frame in memory; ffmpeg turns it upright and scales it."""

    def __init__(self, path: Path, fps: int) -> None:
        self._path, self._fps = path, fps
        clip = self._open(None)
        self.size: tuple[int, int] = clip.size[0], clip.size[1]
        self.last = max(0, ceil(clip.duration * fps) - 1)
        _close(clip)
        self._clip: VideoFileClip | None = None
        self._moment = -1
        self._pixels: NDArray[np.uint8]

    def __del__(self) -> None:
        if clip := getattr(self, "_clip", None):
            _close(clip)

    def at(self, moment: int, size: tuple[int, int]) -> Image:
        from PIL import Image

        if moment != self._moment:
            if self._clip is None or moment < self._moment:
                if self._clip:
                    _close(self._clip)
                self._clip, self._moment = self._open(size), -1
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a clip that ends before it says so: the last frame stays
                # Never jumped to: a seek may land a frame beside, and the proof must draw what was shown.
                for one in range(self._moment + 1, moment + 1):
                    self._pixels = self._clip.reader.get_frame(one / self._fps)
            self._moment = moment
        return Image.fromarray(self._pixels)

    def _open(self, size: tuple[int, int] | None) -> VideoFileClip:
        from moviepy import VideoFileClip

        def opened(source: str) -> VideoFileClip:
            return VideoFileClip(str(self._path), audio=False, has_mask=True, target_resolution=size, fps_source=source)

        clip = opened("tbr")
        if clip.fps <= MOST_FPS:
            return clip
        _close(clip)
        return opened("fps")


def _close(clip: VideoFileClip) -> None:
    """Its own method leaves the pipes of a program that has come to its end open."""
    process = clip.reader.proc
    clip.close()
    for pipe in (process.stdout, process.stderr):
        pipe.close()


def _grown(box: Box, by: int) -> Box:
    return Box(box.left - by, box.top - by, box.right + by, box.bottom + by)
