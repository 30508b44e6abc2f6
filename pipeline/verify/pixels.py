"""Gates on the decoded picture: what must be seen is compared with how it should look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model import Gate
from pipeline.scene.sprite import Sprite, to_yuv

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 8
WORST_BLOCK, WORST_MEAN = 40.0, 6.0
"""Mean difference of luma (0-255) in any 8x8 block, and over the whole plate. Encoding at CRF 30 stays below 20 and 3;
a stripe of four pixels across the plate, or letters in another colour, exceed it."""
CONTRAST = 7.0
"""WCAG 2 AAA."""
_FEW, _ALIKE = 0.3, 4
"""Per cent of a plate that its letters cover at least, in full colour; levels of luma that are one colour."""


@dataclass(frozen=True, slots=True)
class Plate:
    """Something that must be visible exactly so, in every frame from `start` to `end` (seconds)."""

    name: str
    expected: Sprite
    start: float
    end: float
    file: str = ""
    """A picture of the script, which need not have the contrast of words."""


class Comparison:
    """Compares every plate in every frame in which it must stand, while the film is being watched."""

    def __init__(self, plates: Sequence[Plate], *, fps: float, frames: int) -> None:
        self._fps, self._frames = fps, frames
        self._comparers = [_Comparer(plate) for plate in plates]

    def see(self, number: int, luma: NDArray[np.uint8]) -> None:
        for comparer in self._comparers:
            if comparer.due(number / self._fps):
                comparer.see(luma, number)

    def gates(self) -> list[Gate]:
        gates: dict[str, Gate] = {}
        for comparer in self._comparers:
            gate = comparer.gate(sum(comparer.due(number / self._fps) for number in range(self._frames)))
            # Of several plates of one name, the captions, the first that fails or else the last speaks for all.
            if gate.name not in gates or gates[gate.name].passed:
                gates[gate.name] = gate
        return list(gates.values())


class _Comparer:
    def __init__(self, plate: Plate) -> None:
        import numpy as np

        self._plate = plate
        expected = plate.expected
        box = expected.box
        self._part = slice(box.top, box.bottom), slice(box.left, box.right)
        self._expected = to_yuv(expected)[0]
        # The rounded corners show the ground; only what the plate covers fully is compared.
        self._mask = expected.image[..., 3] == 255
        self._covered = self._mask.astype(np.uint8)
        # Words may be few on a large plate: their darkest and the brightest of the plate, as they were drawn.
        dark, bright = np.percentile(self._expected[self._mask], (_FEW, 100 - _FEW)) if self._mask.any() else (0, 0)
        self._dark = self._mask & (self._expected <= dark + _ALIKE)
        self._bright = self._mask & (self._expected >= bright - _ALIKE)
        self._block_weight = np.maximum(_blocks(self._covered), 1)
        self._area = max(1, int(self._mask.sum()))
        self._worst_block = self._worst_mean = 0.0
        self._worst_frame = -1
        self._contrast = 99.0
        self._seen = self._different = 0
        self._before: NDArray[np.uint8] | None = None

    def due(self, time: float) -> bool:
        return self._plate.start <= time < self._plate.end

    def see(self, picture: NDArray[np.uint8], number: int) -> None:
        import numpy as np

        seen = picture[self._part]
        if seen.shape != self._expected.shape:
            return  # a smaller picture does not hold it
        self._seen += 1
        # What stands still is coded once: most frames repeat, bit by bit, what has been judged.
        if self._before is not None and np.array_equal(seen, self._before):
            return
        self._before = seen.copy()
        difference = np.maximum(seen, self._expected)
        difference -= np.minimum(seen, self._expected)
        difference *= self._covered
        mean = int(difference.sum(dtype=np.uint32)) / self._area
        block = float((_blocks(difference) / self._block_weight).max())
        if block > self._worst_block:
            self._worst_block, self._worst_frame = block, number
        self._worst_mean = max(self._worst_mean, mean)
        self._different += 1
        if self._different % 25 == 1 and not self._plate.file:
            self._contrast = min(self._contrast, _contrast(seen[self._bright].mean(), seen[self._dark].mean()))

    def gate(self, due: int) -> Gate:
        passed = (
            self._seen >= due > 0
            and self._worst_block <= WORST_BLOCK
            and self._worst_mean <= WORST_MEAN
            and (self._contrast >= CONTRAST or bool(self._plate.file))
        )
        name, file = self._plate.name, self._plate.file
        return Gate(
            name,
            passed,
            f"{self._seen} of {due} frames; worst block {self._worst_block:.1f} (frame {self._worst_frame}), "
            f"worst mean {self._worst_mean:.1f} of 255{f'; {file}' if file else f'; contrast {self._contrast:.1f}:1'}",
            f"all frames; block <= {WORST_BLOCK:.0f}, mean <= {WORST_MEAN:.0f}"
            f"{'' if file else f'; contrast >= {CONTRAST:.0f}:1'}",
            "" if passed else f"„{file or name}“ ist im Film nicht in jedem Bild so zu sehen, wie es sein muss.",
            "" if passed else f'"{file or name}" does not show in every frame of the film as it must.',
        )


def _blocks(values: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Sums over blocks of 8x8; a rest at the edges counts to no block but does count to the mean."""
    import numpy as np

    height, width = (side // BLOCK * BLOCK for side in values.shape)
    # Whole rows first: numpy adds long runs many times faster than short ones.
    rows = values[:height, :width].reshape(height // BLOCK, BLOCK, width).sum(axis=1, dtype=np.uint16)
    sums: NDArray[np.uint16] = rows.reshape(height // BLOCK, width // BLOCK, BLOCK).sum(axis=2, dtype=np.uint16)
    return sums


def _contrast(bright: float, dark: float) -> float:
    """WCAG contrast of two greys given as limited-range luma."""
    light, shade = (float(max(0.0, (y - 16) / 219) ** 2.2) for y in (bright, dark))
    return (light + 0.05) / (shade + 0.05)
