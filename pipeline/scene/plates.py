"""Every text on the picture: label, review note, name tag, captions, end card, draft words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from pipeline.errors import InputError
from pipeline.language import Language
from pipeline.model import Caption, EndCard
from pipeline.scene import code
from pipeline.scene.layout import INK, PAPER, Layout
from pipeline.scene.sprite import Box, Sprite, paint
from pipeline.scene.text import Style, contrast, rgb, set_line, style, width, wrap

if TYPE_CHECKING:
    import skia

_TAG_SCALE = 0.7
"""How small a long name tag may become."""
DRAFT_RED, NOTE_YELLOW = "#8f0016", "#fff3c4"
CONTRAST = 7.0
"""WCAG 2, level AAA: of every text against its plate."""


@dataclass(frozen=True, slots=True)
class Look:
    """The service's own look."""

    accent: str
    """#rrggbb."""
    background: str
    logo: Path | None = None
    ink: str = INK
    """Of name tag, captions, end card and code: the letters on PAPER, or PAPER's ground."""
    wall: Path | None = None
    """A picture instead of the plain wall."""


@dataclass(frozen=True, slots=True)
class _Row:
    """Lines of one style below each other."""

    look: Style
    lines: Sequence[str]

    @property
    def leading(self) -> float:
        return self.look.size * (1.5 if self.deep else 1.32)

    @property
    def below(self) -> float:
        """From the middle of a line down to its baseline."""
        return self.look.size * (0.23 if self.deep else 0.357)

    @property
    def deep(self) -> bool:
        """Whether Arabic letters stand in it; a right-to-left film has Latin lines too."""
        return any(bidirectional(character) == "AL" for line in self.lines for character in line)

    @property
    def height(self) -> float:
        return self.leading * len(self.lines)

    def paint(self, canvas: skia.Canvas, box: Box, top: float, *, centred: bool = False) -> None:
        for number, text in enumerate(self.lines):
            line = set_line(text, self.look)
            x: float = box.right - line.width if self.look.rtl else box.left
            if centred:
                x = (box.left + box.right - line.width) / 2
            # Capitals (0.71 of the size) stand in the middle of the line; Arabic letters reach further down.
            below = self.below
            baseline = top + self.leading * number + self.leading / 2 + below
            line.paint(canvas, x, baseline)


def label(words: str, language: Language, layout: Layout) -> Sprite:
    """Bold capitals "AI", then the localised words, on a plate of its own in the corner."""
    big = layout.letter * 88 / 46
    box, pad, gap = layout.label, 24, 22
    ai = set_line("AI", Style(big, ("Noto Sans",), bold=True, colour=PAPER))
    room = box.right - box.left - 2 * pad - gap - ai.width
    look = style(language, layout.letter, colour=PAPER)
    lines = wrap(words, look, room)
    row = _Row(look, lines)
    text_width = max(width(line, look) for line in lines)
    _whole(words, len(lines) <= 2 and text_width <= room)
    full = int(2 * pad + ai.width + gap + text_width)
    plate = Box(box.right - full, box.top, box.right, box.bottom)

    def draw(canvas: skia.Canvas) -> None:
        _ground(canvas, plate, INK, 18, PAPER)
        ai.paint(canvas, plate.left + pad, (plate.top + plate.bottom) / 2 + big * 0.352)
        left = int(plate.left + pad + ai.width + gap)
        words_box = Box(left, plate.top, int(left + text_width), plate.bottom)
        row.paint(canvas, words_box, (plate.top + plate.bottom - row.height) / 2)

    return paint(plate, draw)


def note(words: str, language: Language, layout: Layout) -> Sprite:
    """The state of review, opposite the label or below it."""
    pad, box = 20, layout.note
    room = box.right - box.left - 2 * pad - 8
    look = style(language, layout.small, colour=INK)
    lines = wrap(words, look, room)
    row = _Row(look, lines)
    text_width = int(max(width(line, look) for line in lines))
    _whole(words, len(lines) <= layout.note_lines and text_width <= room)
    full = text_width + 2 * pad + 8
    left = _outwards(box, full, layout)
    plate = Box(left, box.top, left + full, int(box.top + row.height + 2 * 12))

    def draw(canvas: skia.Canvas) -> None:
        _ground(canvas, plate, NOTE_YELLOW, 14, INK)
        inner = Box(plate.left + pad + 4, plate.top, plate.right - pad - 4, plate.bottom)
        row.paint(canvas, inner, plate.top + 12)

    return paint(plate, draw)


def name_tag(words: str, language: Language, layout: Layout, look: Look, *, large: bool) -> Sprite:
    """Name and role, "Maja · virtuelle Kollegin": below each other while large, later in one small line."""
    name, role = words.split(" · ")
    box, pad, bar = layout.tag if large else layout.small_tag, 26 if large else 16, 10
    named, titled, small = layout.tag_sizes

    def rows_at(scale: float) -> list[_Row]:
        if not large:
            return [_Row(style(language, small * scale, colour=look.ink), [words])]
        big = style(language, named * scale, bold=True, colour=look.ink)
        return [_Row(big, [name]), _Row(style(language, titled * scale, colour=look.ink), [role])]

    def across(rows: Sequence[_Row]) -> int:
        return int(max(width(row.lines[0], row.look) for row in rows) + 2 * pad + bar)

    rows, room = rows_at(1.0), box.right - box.left
    if across(rows) > room:
        rows = rows_at(max(_TAG_SCALE, (room - 2 * pad - bar) / (across(rows) - 2 * pad - bar)))
    full = across(rows)
    height = int(sum(row.height for row in rows)) + 20
    left, top = (box.right - full if layout.rtl else box.left), (box.top + box.bottom - height) // 2
    plate = Box(left, top, left + full, top + height)
    _whole(words, plate & box == plate)

    def draw(canvas: skia.Canvas) -> None:
        _ground(canvas, plate, PAPER, 14, look.ink)
        strip = plate.right - bar if layout.rtl else plate.left
        _plate(canvas, Box(strip, plate.top, strip + bar, plate.bottom), look.accent, 5)
        inside = 0 if layout.rtl else bar
        inner = Box(plate.left + pad + inside, 0, plate.right - pad - bar + inside, 0)
        y = plate.top + 10.0
        for row in rows:
            row.paint(canvas, inner, y)
            y += row.height

    return paint(plate, draw)


def caption(words: Caption, language: Language, layout: Layout, look: Look) -> Sprite:
    """One or two centred lines; the plate is as large as the text and stands on the lower edge of its zone."""
    letters = style(language, layout.caption_size, colour=PAPER)
    box, pad = layout.beside_card if words.beside_card else layout.caption, 26
    room, widest = box.right - box.left - 2 * pad, max(width(line, letters) for line in words.lines)
    if widest > room:  # a word that cannot be broken, a web address: smaller, but whole
        letters = style(language, layout.caption_size * room / widest, colour=PAPER)
    full = min(room, widest) + 2 * pad
    height = layout.caption_line * len(words.lines) + 20
    middle = (box.left + box.right) // 2
    plate = Box(int(middle - full / 2), box.bottom - height, int(middle + full / 2), box.bottom)

    def draw(canvas: skia.Canvas) -> None:
        _ground(canvas, plate, look.ink, 16, PAPER)
        for number, text in enumerate(words.lines):
            line = set_line(text, letters)
            baseline = plate.top + 10 + layout.caption_line * (number + 0.5) + letters.size * 0.34
            line.paint(canvas, middle - line.width / 2, baseline)

    return paint(plate, draw)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Lines on a plate of paper."""

    rows: Sequence[_Row]
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
        _ground(canvas, plate, PAPER, 24, look.ink)
        words = sum(row.height for row in sheet.rows) + _gap(layout) * (len(sheet.rows) - 1)
        top = (plate.top + plate.bottom - bar - words) / 2
        inner = Box(plate.left + pad, plate.top, plate.right - pad, plate.bottom)
        for number, row in enumerate(sheet.rows):
            if card.german and row is sheet.rows[-1]:
                # Arabic letters come close to it from above.
                rule = int(top - _gap(layout) * (0.1 if sheet.rows[number - 1].deep else 0.5))
                _plate(canvas, Box(inner.left, rule - 1, inner.right, rule + 1), "#9fb0b5", 0)
            row.paint(canvas, inner, top)
            top += row.height + _gap(layout)
        _plate(canvas, Box(plate.left, plate.bottom - bar, plate.right, plate.bottom), look.accent, 7)
        if card.code:
            scan, module = code.place(card.code, layout.code, rtl=layout.rtl)
            _ground(canvas, scan, PAPER, 2 * module, look.ink)
            code.paint(canvas, card.code, scan, module, rgb(look.ink))

    covered = plate | code.place(card.code, layout.code, rtl=layout.rtl)[0] if card.code else plate
    return replace(paint(covered, draw), marked=True)


def contact(card: EndCard, language: Language, german: Language, layout: Layout, look: Look) -> Sprite:
    """The contact of an end card that has one, on a plate of its own."""
    _, sheet = _ending(card, language, german, layout, look)

    def draw(canvas: skia.Canvas) -> None:
        _ground(canvas, sheet.box, PAPER, 18, look.ink)
        top = sheet.box.top + _TIGHT
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
    def row(text: str, look: Style) -> _Row:
        return _Row(look, wrap(text, look, room))

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


_BAR = 14
"""Height of the coloured foot of a card."""
_BETWEEN = 10
"""Pixels between card and contact."""
_TIGHT = 8
"""Pixels above and below the lines of the contact."""


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

    def fitted(halved: bool) -> tuple[int, list[_Row]]:
        for size, joined in product(range(40, 2, -1), (False, True)):
            letters = style(language, size, bold=True, colour=look.ink)
            lines = _joined(parts, letters, room) if joined else parts
            lines = [line for part in lines for line in wrap(part, letters, room)]
            if halved:
                lines = [half for line in lines for half in line.replace("@", "\n@").split("\n")]
            above = style(language, min(layout.contact_heading, round(0.83 * size)), colour=look.ink)
            rows = [_Row(above, [heading]), _Row(letters, lines)]
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
    left = _outwards(zone, full, layout)
    return _Sheet(rows, Box(left, zone.top, left + full, int(zone.top + sum(row.height for row in rows) + 2 * _TIGHT)))


_READABLE = 26
"""Font size, pixels."""


def _joined(parts: Sequence[str], look: Style, room: float) -> list[str]:
    """As many parts on a line as there is room for."""
    lines: list[str] = []
    for part in parts:
        if lines and width(longer := f"{lines[-1]} · {part}", look) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def draft(lines: Sequence[str], languages: Sequence[Language], layout: Layout) -> Sprite:
    """A band across the picture, in every frame and below everything but the contact: a draft is shown to nobody."""
    box, clear = Box(0, layout.draft.top, layout.width, layout.draft.bottom), layout.draft
    inner = Box(clear.left + 36, 0, clear.right - 36, 0)
    room = inner.right - inner.left
    for size in range(46, 20, -2):
        looks = [style(code, size, bold=True, colour=PAPER) for code in languages]
        rows = [_Row(look, [text]) for text, look in zip(lines, looks, strict=True)]
        height = sum(row.height for row in rows)
        whole = height <= box.bottom - box.top - 12 and all(width(row.lines[0], row.look) <= room for row in rows)
        if whole:
            break
    _whole(" / ".join(lines), whole)

    def draw(canvas: skia.Canvas) -> None:
        _ground(canvas, box, DRAFT_RED, 0, PAPER)
        top = (box.top + box.bottom - height) / 2
        for row in rows:
            line = set_line(row.lines[0], row.look)
            x = inner.right - line.width if layout.rtl else inner.left
            line.paint(canvas, x, top + row.leading / 2 + row.below)
            top += row.height

    return paint(box, draw)


def _whole(words: str, fits: bool) -> None:
    """
    Raises:
        InputError: Fixed words that have grown too long would be cut off.
    """
    if not fits:
        raise InputError(
            f"Diese festen Worte sind zu lang für ihr Schild: „{words}“. Bitte kürzer fassen.",
            f'These fixed words are too long for their plate: "{words}". Make them shorter.',
        )


def _outwards(zone: Box, full: int, layout: Layout) -> int:
    """Left edge of a plate `full` pixels wide that stands in its zone towards the edge of the picture."""
    return zone.left if zone.left < layout.width - zone.right else zone.right - full


def _ground(canvas: skia.Canvas, box: Box, colour: str, radius: float, letters: str) -> None:
    """A plate that words stand on: there is no other way to get one.

    Args:
        letters: Their colour, #rrggbb.

    Raises:
        InputError: They would be hard to read.
    """
    refuse_faint(letters, colour)
    _plate(canvas, box, colour, radius)


def refuse_faint(letters: str, ground: str) -> None:
    """
    Raises:
        InputError: Letters of this colour have less than CONTRAST against this ground; both #rrggbb.
    """
    if (ratio := contrast(letters, ground)) < CONTRAST:
        # Rounded down, or 6.97 would be refused as 7.0.
        shown, most = floor(ratio * 10) / 10, f"{CONTRAST:.0f}"
        raise InputError(
            f"„{letters}“ auf „{ground}“ ist schlecht zu lesen: Der Kontrast ist {f'{shown:.1f}'.replace('.', ',')}:1, "
            f"nötig sind {most}:1. Bitte eine dunklere Farbe wählen.",
            f'"{letters}" on "{ground}" is hard to read: the contrast is {shown:.1f}:1, {most}:1 is needed. Choose a '
            "darker colour.",
        )


def _plate(canvas: skia.Canvas, box: Box, colour: str, radius: float) -> None:
    import skia

    shape = skia.RRect.MakeRectXY(skia.Rect.MakeLTRB(box.left, box.top, box.right, box.bottom), radius, radius)
    canvas.drawRRect(shape, skia.Paint(Color=skia.ColorSetRGB(*rgb(colour)), AntiAlias=True))
