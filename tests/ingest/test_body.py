"""Markdown's own marks go, everything else an author typed is kept as typed, each source line by itself."""

from pathlib import Path

import pytest

from pipeline.ingest.body import markdown, plain
from pipeline.model import Unit


def units(text: str) -> list[tuple[int, int, str]]:
    body = markdown(text.split("\n"), 1, Path("a.md"))
    return [(unit.line, unit.paragraph, unit.text) for unit in body.units]


def texts(text: str) -> list[str]:
    return [text for _, _, text in units(text)]


def test_blocks_are_paragraphs_and_lines_are_units() -> None:
    text = """\
# Titel

Eins,
zwei.
- Punkt
- noch
  einer

> Zitat
weiter
***
Schluss
Über
====
Ende"""
    assert units(text) == [
        (1, 0, "Titel"),
        (3, 1, "Eins,"),
        (4, 1, "zwei."),
        (5, 2, "Punkt"),
        (6, 3, "noch"),
        (7, 3, "einer"),
        (9, 4, "Zitat"),
        (10, 4, "weiter"),
        (12, 5, "Schluss"),
        (13, 5, "Über"),
        (15, 6, "Ende"),
    ]


def test_the_first_heading_with_all_its_lines() -> None:
    body = markdown(["Text", "", "Zwei", "Zeilen", "===", "", "# Danach"], 10, Path("a.md"))
    assert body.heading == Unit("Zwei Zeilen", 12, 1)
    assert [unit.text for unit in body.units] == ["Text", "Zwei", "Zeilen", "Danach"]


@pytest.mark.parametrize(
    "typed",
    [
        "5 < 7 und 9 > 8, a<b und a <b oder b>a",
        "Liebe <Name>, dein Termin ist am <Datum>. <3 <- -> <>",
        r"Ort {\pos(0,0)} und \N und \n und {\an8}",
        r"\{ \* \\ C:\Haus",
        "&amp; &lt; &#65; AT&T",
        "Kolleg*innen und Berater*innen, Übersetzer_innen und Lehrer:innen",
        "3*4*5",
        "24. Dezember: geschlossen",
        "1. Pass mitbringen",
        "2) Brief",
        "112.",
        "+ 49 228 1234",
        "[Hinweis]: Bitte",
        "[1] steht [hier][2]",
        "~~alt~~ ~leise~",
        "a | b",
        "#5 und #Raum",
        "-5 Grad",
        "https://example.org/a_b_c und info@example.org",
        "100 % – „gut“ … (c) --",
        "Halt\\",
    ],
)
def test_shown_as_typed(typed: str) -> None:
    assert texts(typed) == [typed]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*a* _b_ **c** __d__ ***e***", "a b c d e"),
        (r"nimm `\N` und `*x*`", r"nimm \N und *x*"),
        ("## Titel ##", "Titel"),
        ("[hier](https://example.org/%C3%B6ff) klicken", "hier (https://example.org/öff) klicken"),
        ("[example.org](https://example.org/)", "example.org"),
        ("<https://example.org/a>", "https://example.org/a"),
        ("<info@example.org>", "info@example.org"),
        ("[info@example.org](mailto:info@example.org)", "info@example.org"),
        ("[Anruf](tel:116117)", "Anruf (116117)"),
        ("[**hier**](https://a.de) *und*", "hier (https://a.de) und"),
        ("a\tb   c\u00a0 d", "a b c\u00a0 d"),
        ("    eingerückt", "eingerückt"),
        ("1. - doppelt", "1. doppelt"),
    ],
)
def test_marks_go(typed: str, shown: str) -> None:
    assert texts(typed) == [shown]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**fett\nüber** Zeilen", ["fett", "über Zeilen"]),
        ("hart  \numbrochen", ["hart", "umbrochen"]),
        ("[zwei\nZeilen](https://a.de) Ende", ["zwei", "Zeilen (https://a.de) Ende"]),
        ("eins `Code\nüber` Zeilen\n*drei*", ["eins `Code", "über` Zeilen", "drei"]),
        ("eins\n> zwei\ndrei", ["eins", "zwei", "drei"]),
    ],
)
def test_marks_over_line_ends_keep_the_lines_apart(typed: str, shown: list[str]) -> None:
    assert [(line, text) for line, _, text in units(typed)] == list(enumerate(shown, 1))


def test_a_line_of_no_break_spaces_is_blank() -> None:
    assert units("eins\n\u00a0\nzwei") == [(1, 0, "eins"), (3, 1, "zwei")]
    assert plain(["eins", "\u00a0", "zwei"], 1, Path("a.txt")).units == (Unit("eins", 1, 0), Unit("zwei", 3, 1))


def test_lines_count_from_where_the_body_begins() -> None:
    assert plain(["", "eins", "", "", "zwei", "drei"], 5, Path("a.txt")).units == (
        Unit("eins", 6, 0),
        Unit("zwei", 9, 1),
        Unit("drei", 10, 1),
    )
    assert markdown(["", "eins"], 5, Path("a.md")).units == (Unit("eins", 6, 0),)
