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
SIZE = 480, 640


def seen(*lumas: int | np.ndarray, fps: float = 25) -> Flashes:
    flashes = Flashes(fps)
    for number, luma in enumerate(lumas):
        flashes.see(number, np.full(SIZE, luma, np.uint8) if isinstance(luma, int) else luma)
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


@pytest.mark.parametrize(("part", "passes"), [(0.08, True), (0.2, False)])
def test_only_a_large_area_counts(part: float, passes: bool) -> None:
    frames = []
    for luma in blinking(6):
        frame = np.full(SIZE, 40, np.uint8)
        frame[: round(SIZE[0] * part)] = luma
        frames.append(frame)
    assert seen(*frames).gate().passed is passes


def test_places_that_flash_at_different_moments_add_up_in_each_place_only() -> None:
    """A bright bar that wanders through the picture flashes once at every place."""
    frames = []
    for number in range(25):
        frame = np.full(SIZE, 40, np.uint8)
        frame[:, number * 25 : number * 25 + 25] = 220
        frames.append(frame)
    assert seen(*frames).worst <= 2


@pytest.mark.slow
def test_a_real_film_does_not_flash(film: Proof) -> None:
    flashes = Flashes(film.timeline.fps)
    watch(film.path, [flashes])
    assert flashes.worst <= 1


@pytest.mark.slow
def test_a_film_that_flashes(film: Proof, tmp_path: Path) -> None:
    """The free third beside the avatar goes dark and bright again."""
    dark = "drawbox=x=1300:y=210:w=600:h=520:color=black:t=fill:enable='between(t,2,4)*lt(mod(t,0.2),0.1)'"
    flickering = repainted(film.path, tmp_path / "flash.mp4", dark)
    assert film.failed(flickering) == ["flash"]
