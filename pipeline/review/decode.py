"""The bytes that an editor has saved become text, or one message says how to save them."""

from __future__ import annotations

from pipeline import language as packs
from pipeline.errors import InputError

SIZE_LIMIT = 1_000_000
"""Bytes."""


def decode(data: bytes, language: str) -> str:
    """The text of a saved file: UTF-8, UTF-16, or the old encoding of Western Windows where that has all letters.

    Raises:
        InputError: Too large, another encoding, or no text at all.
    """
    if len(data) > SIZE_LIMIT:
        raise InputError(
            "Die Datei ist zu groß: Hierher gehört nur Text, keine Bilder.",
            "The file is too large: only text belongs here, no pictures.",
        )
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    encodings = ["utf-16"] if wide else ["utf-16-le"] if data[1::2].count(0) > len(data) // 4 else ["utf-8-sig"]
    if encodings == ["utf-8-sig"] and _western(packs.load(language)):
        encodings.append("cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff")
    raise InputError(
        "Die Datei ist nicht als UTF-8 gespeichert, fremde Buchstaben gehen so verloren. Bitte „Speichern unter“, "
        "Dateityp Nur-Text, Codierung UTF-8 wählen und prüfen, ob noch alle Buchstaben da sind.",
        'The file is not saved as UTF-8; letters get lost like this. Choose "Save as", type plain text, encoding '
        "UTF-8, and check that all letters are still there.",
    )


def _western(pack: packs.Language) -> bool:
    words = " ".join([pack.name, *pack.names.values(), pack.sie.intro_female, pack.sie.request, pack.sie.note_machine])
    try:
        words.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
