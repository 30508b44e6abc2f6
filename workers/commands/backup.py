"""`lotse backup` and `lotse restore`: the whole state in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.terminal import Config, console, errors, settings_of

Archive = Annotated[Path, typer.Argument(metavar="FILE.tar")]


def backup(
    target: Archive,
    models: Annotated[bool, typer.Option("--models", help="auch die Modelle / the models as well")] = False,
    config: Config = None,
) -> None:
    """Sichert Aufträge, Freigaben, Speicher und Schlüssel. / Saves jobs, approvals, memory and keys."""
    from workers.backup import save

    with errors():
        saved = save(settings_of(config), target, models=models)
        console().print(
            f"{target}: {saved.files} Dateien, {saved.bytes / 1e6:.0f} MB. Die Schlüssel sind darin: gut verwahren.\n"
            f"{saved.files} files, {saved.bytes / 1e6:.0f} MB. The keys are in it: keep it safe.",
            markup=False,
        )


def restore(source: Archive, config: Config = None) -> None:
    """Spielt eine Sicherung in einen leeren Zustandsordner ein. / Restores a backup into an empty state directory."""
    from workers.backup import restore

    with errors():
        settings = settings_of(config)
        done = restore(settings, source)
        console().print(
            f"{done.files} Dateien nach / files to {settings.paths.state}. Was offen war, geht weiter, sobald „lotse "
            "watch“ läuft. / What was open goes on as soon as lotse watch runs.",
            markup=False,
        )
