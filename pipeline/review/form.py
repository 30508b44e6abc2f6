"""What a review file asks about, and the file as it is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap

from pipeline import language as packs
from pipeline.characters import visible

APPROVAL, TITLE = "Freigabe durch:", "Titel"
WIDTH = 74
"""Characters of a note: a line that an editor wraps could be taken for a text."""


@dataclass(frozen=True, slots=True)
class Line:
    """A unit, or the title."""

    source: str
    """In the script's language."""
    text: str
    """Empty: nothing and nobody has translated it yet."""
    notes: tuple[str, ...] = ()
    """For the reviewer, in German."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a review file asks about."""

    name: str
    """File name without ending: "termin.uk"."""
    language: str
    source_language: str
    title: Line
    units: tuple[Line, ...]
    reviewers: tuple[str, ...]
    notes: tuple[str, ...] = ()
    """About the whole, in German."""

    @property
    def stamp(self) -> str:
        """Of the script: a file written for another one is recognised by it."""
        lines = [self.source_language, self.language, self.title.source, *(unit.source for unit in self.units)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8]


def write(form: Form) -> str:
    """With byte order mark and the line ends of Windows, by which every editor since 1995 knows what it has."""
    own, source = packs.load(form.language), packs.load(form.source_language)
    todo = not all(unit.text for unit in form.units)
    first = (
        f"# 1. Schreiben Sie unter jede Zeile „{own.german}:“ die Übersetzung."
        if todo
        else f"# 1. Lesen und verbessern Sie, was unter „{own.german}:“ steht."
    )
    lines = [
        f"{APPROVAL} ",
        "",
        f"# {visible(form.name)}: {own.german} ({own.name})",
        first,
        f"#    Die Zeilen „{source.german}:“ und die Zahlen in [ ] bitte so lassen.",
        f"# 2. Wenn alles stimmt: oben hinter „{APPROVAL}“ Ihren Namen eintragen.",
        "# 3. Speichern, als Nur-Text (UTF-8). Dann geht es von selbst weiter.",
        "# Zeilen mit # sind Hinweise; sie kommen nicht in den Film.",
        *_notes([f"Freigeben dürfen: {', '.join(form.reviewers) or 'noch niemand, bitte der Verwaltung melden'}"]),
        f"# Was nicht zu verstehen ist, steht danach in {visible(form.name)}.ANTWORT.txt",
        f"# Stand: {form.stamp}",
        *_notes(form.notes),
    ]
    for mark, line in [(TITLE, form.title), *((str(number), unit) for number, unit in enumerate(form.units, 1))]:
        lines += ["", f"[{mark}] {source.german}: {_directed(line.source, source)}"]
        # Before the text they concern: a line of them that an editor wraps must not become part of the text.
        lines += _notes(line.notes)
        lines += [f"{own.german}:", _directed(line.text, own)]
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


def _directed(text: str, pack: packs.Language) -> str:
    """Between right-to-left marks: then its full stop stands at the right end, whatever the editor believes."""
    return f"\u200f{text}\u200f" if pack.direction == "rtl" and text else text


def _notes(notes: Iterable[str]) -> list[str]:
    return [f"# {line}" for note in notes for line in wrap(note, WIDTH, break_on_hyphens=False)]
