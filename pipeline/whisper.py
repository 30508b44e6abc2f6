"""The hearing model, loaded once for all who hear: recordings are written down with it, and voices are checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import gpu
from pipeline.errors import MissingError
from pipeline.model import Device
from pipeline.warm import warm
from pipeline.weights.store import find

if TYPE_CHECKING:
    from faster_whisper import WhisperModel


def folder(models: Path, model: str) -> Path:
    """Where its weights lie.

    Args:
        models: The models folder.
        model: "whisper:base".

    Raises:
        MissingError: It is not installed.
    """
    found = find(models, model)
    if found is None:
        raise MissingError(
            f"Das Hörmodell {model} fehlt. Abhilfe: lotse models pull {model}",
            f"The hearing model {model} is missing. Mend: lotse models pull {model}",
        )
    return found


@warm
def load(weights: Path, device: Device) -> WhisperModel:
    """CTranslate2 does not survive a fork: only on first use."""
    import os

    from faster_whisper import WhisperModel

    gpu.make_room(device, weights)
    # By itself it starts four threads, which on two processors wait for each other.
    threads = len(os.sched_getaffinity(0))
    kind = "float16" if device == "cuda" else "int8"
    return WhisperModel(str(weights), device=device, compute_type=kind, cpu_threads=threads, local_files_only=True)
