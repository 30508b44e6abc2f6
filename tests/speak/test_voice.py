from __future__ import annotations

import pytest

from pipeline.model import Timed
from pipeline.speak.voice import slowdown, word_times


def test_a_group_shares_its_time_among_its_words_by_their_length() -> None:
    assert word_times(["um", "9:30", "Uhr"], [1, 2], [(0.0, 1.0), (1.0, 8.0)], 9) == (
        Timed(0.0, 1.0, "um"),
        Timed(1.0, 5.0, "9:30"),
        Timed(5.0, 8.0, "Uhr"),
    )


def test_a_word_the_engine_ran_together_shares_the_time_of_its_neighbour() -> None:
    assert word_times(["in", "the", "end"], [1, 1, 1], [(0.0, 1.0), None, (1.0, 2.0)], 2) == (
        Timed(0.0, 0.4, "in"),
        Timed(0.4, 1.0, "the"),
        Timed(1.0, 2.0, "end"),
    )
    assert word_times(["–", "ja"], [1, 1], [None, (0.0, 3.0)], 3) == (Timed(0.0, 1.0, "–"), Timed(1.0, 3.0, "ja"))


def test_words_without_any_sound_share_the_whole() -> None:
    assert word_times(["a", "b"], [1, 1], [None, None], 4) == (Timed(0.0, 2.0, "a"), Timed(2.0, 4.0, "b"))


def test_times_never_run_backwards_nor_beyond_the_end() -> None:
    words = word_times(["a", "b", "c"], [1, 1, 1], [(0.0, 2.0), (1.0, 1.5), (1.8, 9.0)], 3.0)
    assert [(word.start, word.end) for word in words] == [(0.0, 2.0), (2.0, 2.0), (2.0, 3.0)]


@pytest.mark.parametrize(("seconds", "times"), [(4.0, 2.0), (6.25, 1.28), (10.0, 1.25), (20.0, 1.25)])
def test_a_fast_voice_is_slowed_to_a_calm_rate_and_every_voice_a_little(seconds: float, times: float) -> None:
    assert slowdown("x" * 100, seconds) == pytest.approx(times)
