"""Child processes that die with this one, and their temporary files."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.media import mortal
from workers.log import configure

if TYPE_CHECKING:
    from pipeline.settings import Settings


def start(module: str, *arguments: str, settings: Settings, scratch: Path) -> subprocess.Popen[bytes]:
    """Runs one of our modules in a session of its own, with the same settings; `received` reads them there."""
    process = subprocess.Popen(
        mortal([sys.executable, "-P", "-m", module, *arguments]),
        stdin=subprocess.PIPE,
        start_new_session=True,
        env=os.environ | {"TMPDIR": str(scratch)},
    )
    assert process.stdin
    with suppress(BrokenPipeError), process.stdin as pipe:
        pipe.write(settings.model_dump_json().encode())
    return process


def received() -> Settings:
    """What `start` has handed over; from here on this process keeps the same log."""
    from pipeline.settings import Settings

    configure()
    return Settings.model_validate_json(sys.stdin.read())


def processors() -> int:
    """How many films are drawn at once where nobody says otherwise: one processor is left for the models."""
    return max(1, len(os.sched_getaffinity(0)) - 1)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for the temporary files of all children. It goes in the end; one whose owner was killed goes now."""
    root = Path(tempfile.gettempdir())
    for old in root.glob("lotse-*"):
        with suppress(OSError), (old / "lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(old, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=".lotse-"))
    with (made / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Only now can others see it: locked.
        folder = made.rename(made.with_name(made.name[1:]))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
