"""The gate on flashes: nothing in the picture may flicker so that it could bring on a seizure (WCAG 2.3.1)."""

from __future__ import annotations

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
AREA = 0.11
"""Part of the picture that may flash freely: a quarter of 10 degrees of sight, as WCAG puts it at 1024 x 768."""
_EVERY = 16
"""Pixels between two points that are looked at, in both directions: what is smaller cannot reach AREA."""


class Flashes:
    """Counts, point by point, how often the picture's brightness turns; looks at a film while it is decoded."""

    def __init__(self, fps: float) -> None:
        import numpy as np

        self._fps = fps
        self._second = max(1, round(fps))
        luma = np.clip((np.arange(256) - 16) / 219, 0, 1)
        self._light = np.asarray(luma**2.2, np.float32)
        self._turns: list[NDArray[np.bool_]] = []
        self.worst = 0.0
        """Turns of brightness in one second, all over an area larger than AREA."""
        self._when = 0.0
        """Where that second ends."""

    def see(self, number: int, luma: NDArray[np.uint8]) -> None:
        import numpy as np

        light = self._light[luma[::_EVERY, ::_EVERY]]
        if number == 0:
            self._extreme, self._rising = light.copy(), np.zeros(light.shape, bool)
            self._falling = np.zeros(light.shape, bool)
            self._count = np.zeros(light.shape, np.int16)
            return
        if light.shape != self._extreme.shape:
            return  # the stream gate refuses a film whose size changes
        up, down = light - self._extreme >= STEP, self._extreme - light >= STEP
        # The darker end of the change, which only counts where it is not bright already.
        up &= self._extreme < BRIGHT
        down &= light < BRIGHT
        turned = (up & ~self._rising) | (down & ~self._falling)
        further = (self._rising & (light > self._extreme)) | (self._falling & (light < self._extreme))
        self._rising, self._falling = (self._rising & ~down) | up, (self._falling & ~up) | down
        self._extreme = np.where(turned | further, light, self._extreme)
        self._turns.append(turned)
        self._count += turned
        if len(self._turns) > self._second:
            self._count -= self._turns.pop(0)
        # The count that is exceeded on no more than AREA of the picture.
        allowed = int(AREA * self._count.size)
        turns = float(np.partition(self._count.ravel(), -allowed - 1)[-allowed - 1])
        if turns > self.worst:
            self.worst, self._when = turns, number / self._fps

    def gate(self, pictures: Sequence[Timed[Picture]] = ()) -> Gate:
        """Args:
        pictures: What the script shows, and when: a flickering clip is called by its name.
        """
        flashes = self.worst / 2
        passed = flashes <= MOST
        shown = next((one.value.file for one in pictures if one.start < self._when < one.end + 1), "")
        de = f" Es liegt an „{shown}“: Nehmen Sie einen ruhigeren Ausschnitt oder ein Bild daraus." if shown else ""
        en = f' It comes from "{shown}": take a calmer part of it, or a still picture.' if shown else ""
        return Gate(
            "flash",
            passed,
            f"{flashes:g} flashes in a second",
            f"at most {MOST} on more than {AREA:.0%} of the picture",
            "" if passed else f"Das Bild flackert; das kann Anfälle auslösen.{de}",
            "" if passed else f"The picture flickers, which can bring on seizures.{en}",
        )
