"""Talking to people at a terminal: tables, progress, errors in both languages, exit statuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pipeline.errors import InputError, LotseError, MachineError, WaitingError

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.settings import Settings
    from pipeline.weights.store import Progress as ByteProgress
    from pipeline.work import Progress as StageProgress

FAILED, BAD_INPUT, WAITING, NOT_OURS = 1, 2, 3, 4

Config = Annotated[Path | None, typer.Option("--config", help="lotse.toml (sonst LOTSE_CONFIG oder ./lotse.toml)")]
Json = Annotated[bool, typer.Option("--json", help="Ergebnis als JSON auf die Standardausgabe")]


def console(*, error: bool = False) -> Console:
    from rich.console import Console

    terminal = Console(stderr=error, soft_wrap=True, highlight=False)
    if not terminal.is_terminal:
        terminal.width = 200  # a table in a log is better wide than cut
    return terminal


def settings_of(config: Path | None) -> Settings:
    from pipeline import settings

    return settings.load(config)


def split(languages: str) -> list[str]:
    return [code for code in languages.lower().replace("+", ",").replace(" ", ",").split(",") if code]


@contextmanager
def errors() -> Iterator[None]:
    """An error becomes one message in German and English and the right exit status."""
    try:
        yield
    except LotseError as error:
        _fail(error)
    except KeyboardInterrupt:
        console(error=True).print("Abgebrochen. / Stopped.")
        raise typer.Exit(130) from None


def _fail(error: LotseError) -> NoReturn:
    terminal = console(error=True)
    terminal.print(error.de, style="bold red", markup=False)
    terminal.print(error.en, markup=False)
    kinds = {InputError: BAD_INPUT, MachineError: BAD_INPUT, WaitingError: WAITING}
    raise typer.Exit(next((code for kind, code in kinds.items() if isinstance(error, kind)), FAILED)) from error


STAGES = {
    "transcribe": "abschreiben",
    "translate": "übersetzen",
    "speak": "sprechen",
    "render": "Film schreiben",
    "verify": "prüfen",
    "publish": "ablegen",
}


@contextmanager
def watched(quiet: bool) -> Iterator[StageProgress]:
    """A line per language with its stage; on a pipe, one line per stage."""
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    from pipeline import language as packs

    terminal = console(error=True)
    columns = (
        TextColumn("{task.fields[german]:<14}"),
        TextColumn("{task.description:<16}"),
        BarColumn(),
        TimeElapsedColumn(),
    )
    tasks: dict[str, TaskID] = {}
    said: set[tuple[str, str]] = set()
    with Progress(*columns, console=terminal, disable=quiet or not terminal.is_terminal) as bars:

        def report(code: str, stage: str, done: float) -> None:
            if code not in tasks:
                for other in tasks.values():
                    bars.stop_task(other)
                tasks[code] = bars.add_task("", total=1.0, german=packs.load(code).german)
            bars.update(tasks[code], description=STAGES[stage], completed=1.0 if stage == "publish" else done)
            if not quiet and not terminal.is_terminal and (code, stage) not in said:
                said.add((code, stage))
                terminal.print(f"{packs.load(code).german}: {STAGES[stage]}")

        yield report


@contextmanager
def byte_progress(name: str) -> Iterator[ByteProgress]:
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    terminal = console(error=True)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), console=terminal, transient=True
    ) as bars:
        task = bars.add_task(name, total=None)
        yield lambda weight, done, total: bars.update(task, description=weight, completed=done, total=total)


@contextmanager
def counted(name: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for something that is counted."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console(error=True), transient=True) as bars:
        task = bars.add_task(name, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.box import SIMPLE
    from rich.table import Table
    from rich.text import Text

    table = Table(*head, box=SIMPLE)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)
