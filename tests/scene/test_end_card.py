"""The end card in every language: large, whole, and clear of everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from pipeline import language as packs
from pipeline.model import Address, Format
from pipeline.scene import plates
from pipeline.scene.layout import PAPER
from pipeline.scene.sprite import Box, Sprite
from tests.scene.plated import CODES, assert_whole, every_format, inside, label, letters, measured_contrast, notes
from tests.scene.staging import ADDRESSES, CONTACT, GERMAN, LOOK, alpha_in, card, layout

CARDS = [(code, address) for code in CODES for address in ADDRESSES]
LEAST = {"16x9": (46, 36, 22), "9x16": (40, 36, 22), "1x1": (32, 28, 22)}
"""Pixels of request, German and contact."""


@cache
def end_card(
    code: str, address: Address, form: Format, contact: str = CONTACT
) -> tuple[Sprite, list[tuple[float, list[str]]]]:
    """The card, and size and lines of everything on it, as drawn."""
    pack = packs.load(code)
    drawn: list[tuple[float, list[str]]] = []
    original: Callable[..., None] = plates._Row.paint

    def spy(row: plates._Row, *args: object, **more: object) -> None:
        drawn.append((row.look.size, list(row.lines)))
        original(row, *args, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plates._Row, "paint", spy)
        sprite = plates.end_card(card(pack, address, contact), pack, GERMAN, layout(pack, form), LOOK)
    return sprite, drawn


@every_format
@pytest.mark.parametrize(("code", "address"), CARDS)
def test_the_request_is_large_on_at_most_five_lines_and_german_is_smaller_but_readable(
    code: str, address: Address, form: Format
) -> None:
    shown = end_card(code, address, form)[1]
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
    place, sprite = layout(pack, form), end_card(code, address, form)[0]
    upper, lower = parts(sprite)
    assert inside(upper.box, place.card)
    follows = Box(place.contact.left, upper.box.bottom, place.contact.right, place.contact.bottom)
    assert inside(lower.box, follows if place.one_column else place.contact)
    body = letters(upper, PAPER)[:, 20:-20]
    strip = np.flatnonzero(body.mean(axis=1) > 0.9)
    text = body[: strip[0]] if strip.size else body
    assert_whole(Sprite(upper.image[: text.shape[0]], 0, 0), PAPER, 6)
    assert_whole(lower, PAPER, 8)
    assert measured_contrast(sprite) >= 7
    for one in (label(code, form), *notes(code, form)):
        assert not alpha_in(sprite, one.box).any()


def parts(sprite: Sprite) -> list[Sprite]:
    """The plates below each other, cut apart where nothing is drawn."""
    drawn = sprite.image[..., 3].any(axis=1)
    edges = np.flatnonzero(np.diff(drawn, prepend=False, append=False))
    found = []
    for top, bottom in zip(edges[::2], edges[1::2], strict=True):
        columns = np.flatnonzero(sprite.image[top:bottom, :, 3].any(axis=0))
        left, right = int(columns[0]), int(columns[-1]) + 1
        found.append(Sprite(sprite.image[top:bottom, left:right], sprite.x + left, sprite.y + int(top)))
    return found


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
    place = layout(packs.load(code), form)
    words = plates.end_card(
        replace(card(packs.load(code), "Sie", contact), request="?", german=""),
        packs.load(code),
        GERMAN,
        place,
        LOOK,
    )
    assert inside(words.box, place.card | place.contact)


@every_format
@pytest.mark.parametrize("code", ["de", "ar"])
def test_without_a_contact_there_is_no_empty_plate(code: str, form: Format) -> None:
    pack = packs.load(code)
    words = replace(card(pack, "Sie"), contact="")
    place = layout(pack, form)
    assert inside(plates.end_card(words, pack, GERMAN, place, LOOK).box, place.card)
