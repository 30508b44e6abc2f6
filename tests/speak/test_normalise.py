"""What the tables in cases/ do not show: groups of words, packs without forms, the house's own list."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pytest

from pipeline import language
from pipeline.speak.normalise import spoken

GERMAN = language.load("de")


def said(text: str, pack: language.Language) -> str:
    return " ".join(group.text for group in spoken(text, pack))


def house(entries: Mapping[str, str], code: str = "de") -> language.Language:
    return dataclasses.replace(language.load(code), pronunciation=entries)


# ---------------------------------------------------------------- words


def test_every_part_of_a_phone_number_keeps_its_written_word() -> None:
    groups = spoken("Ruf 0800 111 an.", GERMAN)
    assert [(group.words, group.text) for group in groups] == [
        (1, "Ruf"), (1, "0 8 0 0,"), (1, "1 1 1"), (1, "an."),
    ]  # fmt: skip


def test_a_time_and_its_unit_are_one_group() -> None:
    groups = spoken("Um 9:30 Uhr, ja.", GERMAN)
    assert [(group.words, group.text) for group in groups] == [(1, "Um"), (2, "9 Uhr 30,"), (1, "ja.")]


def test_thousands_set_apart_by_spaces_are_one_number() -> None:
    groups = spoken("Ab 1\u00a0200 Personen und 5 200 Meter.", GERMAN)
    assert [(group.words, group.text) for group in groups] == [
        (1, "Ab"), (2, "1200"), (1, "Personen"), (1, "und"), (1, "5"), (1, "200"), (1, "Meter."),
    ]  # fmt: skip


def test_a_picture_is_not_read_out() -> None:
    assert [(group.words, group.text) for group in spoken("Hallo 👋🏽 ✅", GERMAN)] == [(1, "Hallo"), (1, ""), (1, "")]


@pytest.mark.parametrize("code", language.codes())
def test_whatever_is_written_every_word_is_accounted_for(code: str) -> None:
    text = (
        "( – ) 👋 {\\pos(0,0)} \\N <b>x</b> § €  +49 (0)30 / 12-34 … 3. 24:99 ٣ a@b [[k]] 9:30–10:30 Uhr\u00a0: 5"
        " 1\u00a0200 € - 5 0-й %'a 99.99. 31.02. € € 5 h 5 h 60 Mo–Xx 9–9–9 5x5 ²½ 00 1.1 % %% §§ 1000000000000 '’ 1'"
    )
    assert sum(group.words for group in spoken(text, language.load(code))) == len(text.split())
    assert spoken("", language.load(code)) == []


def test_what_the_pack_leaves_empty_stays_for_the_engine() -> None:
    bare = dataclasses.replace(GERMAN, spoken=language.Spoken(), num2words="", locale="", code="xx")
    text = "Um 9:30 am 01.03.2027 für 5 € an a@b.de, Mo–Fr, 3–5 Tage"
    assert said(text, bare) == text
    assert said("116 117 und 5,5", bare) == "1 1 6, 1 1 7 und 5,5"


# ---------------------------------------------------------------- the house's list


@pytest.mark.parametrize(
    ("written", "as_said"),
    [
        ("Das BAMF hilft.", "Das Bamf hilft."),
        ("(BAMF), „BAMF“!", "(Bamf), „Bamf“!"),
        ("Die Briefe des BAMFs und ein BAMF-Bescheid.", "Die Briefe des Bamfs und ein Bamf-Bescheid."),
        ("Vom Jobcenter.", "Vom Dschobsenter."),
        ("Die Jobcenter-Termine, auch im Nord-Jobcenter.", "Die Dschobsenter-Termine, auch im Nord-Dschobsenter."),
        ("Ein bamf und eine BAMFX bleiben.", "Ein bamf und eine BAMFX bleiben."),
        ("Haus XY und Haus Z.", "Haus Iks Üpsilon und Haus Z."),
        ("Haus XYZ.", "Haus XYZ."),
        ("XY allein.", "Zett allein."),
        ("Post an Jobcenter@haus.de.", "Post an Jobcenter ät haus Punkt de."),
    ],
)
def test_the_house_says_its_names_itself(written: str, as_said: str) -> None:
    pack = house({"BAMF": "Bamf", "Jobcenter": "Dschobsenter", "XY": "Zett", "Haus XY": "Haus Iks Üpsilon"})
    groups = spoken(written, pack)
    assert " ".join(group.text for group in groups) == as_said
    assert sum(group.words for group in groups) == len(written.split())


def test_a_suffix_after_an_apostrophe_stays() -> None:
    assert said("BAMF’a gidin.", house({"BAMF": "Bamf"}, "tr")) == "Bamf’a gidin."


def test_the_list_of_one_language_is_not_that_of_another() -> None:
    house({"BAMF": "Bamf"})
    assert said("Das BAMF.", GERMAN) == "Das BAMF."
