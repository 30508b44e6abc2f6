"""Which part of a recording is which line: in order, by the least sum of what speaks against it.

What speaks against it: a part that is longer or shorter than the line's share, a line that begins without a pause, a
sound unlike the line's (where a reference voice can pronounce the language), a line or a sound left over.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, inf, log, sqrt

from pipeline.speak.recording import Piece

SKIP, OPTIONAL, DROP, AND_NEXT = 8.0, 0.5, 5.0, 1.0
"""Costs: of a line that is not in the recording, of one that need not be, of a sound that is no line, and of each that
follows it. One is what a deviation by one standard deviation costs."""
JOINED = 3.0
"""Cost of two sentences without a pause between them."""
ALONE = 4.0
"""Cost of a missing line where length alone must tell: what is doubtful then is better refused. Measured on an even
reader, 16 recordings: 4 finds 9 of 11 faults, 8 finds 5 (spread 0.12), neither refuses a good one."""
SPREAD, SHORT = 0.15, 0.25
"""Standard deviation of how long a line takes, as a part of its length; and in seconds, which counts in short ones."""
PACE = 0.35
"""Standard deviation of how fast people read, as a logarithm."""
WEAK, SHORTEST, FULL = 5.0, 0.25, 0.7
"""Cost of a line that begins without a pause; seconds of a pause that costs nothing, by what the reader leaves between
lines."""
INNER = 2.0
"""Cost of a pause as long as those between lines where no sentence ends."""
_FASTEST, _SLOWEST, _PACES = 0.45, 2.4, 22
_FURTHEST = 3.0
"""Times longer than expected: further is not looked."""

_DOUBT = 10.0
"""Only ways that cost so much more than the best by length are listened to."""
_DROPPED_AT_ONCE = 12

Unlike = Callable[[Sequence[int], int, int], float]
"""Items on end, first piece, piece after the last → how unlike they sound: 0 as the same text, 1 as another one."""
SOUND = 7.0
"""Cost of a line that sounds like another text: alone it does not make a line missing, noise may have done it."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line, or a sentence of the introduction or of the request."""

    seconds: float
    """How long it takes at a common pace."""
    optional: bool = False
    """Need not be in the recording."""
    sentences: int = 1
    """Between them a reader pauses as between lines."""
    part: str = ""
    """Neighbours of the same part may be run together, without a pause. Empty: it stands alone."""


@dataclass(frozen=True, slots=True)
class Match:
    runs: tuple[tuple[int, int] | None, ...]
    """Of each item the first piece and the piece after the last, the same for items that are run together; None: it is
    not in the recording."""
    dropped: tuple[int, ...]
    """Pieces that belong to none."""
    pace: float
    """Times longer than expected, over all."""
    cost: float

    def stretches(self) -> Iterator[tuple[range, tuple[int, int] | None]]:
        """Items that are run together, and where; each of the others alone."""
        first = 0
        for end in range(1, len(self.runs) + 1):
            if end == len(self.runs) or self.runs[end] is None or self.runs[end] != self.runs[first]:
                yield range(first, end), self.runs[first]
                first = end


def match(pieces: Sequence[Piece], items: Sequence[Item], unlike: Unlike | None = None) -> Match:
    """The likeliest, over all paces."""
    paces = [_FASTEST * (_SLOWEST / _FASTEST) ** (n / (_PACES - 1)) for n in range(_PACES)]
    found = min((at_pace(pieces, items, pace) for pace in paces), key=lambda one: one.cost)
    if unlike is None:
        return found
    near = [found.pace * exp(step * 0.1) for step in range(-2, 3)]
    return min((at_pace(pieces, items, pace, unlike) for pace in near), key=lambda one: one.cost)


def deviation(seconds: float, expected: float) -> float:
    """By how many standard deviations a line is too long (above 0) or too short."""
    return log(max(seconds, 1e-3) / expected) / _spread(expected)


def _spread(expected: float) -> float:
    return sqrt(SPREAD**2 + (SHORT / expected) ** 2)


def at_pace(pieces: Sequence[Piece], items: Sequence[Item], pace: float, unlike: Unlike | None = None) -> Match:
    """The likeliest, for a reader of this pace."""
    skip = SKIP if unlike else ALONE
    costs, steps = _forward(pieces, items, pace, skip, lambda own, j, k, cost: 0.0)
    if unlike:
        # Listening is dear, so only what length allows is listened to: what lies ahead costs as much as coming back.
        back = [Piece(-piece.end, -piece.start) for piece in reversed(pieces)]
        ahead, _ = _forward(back, items[::-1], pace, skip, lambda own, j, k, cost: 0.0)
        limit, count, lines = costs[-1][-1] + _DOUBT, len(pieces), len(items)

        def heard(own: range, j: int, k: int, cost: float) -> float:
            if costs[own.start][j] + cost + ahead[lines - own.stop][count - k] > limit:
                return 0.0 if cost > SKIP else SOUND
            return SOUND * min(unlike(own, j, k), 1.0)

        costs, steps = _forward(pieces, items, pace, skip, heard)
    return _traced(steps, len(items), len(pieces), pace, costs[-1][-1] + (log(pace) / PACE) ** 2)


def _forward(
    pieces: Sequence[Piece],
    items: Sequence[Item],
    pace: float,
    skip: float,
    heard: Callable[[range, int, int, float], float],
) -> tuple[list[list[float]], list[list[tuple[int, int, bool]]]]:
    """The least cost of every number of items over every number of pieces, and from where it came.

    Args:
        skip: Cost of a line that is not in the recording.
        heard: Items, first piece, piece after the last, cost by length → cost of the sound.
    """
    count, full = len(pieces), _full(pieces, items)
    costs = [[inf] * (count + 1) for _ in range(len(items) + 1)]
    steps = [[(0, 0, False)] * (count + 1) for _ in range(len(items) + 1)]
    costs[0][0] = 0.0
    for i in range(len(items) + 1):
        row = costs[i]
        for j in range(count + 1):
            here = row[j]
            if here == inf:
                continue
            cost = here
            for k in range(j + 1, min(count, j + _DROPPED_AT_ONCE) + 1):
                cost += _dropped(pieces[k - 1]) if k == j + 1 else AND_NEXT
                if cost < row[k]:
                    row[k], steps[i][k] = cost, (i, j, False)
            if i == len(items):
                continue
            below = costs[i + 1]
            if here + (cost := OPTIONAL if items[i].optional else skip) < below[j]:
                below[j], steps[i + 1][j] = here + cost, (i, j, False)
            weak = _weak(pieces[j].start - pieces[j - 1].end, full) if 0 < j < count else 0.0
            for own in _together(items, i):
                below, came = costs[own.stop], steps[own.stop]
                joined = weak + JOINED * (len(own) - 1)
                expected, seconds = sum(items[n].seconds for n in own) * pace, 0.0
                spread = _spread(expected)
                inner: list[float] = []
                for k in range(j + 1, count + 1):
                    seconds += pieces[k - 1].length
                    if k > j + 1:
                        insort(inner, min(pieces[k - 1].start - pieces[k - 2].end, full) / full)
                    if seconds > _FURTHEST * expected and k > j + 1:
                        break
                    cost = joined + (log(max(seconds, 1e-3) / expected) / spread) ** 2
                    if here + cost >= below[k]:
                        continue
                    cost += INNER * sum(share**2 for share in inner[: max(0, len(inner) - items[i].sentences + 1)])
                    if here + cost < below[k] and here + (cost := cost + heard(own, j, k, cost)) < below[k]:
                        below[k], came[k] = here + cost, (i, j, True)
    return costs, steps


def _traced(steps: list[list[tuple[int, int, bool]]], i: int, j: int, pace: float, cost: float) -> Match:
    runs: list[tuple[int, int] | None] = [None] * i
    dropped: list[int] = []
    while i or j:
        before, first, matched = steps[i][j]
        if matched:
            runs[before:i] = [(first, j)] * (i - before)
        elif before == i:
            dropped += range(j - 1, first - 1, -1)
        i, j = before, first
    return Match(tuple(runs), tuple(dropped[::-1]), pace, cost)


def _together(items: Sequence[Item], first: int) -> Iterator[range]:
    """What a reader may say without a pause, beginning with this item."""
    end = first + 1
    yield range(first, end)
    while end < len(items) and items[first].part and items[end].part == items[first].part:
        end += 1
        yield range(first, end)


def _full(pieces: Sequence[Piece], items: Sequence[Item]) -> float:
    """Seconds that this reader pauses between two lines."""
    due = max(1, sum(not (item.optional or item.part) for item in items) - 1)
    pauses = sorted((after.start - before.end for before, after in pairwise(pieces)), reverse=True)[:due]
    return min(max(pauses[len(pauses) // 2] if pauses else 0.0, SHORTEST), FULL)


def _weak(pause: float, full: float) -> float:
    return WEAK * (1 - min(pause, full) / full)


def _dropped(piece: Piece) -> float:
    """A cough is left out more easily than a word."""
    return min(DROP, 1.5 + 7 * piece.length)
