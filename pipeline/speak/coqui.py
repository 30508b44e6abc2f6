"""Coqui's VITS voices from local files, Meta's MMS voices among them.

Of Coqui's models only VITS: it needs no second model for the sound, copies nobody's voice from a recording, and its
constructor fetches nothing.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipeline import gpu
from pipeline.errors import LotseError, MissingError
from pipeline.language import Language
from pipeline.model import Device, Manner, Utterance, VoiceInfo
from pipeline.speak import normalise, numbers
from pipeline.speak.voice import CALM, slowdown
from pipeline.warm import warm

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EXTRA = 'pip install "lotse[coqui]"'
CHECKPOINT, CONFIG, MMS_LETTERS = "model.pth", "config.json", "vocab.txt"
"""The files of a voice, as `weights.sorting` lays them down; only an MMS voice has the last."""
SHORT, LONG = 0.2, 0.4
"""Seconds of silence at a comma and between sentences, for voices that were taught no punctuation marks."""
_PHRASE = re.compile(r"(?<=[,;:.!?…،؛؟።፣፤፥፦])\s+|\s+[–—-]\s+")
_ENDS = frozenset(".!?…؟።")
_FILE_KEYS = frozenset({"stats_path", "d_vector_file", "speakers_file", "language_ids_file"})
"""Keys of Coqui's config that name files; they hold the paths of the machine that trained the model."""
_ENCODER_KEYS = frozenset({"speaker_encoder_model_path", "speaker_encoder_config_path"})


class CoquiVoice:
    """One Coqui voice that lies in the models folder."""

    def __init__(self, model: Path, info: VoiceInfo, language: Language, device: Device = "cpu") -> None:
        """Args:
        info: Its name as the pack says it, a speaker's name after "#".
        """
        self.info = info
        self._model, self._language, self._device = model, language, device
        self._speaker = info.name.partition("#")[2] or None
        self._slowdown = 0.0

    def say(self, text: str, manner: Manner = CALM) -> Utterance:
        """See `Voice.say`. The model is loaded at the first sentence and kept for the process; word times are for the
        stage to find."""
        if not self._slowdown:
            sample = self._language.du.request
            spoken = self._speak(sample, 1.0, 0)
            self._slowdown = slowdown(sample, len(spoken.samples) / spoken.sample_rate)
        return self._speak(text, self._slowdown * manner.pace, manner.take)

    def _speak(self, text: str, pace: float, take: int) -> Utterance:
        import numpy as np

        engine = _load(self._model, self._device)
        import torch  # not before it is known to be there

        self._known_speaker(engine.speakers or [])
        vits = engine.synthesizer.tts_model
        rate = int(engine.synthesizer.output_sample_rate)
        vits.length_scale = vits.args.length_scale * pace
        said = " ".join(group.text for group in normalise.spoken(text, self._language) if group.text)
        blocks: list[NDArray[np.float32]] = []
        with torch.random.fork_rng():
            torch.manual_seed(take)
            for phrase, pause in self._phrases(vits.tokenizer, said):
                blocks += [self._sound(engine, phrase), np.zeros(round(pause * pace * rate), np.float32)]
        if not blocks:
            raise LotseError(
                f"Die Stimme {self.info.name} sagt nichts zu „{text}“. Bitte den Satz anders schreiben.",
                f'The voice {self.info.name} says nothing for "{text}". Please write the sentence differently.',
            )
        return Utterance(np.concatenate(blocks[:-1]), rate, (), ())

    def _known_speaker(self, speakers: list[str]) -> None:
        if bool(speakers) != bool(self._speaker) or (self._speaker and self._speaker not in speakers):
            there = ", ".join(speakers) or "–"
            raise LotseError(
                f"In {self.info.name} steht nach # keine der Stimmen dieses Modells. Es gibt: {there}. Den Namen in "
                "lotse.toml berichtigen ([speech.voices]).",
                f"In {self.info.name} there is none of this model's voices after #. There are: {there}. Mend the name "
                "in lotse.toml ([speech.voices]).",
            )

    def _sound(self, engine: Any, phrase: str) -> NDArray[np.float32]:
        import numpy as np
        from TTS.utils.synthesizer import PAD_SILENCE_SAMPLES

        languages = engine.languages
        samples = engine.tts(
            phrase,
            speaker=self._speaker,
            language=self._language.code if languages else None,
            split_sentences=False,
        )
        return np.asarray(samples[:-PAD_SILENCE_SAMPLES], np.float32)

    def _phrases(self, tokenizer: Any, said: str) -> Iterator[tuple[str, float]]:
        """What the voice can read, and the silence after it in seconds.

        Coqui drops what a voice has not learnt to read: commas, and with them the pauses in a telephone number, but
        also figures and letters, and nobody would notice that the number of the room is missing.
        """
        if tokenizer.use_phonemes:
            yield said, LONG
            return
        said = re.sub(r"\d+", lambda figures: numbers.cardinal(int(figures[0]), self._language), said)
        known = set(tokenizer.characters.vocab)
        for part in [said] if "," in known else _PHRASE.split(said):
            read = tokenizer.text_cleaner(part) if tokenizer.text_cleaner else part
            phrase = "".join(self._letters(read, known)).strip()
            if phrase:
                yield phrase, LONG if part[-1:] in _ENDS else SHORT

    def _letters(self, text: str, known: set[str]) -> Iterator[str]:
        for letter in text:
            bare = unicodedata.normalize("NFD", letter)[0]
            if letter in known:
                yield letter
            elif bare in known:
                yield bare
            elif letter.isalnum():
                raise LotseError(
                    f"Die Stimme {self.info.name} kennt das Zeichen „{letter}“ nicht und würde es auslassen: „{text}“. "
                    "Bitte ausschreiben, oder in lotse.toml sagen, wie es gesprochen wird "
                    "([speech.pronunciation]).",
                    f'The voice {self.info.name} does not know the character "{letter}" and would leave it out: '
                    f'"{text}". Write it in words, or say in lotse.toml how it is spoken '
                    "([speech.pronunciation]).",
                )


def installed() -> bool:
    """Whether the extra is there; loads nothing."""
    from importlib.util import find_spec

    return find_spec("TTS") is not None


@cache
def _scratch() -> TemporaryDirectory[str]:
    """Goes when the process ends."""
    return TemporaryDirectory(prefix="lotse-")


@warm
def _load(model: Path, device: Device) -> Any:
    """Coqui's `TTS`.

    Raises:
        MissingError: The extra is not installed.
    """
    if not installed():
        raise MissingError(
            f"Für Coqui-Stimmen fehlt die Erweiterung. Bitte installieren: {EXTRA}",
            f"Coqui's voices need an extra. Please install it: {EXTRA}",
        )
    import logging

    gpu.make_room(device, model)
    # numba, which comes along, writes beside itself or into the home; a service may have neither.
    os.environ.setdefault("NUMBA_CACHE_DIR", _scratch().name)
    from TTS.api import TTS

    logging.getLogger("TTS").setLevel(logging.ERROR)
    if (model / MMS_LETTERS).exists():
        # That it is one of Meta's, Coqui knows by the word "fairseq" in the path; its config is another format.
        engine = TTS(model_path=str(model / CHECKPOINT)).to(device)
    else:
        with TemporaryDirectory() as scratch:
            config = Path(scratch) / CONFIG
            data = json.loads((model / CONFIG).read_text(encoding="utf-8"))
            config.write_text(json.dumps(_local(data, model)), encoding="utf-8")
            engine = TTS(model_path=str(model / CHECKPOINT), config_path=str(config)).to(device)
    # It would cut everything off after the first long pause.
    engine.synthesizer.tts_config.audio.do_trim_silence = False
    return engine


def _local(value: Any, folder: Path) -> Any:
    """A config whose files are those in the folder and no others: Coqui would also open addresses in the network."""
    if isinstance(value, list):
        return [_local(one, folder) for one in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for key, one in value.items():
        if key in _FILE_KEYS and one:
            path = folder / Path(one[0] if isinstance(one, list) else one).name
            here = str(path) if path.is_file() else ""
            found[key] = [here] if isinstance(one, list) else here
        else:
            found[key] = "" if key in _ENCODER_KEYS else _local(one, folder)
    return found
