"""Every text on the picture: label, review note, name tag, captions, end card, draft words; and the ground behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from pipeline.errors import InputError
from pipeline.language import Language
from pipeline.model import Caption, EndCard
from pipeline.scene import code
from pipeline.scene.layout import INK, PAPER, Layout
from pipeline.scene.sprite import Box, Sprite, paint
from pipeline.scene.text import Style, fit, rgb, set_line, style, width, wrap

if TYPE_CHECKING:
    import skia

SMALL = 34
DRAFT_RED = "#8f0016"


@dataclass(frozen=True, slots=True)
class Look:
    """The service's own look."""

    accent: str
    """#rrggbb."""
    background: str
    logo: Path | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """Lines of one style below each other."""

    look: Style
    lines: Sequence[str]

    @property
    def leading(self) -> float:
        return self.look.size * (1.5 if self._deep else 1.32)

    @property
    def below(self) -> float:
        """From the middle of a line down to its baseline."""
        return self.look.size * (0.27 if self._deep else 0.357)

    @property
    def _deep(self) -> bool:
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
    latin = Style(88, ("Noto Sans",), bold=True, colour=PAPER)
    box, pad, gap = layout.label, 24, 22
    ai = set_line("AI", latin)
    room = box.right - box.left - 2 * pad - gap - ai.width
    look, lines = fit(
        words, style(language, layout.letter, colour=PAPER), limit=min(room, 420), lines=2, smallest=layout.letter
    )
    row = _Row(look, lines)
    text_width = max(width(line, look) for line in lines)
    _whole(words, len(lines) <= 2 and text_width <= min(room, 420))
    full = int(2 * pad + ai.width + gap + text_width)
    plate = Box(box.right - full, box.top, box.right, box.bottom)

    def draw(canvas: skia.Canvas) -> None:
        _plate(canvas, plate, INK, 18)
        ai.paint(canvas, plate.left + pad, (plate.top + plate.bottom) / 2 + 31)
        left = int(plate.left + pad + ai.width + gap)
        words_box = Box(left, plate.top, int(left + text_width), plate.bottom)
        row.paint(canvas, words_box, (plate.top + plate.bottom - row.height) / 2)

    return paint(plate, draw)


def note(words: str, language: Language, layout: Layout) -> Sprite:
    """The state of review, top left in every language, opposite the label."""
    pad, box = 20, layout.note
    look, lines = fit(words, style(language, SMALL, colour=INK), limit=520, lines=3, smallest=SMALL)
    row = _Row(look, lines)
    text_width = int(max(width(line, look) for line in lines))
    _whole(words, len(lines) <= 3 and text_width <= 520)
    plate = Box(box.left, box.top, box.left + text_width + 2 * pad + 8, int(box.top + row.height + 2 * 12))

    def draw(canvas: skia.Canvas) -> None:
        _plate(canvas, plate, "#fff3c4", 14)
        inner = Box(plate.left + pad + 4, plate.top, plate.right - pad - 4, plate.bottom)
        row.paint(canvas, inner, plate.top + 12)

    return paint(plate, draw)


def name_tag(words: str, language: Language, layout: Layout, look: Look, *, large: bool) -> Sprite:
    """Name and role, "Maja · virtuelle Kollegin": below each other while large, later in one small line."""
    name, role = words.split(" · ")
    if large:
        big = style(language, 50, bold=True, colour=INK)
        rows = [_Row(big, [name]), _Row(style(language, 38, colour=INK), [role])]
    else:
        rows = [_Row(style(language, 30, colour=INK), [words])]
    pad, bar = 26 if large else 16, 10
    full = int(max(width(row.lines[0], row.look) for row in rows) + 2 * pad + bar)
    height = int(sum(row.height for row in rows)) + 20
    edge, middle = layout.tag
    left, top = (edge - full if layout.rtl else edge), middle - height // 2
    plate = Box(left, top, left + full, top + height)

    def draw(canvas: skia.Canvas) -> None:
        _plate(canvas, plate, PAPER, 14)
        strip = plate.right - bar if layout.rtl else plate.left
        _plate(canvas, Box(strip, plate.top, strip + bar, plate.bottom), look.accent, 5)
        inside = 0 if layout.rtl else bar
        inner = Box(plate.left + pad + inside, 0, plate.right - pad - bar + inside, 0)
        y = plate.top + 10.0
        for row in rows:
            row.paint(canvas, inner, y)
            y += row.height

    return paint(plate, draw)


def caption(words: Caption, language: Language, layout: Layout) -> Sprite:
    """One or two centred lines; the plate is as large as the text and stands on the lower edge of its zone."""
    look = style(language, layout.caption_size, colour=PAPER)
    box, pad = layout.beside_card if words.beside_card else layout.caption, 26
    room, widest = box.right - box.left - 2 * pad, max(width(line, look) for line in words.lines)
    if widest > room:  # a word that cannot be broken, a web address: smaller, but whole
        look = style(language, layout.caption_size * room / widest, colour=PAPER)
    full = min(room, widest) + 2 * pad
    height = layout.caption_line * len(words.lines) + 20
    middle = (box.left + box.right) // 2
    plate = Box(int(middle - full / 2), box.bottom - height, int(middle + full / 2), box.bottom)

    def draw(canvas: skia.Canvas) -> None:
        _plate(canvas, plate, INK, 16)
        for number, text in enumerate(words.lines):
            line = set_line(text, look)
            baseline = plate.top + 10 + layout.caption_line * (number + 0.5) + look.size * 0.34
            line.paint(canvas, middle - line.width / 2, baseline)

    return paint(plate, draw)


def end_card(card: EndCard, language: Language, german: Language, layout: Layout, look: Look) -> Sprite:
    """The request large on at most five lines, what the service offers, the request in German; the contact and the code
    on plates of their own.

    It is held up at a counter: letters shrink only as far as they must for everything to fit.
    """
    box, pad, gap, bar = layout.card, 34, 30, 14
    room = box.right - box.left - 2 * pad

    def row(text: str, look: Style) -> _Row:
        return _Row(look, wrap(text, look, room))

    for size, small in product(range(86, 28, -2), (56, 52, 48, 44, 40) if card.offer else (56, 52, 48)):
        rows = [row(card.request, style(language, size, bold=True, colour=INK))]
        if card.offer:
            rows.append(row(card.offer, style(language, small, colour=INK)))
        if card.german:
            rows.append(row(card.german, style(german, small, bold=True, colour="#38505a")))
        full = sum(row.height for row in rows) + gap * (len(rows) - 1) + 2 * pad + bar
        whole = all(width(line, row.look) <= room for row in rows for line in row.lines)
        if whole and len(rows[0].lines) <= 5 and box.top + full <= box.bottom:
            break
    plate = Box(box.left, box.top, box.right, int(box.top + full))
    contact, below = _contact(card.contact, language, layout)
    scan, module = code.place(card.code, layout.code, rtl=layout.rtl) if card.code else (plate, 0)

    def draw(canvas: skia.Canvas) -> None:
        _plate(canvas, plate, PAPER, 24)
        top = plate.top + float(pad)
        inner = Box(plate.left + pad, plate.top, plate.right - pad, plate.bottom)
        for row in rows:
            if card.german and row is rows[-1]:
                rule = int(top - gap / 2)
                _plate(canvas, Box(inner.left, rule - 1, inner.right, rule + 1), "#9fb0b5", 0)
            row.paint(canvas, inner, top)
            top += row.height + gap
        _plate(canvas, Box(plate.left, plate.bottom - bar, plate.right, plate.bottom), look.accent, 7)
        if contact:
            _plate(canvas, below, PAPER, 18)
            top = below.top + 10.0
        for row in contact:
            row.paint(canvas, Box(below.left + 24, 0, below.right - 24, 0), top)
            top += row.height
        if card.code:
            _plate(canvas, scan, PAPER, 2 * module)
            code.paint(canvas, card.code, scan, module, rgb(INK))

    return paint(plate | scan | below if contact else plate | scan, draw)


def _contact(text: str, language: Language, layout: Layout) -> tuple[list[_Row], Box]:
    """Heading and parts of the contact below each other, and the plate they need beside the avatar's hand."""
    zone = layout.contact
    if not text:
        return [], zone
    heading, *parts = text.split(" · ")
    room = zone.right - zone.left - 48
    # An e-mail address in two lines is better than one too small to be read from a photograph.
    for size, halved in [*product(range(40, 24, -2), (False,)), *product(range(36, 2, -2), (True,))]:
        look = style(language, size, bold=True, colour=INK)
        lines = [line for part in parts for line in wrap(part, look, room)]
        if halved:
            lines = [half for line in lines for half in line.replace("@", "\n@").split("\n")]
        rows = [_Row(style(language, min(26, size), colour=INK), [heading]), _Row(look, lines)]
        widest = max(width(line, row.look) for row in rows for line in row.lines)
        if sum(row.height for row in rows) + 20 <= zone.bottom - zone.top and widest <= room:
            break
    full = int(widest) + 50
    left = zone.left if layout.rtl else zone.right - full
    return rows, Box(left, zone.top, left + full, int(zone.top + sum(row.height for row in rows) + 20))


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
        _plate(canvas, box, DRAFT_RED, 0)
        top = (box.top + box.bottom - height) / 2
        for row in rows:
            line = set_line(row.lines[0], row.look)
            x = inner.right - line.width if layout.rtl else inner.left
            line.paint(canvas, x, top + row.leading / 2 + row.below)
            top += row.height

    return paint(box, draw)


def background(layout: Layout, look: Look) -> Sprite:
    """A quiet wall in the service's colours: light from one side, two soft shapes, the edge of a desk."""
    import skia

    red, green, blue = rgb(look.background)
    wall = skia.ColorSetRGB(red, green, blue)
    shade = skia.ColorSetRGB(int(red * 0.88), int(green * 0.89), int(blue * 0.9))
    accent = skia.ColorSetRGB(*rgb(look.accent))

    def draw(canvas: skia.Canvas) -> None:
        ends = [skia.Point(0, 0), skia.Point(layout.width, layout.height)]
        canvas.drawPaint(skia.Paint(Shader=skia.GradientShader.MakeLinear(ends, [wall, shade]), Dither=True))
        soft = skia.Paint(Color=accent, AntiAlias=True, Alphaf=0.07)
        for radius in (620, 480):
            canvas.drawCircle(layout.figure_middle, 520, radius, soft)
        canvas.drawRect(
            skia.Rect.MakeLTRB(0, layout.height - 70, layout.width, layout.height),
            skia.Paint(Color=accent, Alphaf=0.14),
        )
        if look.logo:
            _logo(canvas, look.logo, layout)

    return paint(Box(0, 0, layout.width, layout.height), draw)


def _logo(canvas: skia.Canvas, path: Path, layout: Layout) -> None:
    """The service's logo, small, in the lower corner of the free side."""
    import skia

    try:
        image = skia.Image.open(str(path))
    except (RuntimeError, ValueError, OSError) as error:
        raise InputError(
            "Das Logo ist kein Bild, das sich lesen lässt. Bitte als PNG oder JPEG speichern.",
            "The logo is not a picture that can be read. Save it as PNG or JPEG.",
            path=path,
        ) from error
    scale = min(300 / image.width(), 80 / image.height())
    width, height = image.width() * scale, image.height() * scale
    left = 36 if layout.rtl else layout.width - 36 - width
    place = skia.Rect.MakeXYWH(left, layout.height - 14 - height, width, height)
    canvas.drawImageRect(image, place, skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear))


def _whole(words: str, fits: bool) -> None:
    """
    Raises:
        InputError: Fixed words that have grown too long would be cut off.
    """
    if not fits:
        raise InputError(
            f"Diese festen Worte sind zu lang für ihr Schild: „{words}“. Bitte im Sprachpaket kürzen.",
            f'These fixed words are too long for their plate: "{words}". Shorten them in the language pack.',
        )


def _plate(canvas: skia.Canvas, box: Box, colour: str, radius: float) -> None:
    import skia

    shape = skia.RRect.MakeRectXY(skia.Rect.MakeLTRB(box.left, box.top, box.right, box.bottom), radius, radius)
    canvas.drawRRect(shape, skia.Paint(Color=skia.ColorSetRGB(*rgb(colour)), AntiAlias=True))
