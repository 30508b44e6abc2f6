"""Pieces of a recording find their lines by length, pauses and order alone."""

from __future__ import annotations

import pytest

from pipeline.speak.matching import Item, match
from pipeline.speak.recording import Piece

LINES = (4.0, 2.5, 2.0, 3.0, 6.0, 1.8, 2.2)


def read(*parts: float, pause: float = 0.6, inner: float = 0.15, pace: float = 1.0) -> list[Piece]:
    """Every line in one piece, or in two where it is long."""
    pieces: list[Piece] = []
    clock = 0.5
    for part in parts:
        for length in (part * 0.4, part * 0.6) if part > 3 else (part,):
            pieces.append(Piece(clock, clock + length * pace))
            clock = pieces[-1].end + inner
        clock += pause - inner
    return pieces


def items(*lines: float, around: bool = True) -> list[Item]:
    script = [Item(line) for line in lines]
    return [Item(7.0, optional=True), *script, Item(8.0, optional=True)] if around else script


@pytest.mark.parametrize("pace", [0.6, 1.0, 1.9])
def test_every_line_gets_its_pieces_at_any_pace(pace: float) -> None:
    found = match(read(*LINES, pace=pace), items(*LINES))
    assert found.runs == (None, (0, 2), (2, 3), (3, 4), (4, 5), (5, 7), (7, 8), (8, 9), None)
    assert not found.dropped
    assert found.pace == pytest.approx(pace, rel=0.1)


@pytest.mark.parametrize(("first", "last"), [(True, True), (True, False), (False, True)])
def test_introduction_and_request_may_be_there_or_not(first: bool, last: bool) -> None:
    parts = ((7.0,) if first else ()) + LINES + ((8.0,) if last else ())
    found = match(read(*parts), items(*LINES))
    assert (found.runs[0] is not None, found.runs[-1] is not None) == (first, last)
    assert None not in found.runs[1:-1]


@pytest.mark.parametrize("number", range(len(LINES)))
def test_a_missing_line_is_found(number: int) -> None:
    found = match(read(*LINES[:number], *LINES[number + 1 :]), items(*LINES, around=False))
    assert found.runs.count(None) == 1
    assert abs(found.runs.index(None) - number) <= 1, "the line or its neighbour"


def test_what_is_no_line_is_left_over() -> None:
    found = match(read(*LINES[:3], 5.0, *LINES[3:]), items(*LINES, around=False))
    assert None not in found.runs
    assert found.dropped == (4, 5)


def test_a_cough_is_left_out() -> None:
    pieces = read(*LINES)
    cough = Piece(pieces[1].end + 0.15, pieces[1].end + 0.3)
    found = match([*pieces[:2], cough, *pieces[2:]], items(*LINES, around=False))
    assert None not in found.runs
    assert found.dropped in ((), (2,))


def test_where_length_cannot_tell_the_sound_does() -> None:
    """Two lines of the same length in the other order: only the ear knows."""
    lines = (3.0, 3.0, 3.0)
    order = {0: 0, 1: 2, 2: 1}
    alike = match(read(*lines), items(*lines, around=False), lambda own, first, end: 0.0)
    other = match(read(*lines), items(*lines, around=False), lambda own, first, end: float(order[own[0]] != first))
    assert alike.runs == other.runs
    assert other.cost > alike.cost + 10


PART = (
    Item(2.6, optional=True, part="intro"),
    Item(2.0, optional=True, part="intro"),
    Item(1.3, optional=True, part="intro"),
)


@pytest.mark.parametrize("said", [(), (0,), (0, 1), (1, 2), (0, 2), (0, 1, 2)])
def test_sentences_that_need_not_be_there_are_each_there_or_not(said: tuple[int, ...]) -> None:
    parts = [PART[n].seconds for n in said]
    found = match(read(*parts, *LINES), [*PART, *items(*LINES, around=False)])
    assert tuple(n for n in range(3) if found.runs[n]) == said
    assert None not in found.runs[3:]


def test_sentences_of_one_part_may_be_run_together() -> None:
    pieces = read(*LINES)
    pieces = [Piece(pieces[0].start - 6.5, pieces[0].start - 1.9), *pieces]
    found = match(pieces, [*PART, *items(*LINES, around=False)])
    assert found.runs[:4] == ((0, 1), (0, 1), None, (1, 3))
    assert [(list(own), run) for own, run in found.stretches()][:3] == [([0, 1], (0, 1)), ([2], None), ([3], (1, 3))]
