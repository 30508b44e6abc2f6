"""The only writer to the output folder. It takes a film with a passed report, and it takes it whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from pipeline.errors import FullError, LotseError, MachineError
from pipeline.files import FULL, sha256, write_atomic
from pipeline.model import Format, Gate, Report

AGAIN = ("Bitte die Sprache neu erzeugen.", "Render the language again.")
ADVICE = {
    "introduction": (
        "Bitte eine andere Stimme holen: lotse check zeigt, welche es gibt.",
        "Get another voice: lotse check shows which there are.",
    ),
    "caption text": ("Bitte die Sätze im Skript kürzen.", "Shorten the sentences in the script."),
    "facts": ("Bitte die Übersetzung berichtigen.", "Correct the translation."),
}
"""What to do where making the film again would end the same way."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where films and drafts go, each with a folder per title in it."""

    films: Path
    drafts: Path

    @classmethod
    def under(cls, out: Path) -> Places:
        return cls(out, out / "Entwurf")

    def title(self, folder: str, *, draft: bool) -> Path:
        return (self.drafts if draft else self.films) / folder

    def language(self, folder: str, language: str, *, draft: bool) -> Path:
        """Where a film of this title and language stands."""
        return self.title(folder, draft=draft) / language


def publish(
    films: Mapping[str, Report], places: Places, folder: str, *, draft: bool, beside: Mapping[str, bytes | str]
) -> Path:
    """Puts one language's films and what belongs to them into the output folder, in one step.

    Args:
        films: File name → proof, of one language; the first one is the one that people are shown.
        folder: The title as a folder name.
        beside: File name → content of everything that stands beside the film.

    Returns:
        The first film in its place.

    Raises:
        LotseError: A gate failed, a film is not the one that was proved, or the folder cannot take it.
    """
    for report in films.values():
        refuse(report.gates)
    (language,) = {report.language for report in films.values()}
    target = places.language(folder, language, draft=draft)
    # A name that every watcher ignores; on the same file system, so that the last step is a rename.
    part = target.parent / f".{language}-{uuid4().hex}.tmp"
    _sweep(target)
    new = [parent for parent in part.parents if not parent.exists()]
    try:
        part.mkdir(parents=True)
        for name, report in films.items():
            shutil.copyfile(report.film.path, part / name)
            if sha256(part / name) != report.film_sha256:
                raise LotseError(
                    "Die Filmdatei ist nicht die, die geprüft wurde. Nicht veröffentlicht; bitte neu erzeugen.",
                    "The film file is not the one that was proved. Not published; render it again.",
                    path=report.film.path,
                )
        for file, content in beside.items():
            (part / file).write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        for path in part.iterdir():
            _sync(path)
        _swap(part, target)
    except OSError as error:
        if error.errno in FULL:
            raise FullError(
                "Im Ausgabeordner ist kein Platz mehr. Bitte Platz schaffen und noch einmal starten.",
                "The output folder has no room left. Free some space, then start again.",
                path=target.parent,
            ) from error
        raise MachineError(
            f"In den Ausgabeordner lässt sich nicht schreiben ({error.strerror}). Bitte die Rechte prüfen.",
            f"The output folder cannot be written to ({error.strerror}). Check the permissions.",
            path=target.parent,
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
        _remove_empty(new)
    if not draft:
        withdraw_draft(places, folder, language)
    return target / next(iter(films))


def probe(out: Path) -> None:
    """Whether films can be put there, asked before hours of work; leaves nothing.

    Raises:
        MachineError: It is a file, or may not be written to.
    """
    new = [parent for parent in (out, *out.parents) if not parent.exists()]
    try:
        out.mkdir(parents=True, exist_ok=True)
        trial = out / f".{uuid4().hex}.tmp"
        trial.touch()
        trial.unlink()
    except OSError as error:
        raise MachineError(
            f"In diesen Ausgabeordner lässt sich nicht schreiben ({error.strerror}). Bitte mit --out anders wählen.",
            f"Cannot write into this output folder ({error.strerror}). Name another with --out.",
            path=out,
        ) from error
    finally:
        _remove_empty(new)


def refuse(gates: Sequence[Gate], form: Format | None = None, wall: Path | None = None) -> None:
    """Args:
        form: Of the film, where its language gets several.
        wall: The service's background picture.

    Raises:
        LotseError: Something failed, or nothing was proved at all.
    """
    failed = [gate for gate in gates if not gate.passed]
    if gates and not failed:
        return
    known = ADVICE | {"watermark": _calmer(wall)} if wall else ADVICE
    advice = list(dict.fromkeys(known.get(gate.name, AGAIN) for gate in failed)) or [AGAIN]
    wrong_de = [gate.de or gate.name for gate in failed] or ["keine Prüfung liegt vor."]
    wrong_en = [gate.en or gate.name for gate in failed] or ["nothing was proved."]
    which = f" ({form})" if form else ""
    raise LotseError(
        " ".join([f"Nicht veröffentlicht{which}:", *wrong_de, *(de for de, _ in advice)]),
        " ".join([f"Not published{which}:", *wrong_en, *(en for _, en in advice)]),
    )


def _calmer(wall: Path) -> tuple[str, str]:
    """What to do where the watermark is not found: made again, the film would be the same."""
    return (
        f"Wahrscheinlich liegt es am Hintergrundbild {wall.name}: Bitte in lotse.toml unter [service] background ein "
        "ruhigeres Bild mit weniger Kontrast nennen oder die Zeile entfernen. Neu erzeugen allein hilft nicht.",
        f"The background picture {wall.name} is the likely cause: name a calmer one with less contrast in lotse.toml "
        "under [service] background, or remove the line. Rendering again alone does not help.",
    )


def withdraw(places: Places, folder: str, language: str, *, draft: bool) -> None:
    """Takes one language's film back, and the title's folder with its last language."""
    title = places.title(folder, draft=draft)
    shutil.rmtree(title / language, ignore_errors=True)
    if title.is_dir() and not any(path.is_dir() for path in title.iterdir()):
        shutil.rmtree(title, ignore_errors=True)


def withdraw_draft(places: Places, folder: str, language: str) -> None:
    """A published film needs its draft no longer."""
    withdraw(places, folder, language, draft=True)
    # In a share the folder of the drafts is one that people know and look into; under an output folder it may go.
    if places.drafts.parent == places.films and places.drafts.is_dir() and not any(places.drafts.iterdir()):
        places.drafts.rmdir()


def write_page(path: Path, content: bytes | str) -> None:
    """Start page and overview of a title; they show only what stands beside them."""
    write_atomic(path, content)


def _sweep(target: Path) -> None:
    """Clears up after a run that was killed; a film that it had only moved aside comes back."""
    for old in target.parent.glob(f".{target.name}-*.old.tmp"):
        if not target.exists():
            old.rename(target)
    for left in target.parent.glob(f".{target.name}-*.tmp"):
        shutil.rmtree(left, ignore_errors=True)


def _swap(part: Path, target: Path) -> None:
    """Puts the new folder into the place of an older one, which comes back if that fails."""
    old = target.parent / f".{target.name}-{uuid4().hex}.old.tmp" if target.exists() else None
    if old:
        target.rename(old)
    try:
        part.rename(target)
    except BaseException:
        if old:
            old.rename(target)
        raise
    if old:
        shutil.rmtree(old, ignore_errors=True)


def _remove_empty(folders: Sequence[Path]) -> None:
    """Folders made for a film that did not come, the innermost first."""
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
