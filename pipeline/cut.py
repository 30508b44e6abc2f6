"""The film files of a language: one for every format that was asked for, and small copies of them; each proved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline import small, stages
from pipeline.files import slug
from pipeline.formats import file_name
from pipeline.job import cpu_seconds
from pipeline.model import Film, Format, Report, Speech, Timeline
from pipeline.publish import refuse
from pipeline.small import Small

if TYPE_CHECKING:
    from pipeline.seal.fingerprint import Fingerprint
    from pipeline.seal.keys import Keys
    from pipeline.seal.manifest import Claim
    from pipeline.verify.stage import Expected
    from pipeline.version import Review, Version
    from pipeline.work import Work


@dataclass(frozen=True, slots=True)
class Cut:
    name: str
    """Of the file in the output folder."""
    format: Format
    small: bool
    """A copy for messengers."""
    timeline: Timeline
    report: Report
    sealed: Film
    fingerprint: Fingerprint
    claim: Claim
    cpu_seconds: float
    """That the proof took."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sealed film, not yet proved."""

    format: Format
    small: bool
    timeline: Timeline
    sealed: Film
    claim: Claim


def cuts(
    work: Work, made: Version, reviewed: Review, speech: Speech, keys: Keys, *, draft: bool
) -> tuple[tuple[Cut, ...], tuple[Small, ...]]:
    """The film in every format that was asked for: one that fails, and nothing is published. A small copy that fails
    is only missing, because the film itself is there.

    Returns:
        The first one is the one that people are shown; and what became of the small copies.

    Raises:
        LotseError: A gate failed.
    """
    from pipeline.verify.stage import planned

    title, code, wanted = slug(work.script.title), made.pack.code, stages.expected(work, made, reviewed, speech)
    timelines = [stages.plan(work, made, reviewed, speech, form, draft=draft) for form in work.formats]
    for form, timeline in zip(work.formats, timelines, strict=True):  # What can be known to fail is not drawn first.
        refuse(planned(timeline, wanted), form)
    told: dict[Format, Small] = {}
    pieces: list[_Piece] = []
    for number, (form, timeline) in enumerate(zip(work.formats, timelines, strict=True)):
        step, name = stages.Steps(work, code, number, len(timelines)), file_name(title, code, form, small=False)
        film = stages.film(work, made, timeline, keys, step)
        claim = stages.claim_of(work, made, reviewed, film, timeline)
        whole = _Piece(form, False, timeline, stages.sealed(work, film, claim, keys), claim)
        pieces.append(whole)
        if work.small and whole.sealed.size <= small.LIMIT:
            told[form] = small.fits(form, name, whole.sealed)
        elif work.small and (rate := small.rate(film, whole.sealed)) < small.LEAST:
            told[form] = small.too_long(form, name, film, whole.sealed)
        elif work.small:
            copy = stages.shrunk(work, code, form, film, rate)
            pieces.append(_Piece(form, True, timeline, stages.sealed(work, copy, claim, keys), claim))
    pieces.sort(key=lambda piece: piece.small)
    done: list[Cut] = []
    for number, piece in enumerate(pieces):
        stages.Steps(work, code, number, len(pieces))("verify")
        cut = _proved(work, made, piece, wanted, keys)
        if not piece.small:
            refuse(cut.report.gates, cut.format, work.settings.service.background)
        elif failed := [gate for gate in cut.report.gates if not gate.passed]:
            told[piece.format] = small.unproved(piece.format, file_name(title, code, piece.format, small=False), failed)
            continue
        else:
            told[piece.format] = small.made(piece.format, cut.name, cut.report.film)
        done.append(cut)
    return tuple(done), tuple(told[form] for form in work.formats if form in told)


def _proved(work: Work, made: Version, piece: _Piece, wanted: Expected, keys: Keys) -> Cut:
    from pipeline.verify.stage import Seal, prove

    cpu, timeline = cpu_seconds(), piece.timeline
    plates = stages.plates(work, made, timeline)
    proved, fingerprint = prove(piece.sealed.path, plates, wanted, Seal(piece.claim, keys.root, keys.mark_key()))
    if piece.small:
        proved = replace(proved, gates=(*proved.gates, small.size(proved.film)))
    name = file_name(slug(work.script.title), made.pack.code, piece.format, small=piece.small)
    spent = cpu_seconds() - cpu
    return Cut(name, piece.format, piece.small, timeline, proved, piece.sealed, fingerprint, piece.claim, spent)
