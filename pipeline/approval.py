"""Approvals: who may give them, and the one that waits until the text it is meant for has been built."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline import keys, version
from pipeline import language as packs
from pipeline.errors import InputError
from pipeline.files import write_atomic
from pipeline.job import Job
from pipeline.lease import locked
from pipeline.model import Approval
from pipeline.records import Store
from pipeline.version import Version
from pipeline.work import Work

if TYPE_CHECKING:
    from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Pending:
    """A name under a review file: it stands for exactly this text, whatever is built in the end."""

    by: str
    when: str
    """ISO 8601, UTC."""
    source: tuple[str, ...]
    """The script, unit by unit, beside which the text was read."""
    title: str
    units: tuple[str, ...]
    de: str = ""
    """Why it approves nothing; empty: that is still to be seen."""
    en: str = ""


def may(settings: Settings, code: str, by: str) -> None:
    """Raises:
    InputError: The name is not listed for this language.
    """
    pack, listed = packs.load(code), settings.review.reviewers.get(code, ())
    if by not in listed:
        hint_de, hint_en = keys.hint(by, listed)
        raise InputError(
            f"„{by}“ darf {pack.german} nicht freigeben.{hint_de} Eingetragen: {', '.join(listed) or 'niemand'}. Wer "
            "freigeben darf, trägt die Verwaltung in lotse.toml unter [review.reviewers] ein.",
            f'"{by}" may not approve {pack.english}.{hint_en} Listed: {", ".join(listed) or "nobody"}. Names are '
            "entered by the administrator in lotse.toml under [review.reviewers].",
        )


def approve(work: Work, made: Version, by: str, when: str = "") -> None:
    """A reviewer, who must be allowed to, stands for exactly this version; the memory learns it.

    Args:
        when: ISO 8601, UTC; empty: now.
    """
    code = made.pack.code
    approval = Approval(by, when or datetime.now(UTC).isoformat(timespec="seconds"), made.text_hash)
    work.job.approve(code, approval, work.secret)
    units = zip(work.script.units, made.translation.units, strict=True)
    pairs = [(unit.text, kept.text) for unit, kept in units]
    # First, so that nothing is ever in the memory that cannot be forgotten again.
    work.job.stores(code, work.script.language, pairs)
    version.memory(work).store(pairs, work.script.language, code)


def pending(job: Job, code: str) -> Pending | None:
    """None as well where the record is damaged: what cannot be read approves nothing."""
    try:
        return Store(Pending).load((job.folder / code / "pending.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def hold(job: Job, code: str, wanted: Pending | None) -> None:
    """Keeps an approval until its text is built; None: there is none any more."""
    folder = job.language(code)
    with locked(folder):
        _keep(job, code, wanted)


def redeem(work: Work, made: Version) -> None:
    """An approval that waits takes effect if this is the text it was given for; otherwise it says why it does not."""
    job, code = work.job, made.pack.code
    wanted = pending(job, code)
    if wanted is None or wanted.de:
        return
    kept: Pending | None = None
    try:
        may(work.settings, code, wanted.by)
        _same_text(work, made, wanted)
        approve(work, made, wanted.by, wanted.when)
    except InputError as error:
        kept = replace(wanted, de=error.de, en=error.en)
    with locked(job.language(code)):
        if pending(job, code) == wanted:  # not one that was given meanwhile
            _keep(job, code, kept)


def _same_text(work: Work, made: Version, wanted: Pending) -> None:
    source = tuple(unit.text for unit in work.script.units)
    units = tuple(unit.text for unit in made.translation.units)
    if (wanted.source, wanted.title, wanted.units) != (source, made.translation.title, units):
        raise InputError(
            f"Die Freigabe durch {wanted.by} gilt nicht: Skript oder Übersetzung wurden inzwischen geändert. Bitte den "
            "neuen Text prüfen und freigeben.",
            f"The approval by {wanted.by} does not hold: script or translation have changed since. Review the new text "
            "and approve it.",
        )


def _keep(job: Job, code: str, wanted: Pending | None) -> None:
    path = job.folder / code / "pending.json"
    if wanted:
        write_atomic(path, Store(Pending).dump(wanted))
    else:
        path.unlink(missing_ok=True)
