"""What may differ between a text and what was heard, and what may not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline import language
from pipeline.speak.judge import LIMIT, error, facts, holds_fact, judge

UNDERSTOOD = [
    ("en", "We are here from Monday to Thursday, from 9:30 am.", "we are here from Monday to Thursday from 9.30 a.m."),
    ("en", "Call us on 030 23125 118.", "Call us on 03023125118."),
    ("en", "We are here from 7:13 am.", "we are here from seven thirteen am"),
    ("en", "We are here from 7:13 am.", "We are here from 713 a.m."),
    ("en", "Please come at 14:30 on Wednesday.", "Please come at 1430 on Wednesday."),
    ("en", "Bring 2 photos.", "Bring two photos."),
    ("en", "The course starts on 12 January 2027.", "The course starts on January 12th, 2027."),
    ("en", "You are at Marktstrasse 12, on the second floor.", "You are at Mark's Stras 12 on the second floor."),
    ("en", "Bring letters from the Jobcenter.", "Bring letters from the Job Center."),
    ("en", "Hello, I am Maya.", "Hello, I am Maja."),
    ("de", "Wir sind ab 9:30 Uhr da.", "Wir sind ab neun Uhr dreißig da."),
    ("de", "Wir sind ab 9:30 Uhr da.", "wir sind ab 9 Uhr 30 da"),
    ("de", "Am 3. Oktober ist geschlossen.", "Am dritten Oktober ist geschlossen."),
    ("de", "Briefe, z. B. vom Jobcenter.", "Briefe, zum Beispiel vom Job-Center"),
    ("de", "Sind die Arztpraxen zu, hilft die 116 117.", "Sind die Arztpraxen zu hilft die 116117."),
    ("de", "Die Gebühr beträgt 46,50 €.", "Die Gebühr beträgt 46 Euro 50."),
    ("uk", "Ми працюємо з 9:30.", "ми працюємо з дев'ятої тридцять"),
    ("uk", "Візьми листи, яких не розумієш, із Jobcenter.", "візьми листи яких не розумієш із Джобцентр"),
    ("en", "In an emergency, call 112.", "In an emergency, call one one two."),
    ("de", "Ruf uns an: 030 23125 118.", "Ruf uns an, null drei null, zwei drei, eins zwei fünf, eins eins acht."),
    ("fr", "Appelle-nous au 061 22371.", "Appelle-nous au zéro six un, deux deux trois, sept un."),
    ("uk", "Приходь 12.03.2027.", "приходь дванадцятого березня дві тисячі двадцять сьомого року"),
    ("ar", "اتصلوا بالرقم 112.", "اتصلوا بالرقم ١١٢"),
]  # fmt: skip

MISHEARD = [
    ("en", "We are here from 9:30 am.", "We are here from 9.30 p.m.", "9:30"),
    ("en", "We are here from 9:30 am.", "We are here from 9.13 a.m.", "9:30"),
    ("en", "We are here from 7:13 am.", "We are here from 7.30 a.m.", "7:13"),
    ("en", "We are here from 7:13 am.", "we are here from seven thirty am", "7:13"),
    ("en", "Call us on 030 23125 118.", "Call us on 030 2325 118.", "030 23125 118"),
    ("en", "We are closed on 3 October.", "We are closed on 3 November.", "3 October"),
    ("en", "Come on Tuesday.", "Come on Thursday.", "Tuesday"),
    ("en", "Please come.", "Please come at 5 p.m.", "5 p.m."),
    ("en", "Hello, I am Daniel, a virtual colleague.", "Hello, I am Maya, a virtual colleague.", "Daniel"),
    ("en", "Bring letters from the Jobcenter.", "Bring letters from the office.", "Jobcenter"),
    ("en", "Hello, I am Daniel, a virtual colleague.", "Hello, I am Danilo, a virtual colleague.", "Daniel"),
    ("en", "Bring letters from the Jobcenter.", "Bring letters from the Jop Sander.", "Jobcenter"),
    ("en", "If you are ill, please cancel your appointment.", "If you are ill.", "words"),
    ("en", "Bring your passport.", "", "words"),
    ("en", "Bring your passport.", "Bring your passport. Bring your passport. Bring your passport.", "words"),
    ("en", "In an emergency, call 112.", "In an emergency, call one two two.", "112"),
    ("en", "In an emergency, call 112.", "In an emergency, call one two.", "112"),
    ("de", "Du findest uns im 2. OG.", "Du findest uns im 3. OG.", "2. OG"),
    ("de", "Die Gebühr beträgt 46,50 €.", "Die Gebühr beträgt 46,15 €.", "46,50"),
]


@pytest.mark.parametrize(("code", "text", "heard"), UNDERSTOOD)
def test_other_ways_to_write_what_was_said_are_understood(code: str, text: str, heard: str) -> None:
    found = judge(text, heard, language.load(code), ("Maya", "Daniel", "Jobcenter"))
    assert (found.verdict, found.de, found.en) == ("heard", "", "")
    assert found.error < LIMIT


@pytest.mark.parametrize(("code", "text", "heard", "why"), MISHEARD)
def test_another_number_name_or_sentence_is_misheard_and_it_is_said_which(
    code: str, text: str, heard: str, why: str
) -> None:
    found = judge(text, heard, language.load(code), ("Maya", "Daniel", "Jobcenter"))
    assert found.verdict == "misheard"
    assert found.heard == heard
    assert why in found.en
    assert found.de


def test_a_name_may_sound_as_the_house_has_it_pronounced() -> None:
    german = language.load("de")
    text, heard = "Frag bitte unten am Eingang beim BAMF nach.", "Frag bitte unten am Eingang beim Bundesamt nach."
    assert judge(text, heard, german, ["BAMF"]).verdict == "misheard"
    assert judge(text, heard, replace(german, pronunciation={"BAMF": "Bundesamt"}), ["BAMF"]).verdict == "heard"


def test_the_error_counts_letters_alone() -> None:
    german = language.load("de")
    assert error("Guten Tag, Frau Weber!", "guten tag frau weber", german) == 0
    assert error("abcdefghij", "abcdefghiX", german) == pytest.approx(0.1)
    assert error("Am 3.5. um 9:30 Uhr", "am 4.6. um 10:40 uhr", german) == 0


def test_an_address_of_the_net_is_no_fact_that_an_ear_can_judge() -> None:
    assert not holds_fact("Write to termin@example.org.", "en")
    assert holds_fact("Call 112.", "en")
    assert facts("Write to termin@example.org.", "Write to termin at example dot org.", language.load("en")) is None
