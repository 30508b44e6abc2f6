"""Tigrinya counts hours from sunrise and Ethiopia days by another calendar: nothing is converted, doubt is refused."""

import pytest

from pipeline.facts import compare, find
from pipeline.facts.ethiopic import number
from pipeline.facts.tigrinya import UNREADABLE


def facts(text: str) -> list[tuple[str, str]]:
    return [(fact.kind, fact.value) for fact in find(text, "ti")]


def severities(german: str, tigrinya: str) -> list[str]:
    return [found.severity for found in compare(german, "de", tigrinya, "ti")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ሰዓት 9:30 ቅድሚ ቀትሪ", "09:30"),
        ("ብ9፡30", "09:30"),
        ("ሰዓት፡9፡፡", "09:00"),
        ("ሰዓት 9 ንግሆ", "09:00"),
        ("ሰዓት 9ን ፈረቓን ናይ ንግሆ", "09:30"),
        ("ሰዓት 9ን 10 ደቒቕን", "09:10"),
        ("ሰዓት 14:30 ድሕሪ ቐትሪ", "14:30"),
        ("ሰዓት 20:00 ናይ ምሸት", "20:00"),
        ("ሰዓት ፱፡፴", "09:30"),
        ("ፍርቂ ለይቲ", "00:00"),
    ],
)
def test_a_time_is_what_its_figures_say(text: str, value: str) -> None:
    assert facts(text) == [("time", value)]


@pytest.mark.parametrize(
    "text",
    [
        "ሰዓት ትሽዓተን ፈረቓን",  # half past nine in words: a speaker hears half past three
        "ሰዓት ሰለስተ",
        "ሰዓት 2 ናይ ንግሆ",  # two in the morning is 8:00 by the sun
        "ሰዓት 9:30 ድሕሪ ቀትሪ",
        "ሰዓት 2:30 ድሕሪ ቀትሪ",  # 14:30 for a German, and 20:30 for some: only 14:30 will do
        "ሰዓት 8 ምሸት",
        "ሰዓት 3 ለይቲ",
        "ሰዓት 10 ርብዒ ጎደል",
    ],
)
def test_a_time_that_can_be_another_is_no_time_at_all(text: str) -> None:
    assert facts(text) == [("time", UNREADABLE)]


def test_both_ends_of_a_range_and_each_its_own_part_of_the_day() -> None:
    text = "ካብ 9 ክሳብ 12 ቅድሚ ቀትሪን ካብ 14 ክሳብ 17 ድሕሪ ቀትሪን"
    assert facts(text) == [("time", "09:00"), ("time", "12:00"), ("time", "14:00"), ("time", "17:00")]
    assert ("time", UNREADABLE) in facts("ካብ 9 ክሳብ 12 ድሕሪ ቀትሪ")
    assert facts("ንግሆ ካብ 9 ክሳብ 12፣ ምሸት ካብ 18 ክሳብ 20።")[2:] == [("time", "18:00"), ("time", "20:00")]


@pytest.mark.parametrize("time", ["3:30", "3:30 ቅድሚ ቀትሪ", "ሰለስተን ፈረቓን", "፫፡፴", "15:30", "9:30 ምሸት", "ትሽዓተን ፈረቓን"])
def test_every_hour_but_the_german_figures_is_stopped(time: str) -> None:
    german = "Wir sind ab 9:30 Uhr da."
    found = compare(german, "de", f"ካብ ሰዓት {time} ኣለና።", "ti")
    assert "stop" in [one.severity for one in found]
    assert severities(german, "ካብ ሰዓት 9:30 ቅድሚ ቀትሪ ኣለና።") == []


def test_an_hour_in_words_is_stopped_also_where_nothing_says_that_it_is_an_hour() -> None:
    german = "Wir sind von 9 bis 12 Uhr da."
    assert "stop" in severities(german, "ካብ ትሽዓተ ክሳብ ዓሰርተ ክልተ ኣለና።")
    assert "stop" in severities(german, "ካብ ሰለስተ ክሳብ ሽዱሽተ ኣለና።")
    assert severities(german, "ካብ 9 ክሳብ 12 ቅድሚ ቀትሪ ኣለና።") == []


def test_the_message_says_what_to_write_instead() -> None:
    found = compare("Um halb zehn.", "de", "ሰዓት ትሽዓተን ፈረቓን።", "ti")[0]
    assert "Bitte die Ziffern der deutschen Uhrzeit (9:30, 14:30)" in found.de
    assert "Write the figures of the German time" in found.en


def test_a_morning_hour_without_its_part_of_the_day_warns() -> None:
    found = compare("Um 9:30 Uhr.", "de", "ሰዓት 9:30።", "ti")
    assert [one.severity for one in found] == ["warn"]
    assert "ቅድሚ ቀትሪ" in found[0].de and "six hours later" in found[0].en
    assert severities("Um 14:30 Uhr.", "ሰዓት 14:30።") == []


def test_a_month_that_two_calendars_share_warns_and_one_of_ethiopia_alone_stops() -> None:
    german = "Am 3. Oktober ist geschlossen."
    assert severities(german, "ብ3 ኦክቶበር ዕጹው እዩ።") == []
    assert severities(german, "ብ3 ጥቅምቲ ዕጹው እዩ።") == ["warn"]
    for wrong in ("ብ23 መስከረም", "ብ3 ጥቅምት", "ብ3 ጥቅምቲ ኣቆጻጽራ ግእዝ", "ብ3 ጳጉሜን", "ብ3 ኖቬምበር"):
        assert "stop" in severities(german, f"{wrong} ዕጹው እዩ።")
    assert "stop" in severities("Bis 3. Oktober 2027.", "ክሳብ 3 ኦክቶበር 2020።")


@pytest.mark.parametrize(
    ("numerals", "value"),
    [("፩", 1), ("፲", 10), ("፲፪", 12), ("፺፱", 99), ("፻", 100), ("፻፳፭", 125), ("፪፻፶", 250), ("፳፻፳፯", 2027), ("፼", 10000)],
)
def test_its_own_numerals_are_figures(numerals: str, value: int) -> None:
    assert number(numerals) == value
    assert facts(f"ክፍሊ {numerals}") == [("number", str(value))]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("ዓሰርተ ክልተ", ("number", "12")),
        ("ዕስራን ሓደን", ("number", "21")),
        ("ክልተ ሚእቲን ሓምሳን", ("number", "250")),
        ("ክልተ ሽሕ", ("number", "2000")),
        ("ንሰለስተ", ("number", "3")),
        ("ብ116 117", ("phone", "116117")),
        ("112ን", ("phone", "112")),
        ("ብtermin@example.org", ("email", "termin@example.org")),
        ("2ይ ደርቢ", ("floor", "2")),
        ("ኣብ ሳልሳይ ደርቢ", ("floor", "3")),
        ("46,50 ዩሮ", ("amount", "EUR 46.50")),
        ("50 ካብ ሚእቲ", ("percent", "50")),
        ("ዓንቀጽ 25a", ("section", "25a")),
        ("ሃሙስ", ("weekday", "4")),
        ("ሐሙስ", ("weekday", "4")),
        ("ሓሙስ ሓሙስ", ("weekday", "4")),
        ("ብሰኑይ", ("weekday", "1")),
        ("ነፍሲ ወከፍ መዓልቲ", ("daily", "daily")),
    ],
)
def test_one_fact(text: str, fact: tuple[str, str]) -> None:
    assert facts(text) == [fact]


@pytest.mark.parametrize("text", ["ሓደ ሰብ መጺኡ፣ ካልኣይ ግዜ።", "ቀዳመ-ሰንበት ጽቡቕ ነይሩ።", "ፍርቂ ሰዓት ተጸበዩ።"])
def test_words_with_another_meaning_are_no_facts(text: str) -> None:
    assert facts(text) == []


def test_no_hour_but_the_german_one_ever_passes() -> None:
    """Nor one that is six or twelve hours off, as the sun's clock is, with any part of the day."""
    parts = ("", " ንግሆ", " ቅድሚ ቀትሪ", " ድሕሪ ቀትሪ", " ናይ ምሸት", " ናይ ለይቲ")
    passed = set()
    for hour in range(24):
        for other in (hour, *((hour + off) % 24 for off in (6, 12, 18))):
            for part in parts:
                if "stop" not in severities(f"Um {hour}:30 Uhr.", f"ሰዓት {other}:30{part}።"):
                    assert hour == other
                    passed.add((hour, part))
    assert {(hour, "") for hour in range(24)} <= passed
    assert {(9, " ቅድሚ ቀትሪ"), (14, " ድሕሪ ቀትሪ"), (20, " ናይ ምሸት")} <= passed
    assert not passed & {(9, " ድሕሪ ቀትሪ"), (9, " ናይ ምሸት"), (2, " ንግሆ"), (2, " ናይ ለይቲ"), (8, " ናይ ምሸት")}
