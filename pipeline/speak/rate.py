"""Sound at another sample rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def resampled(samples: NDArray[np.float32], rate: int, wanted: int) -> NDArray[np.float32]:
    """The same sound at another rate, filtered as ffmpeg does it.

    Args:
        samples: Mono in [-1, 1], shape (n,).
        rate: Of the samples, Hertz.
        wanted: Hertz.

    Returns:
        Shape (round(n * wanted / rate),).
    """
    import av
    import numpy as np

    if rate == wanted or not len(samples):
        return samples
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None], np.float32), format="flt", layout="mono")
    frame.sample_rate = rate
    resampler = av.AudioResampler("flt", "mono", wanted)
    parts = [part.to_ndarray()[0] for part in (*resampler.resample(frame), *resampler.resample(None))]
    length = round(len(samples) * wanted / rate)
    made = np.concatenate(parts).astype(np.float32)[:length]
    return np.pad(made, (0, length - len(made)))
