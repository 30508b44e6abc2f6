"""What sounds are compared by: the shape of their spectrum and its change, a hundred times a second.

Who speaks, how loud, through which microphone and in what noise is taken out as far as that goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HOP = 0.01
"""Seconds from frame to frame."""
_WINDOW = 0.025
_LOWEST, _HIGHEST, _BANDS = 80, 7600, 26
"""Hertz and number of the mel bands; the highest is one that 16 kHz still hold."""
_DEPTH = 20
"""Decibels below a band's loud frames that still count; deeper there is noise."""
_REACH = 4
"""Frames to either side that a delta looks at."""
_QUIET = 35
"""Decibels below the loud frames where silence begins, in a clean recording."""
_CLEAR = 4
"""Decibels above the quietest frames where a sound begins, in a noise: chance does not reach that far."""
_SILENT = -80
"""Decibels of a frame's mean power, where nothing is heard at all."""
_KEPT = 12
"""Frames that are left of a pause: a stop consonant is silent for as long."""
_PAUSE = 0.2
"""Seconds from which on a silence is between words."""
_FADING, _FADING_HIDDEN = 0.03, 0.002
"""Seconds that a word goes on after its sound has sunk to what counts as silence, and more for every decibel that
noise has raised this above `_QUIET`."""
_BLOCK = 1000


@dataclass(frozen=True, slots=True)
class Features:
    """What a sound is compared by, its pauses shortened."""

    frames: NDArray[np.float32]
    """Shape (n, 52), every row of length one: normalised log-mel bands and their deltas. n = 0: silence."""
    times: NDArray[np.float64]
    """Middle of each frame, seconds, shape (n,)."""
    pauses: tuple[tuple[float, float], ...]
    """Silences between words, from `_PAUSE` on: start and end in seconds."""
    end: float
    """Where the last sound has faded, seconds."""


def features(samples: NDArray[np.float32], rate: int) -> Features:
    """Ten milliseconds a frame, equal for every sample rate, level and voice as far as that goes.

    Args:
        samples: float32, mono, shape (n,); of any length.
        rate: Hertz.
    """
    return compared(mel_power(samples, rate))


def compared(power: NDArray[np.float32]) -> Features:
    """The features of what `mel_power` gave, of one sound or of several on end: those become equal together.

    Args:
        power: Shape (n, 26); frame i is at i * HOP seconds.
    """
    import numpy as np

    loud, fading = _loud(power)
    if not len(loud):
        return Features(np.zeros((0, 2 * _BANDS), np.float32), np.zeros(0), (), 0.0)
    kept = np.zeros(len(power), bool)
    kept[max(0, loud[0] - 1) : loud[-1] + 2] = True
    pauses = []
    for gap in np.flatnonzero(np.diff(loud) > _KEPT):
        before, after = int(loud[gap]), int(loud[gap + 1])
        kept[before + 1 + _KEPT // 2 : after - _KEPT // 2] = False
        if (after - before) * HOP >= _PAUSE:
            pauses.append(((before + 1) * HOP + fading, (after - 1) * HOP))

    bands = _decibels(power)
    bands = np.maximum(bands, np.percentile(bands, 95, axis=0) - _DEPTH)[kept]
    bands = _normal(bands)
    wide = np.pad(bands, ((_REACH, _REACH), (0, 0)), mode="edge")
    frames = np.hstack([bands, _normal(wide[2 * _REACH :] - wide[: -2 * _REACH])])
    frames /= np.linalg.norm(frames, axis=1, keepdims=True) + 1e-6
    times = np.flatnonzero(kept).astype(np.float64) * HOP
    return Features(frames.astype(np.float32), times, tuple(pauses), float(times[-1]) + fading)


def mel_power(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Shape (frames, bands); a block at a time, so that minutes take no more memory than seconds."""
    import numpy as np

    # A multiple of 32 is quick to transform.
    window = 32 * max(1, round(_WINDOW * rate / 32))
    shape = np.hanning(window).astype(np.float32)
    bank = _bank(window, rate)
    padded = np.pad(samples, (window // 2, window))
    firsts = np.round(np.arange(int(len(samples) / rate / HOP) + 1) * HOP * rate).astype(np.intp)
    power = np.empty((len(firsts), _BANDS), np.float32)
    for block in range(0, len(firsts), _BLOCK):
        inside = np.lib.stride_tricks.sliding_window_view(padded, window)[firsts[block : block + _BLOCK]]
        spectrum = np.fft.rfft(inside * shape)[:, : len(bank)]
        np.einsum("fb,bm->fm", spectrum.real**2 + spectrum.imag**2, bank, out=power[block : block + _BLOCK])
    return power


@cache
def _bank(size: int, rate: int) -> NDArray[np.float32]:
    """Triangles of equal area on the mel scale, shape (bins, bands)."""
    import numpy as np

    lowest, highest = (2595 * np.log10(1 + hertz / 700) for hertz in (_LOWEST, _HIGHEST))
    mel = np.linspace(lowest, highest, _BANDS + 2)
    edges = 700 * (10 ** (mel / 2595) - 1)
    bins = np.arange(min(size // 2, _HIGHEST * size // rate) + 1)[:, None] * rate / size
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    bank = np.maximum(0, np.minimum(rising, falling))
    return np.asarray(bank / np.maximum(bank.sum(axis=0), 1e-9), np.float32)


def _loud(power: NDArray[np.float32]) -> tuple[NDArray[np.intp], float]:
    """Frames that are not silent, and how long a word goes on below that, seconds.

    Low, middle and high bands each for themselves: in a noise, an s is heard in the high ones only.
    """
    import numpy as np

    thirds = _decibels(np.stack([part.mean(axis=1) for part in np.array_split(power, 3, axis=1)], axis=1))
    ground, loud = np.percentile(thirds, [5, 95], axis=0)
    threshold = np.maximum(np.maximum(loud - _QUIET, ground + np.maximum((loud - ground) / 4, _CLEAR)), _SILENT)
    hidden = _QUIET - float((loud - threshold).max())
    return np.flatnonzero((thirds > threshold).any(axis=1)), _FADING + _FADING_HIDDEN * hidden


def _decibels(power: NDArray[np.floating]) -> NDArray[np.float64]:
    import numpy as np

    return np.asarray(10 * np.log10(np.maximum(power, 10 ** (_SILENT / 10))), np.float64)


def _normal(bands: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean 0 and spread 1 in every band; what never changes stays 0."""
    import numpy as np

    return np.asarray((bands - bands.mean(axis=0)) / (bands.std(axis=0) + 1e-3), np.float64)
