"""The real ffmpeg: what the film is, and that a film is whole or not there."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import ffmpeg
import numpy as np
import pytest

from pipeline.errors import LotseError, MachineError
from pipeline.media import probe
from pipeline.render.encode import encode, shrink

WIDTH, HEIGHT, FPS = 320, 180, 25


def pictures(count: int) -> Iterator[memoryview]:
    rng = np.random.default_rng(0)
    for _ in range(count):
        yield rng.integers(16, 236, WIDTH * HEIGHT * 3 // 2, np.uint8).data


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return silence(tmp_path / "sound.wav", 26)


def silence(path: Path, frames: int) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48000)
        file.writeframes(bytes(2 * 48000 * frames // FPS))
    return path


def run(frames: Iterator[memoryview], sound: Path, target: Path, title: str = "Ein Titel") -> None:
    encode(frames, sound, target, width=WIDTH, height=HEIGHT, fps=FPS, title=title, language="uk")


def children() -> list[int]:
    """Processes that this one has started, zombies too."""
    own = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text(encoding="ascii")
    return [int(pid) for pid in own.split()]


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("count", [1, 2, 26])
def test_a_film_has_exactly_the_frames_it_was_given(out: Path, tmp_path: Path, count: int) -> None:
    target = out / "film.mp4"
    run(pictures(count), silence(tmp_path / "s.wav", count), target)
    counted = ffmpeg.probe(str(target), select_streams="v", count_frames=None)["streams"][0]
    assert counted["nb_read_frames"] == str(count)
    assert left_in(out) == {"film.mp4"}


def test_the_film_is_what_every_player_takes(out: Path, sound: Path) -> None:
    target = out / "film.mp4"
    run(pictures(26), sound, target, "Заголовок = мій; 'x' \"y\" \\n %d")
    found = probe(target)
    wanted = {
        "codec_name": "h264",
        "profile": "High",
        "pix_fmt": "yuv420p",
        "color_space": "bt709",
        "color_primaries": "bt709",
        "color_transfer": "bt709",
        "color_range": "tv",
        "r_frame_rate": "25/1",
        "width": str(WIDTH),
        "height": str(HEIGHT),
    }
    assert {key: found.video.get(key) for key in wanted} == wanted
    assert (found.audio["codec_name"], found.audio["sample_rate"]) == ("aac", "48000")
    assert found.duration == pytest.approx(26 / 25, abs=0.05)
    data = target.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat"), "no fast start"
    tags = ffmpeg.probe(str(target))["format"]["tags"]
    assert tags["title"] == "Заголовок = мій; 'x' \"y\" \\n %d"


def test_an_older_film_is_replaced_and_only_by_a_whole_one(out: Path, sound: Path) -> None:
    target = out / "film.mp4"
    target.write_bytes(b"old")
    with pytest.raises(LotseError):
        run(pictures(2), out.parent / "no such sound.wav", target)
    assert target.read_bytes() == b"old"
    run(pictures(26), sound, target)
    assert target.stat().st_size > 1000
    assert left_in(out) == {"film.mp4"}


def test_without_ffmpeg_the_message_says_how_to_get_it(
    out: Path, sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with pytest.raises(MachineError, match="apt-get install ffmpeg") as caught:
        run(pictures(2), sound, out / "film.mp4")
    assert "The program ffmpeg is missing" in caught.value.en
    assert left_in(out) == set()


def test_ffmpeg_killed_half_way_leaves_nothing_and_may_be_tried_again(out: Path, sound: Path) -> None:
    before = set(children())

    def killing() -> Iterator[memoryview]:
        for number, picture in enumerate(pictures(400)):
            if number == 20:
                (child,) = set(children()) - before
                os.kill(child, signal.SIGKILL)
            yield picture

    with pytest.raises(LotseError, match="ffmpeg ist beim Schreiben des Films abgebrochen") as caught:
        run(killing(), sound, out / "film.mp4")
    assert caught.value.retry
    assert "ffmpeg stopped while writing the film" in caught.value.en
    assert left_in(out) == set()
    assert set(children()) == before


@pytest.mark.parametrize("error", [RuntimeError("drawing failed"), KeyboardInterrupt()])
def test_frames_that_fail_leave_no_part_and_no_process(out: Path, sound: Path, error: BaseException) -> None:
    before = set(children())

    def failing() -> Iterator[memoryview]:
        yield from pictures(30)
        raise error

    begun = time.monotonic()
    with pytest.raises(type(error)):
        run(failing(), sound, out / "film.mp4")
    assert time.monotonic() - begun < 30
    assert left_in(out) == set()
    assert set(children()) == before


def test_a_sound_that_is_none_is_told_with_what_ffmpeg_said(out: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.wav").write_text("no sound", encoding="utf-8")
    with pytest.raises(LotseError, match=r"broken\.wav"):
        run(pictures(3), tmp_path / "broken.wav", out / "film.mp4")
    assert left_in(out) == set()


def test_a_file_that_must_not_grow_leaves_nothing_behind(out: Path, sound: Path) -> None:
    """A quota, as a limit of the process; ffmpeg is stopped by it in the middle."""
    code = (
        "import sys, signal, resource\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))\n"
        "from pathlib import Path\n"
        "from pipeline.errors import LotseError\n"
        "from tests.render.test_encode import pictures, run\n"
        "try:\n"
        "    run(pictures(200), Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "except LotseError as error:\n"
        "    print(error.retry, error.de)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(sound), str(out / "film.mp4")],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parent.parent.parent,
    )
    assert done.stdout.startswith("True Die Festplatte ist voll"), done.stdout + done.stderr
    assert left_in(out) == set()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
@pytest.mark.parametrize("log_too", [False, True], ids=["film", "film and temporary files"])
def test_a_full_disk_is_called_a_full_disk(
    tmp_path: Path, sound: Path, log_too: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)], capture_output=True)
    if mounted.returncode:
        pytest.skip("no mounting here")
    try:
        if log_too:
            monkeypatch.setattr("tempfile.tempdir", str(small))
        with pytest.raises(LotseError, match="Die Festplatte ist voll") as caught:
            run(pictures(300), sound, small / "film.mp4")
        assert caught.value.retry
        assert "The disk is full" in caught.value.en
        assert left_in(small) == set()
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_the_process_itself_holds_no_frames(out: Path, sound: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    run(pictures(400), sound, out / "film.mp4")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 16_000, "KiB; 400 frames would be 34 MB"


# ---------------------------------------------------------------- small copies


def test_a_copy_has_the_same_pictures_in_fewer_bits_and_starts_at_once(sound: Path, tmp_path: Path) -> None:
    film, copy = tmp_path / "film.mp4", tmp_path / "copy.mp4"
    run(pictures(26), sound, film)
    shrink(film, copy, picture=500_000, sound=64_000)
    before, after = probe(film), probe(copy)
    for key in ("codec_name", "profile", "pix_fmt", "color_space", "width", "height", "r_frame_rate", "nb_frames"):
        assert before.video[key] == after.video[key], key
    assert (after.audio["codec_name"], after.audio["sample_rate"]) == ("aac", "48000")
    assert copy.stat().st_size < 120_000 < film.stat().st_size
    assert copy.read_bytes().index(b"moov") < copy.read_bytes().index(b"mdat")
    assert left_in(tmp_path) == {"film.mp4", "copy.mp4", "sound.wav"}


def test_a_copy_that_cannot_be_written_leaves_nothing(sound: Path, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(b"no film")
    with pytest.raises(MachineError, match="ffmpeg"):
        shrink(film, tmp_path / "copy.mp4", picture=500_000, sound=64_000)
    assert left_in(tmp_path) == {"film.mp4", "sound.wav"}
