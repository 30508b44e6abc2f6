"""How alike a part of a recording and a text sound: held against what a reference voice makes of the text.

The reference is robotic and of another pitch, so spectra are compared after what is constant in each is taken out, and
stretched in time onto each other (dynamic time warping). What is left only tells one text from another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from pipeline.language import Language
from pipeline.speak.recording import RATE, Piece, Recording

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HOP, WIDTH = 0.04, 0.06
"""Seconds. Coarse: a line is looked for, no word."""
SAME, OTHER = 0.9, 1.0
"""Distances of the same text and of another one, as a part of the distance of unrelated texts."""
_BANDS, _LOW, _HIGH = 22, 120.0, 6000.0
_MOST = 40
"""Pairs of unrelated text and sound that are enough to know how far apart such are."""


class Reference:
    """All texts as the reference voice says them, and the recording."""

    def __init__(self, recording: Recording, texts: Sequence[str], language: Language) -> None:
        """Raises:
        MissingError: espeak-ng is not installed.
        """
        import numpy as np

        from pipeline.speak.espeak import EspeakVoice

        voice = EspeakVoice(replace(language, espeak=language.reference, voices_female=(), voices_male=()), "female")
        said = [voice.say(text) for text in texts]
        self.seconds = tuple(_spoken(one.samples, one.sample_rate) for one in said)
        """How long each text takes without pauses."""
        self._texts = _even([_mel(_without_pauses(one.samples, one.sample_rate), one.sample_rate) for one in said])
        self._pieces = _even([_mel(_part(recording, piece), RATE) for piece in recording.pieces])
        self._unrelated = 0.0
        self._np = np

    def unlike(self, text: int, first: int, end: int) -> float:
        """0: pieces[first:end] may well say this text; 1: they say another one."""
        if not self._unrelated:
            self._unrelated = self._between_strangers()
        return max(0.0, (self._distance(text, first, end) / self._unrelated - SAME) / (OTHER - SAME))

    @cache  # noqa: B019 - lives as long as one film's speech
    def _distance(self, text: int, first: int, end: int) -> float:
        return _warped(self._texts[text], self._np.concatenate(self._pieces[first:end]))

    def _between_strangers(self) -> float:
        """Texts against pieces from elsewhere in the recording, of about their length."""
        pairs: list[float] = []
        count = len(self._pieces)
        whole = sum(map(len, self._pieces)) / max(1, sum(map(len, self._texts)))
        for shift in range(1, 9):
            for text, spoken in enumerate(self._texts):
                first = (text * count // len(self._texts) + shift * max(1, count // 9)) % count
                end, size = first, 0
                while end < count and size < len(spoken) * whole:
                    size += len(self._pieces[end])
                    end += 1
                if size > len(spoken) * whole / 2 and len(pairs) < _MOST:
                    pairs.append(self._distance(text, first, end))
        return float(self._np.percentile(pairs, 60)) if pairs else 1.0


def _spoken(samples: NDArray[np.float32], rate: int) -> float:
    return len(_without_pauses(samples, rate)) / rate


def _without_pauses(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """A reader pauses elsewhere than the reference."""
    import numpy as np

    step = rate // 100
    blocks = samples[: len(samples) // step * step].reshape(-1, step)
    level = np.sqrt((blocks**2).mean(axis=1))
    speaks = np.convolve(level > level.max(initial=0) * 0.02, np.ones(9), "same") > 0
    result: NDArray[np.float32] = blocks[speaks].ravel().astype(np.float32)
    return result


def _part(recording: Recording, piece: Piece) -> NDArray[np.float32]:
    import numpy as np

    return recording.samples[round(piece.start * RATE) : round(piece.end * RATE)].astype(np.float32) / np.float32(32768)


def _mel(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Log energies of _BANDS mel bands, shape (n, _BANDS)."""
    import numpy as np

    hop, width = round(HOP * rate), round(WIDTH * rate)
    padded = np.pad(samples, (0, max(0, width - len(samples))))
    frames = np.lib.stride_tricks.sliding_window_view(padded, width)[::hop]
    size = 1 << (width - 1).bit_length()
    power = np.abs(np.fft.rfft(frames * np.hanning(width).astype(np.float32), size)) ** 2
    result: NDArray[np.float32] = np.log(power @ _filters(rate, size).T / width + 1e-9).astype(np.float32)
    return result


@cache
def _filters(rate: int, size: int) -> NDArray[np.float64]:
    import numpy as np

    def mel(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
        return 2595 * np.log10(1 + hertz / 700)

    edges = np.linspace(mel(np.array(_LOW)), mel(np.array(_HIGH)), _BANDS + 2)
    bins = mel(np.arange(size // 2 + 1) * rate / size)
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    result: NDArray[np.float64] = np.clip(np.minimum(rising, falling), 0, None)
    return result


def _even(parts: list[NDArray[np.float32]]) -> list[NDArray[np.float32]]:
    """Without what is the same all over: the voice, the room, the microphone."""
    import numpy as np

    whole = np.concatenate(parts)
    mean, spread = whole.mean(axis=0), whole.std(axis=0) + 1e-6
    evened = []
    for part in parts:
        plain = (part - mean) / spread
        # Shape of the spectrum more than its level.
        plain = plain - 0.5 * plain.mean(axis=1, keepdims=True)
        change = np.gradient(plain, axis=0) if len(plain) > 1 else np.zeros_like(plain)
        evened.append(np.concatenate([plain, change], axis=1))
    return evened


def _warped(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Mean distance along the best path, steps of one frame in either or both."""
    import numpy as np

    squares = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1)[None] - 2 * one @ other.T
    local = np.sqrt(np.maximum(squares, 0))
    rows, columns = local.shape
    # Along the antidiagonals, which do not depend on themselves; a diagonal step counts twice, so that no path is
    # cheaper for being shorter.
    before = np.full(rows + 1, np.inf)
    last = np.full(rows + 1, np.inf)
    for diagonal in range(rows + columns - 1):
        first, final = max(0, diagonal - columns + 1), min(rows - 1, diagonal)
        numbers = np.arange(first, final + 1)
        cost = local[numbers, diagonal - numbers]
        now = np.full(rows + 1, np.inf)
        straight = np.minimum(last[numbers], last[numbers + 1]) + cost
        now[numbers + 1] = np.minimum(straight, before[numbers] + 2 * cost) if diagonal else cost
        before, last = last, now
    return float(last[rows] / (rows + columns))
