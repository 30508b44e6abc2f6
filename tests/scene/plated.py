"""Labels and notes of every language and format, each drawn once, and what is measured on any plate."""

from __future__ import annotations

from functools import cache
from typing import get_args

import numpy as np
import pytest

from pipeline import language as packs
from pipeline.formats import FORMATS
from pipeline.model import Address, Format, VoiceKind
from pipeline.scene import layout as layouts
from pipeline.scene import plates
from pipeline.scene.layout import Layout
from pipeline.scene.sprite import Box, Sprite
from pipeline.scene.text import contrast
from tests.scene.staging import ADDRESSES, layout

CODES = packs.codes()
KINDS: tuple[VoiceKind, ...] = get_args(VoiceKind)
LANDSCAPE = layouts.layout("16x9", rtl=False)
WAYS = [pytest.param(form, rtl, id=f"{form}-{'rtl' if rtl else 'ltr'}") for form in FORMATS for rtl in (False, True)]
every_format = pytest.mark.parametrize("form", FORMATS)
every_way = pytest.mark.parametrize(("form", "rtl"), WAYS)


@cache
def label(code: str, form: Format, address: Address = "Sie", kind: VoiceKind = "synthetic") -> Sprite:
    pack = packs.load(code)
    return plates.label(pack.wording(address).labelled(kind), pack, layout(pack, form))


@cache
def note(code: str, form: Format, words: str) -> Sprite:
    pack = packs.load(code)
    return plates.note(words, pack, layout(pack, form))


def notes(code: str, form: Format) -> list[Sprite]:
    wordings = [packs.load(code).wording(address) for address in ADDRESSES]
    return [note(code, form, words) for one in wordings for words in (one.note_machine, one.note_unchecked)]


def picture(place: Layout) -> Box:
    return Box(0, 0, place.width, place.height)


def inside(box: Box, zone: Box) -> bool:
    return box & zone == box


def hexes(colour: str) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    return np.array([int(colour[n : n + 2], 16) for n in (1, 3, 5)], np.int16)


def letters(sprite: Sprite, paper: str) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Pixels on the opaque plate that are not its own colour."""
    covered: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = np.zeros(sprite.image.shape[:2], np.bool_)
    for channel, own in enumerate(hexes(paper)):
        tone = sprite.image[..., channel]
        covered |= (tone > min(255, own + 40)) | (tone < max(0, own - 40))
    covered &= sprite.image[..., 3] == 255
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
    pixels = np.ascontiguousarray(sprite.image[::2, ::2]).view("<u4").ravel()
    packed, counts = np.unique(pixels[pixels >> 24 == 255] & 0xFFFFFF, return_counts=True)
    tones = np.stack([packed & 255, packed >> 8 & 255, packed >> 16], axis=1)
    plate = tones[counts.argmax()]
    far = tones[np.abs(tones.astype(int) - plate).sum(axis=1).argmax()]
    return contrast(*(f"#{r:02x}{g:02x}{b:02x}" for r, g, b in (plate, far)))
