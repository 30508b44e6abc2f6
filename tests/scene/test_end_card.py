"""The end card in every language: large, whole, and clear of everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from pipeline import language as packs
from pipeline.model import Address, Format
from pipeline.scene import end_card as cards
from pipeline.scene import plates
from pipeline.scene.code import place as place_of_code
from pipeline.scene.layout import PAPER
from pipeline.scene.sprite import Sprite
from tests.scene.plated import CODES, assert_whole, every_format, inside, label, letters, measured_contrast, notes
from tests.scene.staging import ADDRESSES, CONTACT, GERMAN, LONGEST, LOOK, OFFER, alpha_in, card, layout

CARDS = [(code, address) for code in CODES for address in ADDRESSES]
LEAST = {"16x9": (46, 36, 24), "9x16": (52, 44, 34), "1x1": (50, 36, 32)}
"""Pixels of request, German and contact."""
LEAST_WITH_OFFER = {"16x9": (40, 36, 24), "9x16": (48, 36, 34), "1x1": (36, 32, 23)}
"""The same with the longest offer, as small as the German, and the longest code. A phone shows 1080 pixels on 65 mm:
36 of them are 2.2 mm, six points."""


@cache
def end_card(
    code: str, address: Address, form: Format, contact: str = CONTACT, offer: str = "", scan: str = ""
) -> tuple[Sprite, Sprite, list[tuple[float, list[str]]]]:
    """Card and contact, and size and lines of everything on them, as drawn."""
    pack = packs.load(code)
    words, place = replace(card(pack, address, contact), offer=offer, code=scan), layout(pack, form)
    drawn: list[tuple[float, list[str]]] = []
    original: Callable[..., None] = plates.Row.paint

    def spy(row: plates.Row, *args: object, **more: object) -> None:
        drawn.append((row.look.size, list(row.lines)))
        original(row, *args, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plates.Row, "paint", spy)
        sprite = cards.end_card(words, pack, GERMAN, place, LOOK)
        beside = cards.contact(words, pack, GERMAN, place, LOOK)
    return sprite, beside, drawn


@every_format
@pytest.mark.parametrize(("code", "address"), CARDS)
def test_the_request_is_large_on_at_most_five_lines_and_german_is_smaller_but_readable(
    code: str, address: Address, form: Format
) -> None:
    shown = end_card(code, address, form)[2]
    words = card(packs.load(code), address)
    (size, lines), least = shown[0], LEAST[form]
    assert " ".join(lines).replace("\u00a0", " ") == words.request
    assert len(lines) <= 5
    assert size >= least[0]
    if code != "de":
        german_size, german = shown[1]
        assert " ".join(german) == words.german
        assert least[1] <= german_size < size
    contact_size, contact_lines = shown[-1]
    assert contact_size >= least[2]
    contact = " ".join(contact_lines).replace("\u00a0", " ").replace(" @", "@").replace(" · ", " ")
    assert contact == CONTACT.replace(" · ", " ")
    assert shown[-2][1] == [packs.load(code).wording(address).contact]


@every_format
@pytest.mark.parametrize(("code", "address"), CARDS)
def test_the_end_card_stands_whole_in_its_zone_clear_of_everything(code: str, address: Address, form: Format) -> None:
    pack = packs.load(code)
    place, (upper, lower, _) = layout(pack, form), end_card(code, address, form)
    if place.one_column:
        assert inside(upper.box | lower.box, place.card | place.contact)
        assert upper.box.bottom < lower.box.top
    else:
        assert inside(upper.box, place.card)
        assert inside(lower.box, place.contact)
    body = letters(upper, PAPER)[:, 20:-20]
    strip = np.flatnonzero(body.mean(axis=1) > 0.9)
    text = body[: strip[0]] if strip.size else body
    assert_whole(Sprite(upper.image[: text.shape[0]], 0, 0), PAPER, 6)
    assert_whole(lower, PAPER, 8)
    for sprite in (upper, lower):
        assert measured_contrast(sprite) >= 7
        for one in (label(code, form), *notes(code, form)):
            assert not alpha_in(sprite, one.box).any()


@every_format
@pytest.mark.parametrize("code", CODES)
def test_with_the_longest_offer_and_a_code_nothing_becomes_too_small(code: str, form: Format) -> None:
    *words, _, (contact_size, _) = end_card(code, "Sie", form, offer=OFFER, scan=LONGEST)[2]
    sizes, least = [size for size, _ in words], LEAST_WITH_OFFER[form]
    assert len(sizes) == (2 if code == "de" else 3)
    assert sizes[0] >= least[0]
    assert all(least[1] <= size < sizes[0] for size in sizes[1:])
    assert contact_size >= least[2]


@every_format
@pytest.mark.parametrize("code", ["de", "ar", "uk"])
def test_what_a_service_leaves_out_makes_the_request_larger(code: str, form: Format) -> None:
    bare, offering = (end_card(code, "Sie", form, "030 115", offer)[2][0][0] for offer in ("", OFFER))
    assert bare > offering
    assert bare >= end_card(code, "Sie", form)[2][0][0]


@every_format
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
def test_a_contact_of_any_length_stays_beside_the_hand(code: str, contact: str, form: Format) -> None:
    pack = packs.load(code)
    place = layout(pack, form)
    for scan in ("", LONGEST):
        words = replace(card(pack, "Sie", contact), request="?", german="", code=scan)
        sprite = cards.contact(words, pack, GERMAN, place, LOOK)
        assert inside(sprite.box, place.card | place.contact)
        assert not sprite.box & cards.end_card(replace(words, code=""), pack, GERMAN, place, LOOK).box
        if scan:
            assert not sprite.box & place_of_code(scan, place.code, rtl=place.rtl)[0]


@every_format
@pytest.mark.parametrize("code", ["de", "ar"])
def test_without_a_contact_the_card_has_its_room_where_they_share_a_column(code: str, form: Format) -> None:
    pack = packs.load(code)
    words = replace(card(pack, "Sie"), contact="")
    place = layout(pack, form)
    box = cards.end_card(words, pack, GERMAN, place, LOOK).box
    assert inside(box, place.card | place.contact if place.one_column else place.card)
