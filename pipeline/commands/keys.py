"""`lotse keys`: what partners need to check films."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.terminal import Config, console, errors, settings_of

app = typer.Typer(help="Wurzelzertifikat für Partner. / The root certificate, for partners.", no_args_is_help=True)


@app.command("export")
def export(target: Annotated[Path, typer.Argument(help="Zieldatei, .pem")], config: Config = None) -> None:
    """Schreibt das Wurzelzertifikat, mit dem Partner prüfen können. / Writes the root that partners check with."""
    from pipeline.seal import keys

    with errors():
        folder = settings_of(config).paths.state / "keys"
        keys.export_root(folder, target)
        terminal = console()
        terminal.print(f"{target}\nSHA-256 {keys.load(folder).root_sha256}", markup=False)
        terminal.print(
            "Bitte die Prüfsumme auf einem anderen Weg mitteilen als die Datei. Partner prüfen mit: lotse verify "
            f"--root {target.name} FILM\nGive the checksum on another way than the file. Partners check with: lotse "
            f"verify --root {target.name} FILM",
            markup=False,
        )
