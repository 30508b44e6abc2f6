"""One language's review file: what is shown in it, what a person has made of it, and what is answered."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import review, state
from pipeline.approval import Pending, hold, pending
from pipeline.errors import InputError
from pipeline.files import write_atomic
from pipeline.ingest import read_script
from pipeline.job import Job
from pipeline.model import TranslatedUnit, Translation
from pipeline.offer import Offer
from pipeline.pages.read import read_report
from pipeline.records import Store
from pipeline.review import Form, Line, ReviewFile, StaleError
from pipeline.state import State
from workers.share import Share
from workers.supply import supply

if TYPE_CHECKING:
    from pipeline.settings import Settings

ANSWER, OLD = "ANTWORT", "ALT"


@dataclass(frozen=True, slots=True)
class Record:
    """What the job folder knows of a review file."""

    name: str
    """Without ending: "termin.uk"."""
    written: tuple[str, ...] = ()
    """SHA-256 of what it may hold without anybody having changed anything."""
    taken: str = ""
    """SHA-256 of what a person had saved when it was last taken over."""
    aside: str = ""
    """Where a person's work on an older text was put."""
    over: int = -1
    """The request whose film is approved and out: nothing is left to review."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One language's file, and all that is known about it."""

    settings: Settings
    share: Share
    job: Job
    code: str
    now: State
    text: Offer
    record: Record
    path: Path

    def settle(self, data: bytes | None) -> bool:
        """Does what is to be done now.

        Returns:
            Whether the language was asked for anew.
        """
        mark = hashlib.sha256(data).hexdigest() if data is not None else ""
        if data is not None and mark not in (*self.record.written, self.record.taken):
            return self._saved(data, mark)
        if self.now.open:
            return False
        if self.record.over == self.now.request or self._approved():
            self._retire(data is not None, mark)
        elif self.text.request == self.now.request and self.now.status != "cancelled":
            self._show(data, mark)
        return False

    def _saved(self, data: bytes, mark: str) -> bool:
        """A person has saved it: a text, a name or both go on their way, or are answered."""
        try:
            form = self._form(self._script_as_it_is())
            saved = review.parse(review.decode(data, self.code), form)
        except StaleError as error:
            if not self.now.open and self.text.request == self.now.request:
                self._set_aside(error.de, error.en)
            return False
        except InputError as error:
            self._answer(*_where(error))
            return False
        shown = (form.title.text, tuple(unit.text for unit in form.units))
        if not saved.by and (saved.title, saved.units) == shown:
            self._answer()
            self._remember(replace(self.record, written=(*self.record.written, mark)))
            return False
        title = supply(self.job, self.code, saved.title, saved.units)
        if saved.by:
            source = tuple(unit.source for unit in form.units)
            hold(self.job, self.code, Pending(saved.by, state.now(), source, title, saved.units))
        else:
            hold(self.job, self.code, None)
        state.ask(self.job.language(self.code))
        self._remember(replace(self.record, taken=mark))
        self._answer()
        return True

    def _show(self, data: bytes | None, mark: str) -> None:
        """The outcome is known: the file shows it, and what a person has saved is answered."""
        form = self._form(self.text)
        wanted = review.write(form).encode("utf-8")
        if data is None or mark in self.record.written:
            self._write(wanted, mark)
            if not (self.record.aside and self.path.with_name(self.record.aside).exists()):
                self._answer()
            return
        try:
            saved = review.parse(review.decode(data, self.code), form)
        except InputError as error:  # it was fine when it was taken over
            self._set_aside(error.de, error.en)
            return
        if (saved.title or form.title.source, saved.units) != (
            form.title.text or form.title.source,
            tuple(unit.text for unit in form.units),
        ):
            self._set_aside("Der Text wurde inzwischen geändert.", "The text has changed meanwhile.")
            return
        self._answer(*(self._wrong(saved) or self._refused()))

    def _wrong(self, saved: ReviewFile) -> tuple[str, str] | None:
        """Why there is no film of what the person has saved."""
        if self.now.status != "failed":
            return None
        stops = [note for note in self.text.notes if note.stops]
        if not stops:
            return self.now.de, self.now.en
        named = [
            (f"[{note.unit + 1}]" if note.unit >= 0 else "[Titel]", saved.lines[note.unit], note) for note in stops
        ]
        return (
            "\n".join(f"Zeile {line}, bei {mark}: {note.de}" for mark, line, note in named),
            "\n".join(f"Line {line}, at {mark}: {note.en}" for mark, line, note in named),
        )

    def _refused(self) -> tuple[str, str]:
        wanted = pending(self.job, self.code)
        return (wanted.de, wanted.en) if wanted else ("", "")

    def _approved(self) -> bool:
        """Whether its film is out with a reviewer's name in its report."""
        if self.now.status != "film":
            return False
        try:
            return bool(read_report(Path(self.now.film).parent)["review"]["state"] == "approved")
        except (OSError, ValueError, LookupError, TypeError):
            return False

    def _retire(self, there: bool, mark: str) -> None:
        """Nothing is left to review: what a person has written is kept with the originals."""
        if self.record.over != self.now.request:
            self._remember(replace(self.record, over=self.now.request))
        self._answer()
        if there and mark in self.record.written:
            self.path.unlink(missing_ok=True)
        elif there:
            self.path.rename(_free(self.share.done / self.path.name))
        for old in sorted(self.path.parent.glob(f"{_literal(self.record.name)}.{OLD}*.txt")):
            old.rename(_free(self.share.done / old.name))

    def _set_aside(self, de: str, en: str) -> None:
        """A person's work on a text that is no longer asked about is kept beside the new file."""
        old = _free(self.path.with_name(f"{self.record.name}.{OLD}.txt"))
        self._remember(replace(self.record, aside=old.name))
        self.path.rename(old)
        replace(self, record=replace(self.record, aside=old.name))._write(
            review.write(self._form(self.text)).encode("utf-8"), ""
        )
        self._answer(
            f"{de} Was Sie gespeichert haben, liegt in {old.name}. Bitte von dort in {self.path.name} übertragen, was "
            "noch gilt, und diese Datei speichern.",
            f"{en} What you saved is in {old.name}. Carry over what still holds into {self.path.name} and save that.",
        )

    def _write(self, wanted: bytes, mark: str) -> None:
        new = hashlib.sha256(wanted).hexdigest()
        if new == mark:
            return
        # Known before it is written: killed in between, it is not taken for somebody's work.
        self._remember(replace(self.record, written=tuple(filter(None, (mark, new))), taken=""))
        write_atomic(self.path, wanted)

    def _answer(self, de: str = "", en: str = "") -> None:
        """What a person must know, beside the file; nothing: there is nothing to say any more."""
        path = self.path.with_name(f"{self.record.name}.{ANSWER}.txt")
        if not de:
            path.unlink(missing_ok=True)
            return
        said = answer(self.path.name, de, en)
        if not path.exists() or path.read_bytes() != said.encode("utf-8"):
            write_atomic(path, said)

    def _form(self, text: Offer) -> Form:
        about: dict[int, list[str]] = {}
        for note in text.notes:
            words = "So entsteht kein Film, bitte richtigstellen" if note.stops else "Bitte ansehen"
            about.setdefault(note.unit, []).append(f"{words}: {note.de}")
        made = text.translation
        units = [
            Line(source, unit.text, tuple(about.get(number, ())))
            for number, (source, unit) in enumerate(zip(text.source, made.units, strict=True))
        ]
        return Form(
            self.record.name,
            self.code,
            text.source_language,
            Line(text.source_title, made.title, tuple(about.get(-1, ()))),
            tuple(units),
            tuple(self.settings.review.reviewers.get(self.code, ())),
        )

    def _script_as_it_is(self) -> Offer:
        """What was last offered, or, if the script has changed since, the new one without a translation."""
        order = self.job.order()
        assert order
        script = read_script(order.script)
        source = tuple(unit.text for unit in script.units)
        if (self.text.source_language, self.text.source_title, self.text.source) == (
            script.language,
            script.title,
            source,
        ):
            return self.text

        empty = tuple(TranslatedUnit("", "supplied") for _ in source)
        return Offer(0, script.language, script.title, source, Translation(self.code, "", "", empty))

    def _remember(self, record: Record) -> None:
        write_atomic(self.job.language(self.code) / "review.json", Store(Record).dump(record))


def answer(name: str, de: str, en: str) -> str:
    """The text of the note beside a file."""
    return f"\ufeffZu {name}:\n\n{de}\n\n\nAbout {name}:\n\n{en}\n".replace("\n", "\r\n")


def read(job: Job, code: str) -> Record | None:
    """None: there was never a file to review."""
    try:
        return Store(Record).load((job.folder / code / "review.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def files(share: Share, job: Job) -> Sequence[Path]:
    """All that stands in the review folder about a job: files, answers, what was set aside."""
    names = [record.name for code in job.languages() if (record := read(job, code))]
    return [path for name in names for path in sorted(share.review.glob(f"{_literal(name)}.*txt"))]


def _where(error: InputError) -> tuple[str, str]:
    if error.line is None:
        return error.de, error.en
    return f"Zeile {error.line}: {error.de}", f"Line {error.line}: {error.en}"


def _free(path: Path) -> Path:
    """A name that nothing has yet: "termin.uk.txt", "termin.uk (2).txt" …"""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return free


def _literal(name: str) -> str:
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)
