"""What every room's tests may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOGETHER = "tests/no_way_around/"
"""Its files share films."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object | None:
    """With `--dist loadfile` a folder whose files share films stays on one processor, and they are made once."""
    from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

    class Scheduling(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return TOGETHER if nodeid.startswith(TOGETHER) else nodeid.partition("::")[0]

    return Scheduling(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.fixture(scope="session")
def models() -> Path:
    """The models folder that `make setup` fills, with real weights. Tests read it and never write to it."""
    from pipeline.weights import installed

    folder = ROOT / ".lotse" / "models"
    wanted = {"whisper:base", "piper:en_US-joe-medium", "firefox:en-pt", "firefox:pt-en"}
    missing = wanted - {weight.name for weight in installed(folder)}
    if missing:
        pytest.fail(f"not installed: {', '.join(sorted(missing))}; run: make setup")
    return folder


@pytest.fixture(scope="session")
def argosmodel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny real .argosmodel that translates a few German words into English, one by one."""
    from tests.translate import tiny_argos

    words = {"Guten": "Good", "Tag": "day", "Ihr": "Your", "Termin": "appointment", "ist": "is", "um": "at"}
    return tiny_argos.build(tmp_path_factory.mktemp("argosmodel"), "de", "en", words)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory, argosmodel: Path) -> Path:
    """A models folder with tiny real Argos models: de-en, en-uk, and a de-tr that gets the number 12 wrong."""
    from pipeline.weights import import_from
    from tests.translate import tiny_argos

    folder = tmp_path_factory.mktemp("tiny")
    ukrainian = {"Good": "Добрий", "day": "день", "Your": "Ваш", "appointment": "прийом", "is": "є", "at": "о"}
    files = [
        argosmodel,
        tiny_argos.build(folder, "en", "uk", ukrainian, target_prefix=">>uk<<"),
        tiny_argos.build(folder, "de", "tr", {"Guten": "İyi", "Tag": "günler", "12": "13"}),
    ]
    for file in files:
        import_from(folder / "models", file)
    return folder / "models"
