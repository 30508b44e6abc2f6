"""The whole main job where there is no network at all; and nothing so much as tries to reach one."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT

needs_namespaces = pytest.mark.skipif(
    not shutil.which("strace")
    or subprocess.run(["unshare", "--net", "--map-root-user", "true"], capture_output=True).returncode != 0,
    reason="strace is missing (apt-get install strace), or this system does not allow network namespaces",
)
pytestmark = [pytest.mark.slow, needs_namespaces]

MAIN_JOB = """
import sys
import pipeline.scene.timeline
from pipeline.cli import app
pipeline.scene.timeline.FPS = 1
sys.argv = ["lotse", *sys.argv[1:]]
app()
"""


@dataclass(frozen=True, slots=True)
class Alone:
    """A process and all its children, without any network."""

    status: int
    said: str
    attempts: list[str]
    """System calls that named an internet address."""


def alone(program: str, *words: str, folder: Path) -> Alone:
    """Runs Python in a network namespace that has no interface but a loopback that is down; strace sees every call by
    which anything could leave."""
    trace = folder / "trace"
    command = [
        "unshare",
        "--net",
        "--map-root-user",
        "strace",
        "--follow-forks",
        "--seccomp-bpf",
        "-qq",
        "-o",
        str(trace),
    ]
    command += ["-e", "trace=connect,sendto,sendmsg,sendmmsg", sys.executable, "-c", program, *words]
    clean = {name: value for name, value in os.environ.items() if not name.upper().startswith("LOTSE_")}
    done = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, timeout=900)
    lines = trace.read_text(errors="replace").splitlines()
    return Alone(done.returncode, done.stdout + done.stderr, [line for line in lines if "sa_family=AF_INET" in line])


def test_what_tries_to_leave_is_seen_and_does_not_get_anywhere(tmp_path: Path) -> None:
    """The check itself: TCP and UDP, from a child of a child, also what only looks up a name."""
    program = """
import socket, subprocess, sys
call = "import socket; s = socket.socket(socket.AF_INET, socket.{kind}); s.{how}"
tcp = call.format(kind="SOCK_STREAM", how="connect(('192.0.2.1', 443))")
udp = call.format(kind="SOCK_DGRAM", how="sendto(b'x', ('192.0.2.2', 53))")
for one in (tcp, udp):
    child = subprocess.run([sys.executable, "-c", one], capture_output=True, text=True)
    assert "Network is unreachable" in child.stderr, child.stderr
"""
    done = alone(program, folder=tmp_path)
    assert done.status == 0, done.said
    assert {re.findall(r"192\.0\.2\.\d", line)[0] for line in done.attempts} == {"192.0.2.1", "192.0.2.2"}


def test_the_main_job_needs_no_network_and_asks_for_none(models: Path, tmp_path: Path) -> None:
    """The demo's script with a machine's translation (Portuguese) and a neural voice (English): all stages."""
    shutil.copytree(ROOT / "assets" / "demo", tmp_path / "demo")
    (tmp_path / "lotse.toml").write_text(
        f'[review]\npolicy = "label"\n[paths]\nstate = "state"\n[models]\nfolder = "{models}"\n', encoding="utf-8"
    )
    words = [
        "render",
        str(tmp_path / "demo" / "termin.md"),
        "--to",
        "en,pt",
        "--avatar",
        "daniel",
        "--out",
        str(tmp_path / "out"),
    ]
    done = alone(MAIN_JOB, *words, "--config", str(tmp_path / "lotse.toml"), folder=tmp_path)
    assert done.status == 0, done.said
    assert sorted(path.suffixes[-2] for path in (tmp_path / "out").rglob("*.mp4")) == [".en", ".pt"]
    assert "firefox" in next((tmp_path / "out").rglob("pt/report.json")).read_text(encoding="utf-8")
    voice = json.loads(next((tmp_path / "out").rglob("en/report.json")).read_text(encoding="utf-8"))["voice"]
    assert voice["engine"] == "piper"
    assert done.attempts == []
