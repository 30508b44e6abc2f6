"""Reading media through ffmpeg: probing, and pixels or samples as a stream."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pipeline.errors import LotseError, MachineError


@dataclass(frozen=True, slots=True)
class Probe:
    """What a media file says of itself."""

    duration: float
    """Seconds."""
    video: dict[str, str]
    """ffprobe's fields of the first video stream; empty: there is none."""
    audio: dict[str, str]


def probe(path: Path) -> Probe:
    """Raises:
    LotseError: The file is no media file that ffmpeg can read.
    """
    import ffmpeg

    try:
        data: dict[str, Any] = ffmpeg.probe(str(path))
    except FileNotFoundError as error:
        raise no_ffmpeg() from error
    except ffmpeg.Error as error:
        said = error.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1]
        raise LotseError(
            f"Die Datei ist nicht lesbar ({said}).", f"Cannot read the file ({said}).", path=path
        ) from error
    streams: dict[str, dict[str, str]] = {}
    for stream in data.get("streams", []):
        fields = {key: str(value) for key, value in stream.items() if not isinstance(value, dict | list)}
        streams.setdefault(stream.get("codec_type", ""), fields)
    duration = float(data.get("format", {}).get("duration", 0))
    return Probe(duration, streams.get("video", {}), streams.get("audio", {}))


def read(command: list[str], chunk: int, *, whole: bool = True) -> Iterator[bytes]:
    """Runs ffmpeg and yields its output in pieces of `chunk` bytes.

    Args:
        whole: A short last piece is an error (frames); otherwise it is yielded too (sound).

    Raises:
        LotseError: ffmpeg failed, or the last piece is short.
    """
    # Not a pipe: nobody would empty it while the output is read, and a broken film makes many complaints.
    log = tempfile.TemporaryFile()  # noqa: SIM115, closed below
    try:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, start_new_session=True)
    except FileNotFoundError as error:
        log.close()
        raise no_ffmpeg() from error
    assert process.stdout
    widen(process.stdout)
    try:
        while len(piece := process.stdout.read(chunk)) == chunk:
            yield piece
        if piece and not whole:
            yield piece
        if process.wait(timeout=60) != 0 or (piece and whole):
            log.seek(0)
            said = log.read()[-2000:].decode(errors="replace").strip()
            raise LotseError(
                f"ffmpeg konnte nicht zu Ende lesen ({said}).",
                f"ffmpeg could not read to the end ({said}).",
                retry=True,
            )
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        log.close()


def widen(pipe: IO[bytes]) -> None:
    """A pipe of a megabyte instead of 64 kB: frames of three megabytes pass in a third of the time."""
    with suppress(OSError):  # a system that allows less works too
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)


def no_ffmpeg() -> MachineError:
    return MachineError(
        "Das Programm ffmpeg fehlt. Abhilfe: apt-get install ffmpeg",
        "The program ffmpeg is missing. Mend: apt-get install ffmpeg",
    )


def still(path: Path, at: float, width: int) -> bytes:
    """One frame of a film as JPEG, scaled to `width` pixels; `at` in seconds."""
    import ffmpeg

    graph = ffmpeg.input(str(path), ss=max(0.0, at)).video.filter("scale", width, -2, flags="area")
    command = graph.output("pipe:", vframes=1, format="image2", vcodec="mjpeg", **{"q:v": 3})
    picture = b"".join(read(command.global_args("-loglevel", "error", "-nostdin").compile(), 1 << 16, whole=False))
    if not picture:
        raise LotseError(f"Kein Bild bei {at:.1f} s.", f"No picture at {at:.1f} s.", path=path)
    return picture
