"""A picture is a line of its own with words for those who cannot see it, and a file beside the script."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.ingest import pictures, read_script, read_supplied
from pipeline.ingest.pictures import AbsentError
from pipeline.model import Script
from tests.pictures import clip, still

HEAD = "---\ntitle: Termin\n---\n"


def script(folder: Path, body: str, name: str = "termin.md") -> Script:
    path = folder / name
    path.write_text((HEAD if name.endswith(".md") else "") + body, encoding="utf-8")
    return read_script(path)


def refused(folder: Path, body: str) -> InputError:
    with pytest.raises(InputError) as caught:
        script(folder, body)
    assert caught.value.de.startswith(f"{folder / 'termin.md'}:{caught.value.line}: ")
    return caught.value


@pytest.mark.parametrize("name", ["lageplan.png", "plan (1).jpg", "mein plan.webp", "Pläne _neu_.PNG"])
def test_a_picture_is_a_unit_whose_text_says_what_there_is_to_see(name: str, tmp_path: Path) -> None:
    still(tmp_path / name)
    found = script(tmp_path, f"Du findest uns hier.\n![Der Eingang, *links*]({name})\nBis bald.\n").units
    assert [(unit.text, unit.picture, unit.line, unit.paragraph) for unit in found] == [
        ("Du findest uns hier.", "", 4, 0),
        ("Der Eingang, *links*", name, 5, 0),
        ("Bis bald.", "", 6, 0),
    ]


def test_alone_it_belongs_to_the_paragraph_that_follows_and_the_last_one_to_the_one_before(tmp_path: Path) -> None:
    still(tmp_path / "a.png")
    picture = "![Plan](a.png)"
    between = script(tmp_path, f"Eins.\n\n{picture}\n\nZwei.\n\nDrei.\n\n{picture}\n").units
    assert [(unit.text, unit.paragraph) for unit in between] == [
        ("Eins.", 0),
        ("Plan", 2),
        ("Zwei.", 2),
        ("Drei.", 3),
        ("Plan", 3),
    ]


def test_in_plain_text_and_in_what_is_meant_as_it_stands_too(tmp_path: Path) -> None:
    still(tmp_path / "a.png")
    assert [unit.picture for unit in script(tmp_path, "Hier.\n![Plan](a.png)\n", "termin.txt").units] == ["", "a.png"]
    (tmp_path / "termin.ar.md").write_text("---\nmarkdown: no\n---\nهنا.\n\u200f![مخطط](a.png)\u200f\n", "utf-8")
    assert [(u.text, u.picture) for u in read_supplied(tmp_path / "termin.ar.md", "ar").units][1] == ("مخطط", "a.png")


@pytest.mark.parametrize(
    ("line", "de", "en"),
    [
        ("Siehe ![Plan](a.png)", "nicht mitten im Text", "within a text"),
        ("![Plan](a.png) hier", "nicht mitten im Text", "within a text"),
        ("![Plan](a.png) ![Plan](a.png)", "nicht mitten im Text", "within a text"),
        ("[![Plan](a.png)](https://example.org)", "nicht mitten im Text", "within a text"),
        ("# ![Plan](a.png)", "nicht mitten im Text", "within a text"),
        ("1. ![Plan](a.png)", "nicht mitten im Text", "within a text"),
        ("![](a.png)", "Wer es nicht sehen kann, braucht sie", "Who cannot see it needs them"),
        ("![ … ](a.png)", "Wer es nicht sehen kann, braucht sie", "Who cannot see it needs them"),
        ("![Plan](../a.png)", "ohne Ordner und ohne Adresse", "without a folder and without an address"),
        ("![Plan](bilder/a.png)", "ohne Ordner und ohne Adresse", "without a folder and without an address"),
        ("![Plan](C:\\a.png)", "ohne Ordner und ohne Adresse", "without a folder and without an address"),
        ("![Plan](https://example.org/a.png)", "ohne Ordner und ohne Adresse", "without a folder and"),
        ("![Plan](.a.png)", "„.a.png“ kann kein Bild sein", '".a.png" cannot be a picture'),
        ("![Plan](a.svg)", "sie endet auf .png, .jpg", "it ends in .png, .jpg"),
        ("![Plan]()", "„“ kann kein Bild sein", '"" cannot be a picture'),
        ('![Plan](a.png "Titel")', "ohne Ordner und ohne Adresse", "without a folder and without an address"),
    ],
)
def test_what_is_not_written_as_it_must_be_is_neither_spoken_nor_shown(
    line: str, de: str, en: str, tmp_path: Path
) -> None:
    still(tmp_path / "a.png")
    error = refused(tmp_path, f"Eins.\n\n{line}\n\nZwei.\n")
    assert (error.line, de in error.de, en in error.en) == (6, True, True)


def test_two_in_one_paragraph(tmp_path: Path) -> None:
    still(tmp_path / "a.png")
    still(tmp_path / "b.png")
    error = refused(tmp_path, "![A](a.png)\n\nEins.\n![B](b.png)\n")
    assert (error.line, "zwei Bilder, „a.png“ und „b.png“" in error.de) == (7, True)
    assert 'two pictures, "a.png" and "b.png"' in error.en


def test_a_script_of_nothing_but_a_picture_says_nothing(tmp_path: Path) -> None:
    still(tmp_path / "a.png")
    with pytest.raises(InputError, match="kein Text, der gesprochen werden kann"):
        script(tmp_path, "![Plan](a.png)\n")


def test_a_file_that_is_missing_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    still(tmp_path / "Lageplan.PNG")
    error = refused(tmp_path, "Eins.\n![Plan](lageplan.png)\n")
    assert isinstance(error, AbsentError)
    assert "liegt nicht neben dem Skript. Meinten Sie „Lageplan.PNG“?" in error.de
    assert 'does not lie beside the script. Did you mean "Lageplan.PNG"?' in error.en


def test_a_name_that_a_mac_has_written(tmp_path: Path) -> None:
    still(tmp_path / "pla\u0308ne.png")
    assert script(tmp_path, "Eins.\n![Plan](pläne.png)\n").units[1].picture == "pläne.png"


def test_files_that_cannot_be_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = still(tmp_path / "whole.jpg", (800, 600)).read_bytes()
    (tmp_path / "a.png").write_bytes(b"no picture")
    (tmp_path / "b.jpg").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "c.mp4").write_bytes(b"no clip")
    (tmp_path / "d.png").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    for name in ("a.png", "b.jpg", "d.png"):
        error = refused(tmp_path, f"Eins.\n![Plan]({name})\n")
        assert f"Das Bild „{name}“ lässt sich nicht lesen. Öffnen Sie es in einem Bildprogramm" in error.de
        assert f'The picture "{name}" cannot be read. Open it in a program for pictures' in error.en
    error = refused(tmp_path, "Eins.\n![Weg](c.mp4)\n")
    assert "Der Clip „c.mp4“ lässt sich nicht abspielen. Öffnen Sie ihn in einem Videoprogramm" in error.de
    assert 'The clip "c.mp4" cannot be played. Open it in a program for videos' in error.en
    still(tmp_path / "slim.png", (2000, 60))
    assert "2000 x 60 Bildpunkten" in refused(tmp_path, "Eins.\n![Plan](slim.png)\n").de
    still(tmp_path / "phone.png", (1080, 2640))
    assert script(tmp_path, "Eins.\n![Plan](phone.png)\n")
    still(tmp_path / "strip.png", (300, 1200))
    strip = refused(tmp_path, "Eins.\n![Plan](strip.png)\n")
    assert "300 Bildpunkte breit und 1200 hoch" in strip.de
    assert "Höchstens 2,5-mal so hoch wie breit" in strip.de
    assert "at most 2.5 times as high as wide. Cut out the part that matters" in strip.en
    still(tmp_path / "upright.jpg", (1200, 300), turned=6)
    assert "300 Bildpunkte breit und 1200 hoch" in refused(tmp_path, "Eins.\n![Plan](upright.jpg)\n").de
    still(tmp_path / "lying.jpg", (300, 1200), turned=6)
    assert script(tmp_path, "Eins.\n![Plan](lying.jpg)\n")
    (tmp_path / "e.png").touch()
    os.truncate(tmp_path / "e.png", 41_000_000)
    assert "41 MB zu groß, erlaubt sind 40 MB" in refused(tmp_path, "Eins.\n![Plan](e.png)\n").de
    monkeypatch.setattr(pictures, "PIXELS", 100_000)
    assert "800 x 600 Bildpunkte" in refused(tmp_path, "Eins.\n![Plan](whole.jpg)\n").de


@pytest.mark.parametrize("size", [(12_000, 9_000), (20_000, 10_000)])
def test_a_picture_that_pillow_itself_warns_of_is_refused_by_its_size_alone(
    size: tuple[int, int], tmp_path: Path
) -> None:
    """Warnings are errors in these tests."""
    from PIL import Image

    Image.new("1", size).save(tmp_path / "a.png")
    assert (
        f"{size[0]} x {size[1]} Bildpunkte, erlaubt sind 50 Millionen"
        in refused(tmp_path, "Eins.\n![Plan](a.png)\n").de
    )


def test_a_clip_is_called_one(tmp_path: Path) -> None:
    missing = refused(tmp_path, "Eins.\n![Der Weg](weg.mp4)\n")
    assert "Der Clip „weg.mp4“ liegt nicht neben dem Skript. Legen Sie ihn dazu" in missing.de
    assert 'The clip "weg.mp4" does not lie beside the script' in missing.en
    wordless = refused(tmp_path, "Eins.\n![](weg.mp4)\n")
    assert "Dem Clip „weg.mp4“ fehlen die Worte. Wer ihn nicht sehen kann" in wordless.de
    assert 'The clip "weg.mp4" has no words' in wordless.en


def test_a_clip_of_thirty_seconds_at_most(tmp_path: Path) -> None:
    clip(tmp_path / "weg.mp4", "r" * 30, fps=1)
    assert script(tmp_path, "Eins.\n![Der Weg](weg.mp4)\n").units[1].picture == "weg.mp4"
    clip(tmp_path / "lang.mp4", "r" * 32, fps=1)
    error = refused(tmp_path, "Eins.\n![Der Weg](lang.mp4)\n")
    assert "dauert 32 Sekunden, erlaubt sind 30" in error.de
    assert "takes 32 seconds, 30 are allowed" in error.en
