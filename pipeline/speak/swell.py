"""How loud a voice sounds from moment to moment: what lips, brows and head follow."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STEP = 0.02
"""Seconds a value of `read` stands for."""
_POWER = 0.6
"""Of the amplitude: loudness in sones grows with intensity to the power of 0.3 (Stevens 1955)."""


def swell(samples: NDArray[np.integer[Any]], rate: int, step: float) -> NDArray[np.float64]:
    """Loudness of every whole step in a sound, in sones but for a factor; 0 is silence.

    Args:
        samples: int16, mono, shape (n,).
        rate: Hertz.
        step: Seconds.
    """
    import numpy as np

    edges = np.rint(np.arange(int(len(samples) / rate / step + 1e-6) + 1) * step * rate).astype(int)
    summed = np.concatenate([[0.0], np.cumsum((samples / 32768.0) ** 2)])[edges.clip(0, len(samples))]
    result: NDArray[np.float64] = (np.diff(summed) / (step * rate)) ** (_POWER / 2)
    return result


def read(path: Path) -> tuple[float, ...]:
    """The loudness of one sentence, a value a `STEP`; 1: as loud as its loud parts (95th percentile).

    Args:
        path: WAV, mono, 16 bit.
    """
    import numpy as np

    with wave.open(str(path)) as file:
        loud = swell(np.frombuffer(file.readframes(file.getnframes()), "<i2"), file.getframerate(), STEP)
    top = float(np.percentile(loud, 95)) if loud.size else 0.0
    return tuple((loud / top).tolist()) if top else (0.0,) * loud.size
