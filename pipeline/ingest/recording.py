"""A recording as a stream of sound, or one message that says why it cannot be one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError, LotseError, MachineError
from pipeline.ingest.beside import RECORDED
from pipeline.ingest.whole import refuse_cut, refuse_short
from pipeline.media import SAMPLE_RATE, probe, read

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST = 30.0
"""Minutes: a film of more is watched by nobody, and a text of more is checked by nobody."""
FORMATS = "aac,flac,matroska,mov,mp3,ogg,wav"
"""ffmpeg's names. Nothing else is opened, above all no playlist, which could name other files or addresses."""


def duration(path: Path) -> float:
    """Seconds that the file says its sound lasts; 0: it does not say.

    Raises:
        InputError: It is missing, empty, no recording, damaged, without sound, or too long.
        MachineError: ffmpeg is missing or was killed.
    """
    if path.is_dir():
        raise InputError(
            "Das ist ein Ordner. Nennen Sie die Aufnahme darin.",
            "This is a folder. Name the recording in it.",
            path=path,
        )
    if path.suffix.lower() not in RECORDED:
        raise InputError(
            f"Dateien mit der Endung „{path.suffix}“ sind für Lotse keine Aufnahmen. Möglich sind: "
            f"{', '.join(RECORDED)}. Speichern Sie die Aufnahme in einem dieser Formate.",
            f'Files that end in "{path.suffix}" are no recordings to Lotse. Possible are: {", ".join(RECORDED)}. '
            "Save the recording in one of these formats.",
            path=path,
        )
    if not path.is_file():
        raise InputError(
            "Diese Datei gibt es nicht. Prüfen Sie Name und Ordner.",
            "There is no such file. Check its name and folder.",
            path=path,
        )
    if not path.stat().st_size:
        raise InputError(
            "Die Datei ist leer (0 Byte). Kopieren Sie die Aufnahme noch einmal hierher.",
            "The file is empty (0 bytes). Copy the recording here once more.",
            path=path,
        )
    refuse_cut(path)
    try:
        found = probe(path.absolute(), "-format_whitelist", FORMATS)
    except MachineError:
        raise
    except LotseError as error:
        raise _damaged(path) from error
    if not found.audio:
        raise InputError(
            "In dieser Datei ist keine Tonspur. Nehmen Sie noch einmal mit eingeschaltetem Mikrofon auf, oder "
            "schreiben Sie den Text als .md-Datei.",
            "There is no sound in this file. Record it again with the microphone switched on, or write the text as an "
            ".md file.",
            path=path,
        )
    # The picture of a film may go on when the sound has ended.
    seconds = float(found.audio.get("duration", found.duration))
    if seconds > LONGEST * 60:
        raise too_long(path, seconds)
    return seconds


def sound(path: Path, announced: float) -> Iterator[NDArray[np.float32]]:
    """The sound in pieces of one second: mono at SAMPLE_RATE, float32 in [-1, 1], shape (n,). Never held as a whole.

    Args:
        announced: What `duration` gave.

    Raises:
        InputError: It is damaged, or longer than it said and too long.
        MachineError: ffmpeg is missing or was killed.
    """
    import ffmpeg
    import numpy as np

    graph = ffmpeg.input(str(path.absolute()), format_whitelist=FORMATS).audio
    command = graph.output("pipe:", format="s16le", ac=1, ar=SAMPLE_RATE).global_args("-loglevel", "error", "-nostdin")
    seconds = 0.0
    try:
        for piece in read(command.compile(), 2 * SAMPLE_RATE, whole=False):
            seconds += len(piece) / 2 / SAMPLE_RATE
            if seconds > LONGEST * 60 + 1:
                raise too_long(path, seconds)
            yield np.frombuffer(piece, "<i2").astype(np.float32) / np.float32(32768)
    except (MachineError, InputError):
        raise
    except LotseError as error:
        raise _damaged(path) from error
    refuse_short(path, announced, seconds)


def too_long(path: Path, seconds: float) -> InputError:
    return InputError(
        f"Die Aufnahme ist zu lang: {seconds / 60:.0f} Minuten, erlaubt sind {LONGEST:.0f}. Teilen Sie sie in mehrere "
        "auf; aus jeder wird ein Film.",
        f"The recording is too long: {seconds / 60:.0f} minutes, {LONGEST:.0f} are allowed. Split it into several; "
        "each becomes a film.",
        path=path,
    )


def _damaged(path: Path) -> InputError:
    return InputError(
        "Die Datei ist beschädigt oder keine Aufnahme. Spielen Sie sie zur Probe ab und kopieren Sie sie noch einmal "
        f"hierher, oder speichern Sie sie neu; möglich sind {', '.join(RECORDED)}.",
        "The file is damaged or no recording. Try to play it, then copy it here once more or save it anew; possible "
        f"are {', '.join(RECORDED)}.",
        path=path,
    )
