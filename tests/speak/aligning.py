"""How far aligned words are from where an engine put them."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline import language
from pipeline.model import Timed, Utterance
from pipeline.speak.align import align
from pipeline.speak.espeak import EspeakVoice
from pipeline.speak.stage import trim

CONDITIONS = {
    "clean": (False, False),
    "pauses": (True, False),
    "noise": (False, True),
    "pauses and noise": (True, True),
}
"""Two pauses of 0.3 … 1 s between words; white noise 10 dB below the speech."""


@dataclass
class Score:
    """Of one language in one condition."""

    errors: list[float] = field(default_factory=list)
    """Milliseconds: both ends of every word."""
    distances: list[float] = field(default_factory=list)
    work: float = 0.0
    """Seconds of processor."""
    sound: float = 0.0
    """Seconds."""

    @property
    def median(self) -> float:
        return float(np.median(self.errors))

    @property
    def most(self) -> float:
        """Nine of ten are no further away."""
        return float(np.percentile(self.errors, 90))


def score(code: str, spoken: Iterable[tuple[str, Utterance]], condition: str) -> Score:
    pauses, noise = CONDITIONS[condition]
    result = Score()
    for seed, (text, plain) in enumerate(spoken):
        utterance = disturbed(plain, seed, pauses=pauses, noise=noise)
        began = time.thread_time()
        found = align(utterance.samples, utterance.sample_rate, text, language.load(code))
        result.work += time.thread_time() - began
        result.sound += len(utterance.samples) / utterance.sample_rate
        for one, other in zip(found.words, utterance.words, strict=True):
            result.errors += [1000 * abs(one.start - other.start), 1000 * abs(one.end - other.end)]
        assert found.distance is not None
        result.distances.append(found.distance)
    return result


def other_voice(code: str, variant: str, rate: int, sentences: Sequence[str]) -> list[tuple[str, Utterance]]:
    """espeak's own times, in another voice and at another rate than the reference."""
    pack = language.load(code)
    voice = EspeakVoice(pack, "female")
    voice.info = dataclasses.replace(voice.info, name=f"{pack.espeak}+{variant}")
    return [(text, trim(voice._speak(text, rate), text)) for text in sentences]


def disturbed(utterance: Utterance, seed: int, *, pauses: bool, noise: bool) -> Utterance:
    rng = np.random.default_rng(seed)
    samples, rate, words = utterance.samples, utterance.sample_rate, list(utterance.words)
    if pauses:
        for index in rng.choice(np.arange(1, len(words)), size=min(2, len(words) - 1), replace=False):
            at, longer = (words[index - 1].end + words[index].start) / 2, rng.uniform(0.3, 1.0)
            samples = np.insert(samples, round(at * rate), np.zeros(round(longer * rate), np.float32))
            words[index:] = [Timed(one.start + longer, one.end + longer, one.value) for one in words[index:]]
    if noise:
        samples = with_noise(samples, float(np.sqrt(np.mean(utterance.samples**2) / 10)), rng)
    return dataclasses.replace(utterance, samples=samples, words=tuple(words))


def with_noise(samples: NDArray[np.float32], level: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """level: root mean square."""
    return (samples + rng.normal(0, level, len(samples))).astype(np.float32)
