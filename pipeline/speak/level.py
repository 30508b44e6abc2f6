"""Every sentence as loud as every other (ITU-R BS.1770-4). Engines scale each one to its highest peak, so that a voice
jumps by up to 4 dB from one to the next; what is loud and soft inside a sentence stays."""

from __future__ import annotations

from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TARGET = -23.0
"""LUFS of a sentence on disk. Below the film's level, so that no peak is cut off; the film is levelled as a whole."""
BLOCK, STEP = 0.4, 0.1
"""Seconds, as the standard says."""


def levelled(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """The same sound at `TARGET`.

    Args:
        samples: float32, mono, shape (n,).
        rate: Hertz.
    """
    import numpy as np

    found = loudness(samples, rate)
    if found == -inf:
        return samples
    # A sound of sharp peaks and little power stays softer rather than cut off.
    gain = min(10 ** ((TARGET - found) / 20), 1 / float(np.abs(samples).max()))
    return (samples * gain).astype(np.float32)


def loudness(samples: NDArray[np.float32], rate: int) -> float:
    """LUFS of a sound in both channels of a stereo film, as ours are; -inf is silence. Shorter than a block of 400 ms,
    it is one block."""
    import numpy as np

    count = len(samples)
    size = 1 << (count + rate).bit_length()
    heard = np.fft.irfft(np.fft.rfft(samples, size) * _ear(size, rate), size)[:count]
    block, step = min(round(BLOCK * rate), count), round(STEP * rate)
    if not count:
        return -inf
    summed = np.concatenate([[0.0], np.cumsum(heard**2)])
    starts = np.arange(0, count - block + 1, step)
    power = 2 * (summed[starts + block] - summed[starts]) / block
    power = power[power > 10 ** ((-70 + 0.691) / 10)]
    if not len(power):
        return -inf
    power = power[power > power.mean() / 10]
    return float(-0.691 + 10 * np.log10(power.mean()))


@lru_cache(4)
def _ear(size: int, rate: int) -> NDArray[np.complex128]:
    """The standard's two filters, given for 48 kHz, at the frequencies of a transform of that size."""
    import numpy as np

    delay = np.exp(-2j * np.pi * np.fft.rfftfreq(size, 1 / rate) / 48_000)

    def filtered(above: list[float], below: list[float]) -> NDArray[np.complex128]:
        return (np.polyval(above[::-1], delay) / np.polyval(below[::-1], delay)).astype(np.complex128)

    head = filtered([1.53512485958697, -2.69169618940638, 1.19839281085285], [1.0, -1.69065929318241, 0.73248077421585])
    return head * filtered([1.0, -2.0, 1.0], [1.0, -1.99004745483398, 0.99007225036621])
