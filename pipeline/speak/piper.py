"""Piper: neural voices from local files; tells how many samples each phoneme lasts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import gpu
from pipeline.errors import LotseError
from pipeline.language import Language
from pipeline.model import Device, Manner, Timed, Utterance, VoiceInfo
from pipeline.speak import normalise, numbers
from pipeline.speak.voice import CALM, slowdown, word_times
from pipeline.warm import warm

if TYPE_CHECKING:
    from piper import PiperVoice as Engine

_SIGNS = frozenset("^$_ ") | frozenset("!'\"(),-.:;?¡¿—…«»“”„،؛؟。")
_MODIFIERS = frozenset("ːˑʰʲʷˠˤ˞̃")
_STRESS = frozenset("ˈˌ")
_Sound = tuple[str, float, float]
"""Piper's symbol, start and end in seconds."""


class PiperVoice:
    """One Piper voice that lies in the models folder."""

    def __init__(self, model: Path, info: VoiceInfo, language: Language, device: Device = "cpu") -> None:
        """Args:
        info: Its name as the pack says it, a speaker's number after "#".
        """
        self.info = info
        self._model, self._language, self._device = model, language, device
        speaker = info.name.partition("#")[2]
        self._speaker = int(speaker) if speaker else None
        self._slowdown = 0.0

    def say(self, text: str, manner: Manner = CALM) -> Utterance:
        """See `Voice.say`. The model is loaded at the first sentence and kept for the process; every take is left to
        chance."""
        if not self._slowdown:
            sample = self._language.du.request
            words = self._speak(sample, 1.0).words
            self._slowdown = slowdown(sample, words[-1].end - words[0].start)
        return self._speak(text, self._slowdown * manner.pace)

    def _speak(self, text: str, length_scale: float) -> Utterance:
        import numpy as np
        from piper.config import PhonemeType, SynthesisConfig

        engine = _load(self._model, self._device)
        said = normalise.spoken(text, self._language)
        parts = [_readable(group.text) for group in said]
        letters = engine.config.phoneme_type == PhonemeType.TEXT
        if letters:
            # A voice that was taught letters cannot read figures.
            parts = [
                re.sub(r"\d+", lambda figures: numbers.cardinal(int(figures[0]), self._language), part)
                for part in parts
            ]

        blocks, sounds, clock = [], [], 0.0
        config = SynthesisConfig(speaker_id=self._speaker, length_scale=length_scale)
        for chunk in engine.synthesize(" ".join(parts), config, include_alignments=True):
            blocks.append(chunk.audio_float_array)
            at = clock
            for one in chunk.phoneme_alignments or ():
                sounds.append((one.phoneme, at, at := at + int(one.num_samples) / chunk.sample_rate))
            clock += len(chunk.audio_float_array) / chunk.sample_rate
        if not blocks:
            raise LotseError(
                f"Die Stimme {self.info.name} sagt nichts zu „{text}“. Bitte den Satz anders schreiben.",
                f'The voice {self.info.name} says nothing for "{text}". Please write the sentence differently.',
            )
        sounds = _shared(sounds)
        heard = _heard(sounds, [_symbols(engine, part) for part in parts])
        return Utterance(
            samples=np.concatenate(blocks),
            sample_rate=engine.config.sample_rate,
            words=word_times(text.split(), [group.words for group in said], heard, clock),
            phonemes=() if letters else _ipa(sounds),
        )


@warm
def _load(model: Path, device: Device) -> Engine:
    """Piper's own way to load a voice leaves no choice of threads: its default busily waits between them, which takes
    half as much processor time again, and pins them, so that they wait for whatever else runs there."""
    import json
    import os
    from contextlib import suppress

    import onnx
    import onnxruntime
    from piper import PiperConfig
    from piper import PiperVoice as Engine
    from piper.patch_voice_with_alignment import add_alignment_output

    gpu.make_room(device, model)
    graph = onnx.load(str(model))
    # It has them already, or cannot tell them.
    with suppress(ValueError):
        add_alignment_output(graph)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = len(os.sched_getaffinity(0))
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    cuda = ("CUDAExecutionProvider", {"cudnn_conv_algo_search": "HEURISTIC"})
    session = onnxruntime.InferenceSession(
        graph.SerializeToString(), options, providers=[cuda] if device == "cuda" else ["CPUExecutionProvider"]
    )
    config = PiperConfig.from_dict(json.loads(Path(f"{model}.json").read_text(encoding="utf-8")))
    return Engine(session=session, config=config)


def _shared(sounds: Sequence[_Sound]) -> list[_Sound]:
    """Gives the blank between two words to them: nobody pauses there, and Piper makes it last 60 ms.

    Measured with en_US-joe: an s is heard from the blank's start on, the burst of a stop 20 ms before its end.
    """
    shared = list(sounds)
    for index in range(1, len(sounds) - 1):
        (last, start, _), (symbol, blank, end), (first, _, until) = sounds[index - 1 : index + 2]
        if symbol == " " and last not in _SIGNS:
            cut = blank + (end - blank) / 3
            shared[index - 1 : index + 2] = [(last, start, cut), (symbol, cut, cut), (first, cut, until)]
    return shared


def _readable(text: str) -> str:
    """Double brackets would be read as phonemes."""
    return re.sub(r"\[{2,}|\]{2,}", " ", text)


def _symbols(engine: Engine, part: str) -> list[str]:
    return [symbol for sentence in engine.phonemize(part) for symbol in sentence] if part.strip() else []


def _heard(sounds: Sequence[_Sound], parts: Sequence[Sequence[str]]) -> list[tuple[float, float] | None]:
    """Start and end of each part.

    In the sentence espeak runs words together and changes them ("in the"), so the parts, spoken one by one, are laid
    along the sentence by the fewest changes.
    """
    sentence = [sound for sound in sounds if sound[0] not in _SIGNS]
    alone = [(symbol, index) for index, part in enumerate(parts) for symbol in part if symbol not in _SIGNS]
    heard: list[tuple[float, float] | None] = [None] * len(parts)
    for (_, start, end), index in zip(sentence, _owners([one[0] for one in sentence], alone), strict=True):
        span = heard[index]
        heard[index] = (start if span is None else span[0], end)
    return heard


def _owners(sentence: Sequence[str], alone: Sequence[tuple[str, int]]) -> list[int]:
    """For each symbol of the sentence, the part it belongs to (edit distance, ties in favour of a substitution)."""
    if not alone:
        return [0] * len(sentence)
    rows = [list(range(len(alone) + 1))]
    for i, symbol in enumerate(sentence, 1):
        above, row = rows[-1], [i]
        for j, (other, _) in enumerate(alone, 1):
            row.append(min(above[j - 1] + (symbol != other), above[j] + 1, row[j - 1] + 1))
        rows.append(row)
    owners: list[int] = []
    i, j = len(sentence), len(alone)
    while i:
        if j and rows[i][j] == rows[i - 1][j - 1] + (sentence[i - 1] != alone[j - 1][0]):
            i, j = i - 1, j - 1
            owners.append(alone[j][1])
        elif rows[i][j] == rows[i - 1][j] + 1:
            i -= 1
            owners.append(alone[max(j - 1, 0)][1])
        else:
            j -= 1
    return owners[::-1]


def _ipa(sounds: Sequence[_Sound]) -> tuple[Timed[str], ...]:
    """Piper writes one code point at a time; length and accents join the sound before them. What it times as a mark of
    stress is heard as the sound after it, and is often the longer part: en_US-joe says "hello" as h 46, ə 104, l 58,
    ˈ 128, o 139 ms, loudest in the mark."""
    phonemes: list[Timed[str]] = []
    stressed: float | None = None
    for symbol, start, end in sounds:
        if symbol in _STRESS:
            stressed = start if stressed is None else stressed
        elif symbol in _MODIFIERS or unicodedata.combining(symbol):
            if phonemes:
                phonemes[-1] = Timed(phonemes[-1].start, end, phonemes[-1].value + symbol)
        elif symbol not in _SIGNS:
            phonemes.append(Timed(start if stressed is None else stressed, end, symbol))
            stressed = None
    return tuple(phonemes)
