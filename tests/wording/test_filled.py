"""A form that comes back: corrections however they were typed, and every way in which it cannot be used."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pipeline import language as packs
from pipeline.errors import InputError
from pipeline.language import Language
from pipeline.wording.filled import Filled, read
from pipeline.wording.sentences import sentences
from tests.wording.forms import GERMAN, filled, opened, saved, tracked

UKRAINIAN = packs.load("uk")


def number(pack: Language, field: str, address: str = "") -> int:
    """Of a sentence on the form."""
    return next(
        s.number for s in sentences(pack, GERMAN) if s.field == field and (not address or address in s.addresses)
    )


def back(path: Path, pack: Language = UKRAINIAN) -> Filled:
    return read(path, pack, packs.load(pack.code), GERMAN)


def refused(path: Path, pack: Language = UKRAINIAN) -> InputError:
    with pytest.raises(InputError) as caught:
        back(path, pack)
    assert caught.value.path == path
    return caught.value


# ---------------------------------------------------------------- what is read


@pytest.mark.parametrize("code", packs.codes())
def test_an_uncorrected_form_signs_the_words_as_they_are(code: str, tmp_path: Path) -> None:
    pack = packs.load(code)
    path = saved(filled(pack), tmp_path)
    if code == "de":
        assert "ohne Korrektur ist nichts zu unterschreiben" in refused(path, pack).de
        return
    done = back(path, pack)
    assert (done.by, done.when, done.corrections) == ("Ada Beck", date(2026, 1, 2), ())
    assert (done.words.du, done.words.sie, done.words.names) == (pack.du, pack.sie, pack.names)


def test_a_correction_changes_its_sentence_and_no_other(tmp_path: Path) -> None:
    at = number(UKRAINIAN, "request", "Sie")
    text = UKRAINIAN.sie.request.replace("будь ласка, ", "")
    done = back(saved(filled(UKRAINIAN, {at: f" {text} "}), tmp_path))
    assert done.words.sie == replace(UKRAINIAN.sie, request=text)
    assert done.words.du == UKRAINIAN.du
    assert [(sentence.number, new) for sentence, new in done.corrections] == [(at, text)]


def test_a_correction_of_shared_words_holds_for_du_and_sie(tmp_path: Path) -> None:
    at, name = number(UKRAINIAN, "label"), number(UKRAINIAN, "name")
    done = back(saved(filled(UKRAINIAN, {at: "Зображення та голос створив ШІ", name: "Мая"}), tmp_path))
    assert done.words.du.label == done.words.sie.label == "Зображення та голос створив ШІ"
    assert done.words.names["maja"] == "Мая"


def test_german_can_be_signed_with_a_correction(tmp_path: Path) -> None:
    done = back(saved(filled(GERMAN, {number(GERMAN, "contact"): "So erreichen Sie uns"}), tmp_path), GERMAN)
    assert done.words.sie.contact == "So erreichen Sie uns"


def test_people_also_correct_a_sentence_where_it_stands(tmp_path: Path) -> None:
    document = filled(UKRAINIAN)
    document.tables[1].cell(number(UKRAINIAN, "contact"), 3).text = "Контакт"
    assert back(saved(document, tmp_path)).words.sie.contact == "Контакт"


@pytest.mark.parametrize("column", [3, 4])
def test_tracked_changes_are_read_as_accepted(column: int, tmp_path: Path) -> None:
    document = filled(UKRAINIAN)
    at = number(UKRAINIAN, "role_female")
    tracked(document, at, column, ("", "віртуальна "), ("del", "колега"), ("ins", "співробітниця"))
    assert back(saved(document, tmp_path)).words.sie.role_female == "віртуальна співробітниця"


def test_a_correction_that_was_deleted_again_corrects_nothing(tmp_path: Path) -> None:
    document = filled(UKRAINIAN)
    tracked(document, number(UKRAINIAN, "contact"), 4, ("del", "Контакт"))
    assert back(saved(document, tmp_path)).corrections == ()


@pytest.mark.parametrize("on", ["2.1.2026", "02.01.2026", "2. 1. 2026", "2026-01-02", "2026-1-2", "۲۰۲۶-۰۱-۰۲"])
def test_dates_as_people_write_them(on: str, tmp_path: Path) -> None:
    assert back(saved(filled(UKRAINIAN, on=on), tmp_path)).when == date(2026, 1, 2)


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize("by", ["", "  ", "?", "AB", "Lotse", "x" * 81, "Ada\nBeck"])
def test_without_a_persons_name_nothing_is_signed(by: str, tmp_path: Path) -> None:
    error = refused(saved(filled(UKRAINIAN, by=by), tmp_path))
    assert "muss der Name des Menschen stehen" in error.de
    assert "must hold the name of the person" in error.en


LATER = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()


@pytest.mark.parametrize("on", ["", "gestern", "2026", "31.2.2026", "1/2/2026", LATER])
def test_without_a_day_nothing_is_signed(on: str, tmp_path: Path) -> None:
    error = refused(saved(filled(UKRAINIAN, on=on), tmp_path))
    assert "muss der Tag der Prüfung stehen" in error.de
    assert "must hold the day of the review" in error.en


BAD = [
    ("label", "…", "Es steht kein Wort darin"),
    ("label", "ШІ", "viel kürzer als"),
    ("label", "Зображення й голос створив штучний інтелект", "Platz ist für 34"),
    ("label", "Зображення й голос\nстворив ШІ", "in einem Absatz"),
    ("label", "Зображення й голос {name}: ШІ", "sind hier nicht möglich"),
    ("label", "Зображення й голос 创 ШІ", "hat keine der Schriften"),
    ("label", "Зображення\u202e й голос створив", "Steuerzeichen"),
    ("intro_female", "Вітаю, я Майя, віртуальна колега. Мій голос створив штучний інтелект.", "genau einmal"),
    ("intro_female", "Вітаю, я {name}, {name}, віртуальна колега, створив штучний інтелект.", "genau einmal"),
    ("intro_male", "Вітаю, я {назва}, віртуальний колега. Мій голос створив штучний інтелект.", "genau einmal"),
    ("intro_male", "Я {name}.", "viel kürzer als"),
    ("request", "Добре! " + UKRAINIAN.du.request, "viel kürzer als"),
    ("request", "Якщо тобі потрібен безкоштовний перекладач, скажи про це під час запису.", "verspricht etwas"),
    ("role_male", "віртуальний · колега", "sind hier nicht möglich"),
    ("name", "Майя Максимилианивна", "Platz ist für 16"),
    ("draft", "–", "Es steht kein Wort darin"),
]


@pytest.mark.parametrize(("field", "text", "says"), BAD)
def test_a_correction_that_cannot_be_used_is_named(field: str, text: str, says: str, tmp_path: Path) -> None:
    at = number(UKRAINIAN, field)
    error = refused(saved(filled(UKRAINIAN, {at: text}), tmp_path))
    assert f"Satz {at} (" in error.de
    assert says in error.de
    assert f"Sentence {at} ({field}): " in error.en


def test_what_has_room_in_characters_but_not_in_pixels_is_refused(tmp_path: Path) -> None:
    wide = "Щ" * 24
    error = refused(saved(filled(UKRAINIAN, {number(UKRAINIAN, "role_female"): wide}), tmp_path))
    assert "zu lang für ihr Schild" in error.de
    assert "too long for their plate" in error.en


def test_two_different_corrections_of_one_sentence(tmp_path: Path) -> None:
    at = number(UKRAINIAN, "contact")
    document = filled(UKRAINIAN, {at: "Контакт"})
    document.tables[1].cell(at, 3).text = "Зв'язок"
    assert "Zwei verschiedene Korrekturen" in refused(saved(document, tmp_path)).de


def test_a_sentence_that_was_deleted_and_not_replaced(tmp_path: Path) -> None:
    document = filled(UKRAINIAN)
    tracked(document, number(UKRAINIAN, "label"), 3, ("del", UKRAINIAN.sie.label))
    assert "Es steht kein Satz mehr da" in refused(saved(document, tmp_path)).de


def test_a_row_that_is_gone(tmp_path: Path) -> None:
    document = filled(UKRAINIAN)
    table = document.tables[1]
    table._tbl.remove(table.rows[3]._tr)
    assert "fehlen Zeilen oder Spalten" in refused(saved(document, tmp_path)).de


def test_a_form_for_another_language(tmp_path: Path) -> None:
    error = refused(saved(filled(packs.load("ru")), tmp_path))
    assert "Dieses Formular ist für Russisch (ru), nicht für Ukrainisch (uk)" in error.de


def test_a_form_for_words_that_have_changed_since(tmp_path: Path) -> None:
    """Who signed saw other words."""
    older = replace(UKRAINIAN, sie=replace(UKRAINIAN.sie, contact="Контакт"))
    error = refused(saved(filled(older), tmp_path))
    assert "ist heute ein anderer" in error.de
    assert "lotse languages review uk" in error.en


def other_docx(path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("Liebe Kolleginnen")
    document.save(str(path))


def unsigned_table(path: Path) -> None:
    document = opened(UKRAINIAN)
    table = document.tables[0]._tbl
    table.getparent().remove(table)
    document.save(str(path))


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"0" * 21_000_000)


def broken_xml(path: Path) -> None:
    good = path.with_name("good.docx")
    filled(UKRAINIAN).save(str(good))
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<w:document" if name == "word/document.xml" else old.read(name))


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"PK\x03\x04" + bytes(99)),
        lambda path: path.write_text("Geprüft durch: Ada Beck", encoding="utf-8"),
        other_docx,
        unsigned_table,
        bomb,
        broken_xml,
    ],
)
def test_a_file_that_is_no_form(make: Callable[[Path], object], tmp_path: Path) -> None:
    path = tmp_path / "Wortlaut.docx"
    make(path)
    error = refused(path)
    assert "kein Formular" in error.de
    assert "lotse languages review" in error.en


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "gibt es nicht" in refused(tmp_path / "Wortlaut.docx").de
