"""A sentence that is too quick to be read along rests longer, then slows, then is reported."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline import language
from pipeline.model import Manner, Segment, Timed, Utterance
from pipeline.scene.captions import LINGER, SHORTEST, standing
from pipeline.speak.pace import SLOWEST, unhurried

GERMAN, ARABIC = language.load("de"), language.load("ar")
RATE = 16000
LONG = "Die Ausländerbehörde verlängert die Aufenthaltserlaubnis, und die Krankenkasse schickt Ihnen die Bescheinigung."


class Speaker:
    """Speaks so many characters a second at its calm speed."""

    def __init__(self, text: str, speed: float) -> None:
        self.text, self.speed = text, speed
        self.paces: list[float] = []

    def __call__(self, manner: Manner) -> Utterance:
        self.paces.append(manner.pace)
        words, clock = [], 0.0
        for word in self.text.split():
            end = clock + (len(word) + 1) * manner.pace / self.speed
            words.append(Timed(clock, end, word))
            clock = end
        return Utterance(np.zeros(round(clock * RATE), np.float32), RATE, tuple(words), ())


def spoken(text: str, speed: float, pause: float = 0.35) -> tuple[list[float], Segment, str, list[tuple[float, float]]]:
    speaker = Speaker(text, speed)
    utterance, segment, note = unhurried(speaker, Segment("script", 0, text, pause), GERMAN)
    duration = len(utterance.samples) / RATE
    return speaker.paces, segment, note, standing(utterance.words, duration + segment.pause, GERMAN)


def test_a_calm_sentence_is_left_as_it_is() -> None:
    paces, segment, note, _ = spoken(LONG, 12.5)
    assert (paces, segment.pause, note) == ([1.0], 0.35, "")


def test_a_quick_short_sentence_only_rests_longer() -> None:
    paces, segment, note, captions = spoken("Rufen Sie uns bitte an.", 25.0)
    assert paces == [1.0]
    assert 0.35 < segment.pause <= LINGER
    assert note == ""
    assert all(stands >= needs - 0.01 for stands, needs in captions)


def test_a_single_word_stands_long_enough_to_be_seen() -> None:
    _, segment, note, ((stands, _),) = spoken("Ja.", 12.5, pause=0.1)
    assert segment.pause > 0.1
    assert stands >= SHORTEST - 0.01
    assert note == ""


def test_a_quick_long_sentence_is_spoken_slower_by_as_much_as_it_needs() -> None:
    paces, _, note, captions = spoken(LONG, 20.0)
    assert len(paces) == 2
    assert 1.1 < paces[1] <= SLOWEST
    assert note == ""
    assert all(stands >= needs - 0.01 for stands, needs in captions)


def test_what_is_still_too_quick_is_said_with_the_sentence_and_the_next_step() -> None:
    paces, segment, note, _ = spoken(LONG, 40.0)
    assert paces == [1.0, SLOWEST]
    assert segment.pause <= LINGER
    assert LONG in note
    assert "höchstens 17" in note
    assert "kürzer" in note


def test_arabic_may_be_quicker() -> None:
    text = "تمدد دائرة الأجانب تصريح الإقامة وترسل شركة التأمين الصحي شهادة التأمين إلى عنوانكم مباشرة في البريد العادي"
    speaker = Speaker(text, 18.5)
    unhurried(speaker, Segment("script", 0, text, 0.35), ARABIC)
    assert speaker.paces == [1.0]


def test_without_times_of_words_nothing_can_be_said() -> None:
    bare = Utterance(np.zeros(RATE, np.float32), RATE, (), ())
    segment = Segment("script", 0, LONG, 0.35)
    assert unhurried(lambda manner: bare, segment, GERMAN) == (bare, segment, "")


@pytest.mark.parametrize("pause", [0.35, 0.9, 2.0])
def test_a_pause_never_becomes_shorter(pause: float) -> None:
    assert spoken(LONG, 30.0, pause)[1].pause >= pause
