"""Where everything stands in each format: sizes, zones that keep apart, and an avatar that no plate hides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline import language as packs
from pipeline.formats import FORMATS
from pipeline.model import Format, Pose
from pipeline.scene import layers
from pipeline.scene import layout as layouts
from pipeline.scene.figure import MARGIN, MOULDING, hanging
from pipeline.scene.layout import Layout
from pipeline.scene.sprite import Box
from tests.scene.plated import CODES, KINDS, LANDSCAPE, every_format, every_way, inside, label, notes, picture
from tests.scene.staging import ADDRESSES, AVATARS, alpha_in, rig


def test_the_labels_letters_are_three_per_cent_high_or_as_large_on_a_phone_that_is_held_upright() -> None:
    for form in FORMATS:
        place = layouts.layout(form, rtl=False)
        capital = 0.714 * place.letter
        assert capital >= 0.03 * min(place.width, place.height)
        assert capital >= (0.022 if form == "9x16" else 0.03) * place.height


@every_format
def test_the_label_never_mirrors(form: Format) -> None:
    assert layouts.layout(form, rtl=True).label == layouts.layout(form, rtl=False).label


def test_captions_follow_the_sizes_of_the_bbc() -> None:
    landscape, portrait = LANDSCAPE, layouts.layout("9x16", rtl=False)
    assert 0.07 <= landscape.caption_line / landscape.height <= 0.08
    assert 0.039 <= portrait.caption_line / portrait.height <= 0.045
    for place, share in ((landscape, 0.681), (portrait, 0.901)):
        width, height = place.width, place.height
        assert (place.caption.right - place.caption.left) / width <= share
        assert inside(
            place.caption, Box(int(0.05 * width), int(0.125 * height), int(0.95 * width), int(0.876 * height))
        )


def test_upright_no_word_comes_where_thumbs_are_but_a_drafts() -> None:
    for rtl in (False, True):
        place = layouts.layout("9x16", rtl=rtl)
        for name in ("caption", "beside_card", "tag", "small_tag", "card", "contact", "picture"):
            assert getattr(place, name).bottom <= place.height * 5 / 6, name


@every_way
def test_the_zones_of_the_picture_do_not_overlap(form: Format, rtl: bool) -> None:
    place = layouts.layout(form, rtl=rtl)
    always = {name: getattr(place, name) for name in ("label", "note", "draft")}
    speaking = {name: getattr(place, name) for name in ("caption", "small_tag", "picture")}
    greeting = {name: getattr(place, name) for name in ("caption", "tag")}
    ending = {name: getattr(place, name) for name in ("card", "contact")}
    reasons = {name: getattr(place, name) for name in ("card", "beside_card")}
    for moment in (speaking, greeting, ending, reasons):
        standing = always | moment
        if form == "1x1" and "card" in moment:
            del standing["draft"]  # the card of a draft ends above its words
        for name, box in standing.items():
            assert inside(box, picture(place)), name
            for other, its in standing.items():
                assert name == other or not box & its, (name, other)
    for name in ("label", "note", "beside_card", "card"):
        assert not place.code & getattr(place, name), name


@every_format
def test_what_reads_from_right_to_left_is_mirrored(form: Format) -> None:
    one, other = layouts.layout(form, rtl=False), layouts.layout(form, rtl=True)
    # Not to the pixel in 16:9, where the label keeps the bust from its place.
    assert (one.figure_middle < one.width / 2) and (other.figure_middle > other.width / 2)
    for name in ("tag", "small_tag", "card", "contact", "code", "beside_card", "picture"):
        box, its = getattr(one, name), getattr(other, name)
        slack = 140 if form == "16x9" else 0
        assert abs(box.left - (other.width - its.right)) <= slack, name
        assert abs(box.right - (other.width - its.left)) <= slack, name


POSES = [
    *(Pose(tilt=tilt, breath=7, arm="wave", brows=2) for tilt in (-3, 3)),
    *(Pose(tilt=tilt, arm="offer") for tilt in (-3, 0, 3)),
]


@every_way
@pytest.mark.parametrize("avatar", AVATARS)
def test_no_part_of_the_avatar_comes_under_the_label_or_the_note(avatar: str, form: Format, rtl: bool) -> None:
    figure, place = rig(avatar, rtl=rtl, form=form), layouts.layout(form, rtl=rtl)
    codes = [code for code in CODES if (packs.load(code).direction == "rtl") == rtl]
    widest = min(label(code, form, address, kind).box.left for code in codes for address in ADDRESSES for kind in KINDS)
    covered = [Box(widest, place.label.top, place.label.right, place.label.bottom)]
    covered += {sprite.box for code in codes for sprite in notes(code, form)}
    for key in {key for pose in POSES for key in figure.keys(pose)}:
        sprite = layers.picture(key, figure.draw)
        for box in covered:
            assert not alpha_in(sprite, box).any()


@every_way
@pytest.mark.parametrize("avatar", AVATARS)
def test_the_face_is_large_and_stays_clear_of_every_plate(avatar: str, form: Format, rtl: bool) -> None:
    figure, place = rig(avatar, rtl=rtl, form=form), layouts.layout(form, rtl=rtl)
    height = place.figure_height
    across = figure.aspect * height
    edge = place.figure_middle - across / 2
    left, top, right, bottom = figure.face
    assert (bottom - top) * height >= 0.28 * min(place.width, place.height)
    assert figure.mouth_width * across >= 110
    if form == "9x16":
        assert place.figure_top + bottom * height < place.height / 2
    # Three steps of tilt and a breath move the eyes and the mouth by less than this.
    face = Box(
        int(edge + left * across) - 20,
        int(place.figure_top + top * height) - 20,
        int(edge + right * across) + 20,
        int(place.figure_top + bottom * height) + 2,
    )
    assert inside(face, picture(place))
    assert face.bottom <= place.caption.top
    for zone in (
        *(place.caption, place.beside_card, place.card, place.contact, place.code, place.picture),
        *(place.label, place.tag, place.small_tag, place.draft),
    ):
        assert not face & zone
    for tilt in (-3, 3):
        for layer in (1, 2):
            eyes_and_mouth = layers.picture(figure.keys(Pose(tilt=tilt, breath=7, viseme="a"))[layer], figure.draw).box
            assert inside(eyes_and_mouth, face)


def palm(place: Layout) -> Box:
    """Where the open hand may lie over the sleeve: what comes below, other plates may hide."""
    reach, height = round(0.31 * place.figure_height), place.figure_height
    top = place.figure_top + round(0.72 * height) - place.hand_lift
    bottom = place.figure_top + round(0.865 * height) - place.hand_lift
    if place.rtl:
        return Box(0, top, place.figure_middle - reach, bottom)
    return Box(place.figure_middle + reach, top, place.width, bottom)


@every_way
@pytest.mark.parametrize("avatar", AVATARS)
def test_the_hand_that_waves_is_seen_whole_beside_the_large_name_tag(avatar: str, form: Format, rtl: bool) -> None:
    figure, place = rig(avatar, rtl=rtl, form=form), layouts.layout(form, rtl=rtl)
    hand = layers.picture(figure.keys(Pose(arm="wave", breath=7))[3], figure.draw)
    assert not alpha_in(hand, place.tag).any()
    upper = replace(hand, image=hand.image[: round(0.22 * place.figure_height)])
    assert not alpha_in(upper, place.caption).any()
    assert not hand.image[:, :1, 3].any() or hand.x > 0
    assert not hand.image[:, -1:, 3].any() or hand.box.right < place.width


@every_way
@pytest.mark.parametrize("avatar", AVATARS)
def test_the_open_hand_is_seen_beside_card_contact_code_and_captions(avatar: str, form: Format, rtl: bool) -> None:
    figure, place = rig(avatar, rtl=rtl, form=form), layouts.layout(form, rtl=rtl)
    for breath in (0, 7):
        hand = layers.picture(figure.keys(Pose(arm="offer", breath=breath))[3], figure.draw)
        assert alpha_in(hand, palm(place)).any()
        for zone in (place.card, place.contact, place.code, place.beside_card):
            assert not alpha_in(hand, palm(place) & zone).any()


@every_way
def test_a_filmed_face_hangs_clear_of_all_that_stands_beside_it_and_is_large(form: Format, rtl: bool) -> None:
    """Its frame too, and it is seen that they are apart. Words below its mouth may lie over its lower edge."""
    place = layouts.layout(form, rtl=rtl)
    wall = hanging(place)
    around = grown(wall, MOULDING + 8)
    assert inside(around, picture(place))
    for name in ("label", "note", "contact", "code", "picture", "draft"):
        assert not around & getattr(place, name), name
    if form == "16x9":
        assert not grown(wall, MOULDING + 16) & place.card
    one_line = replace(place.caption, top=place.caption.bottom - layouts.captions_height(1, place))
    assert 0 < one_line.top - wall.bottom <= MARGIN + 2
    least = {"16x9": (556, 600), "9x16": (612, 600), "1x1": (404, 600)}[form]
    assert (wall.right - wall.left >= least[0]) and (wall.bottom - wall.top >= least[1])


def grown(box: Box, by: int) -> Box:
    return Box(box.left - by, box.top - by, box.right + by, box.bottom + by)
