"""Files: read text safely, write whole or not at all, name folders after titles."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import unicodedata
from pathlib import Path
from uuid import uuid4

from pipeline.errors import FullError, InputError, MachineError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""What a system says when there is no room."""
# Windows cannot create these, and the output folder may lie on its share; "Entwurf" is where the drafts go.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9]|entwurf)", re.IGNORECASE)


def read_text(path: Path, limit: int = 1_000_000) -> str:
    """Reads UTF-8 text of at most `limit` bytes, with line ends as "\\n" and without BOM.

    Raises:
        InputError: The file is missing, unreadable, larger than `limit` or not UTF-8 (names the line of the bad byte).
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError as error:
        raise InputError(
            "Diese Datei gibt es nicht. Prüfen Sie Name und Ordner.",
            "There is no such file. Check its name and folder.",
            path=path,
        ) from error
    except OSError as error:
        raise InputError(
            f"Die Datei lässt sich nicht lesen ({error.strerror}). Prüfen Sie, ob es eine Datei ist und ob Sie sie "
            "öffnen dürfen.",
            f"The file cannot be read ({error.strerror}). Check that it is a file and that you may open it.",
            path=path,
        ) from error
    if len(data) > limit:
        size = path.stat().st_size / 1e6
        raise InputError(
            f"Die Datei ist zu groß: {size:.1f} MB, erlaubt ist {limit / 1e6:.0f} MB Text. Teilen Sie sie auf mehrere "
            "Dateien auf; Bilder gehören nicht hinein.",
            f"The file is too large: {size:.1f} MB, {limit / 1e6:.0f} MB of text is allowed. Split it into several "
            "files; pictures do not belong in it.",
            path=path,
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = data[error.start]
        raise InputError(
            f"Die Datei ist nicht als UTF-8 gespeichert (Byte 0x{byte:02X}). Öffnen Sie sie im Texteditor und wählen "
            "Sie „Speichern unter“, Kodierung UTF-8.",
            f'The file is not saved as UTF-8 (byte 0x{byte:02X}). Open it in a text editor and choose "Save as", '
            "encoding UTF-8.",
            path=path,
            line=data[: error.start].count(b"\n") + 1,
        ) from error
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def write_atomic(path: Path, data: bytes | str) -> None:
    """Writes the file whole and durably or not at all; creates its folder, replaces an older file.

    Raises:
        LotseError: The folder is full or cannot be written to; nothing is left behind, a later try may succeed.
    """
    # The ending .tmp: watchers of shared folders ignore it.
    temporary = path.with_name(f".{uuid4().hex}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            file.write(data.encode("utf-8") if isinstance(data, str) else data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        if error.errno in FULL:
            raise FullError(
                "Im Ordner ist kein Platz mehr. Schaffen Sie Platz und starten Sie dann noch einmal.",
                "The folder has no room left. Free some space, then start again.",
                path=path.parent,
            ) from error
        raise MachineError(
            f"In den Ordner lässt sich nicht schreiben ({error.strerror}). Prüfen Sie Verbindung und Rechte.",
            f"The folder cannot be written to ({error.strerror}). Check the connection and the permissions.",
            path=path.parent,
        ) from error
    finally:
        _discard(temporary)


def sweep(folder: Path) -> None:
    """Removes what a killed process had begun to write here (names that start with a dot), but no folders. The caller
    sees to it that nobody else is writing."""
    for path in folder.glob(".*"):
        if path.is_file():
            path.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    """Hash of the file's content, lower-case hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def slug(text: str) -> str:
    """A folder name that every file system takes: letters of all scripts, digits and "-"; at most 80 characters and
    200 bytes; never empty."""
    visible = (char for char in unicodedata.normalize("NFC", text) if unicodedata.category(char) != "Cf")
    kept = "".join(char if unicodedata.category(char)[0] in "LM" or char.isdecimal() else "-" for char in visible)
    name = re.sub("-+", "-", kept).strip("-")[:80]
    name = name.encode("utf-8")[:200].decode("utf-8", "ignore").strip("-")
    if not any(char.isalnum() for char in name):
        return "Film"
    return f"{name}-Film" if _RESERVED.fullmatch(name) else name


def _sync_folder(folder: Path) -> None:
    """Makes the rename itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network file systems cannot sync a folder; the file itself is already durable.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def _discard(temporary: Path) -> None:
    try:
        temporary.unlink(missing_ok=True)
    except OSError:
        return  # The folder is gone or read-only: the error already says so.
