"""The start page: every language has its button."""

from __future__ import annotations

import pytest

from pipeline import language as packs
from pipeline.pages.start import OUTDATED, Link, Tile, start
from tests.pages.reader import HOSTILE, Reader


def tiles(*codes: str, folder: str = "termin", others: tuple[Link, ...] = ()) -> list[Tile]:
    return [Tile(code, "synthetic", f"{code}/{folder}.{code}.mp4", others) for code in codes]


def test_start_has_a_button_per_language_in_its_script_and_in_german_in_the_order_given() -> None:
    codes = ["de", *(code for code in packs.codes() if code != "de")]
    page = start("Termin", tiles(*codes), draft=False)
    read = Reader(page)
    assert [button["data-film"] for button in read.named("button")] == [f"{code}/termin.{code}.mp4" for code in codes]
    spans = [span for span in read.named("span") if span["class"] == "own"]
    for code, span in zip(codes, spans, strict=True):
        pack = packs.load(code)
        assert (span["lang"], span["dir"]) == (pack.bcp47, pack.direction)
        assert f">{pack.name}</span>" in page
        assert f">{pack.german}</span>" in page
    assert "künstlicher Intelligenz" in read.text
    assert "ENTWURF" not in read.text
    assert "ENTWURF – nicht geprüft" in Reader(start("Termin", tiles(*codes), draft=True)).text


def test_start_links_the_other_files_below_the_button_in_words() -> None:
    others = (
        Link("de/Wo? 5 %.de.9x16.mp4", "9x16", False),
        Link("de/x.de.klein.mp4", "16x9", True),
        Link("de/x.de.1x1.klein.mp4", "1x1", True),
    )
    page = Reader(start("Termin", tiles("de", "uk", others=others)[:1] + tiles("uk"), draft=False))
    assert [link["href"] for link in page.named("a")] == [
        "de/Wo%3F%205%20%25.de.9x16.mp4",
        "de/x.de.klein.mp4",
        "de/x.de.1x1.klein.mp4",
    ]
    assert len(page.named("button")) == 2
    words = (
        "Hochformat für das Handy",
        "Querformat, kleine Datei für Messenger",
        "Quadrat, kleine Datei für Messenger",
    )
    assert "".join(words) in page.text, "a link each"


def test_start_marks_a_film_whose_text_has_changed_since() -> None:
    page = start("Termin", tiles("de", "uk"), draft=False, outdated={"uk", "ar"})
    assert page.count(OUTDATED) == 1
    assert page.index(">Ukrainisch<") < page.index(OUTDATED)
    assert OUTDATED not in start("Termin", tiles("uk"), draft=True, outdated={"uk"})


def test_start_loads_nothing_from_anywhere_else() -> None:
    page = start("Termin", tiles("de"), draft=False)
    assert "http" not in page
    assert "//" not in page


@pytest.mark.parametrize("hostile", [HOSTILE, '"><img src=x onerror=x>', "' autofocus onfocus='x"])
def test_no_title_becomes_html_on_the_start_page(hostile: str) -> None:
    page = Reader(start(hostile, tiles("de", folder=hostile), draft=False))
    assert len(page.named("script")) == len(page.named("img")) == len(page.named("button")) == 1
    assert page.text.count(hostile) == 2
    assert page.named("button")[0]["data-film"] == f"de/{hostile}.de.mp4"
