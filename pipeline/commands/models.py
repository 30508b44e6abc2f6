"""`lotse models`: what is installed, pulled, carried in, and whether it is whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.terminal import FAILED, Config, Json, byte_progress, console, errors, settings_of, table

app = typer.Typer(help="Modelle holen, einspielen, prüfen. / Models: list, pull, import, verify.", no_args_is_help=True)


@app.command("list")
def list_(as_json: Json = False, config: Config = None) -> None:
    """Was installiert ist, mit Lizenz. / What is installed, with its licence."""
    from pipeline.weights.store import installed

    with errors():
        weights = installed(settings_of(config).models.folder)
        if as_json:
            data = [{"name": w.name, "licence": w.licence, "source": w.source, "bytes": w.size} for w in weights]
            print(json.dumps(data, ensure_ascii=False, indent=1))
            return
        table(
            ("Modell", "Größe", "Lizenz", "Quelle"),
            [(w.name, f"{w.size / 1e6:.0f} MB", w.licence, w.source) for w in weights],
        )


@app.command("pull")
def pull_(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="whisper:base piper:… coqui:… firefox:en-pt argos:de-en")
    ],
    missing: Annotated[bool, typer.Option("--missing", help="nur, was noch fehlt")] = False,
    config: Config = None,
) -> None:
    """Holt Modelle; nur dieser Befehl braucht das Netz. / Fetches models; only this command needs a network."""
    from pipeline.weights.fetch import pull
    from pipeline.weights.store import find

    with errors():
        folder = settings_of(config).models.folder
        for name in names:
            if missing and find(folder, name):
                console().print(f"{name}: ist da / is there")
                continue
            with byte_progress(name) as progress:
                for weight in pull(folder, name, progress):
                    console().print(f"{weight.name}: {weight.size / 1e6:.0f} MB, {weight.licence}")


@app.command("import")
def import_(source: Annotated[Path, typer.Argument(help="Ordner oder Datei")], config: Config = None) -> None:
    """Spielt Modelle von einem Datenträger ein. / Takes models carried in on a stick."""
    from pipeline.weights.carry import import_from

    with errors(), byte_progress(source.name) as progress:
        for weight in import_from(settings_of(config).models.folder, source, progress):
            console().print(f"{weight.name}: {weight.size / 1e6:.0f} MB, {weight.licence}")


@app.command("verify")
def verify_(config: Config = None) -> None:
    """Rechnet alle Prüfsummen nach. / Recomputes every hash."""
    from pipeline.weights.store import installed, verify

    with errors():
        folder = settings_of(config).models.folder
        with byte_progress("…") as progress:
            problems = verify(folder, progress)
        for german, english in problems:
            console(error=True).print(f"{german}\n{english}", markup=False)
        if problems:
            raise typer.Exit(FAILED)
        console().print(f"{len(installed(folder))} Modelle in Ordnung / models are as they should be")
