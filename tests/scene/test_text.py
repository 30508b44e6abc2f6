"""Text on the picture: order on screen, line breaks, fonts. Proved on drawn pixels with the real fonts."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest
import skia
from numpy.typing import NDArray

from pipeline import language as packs
from pipeline.errors import MissingError
from pipeline.scene import text
from pipeline.scene.layout import SIZES, layout
from pipeline.scene.text import Style, contrast, isolate, set_line, style, uncovered, width, words, wrap

ARABIC, GERMAN = packs.load("ar"), packs.load("de")
SIZE = 48
RTL, LTR = style(ARABIC, SIZE), style(GERMAN, SIZE)
Ink = NDArray[np.float32]


@cache
def ink(shown: str, look: Style, shift: float = 0.0) -> Ink:
    """How dark each pixel of a set line is, 0 … 1, without empty columns at the sides."""
    line = set_line(shown, look)
    surface = skia.Surface(int(line.width) + 40, 120)
    line.paint(surface.getCanvas(), 20 + shift, 80)
    alpha: Ink = surface.toarray()[:, :, 3].astype(np.float32) / 255
    columns = np.flatnonzero(alpha.any(axis=0))
    return alpha[:, columns[0] : columns[-1] + 1] if columns.size else alpha[:, :0]


def misfit(piece: str, line: str, look: Style = RTL) -> tuple[float, int]:
    """How badly the piece, drawn alone, fits the best place in the line (0: exactly), and that place's column."""
    whole = ink(line, look)
    alone = Style(look.size, look.fonts)
    found = []
    for shift in (0.0, 0.25, 0.5, 0.75):
        part = ink(piece, alone, shift)
        for left in range(whole.shape[1] - part.shape[1] + 1):
            seen = whole[:, left : left + part.shape[1]]
            found.append((float(np.abs(seen - part).sum() / part.sum()), left))
    return min(found)


SENTENCE = "اتصلوا بنا: {} من فضلكم."
PIECES = [
    "116 117",
    "3.10.2026",
    "03/10/2026",
    "2026-10-03",
    "DE89 3704 0044 0532 0130 00",
    "9:30–12:00",
    "9:30 – 12:00",
    "+49 30 23125 118",
    "+49 (0)30 / 23125-118",
    "(030) 23125-118",
    "030 / 23125 118",
    "termin@example.org",
    "https://www.example.org/a?b=1",
    "BAMF (Jobcenter)",
    "Marktstr. 12, 10115 Berlin",
    "2. OG",
    "10.–12. Oktober",
    "§ 19 SGB X",
    "1.234,56 €",
    "50 %",
]


@pytest.mark.parametrize("piece", PIECES)
def test_numbers_and_addresses_keep_their_order_in_a_right_to_left_line(piece: str) -> None:
    error, _ = misfit(piece, SENTENCE.format(piece))
    assert error < 0.12


@pytest.mark.parametrize(("right", "turned"), [("116 117", "117 116"), ("9:30–12:00", "12:00–9:30")])
def test_the_proof_of_order_can_fail(right: str, turned: str) -> None:
    assert misfit(turned, SENTENCE.format(right))[0] > 0.25


@pytest.mark.parametrize("code", ["fa", "prs", "ps"])
def test_phone_numbers_keep_their_order_in_all_right_to_left_languages(code: str) -> None:
    look = style(packs.load(code), SIZE)
    assert misfit("116 117", "شماره 116 117 است.", look)[0] < 0.12


def test_the_first_word_of_an_arabic_line_stands_right_and_its_full_stop_left() -> None:
    line = "اتصلوا بالرقم."
    error, left = misfit(".", line, RTL)
    assert error < 0.2
    assert left <= 2
    with_stop, without = ink(line, RTL), ink("اتصلوا بالرقم", RTL)
    grown = with_stop.shape[1] - without.shape[1]
    assert grown > 5
    assert np.abs(with_stop[:, grown:] - without).mean() < 0.02


def test_an_arabic_question_mark_stands_left() -> None:
    question, plain = ink("هل تريدون موعدًا؟", RTL), ink("هل تريدون موعدًا", RTL)
    grown = question.shape[1] - plain.shape[1]
    assert np.abs(question[:, grown:] - plain).mean() < 0.02


def test_a_bracket_around_arabic_and_a_latin_word_closes_at_the_left() -> None:
    """The bracket belongs to the Arabic sentence, not to the Latin word at its end."""
    assert isolate("(مثل Jobcenter)", rtl=True) == "\u2067(مثل \u2066Jobcenter\u2069)\u2069"
    assert isolate("(112 أو 110)", rtl=True) == "\u2067(\u2066112\u2069 أو \u2066110\u2069)\u2069"
    closing = ink("(مثل Jobcenter)", RTL)
    # The closing bracket of a right-to-left line looks like "(" and is its leftmost sign.
    opens, closes = (ink(sign, Style(SIZE, ARABIC.fonts)) for sign in "()")
    looks_like = [float(np.abs(closing[:, : sign.shape[1]] - sign).sum() / sign.sum()) for sign in (opens, closes)]
    assert looks_like[0] < 0.5 * looks_like[1]


def test_isolates_pair_up_whatever_the_text_holds() -> None:
    for piece in [*PIECES, "a(b", "b)", "((1", "€", "+", "(", "A1+", "1 %)", "(1)(2)", "x" * 3000 + "(" * 3000]:
        marked = isolate(f"نص {piece} نص", rtl=True)
        assert marked.count("\u2066") == marked.count("\u2069") - 1
        assert re.sub("[\u2066\u2067\u2069]", "", marked) == f"نص {piece} نص"


@pytest.mark.parametrize("hostile", [r"{\pos(0,0)}", r"eins\Nzwei", "<b>fett</b>", "&amp; &lt;", r"{\an8}{\fs1}", "%s"])
@pytest.mark.parametrize("look", [LTR, RTL], ids=["ltr", "rtl"])
def test_what_looks_like_markup_is_drawn_as_it_is_written(hostile: str, look: Style) -> None:
    assert width(hostile, look) == pytest.approx(
        sum(width(c, look) for c in hostile.replace(" ", ""))
        + hostile.count(" ") * (width("n n", look) - width("nn", look)),
        rel=0.06,
    )
    assert ink(hostile, look).shape[1] > 0.8 * width(hostile, look)
    heights = np.flatnonzero(ink(hostile, look).any(axis=1))
    assert heights[-1] - heights[0] < 1.4 * SIZE, "more than one line"


def test_every_capital_of_the_label_is_three_percent_of_the_picture_high() -> None:
    capitals = {c for code in packs.codes() for c in packs.load(code).wording("Sie").label if c.isupper()}
    assert {"K", "И", "P"} <= capitals
    for capital in capitals | set("AI"):
        rows = np.flatnonzero((ink(capital, style(GERMAN, layout("16x9", rtl=False).letter)) > 0.3).any(axis=1))
        assert rows[-1] + 1 - rows[0] >= 0.03 * SIZES["16x9"][1], capital


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("Tel. 030 23125 118 an", ["Tel.", "030 23125 118", "an"]),
        ("Tel. (030) 231 / 118 an", ["Tel.", "(030) 231 / 118", "an"]),
        ("+49 (0)30 / 23125-118", ["+49 (0)30 / 23125-118"]),
        ("von 9:30 – 12:00 Uhr", ["von", "9:30 – 12:00", "Uhr"]),
        ("nach § 19 SGB X", ["nach", "§ 19", "SGB", "X"]),
        ("1 234,56 € im", ["1 234,56 €", "im"]),
        ("zu 50 % und", ["zu", "50 %", "und"]),
        ("Comment ça va ? Bien !", ["Comment", "ça", "va ?", "Bien !"]),
        ("dit « oui » ici", ["dit", "« oui »", "ici"]),
        ("(siehe Seite 3) bitte", ["(siehe", "Seite", "3)", "bitte"]),
        ("der Termin – bitte", ["der", "Termin", "–", "bitte"]),
        ("رقم ٠٣٠ ٢٣١ هنا", ["رقم", "٠٣٠ ٢٣١", "هنا"]),
    ],
)
def test_lines_break_at_white_space_but_never_inside_a_number(written: str, held: list[str]) -> None:
    assert [piece.replace("\u00a0", " ") for piece in words(written)] == held


LONG = (
    "Bringen Sie bitte Ihren Ausweis und alle amtlichen Briefe mit, die Sie nicht verstehen, und rufen Sie uns vorher "
    "unter 030 23125 118 an, von 9:30 – 12:00 Uhr."
)


@pytest.mark.parametrize("limit", [400, 480, 700, 1254])
def test_wrapped_lines_fit_keep_every_word_and_are_even(limit: int) -> None:
    lines = wrap(LONG, LTR, limit)
    assert " ".join(lines).replace("\u00a0", " ") == LONG
    widths = [width(line, LTR) for line in lines]
    assert max(widths) <= limit
    assert len(lines) >= sum(widths) / limit
    if len(lines) > 1:
        longest_piece = max(width(piece, LTR) for piece in words(LONG))
        assert max(widths) <= sum(widths) / len(lines) + longest_piece
        assert widths[-1] > 0.4 * max(widths), "an orphan"


@pytest.mark.parametrize("limit", [300, 700])
def test_arabic_lines_with_latin_words_fit_too(limit: int) -> None:
    line = "اتصلوا بالرقم 030 23125 118 أو Jobcenter Berlin-Mitte من فضلكم، ثم أحضروا معكم بطاقة الهوية والرسائل"
    lines = wrap(line, RTL, limit)
    assert " ".join(lines).replace("\u00a0", " ") == line
    assert max(width(shown, RTL) for shown in lines) <= max(limit, width("030 23125 118", RTL)) + 1


def test_only_a_word_that_is_too_long_by_itself_exceeds_the_limit() -> None:
    lines = wrap("Die Donaudampfschifffahrtsgesellschaftskapitänswitwe kommt heute nicht", LTR, 500)
    assert [line for line in lines if width(line, LTR) > 500] == ["Donaudampfschifffahrtsgesellschaftskapitänswitwe"]


@pytest.mark.parametrize("character", ["\U0001f600", "漢", "\U0001f1e9", "ሰ", "ก"])
@pytest.mark.parametrize("code", ["de", "ar"])
def test_a_character_that_no_font_of_the_language_has_is_found(character: str, code: str) -> None:
    assert uncovered(f"Gut {character}!{character}", packs.load(code).fonts) == [character]


def test_invisible_characters_of_persian_and_arabic_are_no_missing_letters() -> None:
    assert uncovered("می\u200cخواهم\u200d \u200e\u200f\u061c\u00ad\u00a0\u202f\n", packs.load("fa").fonts) == []


def test_every_fixed_word_of_every_pack_can_be_drawn_with_its_fonts() -> None:
    for code in packs.codes():
        pack = packs.load(code)
        for wording in (pack.du, pack.sie):
            shown = [getattr(wording, name) for name in wording.__slots__]
            assert uncovered("".join([*shown, *pack.names.values(), pack.name]), pack.fonts) == [], code


def test_describe_names_code_point_and_character() -> None:
    assert text.describe("漢") == "U+6F22 CJK UNIFIED IDEOGRAPH-6F22"
    assert text.describe("\ue000") == "U+E000 ?"


@pytest.mark.parametrize("bold", [False, True])
def test_a_missing_font_says_how_to_get_it(bold: bool) -> None:
    with pytest.raises(MissingError, match=r"Noto Sans Klingon“ fehlt\. Abhilfe: apt-get install") as caught:
        text.typeface("Noto Sans Klingon", bold)
    assert 'The font "Noto Sans Klingon" is missing. Mend: apt-get install fonts-noto-core' in caught.value.en


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1
