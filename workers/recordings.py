"""Recordings in the share: written down by a worker, shown to a person, and taken in as a script when that person has
put their name to it.

A recording is a job like any other, whose script is the recording itself; its one language is the one that is spoken.
The checked transcript goes into the inbox, by which it becomes this job's script, whatever dies in between.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import language as packs
from pipeline import state
from pipeline.attempt import Outcome
from pipeline.errors import InputError
from pipeline.files import sha256, write_atomic
from pipeline.ingest import read_script
from pipeline.ingest.beside import RECORDED
from pipeline.job import Job, Order, jobs
from pipeline.records import Store
from pipeline.scene import presenters
from pipeline.work import Progress
from workers.arrivals import Arrival
from workers.claim import Claim, Piece
from workers.groups import job_of, languages_in, stem_of
from workers.review_desk import ANSWER, answer
from workers.share import Share

if TYPE_CHECKING:
    from pipeline.settings import Settings

SPOKEN = "de"
"""In the share, recordings are in the language of the staff."""
WRITTEN = "transcript.md"


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the job folder knows of the file that a person checks."""

    request: int
    name: str
    sha256: str
    """As it was written: nobody has touched it."""


def is_recording(order: Order) -> bool:
    """Whether this job has no text yet."""
    return order.script.suffix.lower() in RECORDED


# ---------------------------------------------------------------- from the inbox to a job


def claimed(settings: Settings, share: Share, arrival: Arrival, known: Order | None) -> Claim:
    """The claim by which a recording becomes a job. It is not opened here: that takes time, and a worker.

    Args:
        known: The job of this name, if there is one.

    Raises:
        InputError: That job has a script already.
    """
    if known and not is_recording(known):
        stem, name = stem_of(arrival.base), Path(known.dropped).name
        raise InputError(
            f"Es gibt hier schon ein Skript dieses Namens: „{name}“. Soll die Aufnahme ein eigener Film werden, geben "
            "Sie ihr einen anderen Namen. Ist sie die Stimme für eine Sprache, nennen Sie sie zum Beispiel "
            f"„{stem}.so.wav“.",
            f'There is a script of this name already: "{name}". If the recording is to become a film of its own, give '
            f'it another name. If it is the voice for a language, name it "{stem}.so.wav", for example.',
        )
    job = job_of(settings.paths.state, languages_in(arrival.folder)[1], stem_of(arrival.base))
    order = Order(
        script=Path(arrival.base),
        places=share.places,
        title=stem_of(arrival.base),
        dropped=arrival.name,
        arrived=state.now(),
    )
    gone = (str(known.script.relative_to(job.source)),) if known else ()
    piece = Piece(arrival.path.relative_to(share.inbox), arrival.base, arrival.size, arrival.changed)
    return Claim(job.id, arrival.base, (piece,), order, (SPOKEN,), tuple(name for name in gone if name != arrival.base))


# ---------------------------------------------------------------- the work


def write_down(settings: Settings, job: Job, order: Order, code: str, progress: Progress) -> Outcome:
    """What a worker does in place of translating and speaking.

    Raises:
        LotseError: It cannot be written down.
    """
    from pipeline.ingest.transcribe import transcribe
    from pipeline.ingest.transcript import script

    progress(code, "transcribe", 0.0)
    spoken = packs.load(code)
    heard = transcribe(
        order.script,
        spoken,
        settings.models.folder,
        model=settings.speech.whisper,
        device=settings.models.device,
        progress=lambda done: progress(code, "transcribe", done),
    )
    write_atomic(
        job.language(code) / WRITTEN, script(order.script.name, heard, spoken, f"{settings.share.work}/{job.id}")
    )
    return Outcome(
        code,
        "waiting",
        de="Die Abschrift der Aufnahme wartet darauf, dass ein Mensch sie prüft.",
        en="The transcript of the recording waits for somebody to check it.",
    )


# ---------------------------------------------------------------- from the person to the inbox


class Transcripts:
    """Looks at all transcripts, again and again."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._clock = settings, clock
        self._share = Share.of(settings)
        self._rest: dict[Path, tuple[tuple[int, int], float]] = {}

    def tick(self) -> None:
        """One look.

        Raises:
            MachineError: The share cannot be written to.
        """
        if not self._share.review.is_dir():  # the network drive is away
            return
        for job in jobs(self._settings.paths.state):
            order = job.order()
            if order and order.dropped and is_recording(order):
                for code in job.languages():
                    now = job.state(code)
                    if now and now.status == "waiting" and (job.folder / code / WRITTEN).exists():
                        self._look(job, order, code, now.request)

    def _look(self, job: Job, order: Order, code: str, request: int) -> None:
        shown = _shown(job, code)
        if shown is None or shown.request != request:
            shown = self._show(job, order, code, request, shown)
        path = self._share.review / shown.name
        try:
            saved = path.exists() and self._rested(path)
            if saved and (self._settings.speech.unchecked or sha256(path) != shown.sha256):
                self._saved(path, order)
        except FileNotFoundError:
            return  # some editors delete the old file first
        except PermissionError:
            return  # still open in an editor

    def _show(self, job: Job, order: Order, code: str, request: int, before: _Shown | None) -> _Shown:
        """Writes the file, or finds it written: who is killed in between does it again."""
        written = job.folder / code / WRITTEN
        mark, name = sha256(written), before.name if before else f"{order.script.stem}.md"
        path = self._share.review / name
        if path.exists() and sha256(path) not in (mark, before.sha256 if before else mark):
            name = f"{order.script.stem}.{job.id[-8:]}-{request}.md"  # somebody else's, or work on an older transcript
            path = self._share.review / name
        if not path.exists() or sha256(path) != mark:
            write_atomic(path, written.read_bytes())
        shown = _Shown(request, name, mark)
        write_atomic(job.folder / code / "transcript.json", Store(_Shown).dump(shown))
        return shown

    def _rested(self, path: Path) -> bool:
        found, now = path.stat(), self._clock()
        mark = (found.st_size, found.st_mtime_ns)
        if path not in self._rest or self._rest[path][0] != mark:
            self._rest[path] = (mark, now)
        return now - self._rest[path][1] >= self._settings.share.stable

    def _saved(self, path: Path, order: Order) -> None:
        """A checked transcript goes to the inbox; one that is not yet stays, with an answer if it is wrong."""
        note = path.with_name(f"{path.name}.{ANSWER}.txt")
        inbox = self._share.inbox / Path(order.dropped).parent
        try:
            script = read_script(path, presenters.names(self._settings))
            if not script.checked and not self._settings.speech.unchecked:
                note.unlink(missing_ok=True)
                return
            if not script.recording:
                raise InputError(
                    f"Oben fehlt die Zeile mit dem Namen der Aufnahme: recording: {order.script.name}",
                    f"The line with the name of the recording is missing at the top: recording: {order.script.name}",
                )
            if not script.to and not languages_in(Path(order.dropped).parent.as_posix())[0]:
                raise InputError(
                    "Es ist keine Sprache angegeben. Schreiben Sie oben hinter „to:“ die Sprachen: to: ar, uk",
                    'No language is asked for. Write the languages after "to:" at the top, such as: to: ar, uk',
                )
        except InputError as error:
            where = f"{path}:{error.line}: " if error.line else f"{path}: "
            de, en = error.de.removeprefix(where), error.en.removeprefix(where)
            if error.line:
                de, en = f"Zeile {error.line}: {de}", f"Line {error.line}: {en}"
            if not note.exists() or note.read_bytes() != answer(path.name, de, en).encode():
                write_atomic(note, answer(path.name, de, en).encode())
            return
        target = inbox / f"{order.script.stem}.md"
        inbox.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            note.unlink(missing_ok=True)
            path.rename(target)


def _shown(job: Job, code: str) -> _Shown | None:
    try:
        return Store(_Shown).load((job.folder / code / "transcript.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def review_file(job: Job, code: str) -> str:
    """The name of the file that a person checks; empty: it is not shown yet."""
    shown = _shown(job, code)
    return shown.name if shown else ""
