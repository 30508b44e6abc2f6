"""A film of ours that is not as it must be, or says something else of itself than it shows: signed again, and found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.seal import manifest
from pipeline.seal.manifest import Claim
from pipeline.seal.stage import seal
from tests.films import repainted
from tests.verify.judging import failed, judged, layers, unjudged

if TYPE_CHECKING:
    from tests.films import Proof

pytest_plugins = ["tests.films"]
pytestmark = pytest.mark.slow


def test_a_label_painted_over_and_signed_again(short: Proof, tmp_path: Path) -> None:
    box = short.scene.draw("label").box
    graph = f"drawbox=x={box.left + 40}:y={box.top + 40}:w=60:h=40:color=white:t=fill:enable='eq(n,9)'"
    verdict = judged(short, short.seal(repainted(short.path, tmp_path / "film.mp4", graph)))
    assert verdict.status == 1
    assert failed(verdict) == ["label"]
    assert layers(verdict)["manifest"] is True
    assert layers(verdict)["pixels"] is False
    assert "Kennzeichnung" in verdict.de
    assert "label" in verdict.en


def test_no_metadata(short: Proof, tmp_path: Path) -> None:
    manifest.sign(short.path, tmp_path / "film.mp4", short.proof.claim, short.keys)
    verdict = judged(short, tmp_path / "film.mp4")
    assert (verdict.status, failed(verdict), layers(verdict)["XMP"]) == (1, ["XMP"], False)


def without_german(claim: Claim) -> Claim:
    card = claim.timeline.end_card
    mute = replace(card, value=replace(card.value, german=""))
    return replace(claim, timeline=replace(claim.timeline, end_card=mute))


def without_request(claim: Claim) -> Claim:
    card = claim.timeline.end_card
    mute = replace(card, value=replace(card.value, request=""))
    return replace(claim, timeline=replace(claim.timeline, end_card=mute))


def without_intro(claim: Claim) -> Claim:
    """Nor does it say that there should be captions of it."""
    timeline = claim.timeline
    end = timeline.intro.end
    captions = tuple(caption for caption in timeline.captions if caption.start >= end)
    sentences = tuple(sentence for sentence in timeline.sentences if sentence.start >= end)
    mute = replace(timeline.intro, value="")
    return replace(claim, timeline=replace(timeline, intro=mute, captions=captions, sentences=sentences))


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        pytest.param(lambda claim: replace(claim, film_id=claim.film_id ^ 1), ["watermark"], id="another film's mark"),
        pytest.param(lambda claim: replace(claim, review="machine"), ["review state"], id="another note"),
        pytest.param(without_german, ["end card", "request"], id="no request in German"),
        pytest.param(without_request, ["end card", "request", "caption text"], id="no request"),
        pytest.param(without_intro, ["introduction", "voice"], id="no introduction"),
    ],
)
def test_a_film_that_says_something_else_of_itself(
    change: Callable[[Claim], Claim], wrong: list[str], short: Proof, tmp_path: Path
) -> None:
    seal(short.path, tmp_path / "film.mp4", change(short.proof.claim), short.keys)
    verdict = judged(short, tmp_path / "film.mp4")
    assert (verdict.status, failed(verdict)) == (1, wrong)


def test_a_label_that_is_drawn_differently_today_proves_nothing_about_the_picture(short: Proof, tmp_path: Path) -> None:
    claim = replace(short.proof.claim, label=replace(short.proof.claim.label, sha256="0" * 64))
    seal(short.path, tmp_path / "film.mp4", claim, short.keys)
    verdict = judged(short, tmp_path / "film.mp4")
    assert verdict.status == 0
    assert layers(verdict)["pixels"] is None
    assert unjudged(verdict)[:5] == ["text", "facts", "heard", "mouth", "label"]
    assert "label" not in [gate.name for gate in verdict.gates]
    assert "Kennzeichnung" in verdict.de.partition("Nicht beurteilbar")[2]
