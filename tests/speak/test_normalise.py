from __future__ import annotations

import dataclasses

import pytest

from pipeline import language
from pipeline.speak.normalise import spoken

TABLE = {
    "de": {
        "Termin um 9:30 Uhr, am 01.03.2027.": "Termin um 9 Uhr 30, am ersten März zweitausendsiebenundzwanzig.",
        "Von 9.30–14.30 Uhr oder 9–12 Uhr.": "Von 9 Uhr 30 bis 14 Uhr 30 oder 9 bis 12 Uhr.",
        "9 - 12 Uhr, 14:00 Uhr, 1:05 Uhr.": "9 bis 12 Uhr, 14 Uhr, ein Uhr 5.",
        "Rufen Sie 116 117 oder 112 an.": "Rufen Sie eins eins sechs, eins eins sieben oder eins eins zwei an.",
        "Tel. 030 1234567, bitte.": "Telefon null drei null, eins zwei, drei vier, fünf sechs sieben, bitte.",
        "Tel. 0800/111 0 111.": "Telefon null acht null null, eins eins eins, null, eins eins eins.",
        "Das kostet 46,50 €, 5€ oder € 1.200,00.": "Das kostet 46 Euro 50, 5 Euro oder 1200 Euro.",
        "Für 1 € oder 0,50 €.": "Für ein Euro oder 50 Cent.",
        "Nach § 25a Abs. 2 AufenthG.": "Nach Paragraf 25 a Absatz 2 AufenthG.",
        "Im 2. OG, Zimmer 3.": "Im zweiten Obergeschoss, Zimmer 3.",
        "2. OG. Der 2. Stock, die 3. Etage.": "zweites Obergeschoss. Der zweite Stock, die dritte Etage.",
        "Am 3. Mai 2027 und vom 01.03. an.": "Am dritten Mai 2027 und vom ersten März an.",
        "1. Rufen Sie an.": "erstens, Rufen Sie an.",
        "Mit Pass, z. B. neu, inkl. MwSt.": "Mit Pass, zum Beispiel neu, inklusive Mehrwertsteuer.",
        "Z.B. hier, (ca. 5 Min.)": "zum Beispiel hier, (circa 5 Minuten)",
        "Auf diese Art.": "Auf diese Art.",
        "Ich bin Max.": "Ich bin Max.",
        "Marktstr. 12, Haus 12a.": "Marktstraße 12, Haus 12 a.",
        "An info@haus-xy.de, bitte.": "An info ät haus Bindestrich xy Punkt de, bitte.",
        "Siehe www.haus.de/termin/ an.": "Siehe w w w Punkt haus Punkt de Schrägstrich termin an.",
        "Mit 112 Personen, 110 € und 50 %.": "Mit 112 Personen, 110 Euro und 50 %.",
        "Am 32.13.2027 nie.": "Am 32.13.2027 nie.",
    },
    "en": {
        "Come at 9:30 on 01.03.2027.": "Come at 9 30 on the first of March twenty twenty-seven.",
        "Call 116 117, e.g. at 9:05.": "Call one one six, one one seven, for example at 9 oh 5.",
        "It costs €46.50 or 5 €.": "It costs 46 euros 50 or 5 euros.",
        "Is it? No.": "Is it? No.",
    },
    "fr": {
        "À 9h30 le 01.03.2027.": "À 9 heures 30 le premier mars 2027.",
        "Le 116 117, à 14 h 30.": "Le un un six, un un sept, à 14 heures 30.",
        "Cela coûte 46,50 €.": "Cela coûte 46 euros 50.",
        "Le 2e étage, p. ex. ici.": "Le deuxième étage, par exemple ici.",
    },
    "tr": {
        "Saat 9.30'da gelin, 01.03.2027.": "Saat 9 30'da gelin, 1 Mart 2027.",
        "116 117'yi arayın.": "bir bir altı, bir bir yedi'yi arayın.",
        "46,50 €.": "46 avro 50.",
        "No. 5 mi? No.": "numara 5 mi? No.",
    },
    "uk": {
        "О 9:30 01.03.2027.": "О 9 30 першого березня дві тисячі двадцять сьомого року.",
        "Телефонуйте 112.": "Телефонуйте один один два.",
        "Вул. Шевченка, буд. 5.": "вулиця Шевченка, будинок 5.",
    },
    "ru": {
        "В 9:05 23.03.2027.": "В 9 ноль 5 двадцать третьего марта две тысячи двадцать седьмого года.",
        "В 9:05 01.03. и 9:05 030 123456.": "В 9 ноль 5 первого марта и 9 ноль 5 "
        "ноль три ноль, один два, три четыре, пять шесть.",
        "Звоните 116 117.": "Звоните один один шесть, один один семь.",
    },
    "ar": {
        "في الساعة ٩:٣٠ يوم 01.03.2027.": "في الساعة 9 و 30 يوم 1 مارس 2027.",
        "اتصل بالرقم ١١٦ ١١٧.": "اتصل بالرقم واحد واحد ستة, واحد واحد سبعة.",
    },
    "fa": {
        "ساعت ۹:۳۰ بیایید.": "ساعت 9 و 30 دقیقه بیایید.",
        "با ۱۱۲ تماس بگیرید.": "با یک یک دو تماس بگیرید.",
    },
    "pt": {
        "Às 9:30 de 01.03.2027.": "Às 9 e 30 de 1 de março de 2027.",
        "Às 9h, 46,50 €.": "Às 9 horas, 46 euros 50.",
        "Ligue 116 117.": "Ligue um um seis, um um sete.",
    },
}


@pytest.mark.parametrize(
    ("code", "text", "said"), [(code, *case) for code, cases in TABLE.items() for case in cases.items()]
)
def test_numbers_are_said_as_a_person_says_them(code: str, text: str, said: str) -> None:
    groups = spoken(text, language.load(code))
    assert " ".join(group.text for group in groups) == said
    assert sum(group.words for group in groups) == len(text.split())


def test_every_digit_of_a_phone_number_keeps_its_written_word() -> None:
    groups = spoken("Ruf 0800 111 an.", language.load("de"))
    assert [(group.words, group.text) for group in groups] == [
        (1, "Ruf"), (1, "null acht null null,"), (1, "eins eins eins"), (1, "an."),
    ]  # fmt: skip


def test_a_time_and_its_unit_are_one_group() -> None:
    groups = spoken("Um 9:30 Uhr, ja.", language.load("de"))
    assert [(group.words, group.text) for group in groups] == [(1, "Um"), (2, "9 Uhr 30,"), (1, "ja.")]


@pytest.mark.parametrize("code", language.codes())
def test_whatever_is_written_every_word_is_accounted_for(code: str) -> None:
    text = "( – ) 👋 {\\pos(0,0)} \\N <b>x</b> § €  +49 (0)30 / 12-34 … 3. 24:99 ٣ a@b [[k]] 9:30–10:30 Uhr\u00a0: 5"
    assert sum(group.words for group in spoken(text, language.load(code))) == len(text.split())


def test_what_the_pack_leaves_empty_stays_for_the_engine() -> None:
    bare = dataclasses.replace(language.load("de"), spoken=language.Spoken(), num2words="", locale="", code="xx")
    text = "Um 9:30 am 01.03.2027 für 5 € an a@b.de"
    assert " ".join(group.text for group in spoken(text, bare)) == text
    assert " ".join(group.text for group in spoken("116 117", bare)) == "1 1 6, 1 1 7"
