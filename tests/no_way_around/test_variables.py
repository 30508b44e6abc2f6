"""The environment: every variable at once, switches that are not there, other libraries."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.films import Service
from tests.no_way_around.attempts import disclosed, picture, refused

pytest_plugins = ["tests.films"]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_frames")]

VARIABLES = {
    "LOTSE_SERVICE__NAME": "WWWWWWWWWWWW",
    "LOTSE_SERVICE__CONTACT": r"{\pos(1552,113)}",
    "LOTSE_SERVICE__ADDRESS": "du",
    "LOTSE_SERVICE__COLOURS__ACCENT": "#ffffff",
    "LOTSE_SERVICE__COLOURS__BACKGROUND": "#000000",
    "LOTSE_SERVICE__COLOURS__INK": "#000000",
    "LOTSE_SERVICE__NAMES": '{"maja": {"en": "Someone"}}',
    "LOTSE_SERVICE__FORMATS": '["16x9"]',
    "LOTSE_SERVICE__SMALL": "false",
    "LOTSE_REVIEW__POLICY": "label",
    "LOTSE_REVIEW__REVIEWERS": '{"en": ["Eve Moor"]}',
    "LOTSE_MODELS__DEVICE": "cpu",
    "LOTSE_SPEECH__WHISPER": "whisper:tiny",
    "LOTSE_SPEECH__UNCHECKED": "true",
    "LOTSE_SPEECH__NONCOMMERCIAL": "true",
    "LOTSE_SPEECH__PRONUNCIATION": '{"en": {"Jobcenter": "job centre"}}',
    "LOTSE_SPEECH__VOICES": '{"en": {"female": ["piper:en_US-none-medium"]}}',
    "LOTSE_SERVICE__OFFER": '{"en": "Interpreting costs you nothing."}',
    "LOTSE_SERVICE__CODE": "https://haus.example/",
    **{
        f"LOTSE_SHARE__{name.upper()}": f"x{name}"
        for name in ("inbox", "work", "review", "drafts", "films", "done", "failed", "status")
    },
    "LOTSE_SHARE__STABLE": "1",
    "LOTSE_SHARE__ORPHAN": "1",
    "LOTSE_QUEUE__BROKER": "redis://127.0.0.1:1/0",
    "LOTSE_QUEUE__LEASE": "1",
    "LOTSE_QUEUE__LIMIT": "60",
    "LOTSE_QUEUE__KEEP_DAYS": "1",
    "C2PA_LIBRARY_NAME": "libnone.so",
    "FFMPEG_DATADIR": "/nowhere",
    "AV_LOG_FORCE_COLOR": "1",
}


def test_every_variable_at_once(made: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.settings_file import variables

    logo = picture(tmp_path / "logo.png", 1920, 1080, (255, 255, 255, 255))
    paths = {
        "LOTSE_CONFIG": made.config,
        "LOTSE_SERVICE__LOGO": logo,
        "LOTSE_SERVICE__BACKGROUND": logo,
        "LOTSE_PATHS__STATE": made.root / "state",
        "LOTSE_PATHS__AVATARS": tmp_path,
        "LOTSE_PATHS__SHARE": tmp_path / "share",
        "LOTSE_PATHS__METRICS": tmp_path / "metrics",
        "LOTSE_MODELS__FOLDER": made.models,
        "FFREPORT": f"file={tmp_path / 'report.log'}:level=32",
    }
    for name, value in {**VARIABLES, **paths}.items():
        monkeypatch.setenv(name, str(value))
    assert {name for name in os.environ if name.startswith("LOTSE_")} == set(variables()), "every documented one"
    claim = disclosed(made, draft=False)
    assert (claim.review, claim.timeline.note) == ("unchecked", "Translation: not checked by a person")


@pytest.mark.parametrize(
    "name", ["LOTSE_LABEL", "LOTSE_DISCLOSURE", "LOTSE_SERVICE__COLOURS__LABEL", "lotse_watermark"]
)
def test_no_variable_switches_anything_off(name: str, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "false")
    refused(service)


@pytest.mark.parametrize("name", ["libc2pa_c.so", "libother.so"])
def test_no_other_library_signs_or_judges(name: str, tmp_path: Path) -> None:
    """Neither one that a variable names nor one that lies where the command is called."""
    import _ctypes

    root = Path(__file__).resolve().parents[2]
    for folder in (tmp_path, tmp_path / "libs", tmp_path / "artifacts"):
        folder.mkdir(exist_ok=True)
        shutil.copyfile(_ctypes.__file__, folder / name)
    program = (
        "import os; from pipeline.seal.manifest import _c2pa; library = _c2pa()\n"
        "print(library.c2pa._lib._name, library.__file__, os.getcwd(), os.environ['C2PA_LIBRARY_NAME'], sep='\\n')"
    )
    environment = {**os.environ, "PYTHONPATH": str(root), "C2PA_LIBRARY_NAME": name}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    loaded, package, place, variable = done.stdout.splitlines()
    assert Path(loaded).is_relative_to(Path(package).parent)
    assert (place, variable) == (str(tmp_path), name), "left as they were"
