"""Lips for a voice whose sounds nobody names: the mouth opens as the voice swells, and closes in its pauses."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.model import Timed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STEP = 0.02
"""Seconds between two looks at the voice."""
OPEN, HALF, NARROW, SHUT = -5.0, -10.0, -18.0, -27.0
"""dB below the loud parts, down to which the mouth is so wide open."""
_HISS = 2500.0
"""Hertz: a sound whose middle lies above is a hiss, made with the teeth together however loud it is."""
_ROUND = 550.0
"""Hertz: a vowel whose middle lies below is made with round lips."""


def phonemes(samples: NDArray[np.float32], rate: int) -> tuple[Timed[str], ...]:
    """IPA symbols that move the mouth as the sound does; what was said they do not tell.

    Args:
        samples: float32 in [-1, 1], shape (n,), mono.
        rate: Hertz.
    """
    import numpy as np

    step = round(STEP * rate)
    count = len(samples) // step
    if not count:
        return ()
    blocks = samples[: count * step].reshape(count, step)
    level = 10 * np.log10(np.maximum((blocks**2).mean(axis=1), 1e-10))
    smooth = np.convolve(np.pad(level, 1, "edge"), [0.25, 0.5, 0.25], "valid")
    smooth -= np.percentile(smooth, 95)
    spectrum = np.abs(np.fft.rfft(blocks * np.hanning(step).astype(np.float32), axis=1)) ** 2
    hertz = np.fft.rfftfreq(step, 1 / rate)
    middle = (spectrum @ hertz) / np.maximum(spectrum.sum(axis=1), 1e-12)
    shapes = [_shape(float(loud), float(centre)) for loud, centre in zip(smooth, middle, strict=True)]
    found, at = [], 0
    for symbol, run in groupby(shapes):
        length = len(list(run))
        if symbol:
            found.append(Timed(at * STEP, min((at + length) * STEP, len(samples) / rate), symbol))
        at += length
    return tuple(found)


def _shape(level: float, middle: float) -> str:
    """Empty: silence."""
    if level < SHUT:
        return ""
    if middle > _HISS:
        return "s"
    if level < NARROW:
        return "t"
    if level < HALF:
        return "ʊ" if middle < _ROUND else "ɪ"
    if level < OPEN:
        return "ɔ" if middle < _ROUND else "ɛ"
    return "a"
