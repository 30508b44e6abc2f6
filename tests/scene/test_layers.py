"""Layers put together from others: what they show as one sprite."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from pipeline.scene.layers import Placed, Stack, picture
from pipeline.scene.sprite import Box, Sprite

PICTURE = Box(0, 0, 100, 100)


def draw(key: Hashable) -> Sprite:
    """A square of 8 pixels at (10, 20): red, or half-transparent green."""
    colour = {"red": (255, 0, 0, 255), "green": (0, 255, 0, 128)}[str(key)]
    return Sprite(np.full((8, 8, 4), colour, np.uint8), 10, 20)


def test_a_plain_key_is_what_is_drawn() -> None:
    assert picture("red", draw).box == Box(10, 20, 18, 28)


def test_a_placed_one_is_moved() -> None:
    moved = picture(Placed("red", 4, -6, PICTURE), draw)
    assert moved.box == Box(14, 14, 22, 22)
    assert (moved.image == draw("red").image).all()


def test_and_cut_off_where_it_must_not_be_seen() -> None:
    image = np.arange(8 * 8 * 4, dtype=np.uint8).reshape(8, 8, 4)
    cut = picture(Placed("any", 0, 0, Box(12, 0, 100, 24)), lambda key: Sprite(image, 10, 20, marked=True))
    assert cut.box == Box(12, 20, 18, 24)
    assert (cut.image == image[:4, 2:]).all()
    assert cut.marked


def test_nothing_is_left_of_what_is_outside() -> None:
    for within in (Box(0, 0, 8, 100), Box(0, 40, 100, 100), Box(0, 0, 100, 10), Box(60, 60, 100, 100)):
        assert not picture(Placed("red", 0, 0, within), draw).image.size


def test_a_stack_is_its_layers_over_each_other() -> None:
    stacked = picture(Stack(("red", Placed("green", 4, 4, PICTURE))), draw)
    assert stacked.box == Box(10, 20, 22, 32)
    assert stacked.image[0, 0].tolist() == [255, 0, 0, 255]
    assert stacked.image[6, 6].tolist() == [127, 128, 0, 255]
    assert stacked.image[10, 10].tolist() == [0, 255, 0, 128]
    assert stacked.image[0, 10].tolist()[3] == 0
