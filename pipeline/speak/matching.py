"""Which part of a recording is which line: in order, by the least sum of what speaks against it.

What speaks against it: a part that is longer or shorter than the line's share, a line that begins without a pause, a
sound unlike the line's (where a reference voice can pronounce the language), a line or a sound left over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt

from pipeline.speak.recording import Piece

SKIP, OPTIONAL, DROP = 8.0, 1.0, 5.0
"""Costs: of a line that is not in the recording, of one that need not be, of a sound that is no line. One is what a
deviation by one standard deviation costs."""
SPREAD, SHORT = 0.2, 0.35
"""Standard deviation of how long a line takes, as a part of its length; and in seconds, which counts in short ones."""
PACE = 0.35
"""Standard deviation of how fast people read, as a logarithm."""
WEAK, FULL = 2.5, 0.7
"""Cost of a line that begins without a pause; seconds of a pause that costs nothing."""
_FASTEST, _SLOWEST, _PACES = 0.45, 2.4, 22
_FURTHEST = 3.0
"""Times longer than expected: further is not looked."""

_HEARD = 3.5
"""Standard deviations from which on length alone says enough."""

Unlike = Callable[[int, int, int], float]
"""Item, first piece, piece after the last → how unlike they sound: 0 as the same text, 1 as another one."""
SOUND = 14.0
"""Cost of a line that sounds like another text."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line, or the introduction, or the request."""

    seconds: float
    """How long it takes at a common pace."""
    optional: bool = False
    """Need not be in the recording."""


@dataclass(frozen=True, slots=True)
class Match:
    runs: tuple[tuple[int, int] | None, ...]
    """Of each item the first piece and the piece after the last; None: it is not in the recording."""
    dropped: tuple[int, ...]
    """Pieces that belong to none."""
    pace: float
    """Times longer than expected, over all."""
    cost: float


def match(pieces: Sequence[Piece], items: Sequence[Item], unlike: Unlike | None = None) -> Match:
    """The likeliest, over all paces."""
    paces = [_FASTEST * (_SLOWEST / _FASTEST) ** (n / (_PACES - 1)) for n in range(_PACES)]
    found = min((at_pace(pieces, items, pace) for pace in paces), key=lambda one: one.cost)
    if unlike is None:
        return found
    near = [found.pace * exp(step * 0.08) for step in range(-3, 4)]
    return min((at_pace(pieces, items, pace, unlike) for pace in near), key=lambda one: one.cost)


def deviation(seconds: float, expected: float) -> float:
    """By how many standard deviations a line is too long (above 0) or too short."""
    spread = sqrt(SPREAD**2 + (SHORT / expected) ** 2)
    return log(max(seconds, 1e-3) / expected) / spread


def at_pace(pieces: Sequence[Piece], items: Sequence[Item], pace: float, unlike: Unlike | None = None) -> Match:
    """The likeliest, for a reader of this pace."""
    count = len(pieces)
    costs = [[inf] * (count + 1) for _ in range(len(items) + 1)]
    steps: list[list[tuple[int, int, bool]]] = [[(0, 0, False)] * (count + 1) for _ in range(len(items) + 1)]
    costs[0][0] = (log(pace) / PACE) ** 2
    for i in range(len(items) + 1):
        row = costs[i]
        for j in range(count + 1):
            here = row[j]
            if here == inf:
                continue
            if j < count and here + (cost := _dropped(pieces[j])) < row[j + 1]:
                row[j + 1], steps[i][j + 1] = here + cost, (i, j, False)
            if i == len(items):
                continue
            below = costs[i + 1]
            if here + (cost := OPTIONAL if items[i].optional else SKIP) < below[j]:
                below[j], steps[i + 1][j] = here + cost, (i, j, False)
            expected, seconds = items[i].seconds * pace, 0.0
            begins = here + (_weak(pieces[j].start - pieces[j - 1].end) if 0 < j < count else 0.0)
            for k in range(j + 1, count + 1):
                seconds += pieces[k - 1].length
                if seconds > _FURTHEST * expected and k > j + 1:
                    break
                away = deviation(seconds, expected)
                cost = begins + away**2
                if unlike and cost < below[k] and abs(away) < _HEARD:
                    cost += SOUND * unlike(i, j, k)
                if cost < below[k]:
                    below[k], steps[i + 1][k] = cost, (i, j, True)
    return _traced(steps, len(items), count, pace, costs[-1][-1])


def _traced(steps: list[list[tuple[int, int, bool]]], i: int, j: int, pace: float, cost: float) -> Match:
    runs: list[tuple[int, int] | None] = [None] * i
    dropped: list[int] = []
    while i or j:
        before, first, matched = steps[i][j]
        if matched:
            runs[before] = (first, j)
        elif before == i:
            dropped.append(first)
        i, j = before, first
    return Match(tuple(runs), tuple(dropped[::-1]), pace, cost)


def _weak(pause: float) -> float:
    return WEAK * (1 - min(pause, FULL) / FULL)


def _dropped(piece: Piece) -> float:
    """A cough is left out more easily than a word."""
    return min(DROP, 1.5 + 7 * piece.length)
