"""What Prometheus reads: every line in its text format, and every number as the job folders have it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline.job import staged
from pipeline.settings import Settings
from pipeline.state import State
from tests.workers.boards import NOW, furnish, job
from workers.metrics import FILE, text, write

NAME, LABEL = r"[a-zA-Z_:][a-zA-Z0-9_:]*", r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"'
SAMPLE = re.compile(rf"({NAME})(?:\{{({LABEL}(?:,{LABEL})*)\}})? ([-+]?[0-9.]+(?:e[-+]?[0-9]+)?|NaN|[-+]Inf)")


def parse(exposition: str) -> dict[str, float]:
    """Text format 0.0.4: head lines before their samples, no sample twice, a line end at the end."""
    assert exposition.endswith("\n")
    kinds: dict[str, str] = {}
    samples: dict[str, float] = {}
    last = ""
    for line in exposition.splitlines():
        if line.startswith("# HELP "):
            last = line.split()[2]
            assert last not in kinds, "told twice"
            continue
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split()
            assert name == last
            assert kind in ("counter", "gauge", "summary", "histogram", "untyped")
            kinds[name] = kind
            continue
        found = SAMPLE.fullmatch(line)
        assert found, line
        base = found[1].removesuffix("_sum").removesuffix("_count") if kinds[last] == "summary" else found[1]
        assert base == last
        key = line.rpartition(" ")[0]
        assert key not in samples, "counted twice"
        samples[key] = float(found[3])
    return samples


@pytest.fixture
def loaded(tmp_path: Path) -> Settings:
    return furnish(tmp_path)


@pytest.mark.parametrize("broken", ["a b\n", "# TYPE x gauge\n", "# HELP x y\n# TYPE x gauge\nx{a=b} 1\n", "x 1"])
def test_the_parser_itself_refuses_what_is_none(broken: str) -> None:
    with pytest.raises((AssertionError, KeyError)):
        parse(broken)


def test_an_empty_service_has_zeros_in_every_place(loaded: Settings) -> None:
    samples = parse(text(loaded, NOW))
    assert samples['lotse_queue_length{queue="models.urgent"}'] == 0
    assert samples['lotse_languages{status="failed"}'] == 0
    assert samples["lotse_queue_oldest_seconds"] == 0
    assert samples['lotse_disk_free_bytes{folder="share"}'] > 0


def test_what_waits_by_queue_and_for_how_long(loaded: Settings) -> None:
    job(loaded, "a.md", "A", ago=500, de=State(), uk=State(due="film"))
    job(loaded, "b.md", "B", ago=60, urgent=True, de=State(), uk=State(status="running"))
    job(loaded, "c.md", "C", ago=9000, length=9000, de=State(status="failed"), uk=State(attempts=2))
    samples = parse(text(loaded, NOW))
    assert samples['lotse_queue_length{queue="models.normal"}'] == 1
    assert samples['lotse_queue_length{queue="render.normal"}'] == 1
    assert samples['lotse_queue_length{queue="models.urgent"}'] == 1
    assert samples['lotse_queue_length{queue="models.long"}'] == 1
    assert samples["lotse_queue_oldest_seconds"] == 9000
    assert samples['lotse_languages{status="failed"}'] == 1
    assert samples['lotse_languages{status="running"}'] == 1
    assert samples["lotse_crashes"] == 2


def test_stages_are_counted_when_they_run_and_not_when_they_are_found_done(loaded: Settings) -> None:
    one = job(loaded, "a.md", "A", de=State())
    for inputs in ("x", "x", "y"):
        staged(one.language("de"), "film", int, inputs, lambda: sum(range(300_000)), secret=b"")
    samples = parse(text(loaded, NOW))
    assert samples['lotse_stage_seconds_count{stage="film"}'] == 2
    record = json.loads((one.folder / "de" / "film.json").read_text())
    assert samples['lotse_stage_seconds_sum{stage="film"}'] == pytest.approx(record["seconds"], abs=0.001)
    assert record["seconds"] > 0


def test_written_whole_where_the_settings_say(loaded: Settings, tmp_path: Path) -> None:
    assert not write(loaded)
    paths = loaded.paths.model_copy(update={"metrics": tmp_path / "metrics"})
    assert write(loaded.model_copy(update={"paths": paths}))
    assert [path.name for path in (tmp_path / "metrics").iterdir()] == [FILE]
    parse((tmp_path / "metrics" / FILE).read_text())
