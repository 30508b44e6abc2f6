"""Layers that are put together from others: one that is moved, and several that change together.

So that what only moves is painted and converted once. Who composes frames works on planes; `picture` gives the same as
one sprite.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from pipeline.scene.sprite import Box, Sprite, as_skia, paint

if TYPE_CHECKING:
    import skia


@dataclass(frozen=True, slots=True)
class Placed:
    """The picture of another key, moved, and cut off where it must not be seen."""

    key: Hashable
    right: int
    """Pixels, even: chroma is subsampled."""
    down: int
    within: Box
    """Edges even."""


@dataclass(frozen=True, slots=True)
class Stack:
    """The lowest layer of a picture: others, back to front, that are laid over the ground once and then only copied."""

    keys: tuple[Hashable, ...]


def picture(key: Hashable, draw: Callable[[Hashable], Sprite]) -> Sprite:
    """What a key shows, put together if it is one of the above."""
    if isinstance(key, Placed):
        sprite = picture(key.key, draw)
        return replace(sprite, x=sprite.x + key.right, y=sprite.y + key.down).cut(key.within)
    if isinstance(key, Stack):
        return _laid([picture(one, draw) for one in key.keys])
    return draw(key)


def _laid(sprites: list[Sprite]) -> Sprite:
    def strokes(canvas: skia.Canvas) -> None:
        for sprite in sprites:
            canvas.drawImage(as_skia(sprite), sprite.x, sprite.y)

    return paint(reduce(or_, (sprite.box for sprite in sprites if sprite.box)), strokes)
