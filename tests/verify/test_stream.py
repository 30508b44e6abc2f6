"""The file itself: everything that a player could stumble over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.verify import stream
from tests.films import FAST_START, ffmpeg

if TYPE_CHECKING:
    from tests.films import Proof

pytest_plugins = ["tests.films"]
pytestmark = pytest.mark.slow


def test_the_film_as_probed(film: Proof) -> None:
    found = stream.film(film.path)
    assert (found.width, found.height, found.fps) == (1920, 1080, 25.0)
    assert found.duration == pytest.approx(film.timeline.duration, abs=0.06)
    assert found.size == film.path.stat().st_size


def test_a_film_as_planned(film: Proof) -> None:
    found = stream.gate(film.path, film.timeline)
    assert found.passed
    assert "h264, High, yuv420p, bt709, 1920x1080, 25/1" in found.measured
    assert "aac 48000 Hz, yes" in found.measured


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("-c copy", "fast start: no instead of yes"),
        ("-c copy -an +", "sound: None None Hz instead of aac 48000 Hz"),
        ("-c:v copy -c:a aac -ar 44100 +", "sound: aac 44100 Hz instead of aac 48000 Hz"),
        ("-c:v copy -c:a libmp3lame -ar 48000 +", "sound: mp3 48000 Hz instead of aac 48000 Hz"),
        ("-c copy -t 10 +", "frames: "),
        ("-c copy -vn +", "codec: None instead of h264"),
        ("-c:v libx264 -preset superfast -c:a copy -vf fps=3 -t 5 +", "rate: 3/1 instead of 1/1"),
        ("-c:v libx264 -preset superfast -c:a copy -vf scale=1280:720 -t 5 +", "size: 1280x720 instead of 1920x1080"),
        ("-c:v mpeg4 -c:a copy -frames:v 20 +", "codec: mpeg4 instead of h264"),
        ("-c:v libx264 -preset superfast -pix_fmt yuv444p -frames:v 20 +", "pixels: yuv444p instead of yuv420p"),
    ],
)
def test_a_file_that_is_otherwise(options: str, said: str, short: Proof, tmp_path: Path) -> None:
    plain = options.removesuffix("+").split()
    copy = ffmpeg(short.path, tmp_path / "f.mp4", *plain, *(FAST_START if options.endswith("+") else []))
    found = stream.gate(copy, short.timeline)
    assert not found.passed
    assert said in found.measured
    assert said in found.de
    assert said in found.en


def test_sound_that_ends_earlier_than_the_picture(short: Proof, tmp_path: Path) -> None:
    silence = ["-c:v", "copy", "-c:a", "aac", "-ar", "48000", "-af", "atrim=end=20"]
    found = stream.gate(ffmpeg(short.path, tmp_path / "f.mp4", *silence, *FAST_START), short.timeline)
    assert not found.passed
    assert "duration" in found.measured


def test_a_longer_plan_than_the_film(short: Proof) -> None:
    whole = short.timeline
    longer = replace(whole, poses=(*whole.poses, whole.poses[-1]), duration=whole.duration + 1 / whole.fps)
    assert "frames" in stream.gate(short.path, longer).measured


@pytest.mark.parametrize("content", [b"", b"\0\0\0\x08free", b"\0\0\0\x02moov", b"\0\0\0\x01mdat" + bytes(8)])
def test_boxes_that_lead_nowhere_are_no_fast_start(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "f.mp4"
    path.write_bytes(content)
    assert not stream._fast_start(path) or content[4:8] == b"moov"
