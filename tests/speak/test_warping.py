"""Two sounds are stretched in time onto each other."""

from __future__ import annotations

import tracemalloc

import numpy as np

from pipeline.speak.warping import path


def test_a_long_recording_is_laid_along_its_text_in_memory_that_grows_with_its_length() -> None:
    """A minute and a half against itself, stretched here and there; square, the memory would be twelve times that."""
    rng = np.random.default_rng(2)
    frames = np.repeat(rng.normal(size=(2500, 52)), 4, axis=0) + rng.normal(size=(10_000, 52)) / 4
    frames = (frames / np.linalg.norm(frames, axis=1, keepdims=True)).astype(np.float32)
    where = np.sort(rng.integers(0, len(frames), len(frames)))
    tracemalloc.start()
    pairs, distance = path(frames, frames[where])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert np.abs(where[pairs[:, 1]] - pairs[:, 0]).max() <= 10
    assert distance < 0.2
    assert peak < 40e6
