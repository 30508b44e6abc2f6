"""Which film files a language gets: its formats, and whether small copies, as people ask for them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from pipeline import keys
from pipeline.errors import InputError
from pipeline.model import Format

FORMATS: tuple[Format, ...] = get_args(Format)
"""The first is what is made where nobody asks for another, and what people are shown where it is made."""
NAMES: dict[Format, str] = {"16x9": "Querformat", "9x16": "Hochformat für das Handy", "1x1": "Quadrat"}
"""For staff."""
SMALL = "klein"
"""What names and folders of small copies hold."""
_ANSWERS = {"yes": True, "ja": True, "no": False, "nein": False}


def chosen(asked: Iterable[tuple[str, int | None]], path: Path | None = None) -> tuple[Format, ...]:
    """Args:
        asked: Words and their lines in the file.

    Returns:
        Each once, in the order of FORMATS.

    Raises:
        InputError: There is no such format; names the line and the nearest one.
    """
    words = [(word.lower().replace("×", "x"), line) for word, line in asked]
    for word, line in words:
        if word not in FORMATS:
            raise InputError(*keys.no_such("Das Format", "format", word, FORMATS), path=path, line=line)
    return ordered(word for word, _ in words)


def ordered(asked: Iterable[str]) -> tuple[Format, ...]:
    """Each once, in the order of FORMATS."""
    wanted = set(asked)
    return tuple(form for form in FORMATS if form in wanted)


def small(word: str, line: int, path: Path) -> bool:
    """Raises:
    InputError: It is neither yes nor no.
    """
    if word.lower() not in _ANSWERS:
        raise InputError(*keys.no_such("Die Antwort", "answer", word, _ANSWERS), path=path, line=line)
    return _ANSWERS[word.lower()]


def file_name(title: str, language: str, form: Format, *, small: bool) -> str:
    """Of a film in the output folder.

    Args:
        title: As a folder name.
    """
    parts = [title, language, *([form] if form != FORMATS[0] else []), *([SMALL] if small else []), "mp4"]
    return ".".join(parts)


def called(form: Format, *, small: bool) -> str:
    """What staff call a film file."""
    return NAMES[form] + (", kleine Datei für Messenger" if small else "")
