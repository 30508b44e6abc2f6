"""Reading media through the real ffmpeg."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import skia

from pipeline.errors import LotseError, MachineError
from pipeline.media import probe, read, running, still


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds: one red, one blue; with a tone."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    sources = ["color=red:s=320x180:d=1:r=25", "color=blue:s=320x180:d=1:r=25", "sine=d=2:r=48000"]
    inputs = [word for source in sources for word in ("-f", "lavfi", "-i", source)]
    graph = ["-filter_complex", "[0][1]concat[v]", "-map", "[v]", "-map", "2", "-pix_fmt", "yuv420p"]
    subprocess.run(["ffmpeg", "-loglevel", "error", *inputs, *graph, str(path)], check=True)
    return path


def colour(jpeg: bytes) -> tuple[int, int, int]:
    image = skia.Image.MakeFromEncoded(skia.Data(jpeg))
    red, green, blue, _ = image.toarray(colorType=skia.kRGBA_8888_ColorType)[20, 20]
    return int(red), int(green), int(blue)


def test_a_film_says_what_it_is(film: Path) -> None:
    found = probe(film)
    assert found.duration == pytest.approx(2, abs=0.05)
    assert (found.video["codec_name"], found.video["width"], found.video["height"]) == ("h264", "320", "180")
    assert (found.audio["codec_name"], found.audio["sample_rate"]) == ("aac", "48000")


@pytest.mark.parametrize("content", [b"", b"\0" * 5000, os.urandom(5000), b"ftypisom" * 100])
def test_garbage_is_told_with_its_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    with pytest.raises(LotseError, match="nicht lesbar") as caught:
        probe(path)
    assert caught.value.path == path
    assert "Cannot read the file" in caught.value.en


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LotseError, match="No such file"):
        probe(tmp_path / "nothing.mp4")


@pytest.mark.parametrize("ask", [probe, lambda path: still(path, 0, 100)])
def test_without_ffmpeg_the_message_says_how_to_get_it(
    film: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ask: object
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert callable(ask)
    with pytest.raises(MachineError, match="apt-get install ffmpeg"):
        ask(film)


def python(code: str) -> list[str]:
    return [sys.executable, "-c", f"import sys; out = sys.stdout.buffer; {code}"]


def test_output_comes_in_whole_pieces() -> None:
    assert list(read(python("out.write(b'abcdef')"), 3)) == [b"abc", b"def"]


def test_a_short_last_piece_is_an_error_for_frames_and_welcome_for_sound() -> None:
    command = python("out.write(b'abcde')")
    assert list(read(command, 3, whole=False)) == [b"abc", b"de"]
    pieces = read(command, 3)
    assert next(pieces) == b"abc"
    with pytest.raises(LotseError, match="konnte nicht zu Ende lesen") as caught:
        next(pieces)
    assert caught.value.retry


def test_what_ffmpeg_says_is_told() -> None:
    with pytest.raises(LotseError, match="broken frame"):
        list(read(python("print('broken frame', file=sys.stderr); sys.exit(3)"), 3, whole=False))


def test_many_complaints_do_not_block_the_reading() -> None:
    """More than a pipe holds."""
    command = python("sys.stderr.write('x' * 500_000); sys.stderr.flush(); out.write(b'abc')")
    assert list(read(command, 3)) == [b"abc"]


def test_who_stops_reading_leaves_no_process_behind() -> None:
    pieces = read(python("[out.write(b'abc') for _ in iter(int, 1)]"), 3)
    assert next(pieces) == b"abc"
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    before = set(children.read_text(encoding="ascii").split())
    pieces.close()  # type: ignore[attr-defined]
    after = set(children.read_text(encoding="ascii").split())
    assert len(before - after) == 1


def test_a_still_shows_its_moment_at_its_width(film: Path) -> None:
    red, blue = still(film, 0.2, 160), still(film, 1.6, 160)
    assert colour(red)[0] > 200 > 60 > colour(red)[2]
    assert colour(blue)[2] > 200 > 60 > colour(blue)[0]
    assert skia.Image.MakeFromEncoded(skia.Data(red)).width() == 160
    assert colour(still(film, -5, 160)) == colour(still(film, 0, 160))


def test_a_moment_after_the_end_has_no_picture(film: Path) -> None:
    with pytest.raises(LotseError, match=r"Kein Bild bei 9\.0 s"):
        still(film, 9, 160)


# ---------------------------------------------------------------- ffmpeg does not outlive who needs it

ENDLESS = ["ffmpeg", "-loglevel", "quiet", "-nostdin", "-re", "-f", "lavfi", "-i", "sine", "-f", "null", "-"]
RUN = f"""
import time
from pipeline.media import running
with running({ENDLESS}) as process:
    print(process.pid, flush=True)
    time.sleep(60)
"""


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_ffmpeg_dies_with_a_process_that_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", RUN], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        pid = int(process.stdout.readline())
        assert _lives(pid)
        process.kill()
    deadline = time.monotonic() + 2
    while _lives(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not _lives(pid)


def test_ffmpeg_ends_after_its_time() -> None:
    with running(ENDLESS, limit=0.2) as process:
        assert process.wait(timeout=5) == -signal.SIGKILL


def test_killed_it_is_no_fault_of_the_film(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MachineError, match="beendet, bevor es fertig war"):
        list(read(python("import os; out.write(b'ab'); out.flush(); os.kill(os.getpid(), 9)"), 2))
