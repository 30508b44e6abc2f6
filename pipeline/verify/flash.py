"""The gate on flashes: nothing in the picture may flicker so that it could bring on a seizure (WCAG 2.3.1)."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.model import Gate, Picture, Timed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 3
"""Flashes in any second; a flash is a pair of opposing changes."""
STEP, BRIGHT = 0.1, 0.8
"""Of the largest relative luminance: a change counts from STEP on, if its darker end lies below BRIGHT."""
RED_STEP, SATURATED = 20 / 320, 0.8
"""Of R - G - B, linear: a change counts from RED_STEP on, if R is at least SATURATED of R + G + B at one of its ends
(the working definition of WCAG 2.1; that of 2.2 measures the change in u'v' instead, where black has no place)."""
FIELD, AREA = 1 / 3, 0.25
"""10 degrees of sight as part of the picture's width and of its height, and the part of any such field that may flash
freely. WCAG: 341 x 256 pixels of a picture that fills a screen of 1024 x 768. A wide, square or upright picture covers
less of that screen, and a telephone is no larger in the eye: there the same third is the stricter measure."""
EVERY = 16
"""Pixels between two points that are looked at, in both directions: what is smaller cannot reach AREA."""


class Flashes:
    """Counts, point by point, how often brightness and red turn; looks at a film while it is decoded."""

    def __init__(self, fps: float) -> None:
        self._fps = fps
        self._light, self._red = _Turns(STEP, fps), _Turns(RED_STEP, fps)
        self.worst = 0
        """Turns in one second, all over more than AREA of a field."""
        self._when = 0.0
        """Where that second ends."""

    def see(self, number: int, luma: NDArray[np.uint8], blue: NDArray[np.uint8], red: NDArray[np.uint8]) -> None:
        half = EVERY // 2
        self.look(number, _linear(luma[::EVERY, ::EVERY], blue[::half, ::half], red[::half, ::half]))

    def look(self, number: int, points: NDArray[np.float32]) -> None:
        """Args:
        points: The picture's points, EVERY pixels apart: linear R, G, B from 0 to 1, shape (h, w, 3).
        """
        import numpy as np

        total, light = points.sum(-1), points @ np.array([0.2126, 0.7152, 0.0722], np.float32)
        pure = np.maximum(2 * points[..., 0] - total, 0)
        saturated = (points[..., 0] >= SATURATED * total) & (total > 0)
        turns = max(
            self._light.see(light, light < BRIGHT, self.worst),
            self._red.see(pure, saturated, self.worst),
        )
        if turns > self.worst:
            self.worst, self._when = turns, number / self._fps

    @property
    def passed(self) -> bool:
        return self.worst / 2 <= MOST

    def gate(self, pictures: Sequence[Timed[Picture]] = ()) -> Gate:
        """Args:
        pictures: What the script shows, and when: a flickering clip is called by its name.
        """
        shown = next((one.value.file for one in pictures if one.start < self._when < one.end + 1), "")
        de = f" Es liegt an „{shown}“: Nehmen Sie einen ruhigeren Ausschnitt oder ein Bild daraus." if shown else ""
        en = f' It comes from "{shown}": take a calmer part of it, or a still picture.' if shown else ""
        return Gate(
            "flash",
            self.passed,
            f"{self.worst / 2:g} flashes in a second",
            f"at most {MOST} on more than {AREA:.0%} of any field of sight",
            "" if self.passed else f"Das Bild flackert; das kann Anfälle auslösen.{de}",
            "" if self.passed else f"The picture flickers, which can bring on seizures.{en}",
        )


class _Turns:
    """Of one value at every point: how often it turned during the last second."""

    def __init__(self, step: float, fps: float) -> None:
        self._step, self._second = step, max(1, round(fps))
        self._turns: deque[NDArray[np.bool_]] = deque()
        self._extreme: NDArray[np.float32] | None = None

    def see(self, value: NDArray[np.float32], counts: NDArray[np.bool_], known: int) -> int:
        """Args:
            value: Of the next frame, shape (h, w).
            counts: Where a change to or from this frame counts.
            known: Fewer turns are of no interest.

        Returns:
            Turns in the second that ends here, all over more than AREA of a field; `known`, if there are not more.
        """
        import numpy as np

        if self._extreme is None:
            self._extreme, self._counted = value.copy(), counts
            self._rising, self._falling = np.zeros(value.shape, bool), np.zeros(value.shape, bool)
            self._count = np.zeros(value.shape, np.int16)
            return known
        if value.shape != self._extreme.shape:
            return known  # the stream gate refuses a film whose size changes
        either = counts | self._counted
        up = (value - self._extreme >= self._step) & either
        down = (self._extreme - value >= self._step) & either
        turned = (up & ~self._rising) | (down & ~self._falling)
        further = (self._rising & (value > self._extreme)) | (self._falling & (value < self._extreme))
        self._rising, self._falling = (self._rising & ~down) | up, (self._falling & ~up) | down
        self._extreme = np.where(turned | further, value, self._extreme)
        self._counted = np.where(turned | further, counts, self._counted)
        self._turns.append(turned)
        self._count += turned
        if len(self._turns) > self._second:
            self._count -= self._turns.popleft()
        while _spread(self._count > known):
            known += 1
        return known


def _spread(points: NDArray[np.bool_]) -> bool:
    """Whether they are more than AREA of any field."""
    import numpy as np

    high, wide = (max(1, round(side * FIELD)) for side in points.shape)
    most = int(AREA * high * wide)
    if np.count_nonzero(points) <= most:
        return False
    summed = np.pad(points.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    inside = summed[high:, wide:] - summed[:-high, wide:] - summed[high:, :-wide] + summed[:-high, :-wide]
    return bool(inside.max() > most)


def _linear(luma: NDArray[np.uint8], blue: NDArray[np.uint8], red: NDArray[np.uint8]) -> NDArray[np.float32]:
    """BT.709 as films have it, to R, G, B from 0 to 1; gamma as on a screen."""
    import numpy as np

    high, wide = luma.shape
    y = (luma.astype(np.float32) - 16) / 219
    b, r = (np.float32(plane[:high, :wide]) / 224 - np.float32(128 / 224) for plane in (blue, red))
    signal = np.stack([y + 1.5748 * r, y - 0.1873 * b - 0.4681 * r, y + 1.8556 * b], -1)
    return np.asarray(signal.clip(0, 1) ** np.float32(2.2), np.float32)
