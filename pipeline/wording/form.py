"""The form that a native speaker fills in: every fixed sentence explained, and a column for corrections. DOCX."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pipeline.language import Language, wording_sha256
from pipeline.wording.sentences import sentences

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

BY, DATE = "Geprüft durch / Reviewed by", "Datum / Date"
HEAD = ("Nr.", "Wofür", "Deutsch", "Bisher", "Korrektur (leer lassen, wenn alles stimmt)")
CODE = "Lotse-Wortlaut"
"""Begins the line that says which words the form was written for."""
_MEANING = (
    "Mit meinem Namen stehe ich dafür ein: Ich spreche diese Sprache wie eine Muttersprache und habe jeden Satz "
    "gelesen. Mit meinen Korrekturen sind die Sätze verständlich, freundlich und richtig, und sie sagen, was in der "
    "deutschen Spalte steht. Mein Name wird bei der Einrichtung aufbewahrt und steht in den Berichten zu ihren Filmen.",
    "With my name I confirm: I speak this language like a first language and have read every sentence. The sentences, "
    "with my corrections, are clear, kind and correct, and they say what the German column says. My name is kept by "
    "the service and stands in the reports on its films.",
)
_HOW = (
    "Bitte lesen Sie jeden Satz laut. Stimmt er, bleibt die rechte Spalte leer. Sonst schreiben Sie dort den ganzen "
    "Satz neu. {name} mit den geschweiften Klammern bleibt stehen: Dort wird der Name der Figur gesagt. Tragen Sie zum "
    "Schluss oben Ihren Namen und das Datum ein.",
    "Read every sentence aloud. If it is right, leave the right column empty. Otherwise write the whole sentence "
    "there. Keep {name} with its braces: the avatar's name is said there. At the end enter your name and the date.",
)
_WIDTHS = (1.0, 5.0, 6.0, 6.6, 7.1)
"""Centimetres; A4 across, with margins of 2."""


def code_of(pack: Language) -> str:
    """Which words a form was written for."""
    return f"{CODE} {pack.code} {wording_sha256(pack)[:16]}"


def write(pack: Language, german: Language) -> bytes:
    """The form for a pack's present words; the same words give the same text."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    document = docx.Document()
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    document.styles["Normal"].font.name = "Noto Sans"
    document.styles["Normal"].font.size = Pt(10)
    document.core_properties.title = f"Wortlaut auf {pack.german}"
    document.core_properties.author = "Lotse"

    document.add_heading(f"Fester Wortlaut auf {pack.german} ({pack.english})", 1)
    _signing(document)
    for text in (*_MEANING, *_HOW):
        document.add_paragraph(text)
    _sentences(document, pack, german)
    document.add_paragraph(f"Bitte nicht ändern / please leave as it is: {code_of(pack)}")
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _signing(document: Document) -> None:
    from docx.shared import Cm

    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label in (BY, DATE):
        cells = _cells(table)
        cells[0].text = label
        cells[0].width, cells[1].width = Cm(7), Cm(12)


def _sentences(document: Document, pack: Language, german: Language) -> None:
    table = document.add_table(rows=0, cols=len(HEAD), style="Table Grid")
    _line(table, HEAD, None)
    _repeat(table.rows[0]._tr)
    for sentence in sentences(pack, german):
        limit = f" Höchstens {sentence.limit} Zeichen."
        _line(table, (str(sentence.number), sentence.about + limit, sentence.german, sentence.now, ""), pack)


def _line(table: Table, texts: tuple[str, ...], pack: Language | None) -> None:
    """Args:
    pack: The language of the last two columns; None: the head.
    """
    from docx.shared import Cm

    cells = _cells(table)
    for number, (cell, text, width) in enumerate(zip(cells, texts, _WIDTHS, strict=True)):
        cell.width = Cm(width)
        run = _only(cell).add_run(text)
        run.bold = pack is None or None
        if pack and number >= 3:
            _foreign(_only(cell), pack)


def _cells(table: Table) -> tuple[_Cell, ...]:
    """Of a new row."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    return row.cells


def _only(cell: _Cell) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    return paragraph


def _foreign(paragraph: Paragraph, pack: Language) -> None:
    """Language, fonts and direction, for what stands there and for what will be typed at its end."""
    rtl = pack.direction == "rtl"
    properties = paragraph._p.get_or_add_pPr()
    if rtl:
        # The schema wants w:bidi before alignment and the properties of the paragraph's mark; there are none of them.
        properties.append(_element("bidi"))
    mark = _element("rPr")
    properties.append(mark)
    runs = [run._r.get_or_add_rPr() for run in paragraph.runs]
    for target in (mark, *runs):
        latin = pack.fonts[-1]
        target.append(_element("rFonts", ascii=latin, hAnsi=latin, cs=pack.fonts[0]))
        target.append(_element("sz", val="24"))
        target.append(_element("szCs", val="24"))
        if rtl:
            target.append(_element("rtl"))
        target.append(_element("lang", bidi=pack.bcp47) if rtl else _element("lang", val=pack.bcp47))


def _repeat(row: BaseOxmlElement) -> None:
    """The head stands again on every page, and no row is torn apart."""
    properties = _element("trPr")
    properties.append(_element("cantSplit"))
    properties.append(_element("tblHeader"))
    row.insert(0, properties)


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    element: BaseOxmlElement = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
