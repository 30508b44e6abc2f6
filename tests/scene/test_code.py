"""The code on the end card: what it may say, and that it can be scanned from a frame of a real film."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import segno

from pipeline import language as packs
from pipeline import link
from pipeline.formats import FORMATS
from pipeline.model import Format, Pose
from pipeline.scene import code, plates
from pipeline.scene import layout as layouts
from pipeline.scene.layers import picture
from pipeline.scene.layout import INK, PAPER, SIZES, Layout
from pipeline.scene.sprite import Box, Sprite
from pipeline.scene.text import contrast
from tests.scene.staging import AVATARS, GERMAN, LOOK, alpha_in, card, every_pack, layout, rig

every_format = pytest.mark.parametrize("form", FORMATS)
CALL = "tel:+493023125118"
PAGE = "https://www.haus-am-markt.example/termin?sprache=ar"
LONGEST = "https://haus.example/" + "x" * (link.LIMIT - 21)
OFFER = (
    "Das Dolmetschen im Haus am Markt ist für Sie kostenlos, in allen Sprachen, an jedem Tag, bei jedem Termin bei uns."
)


@pytest.mark.parametrize(
    "text",
    [
        CALL,
        PAGE,
        LONGEST,
        "tel:116117",
        "tel:+49-30-23125-118",
        "https://a.de",
        "https://a.de:8443/x#y",
        "https://xn--mller-kva.example/?a=1&b=%20",
    ],
)
def test_a_call_and_a_safe_page_are_possible(text: str) -> None:
    assert link.allowed(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tel:",
        "tel:x",
        "tel:+49 30",
        "tel:1",
        "TEL:116117",
        "tel:*31#",
        "tel:+49301234567\n",
        "http://example.org",
        "https://",
        "https://localhost",
        "https://bank.example@evil.example",
        "https://evil.example\\@bank.example",
        "https://müller.example",
        "https://example.org/ä",
        "https://example.org/a b",
        "https://example.org\n",
        "javascript:alert(1)",
        "data:text/html,x",
        "sms:110",
        "mailto:a@example.org",
        "WIFI:S:x;;",
        "example.org",
        " https://example.org",
        LONGEST + "x",
        "https://example.org/\u202e",
    ],
)
def test_anything_else_is_not(text: str) -> None:
    assert not link.allowed(text)


def end_card(pack_code: str, text: str, form: Format) -> Sprite:
    pack = packs.load(pack_code)
    return plates.end_card(replace(card(pack, "Sie"), code=text), pack, GERMAN, layout(pack, form), LOOK)


def sampled(picture: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], box: Box, scale: int) -> list[list[bool]]:
    """The middles of the modules inside the quiet zone, true where dark.

    Args:
        picture: Luma of a whole frame.
    """
    inset = code.QUIET * scale
    rows = range(box.top + inset + scale // 2, box.bottom - inset, scale)
    columns = range(box.left + inset + scale // 2, box.right - inset, scale)
    return [[bool(picture[y, x] < 128) for x in columns] for y in rows]


def frame_with(sprite: Sprite, form: Format) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    picture = np.full(SIZES[form][::-1], 90, np.uint8)
    box, opaque = sprite.box, sprite.image[..., 3] == 255
    picture[box.top : box.bottom, box.left : box.right][opaque] = sprite.image[..., 1][opaque]
    return picture


@every_format
@pytest.mark.parametrize("pack_code", ["de", "ar"])
@pytest.mark.parametrize("text", [CALL, PAGE, LONGEST])
def test_its_modules_are_segnos_large_enough_and_have_a_quiet_zone(pack_code: str, text: str, form: Format) -> None:
    place = layout(packs.load(pack_code), form)
    box, scale = code.place(text, place.code, rtl=place.rtl)
    assert scale >= 6
    assert box & place.code == box
    picture = frame_with(end_card(pack_code, text, form), form)
    expected = [[bool(module) for module in row] for row in segno.make_qr(text, error="m").matrix]
    assert sampled(picture, box, scale) == expected
    quiet = picture[box.top : box.bottom, box.left : box.right].copy()
    inset = code.QUIET * scale
    quiet[inset:-inset, inset:-inset] = 255
    corner = 2 * scale  # rounded off, outside of what scanners look at
    quiet[:corner, :corner] = quiet[:corner, -corner:] = quiet[-corner:, :corner] = quiet[-corner:, -corner:] = 255
    assert quiet.min() == 255
    assert contrast(INK, PAPER) >= 7


@every_format
@pytest.mark.parametrize("rtl", [False, True])
def test_its_zone_is_clear_of_every_word_and_of_the_avatar(rtl: bool, form: Format) -> None:
    place = layouts.layout(form, rtl=rtl)
    for zone in (place.contact, place.label, place.note, place.beside_card, place.draft):
        assert not place.code & zone
    for avatar in AVATARS:
        figure = rig(avatar, rtl=rtl, form=form)
        above = Box(place.code.left, place.code.top, place.code.right, min(place.code.bottom, shoulder(place)))
        head = [key for tilt in (-3, 3) for key in figure.keys(Pose(tilt=tilt, breath=7))[:1]]
        hand = [figure.keys(Pose(arm="offer", breath=breath))[-1] for breath in (0, 7)]
        for key in head:
            assert not alpha_in(picture(key, figure.draw), above).any()
        for key in hand:
            assert not alpha_in(picture(key, figure.draw), place.code).any()


def shoulder(place: Layout) -> int:
    """Where the body may begin: a code over the sleeve hides nothing."""
    return place.figure_top + round(0.66 * place.figure_height)


@every_format
@pytest.mark.parametrize("with_code", [True, False])
def test_with_the_longest_offer_the_card_still_stands_whole_beside_the_code(with_code: bool, form: Format) -> None:
    assert len(OFFER) <= 120
    for pack, address in every_pack():
        if address == "du" and form != "16x9":
            continue
        place = layout(pack, form)
        words = replace(card(pack, address), code=LONGEST if with_code else "", offer=OFFER, contact="")
        sprite = plates.end_card(words, pack, GERMAN, place, LOOK)
        zone = place.card | place.code if with_code else place.card
        assert sprite.box & zone == sprite.box
        if with_code and place.card & place.code:
            top = code.place(LONGEST, place.code, rtl=place.rtl)[0].top
            assert not alpha_in(sprite, Box(0, top - 11, place.width, top)).any()
