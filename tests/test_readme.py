"""The README says what is true of this version."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.usefixtures("models")
def test_the_table_of_languages_is_the_one_that_the_command_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_CONFIG", str(ROOT / "assets" / "demo" / "lotse.toml"))
    printed = CliRunner().invoke(app, ["languages"]).stdout
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for line in filter(None, map(str.rstrip, printed.split("\n"))):
        assert line in readme


def test_the_pictures_are_there() -> None:
    assert (ROOT / "assets" / "readme" / "frame.jpg").stat().st_size < 200_000
