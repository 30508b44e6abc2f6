"""Several film files of one language: every format and small copy is a film of its own, proved like the first.

Rendered for real, with few frames a second.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline import run, small
from pipeline.attempt import Outcome
from pipeline.files import sha256
from pipeline.seal.keys import load
from pipeline.seal.log import Log
from pipeline.verify.bare import examine
from tests.films import FEW, Service, _furnished, _no_settings_from_outside

if TYPE_CHECKING:
    from pipeline.model import Format

pytestmark = pytest.mark.slow


pytest_plugins = ["tests.films"]

RATE = 60_000
"""Bits a second of a copy's picture: enough for so few frames."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Service]:
    """Upright and landscape, with small copies, of which the front matter says nothing."""
    made = _furnished(tmp_path_factory.mktemp("house"), models)
    made.settings("label")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(small, "rate", lambda film, sealed: RATE)
        _no_settings_from_outside(patch)
        patch.setattr("pipeline.scene.timeline.FPS", FEW)
        yield made


def render(house: Service, *formats: Format, copies: bool | None = None) -> Outcome:
    return run.render(replace(house.work(), asked_formats=formats, asked_small=copies), ["en"])[0]


def report(house: Service) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((house.out / "Hallo/en/report.json").read_text(encoding="utf-8"))
    return data


def test_every_format_and_its_small_copy_is_a_film_of_its_own(house: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small, "LIMIT", 700_000)
    monkeypatch.setattr(small, "LEAST", RATE)
    made = render(house, "9x16", "16x9", copies=True)
    assert made.status == "film", made.en
    assert made.film == house.out / "Hallo/en/Hallo.en.mp4", "the widest is shown"
    files = ["Hallo.en.mp4", "Hallo.en.9x16.mp4", "Hallo.en.klein.mp4", "Hallo.en.9x16.klein.mp4"]
    kept = report(house)
    assert [film["film"] for film in kept["films"]] == files
    assert [one["status"] for one in kept["small"]] == ["made", "made"]
    assert (kept["film"], kept["film_sha256"]) == (files[0], kept["films"][0]["film_sha256"])
    for film in kept["films"]:
        path = house.out / "Hallo/en" / film["film"]
        assert (film["size"], film["film_sha256"]) == (path.stat().st_size, sha256(path))
        assert all(gate["passed"] for gate in film["gates"])
        assert film["small"] == ("size" in {gate["name"] for gate in film["gates"]}) == ("klein" in film["film"])
        assert (film["size"] <= small.LIMIT) == film["small"]
        assert film["duration"] == pytest.approx(kept["duration"], abs=0.1)

    start = (house.out / "Hallo/Start.html").read_text(encoding="utf-8")
    assert start.count("<button") == 1
    assert all(f'href="en/{name}"' in start for name in files[1:])
    assert (house.out / "Hallo/en/report.html").read_text(encoding="utf-8").count("Filmdatei</td>") == 4
    state, keys = house.root / "state", load(house.root / "state" / "keys")
    log = state / "fingerprints.jsonl"
    entries = Log(log).entries()
    assert len(entries) == 4, "each of them once"
    assert all(entry.fingerprint.sound and entry.fingerprint.picture for entry in entries)
    film = house.out / "Hallo/en" / files[-1]
    verdict = examine(film, root=keys.root, mark_key=keys.mark_key(), log=log, state=state)
    assert verdict.status == 0, verdict.en
    assert house.leftovers() == []


def test_what_is_not_asked_for_any_more_goes_and_what_is_small_enough_needs_no_copy(house: Service) -> None:
    made = render(house, "9x16", copies=True)
    assert made.film == house.out / "Hallo/en/Hallo.en.9x16.mp4"
    assert house.films() == ["Hallo/en/Hallo.en.9x16.mp4"]
    assert 'data-film="en/Hallo.en.9x16.mp4"' in (house.out / "Hallo/Start.html").read_text(encoding="utf-8")
    assert "Hallo.en.9x16.mp4 passt so schon durch Messenger" in made.de
    assert "Hallo.en.9x16.mp4 fits messengers as it is" in made.en
    assert [one["status"] for one in report(house)["small"]] == ["fits"]


@pytest.mark.parametrize(
    ("limit", "least", "said"),
    [
        pytest.param(700_000, 10**9, "small copy of Hallo.en.mp4 for messengers: the film takes", id="too long"),
        pytest.param(100_000, 1, "the film fails its proofs (size).", id="not proved"),
    ],
)
def test_a_copy_that_cannot_be_small_enough_is_only_missing(
    limit: int, least: int, said: str, house: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(small, "LIMIT", limit)
    monkeypatch.setattr(small, "LEAST", least)
    made = render(house, "16x9", copies=True)
    assert (made.status, house.films()) == ("film", ["Hallo/en/Hallo.en.mp4"])
    assert said in made.en
    assert "fehlt" in made.de
    assert [one["status"] for one in report(house)["small"]] == ["missing"]
