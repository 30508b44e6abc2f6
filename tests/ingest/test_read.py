"""Whatever is wrong with a script is said in one message, in German and English, with the line to mend."""

import os
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.ingest import read_script, read_supplied
from pipeline.model import Script, Unit

FULL = """\
---
title: Termin vereinbaren
language: de
to: [uk, ar]
avatar: Maja
contact: "Haus XY, Tel.: 0228 123"
review: required
format: 9x16, 16x9
small: yes
---
# Willkommen

Erster Satz.
Zweite Zeile.

Neuer Absatz.
"""


def script(folder: Path, content: str | bytes, name: str = "termin.md") -> Script:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_script(path, ("daniel", "maja"))


def with_front(entries: str) -> str:
    return f"---\n{entries}\n---\nText\n"


# ---------------------------------------------------------------- what holds


def test_a_full_script(tmp_path: Path) -> None:
    assert script(tmp_path, FULL) == Script(
        path=tmp_path / "termin.md",
        title="Termin vereinbaren",
        language="de",
        to=("uk", "ar"),
        avatar="maja",
        contact="Haus XY, Tel.: 0228 123",
        review="required",
        units=(
            Unit("Willkommen", 11, 0),
            Unit("Erster Satz.", 13, 1),
            Unit("Zweite Zeile.", 14, 1),
            Unit("Neuer Absatz.", 16, 2),
        ),
        formats=("16x9", "9x16"),
        small=True,
    )


@pytest.mark.parametrize(("value", "urgent"), [("high", True), ("High", True), ("normal", False)])
def test_an_urgent_script(value: str, urgent: bool, tmp_path: Path) -> None:
    assert script(tmp_path, with_front(f"priority: {value}")).urgent is urgent


def test_a_priority_that_there_is_not(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        script(tmp_path, with_front("title: A\npriority: sofort"))
    assert caught.value.line == 3
    assert "high" in caught.value.de


def test_a_script_without_front_matter(tmp_path: Path) -> None:
    assert script(tmp_path, "Nur Text.") == Script(
        tmp_path / "termin.md", "termin", "de", (), "", "", None, (Unit("Nur Text.", 1, 0),)
    )


def test_plain_text_has_no_markup(tmp_path: Path) -> None:
    read = script(tmp_path, "\n# Eins *zwei*\n- drei\n\n\n  vier  \n", "Mein Text.TXT")
    assert read.title == "Mein Text"
    assert read.units == (Unit("# Eins *zwei*", 2, 0), Unit("- drei", 3, 0), Unit("vier", 6, 1))


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("---\ntitle: Aus dem Kopf\n---\n# Überschrift", "Aus dem Kopf"),
        ("---\ntitle:\n---\nText\n\n## Zweite *Art*\n\n# Erste", "Zweite Art"),
        ("Text", "termin"),
    ],
)
def test_where_the_title_comes_from(tmp_path: Path, content: str, title: str) -> None:
    assert script(tmp_path, content).title == title


@pytest.mark.parametrize(
    "entry",
    ["to: uk, ar", "to: uk+ar", "to: [uk, ar]", "to:\n  - uk\n  - ar", "to: UK ,, ar,uk", "to: [uk, 'ar, uk']"],
)
def test_languages_asked_for(tmp_path: Path, entry: str) -> None:
    assert script(tmp_path, with_front(entry)).to == ("uk", "ar")


@pytest.mark.parametrize(
    ("entry", "formats"),
    [
        ("format: 9X16", ("9x16",)),
        ("format: 1×1 + 9x16", ("9x16", "1x1")),
        ("format: [1x1, 16x9, 1x1]", ("16x9", "1x1")),
    ],
)
def test_formats_asked_for_each_once_the_widest_first(tmp_path: Path, entry: str, formats: tuple[str, ...]) -> None:
    assert script(tmp_path, with_front(entry)).formats == formats


@pytest.mark.parametrize(("entry", "small"), [("small: nein", False), ("small: Ja", True), ("to: uk", None)])
def test_whether_small_copies_are_asked_for(tmp_path: Path, entry: str, small: bool | None) -> None:
    assert script(tmp_path, with_front(entry)).small is small


def test_yaml_never_guesses_a_type(tmp_path: Path) -> None:
    read = script(tmp_path, with_front("title: 0012\ncontact: no"))
    assert (read.title, read.contact) == ("0012", "no")


def test_bom_windows_line_ends_and_empty_lines_before_the_front_matter_do_no_harm(tmp_path: Path) -> None:
    plain = script(tmp_path, FULL)
    assert script(tmp_path, b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode()) == plain
    shifted = script(tmp_path, "\n" + FULL)
    assert [unit.line for unit in shifted.units] == [unit.line + 1 for unit in plain.units]


def test_what_is_seen_stays_and_the_remains_of_copying_go(tmp_path: Path) -> None:
    text = "a\u00a0b\u202fc می\u200cروم x\u200fy U\u0308ber\u00adsetzung\u200b\ufeff"
    assert script(tmp_path, text).units[0].text == "a\u00a0b\u202fc می\u200cروم x\u200fy Übersetzung"


def test_a_translation(tmp_path: Path) -> None:
    path = tmp_path / "termin.uk.md"
    path.write_text("---\ntitle: Запис\navatar: daniel\n---\nТекст\n", encoding="utf-8")
    supplied = read_supplied(path, "uk")
    assert (supplied.language, supplied.title, supplied.avatar) == ("uk", "Запис", "daniel")
    assert supplied.units == (Unit("Текст", 5, 0),)
    path.write_text("# Запис\n", encoding="utf-8")
    assert read_supplied(path, "uk").title == ""


# ---------------------------------------------------------------- what is refused

LONG = "x" * 2_001
BAD: list[tuple[str, str | bytes, int | None, str, str]] = [
    ("empty", "", None, "Die Datei ist leer", "The file is empty"),
    ("only blanks", "\ufeff \n\t\n\u00a0\n", None, "Die Datei ist leer", "The file is empty"),
    ("only front matter", "---\ntitle: x\n---\n\n", None, "kein Text", "no text"),
    ("only a rule", "***\n", None, "kein Text", "no text"),
    ("Latin-1", "eins\nzwei\ngr\xfcn\n".encode("latin-1"), 3, "Byte 0xFC", "byte 0xFC"),
    ("UTF-16", "eins\n".encode("utf-16"), 1, "UTF-8", "UTF-8"),
    ("UTF-16 without BOM", "eins\n".encode("utf-16-le"), 1, "U+0000", "U+0000"),
    ("1 MB", "Wort\n" * 200_001, None, "zu groß: 1.0 MB", "too large: 1.0 MB"),
    ("long line", f"eins\n{LONG}\n", 2, "2001 Zeichen", "2001 characters"),
    ("many lines", "---\nto: uk\n---\n" + "Wort\n" * 1_501, 1504, "1501 Zeilen", "1501 lines"),
    ("override", "eins\nzwei \u202egedreht\n", 2, "U+202E (RIGHT-TO-LEFT OVERRIDE)", "U+202E"),
    ("isolate", "eins\n\nzwei \u2066x\u2069\n", 3, "U+2066", "U+2066"),
    ("escape character", "eins \x1b[31m\n", 1, "U+001B", "U+001B"),
    ("vertical tab", "eins\x0bzwei\n", 1, "U+000B", "U+000B"),
    ("line separator", "eins\u2028zwei\n", 1, "U+2028", "U+2028"),
    ("override in front matter", with_front("to: uk\ntitle: a\u202eb"), 3, "U+202E", "U+202E"),
    ("override by YAML escape", with_front('to: uk\ntitle: "a\\u202Eb"'), 3, "U+202E", "U+202E"),
    ("control by YAML escape", with_front('contact: "a\\x07b"'), 2, "U+0007", "U+0007"),
    ("open front matter", "---\ntitle: x\nText\n", 1, "hört aber nirgends auf", "never ends"),
    ("broken YAML", with_front("to: uk\ncontact: Tel.: 0228"), 3, "in Anführungszeichen", "in quotes"),
    ("open quote", with_front('to: uk\ntitle: "x\navatar: maja'), 3, "nicht lesbar", "cannot be read"),
    ("tab in YAML", with_front("to: uk\n\ttitle: x"), 3, "nicht lesbar", "cannot be read"),
    ("no mapping", with_front("- uk"), 2, "nur Angaben der Form", "only entries such as"),
    ("alias", with_front("title: &a x\ncontact: *a"), 2, "& und *", "& and *"),
    ("bomb", with_front("to: uk\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]"), 3, "& und *", "& and *"),
    ("undefined alias", with_front("contact: *fett"), 2, "& und *", "& and *"),
    ("star at the start", with_front("contact: *fett*"), 2, "in Anführungszeichen", "in quotes"),
    ("deep nesting", with_front("to: uk\ntitle: " + "[" * 1_900 + "]" * 90), 3, "kein einfacher Text", "no plain text"),
    ("unknown key", with_front("to: uk\n\ntitel: x"), 4, "„titel“ gibt es hier nicht. Meinten Sie „title“", '"titel"'),
    ("far key", with_front("farbe: x"), 2, "Möglich sind: title, language, to", "Known are: title, language, to"),
    ("key twice", with_front("to: uk\nto: ar"), 3, "„to“ steht zweimal", '"to" is there twice'),
    ("nested value", with_front("title:\n  de: x"), 2, "kein einfacher Text", "no plain text"),
    ("list for title", with_front("title: [a, b]"), 2, "kein einfacher Text", "no plain text"),
    ("nested list", with_front("to: [[uk]]"), 2, "kein einfacher Text", "no plain text"),
    ("list as key", with_front("? [a]\n: b"), 2, "gibt es hier nicht", "There is no key"),
    ("unknown language", with_front("title: x\nlanguage: dee"), 3, "„dee“ gibt es hier nicht. Meinten Sie „de“", "dee"),
    ("unknown target", with_front("to:\n  - uk\n  - xx"), 4, "Die Sprache „xx“", 'language "xx"'),
    ("unknown target in a string", with_front("to: uk, ukr"), 2, "„ukr“ gibt es hier nicht. Meinten Sie „uk“", "ukr"),
    ("no is a language code", with_front("to: no"), 2, "Die Sprache „no“", 'language "no"'),
    ("unknown avatar", with_front("avatar: maya"), 2, "Meinten Sie „maja“? Möglich sind: daniel, maja.", "maya"),
    ("avatar elsewhere", with_front("avatar: ../maja"), 2, "Die Figur „../maja“", 'avatar "../maja"'),
    ("unknown review", with_front("review: none"), 2, "Möglich sind: label, required", "Known are: label, required"),
    (
        "other format",
        with_front("to: uk\nformat: 16x9, 9x17"),
        3,
        "„9x17“ gibt es hier nicht. Meinten Sie „9x16“",
        "9x17",
    ),
    ("other format in a list", with_front("format:\n  - 9x16\n  - 4x3"), 4, "Das Format „4x3“", 'format "4x3"'),
    ("small or not", with_front("small: vielleicht"), 2, "Möglich sind: yes, ja, no, nein", 'answer "vielleicht"'),
    ("title leads away", with_front("title: ../geheim"), 2, "enthält einen Schrägstrich", "holds a slash"),
    ("title with backslash", with_front("title: a\\b"), 2, "enthält einen Schrägstrich", "holds a slash"),
    ("long title", with_front(f"title: {'x' * 121}"), 2, "länger als 120", "longer than 120"),
    ("title of signs", with_front("title: '!?'"), 2, "weder Buchstaben noch Ziffern", "neither letters nor digits"),
    ("title over two lines", with_front("title: |\n  a\n  b"), 2, "mehrere Zeilen", "several lines"),
    ("heading as title", "Text\n\n# Mo/Di\n", 3, "Der Titel „Mo/Di“", 'The title "Mo/Di"'),
    ("long contact", with_front(f"contact: {'x' * 161}"), 2, "bis 160 Zeichen", "up to 160 characters"),
    ("contact over two lines", with_front('contact: "a\\nb"'), 2, "mehrere Zeilen", "several lines"),
    (
        "picture in a line",
        "---\nto: uk\n---\nText\nnoch ![Plan](plan.png)\n",
        5,
        "nicht mitten im Text",
        "within a text",
    ),
    ("table", "Text\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", 3, "Eine Tabelle", "A table"),
    ("code block", "Text\n\n```\nx\n```\n", 3, "lässt sich nicht vorlesen", "cannot be read aloud"),
    ("deep quote", "Text\n\n" + ">" * 25 + " tief\n", 3, "nicht ineinander schachteln", "nested this deep"),
]


@pytest.mark.parametrize(("content", "line", "de", "en"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_bad_input(tmp_path: Path, content: str | bytes, line: int | None, de: str, en: str) -> None:
    with pytest.raises(InputError) as caught:
        script(tmp_path, content)
    where = f"{tmp_path / 'termin.md'}:" + (f"{line}: " if line else " ")
    assert caught.value.de.startswith(where)
    assert caught.value.en.startswith(where)
    assert de in caught.value.de
    assert en in caught.value.en


@pytest.mark.parametrize(
    "key", ["label", "disclosure", "watermark", "ai_label", "intro", "Kennzeichnung", "ki-hinweis"]
)
def test_there_is_no_switch_for_the_disclosure(tmp_path: Path, key: str) -> None:
    with pytest.raises(InputError, match="lässt sich nicht abschalten") as caught:
        script(tmp_path, with_front(f"title: x\n{key}: false"))
    assert caught.value.line == 3
    assert f"„{key}“ gibt es hier nicht" in caught.value.de
    assert "cannot be switched off" in caught.value.en


def test_a_huge_file_is_refused_without_reading_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Wort")
    os.truncate(path, 10_000_000)
    with pytest.raises(InputError, match=r"zu groß: 10\.0 MB"):
        read_script(path)
    os.truncate(path, 200_000_000_000)
    with pytest.raises(InputError, match=r"zu groß: 200000\.0 MB"):
        read_script(path)


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Diese Datei gibt es nicht"):
        read_script(tmp_path / "fehlt.md")
    (tmp_path / "ordner.md").mkdir()
    with pytest.raises(InputError, match="lässt sich nicht lesen"):
        read_script(tmp_path / "ordner.md")
    with pytest.raises(InputError, match=r"„\.docx“ kann Lotse nicht lesen"):
        script(tmp_path, "Text", "termin.docx")


def test_front_matter_in_plain_text_would_be_spoken(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nur in Markdown möglich") as caught:
        script(tmp_path, "\n---\nreview: required\n---\nText", "termin.txt")
    assert caught.value.line == 2


def test_a_file_name_that_is_no_title(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="setzen Sie im Kopf einen anderen"):
        script(tmp_path, "Text", "a\\b.md")
    with pytest.raises(InputError, match=r"U\+202E"):
        script(tmp_path, "Text", "a\u202eb.md")
    assert script(tmp_path, with_front("title: gut"), "a\\b.md").title == "gut"


def test_who_only_wants_the_text_takes_any_avatar(tmp_path: Path) -> None:
    path = tmp_path / "termin.md"
    path.write_text(with_front("avatar: Nadia"), encoding="utf-8")
    assert read_script(path).avatar == read_supplied(path, "uk").avatar == "nadia"


@pytest.mark.parametrize("entry", ["to: uk", "review: label", "contact: x", "label: false"])
def test_a_translation_has_a_title_and_an_avatar_only(tmp_path: Path, entry: str) -> None:
    path = tmp_path / "termin.uk.md"
    path.write_text(with_front(entry))
    with pytest.raises(InputError, match="Möglich sind: title, avatar") as caught:
        read_supplied(path, "uk")
    assert caught.value.line == 2


def test_a_translation_into_no_known_language(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Text")
    with pytest.raises(InputError, match="Die Sprache „xx“"):
        read_supplied(tmp_path / "a.md", "xx")


def test_a_translation_may_say_that_its_marks_are_meant_as_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "termin.uk.md"
    path.write_text("---\ntitle: Т\nmarkdown: no\n---\n# *Так* [a](b)\n- 1\n", encoding="utf-8")
    found = read_supplied(path, "uk")
    assert [(unit.text, unit.line) for unit in found.units] == [("# *Так* [a](b)", 5), ("- 1", 6)]
