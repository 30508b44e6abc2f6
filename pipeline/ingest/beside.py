"""Finds what lies beside a script: its translations, termin.uk.md beside termin.md, and readings of them aloud."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from pipeline import language
from pipeline.errors import InputError

SUFFIXES = (".md", ".txt")
"""What can be read so far."""
RECORDED = (".wav", ".mp3", ".m4a", ".ogg", ".opus", ".flac", ".mp4", ".mov")
"""How a person's reading may end: termin.so.wav."""


def companions(path: Path) -> dict[str, Path]:
    """Language → file, sorted by language; only files named <stem>.<code>.md or .txt in the script's own folder.

    Raises:
        InputError: Two files are for one language, or a file names a language that there is not.
    """
    return _one_each(path, SUFFIXES, ("Texte", "texts"))


def recordings(path: Path) -> dict[str, Path]:
    """Language → a person's reading of the text in that language, sorted; also in the script's own: termin.de.wav.

    Raises:
        InputError: Two recordings are for one language, or one names a language that there is not.
    """
    return _one_each(path, RECORDED, ("Aufnahmen", "recordings"))


def _one_each(path: Path, suffixes: tuple[str, ...], what: tuple[str, str]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for code, file in _beside(path, suffixes):
        if code not in language.codes():
            if re.fullmatch("[a-z]{2,3}", code):
                raise _unknown(file, code)
            continue
        if code in found:
            german, english = language.called(code)
            raise InputError(
                f"Für {german} liegen zwei {what[0]} da: {found[code].name} und {file.name}. Behalten Sie "
                "nur, was im Film sein soll, und geben Sie dem anderen einen anderen Namen.",
                f"There are two {what[1]} for {english}: {found[code].name} and {file.name}. Keep what "
                "shall be in the film and rename the other.",
                path=file,
            )
        found[code] = file
    return dict(sorted(found.items()))


def _beside(path: Path, suffixes: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    """What is named <stem>.<code> with one of the endings, in the script's own folder."""
    stem = unicodedata.normalize("NFC", path.stem)
    for file in sorted(path.parent.glob("*")):
        name, _, code = unicodedata.normalize("NFC", file.stem).rpartition(".")
        if file.suffix.lower() in suffixes and name == stem and file.is_file():
            yield code.lower(), file


def _unknown(file: Path, code: str) -> InputError:
    de, en = language.no_such(code)
    return InputError(
        f"{de} Benennen Sie die Datei um; ist sie keine Übersetzung, mit einem Namen ohne Punkt.",
        f"{en} Rename the file; if it is not a translation, give it a name without a dot.",
        path=file,
    )
