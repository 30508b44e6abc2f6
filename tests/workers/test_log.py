"""Logs tell what happened, when and to which job, and nothing of what the script says."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from tests.films import Service

pytest_plugins = ["tests.films"]

MARKER = "Quittengelee Zaunkönig"
PREFIX = """
import logging, sys
sys.path.insert(0, {root!r})
from workers import log
log.configure()
"""


def lines(program: str, *words: str) -> list[dict[str, object]]:
    """What a process says on standard error; every line must be JSON."""
    code = PREFIX.format(root=str(ROOT)) + program
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_a_line_says_when_what_and_whose() -> None:
    (line,) = lines('log.log().info("claimed", job="termin-1", language="uk")')
    assert list(line)[:5] == ["time", "level", "event", "job", "language"]
    assert (line["event"], line["level"], line["job"]) == ("claimed", "info", "termin-1")
    assert str(line["time"]).endswith("Z")


def test_libraries_speak_from_warning_on_in_the_same_form() -> None:
    said = lines('logging.getLogger("library").info("chatter"); logging.getLogger("library").warning("trouble %s", 7)')
    assert [line["event"] for line in said] == ["trouble 7"]
    assert said[0]["level"] == "warning"


def test_pythons_own_warnings_are_lines_as_well() -> None:
    (line,) = lines('import warnings; warnings.warn("old", DeprecationWarning, stacklevel=1)')
    assert "old" in str(line["event"])


@pytest.mark.parametrize(
    "call",
    ['log.log().error("failed", exc_info=True)', 'logging.getLogger("x").exception("failed")'],
)
def test_of_an_error_its_kind_and_place_are_told_but_not_its_words(call: str) -> None:
    (line,) = lines(f"try:\n    raise ValueError({MARKER!r})\nexcept ValueError:\n    {call}")
    assert line["error"] == "ValueError"
    assert "<module>" in str(line["at"])
    assert MARKER not in json.dumps(line, ensure_ascii=False)


def test_a_stage_that_ends_says_how_long_it_took() -> None:
    said = lines('step = log.stages("termin-1")\nfor stage in ("speak", "speak", "render"): step("uk", stage, 0.5)\n')
    assert [(line["event"], line["stage"], line["language"]) for line in said] == [("stage done", "speak", "uk")]
    assert isinstance(said[0]["seconds"], float)


WORK = """
import pipeline.scene.timeline
from pathlib import Path
from pipeline import settings, state
from pipeline.job import Job, Order
from pipeline.publish import Places
from workers.stages import work_on
pipeline.scene.timeline.FPS = 1
root = Path(sys.argv[1])
loaded = settings.load(root / "lotse.toml")
job = Job.of(loaded.paths.state, root / "termin.md")
job.remember(Order(root / "termin.md", Places.under(root / "out"), "Hallo", languages=("de",)))
state.ask(job.language("de"))
if len(sys.argv) > 2:
    import pipeline.stages
    def broken(*_): raise RuntimeError("cannot read: " + (root / "termin.md").read_text())
    pipeline.stages.speak = broken
work_on(loaded, job.id, "de", "words")
work_on(loaded, job.id, "de", "film")
print(job.state("de").status)
"""


@pytest.mark.slow
@pytest.mark.parametrize("broken", [False, True])
def test_no_word_of_the_script_is_in_any_line(service: Service, broken: bool) -> None:
    service.settings("label")
    service.write("termin.md", f"---\ntitle: Hallo\nlanguage: de\n---\nHier steht {MARKER} im Text.\n")
    said = lines(WORK, str(service.root), *(["broken"] if broken else []))
    text = json.dumps(said, ensure_ascii=False)
    assert all(word not in text for word in MARKER.split())
    events = {line["event"] for line in said}
    assert "half done" in events
    assert any("RuntimeError" in str(event) for event in events) == broken
    if not broken:
        assert {line["stage"] for line in said if line["event"] == "stage done"} >= {"translate", "speak", "render"}
