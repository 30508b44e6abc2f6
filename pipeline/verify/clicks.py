"""The gate on what nobody says: between the sentences it is silent, so nothing clicks, hums or speaks there, and
where a sentence begins and ends its sound is soft.

Inside the sentences the gate on speech compares the level with what was spoken.
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

LOUDEST = ((0.0, -40.0), (0.01, -60.0))
"""Seconds away from a sentence, and dBFS from there on: coding as AAC lets a plosive begin a little before it does.
Measured in nine films, espeak and Piper, coded at 128 kbit/s: at most -53 and -76."""


def gate(heard: Heard, timeline: Timeline, late: float) -> Gate:
    """Args:
    late: Seconds by which the film's sound as a whole is late; nan: it is not to be recognised.
    """
    import numpy as np

    shift = late if isfinite(late) else 0.0
    spoken = [(0.0, -1.0), *((sound.start + shift, sound.end + shift) for sound in timeline.sounds), (inf, inf)]
    end = len(heard.samples) / SAMPLE_RATE
    worst, loudest, where = -inf, -inf, 0.0
    for (_, before), (after, _) in pairwise(spoken):
        for away, limit in LOUDEST:
            first, last = (round(min(max(at, 0.0), end) * SAMPLE_RATE) for at in (before + away, after - away))
            part = np.abs(heard.samples[first:last].astype(np.int32))
            if part.size and (level := 20 * log10(max(int(part.max()), 1) / 32768)) - limit > worst:
                worst, loudest, where = level - limit, level, (first + int(part.argmax())) / SAMPLE_RATE
    passed = worst <= 0 and (timeline.voice == "none" or bool(heard.samples.size))
    return Gate(
        "pauses",
        passed,
        f"at most {loudest:.0f} dBFS, at {where:.2f} s" if heard.samples.size else "no sound",
        "between the sentences " + ", ".join(f"{limit:.0f} dBFS from {away * 1000:.0f} ms" for away, limit in LOUDEST),
        "" if passed else f"Zwischen den Sätzen ist etwas zu hören, ein Knacken oder Rauschen (bei {where:.1f} s).",
        "" if passed else f"Something sounds between the sentences, a click or a noise (at {where:.1f} s).",
    )
