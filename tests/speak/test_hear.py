"""Hearing back: the ear is the real one where it is marked slow; what follows from its verdict is tested with texts."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from pipeline import language
from pipeline.media import SAMPLE_RATE
from pipeline.model import Manner, Segment, Timed, Utterance, VoiceInfo
from pipeline.speak import ear as ears
from pipeline.speak import stage
from pipeline.speak.hear import AGAIN, Ear, doubted
from pipeline.speak.stage import speak
from pipeline.speak.trust import Row
from pipeline.speak.voice import CALM

ENGLISH = language.load("en")


def row(name: str) -> Row:
    return Row("en", f"test:{name}", "whisper:base", 0.0, 1.0, 1.0, 1.0, 60, "2026-11-22")


def ear(*names: str) -> Ear:
    return Ear("whisper:base", Path("base"), "cpu", tuple(map(row, names)), ("Maya",))


@dataclass
class Spoken:
    """A voice whose sound says how it was made: the ear of these tests reads it."""

    name: str
    says: dict[Manner, str] = field(default_factory=dict)
    """What it really says in that manner; otherwise the text."""
    rate: int = SAMPLE_RATE
    asked: list[tuple[str, Manner]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.info = VoiceInfo("test", self.name, "male", "CC0", stand_in=False)

    def say(self, text: str, manner: Manner = CALM) -> Utterance:
        self.asked.append((text, manner))
        LAST[len(LAST)] = self.says.get(manner, text) if "112" in text else text
        level = 0.1 + 0.001 * len(LAST)
        samples = np.full(self.rate, level, np.float32)
        return Utterance(samples, self.rate, (Timed(0.0, 1.0, text),), ())


LAST: dict[int, str] = {}


@pytest.fixture(autouse=True)
def texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of Whisper: what was really said is known by the sound's level."""

    def understood(sound: np.ndarray[tuple[int], np.dtype[np.float32]]) -> str:
        return LAST[round((float(np.median(sound)) - 0.1) / 0.001) - 1]

    def quickly(sounds: Sequence[np.ndarray[tuple[int], np.dtype[np.float32]]], *rest: object) -> list[str]:
        return [understood(sound) for sound in sounds]

    LAST.clear()
    monkeypatch.setattr(stage, "levelled", lambda samples, rate: samples)
    monkeypatch.setattr(ears, "quickly", quickly)
    monkeypatch.setattr(ears, "carefully", lambda sound, *rest: understood(sound))


def segments(*texts: str) -> list[Segment]:
    return [Segment("script", index, text, 0.4) for index, text in enumerate(texts)]


def test_what_is_understood_is_spoken_once(tmp_path: Path) -> None:
    voice = Spoken("one")
    speech = speak(segments("Call 112.", "Good day."), [voice], ENGLISH, tmp_path, None, ear("one"))
    assert [one.hearing.verdict for one in speech.segments if one.hearing] == ["heard", "heard"]
    assert len(voice.asked) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0000.wav", "0001.wav"]


def test_what_is_misheard_is_spoken_again_and_only_that(tmp_path: Path) -> None:
    voice = Spoken("one", {CALM: "Call 212."})
    speech = speak(segments("Good day.", "Call 112."), [voice], ENGLISH, tmp_path, None, ear("one"))
    assert voice.asked[2:] == [("Call 112.", AGAIN[0])]
    second = speech.segments[1]
    assert second.hearing
    assert (second.hearing.verdict, second.voice, second.sound) == ("heard", "", "0001.wav")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0000.wav", "0001.wav"]


def test_a_person_who_reads_another_number_is_told_of_and_not_judged(tmp_path: Path) -> None:
    person = Spoken("one", {CALM: "Call 212."})
    speech = speak(segments("Good day.", "Call 112.", "Bring your letters."), [person], ENGLISH, tmp_path)
    notes = doubted(speech, ear(), ENGLISH, tmp_path)
    assert len(notes) == 1
    assert "Call 112." in notes[0]
    assert "Call 212." in notes[0]
    honest = speak(segments("Call 112."), [Spoken("two")], ENGLISH, tmp_path)
    assert doubted(honest, ear(), ENGLISH, tmp_path) == ()


def test_after_other_manners_comes_the_next_voice_that_may_be_judged(tmp_path: Path) -> None:
    wrong = dict.fromkeys((CALM, *AGAIN), "Call 212.")
    first, unknown, third = Spoken("one", wrong), Spoken("two"), Spoken("three", rate=8000)
    speech = speak(segments("Call 112."), [first, unknown, third], ENGLISH, tmp_path, None, ear("one", "three"))
    spoken = speech.segments[0]
    assert [manner for _, manner in first.asked] == [CALM, *AGAIN]
    assert unknown.asked == []
    assert spoken.hearing
    assert (spoken.hearing.verdict, spoken.voice) == ("heard", "test:three")
    with wave.open(str(tmp_path / spoken.sound)) as sound:
        assert sound.getframerate() == speech.sample_rate == SAMPLE_RATE
        assert sound.getnframes() / SAMPLE_RATE == spoken.duration == pytest.approx(1.0, abs=0.01)


def test_what_nobody_can_say_is_flagged_and_the_best_reading_stays(tmp_path: Path) -> None:
    wrong = {CALM: "Gold of an urn.", AGAIN[0]: "Call 212.", AGAIN[1]: "Cold sun shines over it."}
    voice = Spoken("one", wrong)
    speech = speak(segments("Call 112."), [voice], ENGLISH, tmp_path, None, ear("one"))
    found = speech.segments[0].hearing
    assert found
    assert (found.verdict, found.heard) == ("misheard", "Call 212.")
    assert "112" in found.de
    assert [path.name for path in tmp_path.iterdir()] == ["0000.wav"]


def test_where_the_ear_may_not_judge_nothing_is_heard_and_the_reason_stands(tmp_path: Path) -> None:
    voice = Spoken("one", {CALM: "Call 212."})
    speech = speak(segments("Call 112."), [voice], ENGLISH, tmp_path, None, ear())
    found = speech.segments[0].hearing
    assert found
    assert found.verdict == "not checked"
    assert "noch nicht gemessen" in found.de
    assert len(voice.asked) == 1


def test_progress_counts_speaking_and_hearing(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    told = lambda done, total: seen.append((done, total))  # noqa: E731
    speak(segments("a b", "c d"), [Spoken("one")], ENGLISH, tmp_path, told, ear("one"))
    assert seen == [(1, 4), (2, 4), (4, 4)]
