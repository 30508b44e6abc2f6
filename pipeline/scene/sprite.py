"""A picture with transparency that lies somewhere on the frame, and its planes as the encoder takes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import skia
    from numpy.typing import NDArray

_LUMA = tuple(share * 219 / 255 for share in (0.2126, 0.7152, 0.0722))
_CHROMA = tuple(
    tuple(share * 224 / 255 for share in shares)
    for shares in ((-0.114572, -0.385428, 0.5), (0.5, -0.454153, -0.045847))
)
"""BT.709: how much red, green and blue weigh in luma, and in U and V."""


@dataclass(frozen=True, slots=True)
class Sprite:
    image: NDArray[np.uint8]
    """RGBA, straight alpha, shape (h, w, 4); h and w even: chroma is subsampled."""
    x: int
    """Left edge in the picture, pixels, even."""
    y: int
    """Top edge, even."""
    marked: bool = False
    """Carries the watermark as the ground does: it may hide a good part of it."""

    @property
    def box(self) -> Box:
        height, width = self.image.shape[:2]
        return Box(self.x, self.y, self.x + width, self.y + height)

    def cut(self, within: Box) -> Sprite:
        """What of it lies inside a box whose edges are even; it may be nothing."""
        seen = self.box & within
        left, top = seen.left - self.x, seen.top - self.y
        image = self.image[top : max(top, seen.bottom - self.y), left : max(left, seen.right - self.x)]
        return Sprite(image, seen.left, seen.top, self.marked)


@dataclass(frozen=True, slots=True)
class Plane:
    """One plane, ready to be laid over another: ground * keep / 256 + colour."""

    colour: NDArray[np.uint16] | NDArray[np.uint8]
    """Times alpha and 256, and a half for rounding; where the plane is opaque everywhere, the plain uint8 value."""
    keep: NDArray[np.uint16] | None
    """256 - alpha, 0 … 256; None: opaque everywhere."""

    def over(self, ground: NDArray[np.uint8]) -> None:
        """Blends this plane onto `ground`, in place. Unsigned 16-bit integers suffice: 255 * 256."""
        import numpy as np

        if self.keep is None:
            ground[...] = self.colour
            return
        mixed = np.multiply(ground, self.keep, dtype=np.uint16)
        mixed += self.colour
        mixed >>= 8
        ground[...] = mixed

    def cut(self, part: tuple[slice, ...]) -> Plane:
        return Plane(self.colour[part], None if self.keep is None else self.keep[part])


@dataclass(frozen=True, slots=True)
class Planes:
    """A sprite in BT.709 limited range, 4:2:0."""

    box: Box
    luma: Plane
    """Shape (h, w)."""
    chroma: Plane
    """U and V, shape (2, h/2, w/2)."""

    @property
    def size(self) -> int:
        """Bytes held."""
        return sum(
            part.nbytes for plane in (self.luma, self.chroma) for part in (plane.colour, plane.keep) if part is not None
        )

    def moved(self, right: int, down: int, within: Box) -> Planes:
        """The same memory elsewhere, even pixels away, and what of it lies inside a box whose edges are even."""
        box = self.box.moved(right, down)
        rows, half = (box & within).slices(box.left, box.top)
        return Planes(box & within, self.luma.cut(rows), self.chroma.cut(half))


@dataclass(frozen=True, slots=True)
class Box:
    """Pixels from (left, top) up to, not including, (right, bottom)."""

    left: int
    top: int
    right: int
    bottom: int

    def __and__(self, other: Box) -> Box:
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def __or__(self, other: Box) -> Box:
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def moved(self, right: int, down: int) -> Box:
        return Box(self.left + right, self.top + down, self.right + right, self.bottom + down)

    def slices(self, x: int = 0, y: int = 0) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
        """Itself in luma (rows, columns) and in chroma (both planes, rows, columns), counted from (x, y)."""
        left, top = self.left - x, self.top - y
        right, bottom = max(left, self.right - x), max(top, self.bottom - y)
        luma = (slice(top, bottom), slice(left, right))
        return luma, (slice(None), slice(top // 2, bottom // 2), slice(left // 2, right // 2))

    def __bool__(self) -> bool:
        return self.left < self.right and self.top < self.bottom

    @property
    def area(self) -> int:
        return (self.right - self.left) * (self.bottom - self.top)


def planes(sprite: Sprite) -> Planes:
    """Converts once; the composer only copies and blends afterwards."""
    import numpy as np

    luma, chroma = to_yuv(sprite)
    box, alpha = sprite.box, sprite.image[..., 3]
    if (alpha == 255).all():
        return Planes(box, Plane(luma, None), Plane(chroma, None))
    wide = alpha.astype(np.uint16)
    halved = ((wide[::2, ::2] + wide[1::2, ::2] + wide[::2, 1::2] + wide[1::2, 1::2] + 2) >> 2).astype(np.uint8)
    return Planes(box, _weighted(luma, alpha), _weighted(chroma, np.broadcast_to(halved, chroma.shape)))


def to_yuv(sprite: Sprite) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Luma, shape (h, w), and chroma, shape (2, h/2, w/2), in BT.709 limited range (16-235, 16-240)."""
    import numpy as np

    image = sprite.image
    height, width = image.shape[:2]
    # Every new pose is converted, so this is quick: integers, 8.8 fixed point, within one level of the exact value.
    # More than a half to round by makes up for what the factor of green loses: white, grey and primaries are exact.
    luma = np.full((height, width), (16 << 8) + 158, np.uint16)
    for channel, factor in enumerate(_LUMA):
        luma += image[..., channel] * np.uint16(round(factor * 256))
    luma >>= 8
    rows = image[::2].astype(np.uint16) + image[1::2]
    pixels = rows.view(np.uint64)[..., 0]  # all four values of a pixel at once: no sum outgrows its 16 bits
    summed = (pixels[:, ::2] + pixels[:, 1::2])[..., None].view(np.uint16).transpose(2, 0, 1).astype(np.float32)
    # Chroma is averaged over the visible part of each 2x2 block, or transparent black would stain the edges.
    weight = summed[3]
    edge = np.nonzero((weight > 0) & (weight < 4 * 255))
    seen = image.reshape(height // 2, 2, width // 2, 2, 4)[edge[0], :, edge[1]].astype(np.float32)
    summed[:3, edge[0], edge[1]] = (seen[..., :3] * seen[..., 3:]).sum(axis=(1, 2)).T
    weight[weight == 4 * 255] = 4
    weight[weight == 0] = inf
    chroma = np.empty((2, height // 2, width // 2), np.uint8)
    for plane, factors in zip(chroma, _CHROMA, strict=True):
        mixed = sum(channel * np.float32(factor) for channel, factor in zip(summed, factors, strict=False))
        plane[:] = mixed / weight + np.float32(128.5)
    return luma.astype(np.uint8), chroma


def _weighted(colour: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> Plane:
    import numpy as np

    weight = alpha.astype(np.uint16)
    weight += weight >> 7  # 0 … 256: a shift divides, and opaque stays exact
    return Plane(colour * weight + np.uint16(128), 256 - weight)


def as_skia(sprite: Sprite) -> skia.Image:
    import numpy as np
    import skia

    return skia.Image.fromarray(np.ascontiguousarray(sprite.image), colorType=skia.kRGBA_8888_ColorType)


def paint(box: Box, draw: Callable[[skia.Canvas], None]) -> Sprite:
    """Draws with Skia in picture coordinates onto a transparent sprite that covers `box`, widened to even pixels."""
    import skia

    left, top = box.left & ~1, box.top & ~1
    width, height = (box.right - left + 1) & ~1, (box.bottom - top + 1) & ~1
    surface = skia.Surface.MakeRaster(
        skia.ImageInfo.Make(width, height, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
    )
    canvas = surface.getCanvas()
    canvas.translate(-left, -top)
    draw(canvas)
    image = surface.makeImageSnapshot().toarray(alphaType=skia.kUnpremul_AlphaType, colorType=skia.kRGBA_8888_ColorType)
    return Sprite(image, left, top)
