"""Flashes: what WCAG 2.3.1 forbids is found in the finished picture, and nothing else is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from pipeline.media import watch
from pipeline.verify.flash import Flashes
from tests.films import repainted

if TYPE_CHECKING:
    from tests.films import Proof

pytest_plugins = ["tests.films"]
SIZE = 540, 960
RED, DARK_RED, BLUE, GREY = (81, 90, 240), (34, 120, 160), (41, 240, 110), (81, 128, 128)
"""Y, Cb, Cr; BT.709, limited."""


def seen(*lumas: int | np.ndarray, fps: float = 25) -> Flashes:
    flashes, none = Flashes(fps), np.full((SIZE[0] // 2, SIZE[1] // 2), 128, np.uint8)
    for number, luma in enumerate(lumas):
        flashes.see(number, np.full(SIZE, luma, np.uint8) if isinstance(luma, int) else luma, none, none)
    return flashes


def coloured(*colours: tuple[int, int, int]) -> Flashes:
    flashes = Flashes(25)
    for number, (luma, blue, red) in enumerate(colours):
        half = SIZE[0] // 2, SIZE[1] // 2
        planes = np.full(SIZE, luma, np.uint8), np.full(half, blue, np.uint8), np.full(half, red, np.uint8)
        flashes.see(number, *planes)
    return flashes


def blinking(times: int, low: int = 40, high: int = 200, hold: int = 2) -> list[int]:
    """So many flashes: up and down again."""
    return [low, *([high] * hold + [low] * hold) * times, *[low] * 25]


@pytest.mark.parametrize("times", [1, 2, 3])
def test_three_flashes_a_second_are_allowed(times: int) -> None:
    flashes = seen(*blinking(times))
    assert flashes.worst == 2 * times
    assert flashes.gate().passed


@pytest.mark.parametrize("times", [4, 6])
def test_more_are_not(times: int) -> None:
    assert not seen(*blinking(times)).gate().passed


def test_four_flashes_in_two_seconds_are_allowed() -> None:
    assert seen(*blinking(4, hold=7)).gate().passed


def test_a_flash_that_swells_over_several_frames_counts_too() -> None:
    wave = [120 + round(80 * np.sin(2 * np.pi * number / 5)) for number in range(50)]
    assert not seen(*wave).gate().passed


def test_a_slow_change_of_light_is_one_change() -> None:
    assert seen(*range(40, 200)).worst == 1


def test_bright_on_bright_is_no_flash() -> None:
    assert seen(*blinking(6, low=220, high=235)).worst == 0


def test_a_small_change_is_no_flash() -> None:
    assert seen(*blinking(6, low=100, high=110)).worst == 0


def windowed(height: float, width: float, top: float = 0, left: float = 0, times: int = 6) -> Flashes:
    """A rectangle flashes; its sides and place as parts of the picture's."""
    frames = []
    for luma in blinking(times):
        frame = np.full(SIZE, 40, np.uint8)
        y, x = round(SIZE[0] * top), round(SIZE[1] * left)
        frame[y : y + round(SIZE[0] * height), x : x + round(SIZE[1] * width)] = luma
        frames.append(frame)
    return seen(*frames)


@pytest.mark.parametrize("place", [(0, 0), (0.4, 0.4), (0.75, 0.75)])
@pytest.mark.parametrize(("side", "passes"), [(0.14, True), (0.2, False)])
def test_a_quarter_of_any_field_of_a_third_by_a_third_may_flash(
    side: float, passes: bool, place: tuple[float, float]
) -> None:
    """WCAG: 25 % of 341 x 256 pixels of 1024 x 768, that is a square of a sixth by a sixth."""
    assert windowed(side, side, *place).gate().passed is passes


def test_what_flashes_in_one_field_counts_together_and_what_is_far_apart_does_not() -> None:
    def pair(apart: float) -> Flashes:
        frames = []
        for luma in blinking(6):
            frame = np.full(SIZE, 40, np.uint8)
            for left in (0.05, 0.05 + apart):
                frame[:75, round(SIZE[1] * left) : round(SIZE[1] * (left + 0.14))] = luma
            frames.append(frame)
        return seen(*frames)

    assert not pair(0.17).passed
    assert pair(0.7).passed


def test_a_clip_of_a_thirteenth_of_the_picture_is_too_large() -> None:
    assert not windowed(0.36, 0.21).passed


def test_saturated_red_counts_where_the_brightness_hardly_changes() -> None:
    for other in (GREY, BLUE, DARK_RED):
        assert not coloured(*[RED, other] * 5).passed
        assert coloured(*([RED] * 20 + [other] * 20) * 2).passed
    assert coloured(*[GREY, BLUE] * 5).passed


def test_places_that_flash_at_different_moments_add_up_in_each_place_only() -> None:
    """A bright bar that wanders through the picture flashes once at every place."""
    frames = []
    for number in range(25):
        frame = np.full(SIZE, 40, np.uint8)
        frame[:, number * 38 : number * 38 + 38] = 220
        frames.append(frame)
    assert seen(*frames).worst <= 2


@pytest.mark.slow
def test_a_real_film_does_not_flash(film: Proof) -> None:
    flashes = Flashes(film.timeline.fps)
    watch(film.path, [], [flashes])
    assert flashes.worst <= 2


@pytest.mark.slow
def test_a_film_that_flashes(film: Proof, tmp_path: Path) -> None:
    """The free third beside the avatar goes dark and bright again."""
    dark = "drawbox=x=1300:y=210:w=600:h=520:color=black:t=fill:enable='between(t,2,4)*lt(mod(t,0.2),0.1)'"
    flickering = repainted(film.path, tmp_path / "flash.mp4", dark)
    assert film.failed(flickering) == ["flash"]
