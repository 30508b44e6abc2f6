"""What the key makes of a tile: which waves it is the sum of, what is known of each, and which bits each carries.

Some 800 waves of 21 to 85 pixels. A part of them has a known phase, by which a reader finds size and position; the
others carry two coded bits in theirs.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from pipeline.seal import convolution

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TILE = 512
"""Pixels."""
SLOWEST, FASTEST = 6, 24
"""Waves in a tile: slower ones drown in gradients, faster ones in the encoder."""
SYNC = 0.4
"""Share of the waves with a known phase."""
ID_BITS, CHECK_BITS = 32, 16


class Waves:
    """Chosen, coded and ordered by SHAKE-256 of the key: the same with every version of numpy."""

    def __init__(self, key: bytes) -> None:
        import numpy as np

        across, down = np.meshgrid(np.arange(1, FASTEST + 1), np.arange(-FASTEST, FASTEST + 1))
        radius = np.hypot(across, down)
        # None along the axes: desks, plates and the blocks of encoders are there.
        chosen = (radius >= SLOWEST) & (radius <= FASTEST) & (down != 0)
        self.across, self.down = across[chosen], down[chosen]
        self.weights = SLOWEST / radius[chosen]
        """Encoders and eyes agree: slow waves survive longer and are seen less."""
        count = self.across.size
        stream = np.frombuffer(hashlib.shake_256(b"lotse watermark" + key).digest(16 * count), "<u4").reshape(4, count)
        self.sync, self.data = np.split(np.argsort(stream[0], kind="stable"), [round(SYNC * count)])
        self.known = 1j ** (stream[1] % 4)
        self._scramble = 1.0 - 2.0 * (stream[2:, self.data] % 2)
        # Every coded bit goes into several waves; their order is the key's too, so a bit is spread over all lengths.
        self._slots = np.arange(2 * self.data.size).reshape(2, -1) % convolution.coded_length(ID_BITS + CHECK_BITS)

    def symbols(self, bits: NDArray[np.uint8]) -> NDArray[np.complex128]:
        """Phases of the waves that carry data."""
        import numpy as np

        signs = (1.0 - 2.0 * convolution.encode(bits)[self._slots]) * self._scramble
        result: NDArray[np.complex128] = (signs[0] + 1j * signs[1]) / np.sqrt(2)
        return result

    def soft(self, symbols: NDArray[np.complex128]) -> NDArray[np.float64]:
        """How surely each coded bit is a 0."""
        import numpy as np

        votes = np.stack([symbols.real, symbols.imag]) * self._scramble * self.weights[self.data]
        sums = np.zeros(convolution.coded_length(ID_BITS + CHECK_BITS))
        np.add.at(sums, self._slots, votes)
        return sums

    def fit(
        self, tiles: NDArray[np.float64], found: NDArray[np.complex64], grid: int
    ) -> tuple[float, float, float, float]:
        """Where the known phases fit best: size of the tile, its place down and across (1 / TILE of it), and score.

        Args:
            found: Phases in the picture, shape (tiles, waves).
            grid: Places to try in each direction.
        """
        import numpy as np

        weights = self.weights[self.sync]
        spectra = np.zeros((len(tiles), grid, grid // 2 + 1), np.complex64)
        spectra[:, self.down[self.sync], self.across[self.sync]] = (
            found[:, self.sync] * self.known[self.sync].conj() * weights
        )
        fits = np.fft.irfft2(spectra)
        number, down, across = (int(index) for index in np.unravel_index(fits.argmax(), fits.shape))
        score = deviations(float(fits[number, down, across]) * grid**2 / 2, weights)
        return float(tiles[number]), down * TILE / grid, across * TILE / grid, score


def deviations(total: float, weights: NDArray[np.float64]) -> float:
    """A weighted sum of cosines in standard deviations of what random phases give."""
    return float(total / (weights @ weights / 2) ** 0.5)


def payload(film_id: int, key: bytes) -> NDArray[np.uint8]:
    """The id and a checksum that only the key makes, as bits."""
    import numpy as np

    plain = film_id.to_bytes(ID_BITS // 8, "big")
    check = hmac.digest(key, b"lotse watermark" + plain, "sha256")[: CHECK_BITS // 8]
    return np.unpackbits(np.frombuffer(plain + check, np.uint8))
