"""`lotse avatars`: who can present, and whether a designer's avatar can be used."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.scene.avatar import AVATARS, available

if TYPE_CHECKING:
    from typer.testing import Result


def lotse(*words: str) -> Result:
    return CliRunner().invoke(app, ["avatars", *words])


def test_who_can_present_with_voice_origin_and_licence() -> None:
    rows = {row["avatar"]: row for row in json.loads(lotse("list", "--json").stdout)}
    assert tuple(rows) == available()
    assert (rows["maja"]["name"], rows["maja"]["gender"]) == ("Maja", "female")
    assert all(row["licence"] and row["author"] for row in rows.values())
    shown = lotse("list").stdout
    assert "Daniel" in shown
    assert "Mann" in shown
    assert "GPL-3.0-or-later" in shown


@pytest.fixture
def nadia(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(AVATARS / "maja", tmp_path / "nadia"))
    toml = (folder / "avatar.toml").read_text(encoding="utf-8")
    (folder / "avatar.toml").write_text(toml.replace('"Maja"', '"Nadia"'), encoding="utf-8")
    return folder


def test_the_houses_own_stand_in_the_list_and_what_is_wrong_with_one_is_told_beside_it(
    nadia: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = nadia.with_name("lotse.toml")
    config.write_text('[paths]\navatars = "."\n', encoding="utf-8")
    monkeypatch.delenv("LOTSE_CONFIG", raising=False)
    done = lotse("list", "--config", str(config))
    assert done.exit_code == 0, done.output
    assert "vom Haus" in next(line for line in done.stdout.splitlines() if "nadia" in line)
    (nadia / "avatar.svg").unlink()
    done = lotse("list", "--json", "--config", str(config))
    assert done.exit_code == 2
    assert tuple(row["avatar"] for row in json.loads(done.stdout)) == available()
    assert f"{nadia / 'avatar.svg'}: Die Zeichnung fehlt" in done.stderr
    assert "The drawing is missing" in done.stderr


def test_a_usable_avatar_gets_a_sheet_beside_its_folder(nadia: Path) -> None:
    import skia

    done = lotse("check", str(nadia))
    assert done.exit_code == 0, done.output
    assert "brauchbar" in done.stdout
    assert "usable" in done.stdout
    path = nadia.with_name("nadia-sheet.png")
    sheet = skia.Image.open(str(path)).toarray()
    assert str(path) in done.stdout.replace("\n", "")
    assert sheet.shape[1] == 2040
    assert (sheet[-40:] == 255).all(), "an edge below, so that nothing is cut off"
    assert (sheet[-60:-40] < 250).any()


def test_all_faults_are_told_in_both_languages_and_nothing_is_drawn_of_what_is_missing(nadia: Path) -> None:
    path = nadia / "avatar.svg"
    svg = path.read_text(encoding="utf-8").replace('"lids-2"', '"lid-2"').replace('"mouth-u"', '"mouth-ü"')
    path.write_text(svg, encoding="utf-8")
    done = lotse("check", str(nadia))
    assert done.exit_code == 2
    assert "Die Gruppe „lids-2“ fehlt. Ist „lid-2“ gemeint?" in done.stderr
    assert 'The group "mouth-u" is missing. Is it "mouth-ü"?' in done.stderr
    assert not nadia.with_name("nadia-sheet.png").exists()


def test_what_is_wrong_can_still_be_looked_at(nadia: Path, tmp_path: Path) -> None:
    path = nadia / "avatar.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[-157, 140, 157, 530]", "[0, 5, 1, 9e9]"))
    done = lotse("check", str(nadia), "--sheet", str(tmp_path / "other.png"))
    assert done.exit_code == 2
    assert (tmp_path / "other.png").is_file()


def test_a_folder_that_is_not_there() -> None:
    done = lotse("check", "nobody")
    assert done.exit_code == 2
    assert "gibt es nicht" in done.stderr


@pytest.mark.parametrize("words", [["--help"], ["list", "--help"], ["check", "--help"]])
def test_they_explain_themselves_in_both_languages(words: list[str]) -> None:
    done = lotse(*words)
    assert done.exit_code == 0
    assert " / " in done.stdout
