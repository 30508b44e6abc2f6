"""`lotse init`: settings, and a share with all that a team needs in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import settings
from workers.cli import app


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LOTSE_CONFIG", raising=False)
    monkeypatch.setenv("LOTSE_PATHS__SHARE", "")
    return tmp_path


def test_a_share_is_set_up(here: Path) -> None:
    done = CliRunner().invoke(app, ["init", 'Frei "gabe"'])
    assert done.exit_code == 0, done.output
    share = here / 'Frei "gabe"'
    assert settings.load(here / "lotse.toml").paths.share == share
    assert sorted(path.name for path in share.iterdir() if path.is_dir()) == [
        "Arbeit",
        "Ausgabe",
        "Eingang",
        "Entwurf",
        "Erledigt",
        "Fehler",
        "Pruefung",
    ]
    text = (share / "LIESMICH.txt").read_text(encoding="utf-8")
    assert "„Eingang“" in text and "Status.html" in text
    assert (here / "lotse.toml").read_text(encoding="utf-8").count("\n#") > 10


def test_again_it_mends_what_is_missing_and_keeps_the_rest(here: Path) -> None:
    CliRunner().invoke(app, ["init", "frei"])
    (here / "frei" / "Eingang").rmdir()
    (here / "frei" / "LIESMICH.txt").write_text("eigener Text")
    assert CliRunner().invoke(app, ["init", "frei"]).exit_code == 0
    assert (here / "frei" / "Eingang").is_dir()
    assert (here / "frei" / "LIESMICH.txt").read_text() == "eigener Text"


def test_settings_that_name_no_share_or_another_are_left_as_they_are(here: Path) -> None:
    (here / "lotse.toml").write_text("# mine\n")
    done = CliRunner().invoke(app, ["init", "frei"])
    assert done.exit_code == 2
    assert f'share = "{here}/frei"' in done.stderr
    assert (here / "lotse.toml").read_text() == "# mine\n"
    assert not (here / "frei").exists()


def test_a_drive_that_is_not_mounted_is_not_replaced_by_a_folder(here: Path) -> None:
    done = CliRunner().invoke(app, ["init", "laufwerk/frei"])
    assert done.exit_code == 2
    assert "Netzlaufwerk" in done.stderr
    assert not (here / "laufwerk").exists()


def test_a_share_that_holds_the_state_is_refused(here: Path) -> None:
    done = CliRunner().invoke(app, ["watch", ".", "--local", "--config", _config(here)])
    assert done.exit_code == 2
    assert "paths.state" in done.stderr


def test_nothing_to_watch(here: Path) -> None:
    (here / "lotse.toml").write_text("")
    done = CliRunner().invoke(app, ["watch", "--local"])
    assert done.exit_code == 2
    assert "[paths] share" in done.stderr


def _config(here: Path) -> str:
    path = here / "lotse.toml"
    path.write_text('[paths]\nstate = "state"\n')
    return str(path)
