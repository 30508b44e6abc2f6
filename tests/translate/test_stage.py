from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import InputError, LotseError, WaitingError
from pipeline.model import Script, Supplied, TranslatedUnit, Translation, Unit
from pipeline.translate.engine import load_engines
from pipeline.translate.memory import Memory
from pipeline.translate.stage import UnfinishedError, differences, translate


def units(*paragraphs: str) -> tuple[Unit, ...]:
    """Each argument is a paragraph, its lines separated by "/"; an empty line between paragraphs."""
    found, line = [], 3
    for paragraph, text in enumerate(paragraphs):
        for part in text.split("/"):
            found.append(Unit(part, line, paragraph))
            line += 1
        line += 1
    return tuple(found)


def script(*paragraphs: str, title: str = "Termin") -> Script:
    return Script(Path("termin.md"), title, "de", (), "maja", "", None, units(*paragraphs))


def beside(language: str, *paragraphs: str, title: str = "") -> Supplied:
    return Supplied(Path(f"termin.{language}.md"), language, title, "", units(*paragraphs))


def test_the_scripts_own_language_is_the_staffs_text() -> None:
    result = translate(script("Guten Tag."), "de")
    assert result == Translation("de", "Termin", "maja", (TranslatedUnit("Guten Tag.", "source"),))


def test_supplied_text_is_taken_as_it_is(tiny: Path, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.tmx")
    memory.store([("Guten Tag.", "Not this.")], "de", "en")
    supplied = beside("en", "Hello. How are you?", title="Your appointment")
    result = translate(script("Guten Tag."), "en", supplied=supplied, engines=load_engines(tiny), memory=memory)
    assert result.title == "Your appointment"
    assert result.units == (TranslatedUnit("Hello. How are you?", "supplied"),)


@pytest.mark.parametrize("line", [Unit("Plan", 4, 0, "other.png"), Unit("Plan", 4, 0)])
def test_a_supplied_text_shows_the_scripts_pictures_in_their_places(line: Unit) -> None:
    pictured = replace(script("Hier."), units=(Unit("Hier.", 3, 0), Unit("Der Plan", 4, 0, "plan.png")))
    supplied = replace(beside("en", "Here."), units=(Unit("Here.", 3, 0), line))
    with pytest.raises(InputError) as caught:
        translate(pictured, "en", supplied=supplied)
    assert caught.value.de.startswith("termin.en.md:4: Im Skript (termin.md:4) steht hier ein Bild.")
    assert "mit übersetzten Worten und demselben Dateinamen: ![…](plan.png)" in caught.value.de
    same = replace(supplied, units=(supplied.units[0], Unit("The map", 4, 0, "plan.png")))
    with pytest.raises(InputError, match=r"steht hier Text, kein Bild: „Hier\.“"):
        translate(pictured, "en", supplied=replace(supplied, units=same.units[::-1]))
    assert translate(pictured, "en", supplied=same).units[1] == TranslatedUnit("The map", "supplied")


def test_memory_then_machine_unit_by_unit_with_the_title(tiny: Path, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.tmx")
    memory.store([("Bis bald!", "See you soon!")], "de", "en")
    result = translate(
        script("Guten Tag. Ihr Termin ist um 10:30.", "Bis bald!"), "en", engines=load_engines(tiny), memory=memory
    )
    assert result.title == "appointment"
    assert result.units == (
        TranslatedUnit("Good day. Your appointment is at 10:30.", "machine", "argos de-en"),
        TranslatedUnit("See you soon!", "memory"),
    )


def test_the_machine_starts_from_the_english_of_people(tiny: Path) -> None:
    english = beside("en", "Good day at 9.", title="Good day")
    result = translate(script("Moin um 9."), "uk", english=english, engines=load_engines(tiny))
    assert result.title == "Добрий день"
    assert result.units == (TranslatedUnit("Добрий день о 9.", "machine", "argos en-uk", "en supplied"),)


def test_an_english_text_without_a_title_does_not_lend_the_german_one(tiny: Path) -> None:
    result = translate(script("Moin."), "uk", english=beside("en", "Good day."), engines=load_engines(tiny))
    assert result.title == "Termin"


def test_approved_english_is_recorded_as_such(tiny: Path) -> None:
    english = Translation("en", "Good day", "maja", (TranslatedUnit("Good day.", "machine", "argos de-en"),))
    result = translate(script("Guten Tag."), "uk", english=english, english_kind="approved", engines=load_engines(tiny))
    assert result.units[0].bridge == "en approved"


def test_over_english_by_machine_is_recorded(tiny: Path) -> None:
    result = translate(script("Guten Tag."), "uk", engines=load_engines(tiny))
    assert result.title == "прийом"
    assert result.units == (TranslatedUnit("Добрий день.", "machine", "argos de-en + argos en-uk", "en machine"),)


def test_real_weights_from_the_english_text(models: Path) -> None:
    english = beside("en", "Good morning.", "Please call 030 1234567.\u0020", title="Good morning")
    result = translate(
        script("Guten Morgen.", "Tel. 030 1234567."), "pt", english=english, engines=load_engines(models)
    )
    assert result.title == "Bom dia"
    assert result.units[0] == TranslatedUnit("Bom dia.", "machine", "firefox en-pt", "en supplied")
    assert "030 1234567" in result.units[1].text


def test_a_bare_phone_number_is_not_given_to_a_machine(tiny: Path) -> None:
    result = translate(script("12", title="Tag"), "tr", engines=load_engines(tiny))
    assert result.units[0].text == "12"


def test_a_changed_number_never_gets_out(tiny: Path) -> None:
    with pytest.raises(LotseError) as caught:
        translate(script("Guten Tag.", "Tag 12."), "tr", engines=load_engines(tiny))
    assert not isinstance(caught.value, InputError | WaitingError)
    assert "termin.md:5" in caught.value.de
    assert "im Ausgangstext „12“, in der Übersetzung „13“" in caught.value.de
    assert '"12" in the source, "13" in the translation' in caught.value.en
    assert "termin.tr.md" in caught.value.en


def test_a_changed_fact_in_a_supplied_text_names_its_file_and_line() -> None:
    supplied = Supplied(Path("termin.uk.md"), "uk", "", "", (Unit("До побачення в понеділок о 9:30.", 7, 0),))
    with pytest.raises(LotseError) as caught:
        translate(script("Bis Dienstag um 9:30 Uhr."), "uk", supplied=supplied)
    assert caught.value.de.startswith("termin.uk.md:7: ")
    assert "„Dienstag“" in caught.value.de
    assert '"понеділок"' in caught.value.en


def test_a_name_that_was_transliterated_is_a_finding_and_no_error() -> None:
    supplied = Supplied(Path("termin.uk.md"), "uk", "", "", (Unit("Йдіть до БАМФ.", 7, 0),))
    result = translate(script("Gehen Sie zum BAMF."), "uk", supplied=supplied)
    assert len(result.findings) == 1
    assert "BAMF" in result.findings[0]


def test_a_sentence_too_long_for_the_models_is_not_cut_short(tiny: Path) -> None:
    with pytest.raises(LotseError, match="from about 300 on"):
        translate(script("Tag " * 90 + "Tag."), "en", engines=load_engines(tiny))


def test_no_way_waits_for_a_person_and_names_both_ways_out(models: Path) -> None:
    with pytest.raises(WaitingError) as caught:
        translate(script("Guten Tag.", "Bis bald!"), "uk", engines=load_engines(models))
    for text in (caught.value.de, caught.value.en):
        assert "termin.md:3" in text
        assert "Guten Tag." in text
        assert "de→uk" in text
        assert "lotse models pull firefox:de-en firefox:en-uk" in text
        assert "termin.uk.md" in text


def test_without_any_engine_for_a_language_only_people_help(models: Path) -> None:
    with pytest.raises(WaitingError) as caught:
        translate(script("Guten Tag."), "prs", engines=load_engines(models))
    assert "lotse models" not in caught.value.en
    assert "termin.prs.md" in caught.value.en


def test_what_the_memory_knows_whole_needs_no_machine(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.tmx")
    memory.store([("Guten Tag.", "Добрий день.")], "de", "uk")
    result = translate(script("Guten Tag."), "uk", memory=memory)
    assert result == Translation("uk", "Termin", "maja", (TranslatedUnit("Добрий день.", "memory"),))


def test_another_number_of_sentences_in_a_unit_is_fine() -> None:
    assert translate(script("Eins. Zwei."), "uk", supplied=beside("uk", "Одне, два.")).units[0].text == "Одне, два."


@pytest.mark.parametrize(
    ("supplied", "named"),
    [
        (("a/b", "c/d", "e"), ("termin.uk.md:6:", "Absatz 2: 2", "(termin.md:6): 3", "5 statt 6")),
        (
            ("a/b", "c/d/e", "f", "g"),
            ("termin.uk.md:12:", "Absatz 4: 1", "(termin.md): 0", "7 statt 6"),
        ),
        (("a/b", "c/d/e"), ("termin.uk.md:8:", "Absatz 3: 0", "(termin.md:10): 1", "5 statt 6")),
        ((), ("termin.uk.md:", "Absatz 1: 0", "0 statt 6")),
    ],
)
def test_another_number_of_units_names_the_first_that_does_not_match(
    supplied: tuple[str, ...], named: tuple[str, ...]
) -> None:
    with pytest.raises(InputError) as caught:
        translate(script("A/B", "C/D/E", "F"), "uk", supplied=beside("uk", *supplied))
    for part in named:
        assert part in caught.value.de


def test_an_english_bridge_with_other_units_is_named_too(tiny: Path) -> None:
    with pytest.raises(InputError, match=r"termin\.en\.md"):
        translate(script("Eins.", "Zwei."), "uk", english=beside("en", "One."), engines=load_engines(tiny))


# ---------------------------------------------------------------- what a person can mend or complete


def unfinished(*args: object, **kwargs: object) -> UnfinishedError:
    with pytest.raises(UnfinishedError) as caught:
        translate(*args, **kwargs)  # type: ignore[arg-type]
    return caught.value


def test_what_waits_comes_with_what_the_memory_knows(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.tmx")
    memory.store([("Guten Tag.", "Добрий день.")], "de", "uk")
    error = unfinished(script("Guten Tag.", "Bis bald!"), "uk", memory=memory)
    assert isinstance(error, WaitingError)
    assert [unit.text for unit in error.translation.units] == ["Добрий день.", ""]
    assert error.translation.title == ""


def test_a_wrong_fact_comes_with_the_text(tiny: Path) -> None:
    error = unfinished(script("Guten Tag 12.", "Guten Tag."), "tr", engines=load_engines(tiny))
    assert [unit.origin for unit in error.translation.units] == ["machine", "machine"]
    assert "13" in error.translation.units[0].text
    assert [
        (unit, found.severity) for unit, found in differences(script("Guten Tag 12.", "Guten Tag."), error.translation)
    ] == [(0, "stop")]


def test_a_sentence_that_is_too_long_for_a_machine_is_left_to_a_person(tiny: Path) -> None:
    error = unfinished(script("Guten Tag.", "Guten " * 60 + "Tag."), "en", engines=load_engines(tiny))
    assert (error.at, error.line) == (1, 5)
    assert [unit.text for unit in error.translation.units] == ["", ""]
