"""A real film passes all gates; broken in one property, it fails exactly the gate for that."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import LotseError
from pipeline.files import sha256
from pipeline.scene.sprite import Box
from tests.films import FAST_START, PICTURE, ffmpeg, gate, repainted, resounded, silenced

if TYPE_CHECKING:
    from tests.films import Proof

pytest_plugins = ["tests.films"]
pytestmark = pytest.mark.slow

PICTURES = ["label", "review note", "end card", "captions"]
WORDS = ["text", "voice", "introduction", "request", "review state", "caption text", "facts", "heard"]
ALL = [*PICTURES, "flash", *WORDS, "speech", "pauses", "lips", "loudness", "mouth", "stream"]
ALL += ["manifest", "XMP", "watermark"]


# ---------------------------------------------------------------- as it should be


def test_an_unbroken_film_passes_every_gate_and_says_what_was_measured(film: Proof) -> None:
    report = film.verify()
    assert [one.name for one in report.gates if one.passed] == ALL
    assert report.passed
    frames = len(film.timeline.poses)
    assert f"{frames} of {frames} frames" in gate(report, "label").measured
    assert "contrast" in gate(report, "label").measured
    assert "25/1" in gate(report, "stream").measured
    assert "LUFS" in gate(report, "loudness").measured
    assert "4 of 4 sentences" in gate(report, "speech").measured
    assert "0 ms after lips" in gate(report, "lips").measured
    assert "Maya" in gate(report, "introduction").measured
    assert film.german in gate(report, "request").measured
    assert all(one.measured and one.required and not one.de and not one.en for one in report.gates)
    assert report.film_sha256 == sha256(film.sealed)
    assert (report.film.width, report.film.height, report.film.fps) == (1920, 1080, 25.0)


def test_a_film_coded_again_at_crf_30_still_shows_its_label(film: Proof, tmp_path: Path) -> None:
    copy = ffmpeg(film.path, tmp_path / "copy.mp4", *[*PICTURE, "-crf", "30"], *FAST_START)
    assert film.failed(copy) == []


def test_a_draft_passes_every_gate_too(draft: Proof) -> None:
    report = draft.verify()
    assert report.passed
    assert [one.name for one in report.gates] == [*PICTURES[:3], "draft words", "captions", *ALL[4:]]


# ---------------------------------------------------------------- broken, one property at a time


def label(proof: Proof) -> Box:
    return proof.scene.draw("label").box


def crop(box: Box) -> str:
    return f"crop={box.right - box.left}:{box.bottom - box.top}:{box.left}:{box.top}"


def over(box: Box, change: str, *, right: int = 0) -> str:
    """A part of the picture, changed, laid over the picture again."""
    return f"split[a][b];[b]{crop(box)},{change}[c];[a][c]overlay={box.left + right}:{box.top}"


def test_five_frames_in_the_middle_with_a_small_box_on_the_label(short: Proof, tmp_path: Path) -> None:
    x, y = label(short).left + 40, label(short).top + 60
    graph = f"drawbox=x={x}:y={y}:w=24:h=24:color=0x10222b:t=fill:enable='between(n,20,24)'"
    report = short.verify(repainted(short.path, tmp_path / "f.mp4", graph))
    assert [one.name for one in report.gates if not one.passed] == ["label"]
    found = gate(report, "label")
    assert any(f"frame {number}" in found.measured for number in range(20, 25))
    assert "„label“" in found.de
    assert "does not show in every frame" in found.en


@pytest.mark.parametrize(
    "graph",
    [
        pytest.param(lambda b: over(b, "gblur=sigma=6"), id="blurred"),
        pytest.param(lambda b: over(b, "lutyuv=y='min(val,110)'"), id="letters in a dark colour"),
        pytest.param(lambda b: over(b, "null", right=-16), id="a little to the left"),
        pytest.param(
            lambda b: (
                f"drawbox=x={b.left - 8}:y={b.top - 8}:w={b.right - b.left + 16}:h={b.bottom - b.top + 16}"
                ":color=0xf4f1ea:t=fill"
            ),
            id="gone",
        ),
        pytest.param(
            lambda b: (
                f"drawbox=x={b.left + 60}:y={b.top}:w=4:h={b.bottom - b.top}:color=white:t=fill:enable='eq(n,20)'"
            ),
            id="a thin line across it in a single frame",
        ),
    ],
)
def test_the_label(graph: object, short: Proof, tmp_path: Path) -> None:
    assert callable(graph)
    assert short.failed(repainted(short.path, tmp_path / "f.mp4", graph(label(short)))) == ["label"]


def test_the_whole_picture_moved_takes_every_plate_and_the_lips_along(short: Proof, tmp_path: Path) -> None:
    graph = "crop=1880:1058:0:22,scale=1920:1080"
    assert short.failed(repainted(short.path, tmp_path / "f.mp4", graph)) == [*PICTURES, "lips"]


def test_the_review_note_covered(short: Proof, tmp_path: Path) -> None:
    box = short.scene.draw("note").box
    graph = f"drawbox=x={box.left + 20}:y={box.top + 20}:w=60:h=40:color=0xfff3c4:t=fill:enable='eq(n,14)'"
    assert short.failed(repainted(short.path, tmp_path / "f.mp4", graph)) == ["review note"]


def test_the_end_card_covered_in_its_last_second(short: Proof, tmp_path: Path) -> None:
    box = short.scene.draw("card").box
    begin = short.timeline.duration - 1
    graph = f"drawbox=x={box.left + 40}:y={box.top + 60}:w=400:h=60:color=white:t=fill:enable='gte(t,{begin})'"
    assert short.failed(repainted(short.path, tmp_path / "f.mp4", graph)) == ["end card"]


def test_an_end_card_in_german_only_in_a_german_film_is_not_that_of_an_english_one(short: Proof) -> None:
    card = short.timeline.end_card
    other = replace(card, value=replace(card.value, german=""))
    expecting = short.expecting(replace(short.timeline, end_card=other))
    assert expecting.failed() == ["end card", "request"]


def test_a_draft_without_its_words(short: Proof) -> None:
    words = ("ENTWURF – nicht geprüft", "DRAFT – not checked")
    assert short.expecting(replace(short.timeline, draft=words)).failed() == ["draft words"]


def test_draft_words_painted_over(draft: Proof, tmp_path: Path) -> None:
    graph = "drawbox=x=0:y=950:w=900:h=130:color=0xe9e6df:t=fill:enable='between(n,14,15)'"
    copy = repainted(draft.path, tmp_path / "f.mp4", graph)
    assert draft.failed(copy) == ["draft words"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param("-profile:v main", "profile: Main instead of High", id="another profile"),
        pytest.param("-colorspace smpte170m", "colour: smpte170m instead of bt709", id="another colour space"),
    ],
)
def test_the_picture_coded_otherwise(options: str, said: str, short: Proof, tmp_path: Path) -> None:
    report = short.verify(ffmpeg(short.path, tmp_path / "f.mp4", *PICTURE, *options.split(), *FAST_START))
    assert [one.name for one in report.gates if not one.passed] == ["stream"]
    assert said in gate(report, "stream").measured


def test_one_sentence_muted(short: Proof, tmp_path: Path) -> None:
    window = short.timeline.sounds[2]
    graph = f"volume=0:enable='between(t,{window.start - 0.1},{window.end + 0.1})'"
    report = short.verify(resounded(short.path, tmp_path / "f.mp4", graph))
    assert [one.name for one in report.gates if not one.passed] == ["speech"]
    assert "3 of 4 sentences" in gate(report, "speech").measured
    assert gate(report, "speech").de.startswith("Satz 3 ")


def test_sound_120_ms_late_fails_the_lips_only(film: Proof, tmp_path: Path) -> None:
    graph = f"adelay=120:all=1,atrim=end={film.timeline.duration}"
    report = film.verify(resounded(film.path, tmp_path / "f.mp4", graph))
    assert [one.name for one in report.gates if not one.passed] == ["lips"]
    assert "+120 ms" in gate(report, "lips").measured


def test_a_hole_of_60_ms_in_a_word_fails_the_speech_only(short: Proof, tmp_path: Path) -> None:
    course, start = short.proof.claim.voice[1], short.timeline.sounds[1].start
    hole = start + course.index(max(course)) * 0.02 - 0.02
    report = short.verify(silenced(short.path, tmp_path / "f.mp4", hole, hole + 0.06))
    assert [one.name for one in report.gates if not one.passed] == ["speech"]
    assert gate(report, "speech").de.startswith("Satz 2 ")


def test_the_mouth_painted_over_fails_the_lips_only(short: Proof, tmp_path: Path) -> None:
    box = short.proof.claim.mouth
    graph = f"drawbox=x={box.left}:y={box.top}:w={box.right - box.left}:h={box.bottom - box.top}:color=0xd99a79:t=fill"
    assert short.failed(repainted(short.path, tmp_path / "f.mp4", graph)) == ["lips"]


def test_six_decibels_louder(short: Proof, tmp_path: Path) -> None:
    assert short.failed(resounded(short.path, tmp_path / "f.mp4", "volume=6dB")) == ["loudness"]


def test_a_smaller_picture_fails_the_stream_and_every_plate(short: Proof, tmp_path: Path) -> None:
    copy = ffmpeg(short.path, tmp_path / "f.mp4", *PICTURE, "-vf", "scale=1280:720", *FAST_START)
    assert short.failed(copy) == [*PICTURES, "lips", "stream"]


def test_a_truncated_film_fails_and_does_not_stop_the_proof(short: Proof, tmp_path: Path) -> None:
    copy = tmp_path / "f.mp4"
    shutil.copyfile(short.path, copy)
    with copy.open("r+b") as file:
        file.truncate(copy.stat().st_size // 2)
    failed = short.failed(copy, seal=False)
    assert {"label", "review note", "end card", "speech", "manifest"} <= set(failed)


def test_a_film_without_sound_fails_and_does_not_stop_the_proof(short: Proof, tmp_path: Path) -> None:
    copy = ffmpeg(short.path, tmp_path / "f.mp4", "-c", "copy", "-an", *FAST_START)
    assert short.failed(copy) == ["speech", "pauses", "lips", "loudness", "stream"]


def test_what_is_no_film_at_all_is_refused_in_words(short: Proof, tmp_path: Path) -> None:
    copy = tmp_path / "f.mp4"
    copy.write_bytes(b"no film")
    with pytest.raises(LotseError, match="Die Datei ist nicht lesbar"):
        short.verify(copy, seal=False)


# ---------------------------------------------------------------- the machine-readable layers, and captions


def test_a_copy_without_its_metadata_fails_both_and_keeps_its_watermark(short: Proof, tmp_path: Path) -> None:
    copy = ffmpeg(short.sealed, tmp_path / "f.mp4", "-c", "copy", *FAST_START)
    assert short.failed(copy, seal=False) == ["manifest", "XMP"]


def test_one_changed_byte_fails_the_manifest(short: Proof, tmp_path: Path) -> None:
    copy = tmp_path / "f.mp4"
    data = bytearray(short.sealed.read_bytes())
    at = data.index(b"mdat") + 5000
    data[at] ^= 1
    copy.write_bytes(data)
    assert "manifest" in short.failed(copy, seal=False)
    assert "XMP" not in short.failed(copy, seal=False)


def test_a_claim_that_is_not_this_films_fails_the_manifest_only(short: Proof) -> None:
    other = replace(short.proof.claim, review="approved")
    assert replace(short, proof=replace(short.proof, claim=other)).failed() == ["manifest"]


def test_another_services_root_fails_the_manifest_only(short: Proof, draft: Proof) -> None:
    assert replace(short, proof=replace(short.proof, root=draft.keys.root)).failed() == ["manifest"]


def test_another_watermark_key_fails_the_watermark_only(short: Proof) -> None:
    assert replace(short, proof=replace(short.proof, mark_key=b"x" * 32)).failed() == ["watermark"]


def test_metadata_that_claim_another_origin_fail_xmp(short: Proof, tmp_path: Path) -> None:
    from pipeline.seal import manifest, xmp

    copy = tmp_path / "f.mp4"
    xmp.write(short.path, copy, source_type=manifest.COMPOSITE, title="", language="en", software="x")
    manifest.sign(copy, copy, short.proof.claim, short.keys)
    assert short.failed(copy, seal=False) == ["XMP"]


def test_a_caption_painted_over_fails_the_captions_only(short: Proof, tmp_path: Path) -> None:
    first = short.timeline.captions[0]
    box = short.scene.draw(("caption", 0)).box
    graph = (
        f"drawbox=x={box.left}:y={box.top}:w={box.right - box.left}:h={box.bottom - box.top}:color=gray:t=fill"
        f":enable='between(t,{first.start},{first.end})'"
    )
    assert short.failed(repainted(short.path, tmp_path / "f.mp4", graph)) == ["captions"]


def test_a_caption_left_out_of_the_timeline_fails_its_text(short: Proof) -> None:
    less = replace(short.timeline, captions=short.timeline.captions[:-1])
    assert "caption text" in short.expecting(less).failed()


def test_a_translation_with_another_fact_fails_the_facts_only(short: Proof) -> None:
    script = replace(short.expected.script, units=(replace(short.expected.script.units[0], text="Komm um 9:30 Uhr."),))
    assert replace(short, expected=replace(short.expected, script=script)).failed() == ["facts"]
