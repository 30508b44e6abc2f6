"""The gate on what nobody says: between the sentences it is silent, so nothing clicks, hums or speaks there.

A click at a join is heard because the silence beside it is broken: coding spreads it by more than `EDGE`. Inside the
sentences the gate on speech compares the level with what was spoken.
"""

from __future__ import annotations

from itertools import pairwise
from math import inf, isfinite, log10
from typing import TYPE_CHECKING

from pipeline.media import SAMPLE_RATE
from pipeline.model import Gate

if TYPE_CHECKING:
    from pipeline.model import Timeline
    from pipeline.verify.sound import Heard

LOUDEST = -60.0
"""dBFS. Measured in nine films, espeak and Piper: -76 after coding at 128 kbit/s."""
EDGE = 0.01
"""Seconds beside a sentence that belong to it: coding as AAC lets a plosive begin a little before it does."""


def gate(heard: Heard, timeline: Timeline, late: float) -> Gate:
    """Args:
    late: Seconds by which the film's sound as a whole is late; nan: it is not to be recognised.
    """
    import numpy as np

    shift = late if isfinite(late) else 0.0
    spoken = [(0.0, -EDGE), *((sound.start + shift, sound.end + shift) for sound in timeline.sounds), (inf, inf)]
    worst, where = -inf, 0.0
    for (_, before), (after, _) in pairwise(spoken):
        first = max(0, round((before + EDGE) * SAMPLE_RATE))
        last = round((after - EDGE) * SAMPLE_RATE) if isfinite(after) else len(heard.samples)
        part = np.abs(heard.samples[first : max(first, last)].astype(np.int32))
        if part.size and (peak := 20 * log10(max(int(part.max()), 1) / 32768)) > worst:
            worst, where = peak, (first + int(part.argmax())) / SAMPLE_RATE
    passed = worst <= LOUDEST and (timeline.voice == "none" or bool(heard.samples.size))
    return Gate(
        "pauses",
        passed,
        f"at most {worst:.0f} dBFS, at {where:.2f} s" if heard.samples.size else "no sound",
        f"at most {LOUDEST:.0f} dBFS between the sentences",
        "" if passed else f"Zwischen den Sätzen ist etwas zu hören, ein Knacken oder Rauschen (bei {where:.1f} s).",
        "" if passed else f"Something sounds between the sentences, a click or a noise (at {where:.1f} s).",
    )
