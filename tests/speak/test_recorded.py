"""A recording becomes the sentences of the film, or an answer that says which line, where, and what to do.

The reader is a machine: Piper reads English aloud, espeak the other languages; the pauses are ours.
"""

from __future__ import annotations

import wave
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from pipeline import language as packs
from pipeline.errors import InputError
from pipeline.language import Language
from pipeline.model import Consent, Gender, Segment, Speech, Timed, TranslatedUnit, Translation, Unit, Utterance
from pipeline.narration import narrate
from pipeline.sentences import split
from pipeline.speak.choose import voices
from pipeline.speak.rate import resampled
from pipeline.speak.recorded import Reading, speak
from pipeline.speak.recording import decode
from pipeline.speak.silent import shown
from pipeline.speak.stage import trim, wav
from tests.ingest.recordings import chords, save

LINES = (
    "Please bring your passport and all letters from the office.",
    "Our advice is free and confidential.",
    "Please come on time at 9:30.",
    "If you cannot come, please call us. We will find another day.",
    "The entrance is in the yard.",
)
FIRST = 4
"""Line of the text's file where it begins."""
Sound = np.ndarray


class Reader:
    """Reads each sentence once, and puts recordings together from them."""

    def __init__(self, code: str, models: Path, gender: Gender = "male") -> None:
        self.pack, self.gender = packs.load(code), gender
        self._voice = voices(self.pack, gender, models)[0]
        self._said: dict[str, Utterance] = {}
        self.rate = 0

    def read(
        self, lines: Sequence[str], pause: float = 0.7, noise: float = 0.0003, seed: int = 1, gain: float = 1.0
    ) -> Sound:
        random = np.random.default_rng(seed)
        parts: list[Sound] = [np.zeros(8000, np.float32)]
        for sentence in (sentence for line in lines for sentence in split(line, self.pack.code)):
            if sentence not in self._said:
                self._said[sentence] = trim(self._voice.say(sentence), sentence)
                self.rate = self._said[sentence].sample_rate
            level, length = random.uniform(0.6, 1), pause * random.uniform(0.7, 1.3)
            parts += [self._said[sentence].samples * level, np.zeros(round(length * self.rate), np.float32)]
        sound = np.concatenate(parts)
        result: Sound = gain * (sound + random.normal(0, noise, len(sound)).astype(np.float32))
        return result

    def times(self, sentence: str) -> tuple[Timed[str], ...]:
        """Of the words of a sentence, from where its sound begins."""
        return self._said[sentence].words

    def begins(self, sentence: str, path: Path) -> float:
        """Seconds in that file where the sound of the sentence begins: where both agree most."""
        with wave.open(str(path)) as file:
            sound = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
            rate: int = file.getframerate()
        own = resampled(self._said[sentence].samples, self.rate, rate)
        size = 1 << (len(sound) + len(own)).bit_length()
        agree = np.fft.irfft(np.fft.rfft(sound, size) * np.conj(np.fft.rfft(own, size)), size)
        at = int(np.argmax(agree))
        return (at - size if at > size // 2 else at) / rate

    def fixed(self) -> tuple[str, str]:
        wording = self.pack.wording("du")
        return wording.intro(self.gender, "Maya", "human"), wording.request


@pytest.fixture(scope="module")
def reader(models: Path) -> Reader:
    return Reader("en", models)


def segments(reader: Reader, lines: Sequence[str]) -> tuple[Segment, ...]:
    intro, _ = reader.fixed()
    translation = Translation(reader.pack.code, "", "", tuple(TranslatedUnit(line, "supplied") for line in lines))
    units = tuple(Unit(line, FIRST + n, n // 2) for n, line in enumerate(lines))
    return narrate(translation, units, reader.pack.wording("du"), intro)


def spoken(
    reader: Reader,
    sound: Sound,
    folder: Path,
    lines: Sequence[str] = LINES,
    *,
    gender: Gender | None = None,
    reference: bool = False,
) -> Speech:
    path = folder / "termin.en.wav"
    path.write_bytes(wav(sound, reader.rate))
    reading = Reading(path, Consent("Joe Reader", "2026-01-02"), tuple(FIRST + n for n in range(len(lines))))
    pack: Language = reader.pack if reference else replace(reader.pack, reference="")
    return speak(segments(reader, lines), reading, gender or reader.gender, pack, folder / "speech")


def sounding(speech: Speech) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for one in speech.segments:
        found.setdefault(one.segment.kind, bool(one.sound))
        assert found[one.segment.kind] == bool(one.sound)
    return found


def refused(
    reader: Reader, sound: Sound, folder: Path, says: str, lines: Sequence[str] = LINES, *, reference: bool = False
) -> str:
    with pytest.raises(InputError, match=says) as caught:
        spoken(reader, sound, folder, lines, reference=reference)
    assert "Die Aufnahme" in caught.value.de
    assert "The recording" in caught.value.en
    assert caught.value.path == folder / "termin.en.wav"
    return caught.value.de


# ---------------------------------------------------------------- what fits


def test_every_sentence_gets_its_own_sound(reader: Reader, tmp_path: Path) -> None:
    speech = spoken(reader, reader.read(LINES), tmp_path)
    assert sounding(speech) == {"intro": False, "script": True, "request": False}
    assert (speech.voice.kind, speech.voice.engine, speech.voice.name) == ("human", "recording", "Joe Reader")
    texts = [sentence for line in LINES for sentence in split(line, "en")]
    script = [one for one in speech.segments if one.segment.kind == "script"]
    assert [one.segment.text for one in script] == texts
    for one in script:
        own = len(reader._said[one.segment.text].samples) / reader.rate
        assert one.duration == pytest.approx(own, abs=0.25), "its own sound and no other's"
        with wave.open(str(tmp_path / "speech" / one.sound)) as file:
            assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, speech.sample_rate)
            assert file.getnframes() / file.getframerate() == pytest.approx(one.duration)
        assert [word.value for word in one.words] == one.segment.text.split()
        assert 0 <= one.words[0].start <= one.words[-1].end <= one.duration + 1e-6
        assert all(word.end <= other.start + 1e-6 for word, other in pairwise(one.words))
        assert one.phonemes, "lips that follow the sound"
    assert any("nur nach Pausen und Länge" in note for note in speech.notes)
    assert any("Vorstellung und Bitte" in note for note in speech.notes)
    assert not list((tmp_path / "speech").glob(".*"))


@pytest.mark.parametrize(("intro", "request_"), [(True, True), (True, False), (False, True)])
def test_introduction_and_request_are_heard_or_shown(
    intro: bool, request_: bool, reader: Reader, tmp_path: Path
) -> None:
    first, last = reader.fixed()
    lines = [*([first] if intro else []), *LINES, *([last] if request_ else [])]
    assert sounding(spoken(reader, reader.read(lines), tmp_path)) == {
        "intro": intro,
        "script": True,
        "request": request_,
    }


@pytest.mark.parametrize(("intro", "request_"), [(3, 2), (0, 0), (1, 1), (2, 0)])
def test_each_sentence_of_introduction_and_request_is_heard_or_shown(
    intro: int, request_: int, reader: Reader, tmp_path: Path
) -> None:
    first, last = (split(text, "en") for text in reader.fixed())
    said = [*first[:intro], *(sentence for line in LINES for sentence in split(line, "en")), *last[:request_]]
    speech = spoken(reader, reader.read(said), tmp_path, reference=True)
    assert [one.segment for one in speech.segments] == list(segments(reader, LINES))
    assert [one.segment.text for one in speech.segments if one.sound] == said
    off = []
    for one in speech.segments:
        if one.sound:
            begins = reader.begins(one.segment.text, tmp_path / "speech" / one.sound)
            known = [begins + word.start for word in reader.times(one.segment.text)]
            off.append([abs(word.start - own) for word, own in zip(one.words, known, strict=True)])
        else:
            assert one == shown(one.segment, reader.pack)
            told = [note for note in speech.notes if "nur zu lesen" in note]
            whole = "Vorstellung" if one.segment.kind == "intro" else "Bitte"
            partly = intro if one.segment.kind == "intro" else request_
            assert one.segment.text in told[0] if partly else whole in told[0]
    assert max(one[0] for one in off) < 0.1, "a caption appears with its words"
    assert np.percentile(np.concatenate(off), 95) < 0.1


def test_sentences_of_the_introduction_may_be_run_together(reader: Reader, tmp_path: Path) -> None:
    first = split(reader.fixed()[0], "en")
    sound = np.concatenate([reader.read(first[:2], pause=0.0), np.zeros(12000, np.float32), reader.read(LINES)])
    speech = spoken(reader, sound, tmp_path, reference=True)
    assert [bool(one.sound) for one in speech.segments[:4]] == [True, True, False, True]
    for one in speech.segments[:2]:
        begins = reader.begins(one.segment.text, tmp_path / "speech" / one.sound)
        assert one.words[0].start == pytest.approx(begins + reader.times(one.segment.text)[0].start, abs=0.1)


def test_where_length_alone_does_not_tell_which_sentence_it_is_nothing_is_guessed(
    reader: Reader, tmp_path: Path
) -> None:
    first = split(reader.fixed()[0], "en")
    said = refused(reader, reader.read([first[0], first[2], *LINES]), tmp_path, "nicht sicher erkennen")
    assert any(sentence in said for sentence in first)


def test_all_sentences_are_equally_loud(reader: Reader, tmp_path: Path) -> None:
    speech = spoken(reader, reader.read(LINES, gain=0.2), tmp_path)
    levels = []
    for one in speech.segments:
        if one.sound:
            with wave.open(str(tmp_path / "speech" / one.sound)) as file:
                sound = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
            assert abs(sound[0]) < 0.01 and abs(sound[-1]) < 0.01, "no click"
            levels.append(20 * np.log10(np.sqrt(np.mean(sound**2))))
    assert max(levels) - min(levels) < 4


def test_sentences_that_were_run_together_are_cut_without_a_gap(reader: Reader, tmp_path: Path) -> None:
    lines = (LINES[0], "We help you to fill in the forms. Your children may come with you.", LINES[4])
    sounds = [reader.read(lines[:1]), reader.read(lines[1:2], pause=0.0), np.zeros(12000, np.float32)]
    sound = np.concatenate([*sounds, reader.read(lines[2:])])
    speech = spoken(reader, sound, tmp_path, lines)
    script = [one for one in speech.segments if one.segment.kind == "script"]
    assert [one.segment.pause == 0 for one in script] == [False, True, False, False]
    first, second = script[1], script[2]
    whole = sum(len(reader._said[one.segment.text].samples) / reader.rate for one in (first, second))
    assert first.duration + second.duration == pytest.approx(whole, abs=0.3)


def test_a_man_behind_a_woman_is_told(reader: Reader, tmp_path: Path) -> None:
    speech = spoken(reader, reader.read(LINES), tmp_path, gender="female")
    assert any("klingt nach einem Mann" in note and "eine Frau" in note for note in speech.notes)
    again = spoken(reader, reader.read(LINES), tmp_path, gender="male")
    assert not any("klingt nach" in note for note in again.notes)


def test_words_and_sounds_are_timed_by_what_is_heard(reader: Reader, tmp_path: Path) -> None:
    """The machine that reads knows when it says each word; the recording does not tell."""
    speech = spoken(reader, reader.read(LINES), tmp_path, reference=True)
    off = []
    for one in speech.segments:
        if one.sound:
            known = reader.times(one.segment.text)
            assert [word.value for word in one.words] == one.segment.text.split()
            assert {"p", "b", "m"} & {phoneme.value for phoneme in one.phonemes} or one.segment.kind == "script"
            off += [abs(word.start - own.start) for word, own in zip(one.words, known, strict=True)]
    assert np.median(off) < 0.04
    assert np.percentile(off, 90) < 0.12


# ---------------------------------------------------------------- what does not


WRONG: dict[str, tuple[Callable[[Reader], Sound], str]] = {
    "a line is missing": (
        lambda reader: reader.read([*LINES[:3], LINES[4]]),
        r"enthält Zeile [67] .* vermutlich nicht|hat 4 durch Pausen getrennte Stücke, der Text 5 Zeilen",
    ),
    "another text": (
        lambda reader: reader.read(["Good morning.", "Dogs bark.", "There is a house down there in New Orleans."]),
        r"Zeilen|Zeile",
    ),
    "no pauses": (lambda reader: reader.read(LINES[:1]), "durch Pausen getrennte Stücke"),
    "silence": (lambda reader: reader.read(LINES, gain=0.0003), "stumm oder viel zu leise"),
    "noise": (lambda reader: reader.read(LINES, noise=0.04), "rauscht zu stark"),
    "clipped": (lambda reader: reader.read(LINES, gain=12.0), r"bei 0:0\d übersteuert: Zeile 4"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_used(name: str, reader: Reader, tmp_path: Path) -> None:
    sound, says = WRONG[name]
    refused(reader, sound(reader), tmp_path, says)


@pytest.mark.parametrize("content", [b"", b"Hallo\n", b"RIFF\x00\x00\x00\x00WAVEfmt "])
def test_what_is_no_recording(content: bytes, reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "termin.en.wav"
    path.write_bytes(content)
    reading = Reading(path, Consent("Joe Reader", "2026-01-02"), (FIRST,))
    with pytest.raises(InputError, match="Die Aufnahme"):
        speak(segments(reader, LINES[:1]), reading, "male", reader.pack, tmp_path / "speech")


# ---------------------------------------------------------------- with a reference voice


@pytest.mark.slow
def test_the_reference_knows_the_text_by_its_sound(reader: Reader, tmp_path: Path) -> None:
    speech = spoken(reader, reader.read(LINES), tmp_path, reference=True)
    assert sounding(speech)["script"]
    assert "nach dem Klang" in speech.notes[0]


@pytest.mark.slow
def test_lines_in_another_order_are_named(reader: Reader, tmp_path: Path) -> None:
    said = refused(
        reader, reader.read([LINES[0], LINES[2], LINES[1], *LINES[3:]]), tmp_path, "Reihenfolge", reference=True
    )
    assert "Zeile 5" in said and "Zeile 6" in said


@pytest.mark.slow
def test_something_that_stands_in_no_line_is_told(reader: Reader, tmp_path: Path) -> None:
    """By length alone it may pass for the introduction; the report asks to listen then."""
    more = "Oh dear, the telephone is ringing, please wait a moment for me."
    sound = reader.read([*LINES[:2], more, more, *LINES[2:]])
    refused(reader, sound, tmp_path, r"zu keiner Zeile gehört|passt nicht zum Text|Zeile", reference=True)


@pytest.mark.slow
@pytest.mark.parametrize("code", ["de", "ar", "tr", "uk"])
def test_in_other_languages_too(code: str, models: Path, tmp_path: Path) -> None:
    lines = {
        "de": ("Bitte bringen Sie Ihren Ausweis mit.", "Die Beratung ist kostenlos.", "Kommen Sie bitte pünktlich."),
        "ar": ("أحضر هويتك من فضلك.", "الاستشارة مجانية وسرية تمامًا.", "تعال في الموعد."),
        "tr": ("Lütfen kimliğinizi getirin.", "Danışmanlık ücretsiz ve gizlidir.", "Lütfen zamanında gelin."),
        "uk": ("Візьміть із собою документ.", "Консультація безкоштовна і конфіденційна.", "Приходьте вчасно."),
    }[code]
    reader = Reader(code, models, "female")
    speech = spoken(reader, reader.read(lines), tmp_path, lines, reference=True)
    assert sounding(speech) == {"intro": False, "script": True, "request": False}


# ---------------------------------------------------------------- files


def test_half_a_copy_is_told_and_a_playlist_is_not_followed(tmp_path: Path) -> None:
    path = save(tmp_path / "termin.so.mp3", [chords(5)])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(InputError, match="bricht mittendrin ab"):
        decode(path, tmp_path / "plain")
    save(tmp_path / "geheim.wav", [chords(2)])
    listed = tmp_path / "termin.so.mp4"
    listed.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{tmp_path / 'geheim.wav'}\n#EXT-X-ENDLIST\n")
    with pytest.raises(InputError, match="lässt sich nicht öffnen"):
        decode(listed, tmp_path / "plain")
