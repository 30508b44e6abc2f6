"""What must be seen is compared with how it should look, in every frame; pictures may lose quality, never content."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from pipeline.formats import FORMATS
from pipeline.media import watch
from pipeline.model import EndCard, Format, Gate
from pipeline.scene import end_card
from pipeline.scene.layout import layout
from pipeline.scene.sprite import to_yuv
from pipeline.verify import pixels
from pipeline.verify.pixels import Comparison, Plate
from pipeline.verify.stage import draft_words as plate_of
from tests.films import FAST_START, PICTURE, ffmpeg, repainted
from tests.scene.staging import GERMAN, LOOK

if TYPE_CHECKING:
    from tests.films import Proof

pytest_plugins = ["tests.films"]
pytestmark = pytest.mark.slow


def label(proof: Proof, path: Path, start: float = 0.0, end: float = 0.0) -> Gate:
    return seen(proof, path, Plate("label", proof.scene.draw("label"), start, end or proof.timeline.duration))


def seen(proof: Proof, path: Path, plate: Plate) -> Gate:
    comparison = Comparison([plate], fps=proof.timeline.fps, frames=proof.timeline.frames)
    watch(path, [comparison])
    (gate,) = comparison.gates()
    return gate


def numbers(gate: Gate) -> tuple[float, float]:
    """Worst block, worst mean."""
    words = gate.measured.replace(",", "").split()
    return float(words[words.index("block") + 1]), float(words[words.index("mean") + 1])


def test_a_good_film_keeps_far_from_the_bounds_and_a_poor_copy_within_them(short: Proof, tmp_path: Path) -> None:
    block, mean = numbers(label(short, short.path))
    assert block < pixels.WORST_BLOCK / 3
    assert mean < pixels.WORST_MEAN / 2
    poor = label(short, ffmpeg(short.path, tmp_path / "f.mp4", *PICTURE, "-crf", "30", *FAST_START))
    assert poor.passed
    assert numbers(poor) > (block, 0)


def test_only_the_time_in_which_a_plate_must_stand_counts(short: Proof, tmp_path: Path) -> None:
    box = short.scene.draw("label").box
    graph = f"drawbox=x={box.left + 60}:y={box.top}:w=40:h=150:color=white:t=fill:enable='lt(n,10)'"
    copy = repainted(short.path, tmp_path / "f.mp4", graph)
    fps = short.timeline.fps
    assert label(short, copy, start=10 / fps).passed
    early = label(short, copy, start=9 / fps)
    assert not early.passed
    assert "(frame 9)" in early.measured


def test_a_plate_that_is_due_in_no_frame_proves_nothing(short: Proof) -> None:
    end = short.timeline.duration
    assert not label(short, short.path, start=end + 1, end=end + 2).passed


def test_letters_without_contrast_fail_even_where_they_are_as_planned(short: Proof, tmp_path: Path) -> None:
    """A language pack with ink on ink: the film shows what the plan says, and nobody can read it."""
    whole = short.scene.draw("label")
    image = whole.image.copy()
    image[..., :3] //= 3
    grey = replace(whole, image=image)
    box = whole.box
    dark = f"crop={box.right - box.left}:{box.bottom - box.top}:{box.left}:{box.top},lutyuv=y='16+(val-16)/3'"
    graph = f"split[a][b];[b]{dark}[c];[a][c]overlay={box.left}:{box.top}"
    copy = repainted(short.path, tmp_path / "f.mp4", graph)
    plate = Plate("label", grey, 0.0, short.timeline.duration)
    gate = seen(short, copy, plate)
    assert not gate.passed
    assert numbers(gate)[0] < pixels.WORST_BLOCK
    assert float(gate.measured.rsplit(" ", 1)[1].removesuffix(":1")) < pixels.CONTRAST


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("contact", ["Kontakt · 112", "Kontakt · Beratungsstelle im Haus am Markt · 030 23125-118"])
def test_few_words_on_a_large_plate_have_the_contrast_they_have(contact: str, form: Format) -> None:
    card = EndCard("Bitte sagen Sie es.", "", contact)
    place = layout(form, rtl=False)
    plate = end_card.contact(card, GERMAN, GERMAN, place, LOOK)
    picture = np.full((place.height, place.width), 128, np.uint8)
    box = plate.box
    picture[box.top : box.bottom, box.left : box.right] = to_yuv(plate)[0]
    comparison = Comparison([Plate("end card", plate, 0.0, 1.0)], fps=1, frames=1)
    comparison.see(0, picture)
    (gate,) = comparison.gates()
    assert gate.passed, gate.measured


def test_a_file_that_breaks_off_is_not_seen_to_its_end(short: Proof, tmp_path: Path) -> None:
    copy = tmp_path / "f.mp4"
    copy.write_bytes(short.path.read_bytes()[: short.path.stat().st_size // 2])
    gate = label(short, copy)
    assert not gate.passed
    assert int(gate.measured.split(" of ")[0]) < len(short.timeline.poses)


def test_a_change_in_a_frame_between_equal_ones_is_seen(short: Proof, tmp_path: Path) -> None:
    """Frames that repeat what was judged are only counted; the next that differs is judged again."""
    box = short.scene.draw("label").box
    graph = f"drawbox=x={box.left + 60}:y={box.top}:w=40:h=150:color=white:t=fill:enable='eq(n,11)'"
    gate = label(short, repainted(short.path, tmp_path / "f.mp4", graph))
    assert not gate.passed
    assert "(frame 11)" in gate.measured
    assert gate.measured.startswith(f"{short.timeline.frames} of {short.timeline.frames} frames")


def draft_words(proof: Proof, path: Path) -> Gate:
    return seen(proof, path, plate_of(proof.scene))


def test_the_words_across_a_draft_are_seen_in_every_frame(draft: Proof) -> None:
    gate = draft_words(draft, draft.path)
    frames = len(draft.timeline.poses)
    assert gate.passed
    assert gate.measured.startswith(f"{frames} of {frames} frames")


def test_draft_words_missing_in_one_frame(draft: Proof, tmp_path: Path) -> None:
    graph = "drawbox=x=0:y=950:w=900:h=130:color=0xe9e6df:t=fill:enable='eq(n,12)'"
    gate = draft_words(draft, repainted(draft.path, tmp_path / "f.mp4", graph))
    assert not gate.passed
    assert "nicht in jedem Bild" in gate.de
    assert "does not show in every frame" in gate.en
