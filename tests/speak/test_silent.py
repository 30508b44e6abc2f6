"""Where nobody speaks, every sentence stands as long as it takes to be read."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline import language as packs
from pipeline.model import Segment
from pipeline.speak import silent

TEXTS = ["Ja.", "Bring bitte deinen Ausweis und alle Briefe vom Amt mit, die du bekommen hast."]


@pytest.mark.parametrize("code", ["de", "prs"])
def test_reading_time_and_no_sound(code: str) -> None:
    pack = packs.load(code)
    speech = silent.read([Segment("script", 0, text, 0.35) for text in TEXTS], "female", pack)
    assert (speech.voice.kind, speech.voice.engine, speech.sample_rate) == ("none", "", 0)
    assert [one.sound for one in speech.segments] == ["", ""]
    assert [one.duration for one in speech.segments] == [1.2, pytest.approx(len(TEXTS[1]) / pack.reading_speed)]
    for one in speech.segments:
        assert [word.value for word in one.words] == one.segment.text.split()
        assert one.words[0].start == 0
        assert one.words[-1].end == pytest.approx(one.duration)
        assert all(word.end <= other.start + 1e-9 for word, other in pairwise(one.words))
        assert one.phonemes == ()


def test_a_phone_number_stands_as_long_as_it_takes_to_say_it() -> None:
    """Eleven figures: nobody reads them like letters, and whoever needs them writes them down."""
    pack = packs.load("prs")
    (shown,) = silent.read([Segment("script", 0, "Tel: 030 23125 118 .", 0.35)], "female", pack).segments
    number = shown.words[3].end - shown.words[1].start
    assert 3.3 <= number <= shown.duration < 4.5
