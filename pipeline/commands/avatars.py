"""`lotse avatars`: who can present, and whether a designer's avatar can be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.terminal import BAD_INPUT, Config, Json, console, errors, settings_of, table

app = typer.Typer(
    help="Avatare: welche es gibt; einen eigenen prüfen. / Avatars: which there are; check one of your own.",
    no_args_is_help=True,
)


@app.command("list")
def list_(as_json: Json = False, config: Config = None) -> None:
    """Welche Avatare es gibt, mit Stimme, Herkunft und Lizenz. / Which there are, with voice, origin and licence."""
    from pipeline.scene.avatar import available, load

    with errors():
        rows = [
            {
                "avatar": name,
                "name": (avatar := load(name)).name,
                "gender": avatar.gender,
                "folder": str(avatar.folder),
                "licence": avatar.licence,
                "author": avatar.author,
                "source": avatar.source,
            }
            for name in available()
        ]
        rows += [
            {
                "avatar": name,
                "name": own.name,
                "gender": own.gender,
                "folder": str(own.portrait),
                "licence": "",
                "author": "",
                "source": f"{Path(own.command[0]).name} (kein existierender Mensch: {own.no_existing_person})",
            }
            for name, own in settings_of(config).avatars.items()
        ]
        if as_json:
            print(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        voices = {"female": "Frau", "male": "Mann"}
        table(
            ("Avatar", "Name", "Stimme", "Woher", "Lizenz", "Gezeichnet von"),
            [
                (
                    row["avatar"],
                    row["name"],
                    voices[row["gender"]],
                    f"{'eingebaut' if row['avatar'] in available() else 'animiert von'} {row['source']}".strip(),
                    row["licence"],
                    row["author"],
                )
                for row in rows
            ],
        )


@app.command("check", epilog="Exit: 0 usable · 2 faults; the sheet is drawn whenever nothing is missing")
def check_(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Ordner mit avatar.svg und avatar.toml")],
    sheet: Annotated[
        Path | None, typer.Option("--sheet", help="PNG des Bogens (sonst DIR-sheet.png neben dem Ordner)")
    ] = None,
) -> None:
    """Sagt alle Fehler auf einmal und zeichnet einen Bogen. / Tells all faults at once and draws a sheet."""
    from pipeline.files import write_atomic
    from pipeline.scene import sheet as sheets
    from pipeline.scene.check import check

    with errors():
        found = check(folder)
        said = console(error=True)
        for path in dict.fromkeys(fault.path for fault in found.faults):
            said.print(f"\n{path}", style="bold", markup=False)
            for fault in found.faults:
                if fault.path == path:
                    said.print(f"  ✗ {fault.de}", style="red", markup=False)
                    said.print(f"    {fault.en}", markup=False)
        if found.whole:
            place = folder.resolve()
            target = sheet or place.with_name(f"{place.name}-sheet.png")
            write_atomic(target, sheets.draw(folder))
            console().print(f"Bogen / sheet: {target}", markup=False)
        if found.faults:
            count = len(found.faults)
            said.print(f"\n{count} Fehler. So kann Lotse den Avatar nicht nehmen. / {count} faults: not usable yet.")
            raise typer.Exit(BAD_INPUT)
        console().print("Keine Fehler: Der Avatar ist brauchbar. / No faults: the avatar is usable.")
