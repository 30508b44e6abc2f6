"""The plates that words stand on: label, review note, name tag, captions, draft words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from pipeline.errors import InputError
from pipeline.language import Language
from pipeline.model import Caption
from pipeline.scene.layout import INK, PAPER, Layout, captions_height
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
class Row:
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
    row = Row(look, lines)
    text_width = max(width(line, look) for line in lines)
    _whole(words, len(lines) <= 2 and text_width <= room)
    full = int(2 * pad + ai.width + gap + text_width)
    plate = Box(box.right - full, box.top, box.right, box.bottom)

    def draw(canvas: skia.Canvas) -> None:
        ground(canvas, plate, INK, 18, PAPER)
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
    row = Row(look, lines)
    text_width = int(max(width(line, look) for line in lines))
    _whole(words, len(lines) <= layout.note_lines and text_width <= room)
    full = text_width + 2 * pad + 8
    left = outwards(box, full, layout)
    plate = Box(left, box.top, left + full, int(box.top + row.height + 2 * 12))

    def draw(canvas: skia.Canvas) -> None:
        ground(canvas, plate, NOTE_YELLOW, 14, INK)
        inner = Box(plate.left + pad + 4, plate.top, plate.right - pad - 4, plate.bottom)
        row.paint(canvas, inner, plate.top + 12)

    return paint(plate, draw)


def name_tag(words: str, language: Language, layout: Layout, look: Look, *, large: bool) -> Sprite:
    """Name and role, "Maja · virtuelle Kollegin": below each other while large, later in one small line."""
    name, role = words.split(" · ")
    box, pad, bar = layout.tag if large else layout.small_tag, 26 if large else 16, 10
    named, titled, small = layout.tag_sizes

    def rows_at(scale: float) -> list[Row]:
        if not large:
            return [Row(style(language, small * scale, colour=look.ink), [words])]
        big = style(language, named * scale, bold=True, colour=look.ink)
        return [Row(big, [name]), Row(style(language, titled * scale, colour=look.ink), [role])]

    def across(rows: Sequence[Row]) -> int:
        return int(max(width(row.lines[0], row.look) for row in rows) + 2 * pad + bar)

    rows, room = rows_at(1.0), box.right - box.left
    if across(rows) > room:
        rows = rows_at(max(_TAG_SCALE, (room - 2 * pad - bar) / (across(rows) - 2 * pad - bar)))
    full = across(rows)
    height = int(sum(row.height for row in rows)) + 20
    inwards = box.right - full if layout.rtl else box.left
    left, top = inwards if large else outwards(box, full, layout), (box.top + box.bottom - height) // 2
    plate = Box(left, top, left + full, top + height)
    _whole(words, plate & box == plate)

    def draw(canvas: skia.Canvas) -> None:
        ground(canvas, plate, PAPER, 14, look.ink)
        strip = plate.right - bar if layout.rtl else plate.left
        fill(canvas, Box(strip, plate.top, strip + bar, plate.bottom), look.accent, 5)
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
    height = captions_height(len(words.lines), layout)
    middle = (box.left + box.right) // 2
    plate = Box(int(middle - full / 2), box.bottom - height, int(middle + full / 2), box.bottom)

    def draw(canvas: skia.Canvas) -> None:
        ground(canvas, plate, look.ink, 16, PAPER)
        for number, text in enumerate(words.lines):
            line = set_line(text, letters)
            baseline = plate.top + 10 + layout.caption_line * (number + 0.5) + letters.size * 0.34
            line.paint(canvas, middle - line.width / 2, baseline)

    return paint(plate, draw)


def draft(lines: Sequence[str], languages: Sequence[Language], layout: Layout) -> Sprite:
    """A band across the picture, in every frame and below everything but the contact: a draft is shown to nobody."""
    box, clear = Box(0, layout.draft.top, layout.width, layout.draft.bottom), layout.draft
    inner = Box(clear.left + 36, 0, clear.right - 36, 0)
    room = inner.right - inner.left
    for size in range(46, 20, -2):
        looks = [style(code, size, bold=True, colour=PAPER) for code in languages]
        rows = [Row(look, [text]) for text, look in zip(lines, looks, strict=True)]
        height = sum(row.height for row in rows)
        whole = height <= box.bottom - box.top - 12 and all(width(row.lines[0], row.look) <= room for row in rows)
        if whole:
            break
    _whole(" / ".join(lines), whole)

    def draw(canvas: skia.Canvas) -> None:
        ground(canvas, box, DRAFT_RED, 0, PAPER)
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


def outwards(zone: Box, full: int, layout: Layout) -> int:
    """Left edge of a plate `full` pixels wide that stands in its zone towards the edge of the picture."""
    return zone.left if zone.left < layout.width - zone.right else zone.right - full


def ground(canvas: skia.Canvas, box: Box, colour: str, radius: float, letters: str) -> None:
    """A plate that words stand on: there is no other way to get one.

    Args:
        letters: Their colour, #rrggbb.

    Raises:
        InputError: They would be hard to read.
    """
    refuse_faint(letters, colour)
    fill(canvas, box, colour, radius)


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


def fill(canvas: skia.Canvas, box: Box, colour: str, radius: float) -> None:
    import skia

    shape = skia.RRect.MakeRectXY(skia.Rect.MakeLTRB(box.left, box.top, box.right, box.bottom), radius, radius)
    canvas.drawRRect(shape, skia.Paint(Color=skia.ColorSetRGB(*rgb(colour)), AntiAlias=True))
