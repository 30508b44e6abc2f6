import pytest

from pipeline.facts import compare
from pipeline.language import codes, load
from pipeline.wording.sentences import FIELDS


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("von 9 bis 12 Uhr", "9:00–12:00"),
        ("von 9 bis 12 Uhr", "from 9 am to 12 noon"),
        ("Ruf die 116 117 an.", "Call 116117."),
        ("Tel. 030 23125 118", "Phone +49 30 23125118"),
        ("drei bis fünf Personen", "3-5 people"),
        ("Vom 1. bis 3. März", "March 1–3"),
        ("am 1. und 3. Mai", "on 1 May and 3 May"),
        ("Du brauchst eine Kopie.", "You need a copy."),
        ("1 Stunde", "one hour"),
        ("am Dienstag, dem 2. März", "on March 2nd, a Tuesday"),
    ],
)
def test_the_same_fact_in_another_form(source: str, target: str) -> None:
    assert compare(source, "de", target, "en") == ()


@pytest.mark.parametrize(
    ("source", "target", "kind", "before", "after"),
    [
        ("in zwei Wochen", "in 14 days", "number", "zwei", "14"),
        ("um 14.30 Uhr", "at 2:30 am", "time", "14.30", "2:30 am"),
        ("Ruf die 116 117 an.", "Call 117 116.", "phone", "116 117", None),
        ("Wir sind täglich da.", "We are here.", "daily", "täglich", None),
        ("Wir sind da.", "We are here on Mondays.", "weekday", None, "Mondays"),
        ("Lindenstraße 27", "Lindenweg 27", "address", "Lindenstraße 27", "Lindenweg 27"),
        ("Am 1. März und am 5. April", "5 March and 1 April", "date", "1. März", "5 March"),
    ],
)
def test_another_fact_stops_with_both_wordings(
    source: str, target: str, kind: str, before: str | None, after: str | None
) -> None:
    first = compare(source, "de", target, "en")[0]
    assert (first.severity, first.kind, first.source) == ("stop", kind, before)
    assert after is None or first.target == after
    for wording in (first.source, first.target):
        assert wording is None or (wording in first.de and wording in first.en)


def test_a_street_in_other_letters_warns_and_another_house_number_stops() -> None:
    german = "Wir sind in der Lindenstraße 27."
    assert [one.severity for one in compare(german, "de", "Мы на улице Линденштрассе, дом 27.", "ru")] == ["warn"]
    assert [one.severity for one in compare(german, "de", "Мы на улице Линденштрассе, дом 28.", "ru")] == ["stop"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Wir sind am Rathausplatz 3.", "نحن في Rathausplatz 3."),
        ("Komm zum Rathausplatz 3.", "Come to Rathausplatz 3."),
        ("Wir sind im Lindenweg 12a.", "We are at Lindenweg 12a."),
        ("Komm zur Marktstr. 5.", "Come to Marktstrasse 5."),
        ("Wir sind beim Rathausplatz 3.", "نحن في Rathausplatz 3."),
        ("Geh vom Rathausplatz 3 los.", "Start at Rathausplatz 3."),
        ("Wir sind an der Lindenallee 4.", "We are at Lindenallee 4."),
        ("Wir sind am Rathausplatz 3.", "We are at Am Rathausplatz 3."),
        ("Wir sind Am Rathausplatz 3.", "We are at Am Rathausplatz 3."),
        ("Wir sind am Markt 3.", "We are at Am Markt 3."),
        ("Wir sind in der Langen Straße 5.", "We are at Lange Straße 5."),
        ("Wir sind in der Lange Straße 5.", "نحن في Lange Straße 5."),
        ("Wir sind in der Neuen Gasse 5.", "We are at Neue Gasse 5."),
        ("Wir sind am Langen Weg 5.", "We are at Langer Weg 5."),
        ("Komm zum Alten Markt 5.", "Viens au Alter Markt 5."),
        ("Wir sind in der Berliner Str. 5.", "We are at Berliner Straße 5."),
    ],
)
def test_neither_the_preposition_nor_the_ending_makes_another_address(source: str, target: str) -> None:
    language = "ar" if "نحن" in target else "fr" if "Viens" in target else "en"
    assert compare(source, "de", target, language) == ()


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Wir sind am Rathausplatz 3.", "نحن في Rathausplatz 4."),
        ("Wir sind am Rathausplatz 3.", "نحن في Rathausweg 3."),
        ("Wir sind am Rathausplatz 3.", "We are at Zum Rathausplatz 3."),
        ("Wir sind Am Rathausplatz 3.", "We are at Rathausplatz 3."),
        ("Am Rathausplatz 3", "Rathausplatz 3"),
        ("Am Rathausplatz 3 sind wir.", "We are at Zum Rathausplatz 3."),
        ("Am Rathausplatz 3 sind wir.", "We are at Rathausplatz 33."),
        ("Wir sind am Park 3.", "We are at Zum Park 3."),
        ("Wir sind in der Langen Straße 5.", "We are at Lange Straße 6."),
        ("Wir sind in der Langen Straße 5.", "We are at Lange Gasse 5."),
        ("Wir sind in der Langen Straße 5.", "We are at Hohe Straße 5."),
        ("Wir sind in der Bremer Straße 5.", "We are at Bremen Straße 5."),
        ("Wir sind in der Berliner Straße 5.", "We are at Berline Straße 5."),
    ],
)
def test_another_street_or_number_still_stops(source: str, target: str) -> None:
    language = "ar" if "نحن" in target else "en"
    assert "stop" in [one.severity for one in compare(source, "de", target, language)]


def test_where_a_sentence_begins_nobody_knows_whether_its_first_word_belongs_to_the_name() -> None:
    (found,) = compare("Am Rathausplatz 3 sind wir.", "de", "نحن في Rathausplatz 3.", "ar")
    assert (found.kind, found.severity) == ("address", "warn")


def test_the_floor_counted_the_russian_way_warns() -> None:
    german = "Wir sind im 2. OG."
    assert compare(german, "de", "Мы на этаже 2 по немецкому счёту.", "ru") == ()
    assert [one.severity for one in compare(german, "de", "Мы на 3-м этаже.", "ru")] == ["warn"]
    assert [one.severity for one in compare(german, "de", "Мы на 4-м этаже.", "ru")] == ["stop"]
    assert [one.severity for one in compare(german, "de", "We are on the third floor.", "en")] == ["stop"]


def test_a_lost_name_only_warns() -> None:
    german = "Der Brief kommt vom BAMF, frag im Haus am Markt."
    lost = compare(german, "de", "Лист від БАМФ, запитай у нас.", "uk", names=["Haus am Markt"])
    assert [(one.kind, one.source, one.severity) for one in lost] == [
        ("name", "Haus am Markt", "warn"),
        ("name", "BAMF", "warn"),
    ]
    assert compare(german, "de", "Лист від BAMF, запитай у Haus am Markt.", "uk", names=["Haus am Markt"]) == ()


@pytest.mark.parametrize("code", codes())
def test_the_fixed_wording_of_every_language_agrees_with_the_german(code: str) -> None:
    german, other = load("de"), load(code)
    for mine, theirs in ((german.du, other.du), (german.sie, other.sie)):
        for name in FIELDS:
            differences = compare(getattr(mine, name), "de", getattr(theirs, name), code)
            assert not [one for one in differences if one.severity == "stop"]
