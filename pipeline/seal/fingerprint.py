"""A film's fingerprint: how its sound and its picture change. It outlives what strips manifest and watermark.

Films of one script share avatar, ground and structure, so no still picture tells them apart; speech and captions do.
Both courses are stretched to the film's length, so that only their shape counts, and reduced to the signs of their
cosine transform: re-encoding, scaling, cropping and another loudness hardly change those. A cut copy is not recognised.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.media import probe, read

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
_SAMPLE_RATE, _WINDOW = 8000, 160
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
    """Decodes the whole film once.

    Raises:
        LotseError: ffmpeg cannot read it.
    """
    streams = probe(film)
    return Fingerprint(_sound(film) if streams.audio else b"", _picture(film) if streams.video else b"")


def _sound(film: Path) -> bytes:
    import ffmpeg
    import numpy as np

    graph = ffmpeg.input(str(film)).audio.output("pipe:", format="s16le", ac=1, ar=_SAMPLE_RATE)
    command = graph.global_args("-loglevel", "error", "-nostdin").compile()
    power = []
    for piece in read(command, _WINDOW * 2 * 50, whole=False):
        samples = np.frombuffer(piece[: len(piece) // (2 * _WINDOW) * 2 * _WINDOW], "<i2").astype(np.float32)
        power.append(np.mean(samples.reshape(-1, _WINDOW) ** 2, axis=1))
    course = np.log10(np.concatenate(power or [np.zeros(0, np.float32)]) + 1.0)
    if not course.size or np.ptp(course) < _SILENT:
        return b""
    return _signs(np.maximum(course, course.max() - _QUIETEST))


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
    course = np.array(changes, np.float32)
    return b"" if course.std() < _STILL else _signs(course)


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
