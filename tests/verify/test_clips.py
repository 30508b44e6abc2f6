"""Clips that flicker are refused before any work, by their line; what moves as life does is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.formats import FORMATS
from pipeline.ingest import read_script
from pipeline.model import Format, Picture
from pipeline.verify import clips
from tests.pictures import clip
from tests.scene.staging import timeline


def refused(folder: Path, *formats: Format) -> InputError | None:
    (folder / "termin.md").write_text("Guten Tag.\n![Ein Film](weg.mp4)\n", encoding="utf-8")
    try:
        clips.refuse(read_script(folder / "termin.md"), formats)
    except InputError as error:
        return error
    return None


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("colours", ["wk", "rb"])
def test_a_clip_that_flashes_five_times_a_second(colours: str, form: Format, tmp_path: Path) -> None:
    clip(tmp_path / "weg.mp4", colours * 10, (320, 240), fps=10)
    error = refused(tmp_path, form)
    assert error
    assert error.line == 2
    assert "Der Clip „weg.mp4“ flackert; das kann Anfälle auslösen. Nehmen Sie einen ruhigeren Ausschnitt" in error.de
    assert 'The clip "weg.mp4" flickers, which can bring on seizures. Take a calmer part of it' in error.en


@pytest.mark.parametrize("colours", ["wwwwkkkk" * 4, "rgb", "w" * 20, "wwwwwwwwwwrrrrrrrrrrgggggggggg"])
def test_scenes_that_change_twice_a_second_are_none(colours: str, tmp_path: Path) -> None:
    clip(tmp_path / "weg.mp4", colours, (320, 240), fps=10)
    assert refused(tmp_path, *FORMATS) is None


def test_another_clip_of_the_same_name_is_looked_at_anew(tmp_path: Path) -> None:
    clip(tmp_path / "weg.mp4", "wk" * 10, fps=10)
    assert refused(tmp_path, "16x9")
    clip(tmp_path / "weg.mp4", "w" * 20, fps=10)
    assert refused(tmp_path, "16x9") is None


def test_of_a_clip_that_is_longer_than_its_paragraph_the_rest_is_told(tmp_path: Path) -> None:
    clip(tmp_path / "weg.mp4", "r" * 20, fps=1)
    clip(tmp_path / "kurz.mp4", "g" * 4, fps=1)
    lines, shown = ["Guten Tag.", "Hier entlang."], [(Picture("weg.mp4", "", "Der Weg"), [0])]
    de, en = clips.unseen(timeline("de", lines, pictures=shown), tmp_path)
    assert "Vom Clip „weg.mp4“ sind nur die ersten " in de
    assert " von 20 Sekunden zu sehen" in de
    assert ' of 20 seconds of the clip "weg.mp4" are seen' in en
    short = [(Picture("kurz.mp4", "", "Der Weg"), [0, 1])]
    assert clips.unseen(timeline("de", ["Wort " * 20, "Hier entlang."], pictures=short), tmp_path) == ("", "")
