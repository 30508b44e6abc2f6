"""What is written on the picture, in every language: legible, whole, and nothing in the way of anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from inspect import signature

import numpy as np
import pytest

from pipeline import language as packs
from pipeline.errors import InputError
from pipeline.model import Caption, Format
from pipeline.scene import layout as layouts
from pipeline.scene import plates
from pipeline.scene.layout import INK, PAPER
from pipeline.scene.sprite import Box, Sprite
from tests.scene.plated import (
    CODES,
    KINDS,
    LANDSCAPE,
    assert_whole,
    every_format,
    hexes,
    inside,
    label,
    letters,
    measured_contrast,
    notes,
)
from tests.scene.staging import ADDRESSES, AVATARS, GERMAN, LOOK, card, layout, tag


@every_format
@pytest.mark.parametrize("code", CODES)
def test_every_label_stands_whole_in_its_corner_and_reads_seven_to_one(code: str, form: Format) -> None:
    zone = layout(packs.load(code), form).label
    for address in ADDRESSES:
        for kind in KINDS:
            sprite = label(code, form, address, kind)
            assert inside(sprite.box, zone)
            assert sprite.box.right == zone.right
            assert sprite.box.top == zone.top
            assert_whole(sprite, INK, 5)
            assert measured_contrast(sprite) >= 7


@every_format
def test_the_label_begins_with_large_capitals_ai(form: Format) -> None:
    place = layouts.layout(form, rtl=False)
    for code in CODES:
        rows = np.flatnonzero(letters(label(code, form), INK)[:, 20 : 20 + 2 * place.letter].any(axis=1))
        assert 1.9 <= (rows[-1] + 1 - rows[0]) / (0.714 * place.letter) <= 2.1


@pytest.mark.parametrize("code", CODES)
def test_the_label_is_the_same_plate_every_time(code: str) -> None:
    pack = packs.load(code)
    again = plates.label(pack.wording("Sie").label, pack, layout(pack))
    assert np.array_equal(again.image, label(code, "16x9").image)
    assert again.box == label(code, "16x9").box


@every_format
@pytest.mark.parametrize("code", CODES)
def test_both_notes_stand_whole_in_their_zone(code: str, form: Format) -> None:
    for sprite in notes(code, form):
        assert inside(sprite.box, layout(packs.load(code), form).note)
        assert_whole(sprite, plates.NOTE_YELLOW, 8)
        assert measured_contrast(sprite) >= 7


@every_format
@pytest.mark.parametrize("code", CODES)
def test_name_tags_stand_whole_in_their_zones(code: str, form: Format) -> None:
    pack = packs.load(code)
    place = layout(pack, form)
    for address in ADDRESSES:
        for avatar in AVATARS:
            words = tag(pack, pack.wording(address), avatar)
            for large, zone in ((True, place.tag), (False, place.small_tag)):
                sprite = plates.name_tag(words, pack, place, LOOK, large=large)
                assert inside(sprite.box, zone)
                bare = replace(sprite, image=sprite.image[:, :-12] if place.rtl else sprite.image[:, 12:])
                assert_whole(bare, PAPER, 6)
                assert measured_contrast(sprite) >= 7


@every_format
def test_the_small_tag_is_smaller(form: Format) -> None:
    place = layouts.layout(form, rtl=False)
    areas = [
        plates.name_tag("Maja · virtuelle Kollegin", GERMAN, place, LOOK, large=large).box.area
        for large in (True, False)
    ]
    assert areas[1] < 0.6 * areas[0]


@every_format
def test_a_name_that_the_tag_has_no_room_for_is_refused(form: Format) -> None:
    with pytest.raises(InputError, match="zu lang für ihr Schild"):
        plates.name_tag("M" * 60 + " · x", GERMAN, layouts.layout(form, rtl=False), LOOK, large=False)


CAPTIONS = [
    (("Ja.",), "de"),
    (("Bringen Sie bitte Ihren Ausweis mit und al", "le amtlichen Briefe, WWWWWWWWWWWWWWWWWWWWW"), "de"),
    (("Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz", "gjpqy ÄÖÜ"), "de"),
    (("https://www.berlin.example/einwanderung/dienstleistungen/service.871055.php?lang=de",), "de"),
    (("أحضروا معكم بطاقة الهوية والرسائل الرسمية", "على الرقم 030 23125 118؟ (BAMF)"), "ar"),
    ((r"{\pos(0,0)} \N <b>fett</b>",), "de"),
    (("Ắ Ǻ Ųų jgpy",), "de"),
]


@every_format
@pytest.mark.parametrize("beside_card", [False, True])
@pytest.mark.parametrize(("lines", "code"), CAPTIONS)
def test_captions_stand_whole_in_their_zone(lines: tuple[str, ...], code: str, beside_card: bool, form: Format) -> None:
    pack = packs.load(code)
    place = layout(pack, form)
    zone = place.beside_card if beside_card else place.caption
    sprite = plates.caption(Caption(lines, beside_card), pack, place, LOOK)
    assert inside(sprite.box, Box(zone.left - 2, zone.top, zone.right + 2, zone.bottom + 1))
    assert abs(sprite.box.left + sprite.box.right - zone.left - zone.right) <= 4, "centred"
    assert_whole(sprite, INK, 3)
    assert measured_contrast(sprite) >= 7


@every_format
@pytest.mark.parametrize("code", CODES)
def test_the_draft_words_are_not_cut_and_leave_label_note_and_captions_free(code: str, form: Format) -> None:
    pack = packs.load(code)
    room = layout(pack, form)
    for address in ADDRESSES:
        words = tuple(dict.fromkeys((GERMAN.wording(address).draft, pack.wording(address).draft)))
        sprite = plates.draft(words, [GERMAN, pack][-len(words) :], room)
        assert (sprite.image[..., 3] == 255).all(), "a band from edge to edge"
        assert sprite.box.right - sprite.box.left == room.width
        ink = (sprite.image[..., 1] > 60).nonzero()
        assert ink[0].min() >= 2
        assert ink[0].max() < sprite.image.shape[0] - 2
        assert ink[1].min() >= room.draft.left + 20
        assert ink[1].max() <= room.draft.right - 20
        assert measured_contrast(sprite) >= 7
        for zone in (room.label, room.note, room.caption, room.beside_card, room.card):
            assert not sprite.box & zone
        assert not room.draft & room.contact


INK_BLUE = replace(LOOK, ink="#1d2f6f")


@pytest.mark.parametrize("code", ["de", "ar", "ti"])
def test_letters_and_plates_in_the_services_own_ink_read_seven_to_one(code: str) -> None:
    pack = packs.load(code)
    place, words = layout(pack), tag(pack, pack.sie, "maja")
    for sprite in (
        plates.caption(Caption(("Ja.",)), pack, place, INK_BLUE),
        plates.name_tag(words, pack, place, INK_BLUE, large=True),
        plates.end_card(replace(card(pack, "Sie"), code="tel:116117"), pack, GERMAN, place, INK_BLUE),
    ):
        assert measured_contrast(sprite) >= 7
        assert (sprite.image[..., :3] == hexes(INK_BLUE.ink)).all(axis=2).any()


def test_label_and_note_look_the_same_in_every_house() -> None:
    """They take no look: whoever has seen one film knows them in the next."""
    for draw in (plates.label, plates.note, plates.draft):
        assert "look" not in signature(draw).parameters


def test_no_plate_with_words_can_be_drawn_whose_letters_are_hard_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    place, words = LANDSCAPE, "Maja · virtuelle Kollegin"
    drawings: list[Callable[[], Sprite]] = [
        lambda: plates.label("x", GERMAN, place),
        lambda: plates.note("x", GERMAN, place),
        lambda: plates.name_tag(words, GERMAN, place, LOOK, large=True),
        lambda: plates.name_tag(words, GERMAN, place, LOOK, large=False),
        lambda: plates.caption(Caption(("x",)), GERMAN, place, LOOK),
        lambda: plates.draft(("x",), (GERMAN,), place),
        lambda: plates.end_card(card(GERMAN, "Sie"), GERMAN, GERMAN, place, LOOK),
    ]
    for draw in drawings:
        draw()
    monkeypatch.setattr(plates, "contrast", lambda one, other: 6.96)
    for draw in drawings:
        with pytest.raises(InputError, match="6,9:1, nötig sind 7:1") as caught:
            draw()
        assert "6.9:1, 7:1 is needed" in caught.value.en


def test_an_ink_that_is_hard_to_read_is_refused_with_its_contrast() -> None:
    with pytest.raises(InputError, match=r"„#4a7d87“ auf „#ffffff“.*4,5:1"):
        plates.name_tag("A · b", GERMAN, LANDSCAPE, replace(LOOK, ink="#4a7d87"), large=True)
