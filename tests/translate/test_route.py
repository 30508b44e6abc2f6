from pathlib import Path

from pipeline.translate.engine import load_engines
from pipeline.translate.route import can_translate, find_route


def test_a_direct_model_comes_first(tiny: Path) -> None:
    route = find_route("de", "tr", load_engines(tiny), "approved")
    assert route is not None
    assert (route.label, route.bridge) == ("argos de-tr", "")


def test_then_the_english_text_of_people(tiny: Path) -> None:
    route = find_route("de", "uk", load_engines(tiny), "approved")
    assert route is not None
    assert (route.label, route.bridge) == ("argos en-uk", "en approved")


def test_then_the_machine_over_english(tiny: Path) -> None:
    route = find_route("de", "uk", load_engines(tiny), None)
    assert route is not None
    assert (route.label, route.bridge) == ("argos de-en + argos en-uk", "en machine")


def test_what_is_missing_is_named_with_its_command(tiny: Path, models: Path) -> None:
    engines = load_engines(tiny)
    assert can_translate("de", "ru", engines, True).commands == ("lotse models pull firefox:en-ru",)
    assert can_translate("de", "ru", engines, False).commands == ("lotse models pull firefox:en-ru",)
    without_german = load_engines(models)
    assert can_translate("de", "ru", without_german, False).commands == (
        "lotse models pull firefox:de-en firefox:en-ru",
    )
    assert can_translate("de", "en", without_german, False).commands == ("lotse models pull firefox:de-en",)


def test_what_works_is_told(tiny: Path, models: Path) -> None:
    assert can_translate("de", "uk", load_engines(tiny), False).en == (
        "machine: argos de-en + argos en-uk, by machine over English"
    )
    assert can_translate("de", "pt", load_engines(models), True).en == "machine: firefox en-pt, from the English text"
    assert can_translate("en", "pt", load_engines(models), False).en == "machine: firefox en-pt"
    assert can_translate("de", "de", load_engines(models), False).route is None


def test_farsi_is_never_sold_as_dari(models: Path) -> None:
    ability = can_translate("de", "prs", load_engines(models), True)
    assert ability.route is None
    assert ability.commands == ()
    assert ability.en == "no machine has this language"
