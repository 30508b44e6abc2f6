"""What became of every language, told at the end."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, NoReturn

import typer

from pipeline.commands.terminal import FAILED, WAITING, console, table

if TYPE_CHECKING:
    from pipeline.attempt import Outcome


def finish(outcomes: tuple[Outcome, ...], as_json: bool) -> NoReturn:
    """The table at the end, what went wrong, and the exit status."""
    from dataclasses import asdict

    if as_json:
        print(json.dumps([asdict(outcome) for outcome in outcomes], ensure_ascii=False, indent=1, default=str))
    else:
        _print_outcomes(outcomes)
    states = {outcome.status for outcome in outcomes}
    sys.stdout.flush()
    raise typer.Exit(FAILED if "failed" in states else WAITING if states & {"draft", "waiting"} else 0)


def _print_outcomes(outcomes: tuple[Outcome, ...]) -> None:
    from pipeline import language as packs

    words = {"film": "Film", "draft": "Entwurf", "waiting": "wartet", "failed": "gescheitert"}
    table(
        ("", "Sprache", "Dauer", "gebraucht", "Herkunft der Übersetzung", "Stimme", "Ordner"),
        [
            (
                words[o.status],
                f"{o.language} {packs.load(o.language).german}",
                f"{o.duration:.0f} s" if o.film else "–",
                f"{o.seconds:.0f} s",
                _german(o.origin) or "–",
                (f"~{o.voice}" if o.stand_in else o.voice) or "–",
                f"{o.film.parent}/" if o.film else "–",
            )
            for o in outcomes
        ],
    )
    terminal = console()
    for outcome in outcomes:
        if outcome.de:
            terminal.print(f"\n{packs.load(outcome.language).german}: {outcome.de}", markup=False)
            terminal.print(f"{packs.load(outcome.language).english}: {outcome.en}", markup=False)
    if any(outcome.stand_in for outcome in outcomes):
        terminal.print("\n~ Ersatzstimme, weil keine bessere installiert ist. Welche es gibt: lotse check SCRIPT")
        terminal.print("~ stand-in voice, because no better one is installed. Which there are: lotse check SCRIPT")


def _german(origin: str) -> str:
    """Where a translation comes from, for staff."""
    from pipeline.pages.report import ORIGIN

    words = {**ORIGIN, "from": "aus"}
    return re.sub(
        r"\b(source|supplied|memory|machine|approved|from)\b", lambda m: words.get(m[0], "freigegeben"), origin
    )
