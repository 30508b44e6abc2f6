"""Reading media: probing, pixels and samples. Every film of ours is decoded once, and all who must see it look on."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from pipeline.errors import LotseError, MachineError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE_RATE = 16_000
"""Hertz, of `samples`: all that speech needs."""
LIMIT = 3600.0
"""Seconds that any call of ffmpeg may take."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What a media file says of itself."""

    duration: float
    """Seconds."""
    video: dict[str, str]
    """ffprobe's fields of the first video stream; empty: there is none."""
    audio: dict[str, str]


def probe(path: Path, *options: str) -> Probe:
    """Args:
        options: More of them for ffprobe.

    Raises:
        LotseError: The file is no media file that ffmpeg can read.
    """
    command = ["ffprobe", "-loglevel", "error", *options, "-show_format", "-show_streams", "-of", "json", str(path)]
    with running(command, limit=60, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        out, log = process.communicate()
    if process.returncode < 0:
        raise killed()
    if process.returncode:
        said = log.decode(errors="replace").strip().rsplit("\n", 1)[-1]
        raise LotseError(f"Die Datei ist nicht lesbar ({said}).", f"Cannot read the file ({said}).", path=path)
    data: dict[str, Any] = json.loads(out)
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
        MachineError: ffmpeg is missing or was killed.
        LotseError: It failed, or the last piece is short.
    """
    # Not a pipe: nobody would empty it while the output is read, and a broken film makes many complaints.
    with tempfile.TemporaryFile() as log, running(command, stdout=subprocess.PIPE, stderr=log) as process:
        assert process.stdout
        widen(process.stdout)
        while len(piece := process.stdout.read(chunk)) == chunk:
            yield piece
        if piece and not whole:
            yield piece
        if process.wait() < 0:
            raise killed()
        if process.returncode or (piece and whole):
            log.seek(0)
            said = log.read()[-2000:].decode(errors="replace").strip()
            raise LotseError(
                f"ffmpeg konnte nicht zu Ende lesen ({said}).",
                f"ffmpeg could not read to the end ({said}).",
                retry=True,
            )


@contextmanager
def running(command: list[str], *, limit: float = LIMIT, **pipes: Any) -> Iterator[subprocess.Popen[bytes]]:
    """ffmpeg in a session of its own, ended as a group with the block, after `limit` seconds, and with this process,
    however that dies.

    Raises:
        MachineError: It is not installed.
    """
    if not shutil.which(command[0]):
        raise no_ffmpeg()
    with subprocess.Popen(mortal(command), start_new_session=True, **pipes) as process:
        timer = threading.Timer(limit, end, [process])
        timer.daemon = True
        timer.start()
        try:
            yield process
        finally:
            timer.cancel()
            end(process)
            if process.stdin:
                with suppress(BrokenPipeError):
                    process.stdin.close()


def mortal(command: list[str]) -> list[str]:
    """The same command, killed by the kernel as soon as the thread that starts it is gone."""
    return ["setpriv", "--pdeathsig", "KILL", "--", *command] if shutil.which("setpriv") else command


def end(process: subprocess.Popen[Any]) -> None:
    """Kills a program that was started in a session of its own, and what it has started."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


class Watcher(Protocol):
    """Who looks at a film while it is decoded."""

    def see(self, number: int, luma: NDArray[np.uint8]) -> None:
        """One frame, in order.

        Args:
            number: From 0.
            luma: As it is in the file, shape (h, w); belongs to the decoder, so what is kept is copied.
        """


class ColourWatcher(Protocol):
    """Who looks at its colours, too."""

    def see(self, number: int, luma: NDArray[np.uint8], blue: NDArray[np.uint8], red: NDArray[np.uint8]) -> None:
        """As a Watcher, with both planes of chroma, half as high and half as wide."""


def watch(film: Path, watchers: Sequence[Watcher], coloured: Sequence[ColourWatcher] = ()) -> None:
    """Decodes the picture once; every watcher sees every frame.

    What cannot be decoded to its end is not seen, and watchers count what they saw. Decoded in this process: piping
    whole frames from another costs more than decoding them.
    """
    import av
    import numpy as np

    try:
        with av.open(str(film)) as container:
            stream = container.streams.video[0]
            stream.thread_type = "FRAME"
            for number, frame in enumerate(container.decode(stream)):
                # Only this format is ever ours; others have no such planes.
                plain = frame if frame.format.name == "yuv420p" else frame.reformat(format="yuv420p")
                luma, blue, red = (
                    np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[
                        : plane.height, : plane.width
                    ]
                    for plane in plain.planes
                )
                for watcher in watchers:
                    watcher.see(number, luma)
                for one in coloured:
                    one.see(number, luma, blue, red)
    except (av.FFmpegError, IndexError):
        return


def samples(film: Path, through: str = "anull") -> tuple[NDArray[np.int16], str]:
    """The whole sound, mono at SAMPLE_RATE, and what ffmpeg said meanwhile.

    Args:
        through: Filters that hear the sound as it is in the file, e.g. to measure it.

    Raises:
        LotseError: There is no sound that ffmpeg can read.
        MachineError: ffmpeg is missing or was killed.
    """
    import ffmpeg
    import numpy as np

    graph = ffmpeg.input(str(film)).audio.output("pipe:", format="s16le", ac=1, ar=SAMPLE_RATE, af=through)
    command = graph.global_args("-hide_banner", "-nostats", "-nostdin").compile()
    with running(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        heard, said = process.communicate()
    if process.returncode < 0:
        raise killed()
    log = said.decode(errors="replace")
    if process.returncode:
        reason = (log.strip().splitlines() or ["?"])[-1]
        raise LotseError(f"Der Ton ist nicht lesbar ({reason}).", f"Cannot read the sound ({reason}).", path=film)
    return np.frombuffer(heard, "<i2"), log


def widen(pipe: IO[bytes]) -> None:
    """A pipe of a megabyte instead of 64 kB: frames of three megabytes pass in a third of the time."""
    with suppress(OSError):  # a system that allows less works too
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)


def no_ffmpeg() -> MachineError:
    return MachineError(
        "Das Programm ffmpeg fehlt. Abhilfe: apt-get install ffmpeg",
        "The program ffmpeg is missing. Mend: apt-get install ffmpeg",
    )


def killed() -> MachineError:
    return MachineError(
        "ffmpeg wurde beendet, bevor es fertig war. Bitte noch einmal versuchen.",
        "ffmpeg was killed before it had finished. Please try again.",
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
