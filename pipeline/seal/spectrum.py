"""What a picture holds of waves too weak to be seen: its forms are taken away, the rest is measured wave by wave."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EDGE = 3.0
"""Steps of luma from pixel to pixel. A wave has far fewer, a drawn form more."""
LIMIT = 0.7
"""Steps of luma: what stands out further is no wave, and counts the less the further it stands out."""
HALO, REACH = 6, 13
"""Pixels: cut away around edges, where encoders leave echoes; and the reach of the mean that is taken away."""
BLOCK = 32
"""Rows at once: products so small that BLAS gives them to one thread. Waiting for a second one takes far longer."""


def residual(luma: NDArray[np.float32]) -> NDArray[np.float32]:
    """A picture without its forms, same shape: edges and all near them are 0, slow gradients are removed.

    Args:
        luma: Shape (h, w), 0 … 255; the shorter side some 360 pixels.
    """
    import numpy as np

    edges = np.zeros(luma.shape, np.float32)
    down, right = (np.abs(np.diff(luma, axis=axis)) > EDGE for axis in (0, 1))
    edges[1:] += down
    edges[:, 1:] += right
    keep = (_mean(edges, HALO) < 1e-3).astype(np.float32)
    left = luma * keep
    left -= _mean(left, REACH) / np.maximum(_mean(keep, REACH), 1e-3)
    left *= keep
    left /= 1 + (left / LIMIT) ** 2
    return left


def shrunk(luma: NDArray[np.float32], factor: int) -> NDArray[np.float32]:
    """Means of squares of `factor` pixels; a rest at the edges is left out."""
    height, width = (side // factor for side in luma.shape)
    squares = luma[: height * factor, : width * factor].reshape(height, factor, width, factor)
    result: NDArray[np.float32] = squares.mean(axis=(1, 3))
    return result


def phases(
    picture: NDArray[np.float32], tiles: NDArray[np.float64], down: NDArray[np.int_], across: NDArray[np.int_]
) -> NDArray[np.complex64]:
    """The phases, as complex numbers of length 1, of waves that repeat with a tile, shape (tiles, waves).

    The same as laying all tiles of a picture on one another and transforming their sum, but for any size of tile.

    Args:
        picture: Shape (h, w), mean 0.
        tiles: Sides of the tile to try, in pixels of the picture.
        down, across: How often each wave repeats in a tile, shape (waves,); across at least 1.
    """
    import numpy as np

    height, width = picture.shape
    turns = (-2 * np.pi / tiles).astype(np.float32)[:, None, None]
    most = int(across.max())
    angles = np.arange(width, dtype=np.float32)[:, None] * np.arange(1, most + 1, dtype=np.float32)
    angles = (turns * angles).transpose(1, 0, 2).reshape(width, -1)
    rows = np.empty((height, len(tiles) * most), np.complex64)
    rows.real, rows.imag = picture @ np.cos(angles), picture @ np.sin(angles)
    by_tile = rows.reshape(height, len(tiles), most).transpose(1, 0, 2)
    lowest, highest = int(down.min()), int(down.max())
    spectra = np.zeros((len(tiles), highest + 1 - lowest, most), np.complex64)
    repeats = np.arange(lowest, highest + 1, dtype=np.float32)[:, None]
    for first in range(0, height, BLOCK):
        block = by_tile[:, first : first + BLOCK]
        turn = turns * (repeats * np.arange(first, first + block.shape[1], dtype=np.float32))
        turned = np.empty(turn.shape, np.complex64)
        turned.real, turned.imag = np.cos(turn), np.sin(turn)
        spectra += turned @ block
    values: NDArray[np.complex64] = spectra[:, down - lowest, across - 1]
    values /= np.maximum(np.abs(values), 1e-9)
    return values


def _mean(values: NDArray[np.float32], reach: int) -> NDArray[np.float32]:
    """Over the square that reaches so many pixels to each side."""
    import numpy as np

    size = 2 * reach + 1
    for _ in range(2):  # columns, then rows
        padded = np.pad(values.T, ((reach + 1, reach), (0, 0)), mode="edge")
        sums = padded.cumsum(axis=0, dtype=np.float64)
        values = ((sums[size:] - sums[:-size]) / size).astype(np.float32)
    return values
