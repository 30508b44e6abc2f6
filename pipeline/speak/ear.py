"""Hears utterances with Whisper: many short ones at a time quickly, or one with all care."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import whisper
from pipeline.media import SAMPLE_RATE
from pipeline.model import Device

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]
    """Mono in [-1, 1], shape (n,), at `SAMPLE_RATE`."""

SHORTEST = 10.0
"""Seconds of the encoder's window. It was taught 30; with less than ten it repeats itself."""
LONGEST = 28.0
"""Seconds; above it an utterance is heard with all care."""
BESIDE = 1.0
"""Seconds of silence in the window after the utterance, so that it is heard to end."""
TOGETHER = 4
"""Utterances in one window: more were no quicker on two processors."""
TOKENS = 20
"""Most pieces of text in a second of speech, so that an ear that repeats itself stops."""
_FRAMES = 100
"""Of the spectrogram, a second."""


def quickly(sounds: Sequence[Sound], language: str, weights: Path, device: Device = "cpu") -> list[str]:
    """What was understood in each sound, in order.

    The window is as short as the utterances allow, several go through the model together, and the likeliest piece of
    text is taken each time: a third of the work that thirty seconds for each of them would be.

    Args:
        language: Whisper's code.
        weights: Folder of the model.
    """
    heard = [""] * len(sounds)
    # Neighbours in length share a window without waste.
    order = sorted(range(len(sounds)), key=lambda index: len(sounds[index]))
    short = [index for index in order if len(sounds[index]) <= LONGEST * SAMPLE_RATE]
    for first in range(0, len(short), TOGETHER):
        together = short[first : first + TOGETHER]
        for index, text in zip(
            together, _window([sounds[i] for i in together], language, weights, device), strict=True
        ):
            heard[index] = text
    for index in order[len(short) :]:
        heard[index] = carefully(sounds[index], language, weights, device)
    return heard


def carefully(sound: Sound, language: str, weights: Path, device: Device = "cpu") -> str:
    """What was understood, with the whole window and five readings followed at once."""
    segments, _ = whisper.load(weights, device).transcribe(
        sound,
        language=language,
        beam_size=5,
        temperature=0.0,
        condition_on_previous_text=False,
        vad_filter=False,
    )
    return " ".join(segment.text.strip() for segment in segments)


def _window(sounds: Sequence[Sound], language: str, weights: Path, device: Device) -> list[str]:
    import numpy as np
    from faster_whisper.tokenizer import Tokenizer
    from faster_whisper.transcribe import get_suppressed_tokens

    model = whisper.load(weights, device)
    seconds = max(len(sound) for sound in sounds) / SAMPLE_RATE
    # The encoder halves them.
    frames = round(max(SHORTEST, seconds + BESIDE) * _FRAMES / 2) * 2
    spectra = np.stack([_fitted(model.feature_extractor(sound), frames) for sound in sounds])
    tokens = Tokenizer(model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language=language)
    found = model.model.generate(
        model.encode(spectra),
        # With times: without them it stops after the first sentence of two.
        [list(tokens.sot_sequence)] * len(sounds),
        beam_size=1,
        max_length=min(model.max_length, round(seconds * TOKENS) + 20),
        suppress_tokens=get_suppressed_tokens(tokens, [-1]),
        suppress_blank=True,
    )
    return [tokens.decode(one.sequences_ids[0]).strip() for one in found]


def _fitted(spectrum: NDArray[np.float32], frames: int) -> NDArray[np.float32]:
    import numpy as np

    cut = spectrum[:, :frames]
    return np.pad(cut, ((0, 0), (0, frames - cut.shape[1])))
