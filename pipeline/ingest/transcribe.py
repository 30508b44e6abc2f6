"""Speech becomes text with faster-whisper, from a local folder: nothing is ever downloaded here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import whisper
from pipeline.errors import InputError
from pipeline.ingest.recording import duration, sound
from pipeline.language import Language, codes
from pipeline.media import SAMPLE_RATE
from pipeline.model import Device

if TYPE_CHECKING:
    import numpy as np
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Segment
    from numpy.typing import NDArray

BUFFER, WINDOW = 60, 28
"""Seconds of sound that are held, and that Whisper hears at once; it can hear 30."""
BREAK, GAP = 0.5, 2.0
"""Seconds of silence that part two stretches of speech, and two windows: Whisper invents words in long silences."""
TRIED, CERTAIN, ENOUGH = 3, 0.95, 5.0
"""Windows in which the language is heard; the mean probability from which it is believed, and the seconds of speech
it takes. Whisper base gives a person 0.95 and more, and takes espeak's Turkish for Hungarian with 0.70 to 0.89."""
REPEATED = 2.4
"""Compression ratio, Whisper's own limit, above which words were repeated: by Whisper without end, or by the speaker.
All of them are doubtful, but none is dropped."""
STILL = 0.003
"""Root mean square (-50 dBFS) below which a second holds no sound at all."""


@dataclass(frozen=True, slots=True)
class Word:
    start: float
    """Seconds from the start of the recording."""
    end: float
    text: str
    """With its punctuation; empty: somebody speaks here, and nothing was understood."""
    probability: float
    """0 … 1, as Whisper gives it to the least certain part of the word."""


@dataclass(frozen=True, slots=True)
class Transcript:
    words: tuple[Word, ...]
    heard: str
    """The language that Whisper took it for, by its own code."""
    probability: float


@dataclass(frozen=True, slots=True)
class _Window:
    start: float
    """Seconds from the start of the recording."""
    samples: NDArray[np.float32]
    speech: tuple[tuple[float, float], ...]
    """Where somebody speaks, seconds from the start of the recording."""


def transcribe(
    path: Path,
    language: Language,
    models: Path,
    *,
    model: str = "whisper:base",
    device: Device = "cpu",
    progress: Callable[[float], None] = lambda done: None,
) -> Transcript:
    """Writes down a recording.

    Args:
        language: Said to be spoken in it.
        progress: Told how much is done, 0 … 1.

    Raises:
        InputError: It cannot be read, holds no speech, or another language; or Whisper does not know the language.
        MissingError: The model is not installed.
    """
    if not language.whisper:
        raise InputError(
            f"Das Hörmodell Whisper kennt {language.german} nicht. Schreiben Sie bitte auf, was gesprochen wird, und "
            "geben Sie es als Text (.md) ab.",
            f"The hearing model Whisper does not know {language.english}. Please write down what is said and hand it "
            "in as text (.md).",
            path=path,
        )
    weights = whisper.folder(models, model)
    announced, loudest, passed = duration(path), 0.0, 0.0

    def metered() -> Iterator[NDArray[np.float32]]:
        nonlocal loudest, passed
        for piece in sound(path, announced):
            loudest = max(loudest, float((piece**2).mean() ** 0.5))
            passed += len(piece) / SAMPLE_RATE
            yield piece

    windows = _windows(metered())
    first = list(islice(windows, TRIED))
    if not first:
        raise _nothing(path, loudest < STILL)
    ear = whisper.load(weights, device)
    heard, probability = _language(ear, first, language, path)
    words: list[Word] = []
    for window in chain(first, windows):
        words += _heard(ear, window, language.whisper)
        progress(min(1.0, (window.start + len(window.samples) / SAMPLE_RATE) / max(announced, passed)))
    if not any(word.text for word in words):
        raise _nothing(path, False)
    return Transcript(tuple(words), heard, probability)


def _windows(pieces: Iterable[NDArray[np.float32]]) -> Iterator[_Window]:
    """What holds speech, cut at silences; the rest is dropped."""
    import numpy as np
    from faster_whisper.vad import get_speech_timestamps

    pieces, offset, ended = iter(pieces), 0, False
    buffer: NDArray[np.float32] = np.zeros(0, np.float32)
    while not ended:
        parts, size = [buffer], len(buffer)
        while size < BUFFER * SAMPLE_RATE and not ended:
            if (piece := next(pieces, None)) is None:
                ended = True
            else:
                parts.append(piece)
                size += len(piece)
        buffer = np.concatenate(parts)
        found = get_speech_timestamps(
            buffer, min_silence_duration_ms=int(BREAK * 1000), speech_pad_ms=200, max_speech_duration_s=WINDOW
        )
        groups = _grouped([(region["start"], region["end"]) for region in found])
        # What reaches the end of the buffer may go on behind it.
        open_end = not ended and bool(groups) and groups[-1][-1][1] > len(buffer) - GAP * SAMPLE_RATE
        last = groups.pop() if open_end else None
        for group in groups:
            begin, end = group[0][0], group[-1][1]
            speech = tuple(((offset + a) / SAMPLE_RATE, (offset + b) / SAMPLE_RATE) for a, b in group)
            yield _Window((offset + begin) / SAMPLE_RATE, buffer[begin:end], speech)
        # The last second may hold the beginning of a word.
        keep = last[0][0] if last else max(len(buffer) - SAMPLE_RATE, groups[-1][-1][1] if groups else 0)
        buffer, offset = buffer[keep:], offset + keep


def _grouped(speech: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Stretches of speech, in samples, that are heard together."""
    groups: list[list[tuple[int, int]]] = []
    for start, end in speech:
        near = groups and start - groups[-1][-1][1] < GAP * SAMPLE_RATE
        if near and end - groups[-1][0][0] <= WINDOW * SAMPLE_RATE:
            groups[-1].append((start, end))
        else:
            groups.append([(start, end)])
    return groups


def _language(ear: WhisperModel, windows: Sequence[_Window], declared: Language, path: Path) -> tuple[str, float]:
    """The language that is most probably spoken.

    Raises:
        InputError: It is certainly another one than the declared.
    """
    seconds = sum(len(window.samples) for window in windows) / SAMPLE_RATE
    mean: dict[str, float] = {}
    for window in windows:
        weight = len(window.samples) / SAMPLE_RATE / seconds
        for code, probability in ear.detect_language(window.samples)[2]:
            mean[code] = mean.get(code, 0.0) + weight * probability
    heard, probability = max(mean.items(), key=lambda item: item[1])
    if heard != declared.whisper and probability >= CERTAIN and seconds >= ENOUGH:
        german, english = (name(heard, tongue) for tongue in ("de", "en"))
        # Who uses the shared folder has no terminal.
        mend_de, mend_en = "Nehmen Sie die richtige Aufnahme.", "Take the right recording."
        if heard in codes():
            command = f"lotse transcribe {path.name} --lang {heard}"
            mend_de = (
                f"Ist {german} richtig, kann die Verwaltung sie so abschreiben lassen: {command}. Sonst nehmen Sie "
            )
            mend_de += "die richtige Aufnahme."
            mend_en = (
                f"If {english} is right, the administrator can have it written down: {command}. Otherwise take the "
            )
            mend_en += "right recording."
        raise InputError(
            f"In der Aufnahme wird {german} gesprochen (so gut wie sicher: {probability:.0%}), angegeben ist "
            f"{declared.german}. {mend_de}",
            f"The recording is in {english} (all but certain: {probability:.0%}), said to be {declared.english}. "
            f"{mend_en}",
            path=path,
        )
    return heard, probability


def name(code: str, tongue: str) -> str:
    """A language by Whisper's code, as German ("de") or English ("en") call it; the code where CLDR has no name."""
    from babel import Locale

    names: Mapping[str, Any] = Locale(tongue).languages
    return str(names.get({"jw": "jv"}.get(code, code), code))


def _heard(ear: WhisperModel, window: _Window, language: str) -> list[Word]:
    """The words of one window, and where there should be some."""
    words: list[Word] = []
    segments, _ = ear.transcribe(
        window.samples,
        language=language,
        beam_size=5,
        temperature=(0.0, 0.4),
        word_timestamps=True,
        # An error would be carried on into all that follows.
        condition_on_previous_text=False,
    )
    for segment in segments:
        if invented(segment):
            continue
        begun, at_most = False, 0.0 if segment.compression_ratio > REPEATED else 1.0
        for part in segment.words or ():
            text, start, end = part.word.strip(), window.start + part.start, window.start + part.end
            if begun and not part.word.startswith(" "):
                old = words.pop()
                words.append(Word(old.start, end, old.text + text, min(old.probability, part.probability)))
            elif text:
                words.append(Word(start, end, text, min(at_most, part.probability)))
                begun = True
    return sorted([*words, *_unheard(window, words)], key=lambda word: word.start)


def invented(segment: Segment) -> bool:
    """Whether nobody said this: Whisper makes up words where nobody speaks.

    Measured with Whisper base: real speech, espeak's and at 0 dB noise included, reaches a probability of silence of
    0.54 with a mean log probability of -0.33; chords, heard as words, 0.79 and -0.71.
    """
    return bool(segment.no_speech_prob > 0.6 and segment.avg_logprob < -0.5)


def _unheard(window: _Window, words: Sequence[Word]) -> Iterator[Word]:
    """Speech of a second or more of which next to nothing became words."""
    for start, end in window.speech:
        covered = sum(max(0.0, min(end, word.end) - max(start, word.start)) for word in words)
        if end - start >= 1.0 and covered < (end - start) / 4:
            yield Word(start, end, "", 0.0)


def _nothing(path: Path, still: bool) -> InputError:
    if still:
        return InputError(
            "In der Aufnahme ist nichts zu hören: Sie ist still. Spielen Sie sie zur Probe ab; war das Mikrofon "
            "eingeschaltet? Nehmen Sie dann noch einmal auf.",
            "Nothing can be heard in the recording: it is silent. Try to play it; was the microphone switched on? Then "
            "record it again.",
            path=path,
        )
    return InputError(
        "In der Aufnahme ist keine Sprache zu verstehen, nur Musik oder Geräusche. Nehmen Sie in einem ruhigen Raum "
        "nahe am Mikrofon noch einmal auf, oder schreiben Sie den Text als .md-Datei.",
        "No speech can be understood in the recording, only music or noise. Record it again in a quiet room, close to "
        "the microphone, or write the text as an .md file.",
        path=path,
    )
