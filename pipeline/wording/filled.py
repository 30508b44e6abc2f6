"""A filled-in form is read back: corrections, name and date, or one message that says which cell to mend."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.characters import clean, one_line, visible
from pipeline.errors import InputError
from pipeline.language import Language, called
from pipeline.settings_file import NAME_LIMIT
from pipeline.wording import form
from pipeline.wording.checks import misfit, problem, unreadable
from pipeline.wording.sentences import Sentence, corrected, sentences

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_LARGEST = 20_000_000
"""Bytes, unpacked: a form is some 50 kB; a few kB of ZIP can unpack to gigabytes."""


@dataclass(frozen=True, slots=True)
class Filled:
    by: str
    when: date
    words: Language
    """Pack with the corrections, not yet signed."""
    corrections: tuple[tuple[Sentence, str], ...]


def read(path: Path, pack: Language, own: Language, german: Language) -> Filled:
    """Args:
        pack: The present words, which the form must have been written for.
        own: The pack as it comes with Lotse.

    Raises:
        InputError: It is no form for these words, a field is empty, or a sentence cannot be used.
    """
    tables, rest = _document(path)
    _same_words(path, pack, rest)
    if len(tables) != 2:
        raise _not_a_form(path)
    by, when = _signature(path, tables[0])
    corrections: dict[Sentence, str] = {}
    rows = tables[1][1:]
    due = sentences(pack, german)
    if [row[0] for row in rows if row] != [str(sentence.number) for sentence in due] or any(len(r) != 5 for r in rows):
        raise InputError(
            "In der Tabelle fehlen Zeilen oder Spalten. Bitte ein neues Formular schreiben und die Korrekturen dort "
            f"eintragen: lotse languages review {pack.code}",
            "Rows or columns of the table are missing. Write a new form and enter the corrections there: lotse "
            f"languages review {pack.code}",
            path=path,
        )
    for sentence, row in zip(due, rows, strict=True):
        # People also correct a sentence where it stands.
        texts = list(dict.fromkeys(text for text in (row[3], row[4]) if text and text != clean(sentence.now)))
        if len(texts) > 1:
            raise _wrong(
                path, sentence, "Zwei verschiedene Korrekturen stehen da.", "It has two different corrections."
            )
        if not row[3] and not row[4]:
            raise _wrong(path, sentence, "Es steht kein Satz mehr da.", "There is no sentence left.")
        for text in texts:
            corrections[sentence] = text
    for sentence in due:
        text = corrections.get(sentence, sentence.now)
        if found := problem(sentence, text, own) or unreadable(text, pack.fonts):
            raise _wrong(path, sentence, f"„{visible(text)}“: {found[0]}", f'"{visible(text)}": {found[1]}')
    words = corrected(pack, corrections)
    if found := misfit(words, german):
        raise InputError(*found, path=path)
    if not corrections and pack.signature and pack.signature == own.signature:
        raise InputError(
            f"Der Wortlaut auf {pack.german} gilt schon, wie er ist; ohne Korrektur ist nichts zu unterschreiben.",
            f"The wording in {pack.english} holds as it is; without a correction there is nothing to sign.",
            path=path,
        )
    return Filled(by, when, words, tuple(corrections.items()))


def _signature(path: Path, table: list[list[str]]) -> tuple[str, date]:
    fields = {row[0]: row[1] for row in table if len(row) == 2}
    if fields.keys() != {form.BY, form.DATE}:
        raise _not_a_form(path)
    by = fields[form.BY]
    if sum(character.isalpha() for character in by) < 3 or not one_line(by, NAME_LIMIT) or by.lower() == "lotse":
        raise InputError(
            f"Im Feld „{form.BY}“ muss der Name des Menschen stehen, der geprüft hat (eine Zeile).",
            f'The field "{form.BY}" must hold the name of the person who has reviewed it (one line).',
            path=path,
        )
    when = _date(fields[form.DATE])
    # A clock may go wrong and half the world is a day ahead, but nobody signs next week.
    if when is None or when > datetime.now(UTC).date() + timedelta(days=1):
        raise InputError(
            f"Im Feld „{form.DATE}“ muss der Tag der Prüfung stehen, zum Beispiel 31.12.2026; nicht in der Zukunft.",
            f'The field "{form.DATE}" must hold the day of the review, such as 2026-12-31; not in the future.',
            path=path,
        )
    return by, when


_DATES = ((r"(\d{4})-(\d{1,2})-(\d{1,2})", (1, 2, 3)), (r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", (3, 2, 1)))
"""How people write one, and where year, month and day stand in it."""


def _date(text: str) -> date | None:
    digits = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)
    for pattern, order in _DATES:
        if found := re.fullmatch(pattern, digits):
            try:
                year, month, day = (int(found[n]) for n in order)
                return date(year, month, day)
            except ValueError:
                return None
    return None


def _same_words(path: Path, pack: Language, text: str) -> None:
    """The signature must stand for the words that the reader saw."""
    found = re.search(rf"{form.CODE} ([a-z-]+) ([0-9a-f]{{16}})", text)
    if not found:
        raise _not_a_form(path)
    if found[1] != pack.code:
        theirs, own = called(found[1]), called(pack.code)
        raise InputError(
            f"Dieses Formular ist für {theirs[0]}, nicht für {own[0]}.",
            f"This form is for {theirs[1]}, not for {own[1]}.",
            path=path,
        )
    if found[0] != form.code_of(pack):
        raise InputError(
            f"Der Wortlaut auf {pack.german} ist heute ein anderer als der, für den dieses Formular geschrieben wurde. "
            f"Bitte ein neues schreiben: lotse languages review {pack.code}",
            f"The wording in {pack.english} is no longer the one that this form was written for. Write a new one: "
            f"lotse languages review {pack.code}",
            path=path,
        )


def _not_a_form(path: Path) -> InputError:
    return InputError(
        "Das ist kein Formular für den Wortlaut einer Sprache. Es muss die ausgefüllte DOCX-Datei sein, die „lotse "
        "languages review“ geschrieben hat.",
        'This is no form for the wording of a language. It must be the DOCX file that "lotse languages review" has '
        "written, filled in.",
        path=path,
    )


def _wrong(path: Path, sentence: Sentence, de: str, en: str) -> InputError:
    return InputError(
        f"{sentence.where} ({sentence.about}) {de}", f"Sentence {sentence.number} ({sentence.field}): {en}", path=path
    )


# ---------------------------------------------------------------- what a reader sees, tracked changes accepted


def _document(path: Path) -> tuple[list[list[list[str]]], str]:
    """Tables as rows of cells, and the text outside of them."""
    import docx
    from docx.oxml.ns import qn

    if not path.is_file():
        raise InputError("Diese Datei gibt es nicht.", "There is no such file.", path=path)
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(member.file_size for member in packed.infolist()) > _LARGEST:
                raise _not_a_form(path)
        body = docx.Document(str(path)).element.body
    except InputError:
        raise
    except Exception as error:  # whatever the libraries make of a file that somebody has renamed or damaged
        raise _not_a_form(path) from error
    tables = [
        [
            [_text(cell) for cell in row.iterchildren(qn("w:tc"))]
            for row in table.iterchildren(qn("w:tr"))
            if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None
        ]
        for table in body.iterchildren(qn("w:tbl"))
    ]
    return tables, "\n".join(_text(part) for part in body.iterchildren(qn("w:p")))


def _text(part: BaseOxmlElement) -> str:
    """What stands there once every tracked change is accepted; one line per paragraph that says anything.

    python-docx's own `text` leaves out what was inserted.
    """
    from docx.oxml.ns import qn

    paragraphs = [""]
    whole = [part] if part.tag == qn("w:p") else list(part.iter(qn("w:p")))
    for paragraph in whole:
        paragraphs[-1] += "".join(_pieces(paragraph))
        # The mark was deleted: the next paragraph goes on in the same line.
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is None:
            paragraphs.append("")
    return clean("\n".join(line.strip() for line in paragraphs if line.strip()))


def _pieces(part: BaseOxmlElement) -> Iterator[str]:
    from docx.oxml.ns import qn

    signs = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011"}
    gone = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:delText")}
    for child in part.iterchildren():
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in signs:
            yield signs[child.tag]
        elif child.tag not in gone and not str(child.tag).endswith("}Fallback"):
            yield from _pieces(child)
