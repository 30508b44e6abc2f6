"""The desk and the wall behind it: calm, in the service's colours, and nothing on it where words stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from pipeline.model import Format
from pipeline.scene import layout as layouts
from pipeline.scene import plates
from pipeline.scene.backdrop import backdrop
from pipeline.scene.plates import Look
from pipeline.scene.sprite import to_yuv
from pipeline.scene.text import contrast
from pipeline.seal.spectrum import EDGE, shrunk
from tests.scene.staging import LOOK

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOOKS = [LOOK, Look("#4db6ac", "#18222c"), Look("#ffc107", "#c2185b")]
every_look = pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "colourful"])


def drawn(form: Format, look: Look = LOOK, *, rtl: bool = False) -> NDArray[np.uint8]:
    picture: NDArray[np.uint8] = backdrop(layouts.layout(form, rtl=rtl), look).image[..., :3]
    return picture


def busy(picture: NDArray[np.uint8], least: int = 6) -> NDArray[np.bool_]:
    """Where something is drawn: pixels that differ from those 12 to their right, beside them on an even ground."""
    found: NDArray[np.bool_] = np.abs(np.diff(picture[:, ::12].astype(int), axis=1)).max(axis=2) > least
    return found


def test_upright_things_lie_on_the_desk() -> None:
    assert busy(drawn("9x16"))[layouts.layout("9x16", rtl=False).desk + 60 :].mean() > 0.01


@every_look
def test_what_lies_on_the_desk_stands_out_far_less_than_words_do(look: Look) -> None:
    place = layouts.layout("9x16", rtl=False)
    desk = drawn("9x16", look)[place.desk + 60 :: 4, ::4].reshape(-1, 3)
    ground = np.median(desk, axis=0)
    for extreme in (desk[desk.sum(axis=1).argmin()], desk[desk.sum(axis=1).argmax()]):
        assert contrast(hexed(ground), hexed(extreme)) <= plates.CONTRAST / 2


def hexed(tone: NDArray[np.generic]) -> str:
    return "#" + "".join(f"{int(channel):02x}" for channel in tone)


@pytest.mark.parametrize("rtl", [False, True])
def test_nothing_lies_on_the_far_edge_and_captions_and_the_small_name_tag_stand_above_it(rtl: bool) -> None:
    place, things = layouts.layout("9x16", rtl=rtl), busy(drawn("9x16", rtl=rtl))
    assert not things[place.desk + 40 : place.desk + 100].any()
    assert max(place.caption.bottom, place.small_tag.bottom) < place.desk


def test_nothing_lies_under_the_logo() -> None:
    for rtl in (False, True):
        logo = layouts.layout("9x16", rtl=rtl).logo
        assert not busy(drawn("9x16", rtl=rtl)[logo.top : logo.bottom, logo.left : logo.right]).any()


def test_the_desk_is_mirrored_where_one_reads_from_right_to_left() -> None:
    place = layouts.layout("9x16", rtl=False)
    one, other = (drawn("9x16", rtl=rtl)[place.desk :].astype(int) for rtl in (False, True))
    assert np.abs(one - other[:, ::-1]).max() <= 12
    assert np.abs(one - other).max() > 30


@pytest.mark.parametrize("form", ["16x9", "1x1"])
def test_where_only_its_edge_is_seen_nothing_lies_on_it(form: Format) -> None:
    disc = 16  # steps, of what lies behind it
    assert not busy(drawn(form)[layouts.layout(form, rtl=False).desk :], disc).any()


@every_look
@pytest.mark.parametrize("rtl", [False, True])
def test_the_square_wall_has_no_edge_near_which_the_watermark_could_not_be_read(look: Look, rtl: bool) -> None:
    place = layouts.layout("1x1", rtl=rtl)
    luma = shrunk(to_yuv(backdrop(place, look))[0][: place.desk].astype(np.float32), 3)
    assert max(np.abs(np.diff(luma, axis=axis)).max() for axis in (0, 1)) < EDGE / 2
