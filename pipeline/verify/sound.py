"""Gates on the sound: loudness, true peak, and that every sentence sounds as it was spoken, where it was planned.

What was spoken is known by the course of its level: one letter for every 20 ms, from "0", -70 dBFS or less, to "z",
0 dBFS, in steps of 2 dB. It is small enough to be signed, so that a bare film is judged in the same way.
"""

from __future__ import annotations

import re
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite, nan
from pathlib import Path
from statistics import median_low
from typing import TYPE_CHECKING, Any

from pipeline.errors import LotseError, MachineError
from pipeline.media import SAMPLE_RATE, samples
from pipeline.model import Gate, Timeline, VoiceKind
from pipeline.speak.loudness import Loudness

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TARGET, TOLERANCE, PEAK = -18.0, 1.0, -1.0
"""LUFS (AES TD1008 for speech), LU, dBTP."""
WINDOW = 0.02
"""Seconds."""
DEPTH = 30.0
"""dB below a sentence's loud parts: what is softer is pause, and coding changes it at will."""
ODD = 6.0
"""dB that two windows on end, 40 ms, may differ from the plan. Measured in German, English and Arabic, espeak and
Piper: 2.9 after coding at 128 and at 64 kbit/s; a hole of 60 ms always takes two whole windows."""
APART = 0.04
"""Seconds that a sentence may be away from its place: one frame. Measured: 0."""
SILENT = -60.0
"""dBFS that no sample of a film may exceed in which nobody speaks; coded silence is silence."""
STRAY = -45.0
"""dBFS that nothing may exceed while a sentence is only shown in a film in which a person speaks."""
_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LETTER = 2.0
"""dB."""
QUIETEST = -(len(_LETTERS) - 1) * _LETTER
"""dBFS."""
_FURTHEST, _STEP = 0.5, 0.005
"""Seconds: where a sentence is looked for, and how finely."""


@dataclass(frozen=True, slots=True)
class Heard:
    samples: NDArray[np.int16]
    """Mono, at SAMPLE_RATE; empty where nothing can be read."""
    loudness: Loudness


@dataclass(frozen=True, slots=True)
class Voice:
    """The sound held against the plan."""

    late: float
    """Seconds by which the film's sound as a whole is late; nan: it is not to be recognised."""
    apart: tuple[float, ...]
    """Seconds by which each sentence is away from its place in the sound."""
    odd: tuple[float, ...]
    """Of each sentence the worst difference in dB, negative where it is too soft; -inf: nothing can be compared."""
    stray: float = -inf
    """dBFS: the loudest sample where sentences are only shown; in a film in which nobody speaks, anywhere."""


def plan(sounds: Sequence[Path]) -> tuple[str, ...]:
    """The course of each sound's level.

    Args:
        sounds: WAV, mono, 16 bit.
    """
    import numpy as np

    courses = []
    for path in sounds:
        with wave.open(str(path)) as file:
            rate, spoken = file.getframerate(), np.frombuffer(file.readframes(file.getnframes()), "<i2")
        starts = np.arange(int(len(spoken) / rate / WINDOW)) * WINDOW
        steps = np.rint(_Levels(spoken, rate).at(starts) / _LETTER).astype(int) + len(_LETTERS) - 1
        courses.append("".join(_LETTERS[step] for step in np.clip(steps, 0, len(_LETTERS) - 1)))
    return tuple(courses)


def hear(path: Path) -> Heard:
    """Decodes the sound once, and measures it (ITU-R BS.1770) meanwhile.

    Raises:
        MachineError: There is no ffmpeg.
    """
    import numpy as np

    try:
        heard, log = samples(path, "ebur128=peak=true:framelog=verbose")
    except MachineError:
        raise
    except LotseError:
        return Heard(np.zeros(0, np.int16), Loudness(-inf, -inf))
    integrated = re.findall(r"^\s+I:\s+(\S+) LUFS\s*$", log, re.M)
    peak = re.findall(r"^\s+Peak:\s+(\S+) dBFS\s*$", log, re.M)
    return Heard(heard, Loudness(float((integrated or [-inf])[-1]), float((peak or [-inf])[-1])))


def loudness(heard: Heard, kind: VoiceKind = "synthetic") -> Gate:
    found = heard.loudness
    if kind == "none":
        passed = heard.samples.size > 0 and found.true_peak <= SILENT
        return Gate(
            "loudness",
            passed,
            f"true peak {found.true_peak:.1f} dBTP" if heard.samples.size else "no sound track",
            f"a silent sound track, true peak <= {SILENT:.0f} dBTP",
            "" if passed else "In diesem Film spricht niemand, seine Tonspur muss also still sein.",
            "" if passed else "Nobody speaks in this film, so its sound track must be silent.",
        )
    passed = abs(found.integrated - TARGET) <= TOLERANCE and found.true_peak <= PEAK
    return Gate(
        "loudness",
        passed,
        f"{found.integrated:.1f} LUFS, true peak {found.true_peak:.1f} dBTP",
        f"{TARGET:.0f} ±{TOLERANCE:.0f} LUFS, true peak <= {PEAK:.0f} dBTP",
        "" if passed else "Der Ton ist zu laut oder zu leise.",
        "" if passed else "The sound is too loud or too soft.",
    )


def compare(heard: Heard, timeline: Timeline, planned: Sequence[str]) -> Voice:
    """Looks for every sentence around its place, and compares its level, window by window, with the plan.

    Args:
        planned: What `plan` made of the timeline's sounds.
    """
    import numpy as np

    stray = _stray(heard, timeline)
    if timeline.voice == "none" and not timeline.sounds and not planned:
        return Voice(0.0, (), (), stray)
    film = _Levels(heard.samples, SAMPLE_RATE)
    shifts = np.arange(-round(_FURTHEST / _STEP), round(_FURTHEST / _STEP) + 1)
    shifts = shifts[np.argsort(np.abs(shifts), kind="stable")]  # of equals the nearest
    found = []
    for sound, course in zip(timeline.sounds, planned, strict=False):
        level = (np.array([_LETTERS.index(letter) for letter in course]) - len(_LETTERS) + 1) * _LETTER
        if len(level) < (sound.end - sound.start) / WINDOW - 2 or len(level) < 5:
            continue  # too little is planned to prove anything
        floor = float(np.percentile(level, 95)) - DEPTH
        level = np.maximum(level, floor)
        starts = sound.start + np.arange(len(level)) * WINDOW
        difference = np.maximum(film.at(starts + shifts[:, None] * _STEP), QUIETEST) - level
        # The film's gain is not known yet: it is the same all over a sentence.
        gains = np.median(difference[:, level > floor + DEPTH / 2], axis=1)
        odd = np.maximum(difference - gains[:, None], floor - level)
        best = int(np.argmin(np.abs(odd).mean(axis=1)))
        found.append((int(shifts[best]), float(gains[best]), difference[best], floor - level))
    complete = len(found) == len(timeline.sounds) == len(planned) > 0
    if not complete or not heard.samples.size:
        return Voice(nan, (), (-inf,) * max(1, len(timeline.sounds)), stray)
    late, gain = median_low(shift for shift, *_ in found), median_low(gain for _, gain, *_ in found)
    worst = []
    for _, _, difference, softest in found:
        # Pauses are compared down to the floor: silence in both is no difference.
        off = np.maximum(difference - gain, softest)
        both = np.minimum(np.abs(off[1:]), np.abs(off[:-1])) * (np.sign(off[1:]) == np.sign(off[:-1]))
        at = int(np.argmax(both))
        worst.append(float(np.copysign(both[at], off[at])))
    return Voice(late * _STEP, tuple((shift - late) * _STEP for shift, *_ in found), tuple(worst), stray)


def _stray(heard: Heard, timeline: Timeline) -> float:
    import numpy as np

    if timeline.voice == "synthetic":
        return -inf
    sounds = {(sound.start, sound.end) for sound in timeline.sounds}
    spans = [(one.start, one.end) for one in timeline.sentences if (one.start, one.end) not in sounds]
    parts = [heard.samples[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)] for start, end in spans]
    if timeline.voice == "none":
        parts = [heard.samples]
    loudest = max((int(np.abs(part.astype(np.int32)).max()) for part in parts if part.size), default=0)
    return float(20 * np.log10(loudest / 32768)) if loudest else -inf


def speech(voice: Voice, kind: VoiceKind = "synthetic") -> Gate:
    """Every sentence of the timeline sounds whole, as it was spoken, and in its place among the others; nothing sounds
    where nobody speaks."""
    if kind == "none":
        passed = isfinite(voice.late) and not voice.odd and voice.stray <= SILENT
        return Gate(
            "speech",
            passed,
            f"loudest sample {voice.stray:.0f} dBFS",
            f"nobody speaks; {SILENT:.0f} dBFS",
            "" if passed else "In diesem Film spricht niemand, und doch ist etwas zu hören.",
            "" if passed else "Nobody speaks in this film, and yet something is to be heard.",
        )
    good = [abs(odd) <= ODD and abs(apart) <= APART + 1e-6 for odd, apart in zip(voice.odd, voice.apart, strict=False)]
    quiet = voice.stray <= STRAY
    passed = bool(good) and all(good) and quiet
    missed = good.index(False) + 1 if False in good else 1
    return Gate(
        "speech",
        passed,
        f"{sum(good)} of {len(voice.odd)} sentences as spoken; level off by {max(map(abs, voice.odd)):.1f} dB, "
        f"place by {max(map(abs, voice.apart), default=inf) * 1000:.0f} ms"
        + ("" if quiet else f"; {voice.stray:.0f} dBFS where nobody speaks"),
        f"all sentences; {ODD:.0f} dB for {2 * WINDOW * 1000:.0f} ms, {APART * 1000:.0f} ms",
        ""
        if passed
        else f"Satz {missed} ist im Film nicht so zu hören, wie er gesprochen wurde."
        if not all(good) or not good
        else "Während ein Satz nur gezeigt wird, ist etwas zu hören.",
        ""
        if passed
        else f"Sentence {missed} does not sound in the film as it was spoken."
        if not all(good) or not good
        else "Something is to be heard while a sentence is only shown.",
    )


class _Levels:
    def __init__(self, sound: NDArray[np.int16], rate: int) -> None:
        import numpy as np

        self._rate, self._samples = rate, len(sound)
        self._summed = np.concatenate([[0.0], np.cumsum((sound / 32768.0) ** 2)])

    def at(self, starts: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """dBFS of the windows that begin at `starts`, seconds; -100 is silence, and all before and after the sound."""
        import numpy as np

        first = np.clip(np.rint(starts * self._rate).astype(int), 0, self._samples)
        last = np.clip(np.rint((starts + WINDOW) * self._rate).astype(int), 0, self._samples)
        power = (self._summed[last] - self._summed[first]) / (WINDOW * self._rate)
        result: NDArray[np.float64] = 10 * np.log10(np.maximum(power, 1e-10))
        return result
