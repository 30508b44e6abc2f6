"""`lotse jobs`: what is queued, made, finished; stopping, trying again, cleaning up, forgetting."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.terminal import Config, Json, console, errors, settings_of, split, table
from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.job import Job, Order
    from pipeline.settings import Settings
    from pipeline.state import State

app = typer.Typer(help="Aufträge ansehen und steuern. / Look at jobs and steer them.", no_args_is_help=True)
Id = Annotated[str, typer.Argument(metavar="ID", help="der Anfang genügt, wenn er eindeutig ist / a unique beginning")]
Lang = Annotated[str, typer.Option("--lang", help="nur diese Sprachen, mit Komma: ar,uk")]

STATUS = {
    "queued": "wartet",
    "running": "läuft",
    "waiting": "braucht Übersetzung",
    "draft": "Entwurf",
    "film": "Film",
    "failed": "gescheitert",
    "cancelled": "abgebrochen",
}


@app.command("list")
def list_(as_json: Json = False, config: Config = None) -> None:
    """Alle Aufträge; offene zuerst, wie sie drankommen. / All jobs, open ones first, in the order of the queue."""
    from workers.queue import lane

    with errors():
        found = _ordered(settings_of(config))
        if as_json:
            told = [_told(job, order) | {"lane": lane(order)} for job, order in found]
            print(json.dumps(told, ensure_ascii=False, indent=1))
            return
        table(
            ("ID", "Titel", "Skript", "Sprachen", "seit (UTC)"),
            [
                (
                    job.id,
                    ("! " if order.urgent else "") + order.title,
                    order.dropped or str(order.script),
                    "  ".join(f"{code}: {_progress(state)}" for code, state in _states(job)),
                    max((state.since for _, state in _states(job)), default="")[:16].replace("T", " "),
                )
                for job, order in found
            ],
        )


@app.command()
def show(identity: Id, as_json: Json = False, config: Config = None) -> None:
    """Ein Auftrag mit allem, was über ihn bekannt ist. / One job, with all that is known about it."""
    with errors():
        job, order = _find(settings_of(config), identity)
        if as_json:
            print(json.dumps(_told(job, order), ensure_ascii=False, indent=1))
            return
        terminal = console()
        terminal.print(f"{job.id}\n{order.title}\n{order.dropped or order.script}\n{job.folder}", markup=False)
        for code, state in _states(job):
            terminal.print(f"\n{code}: {_progress(state)}, {state.since}", style="bold", markup=False)
            if state.attempts:
                terminal.print(f"Abstürze / crashes: {state.attempts}")
            for line in filter(None, (state.film, state.de, state.en)):
                terminal.print(line, markup=False)


@app.command()
def cancel(identity: Id, lang: Lang = "", config: Config = None) -> None:
    """Bricht ab, was noch nicht fertig ist. / Cancels what is not done yet; running work ends within seconds."""
    from pipeline import state

    with errors():
        job, _ = _find(settings_of(config), identity)
        stopped = [code for code in _chosen(job, lang) if state.cancel(job.language(code))]
        if not stopped:
            raise InputError(
                "Hier läuft nichts mehr, was sich abbrechen ließe. Der Stand: lotse jobs show " + job.id,
                f"Nothing is left here to cancel. The state of things: lotse jobs show {job.id}",
            )
        console().print(f"Abgebrochen / cancelled: {', '.join(stopped)}")


@app.command()
def retry(identity: Id, lang: Lang = "", config: Config = None) -> None:
    """Versucht noch einmal, was gescheitert oder abgebrochen ist. / Tries again what failed or was cancelled."""
    from pipeline import state

    with errors():
        job, order = _find(settings_of(config), identity)
        again = [
            code
            for code in _chosen(job, lang)
            if (now := job.state(code)) and not now.open and (lang or now.status in ("failed", "cancelled"))
        ]
        if not order.dropped:
            raise InputError(
                "Dieser Auftrag kam nicht aus dem gemeinsamen Ordner. Bitte direkt aufrufen: "
                f'lotse render "{order.script}" --to {",".join(again or job.languages())}',
                f'This job did not come from the share. Call: lotse render "{order.script}" --to '
                f"{','.join(again or job.languages())}",
            )
        if not order.script.exists():
            raise InputError(
                "Das Skript dieses Auftrags wurde schon aufgeräumt. Bitte legen Sie es noch einmal in den Eingang.",
                "The script of this job has been cleaned away. Put it into the inbox once more.",
            )
        if not again:
            raise InputError(
                "Hier ist nichts gescheitert oder abgebrochen. Eine fertige Sprache neu machen: --lang uk",
                "Nothing failed or was cancelled here. To make a finished language anew: --lang uk",
            )
        for code in again:
            state.ask(job.language(code))
        console().print(f"Noch einmal in der Reihe / queued again: {', '.join(again)}")


@app.command("clean")
def clean_(config: Config = None) -> None:
    """Räumt Arbeitsdateien alter fertiger Aufträge weg; Filme bleiben. / Removes old working files, never films."""
    from workers.clean import clean

    with errors():
        settings = settings_of(config)
        cleaned = clean(settings)
        days = settings.queue.keep_days
        console().print(
            f"{cleaned.jobs} Aufträge, älter als {days} Tage: {cleaned.bytes / 1e6:.1f} MB frei. / "
            f"{cleaned.jobs} jobs older than {days} days: {cleaned.bytes / 1e6:.1f} MB freed."
        )


@app.command("forget")
def forget_(
    identity: Id,
    yes: Annotated[bool, typer.Option("--yes", help="ohne Rückfrage / do not ask")] = False,
    config: Config = None,
) -> None:
    """Löscht Skript, Entwürfe, Filme und gespeicherte Sätze. / Removes script, drafts, films and stored sentences."""
    from workers.forget import forget

    with errors():
        settings = settings_of(config)
        job, order = _find(settings, identity)
        if not yes:
            typer.confirm(
                f"„{order.title}“ ({job.id}) mit allen Filmen endgültig löschen? / Delete it and its films for good?",
                abort=True,
            )
        gone = forget(settings, job)
        terminal = console()
        for path in (*gone.films, *gone.originals):
            terminal.print(f"- {path}", markup=False)
        terminal.print(
            f"Gelöscht: {len(gone.films)} Filme und Entwürfe, {len(gone.originals)} Dateien im gemeinsamen Ordner, "
            f"{gone.memory} Einträge im Übersetzungsspeicher, der Auftrag selbst. Im Verzeichnis der Fingerabdrücke "
            f"stehen von {gone.log} Filmen nur noch Prüfwert und Datum. Frühere Sicherungen enthalten den Auftrag noch."
        )
        terminal.print(
            f"Removed: {len(gone.films)} films and drafts, {len(gone.originals)} files in the share, {gone.memory} "
            f"entries of the translation memory, the job itself. The fingerprint log keeps only hash and date of "
            f"{gone.log} films. Earlier backups still hold the job."
        )
        if not order.dropped:
            terminal.print(f"Das Skript selbst bleibt / the script itself stays: {order.script}", markup=False)


def _ordered(settings: Settings) -> list[tuple[Job, Order]]:
    from pipeline.job import jobs
    from workers.queue import rank

    found = [(job, order) for job in jobs(settings.paths.state) if (order := job.order())]
    waiting = [one for one in found if any(state.open for _, state in _states(one[0]))]
    others = [one for one in found if one not in waiting]
    newest = sorted(others, key=lambda one: max((s.since for _, s in _states(one[0])), default=""), reverse=True)
    return [*sorted(waiting, key=lambda one: rank(one[1])), *newest]


def _find(settings: Settings, word: str) -> tuple[Job, Order]:
    """Raises:
    InputError: None begins like this, or several do.
    """
    from pipeline import keys
    from pipeline.characters import visible
    from pipeline.job import jobs

    known = {job.id: job for job in jobs(settings.paths.state)}
    near = [word] if word in known else [one for one in known if one.startswith(word)]
    word = visible(word)
    if len(near) > 1:
        raise InputError(
            f"„{word}“ ist nicht eindeutig: {', '.join(near[:5])}{' …' if len(near) > 5 else ''}",
            f'"{word}" is not unique: {", ".join(near[:5])}{" …" if len(near) > 5 else ""}',
        )
    order = known[near[0]].order() if near else None
    if order is None:
        de, en = keys.hint(word, known)
        raise InputError(
            f"Den Auftrag „{word}“ gibt es nicht.{de} Welche es gibt: lotse jobs list",
            f'There is no job "{word}".{en} Which there are: lotse jobs list',
        )
    return known[near[0]], order


def _chosen(job: Job, lang: str) -> list[str]:
    """Raises:
    InputError: The job has no such language.
    """
    from pipeline import language as packs

    known = job.languages()
    for code in split(lang):
        if code not in known:
            raise InputError(*packs.no_such(code, known))
    return split(lang) or list(known)


def _states(job: Job) -> list[tuple[str, State]]:
    return [(code, state) for code in job.languages() if (state := job.state(code))]


def _progress(state: State) -> str:
    from pipeline.commands.terminal import STAGES

    if state.status == "running" and state.stage:
        return f"{STAGES.get(state.stage, state.stage)} {state.done:.0%}"
    return STATUS[state.status]


def _told(job: Job, order: Order) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "id": job.id,
        "title": order.title,
        "script": str(order.script),
        "dropped": order.dropped,
        "arrived": order.arrived,
        "urgent": order.urgent,
        "length": order.length,
        "folder": str(Path(job.folder)),
        "languages": {code: asdict(state) for code, state in _states(job)},
    }
