"""An imperceptible watermark in the luma of the still ground: a film's id, found again in copies by who has the key.

One tile of weak waves is repeated over the picture (waves.py); a reader looks for it in all sizes that a crop may give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.media import probe
from pipeline.media import read as pieces
from pipeline.seal import convolution
from pipeline.seal.spectrum import phases, residual, shrunk
from pipeline.seal.waves import ID_BITS, TILE, Waves, deviations, payload

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIDE = 1080
"""Pixels: the shorter side of the pictures that are marked."""
STRENGTH = 0.3
"""Root mean square in steps of luma (0-255). With the rounding 54 dB PSNR; mottle shows from 49 dB on."""
SYNC_SCORE, DATA_SCORE = 6.0, 9.0
"""Standard deviations above chance; a score of x has, for random phases, a probability below exp(-x²/2). The phases are
random because the key makes them, whatever the picture shows. So of 4 * 10^6 places one reaches 6.0 by chance in 6 %
of pictures, and there one of 2^32 ids 9.0 with a probability of 10^-8: together less than once in 10^9 pictures."""
CROP = 0.9, 1.18, 0.0024
"""Sizes of the tile that are tried against the shorter side, and their step: who crops a picture enlarges the tile."""
FRAMES = 16


@dataclass(frozen=True, slots=True)
class Found:
    film_id: int
    """0 … 2^32 - 1."""
    score: float
    """How far the bits stand above chance, in standard deviations: DATA_SCORE … 29."""


def mark(luma: NDArray[np.uint8], film_id: int, key: bytes, *, times: float = 1.0) -> NDArray[np.uint8]:
    """The ground's luma, shape (h, w), with the mark; its shorter side is SIDE. A tenth of a second, once a film.

    Args:
        film_id: 0 … 2^32 - 1.
        key: The service's own, secret, at least 16 bytes: who has it can read, forge and remove the mark.
        times: STRENGTH.
    """
    import numpy as np

    height, width = luma.shape
    # Rounded against the R2 sequence (M. Roberts, 2018): parts of a step survive as steps that are evenly scattered.
    scatter = np.arange(height)[:, None] * 0.5698402909980532 + np.arange(width) * 0.7548776662466927
    marked = luma + times * pattern(film_id, key, width, height) + scatter % 1.0
    return np.clip(marked, 0, 255).astype(np.uint8)


def pattern(film_id: int, key: bytes, width: int, height: int) -> NDArray[np.float32]:
    """What is added to the luma: steps, shape (height, width)."""
    import numpy as np

    waves = Waves(key)
    symbols = waves.known.copy()
    symbols[waves.data] = waves.symbols(payload(film_id, key))
    spectrum = np.zeros((TILE, TILE // 2 + 1), np.complex128)
    spectrum[waves.down, waves.across] = symbols * waves.weights
    tile = np.fft.irfft2(spectrum)
    tile *= STRENGTH / tile.std()
    repeats = -(-height // TILE), -(-width // TILE)
    return np.tile(tile.astype(np.float32), repeats)[:height, :width]


def read_film(path: Path, key: bytes) -> Found | None:
    """Reads the mark from the first key frames of a film of any size, in any container. None: there is no mark.

    Raises:
        LotseError: The file is no media file that ffmpeg can read.
    """
    import ffmpeg

    if not probe(path).video:
        return None
    # As PGM each picture says its own size: a film may be stored lying and be turned when decoded.
    graph = ffmpeg.input(str(path), skip_frame="nokey").video.output(
        "pipe:", format="image2pipe", vcodec="pgm", pix_fmt="gray", vsync="passthrough", vframes=FRAMES
    )
    command = graph.global_args("-loglevel", "error", "-nostdin").compile()
    return read(_pictures(b"".join(pieces(command, 1 << 20, whole=False))), key)


class Reader:
    """Reads the mark of a film that is being watched, from frames all over it."""

    def __init__(self, frames: int) -> None:
        """Args:
        frames: That the film has.
        """
        self._apart = max(1, -(-frames // FRAMES))
        self._kept: list[NDArray[np.uint8]] = []

    def see(self, number: int, luma: NDArray[np.uint8]) -> None:
        if number % self._apart == 0 and len(self._kept) < FRAMES:
            self._kept.append(luma.copy())

    def found(self, key: bytes) -> Found | None:
        """None: there is no mark."""
        return read(self._kept, key)


def read(frames: Iterable[NDArray[np.uint8]], key: bytes) -> Found | None:
    """Reads the mark from the luma of frames of one film, shape (h, w) each. None: there is no mark.

    Takes about a fifth of a second of CPU time.
    """
    import numpy as np

    seen = list(frames)
    if not seen or min(seen[0].shape) < SIDE // 9:
        return None
    shorter = min(seen[0].shape)
    factor = max(1, round(shorter * 3 / SIDE))
    picture = residual(shrunk(np.mean(seen, axis=0, dtype=np.float32), factor))
    waves, unit = Waves(key), TILE * shorter / SIDE / factor
    low, high, step = CROP
    tiles = unit * np.geomspace(low, high, round(np.log(high / low) / step) + 1)
    tile, *_ = waves.fit(tiles, phases(picture, tiles, waves.down, waves.across), TILE // 4)
    tiles = tile * (1 + step * np.linspace(-0.6, 0.6, 7))
    found = phases(picture, tiles, waves.down, waves.across)
    tile, down, across, score = waves.fit(tiles, found, TILE)
    if score < SYNC_SCORE:
        return None
    moved = np.exp(2j * np.pi / TILE * (waves.down * down + waves.across * across))
    symbols = (found[tiles == tile][0] * moved)[waves.data]
    bits = convolution.decode(waves.soft(symbols))
    film_id = int.from_bytes(np.packbits(bits[:ID_BITS]).tobytes(), "big")
    weights = waves.weights[waves.data]
    score = deviations((symbols * waves.symbols(bits).conj()).real @ weights, weights)
    if score < DATA_SCORE or not np.array_equal(bits, payload(film_id, key)):
        return None
    return Found(film_id, score)


def _pictures(pgm: bytes) -> Iterator[NDArray[np.uint8]]:
    """Binary greymaps one after another."""
    import numpy as np

    start = 0
    while start < len(pgm):
        magic, size, depth, _ = pgm[start : start + 64].split(b"\n", 3)
        width, height = map(int, size.split())
        start += len(magic) + len(size) + len(depth) + 3
        yield np.frombuffer(pgm, np.uint8, width * height, start).reshape(height, width)
        start += width * height
