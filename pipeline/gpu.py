"""Room on the graphics card: hearing and speaking hold it together only where both fit."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from pipeline import warm
from pipeline.model import Device

NEEDED = 3
"""Times the size of its files that a model takes while it works: weights, their copy while loading, workspace."""
BASE = 1 << 30
"""Bytes that come on top: what the driver and the libraries keep for each program."""


def make_room(device: Device, weights: Path) -> None:
    """Before a model is loaded onto the card: gives back all others, unless it fits beside them.

    Args:
        weights: The model's file or folder.
    """
    if device == "cuda" and free() < NEEDED * _size(weights) + BASE:
        warm.release()


def free() -> int:
    """Bytes free on the card that has the most; 0 where nobody can tell."""
    if not shutil.which("nvidia-smi"):
        return 0
    command = ["nvidia-smi", "--query-gpu=memory.free", "--format=csv,noheader,nounits"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout
        return max(int(line) for line in told.split()) << 20
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


def _size(weights: Path) -> int:
    files = weights.rglob("*") if weights.is_dir() else [weights]
    return sum(file.stat().st_size for file in files if file.is_file())
