"""A working folder with a lotse.toml that the test writes, and nothing else that could set anything.

A pytest plugin: test modules name it in `pytest_plugins`.

PYTEST_DONT_REWRITE: test modules import helpers from here before pytest loads it as a plugin.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.settings import load


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, no settings in the environment."""
    for name in [name for name in os.environ if name.upper().startswith("LOTSE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(text: str) -> Path:
    path = Path("lotse.toml").absolute()
    path.write_text(text, encoding="utf-8")
    return path


def refused(text: str = "") -> InputError:
    path = written(text) if text else None
    with pytest.raises(InputError) as caught:
        load(path)
    return caught.value
