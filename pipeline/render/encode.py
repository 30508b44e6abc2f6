"""Frames and a sound track become an MP4. ffmpeg runs in its own session, so that it can be ended as a group."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from pipeline.errors import FullError, MachineError
from pipeline.media import LIMIT, running, widen

X264: dict[str, str | int] = {
    "preset": "veryfast",
    "crf": 23,
    "profile:v": "high",
    "g": 250,
    "bf": 0,
    # Drawings on a still ground: finer search and scene cuts find nothing here, and cost 40 % of the time.
    "x264-params": "subme=1:me=dia:partitions=none:weightp=0:scenecut=0:rc-lookahead=8",
}

SMALL_X264: dict[str, str | int] = {"preset": "medium", "profile:v": "high", "g": 750, "sc_threshold": 0}
"""Two passes of a finer search, and a whole picture every 30 s only: those cost most of what a still ground needs."""
COLOUR = {"colorspace": "bt709", "color_primaries": "bt709", "color_trc": "bt709", "color_range": "tv"}


def encode(
    frames: Iterable[memoryview],
    sound: Path,
    target: Path,
    *,
    width: int,
    height: int,
    fps: int,
    title: str,
    language: str,
) -> None:
    """Writes `target` whole or not at all.

    Args:
        frames: Planar YUV 4:2:0, BT.709 limited range.
        sound: WAV, as long as the frames.
        language: BCP 47, written into the stream's metadata.

    Raises:
        MachineError: There is no ffmpeg.
        LotseError: It failed or was killed, or the disk is full; worth trying again.
    """
    import ffmpeg

    part = target.with_name(f".{target.name}.part.mp4")
    picture = ffmpeg.input("pipe:", format="rawvideo", pix_fmt="yuv420p", s=f"{width}x{height}", r=fps)
    graph = ffmpeg.output(
        picture.video,
        ffmpeg.input(str(sound)).audio,
        str(part),
        vcodec="libx264",
        pix_fmt="yuv420p",
        acodec="aac",
        ar=48000,
        movflags="+faststart",
        **{"b:a": "128k", "metadata": f"title={title}", "metadata:s:a:0": f"language={language}"},
        **X264,
        **COLOUR,
    ).global_args("-hide_banner", "-nostats", "-loglevel", "error")
    try:
        with tempfile.TemporaryFile() as log:
            _run(graph.compile(overwrite_output=True), frames, log, target.parent)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def shrink(film: Path, target: Path, *, picture: int, sound: int) -> None:
    """Writes a copy of a film in fewer bits, whole or not at all; size and rate of its frames stay.

    Args:
        picture, sound: Bits a second.

    Raises:
        As in `encode`.
    """
    import ffmpeg

    part = target.with_name(f".{target.name}.part.mp4")
    source = ffmpeg.input(str(film))
    video = {"vcodec": "libx264", "pix_fmt": "yuv420p", "b:v": picture, **SMALL_X264, **COLOUR}
    try:
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as log:
            video["passlogfile"] = str(Path(folder) / "pass")
            first = source.video.output("pipe:", format="null", **video, **{"pass": 1})
            audio = {"acodec": "aac", "b:a": sound, "ar": 48000}
            second = ffmpeg.output(
                source.video, source.audio, str(part), movflags="+faststart", **audio, **video, **{"pass": 2}
            )
            for graph in (first, second):
                quiet = graph.global_args("-hide_banner", "-nostats", "-loglevel", "error")
                _run(quiet.compile(overwrite_output=True), (), log, target.parent, LIMIT)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _run(
    command: list[str], frames: Iterable[memoryview], log: IO[bytes], folder: Path, patience: float = 120.0
) -> None:
    """Args:
    patience: Seconds that it may go on after the last frame.
    """
    with running(command, stdin=subprocess.PIPE, stdout=log, stderr=log) as process:
        assert process.stdin
        widen(process.stdin)
        try:
            for frame in frames:
                process.stdin.write(frame)
            process.stdin.close()
            process.wait(timeout=patience)
        except (BrokenPipeError, subprocess.TimeoutExpired):
            failed = True
        else:
            failed = False
    if failed or process.returncode != 0:
        log.seek(0)
        said = log.read()[-2000:].decode(errors="replace").strip() or f"status {process.returncode}"
        if _full(said, process.returncode, folder):
            raise FullError(
                "Die Festplatte ist voll. Bitte Platz schaffen und noch einmal starten.",
                "The disk is full. Make room and start again.",
            )
        raise MachineError(
            f"ffmpeg ist beim Schreiben des Films abgebrochen ({said}). Bitte noch einmal starten.",
            f"ffmpeg stopped while writing the film ({said}). Start again.",
        )


def _full(said: str, status: int, folder: Path) -> bool:
    """Where the disk for temporary files is full too, ffmpeg's own words are lost."""
    told = any(words in said for words in ("No space left", "Disk quota exceeded", "File too large"))
    return told or status == -signal.SIGXFSZ or shutil.disk_usage(folder).free < 2**20
