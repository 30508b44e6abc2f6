"""espeak-ng through its library: robotic, but it has a hundred languages and tells the time of every phoneme.

Structures and constants after espeak-ng's public header speak_lib.h, API revision 12.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Any

from pipeline.errors import LotseError, MissingError
from pipeline.language import Language
from pipeline.model import Gender, Manner, Timed, Utterance, VoiceInfo
from pipeline.speak import normalise
from pipeline.speak.voice import CALM, slowdown, word_times

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NORMAL, SLOWEST = 175, 80
"""Words a minute, by espeak's own measure."""
REFERENCE = 120
"""Its times are measured, never heard: slower takes longer to compare and finds no more."""
LIBRARY = "libespeak-ng.so.1"
VARIANTS: dict[Gender, str] = {"female": "f3", "male": "m3"}
LICENCE = "GPL-3.0-or-later"

_SYNCHRONOUS, _PHONEME_EVENTS_IPA, _DO_NOT_EXIT = 2, 0x0003, 0x8000
_UTF8, _BY_CHARACTER = 1, 1
_RATE = 1
_EVENT_END, _EVENT_PHONEME = 0, 7


class _Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_ubyte * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    ]


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))
_Sound = tuple[int, int, str]
"""First sample, 1-based position in the text, IPA; empty IPA where the voice pauses."""


class EspeakVoice:
    """Speaks any language that espeak-ng has."""

    def __init__(self, language: Language, gender: Gender) -> None:
        self._language = language
        self.info = info(language, gender)
        self._rate = 0.0

    def say(self, text: str, manner: Manner = CALM) -> Utterance:
        """See `Voice.say`. No take is wanted: all sound alike, though never to the sample."""
        if not self._rate:
            sample = self._language.du.request
            words = self._speak(sample, NORMAL).words
            self._rate = NORMAL / slowdown(sample, words[-1].end - words[0].start)
        return self._speak(text, max(SLOWEST, round(self._rate / manner.pace)))

    def _speak(self, text: str, rate: int) -> Utterance:
        utterance = _utterance(self.info.name, text, self._language, rate)
        if not utterance.samples.size:
            raise LotseError(
                f"Die Stimme {self.info.name} sagt nichts zu „{text}“. Bitte den Satz anders schreiben.",
                f'The voice {self.info.name} says nothing for "{text}". Please write the sentence differently.',
            )
        return utterance


def reference(text: str, language: Language) -> Utterance:
    """What `language.reference` makes of the text, to be compared and never heard.

    Returns:
        Without samples, words and phonemes where it says nothing.

    Raises:
        MissingError: The library or the voice is not installed.
    """
    return _utterance(language.reference, text, language, REFERENCE)


def _utterance(voice: str, text: str, language: Language, rate: int) -> Utterance:
    import numpy as np

    said = normalise.spoken(text, language)
    engine = _engine()
    samples, sounds = engine.speak(voice, " ".join(group.text for group in said), rate)
    sample_rate = engine.sample_rate
    duration = len(samples) / sample_rate
    starts = [min(start / sample_rate, duration) for start, _, _ in sounds] + [duration]
    timed = [
        (position, Timed(start, max(start, end), ipa))
        for (_, position, ipa), start, end in zip(sounds, starts, starts[1:], strict=False)
        if ipa
    ]
    heard = _heard(said, timed)
    return Utterance(
        samples=(samples / 32768).astype(np.float32),
        sample_rate=sample_rate,
        words=word_times(text.split(), [group.words for group in said], heard, duration) if timed else (),
        phonemes=tuple(phoneme for _, phoneme in timed),
    )


def _heard(
    said: Sequence[normalise.Said], phonemes: Sequence[tuple[int, Timed[str]]]
) -> list[tuple[float, float] | None]:
    """Start and end of each group; the position of a phoneme is that of its word in the spoken text."""
    heard: list[tuple[float, float] | None] = []
    first = 1
    for group in said:
        inside = [phoneme for position, phoneme in phonemes if first <= position <= first + len(group.text)]
        heard.append((min(one.start for one in inside), max(one.end for one in inside)) if inside else None)
        first += len(group.text) + 1
    return heard


class _Engine:
    """The library holds one voice and one text at a time, whatever the number of threads."""

    def __init__(self) -> None:
        try:
            self._library = ctypes.CDLL(LIBRARY)
        except OSError as error:
            raise MissingError(
                "espeak-ng fehlt. Bitte installieren: apt-get install espeak-ng",
                "espeak-ng is missing. Please install it: apt-get install espeak-ng",
            ) from error
        self._lock = Lock()
        self._blocks: list[NDArray[np.int16]] = []
        self._sounds: list[_Sound] = []
        # ctypes does not keep the callback alive by itself.
        self._callback = _Callback(self._receive)
        self._data: bytes | None = None
        self._data_of: dict[str, bytes | None] = {}
        self.sample_rate = self._initialize(None)

    def _initialize(self, data: bytes | None) -> int:
        """Reads the data of that folder, or the system's; may be called again, and takes 20 ms."""
        rate: int = self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, _PHONEME_EVENTS_IPA | _DO_NOT_EXIT)
        if rate <= 0:
            raise MissingError(
                "Die Daten von espeak-ng fehlen. Bitte installieren: apt-get install espeak-ng",
                "The data of espeak-ng are missing. Please install them: apt-get install espeak-ng",
            )
        # Without this it would go on looking for voices in the other folder.
        self._library.espeak_ListVoices(None)
        self._library.espeak_SetSynthCallback(self._callback)
        self._data = data
        return rate

    def _select(self, voice: str) -> None:
        """The system's voice wherever there is one: Piper's data are of another release and sound different."""
        for data in (self._data_of[voice],) if voice in self._data_of else (None, _pipers_data()):
            if data != self._data:
                self._initialize(data)
            if not self._library.espeak_SetVoiceByName(voice.encode()):
                self._data_of[voice] = data
                return
        raise MissingError(
            f"espeak-ng kennt die Stimme {voice} nicht. Bitte installieren: apt-get install espeak-ng-data",
            f"espeak-ng has no voice {voice}. Please install it: apt-get install espeak-ng-data",
        )

    def speak(self, voice: str, text: str, rate: int) -> tuple[NDArray[np.int16], list[_Sound]]:
        import numpy as np

        with self._lock:
            self._blocks, self._sounds = [], []
            self._select(voice)
            # A new voice resets the rate.
            self._library.espeak_SetParameter(_RATE, rate, 0)
            data = text.encode() + b"\0"
            self._library.espeak_Synth(data, ctypes.c_size_t(len(data)), 0, _BY_CHARACTER, 0, _UTF8, None, None)
            return np.concatenate(self._blocks or [np.zeros(0, np.int16)]), self._sounds

    def _receive(self, samples: Any, count: int, events: Any) -> int:
        import numpy as np

        if count > 0:
            # The library reuses its buffer.
            self._blocks.append(np.ctypeslib.as_array(samples, (count,)).copy())
        index = 0
        while events[index].type != _EVENT_END:
            event = events[index]
            if event.type == _EVENT_PHONEME:
                # Eight bytes, cut in the middle of a sign where the name is longer.
                ipa = bytes(event.id.string).split(b"\0")[0].decode("utf-8", "ignore")
                self._sounds.append((event.sample, event.text_position, ipa))
            index += 1
        return 0


@cache
def _engine() -> _Engine:
    return _Engine()


def _pipers_data() -> bytes | None:
    """Where Piper brings its own data of espeak-ng, which have Tigrinya; loads nothing of Piper."""
    spec = find_spec("piper")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    return os.fsencode(folders[0]) if folders else None


def info(language: Language, gender: Gender) -> VoiceInfo:
    """The voice for a language that espeak-ng has; loads nothing."""
    return VoiceInfo("espeak", f"{language.espeak}+{VARIANTS[gender]}", gender, LICENCE, stand_in=True)


def installed() -> bool:
    """Whether the library is there; sets nothing up."""
    try:
        ctypes.CDLL(LIBRARY)
    except OSError:
        return False
    return True
