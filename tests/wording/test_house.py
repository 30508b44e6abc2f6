"""The house's own signed words over the pack's, and what happens to words that nobody stands for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline import language as packs
from pipeline.errors import InputError, MachineError
from pipeline.wording import house
from pipeline.wording.sentences import corrected, sentences

DAY = date(2026, 1, 2)
GERMAN = packs.load("de")


def signed(state: Path, code: str = "uk", **words: str) -> Path:
    """Args:
    words: Field → new words; the first sentence of that field.
    """
    pack = packs.load(code)
    listed = {s.field: s for s in reversed(sentences(pack, GERMAN))}
    return house.sign(corrected(pack, {listed[field]: text for field, text in words.items()}), "Ада Бек", DAY, state)


@pytest.mark.parametrize("code", packs.codes())
def test_signed_words_read_back_as_they_were(code: str, tmp_path: Path) -> None:
    own = packs.load(code)
    path = signed(tmp_path, code, contact='"Kontakt" \\ x')
    assert path == tmp_path / "languages" / f"{code}.toml"
    pack = house.pack(code, tmp_path)
    assert pack.du.contact == '"Kontakt" \\ x'
    assert pack.signature
    assert (pack.signature.reviewed_by, pack.signature.date) == ("Ада Бек", "2026-01-02")
    assert pack.signature.sha256 == packs.wording_sha256(pack)
    assert replace(pack, du=own.du, sie=own.sie, signature=None) == replace(own, signature=None), "all else as it was"
    assert house.told(pack, tmp_path) == ("", "")


def test_without_a_file_the_packs_own_words_count(tmp_path: Path) -> None:
    assert house.pack("uk", tmp_path) == packs.load("uk")
    assert house.pack("de", tmp_path).signature
    de, en = house.told(house.pack("uk", tmp_path), tmp_path)
    for words in (de, en):
        assert "lotse languages review uk; lotse languages sign uk Wortlaut-uk.docx" in words
    assert "braucht die Unterschrift" in de


def test_signing_touches_no_other_language(tmp_path: Path) -> None:
    signed(tmp_path, "uk")
    assert house.pack("ru", tmp_path) == packs.load("ru")


def test_an_unknown_language_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Meinten Sie „uk“"):
        house.pack("ukr", tmp_path)


def test_a_state_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "languages").write_text("a file")
    with pytest.raises(MachineError):
        signed(tmp_path)


# ---------------------------------------------------------------- what does not hold

EDITS: dict[str, Callable[[str], str]] = {
    "a word": lambda text: text.replace("Контакти", "Контакт"),
    "a name": lambda text: text.replace("Майя", "Мая"),
    "the hash": lambda text: text.replace('sha256 = "', 'sha256 = "0'),
    "a sentence that a newer Lotse needs": lambda text: text.replace("draft = ", "# draft = "),
    "a sentence that nobody knows": lambda text: text.replace("draft = ", 'slogan = "x"\ndraft = '),
    "no signature": lambda text: text.partition("[signature]")[0],
    "no name": lambda text: text.replace("reviewed_by", "by"),
    "a number": lambda text: text.replace('contact = "Контакти"', "contact = 5"),
    "no table": lambda text: text.replace("[names]", "[name]"),
    "half a file": lambda text: text[: len(text) // 2],
    "nothing": lambda text: "",
}


@pytest.mark.parametrize("edit", EDITS)
def test_whatever_was_edited_by_hand_does_not_count_and_that_is_said(edit: str, tmp_path: Path) -> None:
    path = signed(tmp_path, label="Зображення та голос створив ШІ")
    before = path.read_text(encoding="utf-8")
    path.write_text(EDITS[edit](before), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != before
    pack = house.pack("uk", tmp_path)
    assert pack.signature is None
    assert pack.void
    assert replace(pack, void=None) == packs.load("uk")
    de, en = house.told(pack, tmp_path)
    assert "gilt nicht mehr" in de or "ist beschädigt und zählt nicht" in de
    assert "is void" in en or "is damaged" in en
    assert "lotse languages review uk" in de


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    signed(tmp_path).write_bytes(b"\xff\xfe\x00")
    assert house.pack("uk", tmp_path).void


def test_a_file_carried_over_from_another_language(tmp_path: Path) -> None:
    path = signed(tmp_path, "ru")
    path.rename(path.with_name("uk.toml"))
    pack = house.pack("uk", tmp_path)
    assert (pack.signature, pack.sie) == (None, packs.load("uk").sie)


def test_the_german_of_lotse_counts_again_where_the_houses_own_was_edited(tmp_path: Path) -> None:
    path = signed(tmp_path, "de", contact="So erreichen Sie uns")
    path.write_text(path.read_text(encoding="utf-8").replace("erreichen", "finden"), encoding="utf-8")
    pack = house.pack("de", tmp_path)
    assert pack.sie == GERMAN.sie
    assert pack.signature == GERMAN.signature
    assert "gilt nicht mehr" in house.told(pack, tmp_path)[0]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("label", ""),
        ("label", " "),
        ("label", "…"),
        ("label", "ok"),
        ("label", "Зображення\u202e й голос створив ШІ"),
        ("note_unchecked", "-"),
        ("intro_female", "Вітаю, я Майя, ваша колега з консультаційного центру, рада вас бачити."),
        ("request", "Добре!"),
        ("role_male", "a · b · c"),
    ],
)
def test_a_hash_that_fits_does_not_help_words_that_hide_the_disclosure(field: str, text: str, tmp_path: Path) -> None:
    """Whoever can write the file can compute the hash."""
    signed(tmp_path, **{field: text})
    pack = house.pack("uk", tmp_path)
    assert (pack.signature, pack.sie) == (None, packs.load("uk").sie)
    assert pack.void
