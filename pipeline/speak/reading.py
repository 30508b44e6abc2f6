"""Whether a recording is a reading of the text: every line, in order, and nothing else. Names the line, the time in the
recording and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.characters import visible
from pipeline.errors import InputError
from pipeline.speak.matching import Item, Match, at_pace, deviation
from pipeline.speak.recording import RATE, Piece, Recording, clock

if TYPE_CHECKING:
    from pipeline.speak.reference import Reference

FAR = 3.3
"""Standard deviations by which a line may be longer or shorter than its share."""
STRANGE, ANOTHER, DOUBTFUL = 0.95, 0.7, 0.35
"""How unlike its text a line may sound, and all lines on average (0 alike, 1 another text); and from where on it is
tried whether a line has changed places."""
NOISES = 0.5
"""Seconds: a sound this short that is no line is left out, with a note; a longer one is an error."""
CLIPPED = 0.02
"""Share of a line's hundredths of a second whose peaks are cut off."""
HISSING = 28.0
"""dB of the voice above the noise, below which the report says so."""
_SWAPPED = 4.0
"""By how much cheaper two lines must be in each other's place."""
CERTAIN = 1.2
"""By how much dearer it must be that a sentence is not in the recording than that it is, or the reverse. Measured in
German, Turkish and French: by length alone, wrong ones reach 0.8 and right ones begin at 1.5; by sound none is wrong,
and right ones begin at 2.1."""
_PAIRS = 60
_FLAT, _FULL = 3, 32_600
"""Samples on end at full scale that are a cut peak."""


@dataclass(frozen=True, slots=True)
class Line:
    """What an item is called."""

    number: int
    """1-based in its file; 0: the introduction or the request."""
    text: str

    @property
    def de(self) -> str:
        return f"Zeile {self.number} („{visible(self.text)}“)" if self.number else f"„{visible(self.text)}“"

    @property
    def en(self) -> str:
        return f'line {self.number} ("{visible(self.text)}")' if self.number else f'"{visible(self.text)}"'


def judge(
    recording: Recording,
    items: Sequence[Item],
    found: Match,
    lines: Sequence[Line],
    reference: Reference | None,
    path: Path,
) -> list[str]:
    """Gives what only a person can judge, in German.

    Raises:
        InputError: It is none, or cannot be used.
    """
    pieces = recording.pieces
    due = sum(not item.optional for item in items)
    if len(pieces) < due:
        raise _refused(
            f"hat {len(pieces)} durch Pausen getrennte Stücke, der Text {due} Zeilen. Bitte nach jeder Zeile eine "
            "halbe Sekunde Pause machen und jede Zeile lesen",
            f"has {len(pieces)} parts with pauses between them, the text {due} lines. Pause for half a second after "
            "each line, and read every line",
            path,
        )
    if reference:
        # First: in another text any two lines fit as well in each other's place.
        _another(items, found, reference, path)
        _swapped(pieces, items, found, lines, reference, path)
    _complete(pieces, items, found, lines, path)
    for own, run in found.stretches():
        if run:
            line = Line(lines[own[0]].number, " ".join(lines[n].text for n in own))
            _length(pieces[slice(*run)], sum(items[n].seconds for n in own) * found.pace, line, path)
            _unclipped(recording, pieces[slice(*run)], line, path)
    _certain(pieces, items, found, lines, reference, path)
    notes = []
    for number in found.dropped:
        notes.append(
            f"Bei {clock(pieces[number].start)} wurde ein Geräusch ({pieces[number].length:.1f} s) weggelassen."
        )
    if recording.loud - recording.noise < HISSING:
        notes.append("Die Aufnahme rauscht hörbar; besser klingt sie aus einem ruhigen Raum.")
    for own, run in found.stretches():
        if run and reference and reference.unlike(own, *run) > STRANGE:
            at = clock(pieces[run[0]].start)
            notes.append(f"{lines[own[0]].de} klingt bei {at} anders, als der Text erwarten lässt. Bitte anhören.")
    return notes


def _complete(pieces: Sequence[Piece], items: Sequence[Item], found: Match, lines: Sequence[Line], path: Path) -> None:
    """Every line, and nothing else."""
    due = [run for item, run in zip(items, found.runs, strict=True) if not item.optional]
    if (lacking := due.count(None)) >= 3 and lacking > len(due) / 3:
        raise _refused(
            f"passt nicht zu diesem Text: {lacking} von {len(due)} Zeilen sind darin nicht zu finden. Bitte prüfen, ob "
            "es die richtige Aufnahme ist und ob nach jeder Zeile eine Pause kommt",
            f"does not fit this text: {lacking} of {len(due)} lines are not to be found in it. Check whether it is the "
            "right recording, with a pause after each line",
            path,
        )
    for number, (item, run, line) in enumerate(zip(items, found.runs, lines, strict=True)):
        if run is None and not item.optional:
            before = [other for other in found.runs[:number] if other]
            at = clock(pieces[before[-1][1] - 1].end if before else 0.0)
            raise _refused(
                f"enthält {line.de} vermutlich nicht: Sie müsste bei {at} beginnen. Bitte die Aufnahme dort anhören, "
                "die Zeile nachsprechen oder aus dem Text nehmen",
                f"probably lacks {line.en}: it should begin at {at}. Listen there, record the line, or take it out of "
                "the text",
                path,
            )
    for number in found.dropped:
        piece = pieces[number]
        if piece.length > NOISES:
            raise _refused(
                f"enthält bei {clock(piece.start)} bis {clock(piece.end)} etwas, das zu keiner Zeile gehört. Bitte "
                "herausschneiden, oder die Worte in den Text aufnehmen",
                f"holds something at {clock(piece.start)} to {clock(piece.end)} that belongs to no line. Cut it out, "
                "or add the words to the text",
                path,
            )


def _length(pieces: Sequence[Piece], expected: float, line: Line, path: Path) -> None:
    seconds = sum(piece.length for piece in pieces)
    if abs(deviation(seconds, expected)) <= FAR:
        return
    at, until = clock(pieces[0].start), clock(pieces[-1].end)
    raise _refused(
        f"passt nicht zum Text: {line.de} wäre bei {at} bis {until} {seconds:.1f} Sekunden lang gesprochen, nach den "
        f"anderen Zeilen wären es {expected:.1f}. Fehlt dort etwas, oder steht etwas anderes da? Bitte anhören und die "
        "Aufnahme oder den Text berichtigen",
        f"does not fit the text: {line.en} would last {seconds:.1f} seconds at {at} to {until}, going by the other "
        f"lines it would be {expected:.1f}. Is something missing there, or something else said? Listen, then correct "
        "the recording or the text",
        path,
    )


def _swapped(
    pieces: Sequence[Piece],
    items: Sequence[Item],
    found: Match,
    lines: Sequence[Line],
    reference: Reference,
    path: Path,
) -> None:
    """Two lines that fit better in each other's place."""
    count = len(items)
    script = [n for n in range(count) if not items[n].optional]
    bad = {n for n in script if _bad(pieces, items[n], found, n, reference)}
    pairs = sorted((pair for pair in combinations(script, 2) if bad & {*pair}), key=lambda pair: pair[1] - pair[0])
    best, cost = (0, 0), found.cost - _SWAPPED
    for one, other in pairs[:_PAIRS]:
        order = list(range(count))
        order[one], order[other] = other, one
        tried = _tried(pieces, items, order, found.pace, reference)
        if tried.cost < cost and tried.runs[one] and tried.runs[other]:
            best, cost, run = (one, other), tried.cost, tried.runs[one]
    if best != (0, 0) and run:
        due, came = (lines[n] for n in best)
        at = clock(pieces[run[0]].start)
        raise _refused(
            f"hat eine andere Reihenfolge als der Text: {came.de} kommt bei {at}, wo {due.de} stehen müsste. Bitte "
            "die Zeilen im Text oder in der Aufnahme umstellen",
            f"has another order than the text: {came.en} comes at {at}, where {due.en} should be. Move the lines in "
            "the text or in the recording",
            path,
        )


def _tried(
    pieces: Sequence[Piece], items: Sequence[Item], order: Sequence[int], pace: float, reference: Reference | None
) -> Match:
    """As if the text were these items, in this order."""

    def unlike(own: Sequence[int], first: int, end: int) -> float:
        return reference.unlike([order[n] for n in own], first, end) if reference else 0.0

    return at_pace(pieces, [items[n] for n in order], pace, unlike if reference else None)


def _certain(
    pieces: Sequence[Piece],
    items: Sequence[Item],
    found: Match,
    lines: Sequence[Line],
    reference: Reference | None,
    path: Path,
) -> None:
    """Of each sentence that need not be in the recording, whether it is. Where length alone must tell, an introduction
    or a request that seems to be read whole, or not at all, is held against the opposite: people read them so."""
    due = [number for number, item in enumerate(items) if not item.optional]
    for number, (item, run, line) in enumerate(zip(items, found.runs, lines, strict=True)):
        if not item.optional:
            continue
        group = list(range(due[0]) if number < due[0] else range(due[-1] + 1, len(items)))
        if reference or len({found.runs[n] is None for n in group}) > 1:
            group = [number]
        others, order = list(items), list(range(len(items)))
        for n in group:
            if run:
                order.remove(n)
            else:
                others[n] = replace(items[n], optional=False)
        margin = _tried(pieces, others, order, found.pace, reference).cost - found.cost
        if margin < CERTAIN:
            before = [other for other in found.runs[: number + 1] if other]
            at = clock(pieces[before[-1][0] if run else before[-1][1] - 1].start if before else 0.0)
            raise _refused(
                f"lässt bei {at} nicht sicher erkennen, ob {line.de} gesprochen wird. Bitte nach jedem Satz eine halbe "
                "Sekunde Pause machen, und die Vorstellung und die Bitte ganz oder gar nicht lesen",
                f"does not tell for certain at {at} whether {line.en} is spoken. Pause for half a second after each "
                "sentence, and read the introduction and the request either whole or not at all",
                path,
            )


def _bad(pieces: Sequence[Piece], item: Item, found: Match, number: int, reference: Reference) -> bool:
    run = found.runs[number]
    if run is None:
        return True
    seconds = sum(piece.length for piece in pieces[slice(*run)])
    return abs(deviation(seconds, item.seconds * found.pace)) > 2 or reference.unlike([number], *run) > DOUBTFUL


def _another(items: Sequence[Item], found: Match, reference: Reference, path: Path) -> None:
    runs = [(n, run) for n, (item, run) in enumerate(zip(items, found.runs, strict=True)) if run and not item.optional]
    unlike = sum(reference.unlike([n], *run) for n, run in runs) / len(runs) if runs else inf
    if unlike > ANOTHER:
        raise _refused(
            "klingt nach einem anderen Text oder nach einer anderen Sprache. Bitte prüfen, ob es die Aufnahme zu "
            "diesem Text ist und ob die Reihenfolge stimmt",
            "sounds like another text, or another language. Check whether it is the recording of this text, and in "
            "this order",
            path,
        )


def _unclipped(recording: Recording, pieces: Sequence[Piece], line: Line, path: Path) -> None:
    import numpy as np

    for piece in pieces:
        part = recording.samples[round(piece.start * RATE) : round(piece.end * RATE)].astype(np.int32)
        full = (np.abs(part) >= _FULL).astype(np.int8)
        cut = np.flatnonzero(np.convolve(full, np.ones(_FLAT, np.int8), "valid") == _FLAT) // (RATE // 100)
        if len(np.unique(cut)) > CLIPPED * max(len(part) // (RATE // 100), 1):
            at = clock(piece.start + float(cut[0]) / 100)
            raise _refused(
                f"ist bei {at} übersteuert: {line.de} kratzt. Bitte leiser stellen und neu aufnehmen",
                f"is clipped at {at}: {line.en} is distorted. Turn the level down and record it again",
                path,
            )


def _refused(de: str, en: str, path: Path) -> InputError:
    return InputError(f"Die Aufnahme {de}.", f"The recording {en}.", path=path)
