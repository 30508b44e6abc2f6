"""`lotse`: the command. Imports of everything heavy stand inside the functions, so that --help answers at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.commands import avatars, keys, languages, models, transcribe, verify
from pipeline.commands.outcomes import finish
from pipeline.commands.terminal import (
    FAILED,
    WAITING,
    Config,
    Json,
    errors,
    settings_of,
    split,
    table,
    watched,
)

app = typer.Typer(
    help="Lotse: ein Skript hinein, je Sprache ein ehrliches Video heraus. / One script in, one honest video out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="Exit: 0 all done · 1 some language failed · 2 bad input, usage or machine · 3 something waits for a person",
)
Script = Annotated[Path, typer.Argument(metavar="SCRIPT", help="Markdown oder Text, UTF-8; oder eine Aufnahme")]
To = Annotated[str, typer.Option("--to", help="Sprachen, mit Komma: ar,uk (sonst „to“ im Kopf des Skripts)")]
Avatar = Annotated[
    str, typer.Option("--avatar", help="maja, daniel … (lotse avatars list); sonst, was im Skript steht")
]
Formats = Annotated[
    list[str] | None,
    typer.Option("--format", help="Bildformate, mit Komma: 16x9,9x16,1x1 (sonst „format“ im Skript oder lotse.toml)"),
]
Small = Annotated[
    bool | None,
    typer.Option("--small/--no-small", help="dazu eine Kopie unter 16 MB für Messenger (sonst, was im Skript steht)"),
]
Out = Annotated[Path, typer.Option("--out", help="Ausgabeordner")]
ReviewOption = Annotated[
    Literal["required", "label"] | None, typer.Option("--review", help="nur verschärfen: required")
]


@app.command()
def render(
    script: Script,
    to: To = "",
    out: Out = Path("Ausgabe"),
    avatar: Avatar = "",
    form: Formats = None,
    small: Small = None,
    review: ReviewOption = None,
    as_json: Json = False,
    config: Config = None,
) -> None:
    """Macht aus einem Skript je Sprache einen Film. / Makes one film per language from a script."""
    from pipeline import ability, formats, run
    from pipeline.publish import Places
    from pipeline.work import prepare, targets

    with errors():
        settings = settings_of(config)
        wanted = formats.chosen((word, None) for words in form or () for word in split(words))
        script = transcribe.script_of(script, settings)
        with watched(as_json) as progress:
            work = prepare(
                script,
                settings,
                Places.under(out),
                avatar=avatar,
                formats=wanted,
                small=small,
                review=review,
                progress=progress,
            )
            languages = targets(work.script, split(to))
            ability.inspect(work, languages)
            outcomes = run.render(work, languages)
        finish(outcomes, as_json)


@app.command()
def approve(
    script: Script,
    lang: Annotated[str, typer.Option("--lang", help="die Sprache, z. B. uk")],
    by: Annotated[str, typer.Option("--by", help="Name aus [review.reviewers]")],
    out: Annotated[Path | None, typer.Option("--out", help="sonst, wohin der Entwurf kam")] = None,
    as_json: Json = False,
    config: Config = None,
) -> None:
    """Gibt den Text des letzten Entwurfs frei und veröffentlicht den Film. / Approves the last draft and publishes."""
    from pipeline import ability, run
    from pipeline.job import Job, Order
    from pipeline.publish import Places
    from pipeline.work import prepare, targets

    with errors():
        settings = settings_of(config)
        script = transcribe.script_of(script, settings)
        with watched(as_json) as progress:
            order = Job.of(settings.paths.state, script).order()
            places = Places.under(out) if out else order.places if order else Places.under(Path("Ausgabe"))
            # What was reviewed is what is published.
            asked = order or Order(script, places)
            work = prepare(
                script,
                settings,
                places,
                avatar=asked.avatar,
                formats=asked.formats,
                small=asked.small,
                progress=progress,
            )
            languages = targets(work.script, [lang])
            ability.inspect(work, languages)
            outcome = run.approve(work, lang, by)
        finish((outcome,), as_json)


@app.command()
def check(script: Script, to: To = "", avatar: Avatar = "", as_json: Json = False, config: Config = None) -> None:
    """Prüft vor der Arbeit, ob jede Sprache übersetzt, gesprochen und geschrieben werden kann. / Checks before work."""
    from dataclasses import asdict

    from pipeline import ability
    from pipeline.publish import Places
    from pipeline.work import prepare, targets

    with errors():
        settings = settings_of(config)
        script = transcribe.script_of(script, settings)
        work = prepare(script, settings, Places.under(Path("Ausgabe")), avatar=avatar)
        languages = targets(work.script, split(to))
        ability.inspect(work, languages)
        answers = ability.check(work, languages)
        if as_json:
            print(json.dumps([asdict(answer) for answer in answers], ensure_ascii=False, indent=1))
        else:
            rows = [
                (
                    "✗" if a.broken else "…" if a.waits else "✓",
                    a.language,
                    a.translation,
                    a.voice,
                    a.fonts,
                    "\n".join(a.commands),
                )
                for a in answers
            ]
            table(("", "Sprache", "Übersetzung", "Stimme", "Schrift", "Abhilfe / besser mit"), rows)
    raise typer.Exit(FAILED if any(a.broken for a in answers) else WAITING if any(a.waits for a in answers) else 0)


app.command(
    epilog="Exit: 0 own film, all proved · 1 something is missing or wrong · 4 not a Lotse film of this service; "
    "of several files the worst, 1 before 4 before 0"
)(verify.verify)
app.command()(transcribe.transcribe)
app.add_typer(languages.app, name="languages")
app.add_typer(models.app, name="models")
app.add_typer(avatars.app, name="avatars")
app.add_typer(keys.app, name="keys")


def main() -> None:
    app()
