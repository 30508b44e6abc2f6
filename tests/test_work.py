"""A script on its way: what is read once for all languages, and in which order they are made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline import settings
from pipeline.errors import InputError
from pipeline.formats import chosen
from pipeline.job import Order
from pipeline.model import Script, Unit
from pipeline.publish import Places
from pipeline.work import again, prepare, targets
from tests.films import SCRIPT

if TYPE_CHECKING:
    from tests.films import Service

pytest_plugins = ["tests.films"]


def script(language: str = "de", to: tuple[str, ...] = ()) -> Script:
    return Script(Path("termin.md"), "Hallo", language, to, "", "", None, (Unit("Hallo.", 1, 0),))


# ---------------------------------------------------------------- which languages


@pytest.mark.parametrize(
    ("wanted", "to", "made"),
    [
        (["ar", "uk"], ("fr",), ("ar", "uk")),
        ([], ("uk", "ar"), ("uk", "ar")),
        (["pt", "en", "uk", "de"], (), ("de", "en", "pt", "uk")),
        (["uk", "ar", "uk"], (), ("uk", "ar")),
    ],
)
def test_asked_for_or_in_the_front_matter_each_once_own_language_then_english_first(
    wanted: list[str], to: tuple[str, ...], made: tuple[str, ...]
) -> None:
    assert targets(script(to=to), wanted) == made


def test_none_at_all() -> None:
    with pytest.raises(InputError, match="--to ar,uk") as caught:
        targets(script(), [])
    assert caught.value.path == Path("termin.md")


def test_one_that_there_is_not() -> None:
    with pytest.raises(InputError, match="xx"):
        targets(script(), ["de", "xx"])


# ---------------------------------------------------------------- which film files


@pytest.mark.parametrize(
    ("asked", "front", "set", "formats", "small"),
    [
        ("", "", "", ("16x9",), False),
        ("", "", 'formats = ["1x1", "16x9"]\nsmall = true', ("16x9", "1x1"), True),
        ("", "format: 9x16\nsmall: no", 'formats = ["1x1"]\nsmall = true', ("9x16",), False),
        ("1x1", "format: 9x16\nsmall: no", "", ("1x1",), True),
        ("16x9", "small: yes", "", ("16x9",), True),
    ],
)
def test_the_command_line_goes_over_the_script_and_that_over_the_settings(
    asked: str, front: str, set: str, formats: tuple[str, ...], small: bool, service: Service
) -> None:
    service.write("lotse.toml", f'[service]\n{set}\n[paths]\nstate = "state"\n')
    service.write("termin.md", f"---\nlanguage: de\n{front}\n---\nHallo.\n")
    work = prepare(
        service.root / "termin.md",
        settings.load(service.config),
        Places.under(service.out),
        formats=chosen([(asked, None)]) if asked else (),
        small=True if asked else None,
    )
    assert (work.formats, work.small) == (formats, small)


def test_what_was_asked_for_is_made_again(service: Service) -> None:
    """Workers, approvals and retries know only what is remembered; what the script says may change meanwhile."""
    work = service.work()
    order = Order(work.script.path, work.places, formats=("9x16",), small=False)
    work.job.remember(order)
    service.write("termin.md", SCRIPT.replace("title", "format: 1x1\nsmall: yes\ntitle"))
    made = again(work.job, "en", work.settings)
    assert (made.formats, made.small) == (("9x16",), False)
    work.job.remember(Order(work.script.path, work.places))
    made = again(work.job, "en", work.settings)
    assert (made.formats, made.small) == (("1x1",), True)


# ---------------------------------------------------------------- what is read


def test_the_script_and_what_lies_beside_it(service: Service) -> None:
    work = service.work()
    assert (work.script.title, work.script.language) == ("Hallo", "de")
    assert list(work.supplied) == ["en"]
    assert (work.policy, work.avatar) == ("required", "")
    assert work.job.folder.parent == service.root / "state" / "jobs"


def test_preparing_touches_nothing(service: Service) -> None:
    service.work()
    assert sorted(path.name for path in service.root.iterdir()) == ["lotse.toml", "termin.en.md", "termin.md"]


def test_a_second_text_in_the_scripts_own_language(service: Service) -> None:
    service.write("termin.de.md", "Doppelt.\n")
    with pytest.raises(InputError, match="stünde doppelt") as caught:
        service.work()
    assert caught.value.path == service.root / "termin.de.md"


def test_an_avatar_that_there_is_not(service: Service) -> None:
    with pytest.raises(InputError, match="maja") as caught:
        service.work(avatar="meja")
    assert "daniel" in caught.value.en


def test_the_strictest_policy_holds(service: Service) -> None:
    service.settings("label")
    assert service.work().policy == "label"
    assert service.work(review="required").policy == "required"
    service.write("termin.md", SCRIPT.replace("language: de", "review: required"))
    assert service.work().policy == "required"
    with pytest.raises(InputError, match="lockern lässt sich das nicht"):
        service.work(review="label")
