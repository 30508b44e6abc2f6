"""A film's fingerprint: how its sound and its picture change. It outlives what strips manifest and watermark.

Films of one script share avatar, ground and structure, so no still picture tells them apart; speech and captions do.
Both courses are stretched to the film's length, so that only their shape counts, and reduced to the signs of their
cosine transform: re-encoding, scaling, cropping and another loudness hardly change those. A cut copy is not recognised.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.media import SAMPLE_RATE, probe, read, samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BITS = 256
"""Of each course. Measured on one script in seven languages: copies differ in at most 10, other films in at least 90;
unrelated courses in 128 ± 8."""
_SLOWEST = 16
"""Slower waves than this (in half waves a film) are left out: they only say that a film has a beginning and an end."""
_WIDTH, _HEIGHT = 64, 36
_RATE = 5
"""Pictures a second."""
_WINDOW = SAMPLE_RATE // 50
_SILENT, _QUIETEST = 1.0, 4.0
"""Orders of magnitude of power: a course with less between its ends says nothing; silence counts as 40 dB below."""
_STILL = 0.25
"""Grey values (0-255), standard deviation of the change from picture to picture: less is only encoder noise."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """256 bits a course."""

    sound: bytes
    """32 bytes; empty where there is no sound or it never changes."""
    picture: bytes
    """32 bytes, of the picture's lower half, where captions are; empty where it never changes."""


def fingerprint(film: Path) -> Fingerprint:
    """Of any film, of any size; decodes the whole of it.

    Raises:
        LotseError: ffmpeg cannot read it.
    """
    streams = probe(film)
    heard = of_sound(samples(film)[0]) if streams.audio else b""
    return Fingerprint(heard, _picture(film) if streams.video else b"")


def of_sound(heard: NDArray[np.int16]) -> bytes:
    """The sound's part.

    Args:
        heard: Mono at SAMPLE_RATE, shape (n,).
    """
    import numpy as np

    whole = heard[: len(heard) // _WINDOW * _WINDOW].reshape(-1, _WINDOW).astype(np.float32)
    course = np.log10(np.mean(whole**2, axis=1) + 1.0)
    if not course.size or np.ptp(course) < _SILENT:
        return b""
    return _signs(np.maximum(course, course.max() - _QUIETEST))


class Changes:
    """The picture's part, of a film of any size that is being watched."""

    def __init__(self, fps: float) -> None:
        self._rate = _RATE / fps
        self._course: list[float] = []
        self._before: NDArray[np.float32] | None = None

    def see(self, number: int, luma: NDArray[np.uint8]) -> None:
        import numpy as np

        # As ffmpeg's filter `fps` does: of the frames that share a place, the last; a place without one is filled.
        place, coming = int(number * self._rate + 0.5), int((number + 1) * self._rate + 0.5)
        if place == coming:
            return
        height, width = luma.shape
        rows = np.linspace(height // 2, height, _HEIGHT // 2 + 1).round().astype(int)
        columns = np.linspace(0, width, _WIDTH + 1).round().astype(int)
        # Whole rows first: numpy adds long runs many times faster than short ones.
        bands = [luma[top:end].sum(axis=0, dtype=np.uint32) for top, end in pairwise(rows)]
        sums = np.add.reduceat(np.stack(bands), columns[:-1], axis=1)
        small = (sums / np.outer(np.diff(rows), np.diff(columns))).astype(np.float32)
        changed = 0.0 if self._before is None else float(np.mean(np.abs(small - self._before)))
        self._course += [changed] + [0.0] * (coming - place - 1)
        self._before = small

    def signs(self) -> bytes:
        """32 bytes; empty where nothing changes."""
        import numpy as np

        return _of_picture(np.array(self._course, np.float32))


def _picture(film: Path) -> bytes:
    import ffmpeg
    import numpy as np

    # Deblocking is a fifth of the decoding, and blocks vanish in 64 pixels.
    source = ffmpeg.input(str(film), skip_loop_filter="all", flags2="fast")
    small = source.video.filter("fps", _RATE).filter("scale", _WIDTH, _HEIGHT, flags="area")
    graph = small.output("pipe:", format="rawvideo", pix_fmt="gray")
    command = graph.global_args("-loglevel", "error", "-nostdin").compile()
    changes, before = [0.0], None
    for frame in read(command, _WIDTH * _HEIGHT):
        lower = np.frombuffer(frame, np.uint8)[_WIDTH * _HEIGHT // 2 :].astype(np.float32)
        if before is not None:
            changes.append(float(np.mean(np.abs(lower - before))))
        before = lower
    return _of_picture(np.array(changes, np.float32))


def _of_picture(course: NDArray[np.float32]) -> bytes:
    return b"" if not course.size or course.std() < _STILL else _signs(course)


def _signs(course: NDArray[np.float32]) -> bytes:
    """Signs of BITS cosine coefficients of a course of any length."""
    import numpy as np

    slots = 4 * (_SLOWEST + BITS)
    # Means over equal parts of the film, however many values there are.
    edges = np.linspace(0, len(course), slots + 1)
    summed = np.concatenate([[0.0], np.cumsum(course, dtype=np.float64)])
    even = np.diff(np.interp(edges, np.arange(len(summed)), summed))
    waves = np.arange(_SLOWEST + 1, _SLOWEST + BITS + 1)[:, None]
    cosines = np.cos(np.pi * waves * (np.arange(slots) + 0.5) / slots)
    return np.packbits(cosines @ (even - even.mean()) > 0).tobytes()
