"""What is written on the picture, in every language: legible, whole, and nothing in the way of anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from pipeline import language as packs
from pipeline.errors import InputError
from pipeline.language import Language
from pipeline.model import Address, Caption, Pose
from pipeline.scene import layout as layouts
from pipeline.scene import plates
from pipeline.scene.layout import INK, PAPER, SIZES
from pipeline.scene.sprite import Box, Sprite
from pipeline.scene.text import contrast
from tests.scene.staging import ADDRESSES, AVATARS, CONTACT, GERMAN, LOOK, alpha_in, card, every_pack, layout, rig, tag

WIDTH, HEIGHT = SIZES["16x9"]
PICTURE = Box(0, 0, WIDTH, HEIGHT)
PLACE = layouts.layout("16x9", rtl=False)
CODES = packs.codes()
TAG_ZONES = {False: Box(1280, 540, 1884, 745), True: Box(36, 540, 570, 745)}


@cache
def label(code: str, address: Address = "Sie") -> Sprite:
    pack = packs.load(code)
    return plates.label(pack.wording(address).label, pack, layout(pack))


def note(pack: Language, words: str) -> Sprite:
    return plates.note(words, pack, layout(pack))


@cache
def end_card(code: str, address: Address, contact: str = CONTACT) -> Sprite:
    pack = packs.load(code)
    return plates.end_card(card(pack, address, contact), pack, GERMAN, layout(pack), LOOK)


def inside(box: Box, zone: Box) -> bool:
    return box & zone == box


def hexes(colour: str) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    return np.array([int(colour[n : n + 2], 16) for n in (1, 3, 5)], np.int16)


def letters(sprite: Sprite, paper: str) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Pixels on the opaque plate that are not its own colour."""
    away = np.abs(sprite.image[..., :3].astype(np.int16) - hexes(paper)).max(axis=2)
    covered: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = (sprite.image[..., 3] == 255) & (away > 40)
    return covered


def assert_whole(sprite: Sprite, paper: str, margin: int) -> None:
    """No letter comes nearer than `margin` pixels to the edge of its plate, so none is cut."""
    ink = letters(sprite, paper)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    height, width = ink.shape
    assert rows[0] >= margin
    assert rows[-1] < height - margin
    assert columns[0] >= margin
    assert columns[-1] < width - margin


def measured_contrast(sprite: Sprite) -> float:
    """Between the lightest and the darkest tone that letters and plate really have in the drawing."""
    pixels = np.ascontiguousarray(sprite.image).view("<u4").ravel()
    packed, counts = np.unique(pixels[pixels >> 24 == 255] & 0xFFFFFF, return_counts=True)
    tones = np.stack([packed & 255, packed >> 8 & 255, packed >> 16], axis=1)
    plate = tones[counts.argmax()]
    far = tones[np.abs(tones.astype(int) - plate).sum(axis=1).argmax()]
    return contrast(*(f"#{r:02x}{g:02x}{b:02x}" for r, g, b in (plate, far)))


# ---------------------------------------------------------------- label


@pytest.mark.parametrize("code", CODES)
def test_the_label_stands_whole_in_its_corner_and_reads_seven_to_one(code: str) -> None:
    sprite = label(code)
    assert inside(sprite.box, PLACE.label)
    assert sprite.box.right == PLACE.label.right
    assert sprite.box.top == PLACE.label.top
    assert_whole(sprite, INK, 9)
    assert measured_contrast(sprite) >= 7
    assert contrast(INK, PAPER) >= 7


@pytest.mark.parametrize("code", CODES)
def test_the_label_begins_with_large_capitals_ai(code: str) -> None:
    rows = np.flatnonzero(letters(label(code), INK)[:, 20:110].any(axis=1))
    assert 0.055 * HEIGHT <= rows[-1] + 1 - rows[0] <= 0.065 * HEIGHT


@pytest.mark.parametrize("code", CODES)
def test_the_label_is_the_same_plate_every_time(code: str) -> None:
    pack = packs.load(code)
    again = plates.label(pack.wording("Sie").label, pack, layout(pack))
    assert np.array_equal(again.image, label(code).image)
    assert again.box == label(code).box


# ---------------------------------------------------------------- note, tag, caption, draft


@pytest.mark.parametrize("code", CODES)
def test_both_notes_stand_whole_top_left(code: str) -> None:
    pack = packs.load(code)
    for wording in (pack.du, pack.sie):
        for words in (wording.note_machine, wording.note_unchecked):
            sprite = note(pack, words)
            assert inside(sprite.box, PLACE.note)
            assert_whole(sprite, "#fff3c4", 8)
            assert measured_contrast(sprite) >= 7


@pytest.mark.parametrize("large", [True, False])
@pytest.mark.parametrize("code", CODES)
def test_name_tags_stand_whole_at_the_shoulder(code: str, large: bool) -> None:
    pack = packs.load(code)
    for address in ADDRESSES:
        for avatar in AVATARS:
            words = tag(pack, pack.wording(address), avatar)
            sprite = plates.name_tag(words, pack, layout(pack), LOOK, large=large)
            assert inside(sprite.box, TAG_ZONES[layout(pack).rtl])
            bare = replace(sprite, image=sprite.image[:, :-12] if layout(pack).rtl else sprite.image[:, 12:])
            assert_whole(bare, PAPER, 6)
            assert measured_contrast(sprite) >= 7


def test_the_small_tag_is_smaller() -> None:
    areas = [
        plates.name_tag("Maja · virtuelle Kollegin", GERMAN, layouts.layout("16x9", rtl=False), LOOK, large=n).box.area
        for n in (True, False)
    ]
    assert areas[1] < 0.5 * areas[0]


CAPTIONS = [
    (("Ja.",), "de"),
    (("Bringen Sie bitte Ihren Ausweis mit und al", "le amtlichen Briefe, WWWWWWWWWWWWWWWWWWWWW"), "de"),
    (("Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz", "gjpqy ÄÖÜ"), "de"),
    (("https://www.berlin.example/einwanderung/dienstleistungen/service.871055.php?lang=de",), "de"),
    (("أحضروا معكم بطاقة الهوية والرسائل الرسمية", "على الرقم 030 23125 118؟ (BAMF)"), "ar"),
    ((r"{\pos(0,0)} \N <b>fett</b>",), "de"),
    (("Ắ Ǻ Ųų jgpy",), "de"),
]


@pytest.mark.parametrize(("lines", "code"), CAPTIONS)
def test_captions_stand_whole_in_their_zone(lines: tuple[str, ...], code: str) -> None:
    pack = packs.load(code)
    sprite = plates.caption(Caption(lines), pack, layout(pack))
    assert inside(sprite.box, Box(PLACE.caption.left - 2, PLACE.caption.top, PLACE.caption.right + 2, 946))
    assert abs(sprite.box.left + sprite.box.right - WIDTH) <= 4, "centred"
    assert_whole(sprite, INK, 3)
    assert measured_contrast(sprite) >= 7


def test_captions_follow_the_sizes_of_the_bbc() -> None:
    zone = PLACE.caption
    assert 0.07 <= PLACE.caption_line / HEIGHT <= 0.08
    assert (zone.right - zone.left) / WIDTH <= 0.681
    assert inside(zone, Box(int(0.05 * WIDTH), int(0.125 * HEIGHT), int(0.95 * WIDTH), int(0.876 * HEIGHT)))


@pytest.mark.parametrize("code", CODES)
def test_the_draft_words_are_not_cut_and_leave_label_note_and_captions_free(code: str) -> None:
    pack = packs.load(code)
    for address in ADDRESSES:
        words = tuple(dict.fromkeys((GERMAN.wording(address).draft, pack.wording(address).draft)))
        room = layout(pack)
        sprite = plates.draft(words, [GERMAN, pack][-len(words) :], room)
        assert (sprite.image[..., 3] == 255).all(), "a band from edge to edge"
        assert sprite.box.right - sprite.box.left == WIDTH
        ink = (sprite.image[..., 1] > 60).nonzero()
        assert ink[0].min() >= 2
        assert ink[0].max() < sprite.image.shape[0] - 2
        assert ink[1].min() >= room.draft.left + 20
        assert ink[1].max() <= room.draft.right - 20
        assert contrast(plates.DRAFT_RED, PAPER) >= 7
        for zone in (room.label, room.note, room.caption, room.beside_card, room.card):
            assert not sprite.box & zone
        assert not room.draft & room.contact


# ---------------------------------------------------------------- end card


def rows_of(code: str, address: Address, monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, list[str]]]:
    """Size and lines of everything on the card, as drawn."""
    drawn: list[tuple[float, list[str]]] = []
    original: Callable[..., None] = plates._Row.paint

    def spy(row: plates._Row, *args: object, **more: object) -> None:
        drawn.append((row.look.size, list(row.lines)))
        original(row, *args, **more)

    monkeypatch.setattr(plates._Row, "paint", spy)
    end_card.__wrapped__(code, address)
    return drawn


@pytest.mark.parametrize(("code", "address"), [(code, address) for code in CODES for address in ADDRESSES])
def test_the_request_is_large_on_at_most_five_lines_and_german_is_smaller_but_readable(
    code: str, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = rows_of(code, address, monkeypatch)
    words = card(packs.load(code), address)
    size, lines = shown[0]
    assert " ".join(lines).replace("\u00a0", " ") == words.request
    assert len(lines) <= 5
    assert size >= 46
    if code != "de":
        german_size, german = shown[1]
        assert " ".join(german) == words.german
        assert 36 <= german_size < size
    contact_size, contact_lines = shown[-1]
    assert contact_size >= 22
    contact = " ".join(contact_lines).replace("\u00a0", " ").replace(" @", "@")
    assert contact == CONTACT.replace(" · ", " ")
    assert shown[-2][1] == [packs.load(code).wording(address).contact]


@pytest.mark.parametrize(("code", "address"), [(code, address) for code in CODES for address in ADDRESSES])
def test_the_end_card_stands_whole_in_its_zone_clear_of_everything(code: str, address: Address) -> None:
    pack = packs.load(code)
    place, sprite = layout(pack), end_card(code, address)
    zone = place.card | place.contact
    assert inside(sprite.box, zone)
    split = place.card.bottom - sprite.y
    upper = replace(sprite, image=sprite.image[: split - 20])
    lower = replace(sprite, image=sprite.image[place.contact.top - sprite.y :], y=place.contact.top)
    covered = np.flatnonzero(lower.image[..., 3].max(axis=0))
    assert inside(
        Box(sprite.x + int(covered[0]), lower.y, sprite.x + int(covered[-1]) + 1, lower.box.bottom), place.contact
    )
    body = letters(upper, PAPER)[:, 20:-20]
    strip = np.flatnonzero(body.mean(axis=1) > 0.9)
    text = body[: strip[0]] if strip.size else body
    assert_whole(Sprite(upper.image[: text.shape[0]], 0, 0), PAPER, 6)
    assert_whole(Sprite(lower.image[:, covered[0] : covered[-1] + 1], 0, 0), PAPER, 8)
    assert measured_contrast(sprite) >= 7
    assert not sprite.box & label(code).box
    for words in (pack.wording(address).note_machine, pack.wording(address).note_unchecked):
        assert not sprite.box & note(pack, words).box


@pytest.mark.parametrize("code", ["de", "ar"])
@pytest.mark.parametrize(
    "contact",
    [
        "030 115",
        "a" * 40 + "@" + "b" * 40 + ".example",
        "Migrationsberatungsstelle " * 5 + "· 030 23125 118 · x@example.org",
        "0" * 160,
    ],
)
def test_a_contact_of_any_length_stays_beside_the_hand(code: str, contact: str) -> None:
    pack = packs.load(code)
    assert inside(end_card(code, "Sie", contact).box, layout(pack).card | layout(pack).contact)


@pytest.mark.parametrize("code", ["de", "ar"])
def test_without_a_contact_there_is_no_empty_plate(code: str) -> None:
    pack = packs.load(code)
    words = replace(card(pack, "Sie"), contact="")
    assert inside(plates.end_card(words, pack, GERMAN, layout(pack), LOOK).box, layout(pack).card)


# ---------------------------------------------------------------- who stands in whose way


POSES = [
    *(Pose(tilt=tilt, breath=7, arm="wave", brows=1) for tilt in range(-3, 4)),
    *(Pose(tilt=tilt, arm="offer") for tilt in (-3, 0, 3)),
]


@pytest.mark.parametrize("rtl", [False, True], ids=["ltr", "rtl"])
@pytest.mark.parametrize("avatar", AVATARS)
def test_no_part_of_the_avatar_comes_under_the_label_or_the_note(avatar: str, rtl: bool) -> None:
    figure = rig(avatar, rtl=rtl)
    packs_here = [(pack, address) for pack, address in every_pack() if layout(pack).rtl == rtl]
    widest = min(label(pack.code, address).box.left for pack, address in packs_here)
    notes = [
        note(pack, words).box
        for pack, address in packs_here
        for words in (pack.wording(address).note_machine, pack.wording(address).note_unchecked)
    ]
    corner = Box(widest, PLACE.label.top, PLACE.label.right, PLACE.label.bottom)
    for key in {key for pose in POSES for key in figure.keys(pose)}:
        sprite = figure.draw(key)
        assert not alpha_in(sprite, corner).any()
        for box in notes:
            assert not alpha_in(sprite, box).any()


@pytest.mark.parametrize("rtl", [False, True], ids=["ltr", "rtl"])
@pytest.mark.parametrize("avatar", AVATARS)
def test_the_face_is_large_and_stays_clear_of_captions_tag_and_card(avatar: str, rtl: bool) -> None:
    figure, place = rig(avatar, rtl=rtl), layouts.layout("16x9", rtl=rtl)
    height = place.figure_height
    across = figure.aspect * height
    edge = place.figure_middle - across / 2
    left, top, right, bottom = figure.face
    assert (bottom - top) * height >= 0.28 * HEIGHT
    assert figure.mouth_width * across >= 110
    # Three steps of tilt and a breath move the face by less than this.
    face = Box(
        int(edge + left * across) - 20,
        int(place.figure_top + top * height) - 20,
        int(edge + right * across) + 20,
        int(place.figure_top + bottom * height) + 20,
    )
    assert inside(face, PICTURE)
    assert face.bottom <= place.caption.top
    for zone in (place.caption, place.card, place.contact, place.label, place.note, TAG_ZONES[rtl]):
        assert not face & zone
    for tilt in (-3, 3):
        for layer in (1, 2):
            eyes_and_mouth = figure.draw(figure.keys(Pose(tilt=tilt, breath=7, viseme="a"))[layer]).box
            assert inside(eyes_and_mouth, face)


@pytest.mark.parametrize("rtl", [False, True], ids=["ltr", "rtl"])
@pytest.mark.parametrize("avatar", AVATARS)
def test_hands_touch_neither_the_name_tag_nor_card_nor_contact(avatar: str, rtl: bool) -> None:
    figure, place = rig(avatar, rtl=rtl), layouts.layout("16x9", rtl=rtl)
    hand = figure.draw(figure.keys(Pose(arm="wave", breath=7))[3])
    assert not alpha_in(hand, TAG_ZONES[rtl]).any()
    for breath in (0, 7):
        hand = figure.draw(figure.keys(Pose(arm="offer", breath=breath))[3])
        assert not alpha_in(hand, place.contact).any()
        assert not alpha_in(hand, place.card).any()


@pytest.mark.parametrize("rtl", [False, True], ids=["ltr", "rtl"])
def test_the_zones_of_the_picture_do_not_overlap(rtl: bool) -> None:
    place = layouts.layout("16x9", rtl=rtl)
    for box in (place.label, place.note, place.caption, place.card, place.contact):
        assert inside(box, PICTURE)
    assert not place.label & place.note
    for upper in (place.label, place.note):
        for lower in (place.caption, place.card, place.contact, TAG_ZONES[rtl]):
            assert not upper & lower
    assert not place.card & place.contact
    assert not TAG_ZONES[rtl] & place.caption


# ---------------------------------------------------------------- the service's own look


def test_a_logo_that_is_no_picture_is_named(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    path.write_text("kein Bild", encoding="utf-8")
    with pytest.raises(InputError, match="Das Logo ist kein Bild") as caught:
        plates.background(layouts.layout("16x9", rtl=False), replace(LOOK, logo=path))
    assert caught.value.path == path
    assert "Save it as PNG or JPEG" in caught.value.en


@pytest.mark.parametrize("size", [(2000, 100), (100, 2000), (10, 10)])
@pytest.mark.parametrize("rtl", [False, True], ids=["ltr", "rtl"])
def test_a_logo_of_any_shape_stands_small_in_the_lower_corner(tmp_path: Path, size: tuple[int, int], rtl: bool) -> None:
    import skia

    path = tmp_path / "logo.png"
    surface = skia.Surface(*size)
    surface.getCanvas().clear(skia.ColorSetRGB(255, 0, 255))
    surface.makeImageSnapshot().save(str(path), skia.kPNG)
    image = plates.background(layouts.layout("16x9", rtl=rtl), replace(LOOK, logo=path)).image
    rows, columns = np.nonzero((image[..., 0] > 240) & (image[..., 1] < 30))
    corner = Box(30, 980, 340, 1070) if rtl else Box(1580, 980, 1890, 1070)
    assert inside(Box(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1), corner)
