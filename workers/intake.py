"""From the inbox to the job folder: everything that is ready becomes a job, or gets an answer."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import language
from pipeline.errors import InputError, LotseError
from pipeline.files import sha256
from pipeline.ingest.beside import RECORDED, SUFFIXES
from pipeline.ingest.pictures import AbsentError
from pipeline.job import Job
from workers import claim, notes
from workers.arrivals import Arrival, Arrivals, Look
from workers.claim import Claim
from workers.groups import Group, companion_of, job_of, languages_in, sort, stem_of
from workers.notes import FAILURE, HINT, called
from workers.opening import ChangedError, Jobs, Same, open_group, unreadable
from workers.recordings import claimed
from workers.share import Share

if TYPE_CHECKING:
    from pipeline.settings import Settings

BUDGET = 1.0
"""Seconds that a look may take before the rest is left to the next: the queue and the status page do not wait for two
hundred files."""
Hints = dict[Path, tuple[str, str]]
"""What waits in the inbox → what its note says, in German and English; empty: it is too early for one."""


class Intake:
    """Looks at the inbox; all it must remember beyond one look is how long things have been waiting."""

    def __init__(self, settings: Settings, share: Share, clock: Callable[[], float]) -> None:
        self._settings, self._share, self._clock = settings, share, clock
        self._arrivals = Arrivals(share.inbox, settings.share.stable, clock)
        self._jobs = Jobs(settings.paths.state)
        self._troubled: dict[Path, float] = {}
        """Since when something could not be taken in, by the watcher's clock."""
        self._begun = False

    def _begin(self) -> None:
        """Clears up after a watcher that died, or that a backup was taken from."""
        state = self._settings.paths.state
        shutil.rmtree(state / "watch" / "scratch", ignore_errors=True)
        claimed = {one.job for _, one in claim.pending(self._settings)}
        for folder in self._share.work.iterdir():
            if folder.is_dir() and folder.name not in claimed and not Job(state, folder.name).order():
                self._give_back(folder)
        # Only a watcher writes here, and there is but one.
        share = self._share
        left = [*share.root.glob(".*.tmp")]
        for place in (state / "watch", share.inbox, share.work, share.review, share.failed, share.done):
            left += place.rglob(".*.tmp")
        for path in left:
            path.unlink(missing_ok=True)

    def tick(self) -> None:
        """One look.

        Raises:
            MachineError: The inbox cannot be reached; nothing was concluded from that.
        OSError: The share cannot be reached, or a note not be removed.
        """
        if not self._begun:
            self._begin()
            self._begun = True
        end = time.monotonic() + BUDGET
        self._jobs.forget()
        hints: Hints = {}
        for path, one in claim.pending(self._settings):
            with_main = self._share.inbox / one.pieces[0].path
            self._guarded(with_main, hints, lambda path=path, one=one: self._finish(path, one))  # type: ignore[misc]
        # What a claim that cannot be finished yet still asks for must not be written over by the next one.
        held = {one.job for _, one in claim.pending(self._settings)}
        look = self._arrivals.look()
        found = sort(look.arrivals, self._share.inbox, self._jobs.known)
        for group in found.groups:
            rested = all(self._arrivals.rested(arrival) for arrival, _ in group.pieces)
            if rested and time.monotonic() > end:
                hints.update({group.main.path: ("", "")} if group.main.path in self._troubled else {})
            elif rested and job_of(self._settings.paths.state, group.folder, group.stem).id not in held:
                self._guarded(group.main.path, hints, lambda group=group: self._take(group))  # type: ignore[misc]
        for recording in found.recordings:
            job = job_of(self._settings.paths.state, languages_in(recording.folder)[1], stem_of(recording.base))
            if self._arrivals.rested(recording) and job.id not in held:
                self._guarded(recording.path, hints, lambda one=recording: self._take_recording(one))  # type: ignore[misc]
        for orphan in found.orphans:
            hints[orphan.path] = self._overdue(orphan.first, *_orphaned(orphan))
        for strange in found.strange:
            hints[strange.path] = self._overdue(strange.first, *_strange(strange))
        for closed, error in look.closed:
            hints[closed] = self._trouble(closed, error)
        self._troubled = {path: since for path, since in self._troubled.items() if path in hints}
        self._hint(look, hints)

    def _take(self, group: Group) -> None:
        folder = claim.scratch(self._settings)
        try:
            made = open_group(self._settings, self._share, group, self._jobs, folder)
            young = any(self._arrivals.young(arrival) for arrival, _ in group.pieces)
            if young and unreadable(group, folder):
                return
        except ChangedError as changed:
            self._arrivals.again(changed.arrival)
            return
        except AbsentError as error:
            if self._clock() - max(arrival.since for arrival, _ in group.pieces) >= self._settings.share.orphan:
                self._refuse(group, error)
            return
        except InputError as error:
            if not any(self._arrivals.young(arrival) for arrival, _ in group.pieces):
                self._refuse(group, error)
            return
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        if isinstance(made, Same):
            self._refuse_same(group, made)
        else:
            self._finish(claim.record(self._settings, made), made)

    def _take_recording(self, recording: Arrival) -> None:
        job = job_of(self._settings.paths.state, languages_in(recording.folder)[1], stem_of(recording.base))
        try:
            made = claimed(self._settings, self._share, recording, self._jobs.orders().get(job.id))
        except InputError as error:
            self._refuse(Group("", recording.base, (), (), ((recording, recording.base),)), error)
            return
        self._finish(claim.record(self._settings, made), made)

    def _finish(self, path: Path, made: Claim) -> None:
        claim.finish(self._settings, self._share, path, made)
        self._jobs.learn(made.job, made.order)

    # -------------------------------------------------------------- answers

    def _refuse(self, group: Group, error: InputError) -> None:
        """Nothing can be made of it: it goes aside with a message."""
        name = called(group.main.base)
        self._aside(
            group,
            self._share.failed / group.base,
            FAILURE,
            f"Aus „{name}“ kann Lotse so keinen Film machen.\n\n{error.de}\n\n"
            "Was zu tun ist: Verbessern Sie die Datei und legen Sie sie noch einmal in den Eingang.",
            f'Lotse cannot make a film from "{name}" as it is.\n\n{error.en}\n\n'
            "What to do: mend the file and put it into the inbox again.",
        )

    def _refuse_same(self, group: Group, same: Same) -> None:
        """What is done is not done twice; what failed does not succeed under another name."""
        states = [one for code in same.job.languages() if (one := same.job.state(code))]
        bad = any(one.status in ("failed", "cancelled") for one in states)
        name, before = called(group.main.base), called(same.order.dropped)
        self._aside(
            group,
            self._share.failed / group.base if bad else self._share.done / languages_in(group.base)[1],
            FAILURE if bad else HINT,
            f"„{name}“ hat denselben Inhalt wie „{before}“. Lotse macht daraus keine zweiten "
            f"Filme; die ersten heißen „{same.order.title}“."
            + (" Dort ist etwas gescheitert; die Meldung liegt bei jener Datei." if bad else ""),
            f'"{name}" has the same content as "{before}". Lotse makes no second films from it; '
            f'the first ones are called "{same.order.title}".'
            + (" Something failed there; the message lies beside that file." if bad else ""),
        )

    def _aside(self, group: Group, target: Path, ending: str, de: str, en: str) -> None:
        """The message first: without it nobody knows why the file has gone."""
        notes.write(target / group.pieces[0][1], ending, de, en)
        asked = claim.promised(self._settings, self._share)
        for arrival, name in group.pieces:
            claim.take(arrival.path, target / name, asked, group.others.get(arrival.path, ()))
        claim.remove_empty(group.own)

    def _give_back(self, folder: Path) -> None:
        """The state folder is older than the share and does not know of this job. What was dropped since is newer."""
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            back = self._share.inbox / path.relative_to(folder)
            back.parent.mkdir(parents=True, exist_ok=True)
            if not back.exists():
                path.replace(back)
            elif sha256(back) == sha256(path):  # a picture of two scripts, of which one has given it back
                path.unlink()
        claim.remove_empty(folder)

    # -------------------------------------------------------------- patience

    def _guarded(self, main: Path, hints: Hints, work: Callable[[], None]) -> None:
        """What cannot be done now is tried again on the next look, with a note when it takes too long; and it harms
        nothing else."""
        try:
            work()
        except Exception as error:
            hints[main] = self._trouble(main, error)

    def _trouble(self, path: Path, error: Exception) -> tuple[str, str]:
        from structlog import get_logger

        if path not in self._troubled:
            get_logger("lotse.watch").warning("not taken in yet", file=path.name, error=type(error).__name__)
        since = self._troubled.setdefault(path, self._clock())
        name = called(path.name)
        said = error.strerror if isinstance(error, OSError) else None
        de = error.de if isinstance(error, LotseError) else said or type(error).__name__
        en = error.en if isinstance(error, LotseError) else said or type(error).__name__
        return self._overdue(
            since,
            f"„{name}“ lässt sich nicht übernehmen: {de}\n\nIst die Datei noch in einem Programm geöffnet, schließen "
            "Sie sie dort. Sonst legen Sie bitte eine Kopie davon in den Eingang oder sagen der Verwaltung Bescheid. "
            "Lotse versucht es weiter.",
            f'"{name}" cannot be taken in: {en}\n\nIf the file is open in a program, close it there. Otherwise put '
            "a copy of it into the inbox, or tell the administrator. Lotse goes on trying.",
        )

    def _overdue(self, since: float, de: str, en: str) -> tuple[str, str]:
        return (de, en) if self._clock() - since >= self._settings.share.orphan else ("", "")

    def _hint(self, look: Look, hints: Hints) -> None:
        """A note beside everything that has waited too long, and beside nothing else."""
        wanted = {notes.note(path, HINT) for path in hints}
        for path in look.hints:
            if path not in wanted:
                path.unlink(missing_ok=True)
        for path, (de, en) in hints.items():
            if de:
                notes.write(path, HINT, de, en)


def _orphaned(orphan: Arrival) -> tuple[str, str]:
    stem, code = companion_of(orphan.base)
    german, english = language.called(code)
    name, script = called(orphan.base), f"{called(stem)}.md"
    if Path(orphan.base).suffix.lower() in RECORDED:
        return (
            f"„{name}“ sieht aus wie eine Aufnahme auf {german} zu „{script}“, aber dieses Skript ist nicht da. Legen "
            "Sie es dazu, oder geben Sie der Aufnahme einen Namen ohne Punkt, wenn sie selbst das Skript ist.",
            f'"{name}" looks like a recording in {english} of "{script}", but that script is not here. Put it beside '
            "the recording, or give the recording a name without a dot if it is the script itself.",
        )
    return (
        f"„{name}“ sieht aus wie eine Übersetzung auf {german} zu „{script}“, aber dieses Skript ist nicht da. Legen "
        "Sie es dazu, oder geben Sie dieser Datei einen Namen ohne Punkt, wenn sie selbst das Skript ist.",
        f'"{name}" looks like a translation into {english} of "{script}", but that script is not here. Put it beside '
        "this file, or give this file a name without a dot if it is the script itself.",
    )


def _strange(strange: Arrival) -> tuple[str, str]:
    name = called(strange.base)
    return (
        f"Mit „{name}“ kann Lotse hier nichts anfangen. Skripte enden auf {' oder '.join(SUFFIXES)}; Bilder "
        "gehören zu einem Skript, das ihren Namen nennt. Speichern Sie den Text als reinen Text (UTF-8), oder nehmen "
        "Sie die Datei wieder heraus.",
        f'Lotse can do nothing with "{name}" here. Scripts end in {" or ".join(SUFFIXES)}; pictures belong to a '
        "script that names them. Save the text as plain text (UTF-8), or take the file out again.",
    )
