"""Films swapped in the middle of a run."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.films import Service
from tests.no_way_around.attempts import job, refused, unlabelled

pytest_plugins = ["tests.films"]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_frames")]


@pytest.mark.parametrize("stage", ["verify", "publish"])
def test_a_film_swapped_between_two_stages(stage: str, made: Service) -> None:
    """Whoever swaps it before it is proved gets it judged; afterwards it is not the one that was proved."""
    folder = job(made)

    def swap(language: str, now: str, done: float) -> None:
        if now == stage:
            unlabelled(folder, "16x9/sealed.mp4")

    outcome = made.render("en", progress=swap)["en"]
    assert outcome.status == "failed"
    assert ("„label“" if stage == "verify" else "nicht die, die geprüft wurde") in outcome.de
    assert ('"label"' if stage == "verify" else "not the one that was proved") in outcome.en


def test_a_film_swapped_while_it_is_proved(made: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the picture was looked at, before anybody remembers which file it was."""
    from pipeline.verify import seals

    xmp = seals.xmp

    def swap(path: Path, *rest: Any) -> Any:
        found = xmp(path, *rest)
        unlabelled(job(made), "16x9/sealed.mp4")
        return found

    monkeypatch.setattr(seals, "xmp", swap)
    assert "nicht die, die geprüft wurde" in refused(made)


def test_a_film_that_cannot_be_logged_stays_out(made: Service) -> None:
    shutil.rmtree(made.out)
    (made.root / "state" / "fingerprints.jsonl").unlink()
    (made.root / "state" / "fingerprints.jsonl").mkdir()
    (job(made, "de") / "16x9/logged.json").unlink()
    refused(made, "de")
