"""Two sounds are stretched in time onto each other: dynamic time warping."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_DENSE = 4_000_000
"""Pairs of frames up to which every one is looked at."""
_RADIUS = 100
"""Frames around the path of half the resolution, beyond that."""


def path(a: NDArray[np.float32], b: NDArray[np.float32]) -> tuple[NDArray[np.intp], float]:
    """The cheapest way through both, from the first frames to the last.

    Long ones are searched at half the resolution first and then only around that path, so that time and memory grow
    with the length and not with its square. No step costs more than another: a slope penalty ruins the result.

    Args:
        a, b: `Features.frames`, neither empty.

    Returns:
        Pairs of indices into a and b, shape (k, 2), both rising by 0 or 1; and their mean distance, 1 − cosine.
    """
    import numpy as np

    if len(a) * len(b) <= _DENSE:
        low, high = np.zeros(len(a), np.intp), np.full(len(a), len(b))
    else:
        coarse, _ = path(halved(a), halved(b))
        rows = np.arange(len(a)) // 2
        low = np.maximum(2 * coarse[np.searchsorted(coarse[:, 0], rows), 1] - _RADIUS, 0)
        high = np.minimum(2 * coarse[np.searchsorted(coarse[:, 0], rows, "right") - 1, 1] + 2 + _RADIUS, len(b))
    return _within(a, b, low, high)


def _within(
    a: NDArray[np.float32], b: NDArray[np.float32], low: NDArray[np.intp], high: NDArray[np.intp]
) -> tuple[NDArray[np.intp], float]:
    """For row i of a only the columns low[i] … high[i] of b; both rise."""
    import numpy as np

    onward, upward = [], []
    # total[j + 1]: of the way to column j in the row above.
    total = np.full(len(b) + 1, np.inf)
    total[0] = 0.0
    for row, (first, last) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        # Not "@": its threads cost more than so short a row.
        cost = 1 - np.einsum("ij,j->i", b[first:last], a[row])
        above, across = total[first + 1 : last + 1], total[first:last]
        # Going on along the row from the cheapest entry: a running minimum, once the row's own costs are taken off.
        along = cost.cumsum(dtype=np.float64)
        entry = np.minimum(above, across) - along + cost
        cheapest = np.minimum.accumulate(entry)
        onward.append(cheapest < entry)
        upward.append(above < across)
        total[low[row - 1] if row else 0 : first + 1] = np.inf
        total[first + 1 : last + 1] = cheapest + along
    row, column = len(a) - 1, len(b) - 1
    pairs = [(row, column)]
    while row or column:
        at = column - low[row]
        stays, falls = onward[row][at], upward[row][at]
        row, column = row - (not stays), column - (stays or not falls)
        pairs.append((row, column))
    found = np.array(pairs[::-1], np.intp)
    return found, float(1 - np.einsum("ij,ij->i", a[found[:, 0]], b[found[:, 1]]).mean())


def halved(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    even = np.pad(frames, ((0, len(frames) % 2), (0, 0)), mode="edge")
    mean = even[::2] + even[1::2]
    return np.asarray(mean / (np.linalg.norm(mean, axis=1, keepdims=True) + 1e-6), np.float32)
