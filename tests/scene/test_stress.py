"""The stress of a sentence lies on its loudest word of content, at that word's loudest moment."""

import pytest

from pipeline.model import Timed
from pipeline.scene.stress import stressed
from pipeline.speak.swell import STEP

WORDS = [Timed(0.0, 0.2, "Bring"), Timed(0.2, 0.4, "bitte"), Timed(0.4, 1.0, "deinen"), Timed(1.0, 1.2, "mit")]


def loud(*peaks: tuple[float, float]) -> list[float]:
    """0.3 everywhere but for 100 ms around each peak: when, how loud."""
    middle = [(n + 0.5) * STEP for n in range(60)]
    return [max([0.3, *(level for time, level in peaks if abs(moment - time) < 0.05)]) for moment in middle]


@pytest.mark.parametrize("time", [0.1, 0.3, 0.7])
def test_it_is_where_the_voice_is_loudest(time: float) -> None:
    assert stressed(WORDS, loud((time, 1.0), (1.1, 0.6))) == pytest.approx(time, abs=0.04)


def test_a_short_word_between_longer_ones_never_carries_it() -> None:
    assert stressed(WORDS, loud((1.1, 1.0), (0.7, 0.8))) == pytest.approx(0.7, abs=0.04)


def test_where_the_voice_is_not_known_it_is_on_the_longest_word() -> None:
    assert stressed(WORDS, ()) == pytest.approx(0.7)
    assert stressed([], ()) == 0
