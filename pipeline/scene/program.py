"""Runs a program that makes a face speak: it gets the sound and a portrait, and leaves a video.

It runs as little able to do harm as a foreign program can be without a container: no shell, a folder of its own, an
environment of a few names, no standard input and, where the system allows it, no network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.characters import visible
from pipeline.errors import InputError, LotseError
from pipeline.files import sha256
from pipeline.media import mortal, running
from pipeline.scene.portrait import Portrait

if TYPE_CHECKING:
    from collections.abc import Iterator

STARTUP = 60.0
"""Seconds that a program may take besides, to load its model."""
WHOLE = 16_000_000
"""Bytes up to which a file of a program is known by its content; models can be gigabytes."""
_KEPT = (
    *("PATH", "HOME", "LANG", "LC_ALL", "TZ", "USER"),
    *("LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES", "OMP_NUM_THREADS"),
)
"""Of the environment: what programs and graphics cards need; no proxies, no keys, none of our settings."""
_LINES = 5
"""Of what it said, in the error."""
# With a process namespace of its own, all that it has started ends with it, however this process dies.
_ALONE = ("unshare", "--map-current-user", "--net", "--pid", "--fork", "--kill-child", "--")


@dataclass(frozen=True, slots=True)
class Ran:
    clip: Path
    isolated: bool
    """It had no network."""


@cache
def isolates() -> bool:
    """Whether this system lets a program run without network and with all its children in one cage."""
    if not shutil.which(_ALONE[0]):
        return False
    tried = subprocess.run([*_ALONE, "true"], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    return tried.returncode == 0


@contextmanager
def workshop(home: Path) -> Iterator[Path]:
    """An empty folder for one run; what a killed one has left is removed, and in the end the folder."""
    folder = home / ".face"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def marks(command: Sequence[str]) -> list[str]:
    """What a program and the files it is given are: where one has changed, the video of before is not used again.

    Seen are the program and every argument that is the full path of a file, or ends in one ("--model=/opt/model.bin"):
    by content, but beyond WHOLE bytes, and where only its execution is allowed, by size and time of change. Not seen
    is what these load by themselves, nor what a folder holds: there the command must name a file that says the version.
    """
    named = [command[0], *(path for part in command[1:] for path in (part, part.partition("=")[2]))]
    return [mark for path in named if (mark := _mark(Path(path)))]


def _mark(path: Path) -> str:
    """Empty: not the full path of a file."""
    with suppress(OSError):  # an argument may be too long for the name of a file
        if path.is_absolute() and path.is_file():
            now = path.stat()
            whole = now.st_size <= WHOLE and os.access(path, os.R_OK)
            return sha256(path) if whole else f"{now.st_size} {now.st_mtime_ns}"
    return ""


def executable(portrait: Portrait) -> Path:
    """
    Raises:
        InputError: There is no such program.
    """
    program = Path(portrait.command[0])
    if not (program.is_file() and os.access(program, os.X_OK)):
        raise InputError(
            f"Das Programm {program} für den Avatar „{portrait.id}“ gibt es hier nicht, oder es ist nicht ausführbar. "
            f"Bitte in lotse.toml unter [avatars.{portrait.id}] command berichtigen.",
            f'The program {program} for the avatar "{portrait.id}" is not here or cannot be executed. Correct command '
            f"in lotse.toml under [avatars.{portrait.id}].",
        )
    return program


def run(portrait: Portrait, sound: Path, folder: Path, *, seconds: float, fps: int) -> Ran:
    """Args:
        sound: WAV: all that will be heard, from the first frame to the last.
        folder: Where it works; `workshop`.
        seconds: Of the sound.
        fps: Frames a second that are asked for.

    Raises:
        InputError: There is no such program.
        LotseError: It failed, took too long, or left no video.
    """
    program = executable(portrait)
    clip = folder / f"clip.{portrait.container}"
    filled = {"{sound}": str(sound), "{portrait}": str(portrait.picture), "{clip}": str(clip), "{fps}": str(fps)}
    command = [str(program), *(_filled(part, filled) for part in portrait.command[1:])]
    isolated, limit = isolates(), STARTUP + portrait.limit * seconds
    kept = {name: value for name, value in os.environ.items() if name in _KEPT}
    log, begun = folder / "log.txt", time.monotonic()
    with (
        log.open("wb") as said,
        running(
            [*_ALONE, *mortal(command)] if isolated else command,
            limit=limit,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**kept, "TMPDIR": str(folder)},
        ) as process,
    ):
        status = process.wait()
    if time.monotonic() - begun >= limit and status:
        raise _failed(
            portrait,
            log,
            f"war nach {limit:.0f} s noch nicht fertig und wurde beendet. Schneller rechnen lassen, oder in lotse.toml "
            f"unter [avatars.{portrait.id}] limit erhöhen (jetzt {portrait.limit:g} s je Sekunde Ton).",
            f"was not ready after {limit:.0f} s and was ended. Let it compute faster, or raise limit in lotse.toml "
            f"under [avatars.{portrait.id}] (now {portrait.limit:g} s for each second of sound).",
        )
    if status:
        raise _failed(
            portrait,
            log,
            f"ist gescheitert (Status {status}). Es lässt sich von Hand ausprobieren, mit einer beliebigen WAV-Datei "
            f"an der Stelle von {{sound}} und dem Porträt {portrait.picture}.",
            f"failed (status {status}). It can be tried by hand, with any WAV file in the place of {{sound}} and the "
            f"portrait {portrait.picture}.",
        )
    if not clip.is_file() or clip.is_symlink() or not clip.stat().st_size:
        raise _failed(
            portrait,
            log,
            f"hat kein Video hinterlassen: {clip.name} an der Stelle von {{clip}} fehlt oder ist leer.",
            f"left no video: {clip.name} in the place of {{clip}} is missing or empty.",
        )
    return Ran(clip, isolated)


def _filled(part: str, values: dict[str, str]) -> str:
    for place, value in values.items():
        part = part.replace(place, value)
    return part


def _failed(portrait: Portrait, log: Path, de: str, en: str) -> LotseError:
    lines: Sequence[str] = ()
    with suppress(OSError), log.open("rb") as said:
        said.seek(max(0, log.stat().st_size - 4000))
        lines = said.read().decode(errors="replace").strip().splitlines()[-_LINES:]
    told = " | ".join(visible(line.strip()) for line in lines if line.strip())
    return LotseError(
        f"Das Programm für den Avatar „{portrait.id}“ {de} Es sagte zuletzt: {told or 'nichts'}",
        f'The program for the avatar "{portrait.id}" {en} Its last words: {told or "none"}',
        retry=True,
    )
