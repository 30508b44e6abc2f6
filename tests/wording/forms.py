"""Forms as native speakers give them back: filled in with python-docx, or with tracked changes as Word writes them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.language import Language, load
from pipeline.wording import form

if TYPE_CHECKING:
    from docx.document import Document

GERMAN = load("de")


def opened(pack: Language) -> Document:
    import docx

    return docx.Document(io.BytesIO(form.write(pack, GERMAN)))


def filled(
    pack: Language, corrections: dict[int, str] | None = None, by: str = "Ada Beck", on: str = "2.1.2026"
) -> Document:
    """Args:
    corrections: Number of the sentence → what stands in the last column.
    """
    document = opened(pack)
    fields = document.tables[0]
    fields.cell(0, 1).text, fields.cell(1, 1).text = by, on
    for number, text in (corrections or {}).items():
        document.tables[1].cell(number, 4).text = text
    return document


def saved(document: Document, folder: Path) -> Path:
    path = folder / "Wortlaut.docx"
    document.save(str(path))
    return path


def tracked(document: Document, number: int, column: int, *pieces: tuple[str, str]) -> None:
    """Writes a cell with tracked changes.

    Args:
        pieces: "ins", "del" or "" and the text.
    """
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph = document.tables[1].cell(number, column).paragraphs[0]._p
    for run in list(paragraph.r_lst):
        paragraph.remove(run)
    for kind, text in pieces:
        inner = "delText" if kind == "del" else "t"
        run = f'<w:r><w:{inner} xml:space="preserve">{text}</w:{inner}></w:r>'
        if kind:
            who = 'w:id="1" w:author="A" w:date="2026-01-02T00:00:00Z"'
            run = f"<w:{kind} {who}>{run}</w:{kind}>"
        paragraph.append(parse_xml(run.replace(">", f" {nsdecls('w')}>", 1)))
