"""When each word and sound of a text is heard in any speech: a synthesised reference, whose times are known, is laid
along it by dynamic time warping (the method of aeneas). Nothing here needs to know who spoke.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from pipeline.language import Language
from pipeline.model import Timed, Utterance
from pipeline.speak import espeak
from pipeline.speak.features import Features, features
from pipeline.speak.warping import path

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAME_TEXT = 0.5
"""A clean utterance with a larger `Alignment.distance` says another text. A smaller one proves little for a single
sentence: of the texts that are as long, a fifth come below it too. But the right text is nearer than they are in every
one of the sentences of tests/bench/align.py, so whoever has several texts takes the nearest. In a noise 10 dB below the
speech right ones reach 0.65."""

_NEAR = 0.15
"""Seconds from a pause to the word boundary that it belongs to."""


@dataclass(frozen=True, slots=True)
class Alignment:
    words: tuple[Timed[str], ...]
    """All written words in order, seconds from the first sample, none before the other has ended."""
    phonemes: tuple[Timed[str], ...]
    """IPA; empty where the language has no reference."""
    distance: float | None
    """Mean distance along the path, 0 … 2; see `SAME_TEXT`. None: there was nothing to compare."""


def timed(utterance: Utterance, text: str, language: Language) -> Utterance:
    """The utterance with its times: the engine's own, or aligned where it gave none."""
    if utterance.words:
        return utterance
    found = align(utterance.samples, utterance.sample_rate, text, language)
    return replace(utterance, words=found.words, phonemes=utterance.phonemes or found.phonemes)


def align(samples: NDArray[np.float32], rate: int, text: str, language: Language) -> Alignment:
    """Finds every written word and sound of the text.

    Args:
        samples: float32, mono, shape (n,).
        rate: Hertz, at least 16,000 for what was measured.
        text: As written.
        language: Its `reference` pronounces the text. Without one, or where it says nothing or nothing is heard, the
            words share the loud parts by their length and there are no phonemes.
    """
    import numpy as np

    duration = len(samples) / rate
    heard = features(samples, rate)
    reference = espeak.reference(text, language) if language.reference else None
    if reference is not None and reference.words and len(heard.times):
        model = features(reference.samples, reference.sample_rate)
        pairs, distance = path(model.frames, heard.frames)
        at = np.interp([(word.start, word.end) for word in reference.words], *_clock(pairs, model, heard))
        words = _words(text.split(), at, heard, duration)
        return Alignment(words, _phonemes(reference, words, *_clock(pairs, model, heard)), distance)
    return Alignment(_words(text.split(), _shares(text.split(), heard, duration), heard, duration), (), None)


def _clock(
    pairs: NDArray[np.intp], model: Features, heard: Features
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Seconds in the reference and in the sound, for interpolation."""
    import numpy as np

    rows = np.arange(len(model.times))
    first = pairs[np.searchsorted(pairs[:, 0], rows), 1]
    last = pairs[np.searchsorted(pairs[:, 0], rows, "right") - 1, 1]
    return model.times, (heard.times[first] + heard.times[last]) / 2


def _words(written: Sequence[str], at: NDArray[np.float64], heard: Features, duration: float) -> tuple[Timed[str], ...]:
    """Lays every pause onto the nearest boundary between words: within a word nobody pauses.

    Args:
        at: Start and end of each word, shape (n, 2), seconds.
    """
    import numpy as np

    if not written:
        return ()
    starts, ends = at[:, 0].copy(), at[:, 1].copy()
    if len(heard.times):
        ends[-1] = max(ends[-1], heard.end)
    free = np.ones(len(written) - 1, bool)
    for start, end in sorted(heard.pauses, key=lambda pause: pause[0] - pause[1]):
        between = (at[:-1, 1] + at[1:, 0]) / 2
        away = np.where(free, np.maximum(0, np.maximum(start - between, between - end)), np.inf)
        if free.any() and away.min() <= _NEAR:
            nearest = int(away.argmin())
            free[nearest] = False
            ends[nearest], starts[nearest + 1] = start, end
    starts = np.maximum.accumulate(np.clip(starts, 0, duration))
    ends = np.clip(np.minimum(ends, np.append(starts[1:], duration)), starts, duration)
    return tuple(Timed(float(one), float(other), word) for one, other, word in zip(starts, ends, written, strict=True))


def _phonemes(
    reference: Utterance, words: Sequence[Timed[str]], there: NDArray[np.float64], here: NDArray[np.float64]
) -> tuple[Timed[str], ...]:
    """The reference's sounds on the clock of the sound, each inside its word."""
    import numpy as np

    begins = [word.start for word in reference.words]
    phonemes: list[Timed[str]] = []
    for one in reference.phonemes:
        word = words[max(0, int(np.searchsorted(begins, (one.start + one.end) / 2, "right")) - 1)]
        start, end = np.clip(np.interp([one.start, one.end], there, here), word.start, word.end)
        clock = phonemes[-1].end if phonemes else 0.0
        phonemes.append(Timed(max(clock, float(start)), max(clock, float(end)), one.value))
    return tuple(phonemes)


def _shares(written: Sequence[str], heard: Features, duration: float) -> NDArray[np.float64]:
    """Start and end of words by their length alone, shape (n, 2), seconds."""
    import numpy as np

    times = heard.times if len(heard.times) else np.array([0.0, duration])
    length = max(1, sum(map(len, written)))
    bounds = np.array([0, *accumulate(map(len, written))]) / length * (len(times) - 1)
    at = np.interp(bounds, np.arange(len(times)), times)
    return np.column_stack([at[:-1], at[1:]])
