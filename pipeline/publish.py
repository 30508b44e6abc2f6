"""The only writer to the output folder. It takes a film with a passed report, and it takes it whole."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from pipeline.errors import LotseError
from pipeline.files import sha256, write_atomic
from pipeline.model import Report

DRAFTS = "Entwurf"


def place(out: Path, folder: str, language: str, *, draft: bool) -> Path:
    """Where a film of this title and language stands."""
    return (out / DRAFTS if draft else out) / folder / language


def publish(report: Report, out: Path, folder: str, *, draft: bool, beside: Mapping[str, bytes | str]) -> Path:
    """Puts one language's film and what belongs to it into the output folder, in one step.

    Args:
        folder: The title as a folder name.
        beside: File name → content of everything that stands beside the film.

    Returns:
        The film in its place.

    Raises:
        LotseError: A gate failed, the film is not the one that was proved, or the folder cannot take it.
    """
    if not report.passed:
        failed = [gate for gate in report.gates if not gate.passed]
        raise LotseError(
            "Nicht veröffentlicht: " + " ".join(gate.de or gate.name for gate in failed or []),
            "Not published: " + " ".join(gate.en or gate.name for gate in failed or []),
        )
    target = place(out, folder, report.language, draft=draft)
    # A name that every watcher ignores; on the same file system, so that the last step is a rename.
    part = target.parent / f".{report.language}-{uuid4().hex}.tmp"
    name = f"{folder}.{report.language}.mp4"
    try:
        part.mkdir(parents=True)
        film = part / name
        shutil.copyfile(report.film.path, film)
        _sync(film)
        if sha256(film) != report.film_sha256:
            raise LotseError(
                "Die Filmdatei ist nicht die, die geprüft wurde. Nicht veröffentlicht; bitte neu erzeugen.",
                "The film file is not the one that was proved. Not published; render it again.",
                path=report.film.path,
            )
        for file, content in beside.items():
            write_atomic(part / file, content)
        old = _aside(target)
        part.rename(target)
        if old:
            shutil.rmtree(old)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            de = "Im Ausgabeordner ist kein Platz mehr. Bitte Platz schaffen und noch einmal starten."
            en = "The output folder has no room left. Free some space, then start again."
        else:
            de = f"In den Ausgabeordner lässt sich nicht schreiben ({error.strerror}). Bitte die Rechte prüfen."
            en = f"The output folder cannot be written to ({error.strerror}). Check the permissions."
        raise LotseError(de, en, path=target.parent, retry=True) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    if not draft:
        withdraw_draft(out, folder, report.language)
    return target / name


def withdraw_draft(out: Path, folder: str, language: str) -> None:
    """A published film needs its draft no longer."""
    title = out / DRAFTS / folder
    shutil.rmtree(title / language, ignore_errors=True)
    if title.is_dir() and not any(path.is_dir() for path in title.iterdir()):
        shutil.rmtree(title, ignore_errors=True)
    if (out / DRAFTS).is_dir() and not any((out / DRAFTS).iterdir()):
        (out / DRAFTS).rmdir()


def write_page(path: Path, content: bytes | str) -> None:
    """Start page and overview of a title; they show only what stands beside them."""
    write_atomic(path, content)


def _aside(target: Path) -> Path | None:
    """Moves an older film out of the way."""
    if not target.exists():
        return None
    old = target.parent / f".{target.name}-{uuid4().hex}.old.tmp"
    target.rename(old)
    return old


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
