"""`lotse avatars`: who can present, and whether a designer's avatar can be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.terminal import BAD_INPUT, Config, Json, console, errors, settings_of, table
from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.scene.avatar import Avatar
    from pipeline.scene.portrait import Portrait

app = typer.Typer(
    help="Avatare: welche es gibt; einen eigenen prüfen. / Avatars: which there are; check one of your own.",
    no_args_is_help=True,
)


@app.command("list", epilog="Exit: 0 all usable · 2 one is not, and it is told why")
def list_(as_json: Json = False, config: Config = None) -> None:
    """Welche Avatare es gibt, mit Stimme, Herkunft und Lizenz. / Which there are, with voice, origin and licence."""
    from pipeline.scene import presenters

    with errors():
        settings = settings_of(config)
        rows, faulty = [], []
        for name in presenters.names(settings):
            try:
                rows.append(_row(presenters.find(name, settings)))
            except InputError as error:
                faulty.append(error)
        if as_json:
            print(json.dumps([row for row, _ in rows], ensure_ascii=False, indent=1))
        else:
            voices = {"female": "Frau", "male": "Mann"}
            table(
                ("Avatar", "Name", "Stimme", "Woher", "Lizenz", "Gezeichnet von"),
                [
                    (
                        row["avatar"],
                        row["name"],
                        voices[row["gender"]],
                        f"{kind} {row['source']}".strip(),
                        row["licence"],
                        row["author"],
                    )
                    for row, kind in rows
                ],
            )
        for fault in faulty:
            console(error=True).print(f"\n✗ {fault.de}", style="red", markup=False)
            console(error=True).print(f"  {fault.en}", markup=False)
        if faulty:
            raise typer.Exit(BAD_INPUT)


def _row(one: Avatar | Portrait) -> tuple[dict[str, str], str]:
    """What there is to know of it, and of which kind it is."""
    from pipeline.scene.portrait import Portrait
    from pipeline.scene.presenters import built_in

    row = {"avatar": one.id, "name": one.name, "gender": one.gender}
    if isinstance(one, Portrait):
        source = f"{Path(one.command[0]).name} (kein existierender Mensch: {one.stated})"
        return row | {"folder": str(one.picture), "licence": "", "author": "", "source": source}, "animiert von"
    row |= {"folder": str(one.folder), "licence": one.licence, "author": one.author, "source": one.source}
    return row, "eingebaut" if built_in(one.folder) else "vom Haus"


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
            some = "1 fault" if count == 1 else f"{count} faults"
            said.print(f"\n{count} Fehler. So kann Lotse den Avatar nicht nehmen. / {some}: not usable yet.")
            raise typer.Exit(BAD_INPUT)
        console().print("Keine Fehler: Der Avatar ist brauchbar. / No faults: the avatar is usable.")
