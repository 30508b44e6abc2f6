from pathlib import Path

import pytest

from pipeline import language


@pytest.fixture(autouse=True)
def assets(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The real language packs, and two folders of avatars whatever else may be drawn one day."""
    assets = tmp_path_factory.mktemp("assets")
    (assets / "languages").symlink_to(language.ASSETS / "languages")
    for name in ("maja", "daniel", ".git"):
        (assets / "avatars" / name).mkdir(parents=True)
    monkeypatch.setattr(language, "ASSETS", assets)
    return assets
