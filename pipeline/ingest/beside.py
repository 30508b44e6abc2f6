"""Finds the translations that lie beside a script: termin.uk.md beside termin.md."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from pipeline import keys, language
from pipeline.errors import InputError

SUFFIXES = (".md", ".txt")
"""What can be read so far."""


def companions(path: Path) -> dict[str, Path]:
    """Language → file, sorted by language; only files named <stem>.<code>.md or .txt in the script's own folder.

    Raises:
        InputError: Two files are for one language, or a file names a language that there is not.
    """
    stem = unicodedata.normalize("NFC", path.stem)
    found: dict[str, Path] = {}
    for file in sorted(path.parent.glob("*")):
        name, _, code = unicodedata.normalize("NFC", file.stem).rpartition(".")
        if file.suffix.lower() not in SUFFIXES or name != stem or not file.is_file():
            continue
        code = code.lower()
        if code not in language.codes():
            if re.fullmatch("[a-z]{2,3}", code):
                raise _unknown(file, code)
            continue
        if code in found:
            raise InputError(
                f"Für die Sprache „{code}“ liegen zwei Texte da: {found[code].name} und {file.name}. Behalten Sie "
                "einen und geben Sie dem anderen einen anderen Namen.",
                f'There are two texts for the language "{code}": {found[code].name} and {file.name}. Keep one and '
                "rename the other.",
                path=file,
            )
        found[code] = file
    return dict(sorted(found.items()))


def _unknown(file: Path, code: str) -> InputError:
    de, en = keys.no_such("Die Sprache", "language", code, language.codes())
    return InputError(
        f"{de} Benennen Sie die Datei um; ist sie keine Übersetzung, mit einem Namen ohne Punkt.",
        f"{en} Rename the file; if it is not a translation, give it a name without a dot.",
        path=file,
    )
