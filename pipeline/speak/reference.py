"""How alike a part of a recording and a text sound: held against what a reference voice makes of the text.

The reference is robotic and of another pitch; what `features` and `path` leave of it only tells one text from another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.language import Language
from pipeline.speak import espeak
from pipeline.speak.features import HOP, compared, mel_power
from pipeline.speak.recording import RATE, Piece, Recording
from pipeline.speak.warping import halved, path

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAME, OTHER = 0.75, 0.95
"""Distances of the same text and of another one, as a part of the distance of unrelated texts. Measured with
`python -m tests.bench.align lines`, Piper and espeak in five languages: sentences are at 0.43 from their own text, nine
of ten below 0.67, all below 0.87; from one as long at 0.99, 19 of 20 above 0.87, all above 0.73, and none is nearer to
another than to its own. In a noise 10 dB below the speech, louder than `recording.NOISE` allows: 0.48, 0.74 and 1.04;
0.99, 0.86 and 0.73; three of 120 are nearer to another."""
SHORTEST = 0.3
"""Seconds that a text takes at least."""
_COARSE = 4
"""Frames that become one: a line is looked for, no word."""
_MOST = 40
"""Pairs of unrelated text and sound that are enough to know how far apart such are."""


class Reference:
    """All texts as the reference voice says them, and the recording."""

    def __init__(self, recording: Recording, texts: Sequence[str], language: Language) -> None:
        """Raises:
        MissingError: espeak-ng is not installed.
        """
        said = [espeak.reference(text, language) for text in texts]
        self._texts = _frames([mel_power(one.samples, one.sample_rate) for one in said])
        self._pieces = _frames([mel_power(_part(recording, piece), RATE) for piece in recording.pieces])
        calm = espeak.REFERENCE / espeak.NORMAL
        self.seconds = tuple(max(SHORTEST, len(text) * _COARSE * HOP * calm) for text in self._texts)
        """How long each text takes without pauses."""
        self._found: dict[tuple[tuple[int, ...], int, int], float] = {}
        self._unrelated = 0.0

    def unlike(self, texts: Sequence[int], first: int, end: int) -> float:
        """0: pieces[first:end] may well say these texts, one after another; 1: they say another one."""
        return max(0.0, (self.distance(texts, first, end) - SAME) / (OTHER - SAME))

    def distance(self, texts: Sequence[int], first: int, end: int) -> float:
        """As a part of the distance of unrelated texts: 1, they have nothing in common."""
        if not self._unrelated:
            self._unrelated = self._between_strangers()
        return self._distance(tuple(texts), first, end) / self._unrelated

    def _distance(self, texts: tuple[int, ...], first: int, end: int) -> float:
        import numpy as np

        key = texts, first, end
        if key not in self._found:
            text = np.concatenate([self._texts[n] for n in texts])
            sound = np.concatenate(self._pieces[first:end])
            # Nothing is as unlike a text as chance is.
            self._found[key] = path(text, sound)[1] if len(text) and len(sound) else 1.0
        return self._found[key]

    def _between_strangers(self) -> float:
        """Texts against pieces from elsewhere in the recording, of about their length."""
        import numpy as np

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
                    pairs.append(self._distance((text,), first, end))
        return float(np.percentile(pairs, 60)) if pairs else 1.0


def _part(recording: Recording, piece: Piece) -> NDArray[np.float32]:
    import numpy as np

    return recording.samples[round(piece.start * RATE) : round(piece.end * RATE)].astype(np.float32) / np.float32(32768)


def _frames(powers: Sequence[NDArray[np.float32]]) -> list[NDArray[np.float32]]:
    """`Features.frames` of each sound, made equal together and _COARSE times fewer."""
    import numpy as np

    whole = compared(np.concatenate(powers))
    ends = np.cumsum([len(power) for power in powers])
    at = np.round(whole.times / HOP).astype(np.intp)
    return [halved(halved(part)) for part in np.split(whole.frames, np.searchsorted(at, ends[:-1]))]
