"""When each word and sound of a text is heard in any speech: a synthesised reference, whose times are known, is laid
along it by dynamic time warping (the method of aeneas).

Nothing here needs to know who spoke. For a recording of minutes, take `features` of it and of the references joined
one after another, and `path` between them: memory grows with the length, not with its square.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from pipeline.language import Language
from pipeline.model import Timed, Utterance
from pipeline.speak import espeak

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAME_TEXT = 0.5
"""A clean utterance with a larger `Alignment.distance` says another text. A smaller one proves little for a single
sentence: of the texts that are as long, a fifth come below it too. But the right text is nearer than they are in every
one of the sentences of tests/bench/align.py, so whoever has several texts takes the nearest. In a noise 10 dB below the
speech right ones reach 0.65."""

HOP = 0.01
"""Seconds from frame to frame."""
_WINDOW = 0.025
_LOWEST, _HIGHEST, _BANDS = 80, 7600, 26
"""Hertz and number of the mel bands; the highest is one that 16 kHz still hold."""
_DEPTH = 20
"""Decibels below a band's loud frames that still count; deeper there is noise."""
_REACH = 4
"""Frames to either side that a delta looks at."""
_QUIET = 35
"""Decibels below the loud frames where silence begins, in a clean recording."""
_CLEAR = 4
"""Decibels above the quietest frames where a sound begins, in a noise: chance does not reach that far."""
_SILENT = -80
"""Decibels of a frame's mean power, where nothing is heard at all."""
_KEPT = 12
"""Frames that are left of a pause: a stop consonant is silent for as long."""
_PAUSE = 0.2
"""Seconds from which on a silence is between words."""
_NEAR = 0.15
"""Seconds from a pause to the word boundary that it belongs to."""
_FADING, _FADING_HIDDEN = 0.03, 0.002
"""Seconds that a word goes on after its sound has sunk to what counts as silence, and more for every decibel that
noise has raised this above `_QUIET`."""
_BLOCK = 1000
_DENSE = 4_000_000
"""Pairs of frames up to which every one is looked at."""
_RADIUS = 100
"""Frames around the path of half the resolution, beyond that."""


@dataclass(frozen=True, slots=True)
class Features:
    """What a sound is compared by, its pauses shortened."""

    frames: NDArray[np.float32]
    """Shape (n, 52), every row of length one: normalised log-mel bands and their deltas. n = 0: silence."""
    times: NDArray[np.float64]
    """Middle of each frame, seconds, shape (n,)."""
    pauses: tuple[tuple[float, float], ...]
    """Silences between words, from `_PAUSE` on: start and end in seconds."""
    end: float
    """Where the last sound has faded, seconds."""


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


def features(samples: NDArray[np.float32], rate: int) -> Features:
    """Ten milliseconds a frame, equal for every sample rate, level and voice as far as that goes.

    Args:
        samples: float32, mono, shape (n,); of any length.
        rate: Hertz.
    """
    import numpy as np

    power = _mel_power(samples, rate)
    loud, fading = _loud(power)
    if not len(loud):
        return Features(np.zeros((0, 2 * _BANDS), np.float32), np.zeros(0), (), 0.0)
    kept = np.zeros(len(power), bool)
    kept[max(0, loud[0] - 1) : loud[-1] + 2] = True
    pauses = []
    for gap in np.flatnonzero(np.diff(loud) > _KEPT):
        before, after = int(loud[gap]), int(loud[gap + 1])
        kept[before + 1 + _KEPT // 2 : after - _KEPT // 2] = False
        if (after - before) * HOP >= _PAUSE:
            pauses.append(((before + 1) * HOP + fading, (after - 1) * HOP))

    bands = _decibels(power)
    bands = np.maximum(bands, np.percentile(bands, 95, axis=0) - _DEPTH)[kept]
    bands = _normal(bands)
    wide = np.pad(bands, ((_REACH, _REACH), (0, 0)), mode="edge")
    frames = np.hstack([bands, _normal(wide[2 * _REACH :] - wide[: -2 * _REACH])])
    frames /= np.linalg.norm(frames, axis=1, keepdims=True) + 1e-6
    times = np.flatnonzero(kept).astype(np.float64) * HOP
    return Features(frames.astype(np.float32), times, tuple(pauses), float(times[-1]) + fading)


def path(a: NDArray[np.float32], b: NDArray[np.float32]) -> tuple[NDArray[np.intp], float]:
    """The cheapest way through both, from the first frames to the last.

    Long ones are searched at half the resolution first and then only around that path, so that time and memory grow
    with the length and not with its square. No step costs more than another: a slope penalty ruins the result.

    Args:
        a, b: `Features.frames`, neither empty.

    Returns:
        Pairs of indices into a and b, shape (k, 2), both rising by 0 or 1; and their mean distance, 1 − cosine.
    """
    import numpy as np

    if len(a) * len(b) <= _DENSE:
        low, high = np.zeros(len(a), np.intp), np.full(len(a), len(b))
    else:
        coarse, _ = path(_halved(a), _halved(b))
        rows = np.arange(len(a)) // 2
        low = np.maximum(2 * coarse[np.searchsorted(coarse[:, 0], rows), 1] - _RADIUS, 0)
        high = np.minimum(2 * coarse[np.searchsorted(coarse[:, 0], rows, "right") - 1, 1] + 2 + _RADIUS, len(b))
    return _within(a, b, low, high)


def _within(
    a: NDArray[np.float32], b: NDArray[np.float32], low: NDArray[np.intp], high: NDArray[np.intp]
) -> tuple[NDArray[np.intp], float]:
    """For row i of a only the columns low[i] … high[i] of b; both rise."""
    import numpy as np

    onward, upward = [], []
    # total[j + 1]: of the way to column j in the row above.
    total = np.full(len(b) + 1, np.inf)
    total[0] = 0.0
    for row, (first, last) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        # Not "@": its threads cost more than so short a row.
        cost = 1 - np.einsum("ij,j->i", b[first:last], a[row])
        above, across = total[first + 1 : last + 1], total[first:last]
        # Going on along the row from the cheapest entry: a running minimum, once the row's own costs are taken off.
        along = cost.cumsum(dtype=np.float64)
        entry = np.minimum(above, across) - along + cost
        cheapest = np.minimum.accumulate(entry)
        onward.append(cheapest < entry)
        upward.append(above < across)
        total[low[row - 1] if row else 0 : first + 1] = np.inf
        total[first + 1 : last + 1] = cheapest + along
    row, column = len(a) - 1, len(b) - 1
    pairs = [(row, column)]
    while row or column:
        at = column - low[row]
        stays, falls = onward[row][at], upward[row][at]
        row, column = row - (not stays), column - (stays or not falls)
        pairs.append((row, column))
    found = np.array(pairs[::-1], np.intp)
    return found, float(1 - np.einsum("ij,ij->i", a[found[:, 0]], b[found[:, 1]]).mean())


def _halved(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    even = np.pad(frames, ((0, len(frames) % 2), (0, 0)), mode="edge")
    mean = even[::2] + even[1::2]
    return np.asarray(mean / (np.linalg.norm(mean, axis=1, keepdims=True) + 1e-6), np.float32)


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


def _mel_power(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Shape (frames, bands); a block at a time, so that minutes take no more memory than seconds."""
    import numpy as np

    # A multiple of 32 is quick to transform.
    window = 32 * max(1, round(_WINDOW * rate / 32))
    shape = np.hanning(window).astype(np.float32)
    bank = _bank(window, rate)
    padded = np.pad(samples, (window // 2, window))
    firsts = np.round(np.arange(int(len(samples) / rate / HOP) + 1) * HOP * rate).astype(np.intp)
    power = np.empty((len(firsts), _BANDS), np.float32)
    for block in range(0, len(firsts), _BLOCK):
        inside = np.lib.stride_tricks.sliding_window_view(padded, window)[firsts[block : block + _BLOCK]]
        spectrum = np.fft.rfft(inside * shape)[:, : len(bank)]
        np.einsum("fb,bm->fm", spectrum.real**2 + spectrum.imag**2, bank, out=power[block : block + _BLOCK])
    return power


@cache
def _bank(size: int, rate: int) -> NDArray[np.float32]:
    """Triangles of equal area on the mel scale, shape (bins, bands)."""
    import numpy as np

    lowest, highest = (2595 * np.log10(1 + hertz / 700) for hertz in (_LOWEST, _HIGHEST))
    mel = np.linspace(lowest, highest, _BANDS + 2)
    edges = 700 * (10 ** (mel / 2595) - 1)
    bins = np.arange(min(size // 2, _HIGHEST * size // rate) + 1)[:, None] * rate / size
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    bank = np.maximum(0, np.minimum(rising, falling))
    return np.asarray(bank / np.maximum(bank.sum(axis=0), 1e-9), np.float32)


def _loud(power: NDArray[np.float32]) -> tuple[NDArray[np.intp], float]:
    """Frames that are not silent, and how long a word goes on below that, seconds.

    Low, middle and high bands each for themselves: in a noise, an s is heard in the high ones only.
    """
    import numpy as np

    thirds = _decibels(np.stack([part.mean(axis=1) for part in np.array_split(power, 3, axis=1)], axis=1))
    ground, loud = np.percentile(thirds, [5, 95], axis=0)
    threshold = np.maximum(np.maximum(loud - _QUIET, ground + np.maximum((loud - ground) / 4, _CLEAR)), _SILENT)
    hidden = _QUIET - float((loud - threshold).max())
    return np.flatnonzero((thirds > threshold).any(axis=1)), _FADING + _FADING_HIDDEN * hidden


def _decibels(power: NDArray[np.floating]) -> NDArray[np.float64]:
    import numpy as np

    return np.asarray(10 * np.log10(np.maximum(power, 10 ** (_SILENT / 10))), np.float64)


def _normal(bands: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean 0 and spread 1 in every band; what never changes stays 0."""
    import numpy as np

    return np.asarray((bands - bands.mean(axis=0)) / (bands.std(axis=0) + 1e-3), np.float64)
