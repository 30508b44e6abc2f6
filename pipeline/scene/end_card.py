"""The end card: the request, what the service offers, the request in German; the code; the contact beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from pipeline.language import Language
from pipeline.model import EndCard
from pipeline.scene import code
from pipeline.scene.layout import PAPER, Layout
from pipeline.scene.plates import Look, Row, fill, ground, outwards
from pipeline.scene.sprite import Box, Sprite, paint
from pipeline.scene.text import Style, rgb, style, width, wrap

if TYPE_CHECKING:
    import skia

_BAR = 14
"""Height of the coloured foot of a card."""
_BETWEEN = 10
"""Pixels between card and contact."""
_TIGHT = 8
"""Pixels above and below the lines of the contact."""
_READABLE = 26
"""Font size, pixels."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Lines on a plate of paper."""

    rows: Sequence[Row]
    box: Box


def end_card(card: EndCard, language: Language, german: Language, layout: Layout, look: Look) -> Sprite:
    """The request large on at most five lines, what the service offers, the request in German; the code on a
    plate of its own.

    It is held up at a counter: letters shrink only as far as they must for everything to fit. It carries the watermark,
    because it hides a good part of the ground.
    """
    sheet, _ = _ending(card, language, german, layout, look)
    plate, pad, bar = sheet.box, layout.card_margin, _BAR

    def draw(canvas: skia.Canvas) -> None:
        ground(canvas, plate, PAPER, 24, look.ink)
        words = sum(row.height for row in sheet.rows) + _gap(layout) * (len(sheet.rows) - 1)
        top = (plate.top + plate.bottom - bar - words) / 2
        inner = Box(plate.left + pad, plate.top, plate.right - pad, plate.bottom)
        for number, row in enumerate(sheet.rows):
            if card.german and row is sheet.rows[-1]:
                # Arabic letters come close to it from above.
                rule = int(top - _gap(layout) * (0.1 if sheet.rows[number - 1].deep else 0.5))
                fill(canvas, Box(inner.left, rule - 1, inner.right, rule + 1), "#9fb0b5", 0)
            row.paint(canvas, inner, top)
            top += row.height + _gap(layout)
        fill(canvas, Box(plate.left, plate.bottom - bar, plate.right, plate.bottom), look.accent, 7)
        if card.code:
            scan, module = code.place(card.code, layout.code, rtl=layout.rtl)
            ground(canvas, scan, PAPER, 2 * module, look.ink)
            code.paint(canvas, card.code, scan, module, rgb(look.ink))

    covered = plate | code.place(card.code, layout.code, rtl=layout.rtl)[0] if card.code else plate
    return replace(paint(covered, draw), marked=True)


def contact(card: EndCard, language: Language, german: Language, layout: Layout, look: Look) -> Sprite:
    """The contact of an end card that has one, on a plate of its own."""
    _, sheet = _ending(card, language, german, layout, look)

    def draw(canvas: skia.Canvas) -> None:
        ground(canvas, sheet.box, PAPER, 18, look.ink)
        top = float(sheet.box.top + _TIGHT)
        for row in sheet.rows:
            row.paint(canvas, Box(sheet.box.left + 24, 0, sheet.box.right - 24, 0), top)
            top += row.height

    return replace(paint(sheet.box, draw), marked=True)


def _ending(card: EndCard, language: Language, german: Language, layout: Layout, look: Look) -> tuple[_Sheet, _Sheet]:
    """Card and contact. In one column the card has all the room that the contact leaves, and the contact follows it."""
    below = _contact(card, language, layout, look)
    box, pad, gap = layout.card, layout.card_margin, _gap(layout)
    room, lowest = box.right - box.left - 2 * pad, box.bottom
    if layout.one_column:
        lowest = layout.contact.bottom - (below.box.bottom - below.box.top + _BETWEEN if below.rows else 0)

    @cache
    def row(text: str, look: Style) -> Row:
        return Row(look, wrap(text, look, room))

    largest, least, least_with_offer = layout.card_sizes
    smaller = range(largest, (least_with_offer if card.offer else least) - 1, -4)
    for size, small in _pairs(smaller):
        rows = [row(card.request, style(language, size, bold=True, colour=look.ink))]
        if card.offer:
            rows.append(row(card.offer, style(language, small, colour=look.ink)))
        if card.german:
            rows.append(row(card.german, style(german, small, bold=True, colour=look.ink)))
        full = sum(row.height for row in rows) + gap * (len(rows) - 1) + 2 * pad + _BAR
        whole = all(width(line, row.look) <= room for row in rows for line in row.lines)
        if whole and len(rows[0].lines) <= 5 and box.top + full <= lowest:
            break
    plate = box if layout.card_whole else Box(box.left, box.top, box.right, int(box.top + full))
    if layout.one_column:
        top, high = plate.bottom + _BETWEEN, below.box.bottom - below.box.top
        below = _Sheet(below.rows, Box(below.box.left, top, below.box.right, top + high))
    return _Sheet(rows, plate), below


def _gap(layout: Layout) -> int:
    return layout.card_margin - 4


def _pairs(smaller: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Sizes of the request, the largest first, each with those of the other lines that are clearly smaller."""
    for size in range(86, 20, -2):
        for small in [one for one in smaller if one <= 0.92 * size] or [round(0.9 * size)]:
            yield size, small


def _contact(card: EndCard, language: Language, layout: Layout, look: Look) -> _Sheet:
    """Heading and parts of the contact below each other, and the plate they need beside the avatar's hand."""
    zone = layout.contact
    if card.code:
        scan, _ = code.place(card.code, layout.code, rtl=layout.rtl)
        if scan & zone:
            zone = Box(zone.left, zone.top, zone.right, scan.top - 6)
    if not card.contact:
        return _Sheet([], zone)
    heading, *parts = card.contact.split(" · ")
    room = zone.right - zone.left - 48

    def fitted(halved: bool) -> tuple[int, list[Row]]:
        for size, joined in product(range(40, 2, -1), (False, True)):
            letters = style(language, size, bold=True, colour=look.ink)
            lines = _joined(parts, letters, room) if joined else parts
            lines = [line for part in lines for line in wrap(part, letters, room)]
            if halved:
                lines = [half for line in lines for half in line.replace("@", "\n@").split("\n")]
            above = style(language, min(layout.contact_heading, round(0.83 * size)), colour=look.ink)
            rows = [Row(above, [heading]), Row(letters, lines)]
            widest = max(width(line, row.look) for row in rows for line in row.lines)
            if sum(row.height for row in rows) + 2 * _TIGHT <= zone.bottom - zone.top and widest <= room:
                break
        return size, rows

    (size, rows), (larger, halves) = fitted(False), fitted(True)
    # An e-mail address in two lines is better than one too small to be read from a photograph.
    if larger > (1.2 * size if size >= _READABLE else size):
        rows = halves
    widest = max(width(line, row.look) for row in rows for line in row.lines)
    full = zone.right - zone.left if layout.one_column else int(widest) + 50
    left = outwards(zone, full, layout)
    return _Sheet(rows, Box(left, zone.top, left + full, int(zone.top + sum(row.height for row in rows) + 2 * _TIGHT)))


def _joined(parts: Sequence[str], look: Style, room: float) -> list[str]:
    """As many parts on a line as there is room for."""
    lines: list[str] = []
    for part in parts:
        if lines and width(longer := f"{lines[-1]} · {part}", look) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines
