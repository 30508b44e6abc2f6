"""Frames in the planes that the encoder takes: only the rectangles that changed are written again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Protocol

from pipeline.scene.layers import Placed, Stack
from pipeline.scene.sprite import Box, Plane, Planes, Sprite, planes, to_yuv

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COVERS = 1.5
"""How many times as strong the mark is in what hides it: a picture stands for a part of the film only, and around its
edges nothing is read. With the rounding 52 dB PSNR; mottle shows from 49 dB on."""

CACHE_BYTES = 160 * 2**20


class Mark(Protocol):
    """Luma in, marked luma out; shape (h, w)."""

    def __call__(self, luma: NDArray[np.uint8], /, *, times: float = 1.0) -> NDArray[np.uint8]:
        """Args:
        times: How strong, against what the ground gets.
        """
        ...


class Layers(Protocol):
    """What can be composed."""

    def background(self) -> Sprite: ...
    def keys(self, frame: int) -> Sequence[Hashable]:
        """Layers of a frame, back to front, the lowest may be a Stack; equal keys are equal pictures."""

    def draw(self, key: Hashable) -> Sprite:
        """Any key that is not put together from others."""
        ...


class Composer:
    """Composes the frames of one film, one after the other."""

    def __init__(self, layers: Layers, mark: Mark) -> None:
        """Args:
        mark: Lays the watermark into the ground's luma, and into what hides much of it; there is no film without.
        """
        import numpy as np

        self._layers, self._mark = layers, mark
        luma, chroma = to_yuv(layers.background())
        self._ground = mark(luma), chroma
        height, width = luma.shape
        self._frame = np.empty(height * width * 3 // 2, np.uint8)
        self._luma = self._frame[: height * width].reshape(height, width)
        self._chroma = self._frame[height * width :].reshape(2, height // 2, width // 2)
        self._luma[:], self._chroma[:] = self._ground
        self._cache: OrderedDict[Hashable, Planes] = OrderedDict()
        self._held = 0
        self._shown: tuple[Hashable, ...] = ()

    def frames(self, numbers: Iterable[int]) -> Iterator[memoryview]:
        """Planar YUV 4:2:0, BT.709 limited range. The same memory every time: use it before taking the next."""
        view = self._frame.data
        for number in numbers:
            self._advance(tuple(self._layers.keys(number)))
            yield view

    def _advance(self, keys: tuple[Hashable, ...]) -> None:
        changed = set(keys) ^ set(self._shown)
        if not changed:
            return
        visible = [self._sprite(key) for key in keys]
        for box in _merged([self._sprite(key).box for key in changed]):
            # A stack holds the ground already: where it covers the box, nothing has to be restored.
            if not (isinstance(keys[0], Stack) and box & visible[0].box == box):
                rows, half = box.slices()
                self._luma[rows] = self._ground[0][rows]
                self._chroma[half] = self._ground[1][half]
            for sprite in visible:
                if part := sprite.box & box:
                    rows, half = part.slices()
                    own_rows, own_half = part.slices(sprite.box.left, sprite.box.top)
                    sprite.luma.cut(own_rows).over(self._luma[rows])
                    sprite.chroma.cut(own_half).over(self._chroma[half])
        self._shown = keys

    def _sprite(self, key: Hashable) -> Planes:
        if isinstance(key, Placed):
            return self._sprite(key.key).moved(key.right, key.down, key.within)
        if key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        made = self._grounded([self._sprite(one) for one in key.keys]) if isinstance(key, Stack) else self._drawn(key)
        self._cache[key] = made
        self._held += made.size
        while self._held > CACHE_BYTES and len(self._cache) > 1:
            self._held -= self._cache.popitem(last=False)[1].size
        return made

    def _drawn(self, key: Hashable) -> Planes:
        sprite = self._layers.draw(key)
        return self._marked(planes(sprite)) if sprite.marked else planes(sprite)

    @cached_property
    def _steps(self) -> NDArray[np.int16]:
        """What the mark adds to the luma of what hides the ground, whatever that is."""
        import numpy as np

        grey = np.full(self._luma.shape, 128, np.uint8)
        return self._mark(grey, times=COVERS).astype(np.int16) - 128

    def _marked(self, sprite: Planes) -> Planes:
        import numpy as np

        colour, keep, steps = sprite.luma.colour, sprite.luma.keep, self._steps[sprite.box.slices()[0]]
        if keep is None:
            return Planes(sprite.box, Plane((colour + steps).astype(np.uint8), None), sprite.chroma)
        weighed = colour + steps * (256 - keep.astype(np.int32))
        return Planes(sprite.box, Plane(weighed.astype(np.uint16), keep), sprite.chroma)

    def _grounded(self, sprites: Sequence[Planes]) -> Planes:
        box = reduce(or_, (sprite.box for sprite in sprites if sprite.box))
        rows, half = box.slices()
        luma, chroma = self._ground[0][rows].copy(), self._ground[1][half].copy()
        for sprite in sprites:
            rows, half = sprite.box.slices(box.left, box.top)
            sprite.luma.over(luma[rows])
            sprite.chroma.over(chroma[half])
        return Planes(box, Plane(luma, None), Plane(chroma, None))


def _merged(boxes: list[Box]) -> list[Box]:
    """Joins boxes that overlap, so that no pixel is blended twice."""
    result: list[Box] = []
    for box in boxes:
        while touching := [other for other in result if box & other]:
            for other in touching:
                result.remove(other)
                box |= other
        result.append(box)
    return result
