"""`lotse watch --local` as it is started by a service manager: real processes, real time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.lease import holder
from tests.workers.shared import SCRIPT

ROOT = Path(__file__).parent.parent.parent
LOTSE = [sys.executable, "-c", "from workers.cli import main; main()"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_watches_until_it_is_told_to_end(number: signal.Signals, tmp_path: Path) -> None:
    """What cannot be made, because the end card would be empty, comes back with words."""
    config = tmp_path / "lotse.toml"
    config.write_text('[paths]\nstate = "state"\n[share]\nstable = 0.2\n', encoding="utf-8")
    share = tmp_path / "share"
    for folder in ("Eingang", "Fehler"):
        (share / folder).mkdir(parents=True)
    (share / "Eingang" / "termin.md").write_text(SCRIPT.format(title="Termin"), encoding="utf-8")
    command = [*LOTSE, "watch", str(share), "--local", "--config", str(config)]
    watching = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)})
    note = share / "Fehler" / "termin.md.FEHLER.txt"
    try:
        end = time.monotonic() + 60
        while not note.exists() and time.monotonic() < end and watching.poll() is None:
            time.sleep(0.2)
    finally:
        watching.send_signal(number)
    assert watching.wait(20) == 0
    assert "[service] name und contact" in note.read_text(encoding="utf-8")
    assert holder(tmp_path / "state" / "watch") is None
