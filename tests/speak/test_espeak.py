from __future__ import annotations

import dataclasses
from statistics import median

import numpy as np
import pytest

from pipeline import language
from pipeline.errors import LotseError, MissingError
from pipeline.model import Gender
from pipeline.sentences import split
from pipeline.speak import espeak
from pipeline.speak.espeak import EspeakVoice
from pipeline.speak.stage import trim
from tests.speak.sounding import assert_sound, loudness

SPOKEN = [code for code in language.codes() if language.load(code).espeak]


@pytest.mark.parametrize("code", SPOKEN)
@pytest.mark.parametrize("gender", ["female", "male"])
def test_every_language_speaks_its_fixed_wording_with_times(code: str, gender: Gender) -> None:
    pack = language.load(code)
    voice = EspeakVoice(pack, gender)
    text = f"{pack.sie.intro(gender, 'Maja')} {pack.sie.request}"
    assert_sound(voice.say(text), text)
    assert voice.info.stand_in
    assert voice.info.gender == gender


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "Rufen Sie um 9:30 Uhr die 116 117 an – oder (z. B.) im 2. OG „Maja“, 👋 bitte!"),
        ("en", "In the morning, I am at the desk of the office; it's a 9:30 start."),
        ("fr", "Qu'est-ce que c'est ? C'est l'heure de l'entrée."),
        ("ar", "مرحبا، اتصل بالرقم ١١٦ ١١٧ في الساعة ٩:٣٠."),
        ("fa", "سلام، آیا مترجم می‌خواهید؟ بله."),
        ("uk", "Скажіть об'єкт, о 9:30 01.03.2027."),
        ("tr", "Saat 9.30'da gelin, 116 117'yi arayın."),
        ("de", "{\\pos(0,0)} \\N <b>fett</b> [[a]] & so weiter"),
    ],
)
def test_every_written_word_has_its_time(code: str, text: str) -> None:
    assert_sound(EspeakVoice(language.load(code), "male").say(text), text)


def test_word_times_are_where_the_sound_is() -> None:
    utterance = EspeakVoice(language.load("de"), "male").say("Ja, bitte sehr. Danke.")
    yes, please, very, thanks = utterance.words
    assert all(loudness(utterance, word.start, word.end) > 0.02 for word in utterance.words)
    assert please.start - yes.end > 0.1
    assert thanks.start - very.end > 0.1
    assert loudness(utterance, yes.end + 0.05, please.start - 0.05) < 0.01
    assert loudness(utterance, very.end + 0.05, thanks.start - 0.05) < 0.01


def test_phonemes_are_ipa() -> None:
    phonemes = EspeakVoice(language.load("de"), "male").say("Schule").phonemes
    assert [phoneme.value for phoneme in phonemes] == ["ʃ", "uː", "l", "ə"]


@pytest.mark.parametrize("code", ["de", "en", "fr", "tr", "pt"])
@pytest.mark.parametrize("gender", ["female", "male"])
def test_the_rate_is_calm(code: str, gender: Gender, scripts: dict[str, str]) -> None:
    """The median sentence of a Latin script has at most 14 characters a second."""
    voice = EspeakVoice(language.load(code), gender)
    rates = []
    for sentence in split(scripts[code], code):
        utterance = trim(voice.say(sentence), sentence)
        rates.append(len(sentence) * utterance.sample_rate / len(utterance.samples))
    assert 8 < median(rates) <= 14


def test_a_woman_has_a_higher_voice_than_a_man() -> None:
    pack = language.load("de")
    assert pitch("female", pack) > 165
    assert pitch("male", pack) < 135


def pitch(gender: Gender, pack: language.Language) -> float:
    """Hertz: median over the voiced parts, by autocorrelation."""
    utterance = EspeakVoice(pack, gender).say("Guten Morgen, wir haben immer noch genügend Zeit.")
    found = []
    for start in range(0, len(utterance.samples) - 1024, 512):
        frame = utterance.samples[start : start + 1024].astype(float)
        frame -= frame.mean()
        same = np.correlate(frame, frame, "full")[1023:]
        lag = 55 + int(np.argmax(same[55:367]))
        if same[0] > 2 and same[lag] > 0.5 * same[0]:
            found.append(utterance.sample_rate / lag)
    return median(found)


def test_a_text_without_sound_is_an_error_that_names_it() -> None:
    with pytest.raises(LotseError, match="„–“"):
        trim(EspeakVoice(language.load("de"), "male").say("–"), "–")


def test_an_unknown_voice_is_an_error_with_its_mend() -> None:
    pack = dataclasses.replace(language.load("de"), espeak="zz-none")
    with pytest.raises(MissingError, match="apt-get install"):
        EspeakVoice(pack, "male").say("Hallo.")


def test_a_missing_library_is_an_error_with_its_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.speak import espeak

    monkeypatch.setattr(espeak, "LIBRARY", "libespeak-gone.so.1")
    with pytest.raises(MissingError, match="apt-get install espeak-ng"):
        espeak._Engine()
    assert not espeak.installed()


def test_a_voice_that_only_pipers_data_have_leaves_all_others_as_they_are() -> None:
    """Ukrainian is pronounced differently there."""
    ukrainian, text = language.load("uk"), "Добрий день"

    def said() -> list[str]:
        return [phoneme.value for phoneme in espeak.reference(text, ukrainian).phonemes]

    before = said()
    tigrinya = espeak.reference("ሰላም እንታይ", dataclasses.replace(ukrainian, reference="ti"))
    assert [phoneme.value for phoneme in tigrinya.phonemes[:3]] == ["s", "ə", "l"]
    assert said() == before


def test_a_reference_that_says_nothing_has_neither_words_nor_sounds() -> None:
    silent = espeak.reference("–", language.load("de"))
    assert (silent.words, silent.phonemes) == ((), ())
