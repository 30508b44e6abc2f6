"""A person's recording: decoded, and found out where in it somebody speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError, LotseError, MachineError
from pipeline.ingest.recording import FORMATS
from pipeline.ingest.whole import refuse_cut, refuse_short
from pipeline.media import probe, read

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 48_000
"""Hertz: that of the film's sound track, so that nothing is resampled twice."""
HOP = 0.01
"""Seconds between two levels."""
PAUSE = 0.12
"""Seconds of silence from which a sound is parted; a shorter gap is a stop consonant."""
LONGEST = 3600.0
"""Seconds; a film of an hour is none."""
FAINT, NOISE = -50.0, 18.0
"""dBFS that speech must reach; dB that it must stand above the noise, or pauses are not to be found, nor words to be
understood."""
_CLICK = 0.04
"""Seconds; what is shorter is no speech."""
_RUMBLE = 60
"""Hertz; below the lowest voice there is only wind, hum and the table."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """Speech without a pause. Seconds."""

    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Recording:
    samples: NDArray[np.int16]
    """Mono, at RATE; on the disk, so a long one needs no memory."""
    pieces: tuple[Piece, ...]
    loud: float
    """dBFS of what is spoken."""
    noise: float
    """dBFS of the pauses."""


def decode(path: Path, target: Path) -> Recording:
    """Args:
        target: Takes the plain samples; the caller removes it.

    Raises:
        InputError: Part of it is missing, there is no sound in it, or nobody speaks, too softly, or not to be told from
            the noise.
        MachineError: ffmpeg is missing, or the disk is full.
    """
    import ffmpeg
    import numpy as np

    refuse_cut(path)
    try:
        found = probe(path.absolute(), "-format_whitelist", FORMATS)
    except MachineError:
        raise
    except LotseError as error:
        raise _refused("lässt sich nicht öffnen", "cannot be opened", path) from error
    if not found.audio:
        raise _refused("hat keinen Ton", "has no sound", path)
    if found.duration > LONGEST:
        raise _refused(
            f"ist {clock(found.duration)} lang; möglich ist eine Stunde",
            f"is {clock(found.duration)} long; an hour is possible",
            path,
        )
    graph = ffmpeg.input(str(path.absolute()), format_whitelist=FORMATS)["a:0"].filter("highpass", _RUMBLE)
    graph = graph.output("pipe:", format="s16le", ac=1, ar=RATE, t=LONGEST)
    command = graph.global_args("-loglevel", "error", "-nostdin").compile()
    try:
        with target.open("wb") as file:
            for block in read(command, _BLOCK, whole=False):
                file.write(block)
    except MachineError:
        raise
    except LotseError as error:
        raise _refused("ist beschädigt", "is damaged", path) from error
    refuse_short(path, float(found.audio.get("duration", 0)), target.stat().st_size / 2 / RATE)
    if target.stat().st_size < 2 * RATE * HOP:
        raise _refused("enthält keinen Ton", "holds no sound", path)
    samples = np.memmap(target, np.int16, "r")
    return _judged(samples, path)


def _judged(samples: NDArray[np.int16], path: Path) -> Recording:
    import numpy as np

    level = levels(samples)
    top = float(np.percentile(level, 99))
    loud = float(np.percentile(level[level > top - 30], 90)) if top > -90 else -100.0
    noise = max(float(np.percentile(level, 5)), -75.0)
    if loud < FAINT:
        raise _refused(
            "ist stumm oder viel zu leise. Bitte näher am Mikrofon aufnehmen",
            "is silent or far too soft. Record it closer to the microphone",
            path,
        )
    if loud - noise < NOISE:
        raise _refused(
            "rauscht zu stark, oder es ist Musik darunter: Die Stimme ist kaum lauter als das, was in den Pausen zu "
            f"hören ist ({loud - noise:.0f} Dezibel; nötig sind {NOISE:.0f}). Bitte in einem ruhigen Raum aufnehmen, "
            "mit einer Pause nach jeder Zeile",
            "is too noisy, or there is music in it: the voice is hardly louder than what is heard in the pauses "
            f"({loud - noise:.0f} decibels; {NOISE:.0f} are needed). Record it in a quiet room, with a pause after "
            "each line",
            path,
        )
    border = min(loud - 12, max(noise + 8, loud - 32))
    return Recording(samples, tuple(_pieces(level > border)), loud, noise)


def levels(samples: NDArray[np.int16]) -> NDArray[np.float64]:
    """dBFS every HOP, over 30 ms; -100 is silence."""
    import numpy as np

    step = round(RATE * HOP)
    count = len(samples) // step
    power = np.empty(count)
    for first in range(0, count, 6000):
        block = samples[first * step : min(first + 6000, count) * step].astype(np.float64) / 32768
        power[first : first + 6000] = (block.reshape(-1, step) ** 2).mean(axis=1)
    smooth = np.convolve(power, np.ones(3) / 3, "same")
    result: NDArray[np.float64] = 10 * np.log10(np.maximum(smooth, 1e-10))
    return result


def _pieces(speaks: NDArray[np.bool_]) -> Iterator[Piece]:
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate([[False], speaks, [False]]).astype(np.int8))) * HOP
    start, end = -1.0, -1.0
    for begins, ends in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if start >= 0 and begins - end < PAUSE:
            end = ends
            continue
        if end - start >= _CLICK:
            yield Piece(start, end)
        start, end = begins, ends
    if end - start >= _CLICK:
        yield Piece(start, end)


def clock(seconds: float) -> str:
    """How a player shows it: 1:07."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def _refused(de: str, en: str, path: Path) -> InputError:
    return InputError(f"Die Aufnahme {de}.", f"The recording {en}.", path=path)
