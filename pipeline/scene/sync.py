"""Whether a filmed face speaks in time with a sound: where its mouth is, how late it moves, how closely it follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

FURTHEST = 0.5
"""Seconds within which the sound is looked for."""
RANGE = 30.0
"""dB below the loudest moment: what is softer counts as silence."""
_LIVELY = 0.25
"""What moves less than this part of what moves most is not the mouth."""
_ALIKE = 0.6
"""Cells that follow the sound at least this part as well as the best one belong to the mouth."""


@dataclass(frozen=True, slots=True)
class Follows:
    """The mouth held against the sound."""

    mouth: tuple[float, float, float, float]
    """Left, top, right, bottom; fractions of the picture."""
    late: int
    """Frames by which it moves after the sound."""
    correlation: float
    """Of its brightness with the loudness at that place, 0 … 1."""


def loudness(samples: NDArray[np.int16], rate: int, frames: int, fps: int) -> Floats:
    """How loud the sound is while each frame stands: 0, RANGE below the loudest or less, to 1; shape (frames,)."""
    import numpy as np

    edges = np.rint(np.arange(frames + 1) / fps * rate).astype(int).clip(0, len(samples))
    summed = np.concatenate([[0.0], np.cumsum((samples / 32768.0) ** 2)])
    power = (summed[edges[1:]] - summed[edges[:-1]]) / np.maximum(edges[1:] - edges[:-1], 1)
    level = 10 * np.log10(np.maximum(power, 1e-10))
    result: Floats = np.clip((level - level.max()) / RANGE + 1, 0, 1)
    return result


def follow(stills: NDArray[np.uint8], loud: Floats, spoken: NDArray[np.bool_], fps: int) -> Follows:
    """Looks for the part of the picture whose brightness follows the sound best, at any delay.

    Args:
        stills: The frames, grey and small; shape (frames, h, w).
        loud: See `loudness`; shape (frames,).
        spoken: In which frames somebody speaks; shape (frames,). Only these count: that a mouth moves while somebody
            speaks says little, another text may have the same pauses.
    """
    import numpy as np

    frames, height, width = stills.shape
    furthest = min(max(1, round(FURTHEST * fps)), frames // 4)
    deviation = np.array([row.std(axis=0, dtype=np.float32) for row in stills.transpose(1, 0, 2)])
    rows, columns = np.nonzero((deviation >= _LIVELY * deviation.max()) & (deviation > 0))
    moving = stills[:, rows, columns].astype(np.float32)
    lags, at = range(-furthest, furthest + 1), np.flatnonzero(spoken)
    found = np.array([_correlation(moving, loud, at, lag) for lag in lags])
    which, best = np.unravel_index(np.abs(found).argmax(), found.shape)
    alike = np.zeros((height, width), bool)
    chosen = found[which] * np.sign(found[which, best]) >= _ALIKE * abs(found[which, best])
    alike[rows[chosen], columns[chosen]] = True
    left, top, right, bottom = _around(alike, int(rows[best]), int(columns[best]))
    brightness = stills[:, top:bottom, left:right].mean(axis=(1, 2), dtype=np.float32)
    whole = [abs(float(_correlation(brightness[:, None], loud, at, lag)[0])) for lag in lags]
    # Of equals the nearest to where it should be.
    nearest = sorted(range(len(lags)), key=lambda n: abs(lags[n]))
    clearest = max(nearest, key=lambda n: whole[n])
    box = left / width, top / height, right / width, bottom / height
    return Follows(box, lags[clearest], whole[clearest])


def _correlation(moving: Floats, loud: Floats, at: NDArray[np.intp], lag: int) -> Floats:
    """Of every column of `moving` with the sound, were it `lag` frames later; -1 … 1, 0 where nothing moves.

    Args:
        at: The numbers of the frames that count.
    """
    import numpy as np

    at = at[(at + lag >= 0) & (at + lag < len(loud))]
    seen, heard = moving[at + lag], loud[at]
    seen, heard = seen - seen.mean(axis=0), heard - heard.mean()
    both = np.sqrt((seen**2).sum(axis=0) * (heard**2).sum())
    result: Floats = np.divide(
        (seen * heard[:, None]).sum(axis=0), both, out=np.zeros(seen.shape[1]), where=both > 1e-6
    )
    return result


def _around(alike: NDArray[np.bool_], row: int, column: int) -> tuple[int, int, int, int]:
    """The box around all cells that hang together with this one: left, top, right, bottom."""
    import numpy as np

    part = np.zeros_like(alike)
    part[row, column] = True
    while True:
        wide = np.pad(part, 1)
        grown = alike & (wide[1:-1, 1:-1] | wide[:-2, 1:-1] | wide[2:, 1:-1] | wide[1:-1, :-2] | wide[1:-1, 2:])
        if (grown == part).all():
            break
        part = grown
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
