"""Setting text: fonts, directions, width, line breaks. All pixels; all sizes are font sizes in pixels."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pipeline.errors import MissingError
from pipeline.language import Language

if TYPE_CHECKING:
    import skia

LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"
INVISIBLE = {"\u200c", "\u200d", "\u200e", "\u200f", "\u061c", LRI, RLI, PDI, "\u00ad"}

# Phone numbers, dates, amounts, addresses: left to right as one piece, or 116 117 is shown as 117 116. A bracket
# belongs to the piece only where both its ends do.
_LATIN = r"[A-Za-z\u00c0-\u024f0-9\u0660-\u0669\u06f0-\u06f9]"
_ATOM = rf"(?:{_LATIN}|\(\+?{_LATIN}(?:[ \u00a0./-]?{_LATIN})*\))"
_JOIN = r"(?:[.,:]?[ \u00a0]?\+?|[.,:]?[ \u00a0]?[–/][ \u00a0]?|[-+/.,:@_&=?~%#€$'’]+)"
_LTR = re.compile(rf"(?:[+#@]|[§€]\s?)?{_ATOM}(?:{_JOIN}{_ATOM}|[ \u00a0]?[€%])*")
_BLANK = r"[ \u00a0\u202f]"
# Inside a number in groups ("(030) 231 / 118", "9:30 – 12:00"), before its unit, beside the marks that French spaces.
_HELD = re.compile(
    rf"(?<=\d){_BLANK}(?=\(?\d|[€%]|[–/]{_BLANK}?\d)|(?<=\d\)){_BLANK}(?=[–/]?{_BLANK}?\d)"
    rf"|(?<=[\d)]{_BLANK}[–/]){_BLANK}(?=\d)|(?<=[§«]){_BLANK}|{_BLANK}(?=[?!:;»](?:\s|$))"
)


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text looks."""

    size: float
    fonts: tuple[str, ...]
    rtl: bool = False
    bold: bool = False
    colour: str = "#000000"
    """#rrggbb."""


def style(language: Language, size: float, *, bold: bool = False, colour: str = "#000000") -> Style:
    return Style(size, language.fonts, language.direction == "rtl", bold, colour)


@cache
def typeface(family: str, bold: bool) -> skia.Typeface:
    """The installed font of that family.

    Raises:
        MissingError: It is not installed.
    """
    import skia

    weight = skia.FontStyle.Bold() if bold else skia.FontStyle.Normal()
    found = _font_manager().matchFamilyStyle(family, weight)
    if found is None or found.getFamilyName() != family:
        raise MissingError(
            f"Die Schrift „{family}“ fehlt. Abhilfe: apt-get install fonts-noto-core",
            f'The font "{family}" is missing. Mend: apt-get install fonts-noto-core',
        )
    return found


def uncovered(text: str, fonts: Sequence[str]) -> list[str]:
    """The characters of `text` that none of the fonts can draw, in order of appearance."""
    seen = dict.fromkeys(c for c in text if c not in INVISIBLE and not c.isspace())
    return [c for c in seen if not any(_draws(family, bold, c) for family in fonts for bold in (False, True))]


@cache
def _draws(family: str, bold: bool, character: str) -> bool:
    """Whether the font has a glyph for it, and one that leaves a trace."""
    import skia

    face = typeface(family, bold)
    glyph = face.unicharToGlyph(ord(character))
    return bool(glyph) and not skia.Font(face, 100).getPath(glyph).isEmpty()


def describe(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '?')}"


def isolate(text: str, *, rtl: bool) -> str:
    """Marks the direction of a line and of the left-to-right pieces inside a right-to-left one (UAX #9)."""
    if not rtl:
        return f"{LRI}{text}{PDI}"
    return RLI + _LTR.sub(lambda m: f"{LRI}{m[0]}{PDI}", text) + PDI


def words(text: str) -> list[str]:
    """Where a line may break: at white space, but not inside a number written in groups."""
    return _HELD.sub("\u00a0", text).split(" ")


@dataclass(frozen=True, slots=True)
class Line:
    """One set line."""

    paragraph: skia.textlayout_Paragraph
    width: float

    def paint(self, canvas: skia.Canvas, x: float, baseline: float) -> None:
        self.paragraph.paint(canvas, x, baseline - self.paragraph.AlphabeticBaseline)


def set_line(text: str, look: Style) -> Line:
    import skia

    layout = skia.textlayout
    text_style = layout.TextStyle()
    text_style.setFontFamilies(list(look.fonts))
    text_style.setFontSize(look.size)
    if look.bold:
        text_style.setFontStyle(skia.FontStyle.Bold())
    red, green, blue = rgb(look.colour)
    text_style.setForegroundPaint(skia.Paint(Color=skia.ColorSetRGB(red, green, blue), AntiAlias=True))
    paragraph_style = layout.ParagraphStyle()
    paragraph_style.setTextStyle(text_style)
    builder = layout.ParagraphBuilder.make(paragraph_style, _font_collection(), _unicode())
    builder.pushStyle(text_style)
    builder.addText(isolate(text, rtl=look.rtl))
    paragraph = builder.Build()
    paragraph.layout(100_000)
    return Line(paragraph, paragraph.LongestLine)


@lru_cache(maxsize=20_000)
def width(text: str, look: Style) -> float:
    return set_line(text, look).width


def line_width(pieces: Sequence[str], look: Style) -> float:
    """Words are shaped apart from each other, so that a line is as wide as its words and the spaces between."""
    return sum(width(piece, look) for piece in pieces) + (len(pieces) - 1) * _space(look)


def wrap(text: str, look: Style, limit: float) -> list[str]:
    """Breaks into as few lines as fit into `limit` pixels, as even as they can be; a longer word stays whole."""
    pieces = words(text)
    best = _greedy(pieces, look, limit)
    low, high = limit / 2, limit
    while len(best) > 1 and high - low > 8:
        middle = (low + high) / 2
        tried = _greedy(pieces, look, middle)
        if len(tried) == len(best):
            best, high = tried, middle
        else:
            low = middle
    return [" ".join(line) for line in best]


def _greedy(pieces: Sequence[str], look: Style, limit: float) -> list[list[str]]:
    lines: list[list[str]] = []
    for piece in pieces:
        if lines and line_width([*lines[-1], piece], look) <= limit:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


@lru_cache(maxsize=200)
def _space(look: Style) -> float:
    return set_line("n n", look).width - set_line("nn", look).width


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two colours, 1 … 21."""

    def luminance(colour: str) -> float:
        channels = [c / 255 for c in rgb(colour)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@cache
def _font_manager() -> skia.FontMgr:
    import skia

    with _quiet():
        return skia.FontMgr()


@cache
def _font_collection() -> skia.textlayout_FontCollection:
    import skia

    collection = skia.textlayout.FontCollection()
    collection.setDefaultFontManager(_font_manager())
    return collection


@cache
def _unicode() -> skia.Unicode:
    import skia

    return skia.Unicodes.ICU.Make()


@contextmanager
def _quiet() -> Iterator[None]:
    """Skia's own fontconfig complains on file descriptor 2 about configuration files newer than itself."""
    saved, sink = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 2)
    try:
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(sink)
