"""Answers for staff, as text files beside what they are about: German first, then English."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.characters import visible
from pipeline.files import write_atomic

HINT, FAILURE = ".HINWEIS.txt", ".FEHLER.txt"


def write(subject: Path, ending: str, de: str, en: str) -> None:
    """Leaves a note as it is that says the same already.

    Raises:
        MachineError: The folder cannot be written to.
    """
    path, text = note(subject, ending), f"{de}\n\n----------------------------------------\n\n{en}\n"
    try:
        if path.read_text(encoding="utf-8") == text:
            return
    except (OSError, ValueError):
        pass  # none yet, or damaged
    write_atomic(path, text)


def note(subject: Path, ending: str) -> Path:
    """Where the note about a file lies; names have at most 255 bytes."""
    name = os.fsdecode(os.fsencode(subject.name)[: 255 - len(ending)])
    return subject.with_name(name + ending)


def called(name: str) -> str:
    """A file's name for a message, whatever is in it."""
    return visible(name.encode("utf-8", "replace").decode())
