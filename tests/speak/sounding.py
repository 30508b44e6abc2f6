"""What holds for every utterance of every engine."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pipeline.model import Utterance


def assert_sound(utterance: Utterance, text: str) -> None:
    duration = len(utterance.samples) / utterance.sample_rate
    assert utterance.samples.dtype == np.float32
    assert utterance.samples.ndim == 1
    assert 0.05 < np.abs(utterance.samples).max() <= 1
    assert [word.value for word in utterance.words] == text.split()
    for times in (utterance.words, utterance.phonemes):
        assert times
        assert times[0].start >= 0
        assert times[-1].end <= duration + 1e-9
        assert all(one.start <= one.end for one in times)
        assert all(one.end <= other.start + 1e-9 for one, other in pairwise(times))


def loudness(utterance: Utterance, start: float, end: float) -> float:
    """Root mean square between two times in seconds."""
    part = utterance.samples[round(start * utterance.sample_rate) : round(end * utterance.sample_rate)]
    return float(np.sqrt(np.mean(part**2)))
