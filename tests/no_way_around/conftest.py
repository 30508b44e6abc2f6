"""A service that has made films, and an installation to be tampered with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import language as packs
from pipeline.scene import avatar
from tests.films import Service, _furnished, _no_settings_from_outside, few
from tests.no_way_around.attempts import disclosed


@pytest.fixture(scope="package")
def _made(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Service:
    """The German film and the English draft, with a copy of everything beside."""
    root = tmp_path_factory.mktemp("made") / "service"
    root.mkdir()
    service = _furnished(root, models)
    with pytest.MonkeyPatch.context() as patch:
        _no_settings_from_outside(patch)
        few(patch)
        disclosed(service, "de", draft=False)
        disclosed(service, "en")
    shutil.copytree(service.root, service.root.with_name("copy"))
    return service


@pytest.fixture
def made(_made: Service, plain_environment: None) -> Iterator[Service]:
    """A service that has made films; whatever is done to it is undone."""
    yield _made
    shutil.rmtree(_made.root)
    shutil.copytree(_made.root.with_name("copy"), _made.root)


@pytest.fixture
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The installation's packs and avatars, to be tampered with."""
    folder = tmp_path / "assets"
    shutil.copytree(packs.ASSETS, folder)
    monkeypatch.setattr(packs, "ASSETS", folder)
    monkeypatch.setattr(avatar, "AVATARS", folder / "avatars")
    packs.load.cache_clear()
    yield folder
    packs.load.cache_clear()
