"""That a script's picture and clip were shown is proved on the finished file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from pipeline.pages.proofs import GATES
from tests import films
from tests.films import gate, repainted
from tests.pictures import clip

if TYPE_CHECKING:
    from pipeline.model import Picture, Timed
    from tests.films import Proof

pytest_plugins = ["tests.films"]
pytestmark = pytest.mark.slow

SCRIPT = """---
title: Hallo
---
![Ein sehr unruhiges Foto](foto.jpg)

Bring bitte deinen Ausweis mit.

![Der Weg durch den Hof](weg.mp4)

Geh durch den Hof, dann die Treppe hinauf, und klopfe an der zweiten Tür.
"""


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Proof:
    """A film in German that shows a photograph, as hard to encode as they come, and a clip."""
    from PIL import Image, ImageFilter

    service = films._furnished(tmp_path_factory.mktemp("pictured"), models)
    service.write("termin.md", SCRIPT)
    noise = np.random.default_rng(1).integers(0, 256, (450, 800, 3), dtype=np.uint8)
    Image.fromarray(noise).filter(ImageFilter.GaussianBlur(1)).save(service.root / "foto.jpg", quality=90)
    clip(service.root / "weg.mp4", "rrggbb", fps=2)
    return films._filmed(service, "de")


def over(proof: Proof, shown: Timed[Picture], graph: str = "color=gray:t=fill") -> str:
    assert proof.scene.pictures
    box = next(
        sprite.box for _, sprite, start, end in proof.scene.pictures.proofs() if shown.start <= start < shown.end
    )
    return f"drawbox=x={box.left}:y={box.top}:w={box.right - box.left}:h={box.bottom - box.top}:{graph}"


def test_a_film_with_pictures_passes_and_says_so_to_machines(pictured: Proof) -> None:
    report = pictured.verify()
    assert [one for one in report.gates if not one.passed] == []
    assert "weg.mp4" in gate(report, "picture").measured
    assert {one.name for one in report.gates} <= GATES.keys(), "the report has words for every proof"
    assert pictured.proof.claim.composite
    written = json.loads((pictured.published / "report.json").read_text(encoding="utf-8"))
    assert [unit["picture"] for unit in written["units"]] == ["foto.jpg", "", "weg.mp4", ""]
    transcript = (pictured.published / "Hallo.de.txt").read_text(encoding="utf-8")
    assert transcript.index("[Ein sehr unruhiges Foto]") < transcript.index("Bring bitte")
    assert "Foto" not in (pictured.published / "Hallo.de.vtt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("number", "name"), [(0, "foto.jpg"), (1, "weg.mp4")])
def test_one_that_is_covered_in_a_single_frame(number: int, name: str, pictured: Proof, tmp_path: Path) -> None:
    shown = pictured.timeline.pictures[number]
    first = round(shown.start * pictured.timeline.fps)
    graph = over(pictured, shown, f"color=gray:t=fill:enable='eq(n,{first})'")
    report = pictured.verify(repainted(pictured.path, tmp_path / "f.mp4", graph))
    assert [one.name for one in report.gates if not one.passed] == ["picture"]
    assert f"„{name}“ ist im Film nicht in jedem Bild" in gate(report, "picture").de


def test_a_clip_that_stands_still(pictured: Proof, tmp_path: Path) -> None:
    """Its first frame in place of its last."""
    shown = pictured.timeline.pictures[1]
    last = round(shown.end * pictured.timeline.fps) - 1
    graph = over(pictured, shown, f"color=0xc02020:t=fill:enable='eq(n,{last})'")
    assert pictured.failed(repainted(pictured.path, tmp_path / "f.mp4", graph)) == ["picture"]


def test_elsewhere_the_files_are_not_known_and_only_time_and_words_can_be_told(pictured: Proof) -> None:
    from pipeline.verify.bare import examine

    verdict = examine(pictured.sealed, root=pictured.proof.root, mark_key=None, log=None)
    assert verdict.status == 0
    told = [one for one in verdict.unjudged if one.name == "picture"]
    assert "„Ein sehr unruhiges Foto“" in told[0].de
    assert '"Der Weg durch den Hof"' in told[1].en
    assert "Bild aus dem Skript" in verdict.de
