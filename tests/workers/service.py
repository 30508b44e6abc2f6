"""A service as it runs in real life, to be killed: Redis, workers, a watcher, small films.

A pytest plugin: test modules name it in `pytest_plugins`.

PYTEST_DONT_REWRITE: test modules import helpers from here before pytest loads it as a plugin.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline import state
from pipeline.job import Job, Order
from pipeline.settings import Settings, load
from pipeline.state import State
from workers.groups import job_of
from workers.share import Share

ROOT = Path(__file__).resolve().parents[2]
HOOKS = Path(__file__).parent / "hooks"


@dataclass
class Service:
    root: Path
    models: Path
    lease: float = 3.0
    limit: int = 120
    port: int = 0
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        for name in ("share", "redis", "tmp"):
            (self.root / name).mkdir()
        self.config.write_text(
            '[service]\ncontact = "030 23125 118"\n[review]\npolicy = "label"\n'
            f'[paths]\nstate = "state"\nshare = "share"\n[models]\nfolder = "{self.models}"\n'
            "[share]\nstable = 0.5\n"
            f'[queue]\nbroker = "redis://127.0.0.1:{self.port}/0"\nlease = {self.lease}\nlimit = {self.limit}\n',
            encoding="utf-8",
        )
        Share.of(self.settings).make()

    @property
    def config(self) -> Path:
        return self.root / "lotse.toml"

    @property
    def settings(self) -> Settings:
        return load(self.config)

    # ---------------------------------------------------------------- processes

    def redis(self) -> None:
        """As in real life: a file of all changes, written every second, and nothing thrown away."""
        options = ["--appendonly", "yes", "--appendfsync", "everysec", "--maxmemory-policy", "noeviction", "--save"]
        folder = ["--dir", str(self.root / "redis"), "--port", str(self.port), "--bind", "127.0.0.1"]
        self.start("redis", ["redis-server", *folder, *options, ""])
        until(self._answers, 20, "Redis answers")

    def empty_redis(self) -> None:
        for path in (self.root / "redis").iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def worker(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "workers", "worker", *arguments, "--config", str(self.config)]
        self.start("worker", command)

    def watcher(self) -> None:
        self.start("watcher", [sys.executable, "-m", "workers", "watch", "--config", str(self.config)])

    def start(self, name: str, command: Sequence[str], **environment: str) -> None:
        clean = {key: value for key, value in os.environ.items() if not key.upper().startswith("LOTSE_")}
        clean |= {"PYTHONPATH": f"{HOOKS}:{ROOT}", "TMPDIR": str(self.root / "tmp")} | environment
        log = (self.root / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen(
            command, env=clean, cwd=self.root, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
        )
        log.close()

    def kill(self, name: str) -> None:
        self.processes[name].kill()
        self.processes[name].wait()

    def stop(self) -> None:
        """As at the end of the day, and what does not listen is killed."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _answers(self) -> bool:
        with socket.socket() as client:
            client.settimeout(1)
            try:
                client.connect(("127.0.0.1", self.port))
                client.sendall(b"PING\r\n")
                return client.recv(7) == b"+PONG\r\n"
            except OSError:
                return False

    # ---------------------------------------------------------------- jobs

    def put(self, title: str) -> Job:
        """As the team does: a script and its translation are copied into the inbox."""
        inbox = Share.of(self.settings).inbox
        own = f"---\ntitle: {title}\nlanguage: de\nto: [de, en]\n---\nBitte komm pünktlich.\n"
        (inbox / f"{title}.md").write_text(own, encoding="utf-8")
        (inbox / f"{title}.en.md").write_text("Please be on time.\n", encoding="utf-8")
        return job_of(self.settings.paths.state, "", title)

    def drop(self, title: str, *languages: str, urgent: bool = False, text: str = "Bitte komm pünktlich.") -> Job:
        """What the watcher does with a script."""
        share = Share.of(self.settings)
        job = Job.named(self.settings.paths.state, title, f"{title}.md")
        job.source.mkdir(parents=True, exist_ok=True)
        script = job.source / "skript.md"
        script.write_text(f"---\ntitle: {title}\nlanguage: de\n---\n{text}\n", encoding="utf-8")
        (job.source / "skript.en.md").write_text("Please be on time.\n", encoding="utf-8")
        order = Order(script, share.places, title, "", languages, f"{title}.md", "", state.now(), urgent, len(text))
        job.remember(order)
        for code in languages:
            state.ask(job.language(code))
        return job

    def state(self, job: Job, code: str) -> State:
        now = job.state(code)
        assert now
        return now

    def leftovers(self) -> list[str]:
        """What a killed process may have left in temporary folders, in the jobs and in the share."""
        found = [path for place in ("state/jobs", "share") for path in (self.root / place).rglob(".*")]
        found += (self.root / "tmp").iterdir()
        return sorted(str(path.relative_to(self.root)) for path in found)


@pytest.fixture
def house(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """With nothing running yet; whatever was started is ended."""
    for name in [name for name in os.environ if name.upper().startswith("LOTSE_")]:
        monkeypatch.delenv(name)
    made = Service(tmp_path, models)
    yield made
    made.stop()


def until(true: Callable[[], object], seconds: float, what: str = "") -> float:
    """How many seconds it took."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < seconds, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.05)
    return time.monotonic() - begun


def children(pid: int) -> list[int]:
    """Of a process, and theirs, whatever their session."""
    found: list[int] = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found += [int(path.parent.name), *children(int(path.parent.name))]
    return found


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def shoot(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
