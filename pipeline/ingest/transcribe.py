"""Speech becomes text with faster-whisper, from a local folder: nothing is ever downloaded here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.errors import MissingError
from pipeline.language import Language
from pipeline.model import Timed
from pipeline.warm import warm
from pipeline.weights.store import find

if TYPE_CHECKING:
    from faster_whisper import WhisperModel


def transcribe(
    path: Path, language: Language, models: Path, *, model: str = "whisper:base", device: Literal["cpu", "cuda"] = "cpu"
) -> tuple[Timed[str], ...]:
    """Hears a recording, sentence by sentence.

    Args:
        path: Any sound or film that ffmpeg reads.
        language: Spoken in it; Whisper does not guess.

    Returns:
        What was heard, with seconds from the start of the recording.

    Raises:
        MissingError: The model is not installed, or does not know the language.
    """
    folder = find(models, model)
    if folder is None:
        raise MissingError(
            f"Das Hörmodell {model} fehlt. Abhilfe: lotse models pull {model}",
            f"The hearing model {model} is missing. Mend: lotse models pull {model}",
        )
    if not language.whisper:
        raise MissingError(f"Whisper kennt {language.german} nicht.", f"Whisper does not know {language.english}.")
    segments, _ = _load(folder, device).transcribe(str(path), language=language.whisper, beam_size=5)
    return tuple(Timed(segment.start, segment.end, segment.text.strip()) for segment in segments)


@warm
def _load(folder: Path, device: str) -> WhisperModel:
    """CTranslate2 does not survive a fork: only on first use."""
    from faster_whisper import WhisperModel

    kind = "float16" if device == "cuda" else "int8"
    return WhisperModel(str(folder), device=device, compute_type=kind, local_files_only=True)
