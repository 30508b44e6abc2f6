from __future__ import annotations

import re

import pytest

from pipeline.sentences import split

TABLE = {
    "de": [
        ["Kommen Sie am 3. Mai um 9:30 Uhr.", "Bringen Sie den Ausweis mit."],
        ["Es kostet 5 € inkl. MwSt. und Porto.", "Danke."],
        ["Alles inkl. MwSt. Porto kostet extra."],
        ["Wir sind im 2. OG.", "Der Aufzug ist links."],
        ["Fragen Sie Dr. Meier im 2. Stock.", "Er hilft."],
        ["Zimmer 7, 2. OG, links."],
        ["Das Büro liegt in der Str. des 17. Juni, Nr. 3.", "Dort ist der Eingang."],
        ["Rufen Sie 116 117.", "Dort hilft man, z. B. nachts."],
        ["Bringen Sie Papiere mit, z. B. Pass oder Karte.", "Wirklich?", "Ja!"],
        ["Wir haben von 9 bis 12.", "Bitte klingeln Sie."],
        ["Kommen Sie ins Haus 12.", "Dann sehen wir weiter."],
        ["Das ist der 1. Termin."],
        ["1. Rufen Sie an."],
        ["Im 1. und 2. Stock."],
    ],
    "en": [
        ["Call 116 117.", "They help at night, e.g. on Sundays."],
        ["Ask Dr. Meier at 9 a.m. on Monday.", "It is No. 3 there.", "Really?", "Yes!"],
    ],
    "uk": [["Телефонуйте 116 117.", "Там допоможуть.", "Це вул. Шевченка, буд. 5.", "Прийдіть о 9:30."]],
    "ru": [["Звоните 116 117.", "Там помогут.", "Это ул. Ленина, д. 5.", "Правда?", "Да!"]],
    "ar": [["اتصل بالرقم 116 117.", "هناك يساعدونك.", "هل تحتاج إلى مترجم؟", "نعم!"]],
    "fa": [["با شماره 116 117 تماس بگیرید.", "آنجا کمک می‌کنند.", "آیا مترجم می‌خواهید؟", "بله."]],
    "tr": [["116 117'yi arayın.", "Ofis 3. katta.", "Dr. Meier vb. kişiler gelir.", "Saat 9.30'da gelin."]],
    "fr": [["Appelez le 116 117.", "On vous aide, p. ex. le 3 mai.", "Vraiment ?", "Oui !"]],
    "ti": [["ሰላም።", "ከመይ ኣለኻ?", "ጽቡቕ።"]],
    "ur": [["یہ ہے۔", "کیا آپ آئیں گے؟", "ہاں۔"]],
    "xx": [["One.", "Two!", "Three?", "چهار؟", "سەن۔", "ሓሙሽተ።", "Six."]],
}


@pytest.mark.parametrize(
    ("language", "sentences"), [(language, case) for language, cases in TABLE.items() for case in cases]
)
def test_a_line_is_split_into_its_sentences(language: str, sentences: list[str]) -> None:
    assert split(" ".join(sentences), language) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "  Zwei  Leerzeichen.\tUnd ein Tabulator. ",
        "Ohne Abstand.Weiter „Ja.“Nein. Ende",
        "ሰላም።ከመይ ኣለኻ?",
        "Vraiment\u00a0? Oui\u202f! Bien.",
        "... ?! Na ja … gut.",
        "{\\pos(0,0)} \\N <b>Hallo.</b> Da.",
    ],
)
@pytest.mark.parametrize("language", ["de", "fr", "ar", "xx"])
def test_joined_by_single_spaces_the_sentences_give_the_text_back(text: str, language: str) -> None:
    sentences = split(text, language)
    assert " ".join(sentences) == re.sub(r"[ \t]+", " ", text).strip(" ")
    assert all(sentences)


def test_a_very_long_sentence_stays_whole() -> None:
    text = "Wir helfen " + "und beraten und begleiten " * 400 + "Sie."
    assert split(text, "de") == [text]


def test_nothing_to_say_gives_no_sentence() -> None:
    assert split(" \t ", "de") == []


@pytest.mark.parametrize("language", ["en", "fr", "tr", "uk", "ar", "ti"])
def test_a_german_address_in_another_languages_text_stays_whole(language: str) -> None:
    assert split("Marktstr. 12, Berliner Str. 5. Xa.", language) == ["Marktstr. 12, Berliner Str. 5.", "Xa."]
