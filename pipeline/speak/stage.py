"""The stage: speaks every segment into a WAV of its own, with clean edges."""

from __future__ import annotations

import wave
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import LotseError
from pipeline.files import write_atomic
from pipeline.language import Language
from pipeline.model import Manner, Segment, Speech, SpokenSegment, Timed, Utterance
from pipeline.speak.align import timed
from pipeline.speak.hear import Ear, heard
from pipeline.speak.level import levelled
from pipeline.speak.pace import unhurried
from pipeline.speak.rate import resampled
from pipeline.speak.voice import CALM, Voice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SILENCE = 10 ** (-45 / 20)
"""Below -45 dB of its loudest sample an edge of an utterance counts as silence."""
BEFORE, AFTER = 0.03, 0.06
"""Seconds of silence kept before and after the sound; a consonant begins and a vowel ends softly."""
FADE = 0.005
"""Seconds; long enough that no join clicks, too short to be heard."""
INAUDIBLE = 10 ** (-60 / 20)


def speak(
    segments: Sequence[Segment],
    voices: Sequence[Voice],
    language: Language,
    folder: Path,
    progress: Callable[[int, int], None] | None = None,
    ear: Ear | None = None,
) -> Speech:
    """Speaks all segments, one at a time, so that memory does not grow with the length of the film.

    Args:
        segments: In order.
        voices: Of that language, best first; the first one speaks, the others where it is not understood.
        folder: Where the WAVs go: mono, 16 bit, written whole or not at all; made if it is not there.
        progress: Called with the number of segments done and of all.
        ear: Who hears it back; None: nobody.

    Raises:
        LotseError: An utterance came back without sound (names the sentence), or the folder cannot be written to.
    """
    spoken: list[SpokenSegment] = []
    notes: list[str] = []
    rate = 0
    total = len(segments) * (2 if ear else 1)
    for index, segment in enumerate(segments):
        one, rate, note = say(voices[0], segment, CALM, language, folder / f"{index:04}.wav", rate)
        spoken.append(one)
        notes += [note] if note else []
        if progress:
            progress(index + 1, total)
    speech = Speech(language.code, voices[0].info, rate, tuple(spoken), tuple(notes))
    if ear is None:
        return speech

    def again(voice: Voice, segment: Segment, manner: Manner, path: Path) -> SpokenSegment:
        return say(voice, segment, manner, language, path, rate)[0]

    def told(done: int) -> None:
        if progress:
            progress(len(segments) + done, total)

    return heard(speech, voices, ear, language, folder, again, told)


def say(
    voice: Voice, segment: Segment, manner: Manner, language: Language, path: Path, rate: int = 0
) -> tuple[SpokenSegment, int, str]:
    """Speaks one segment into a WAV; with its sample rate, and what is to be said about its pace in German.

    Args:
        manner: Its pace is slowed further where viewers could not read along.
        rate: Hertz of the speech that it belongs to; 0: the voice's own.
    """

    def once(slower: Manner) -> Utterance:
        asked = Manner(manner.pace * slower.pace, manner.take)
        return timed(trim(voice.say(segment.text, asked), segment.text), segment.text, language)

    utterance, rested, note = unhurried(once, segment, language)
    rate = rate or utterance.sample_rate
    samples = resampled(utterance.samples, utterance.sample_rate, rate)
    write_atomic(path, wav(levelled(samples, rate), rate))
    spoken = SpokenSegment(rested, path.name, len(samples) / rate, utterance.words, utterance.phonemes)
    return spoken, rate, note


def trim(utterance: Utterance, text: str) -> Utterance:
    """Cuts the silence off both ends, fades the edges and moves all times along.

    Raises:
        LotseError: There is nothing but silence.
    """
    import numpy as np

    level = np.abs(utterance.samples)
    peak = float(level.max(initial=0.0))
    if not peak > INAUDIBLE:
        raise LotseError(
            f"Bei diesem Satz bleibt die Stimme stumm: „{text}“. Bitte den Satz anders schreiben.",
            f'The voice stays silent at this sentence: "{text}". Please write the sentence differently.',
        )
    rate = utterance.sample_rate
    loud = np.flatnonzero(level > peak * SILENCE)
    first = max(0, int(loud[0]) - round(BEFORE * rate))
    last = min(len(level), int(loud[-1]) + 1 + round(AFTER * rate))
    samples = utterance.samples[first:last].astype(np.float32)
    fade = min(round(FADE * rate), len(samples) // 2)
    ramp = np.linspace(0, 1, fade, endpoint=False, dtype=np.float32)
    samples[:fade] *= ramp
    samples[len(samples) - fade :] *= ramp[::-1]
    duration = len(samples) / rate

    def inside(at: float) -> float:
        return min(max(at, 0.0), duration)

    def shift(times: Sequence[Timed[str]]) -> tuple[Timed[str], ...]:
        start = first / rate
        return tuple(Timed(inside(one.start - start), inside(one.end - start), one.value) for one in times)

    return Utterance(samples, rate, shift(utterance.words), shift(utterance.phonemes))


def wav(samples: NDArray[np.float32], rate: int) -> bytes:
    import numpy as np

    buffer = BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes((np.clip(samples, -1, 1) * 32767).round().astype("<i2").tobytes())
    return buffer.getvalue()
