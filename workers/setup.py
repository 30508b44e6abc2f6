"""Settings and shared folder of a new installation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import InputError, MachineError
from pipeline.files import write_atomic
from pipeline.ingest.beside import RECORDED
from workers.share import Share

README = """\
Willkommen bei Lotse
====================

Lotse macht aus einem deutschen Text je Sprache ein kurzes Video.

So geht es:

1. Schreiben Sie den Text in eine Datei, die auf .md oder .txt endet, zum Beispiel termin.txt.
2. Legen Sie in „{inbox}“ einen Ordner an, der so heißt wie die Sprachen, zum Beispiel ar+uk für Arabisch und
   Ukrainisch, und legen Sie die Datei hinein. Mehr ist nicht zu tun.
3. In {status} sehen Sie, wie weit jedes Video ist. Die Datei lässt sich im Browser öffnen.

Die Ordner:

{inbox:<12}Hier hinein kommen Ihre Texte und Aufnahmen.
{work:<12}Daran arbeitet Lotse gerade. Bitte nichts ändern.
{review:<12}Texte zum Gegenlesen. Oben steht, was einzutragen ist.
{drafts:<12}Videos, die noch niemand freigegeben hat. Bitte nicht vorführen.
{films:<12}Die fertigen Videos, ein Ordner je Titel.
{done:<12}Ihre Texte, deren Videos fertig sind.
{failed:<12}Texte, aus denen kein Video werden konnte. Daneben liegt eine Datei, die sagt, warum.

Haben Sie eine eigene Übersetzung? Nennen Sie sie wie den Text, mit dem Kürzel der Sprache vor der Endung, zum
Beispiel termin.uk.txt, und legen Sie sie dazu: Zeile für Zeile wie der deutsche Text.

Sie können den Text auch aufsprechen, zum Beispiel mit dem Telefon: Legen Sie die Aufnahme ({recorded}) hinein
wie einen Text. Lotse schreibt sie ab und legt die Abschrift in „{review}“. Oben darin steht, was zu tun ist.

Liest ein Mensch die Übersetzung vor, etwa auf Somali, heißt seine Aufnahme wie die Übersetzung: termin.so.wav neben
termin.so.md. Ganz oben in termin.so.md steht seine Einwilligung, mit Namen und Tag:

---
consent: Amina Ali, {today}
---

Ist etwas zu verbessern, legen Sie den Text unter demselben Namen noch einmal in „{inbox}“.

Wenn Sie gerade an einem Text schreiben, tun Sie das außerhalb von „{inbox}“ und legen ihn erst fertig hinein.
"""


def set_up(config: Path, share: Path | None) -> Iterator[tuple[str, str]]:
    """Writes the settings file, and makes the folders of the share; a settings file that names it already stays.

    Yields:
        What has been done, in German and English.

    Raises:
        InputError: There is a settings file that does not name this share.
        MachineError: The share cannot be reached or written to.
    """
    from pipeline import settings

    if share is None or not config.exists():
        settings.init(config)
        if share:
            write_atomic(config, _named(settings.template(), share))
        yield f"{config} geschrieben. Bitte öffnen und ausfüllen.", f"{config} written; open it and fill it in."
    if share is None:
        return
    loaded = settings.load(config)
    if loaded.paths.share != share:
        line = f"share = {json.dumps(str(share), ensure_ascii=False)}"
        raise InputError(
            f"Diese Datei gibt es schon; sie bleibt, wie sie ist. Tragen Sie dort unter [paths] ein: {line}",
            f"This file exists already and stays as it is. Enter there under [paths]: {line}",
            path=config,
        )
    _make(share)
    folders = Share.of(loaded)
    folders.make()
    readme = share / "LIESMICH.txt"
    if not readme.exists():
        names = loaded.share.model_dump(
            include={"inbox", "work", "review", "drafts", "films", "done", "failed", "status"}
        )
        today = datetime.now(UTC).date().isoformat()
        recorded = ", ".join(ending.removeprefix(".") for ending in RECORDED)
        write_atomic(readme, README.format(**names, recorded=recorded, today=today))
    yield f"{share} ist angelegt. Beobachten mit: lotse watch", f"{share} is set up. Watch it with: lotse watch"


def _named(text: str, share: Path) -> str:
    line = f"share = {json.dumps(str(share), ensure_ascii=False)}"
    return re.sub(r"^# share = .*$", lambda _: line, text, count=1, flags=re.MULTILINE)


def _make(share: Path) -> None:
    """The folder itself, though not the way to it: a drive that is not mounted is not replaced by a folder here."""
    try:
        share.mkdir(exist_ok=True)
    except OSError as error:
        raise MachineError(
            f"Dieser Ordner lässt sich nicht anlegen ({error.strerror}). Ist das Netzlaufwerk verbunden?",
            f"This folder cannot be made ({error.strerror}). Is the network drive mounted?",
            path=share,
        ) from error
