"""Which characters a shown text may hold: none that hides, reorders or cuts off what stands beside it on screen."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from pipeline.errors import InputError

CONTACT_LIMIT = 160
"""Characters: what fits on the end card in one readable line or two."""

# Bidi embeddings, overrides and isolates could reorder the disclosure; the deprecated controls beside them and the
# annotation marks hide text. U+200C–200F and U+061C stay: Persian and Arabic are written with them.
_HARMFUL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb]")
# Soft hyphen, zero-width space, word joiner, BOM: remains of copying from the web or from Word, no one means them.
_REMAINS = re.compile(r"[\u00ad\u200b\u2060\ufeff]")
_NARROW = re.compile(r"[^\S\n]+")


def clean(text: str) -> str:
    """NFC, without the invisible remains of copying; what can be seen stays as it is, no-break spaces too."""
    return unicodedata.normalize("NFC", _REMAINS.sub("", text))


def matching(text: str) -> str:
    """What two texts must share to count as the same: every run of blanks, no-break ones too, is one space."""
    return _NARROW.sub(" ", clean(text)).strip()


def harmful(text: str) -> str:
    """The first control or reordering character other than newline and tab, as "U+202E (RIGHT-TO-LEFT OVERRIDE)";
    empty where there is none."""
    found = _HARMFUL.search(text)
    if not found:
        return ""
    name = unicodedata.name(found[0], "")
    return f"U+{ord(found[0]):04X}" + (f" ({name})" if name else "")


def visible(text: str) -> str:
    """For messages: in one line, not too long, every harmful character as its code point so that it cannot reorder
    the message."""
    line = " ".join(_HARMFUL.sub(lambda found: f"<U+{ord(found[0]):04X}>", text).split("\n"))
    return line if len(line) <= 80 else f"{line[:79]}…"


def one_line(text: str, limit: int) -> bool:
    """Whether the text is at most `limit` characters long, in one line, with nothing harmful in it."""
    return len(text) <= limit and "\n" not in text and "\t" not in text and not harmful(text)


def readable(text: object, limit: int) -> bool:
    """Whether a fixed word or a name can be seen as it is written: one line, letters in it, nothing that is invisible,
    stacked up, or parts the words on screen (" · ")."""
    if not isinstance(text, str) or clean(text) != text or not one_line(text, limit) or " · " in text:
        return False
    kinds = "".join(unicodedata.category(character)[0] for character in text)
    return kinds.count("L") >= 2 and "MMMM" not in kinds


def sayable(text: object, limit: int) -> bool:
    """Whether a name can stand before " · " on the name tag and be said aloud: letters, and what joins them."""
    return readable(text, limit) and all(
        character.isalpha() or character in " -.'’\u200c" or unicodedata.category(character) == "Mn"
        for character in str(text)
    )


def latin(text: str) -> bool:
    """Whether every letter is of the Latin script."""
    return all(unicodedata.name(letter, "").startswith("LATIN ") for letter in text if letter.isalpha())


def refuse_harmful(text: str, path: Path, line: int | None) -> None:
    """
    Raises:
        InputError: The text holds a harmful character; names its code point.
    """
    if found := harmful(text):
        raise InputError(
            f"Hier steht ein unsichtbares Steuerzeichen, {found}; es kann Text verstecken oder umstellen. "
            "Löschen Sie die Stelle und tippen Sie sie neu.",
            f"There is an invisible control character here, {found}; it can hide or reorder text. "
            "Delete the passage and type it again.",
            path=path,
            line=line,
        )
