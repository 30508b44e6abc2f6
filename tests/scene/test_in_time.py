"""Captions of real speech stand on screen with the sound of their first word, and the mouth moves with it."""

from __future__ import annotations

import wave
from math import inf
from pathlib import Path

import numpy as np
import pytest

from pipeline import language as packs
from pipeline.media import SAMPLE_RATE
from pipeline.model import Segment, Speech, Timed, Timeline
from pipeline.scene.layout import FPS
from pipeline.scene.timeline import Words, build
from pipeline.sentences import split
from pipeline.speak import swell
from pipeline.speak.choose import voices
from pipeline.speak.loudness import Loudness
from pipeline.speak.stage import speak
from pipeline.verify import mouth
from pipeline.verify.sound import Heard
from tests.scene.staging import card

WITHIN = 0.1
"""Seconds (EN 301 549)."""
TEXTS = {
    "en": "Bring your ID card and any official letters you do not understand, for example from the Jobcenter. Yes. "
    "When doctors’ offices are closed, call 116 117.",
    "de": "Bring deinen Ausweis mit und amtliche Briefe, die du nicht verstehst, z. B. vom Jobcenter. Ja. Sind die "
    "Arztpraxen zu, hilft die 116 117.",
    "ar": "أحضروا معكم بطاقة الهوية والرسائل الرسمية التي لا تفهمونها، مثل رسائل Jobcenter. نعم. "
    " مكتبنا مغلق يوم 3 أكتوبر.",
    "uk": "Візьми з собою посвідчення особи й офіційні листи, яких не розумієш, напр. із Jobcenter. Так. "
    "3 жовтня в нас зачинено.",
    "fa": "کارت شناسایی‌ات و آن نامه‌های رسمی را که نمی‌فهمی بیاور، مثلاً از Jobcenter. بله. روز 3 اکتبر تعطیل هستیم.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_every_caption_appears_within_100_ms_of_its_first_word(code: str, models: Path, tmp_path: Path) -> None:
    language = packs.load(code)
    wording = language.wording("du")
    segments = [
        Segment("intro", -1, wording.intro("male", language.names["daniel"]), 0.9),
        *(Segment("script", 0, sentence, 0.35) for sentence in split(TEXTS[code], code)),
        *(Segment("request", -1, sentence, 0.35) for sentence in split(wording.request, code)),
    ]
    speech = speak(segments, voices(language, "male", models, "cpu"), language, tmp_path)
    words = Words(wording.label, "synthetic", "", (), "Daniel", card(language, "du"))
    loudness = {one.sound: swell.read(tmp_path / one.sound) for one in speech.segments}
    made = build(speech, words, "daniel", language, "16x9", seed="s", loudness=loudness)
    spoken = [
        Timed(sound.start + word.start, sound.start + word.end, word.value)
        for sound, segment in zip(made.sounds, speech.segments, strict=True)
        for word in segment.words
        if segment.segment.text != words.end_card.request
    ]
    _mouth_moves(made, speech, tmp_path)
    position = 0
    for caption in made.captions:
        shown = " ".join(caption.value.lines).split()
        assert [word.value for word in spoken[position : position + len(shown)]] == shown
        # On the screen from the first frame that begins at or after its time.
        on_screen = np.ceil(caption.start * FPS - 1e-6) / FPS
        assert 0 <= on_screen - spoken[position].start <= WITHIN
        assert caption.end - caption.start >= 0.8, "long enough to be seen"
        position += len(shown)
    assert position == len(spoken)
    captions = {round(caption.start, 3) for caption in made.captions}
    for sound, sentence in zip(made.sounds, made.sentences, strict=True):
        first = next(segment.words[0].start for segment in speech.segments if segment.sound == sound.value)
        heard = sound.start + onset(tmp_path / sound.value)
        assert abs(sound.start + first - heard) <= WITHIN, sentence.value
        if sentence.value != words.end_card.request:
            assert round(sound.start + first, 3) in captions


def _mouth_moves(made: Timeline, speech: Speech, folder: Path) -> None:
    film = np.zeros(round(made.duration * SAMPLE_RATE), np.int16)
    for sound in made.sounds:
        with wave.open(str(folder / sound.value)) as file:
            rate, samples = file.getframerate(), np.frombuffer(file.readframes(file.getnframes()), "<i2")
        start = round(sound.start * SAMPLE_RATE)
        nearest = np.arange(int(len(samples) / rate * SAMPLE_RATE)) * rate // SAMPLE_RATE
        film[start : start + len(nearest)] = samples[nearest]
    found = mouth.followed(Heard(film, Loudness(-inf, -inf)), 0.0, made, speech.segments)
    assert found.bilabials > 5
    assert found.apart <= 1
    assert found.alike >= mouth.ALIKE
    assert abs(found.lag) <= 1


def onset(path: Path) -> float:
    """When it is first loud: 30 dB below its loudest 10 ms."""
    with wave.open(str(path)) as file:
        rate, samples = file.getframerate(), np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
    size = rate // 100
    level = np.sqrt((samples[: len(samples) // size * size].reshape(-1, size) ** 2).mean(1))
    return float(np.flatnonzero(level > level.max() * 10 ** (-30 / 20))[0] / 100)
