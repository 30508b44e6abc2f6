"""Flags in every combination, and those that are not there."""

from __future__ import annotations

import json
import shutil
from itertools import product
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.films import Service
from tests.no_way_around.attempts import proved

pytest_plugins = ["tests.films"]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_frames")]


def test_flags_in_every_combination(made: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.cli import app

    elsewhere = made.root / "elsewhere"
    shutil.copyfile(made.config, made.root / "other.toml")
    choices = [
        [[], ["--review", "label"], ["--review", "required"]],
        [["--avatar", ""], ["--avatar", "nobody"]],
        [["--to", "en,EN+en", "--json"]],
        [
            ["--out", str(made.out), "--config", str(made.config)],
            ["--out", str(elsewhere), "--config", str(made.root / "other.toml")],
        ],
    ]
    for flags in product(*choices):
        options = [part for flag in flags for part in flag]
        films = {path for folder in (made.out, elsewhere) for path in folder.rglob("*.mp4")}
        done = CliRunner().invoke(app, ["render", str(made.root / "termin.md"), *options])
        if "label" in options or "nobody" in options:
            assert done.exit_code == 2, options
            continue
        assert done.exit_code == 3, (options, done.output)
        assert films <= {path for folder in (made.out, elsewhere) for path in folder.rglob("*.mp4")}
        proved(made, Path(json.loads(done.stdout)[0]["film"]))


@pytest.mark.parametrize("flag", ["--no-label", "--no-disclosure", "--force", "--skip-verify", "--unsigned", "--label"])
def test_no_flag_switches_anything_off(flag: str, service: Service) -> None:
    from pipeline.cli import app

    done = CliRunner().invoke(app, ["render", str(service.root / "termin.md"), "--to", "de", flag])
    assert done.exit_code == 2
    assert service.films() == []
