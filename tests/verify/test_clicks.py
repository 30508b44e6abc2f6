"""Between the sentences nothing may sound."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import numpy as np
import pytest

from pipeline.media import SAMPLE_RATE
from pipeline.model import Timed, Timeline
from pipeline.speak.loudness import Loudness
from pipeline.verify.clicks import gate
from pipeline.verify.sound import Heard
from tests.scene.staging import timeline

SOUNDS = (Timed(0.6, 2.0, "0.wav"), Timed(2.5, 4.0, "1.wav"))


@pytest.fixture(scope="module")
def planned() -> Timeline:
    return replace(timeline("de", ["Ja."]), sounds=SOUNDS)


def heard(*clicks: float, amplitude: float = 0.1, late: float = 0.0) -> Heard:
    """Two sentences, and clicks at those seconds."""
    samples = np.zeros(6 * SAMPLE_RATE)
    for sound in SOUNDS:
        first, last = (round((at + late) * SAMPLE_RATE) for at in (sound.start, sound.end))
        samples[first:last] = 0.3 * np.sin(np.arange(last - first) / 5)
    for click in clicks:
        samples[round(click * SAMPLE_RATE)] = amplitude
    return Heard((samples * 32767).astype(np.int16), Loudness(-18, -2))


def test_silence_between_the_sentences_passes(planned: Timeline) -> None:
    assert gate(heard(), planned, 0.0).passed


@pytest.mark.parametrize("at", [0.0, 0.3, 0.598, 2.001, 2.25, 2.498, 4.005, 5.9])
def test_a_click_of_one_sample_before_between_or_after_is_found_and_said_where(planned: Timeline, at: float) -> None:
    found = gate(heard(at), planned, 0.0)
    assert not found.passed
    assert f"at {at:.2f} s" in found.measured
    assert f"{at:.1f} s" in found.de
    assert f"{at:.1f} s" in found.en


def test_what_nobody_hears_passes(planned: Timeline) -> None:
    assert gate(heard(2.25, amplitude=0.0008), planned, 0.0).passed
    assert gate(heard(2.005, amplitude=0.008), planned, 0.0).passed, "coding spreads the end of a sentence"
    assert not gate(heard(2.02, amplitude=0.008), planned, 0.0).passed


def test_a_sound_that_is_late_as_a_whole_is_judged_where_it_is(planned: Timeline) -> None:
    assert gate(heard(late=0.05), planned, 0.05).passed
    assert not gate(heard(late=0.05), planned, nan).passed


def test_without_sound_only_a_silent_film_passes(planned: Timeline) -> None:
    nothing = Heard(np.zeros(0, np.int16), Loudness(-70, -70))
    assert not gate(nothing, planned, nan).passed
    silent = replace(planned, voice="none", sounds=())
    assert gate(nothing, silent, nan).passed
    assert not gate(heard(), silent, nan).passed
