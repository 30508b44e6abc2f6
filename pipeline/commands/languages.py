"""`lotse languages`: what each language can do here, and who has signed its fixed wording."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.terminal import Config, Json, console, errors, settings_of, table

if TYPE_CHECKING:
    from pipeline import ability

app = typer.Typer(
    help="Was jede Sprache hier kann; den festen Wortlaut prüfen lassen. / What each language can do; have its fixed "
    "wording reviewed."
)
Code = Annotated[str, typer.Argument(metavar="CODE", help="die Sprache, z. B. uk")]


@app.callback(invoke_without_command=True)
def languages(context: typer.Context, as_json: Json = False, config: Config = None) -> None:
    """Was jede Sprache hier kann, mit dem, was installiert ist. / What each language can do with what is installed."""
    from dataclasses import asdict

    from pipeline import ability

    if context.invoked_subcommand:
        return
    with errors():
        rows = ability.rows(settings_of(config))
        if as_json:
            print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
            return
        table(
            ("Code", "Sprache", "Eigenname", "", "hört", "übersetzt", "Stimme (Frau)", "Stimme (Mann)", "Wortlaut"),
            [
                (
                    r.code,
                    r.german,
                    r.name,
                    "←" if r.direction == "rtl" else "→",
                    "ja" if r.transcribe else "–",
                    r.translate or "nur von Menschen",
                    r.female or "keine",
                    r.male or "keine",
                    _signed(r),
                )
                for r in rows
            ],
        )
        console().print("~ = Ersatzstimme (espeak-ng); eine bessere: lotse check SCRIPT / ~ = stand-in voice")
        if not all(row.signed for row in rows):
            console().print(
                "ungeprüft: Das Formular für Menschen, die die Sprache sprechen, schreibt: lotse languages review CODE"
            )
            console().print("ungeprüft = no native speaker has signed yet; lotse languages review CODE writes the form")
        for row in rows:
            if row.void:
                console().print(row.void, markup=False)


def _signed(row: ability.Row) -> str:
    if row.signed:
        return f"geprüft: {row.signed}, {row.signed_on}"
    return "ungeprüft (Unterschrift ungültig)" if row.void else "ungeprüft"


@app.command()
def review(
    code: Code,
    out: Annotated[Path | None, typer.Option("--out", help="Zieldatei (sonst Wortlaut-CODE.docx)")] = None,
    config: Config = None,
) -> None:
    """Schreibt das Formular für einen Menschen, der die Sprache spricht. / Writes the form for a native speaker."""
    from pipeline.errors import InputError
    from pipeline.files import write_atomic
    from pipeline.wording import form, house

    with errors():
        state = settings_of(config).paths.state
        pack, german = house.pack(code, state), house.pack("de", state)
        target = out or Path(f"Wortlaut-{pack.code}.docx")
        if target.exists():
            raise InputError(
                "Diese Datei gibt es schon; vielleicht stehen Korrekturen darin. Bitte mit --out eine andere nennen.",
                "This file exists already and may hold corrections. Name another with --out.",
                path=target,
            )
        write_atomic(target, form.write(pack, german))
        console().print(
            f"{target} geschrieben. Wenn sie ausgefüllt zurück ist: lotse languages sign {pack.code} {target}\n"
            f"Written. When it comes back filled in: lotse languages sign {pack.code} {target}",
            markup=False,
        )


@app.command()
def sign(
    code: Code,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="das ausgefüllte Formular, DOCX")],
    config: Config = None,
) -> None:
    """Liest das ausgefüllte Formular ein; der Wortlaut gilt dann als geprüft. / Reads it back and signs the wording."""
    from pipeline import language
    from pipeline.wording import filled, house

    with errors():
        state = settings_of(config).paths.state
        pack = house.pack(code, state)
        done = filled.read(file, pack, language.load(code), house.pack("de", state))
        path = house.sign(done.words, done.by, done.when, state)
        terminal = console()
        for sentence, text in done.corrections:
            terminal.print(f"{sentence.number}: {sentence.now} → {text}", markup=False)
        changed = len(done.corrections)
        terminal.print(
            f"Der Wortlaut auf {pack.german} ist unterschrieben: {done.by}, {done.when}; {changed} Sätze geändert "
            f"({path}). Er gilt ab dem nächsten „lotse render“.",
            markup=False,
        )
        terminal.print(
            f"The wording in {pack.english} is signed: {done.by}, {done.when}; {changed} sentences changed. It holds "
            "from the next render on.",
            markup=False,
        )
        if changed:
            terminal.print(
                "Texte, die schon freigegeben waren, bitte noch einmal freigeben: Ihr fester Wortlaut ist neu.\n"
                "Approve texts again that had been approved: their fixed wording is new.",
                markup=False,
            )
