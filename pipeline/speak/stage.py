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
from pipeline.model import Segment, Speech, SpokenSegment, Timed, Utterance
from pipeline.speak.voice import Voice

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
) -> Speech:
    """Speaks all segments, one at a time, so that memory does not grow with the length of the film.

    Args:
        segments: In order.
        voices: Of that language, best first; the first one speaks.
        folder: Where the WAVs go: mono, 16 bit, written whole or not at all; made if it is not there.
        progress: Called with the number of segments done and of all.

    Raises:
        LotseError: An utterance came back without sound (names the sentence), or the folder cannot be written to.
    """
    spoken: list[SpokenSegment] = []
    rate = 0
    for index, segment in enumerate(segments):
        utterance = trim(voices[0].say(segment.text), segment.text)
        rate = utterance.sample_rate
        name = f"{index:04}.wav"
        write_atomic(folder / name, wav(utterance.samples, rate))
        duration = len(utterance.samples) / rate
        spoken.append(SpokenSegment(segment, name, duration, utterance.words, utterance.phonemes))
        if progress:
            progress(index + 1, len(segments))
    return Speech(language.code, voices[0].info, rate, tuple(spoken))


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
