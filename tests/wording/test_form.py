"""The form: every fixed sentence with its German, its present words, room for a correction, and a name."""

from __future__ import annotations

import re
from dataclasses import astuple

import pytest

from pipeline import language as packs
from pipeline.wording import form
from pipeline.wording.sentences import FIELDS, sentences
from tests.wording.forms import GERMAN, opened

CODES = packs.codes()
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize("code", CODES)
def test_it_holds_every_fixed_word_once_and_nothing_in_the_last_column(code: str) -> None:
    pack = packs.load(code)
    table = opened(pack).tables[1]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == list(form.HEAD)
    shown = [row[3] for row in rows[1:]]
    assert set(shown) == {*astuple(pack.du), *astuple(pack.sie), *pack.names.values()}
    assert {row[4] for row in rows[1:]} == {""}
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, len(rows))]
    assert all(row[1] and row[2] for row in rows[1:])


def test_du_and_sie_stand_apart_only_where_the_language_has_both() -> None:
    def requests(code: str) -> list[str]:
        found = [s for s in sentences(packs.load(code), GERMAN) if s.field == "request"]
        return ["".join(re.findall(r"Anrede: (\w+)", sentence.about)) for sentence in found]

    assert requests("uk") == ["du", "Sie"]
    assert requests("ar") == requests("en") == [""]


def test_no_key_of_a_file_stands_in_it() -> None:
    document = opened(packs.load("uk"))
    text = "\n".join(cell.text for row in document.tables[1].rows for cell in row.cells)
    assert not [field for field in FIELDS if "_" in field and field in text]


def test_it_says_what_the_signature_means_and_asks_for_name_and_date() -> None:
    document = opened(packs.load("uk"))
    assert [row.cells[0].text for row in document.tables[0].rows] == [form.BY, form.DATE]
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Mit meinem Namen stehe ich dafür ein" in text
    assert "With my name I confirm" in text
    assert form.code_of(packs.load("uk")) in text


@pytest.mark.parametrize("code", CODES)
def test_the_foreign_columns_run_in_their_direction_with_their_fonts(code: str) -> None:
    pack = packs.load(code)
    table = opened(pack).tables[1]
    rtl = pack.direction == "rtl"
    for row in list(table.rows)[1:]:
        for cell in row.cells[3:]:
            paragraph = cell.paragraphs[0]._p
            assert (paragraph.find(f"{W}pPr/{W}bidi") is not None) == rtl
            marks = [paragraph.find(f"{W}pPr/{W}rPr"), *(run._r.rPr for run in cell.paragraphs[0].runs)]
            for mark in marks:
                assert (mark.find(f"{W}rtl") is not None) == rtl
                assert mark.find(f"{W}rFonts").get(f"{W}cs") == pack.fonts[0]
                assert mark.find(f"{W}lang").get(f"{W}{'bidi' if rtl else 'val'}") == pack.bcp47
        assert row.cells[2].paragraphs[0]._p.find(f"{W}pPr/{W}bidi") is None, "German stays left to right"


def test_the_same_words_make_the_same_code_and_other_words_another() -> None:
    assert form.code_of(packs.load("fa")) == form.code_of(packs.load("fa"))
    assert form.code_of(packs.load("fa")).split()[-1] != form.code_of(packs.load("prs")).split()[-1]
