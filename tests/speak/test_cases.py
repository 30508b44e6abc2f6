"""The tables in cases/: how each language says what is written."""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random

import pytest

from pipeline import language
from pipeline.speak.normalise import spoken
from tests.speak.heard import figures

CASES = Path(__file__).parent / "cases"
TABLES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(CASES.glob("*.toml"))}
ROWS = [(code, written, said) for code, table in TABLES.items() for written, said in table.items()]
FEWEST = {"de": 60, "en": 40, "fr": 40, "tr": 40, "uk": 40, "ru": 40, "ar": 40, "fa": 40, "pt": 40, "ku": 20}


@pytest.mark.parametrize(("code", "written", "said"), ROWS)
def test_it_is_said_as_a_person_says_it(code: str, written: str, said: str) -> None:
    groups = spoken(written, language.load(code))
    assert " ".join(group.text for group in groups) == said
    assert sum(group.words for group in groups) == len(written.split())


@pytest.mark.parametrize(("code", "written", "said"), ROWS)
def test_no_figure_is_lost_added_or_changed(code: str, written: str, said: str) -> None:
    pack = language.load(code)
    assert figures(said, pack) == figures(written, pack, written=True)


@pytest.mark.parametrize("code", FEWEST)
def test_the_tables_are_long_enough(code: str) -> None:
    assert len(TABLES[code]) >= FEWEST[code]


def _piece(rng: Random) -> str:
    day, month, hour, minute = rng.randint(1, 28), rng.randint(1, 12), rng.randint(0, 23), rng.randint(0, 59)
    number, cents = rng.randint(1, 99), rng.randint(1, 99)
    return rng.choice([
        f"{hour}:{minute:02}", f"{hour}:00–{hour}:{minute:02}", f"{day:02}.{month:02}.2027",
        f"2027-{month:02}-{day:02}",
        f"030 {rng.randint(10**5, 10**7)}", "116 117", "112", f"{number},{cents:02} €", f"{number} €", f"€ {number}",
        f"{number} %", f"{number} km", f"§ {number}a", f"{number}–{number + 3}", f"{number}.{rng.randint(100, 999)} €",
        f"{number}", f"({number})", f"{number}.", f"B{number}", "x@haus-xy.de", "www.haus.de/a", "SGB II", "👋", "–",
        "und/oder", "Mo–Fr", "Nr.", "z. B.", "…", "1x", f"{number}'da", f"{number}-й", "Пн–Пт", "№", f"{day}. März",
    ])  # fmt: skip


@pytest.mark.parametrize("code", language.codes())
def test_whatever_stands_side_by_side_every_word_and_every_figure_is_accounted_for(code: str) -> None:
    pack, rng = language.load(code), Random(f"spoken {code}")
    for _ in range(60):
        # A word between two pieces, or their numbers might belong together.
        text = " Haus, ".join(_piece(rng) for _ in range(rng.randint(1, 5)))
        groups = spoken(text, pack)
        assert sum(group.words for group in groups) == len(text.split()), text
        said = " ".join(group.text for group in groups)
        assert figures(said, pack) == figures(text, pack, written=True), f"{text} → {said}"
