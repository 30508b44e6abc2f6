"""Sprites and their planes: even, exact, as the encoder takes them."""

from __future__ import annotations

import numpy as np
import pytest
import skia

from pipeline.scene.sprite import Box, Plane, Sprite, paint, planes, to_yuv

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def flat(colour: tuple[int, int, int, int], size: tuple[int, int] = (8, 12)) -> Sprite:
    return Sprite(np.broadcast_to(np.array(colour, np.uint8), (*size, 4)).copy(), 4, 6)


@pytest.mark.parametrize(
    ("colour", "yuv"),
    [
        ((255, 255, 255, 255), (235, 128, 128)),
        ((0, 0, 0, 255), (16, 128, 128)),
        ((255, 0, 0, 255), (63, 102, 240)),
        ((0, 255, 0, 255), (173, 42, 26)),
        ((0, 0, 255, 255), (32, 240, 118)),
        ((128, 128, 128, 255), (126, 128, 128)),
    ],
)
def test_colours_are_bt709_in_limited_range(colour: tuple[int, int, int, int], yuv: tuple[int, int, int]) -> None:
    """ITU-R BT.709-6, table 3."""
    luma, chroma = to_yuv(flat(colour))
    assert luma.shape == (8, 12)
    assert chroma.shape == (2, 4, 6)
    assert (luma == yuv[0]).all()
    assert (chroma[0] == yuv[1]).all()
    assert (chroma[1] == yuv[2]).all()


def test_transparent_pixels_do_not_stain_the_chroma_at_an_edge() -> None:
    sprite = flat((255, 0, 0, 255))
    sprite.image[:, 1::2] = 0
    _, chroma = to_yuv(sprite)
    assert (chroma[0] == 102).all()
    assert (chroma[1] == 240).all()


def test_nothing_visible_is_grey_not_a_crash() -> None:
    _, chroma = to_yuv(flat((9, 200, 30, 0)))
    assert (chroma == 128).all()


def test_an_opaque_sprite_needs_no_blending() -> None:
    made = planes(flat((10, 20, 30, 255)))
    assert made.luma.keep is None
    assert made.chroma.keep is None
    assert made.size == 8 * 12 * 3 // 2


@pytest.mark.parametrize("alpha", range(0, 256, 5))
def test_blending_is_within_one_of_the_exact_value(alpha: int) -> None:
    colours = np.arange(256, dtype=np.uint8).repeat(2).reshape(1, 512).repeat(2, axis=0)
    sprite = Sprite(np.dstack([colours, colours, colours, np.full_like(colours, alpha)]), 0, 0)
    made = planes(sprite)
    luma, chroma = to_yuv(sprite)
    for ground in range(0, 256, 3):
        for plane, own in ((made.luma, luma), (made.chroma, chroma)):
            out = np.full(own.shape, ground, np.uint8)
            plane.over(out)
            exact = (ground * (255.0 - alpha) + own.astype(float) * alpha) / 255
            assert np.abs(out - exact).max() <= 1
            if alpha in (0, 255):
                assert (out == np.rint(exact)).all()


def test_random_alpha_blends_within_one_too_and_only_the_part_asked_for() -> None:
    rng = np.random.default_rng(1)
    sprite = Sprite(rng.integers(0, 256, (40, 60, 4), np.uint8), 0, 0)
    made, (luma, _) = planes(sprite), to_yuv(sprite)
    ground = rng.integers(0, 256, (40, 60), np.uint8)
    out = ground.copy()
    part = (slice(10, 30), slice(20, 50))
    made.luma.cut(part).over(out[part])
    weight = sprite.image[..., 3].astype(float) / 255
    exact = ground * (1 - weight) + luma * weight
    assert np.abs(out - exact)[part].max() <= 1
    outside = np.ones_like(ground, bool)
    outside[part] = False
    assert np.array_equal(out[outside], ground[outside])


def test_an_opaque_plane_is_copied() -> None:
    plane = Plane(np.full((4, 4), 77, np.uint8), None)
    ground = np.zeros((2, 4), np.uint8)
    plane.cut((slice(1, 3), slice(0, 4))).over(ground)
    assert (ground == 77).all()


def test_paint_widens_to_even_pixels_and_draws_in_picture_coordinates() -> None:
    def draw(canvas: skia.Canvas) -> None:
        canvas.drawRect(skia.Rect.MakeLTRB(101, 51, 104, 54), skia.Paint(Color=skia.ColorSetARGB(128, 200, 100, 50)))

    sprite = paint(Box(101, 51, 104, 54), draw)
    assert sprite.box == Box(100, 50, 104, 54)
    assert sprite.image[0].max() == 0
    assert sprite.image[:, 0].max() == 0
    assert np.abs(sprite.image[2, 2].astype(int) - (200, 100, 50, 128)).max() <= 2, "straight alpha"


def test_boxes_meet_join_and_know_when_they_are_empty() -> None:
    one, two = Box(0, 0, 10, 10), Box(5, 8, 20, 30)
    assert one & two == Box(5, 8, 10, 10)
    assert one | two == Box(0, 0, 20, 30)
    assert one & two
    assert not one & Box(10, 0, 12, 10)
    assert (one & two).area == 10
