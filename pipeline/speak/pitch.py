"""Whether a voice sounds like a woman's or a man's: by its pitch, and only where that is beyond doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import Gender
from pipeline.speak.recording import RATE, Recording

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAN, WOMAN = 145.0, 175.0
"""Hertz: below nearly all speakers are men, above nearly all are women (adults: about 85-155 and 165-255)."""
_DOWN = 6
_WINDOW = 0.05
_MOST = 600
"""Windows: half a minute of speech tells enough."""
_LOWEST, _HIGHEST = 65.0, 400.0
_VOICED = 0.5


def pitch(recording: Recording) -> float:
    """Median in hertz; 0 where there is too little to tell."""
    import numpy as np

    size = round(_WINDOW * RATE)
    starts = [
        first
        for piece in recording.pieces
        for first in range(round(piece.start * RATE), round(piece.end * RATE) - size, size)
    ]
    starts = starts[:: max(1, len(starts) // _MOST)]
    found = [hertz for first in starts if (hertz := _of(recording.samples[first : first + size]))]
    return float(np.median(found)) if len(found) >= 10 else 0.0


def sounds_like(hertz: float) -> Gender | None:
    """None: not to be told by the pitch."""
    return None if not hertz or MAN <= hertz <= WOMAN else "male" if hertz < MAN else "female"


def _of(window: NDArray[np.int16]) -> float:
    import numpy as np

    slow = window[: len(window) // _DOWN * _DOWN].astype(np.float64).reshape(-1, _DOWN).mean(axis=1)
    rate = RATE / _DOWN
    slow = (slow - slow.mean()) * np.hanning(len(slow))
    spectrum = np.abs(np.fft.rfft(slow, 2 * len(slow))) ** 2
    alike = np.fft.irfft(spectrum)[: len(slow)]
    if alike[0] <= 0:
        return 0.0
    # The window takes from later peaks what it does not take from the first.
    fading = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(len(slow)), 2 * len(slow))) ** 2)[: len(slow)]
    alike = alike / alike[0] / np.maximum(fading / fading[0], 0.1)
    first, last = int(rate / _HIGHEST), int(rate / _LOWEST)
    part = alike[first : last + 1]
    best = float(part.max())
    # The shortest period that is nearly as good: its multiples fit as well.
    peaks = np.flatnonzero((part[1:-1] >= part[:-2]) & (part[1:-1] >= part[2:]) & (part[1:-1] >= 0.85 * best)) + 1
    return rate / (first + int(peaks[0])) if best >= _VOICED and peaks.size else 0.0
