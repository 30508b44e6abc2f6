"""`lotse transcribe`: a recording becomes a script for a person to check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.terminal import Config, console, errors, settings_of

if TYPE_CHECKING:
    from pipeline.settings import Settings


def transcribe(
    recording: Annotated[Path, typer.Argument(metavar="FILE", help="wav, mp3, m4a, ogg, opus, flac, mp4, mov")],
    lang: Annotated[str, typer.Option("--lang", help="welche Sprache gesprochen wird, z. B. de")] = "de",
    config: Config = None,
) -> None:
    """Schreibt eine Aufnahme ab, als Skript daneben, das ein Mensch prüft. / Writes down a recording, to be checked."""
    with errors():
        written = written_down(recording, lang, settings_of(config))
        doubtful = written.read_text(encoding="utf-8").partition("\n---\n")[2].count("[?]")
        out = console()
        out.print(
            f"{written}\nBitte prüfen: {doubtful} unsichere Stellen sind mit [?] markiert. Aufnahme anhören, Text "
            "berichtigen, jedes [?] löschen, oben hinter „checked:“ den eigenen Namen eintragen. Danach: "
            f'lotse render "{written}" --to ar,uk',
            markup=False,
        )
        out.print(
            f"Please check: {doubtful} doubtful places are marked [?]. Listen to the recording, correct the text, "
            f'delete every [?], enter your name after "checked:" at the top. Then: lotse render "{written}" --to ar,uk',
            markup=False,
        )


def script_of(path: Path, settings: Settings) -> Path:
    """The script to render: where a recording is given, the transcript beside it, which is written if there is none.

    Raises:
        InputError: The text beside a recording is not its transcript.
    """
    from pipeline.errors import InputError
    from pipeline.ingest import read_script
    from pipeline.ingest.beside import RECORDED

    if path.suffix.lower() not in RECORDED:
        return path
    script = path.with_suffix(".md")
    if not script.exists():
        return written_down(path, "de", settings)
    if read_script(script).recording != path.name:
        raise InputError(
            f"Neben der Aufnahme liegt {script.name}, aber keine Abschrift von ihr: Dort steht nicht „recording: "
            f"{path.name}“. Meinen Sie das Skript: lotse render {script.name}. Sonst benennen Sie die Aufnahme um.",
            f'Beside the recording lies {script.name}, but it is no transcript of it: it does not say "recording: '
            f'{path.name}". If you mean the script: lotse render {script.name}. Otherwise rename the recording.',
            path=path,
        )
    return script


def written_down(recording: Path, code: str, settings: Settings) -> Path:
    """Where the transcript now lies.

    Raises:
        InputError: The recording cannot be written down, or has been already; or Whisper does not know the language.
        MissingError: The hearing model is not installed.
    """
    from pipeline import language
    from pipeline.ingest import transcript
    from pipeline.ingest.transcribe import transcribe as hear

    spoken, models = language.load(code.lower()), settings.models
    transcript.beside(recording)
    with _progress(recording.name) as progress:
        heard = hear(
            recording,
            spoken,
            models.folder,
            model=settings.speech.whisper,
            device=models.device,
            progress=progress,
        )
    return transcript.write(recording, heard, spoken)


@contextmanager
def _progress(name: str) -> Iterator[Callable[[float], None]]:
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    terminal = console(error=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    if not terminal.is_terminal:
        terminal.print(f"{name}: abschreiben", markup=False)
    with Progress(*columns, console=terminal, disable=not terminal.is_terminal, transient=True) as bars:
        task = bars.add_task(f"{name}: abschreiben".replace("[", r"\["), total=1.0)
        yield lambda done: bars.update(task, completed=done)
