"""All that is wrong with a folder, in one list."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.scene.avatar import AVATARS, available
from pipeline.scene.check import Fault, Findings, check
from tests.scene.designer import SVG, TOML


def folder(root: Path, svg: str = SVG, toml: str = TOML) -> Path:
    made = root / "nadia"
    made.mkdir()
    (made / "avatar.svg").write_text(svg, encoding="utf-8")
    (made / "avatar.toml").write_text(toml, encoding="utf-8")
    return made


def incomplete(made: Path) -> tuple[Fault, ...]:
    found = check(made)
    assert not found.whole
    return found.faults


@pytest.mark.parametrize("name", available())
def test_the_built_in_avatars_have_no_fault(name: str) -> None:
    assert check(AVATARS / name) == Findings((), whole=True)


def test_all_faults_are_told_at_once_each_with_its_file(tmp_path: Path) -> None:
    svg = SVG.replace('id="brows-1"', 'id="brow-1"').replace('id="lids-2"', 'id="lids2"')
    made = folder(tmp_path, svg, TOML.replace("breath", "breth").replace("licence", "license"))
    found = incomplete(made)
    assert all(fault.de != fault.en for fault in found)
    assert [fault.path.name for fault in found] == ["avatar.toml"] * 4 + ["avatar.svg"] * 2
    told = [fault.en for fault in found]
    assert any('"breth"' in fault and 'Did you mean "breath"?' in fault for fault in told)
    assert any('"credits.license"' in fault and "credits.licence" in fault for fault in told)
    assert told[-2:] == [
        'The group "lids-2" is missing. Is it "lids2"?',
        'The group "brows-1" is missing. Is it "brow-1"?',
    ]


def test_the_numbers_are_held_against_the_drawing(tmp_path: Path) -> None:
    found = check(folder(tmp_path, toml=TOML.replace("pivot = [0, 600]", "pivot = [0, 60]")))
    assert found.whole, "the sheet shows what is wrong"
    assert ["does not lie in the neck" in fault.en for fault in found.faults] == [True]


def test_what_is_no_avatar_at_all(tmp_path: Path) -> None:
    assert [fault.en for fault in incomplete(tmp_path / "nobody")] == ["There is no such folder."]
    made = tmp_path / "Frau Schmidt"
    made.mkdir()
    name, toml, svg = incomplete(made)
    assert (name.path, toml.path, svg.path) == (made, made / "avatar.toml", made / "avatar.svg")
    assert "small letters" in name.en


def test_a_copy_that_kept_the_name_of_a_built_in_avatar(tmp_path: Path) -> None:
    made = folder(tmp_path).rename(tmp_path / "daniel")
    (fault,) = check(made).faults
    assert fault.path == made
    assert str(AVATARS / "daniel") in fault.de
    assert "Rename the folder" in fault.en


@pytest.mark.parametrize(
    ("svg", "says"),
    [
        ("<svg", "not an SVG: unclosed token: line 1"),
        (SVG.replace("-560 0 1120 1000", "0 0 -1 1"), "usable viewBox"),
    ],
)
def test_what_cannot_be_drawn_is_told_and_no_more(svg: str, says: str, tmp_path: Path) -> None:
    (found,) = incomplete(folder(tmp_path, svg))
    assert says in found.en


@pytest.mark.parametrize(
    ("svg", "says"),
    [
        (SVG[: len(SVG) // 2], "Die Datei bricht ab"),
        (SVG.replace("<svg ", '<svg i:label="Nadia" '), "Ein Kürzel vor einem Doppelpunkt"),
        (SVG.replace("</g>", "", 1), "nicht geschlossen"),
        (SVG.replace("<title>", "<title>& "), "ein Zeichen, das hier nicht möglich ist"),
    ],
)
def test_where_a_broken_drawing_breaks_is_told_in_german(svg: str, says: str, tmp_path: Path) -> None:
    (found,) = incomplete(folder(tmp_path, svg))
    assert re.match(rf"Das ist kein SVG, Zeile \d+: .*{says}", found.de)


def test_whoever_names_a_file_is_shown_the_folder(tmp_path: Path) -> None:
    made = folder(tmp_path)
    (found,) = incomplete(made / "avatar.svg")
    assert found.de == f"Das ist eine Datei. Bitte den Ordner angeben: lotse avatars check {made}"


def test_another_folder_with_the_name_of_a_built_in_avatar_on_its_tag(tmp_path: Path) -> None:
    (found,) = check(folder(tmp_path, toml=TOML.replace('"Nadia"', '"maja"'))).faults
    assert found.path.name == "avatar.toml"
    assert 'Another avatar has the name "maja"' in found.en and str(AVATARS / "maja") in found.en


def test_a_layer_that_moves_them_all_out_of_the_page_is_one_fault(tmp_path: Path) -> None:
    first, last = SVG.index('<g id="hair-back">'), SVG.rindex("</svg>")
    page = SVG[:first].replace("-560 0 1120 1000", "0 0 296.33333 264.58333")
    moved = f'{page}<g id="layer1" transform="matrix(0.26,0,0,0.26,148,0)">{SVG[first:last]}</g></svg>'
    (found,) = incomplete(folder(tmp_path, moved))
    assert 'lie in "layer1", whose properties (transform) do not apply' in found.en
