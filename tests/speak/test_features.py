"""What sounds are compared by."""

from __future__ import annotations

import tracemalloc

import numpy as np

from pipeline.speak.features import features
from tests.speak.aligning import other_voice

TEXT = "Bitte bringen Sie Ihren Ausweis und alle Briefe vom Amt mit."
RATE = 22050


def test_features_of_minutes_take_a_block_at_a_time() -> None:
    [(_, brought)] = other_voice("de", "f3", 150, [TEXT])
    samples = np.tile(brought.samples, 30)
    tracemalloc.start()
    found = features(samples, RATE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found.frames) == len(found.times)
    assert peak < 20 * samples.nbytes
