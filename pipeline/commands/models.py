"""`lotse models`: what is installed, pulled, carried in, and whether it is whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.terminal import (
    FAILED,
    Config,
    Json,
    byte_progress,
    console,
    counted,
    errors,
    settings_of,
    split,
    table,
)

if TYPE_CHECKING:
    from pipeline.speak.trust import Row

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


@app.command("measure")
def measure_(
    lang: Annotated[str, typer.Option("--lang", help="z. B. uk oder en,de; sonst alle")] = "",
    as_json: Json = False,
    config: Config = None,
) -> None:
    """Misst, welche Stimmen das Ohr versteht. / Measures which voices the ear understands."""
    from dataclasses import asdict

    from pipeline import language as packs
    from pipeline import measure, whisper
    from pipeline.speak import trust
    from pipeline.speak.choose import voices
    from pipeline.work import own_pack

    with errors():
        settings = settings_of(config)
        models, speech = settings.models, settings.speech
        weights = whisper.folder(models.folder, speech.whisper)
        path = trust.house(settings.paths.state)
        made: list[Row] = []
        for code in split(lang) or packs.codes():
            pack = own_pack(code, settings)
            if not pack.whisper:
                console(error=True).print(f"Whisper kennt {pack.german} nicht. / does not know {pack.english}.")
                continue
            found = {
                voice.info.name: voice
                for gender in ("female", "male")
                for voice in voices(pack, gender, models.folder, models.device, noncommercial=speech.noncommercial)
            }
            for voice in found.values():
                with counted(f"{pack.german}: {voice.info.name}") as progress:
                    row, trouble = measure.measure(
                        voice, pack, speech.whisper, weights, models.device, progress=progress
                    )
                made.append(row)
                # After each voice: the next ones take minutes.
                trust.write(path, [row, *trust.own(settings.paths.state)])
                wrong = trouble if row.may_judge else []
                if wrong:
                    console(error=True).print(
                        f"{pack.german}, {voice.info.name}: Hier irrt das Ohr (gesagt → verstanden). / "
                        "Where the ear errs (said → understood).",
                        markup=False,
                    )
                for kind, wanted, heard in wrong:
                    what = {"right": "nicht verstanden", "wrong": "nicht bemerkt"}[kind]
                    console(error=True).print(f"  {what}: {wanted} → {heard}", markup=False)
        if as_json:
            data = [asdict(row) | {"may_judge": row.may_judge} for row in made]
            print(json.dumps(data, ensure_ascii=False, indent=1))
            return
        table(
            ("Sprache", "Stimme", "Buchstaben falsch", "Zahlen", "verstanden", "bemerkt", "Sätze", "urteilt"),
            [
                (
                    packs.called(row.language)[0],
                    row.voice,
                    f"{row.error:.0%}",
                    f"{row.figures:.0%}",
                    f"{row.right:.0%}",
                    f"{row.caught:.0%}",
                    str(row.sentences),
                    "ja" if row.may_judge else "nein",
                )
                for row in made
            ],
        )
