"""Argos Translate packages: their own tokenizer, and CTranslate2 for all sentences in one batch.

argostranslate's sentence splitter is never called: it fetches a model at run time, and these are sentences already.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import MissingError
from pipeline.model import Device
from pipeline.translate.codes import installed_pairs
from pipeline.warm import warm
from pipeline.weights import argos_library, find


class Argos:
    name = "argos"

    def __init__(self, models: Path, device: Device = "cpu") -> None:
        self._models = models
        self._device = device

    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(installed_pairs(self._models, "argos"))

    def label(self, source: str, target: str) -> str:
        return installed_pairs(self._models, "argos")[source, target].replace(":", " ")

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        weight = installed_pairs(self._models, "argos")[source, target]
        folder = find(self._models, weight)
        assert folder is not None
        package, translator = _load(folder, self._device)
        tokens = [package.tokenizer.encode(text) for text in texts]
        results = translator.translate_batch(
            tokens,
            target_prefix=[[package.target_prefix]] * len(tokens) if package.target_prefix else None,
            replace_unknowns=True,
            max_batch_size=8,
            beam_size=4,
            length_penalty=0.2,
            # both default to a limit that cuts a long sentence short without a word
            max_input_length=0,
            max_decoding_length=max([256, *(3 * len(sentence) for sentence in tokens)]),
        )
        skip = 1 if package.target_prefix else 0
        return [package.tokenizer.decode(result.hypotheses[0][skip:]).strip() for result in results]


@warm
def _load(folder: Path, device: Device) -> tuple[Any, Any]:
    """The installed package and its translator."""
    import ctranslate2

    library = argos_library.load(folder.parent)
    try:
        package = library.Package(folder)
        model = str(folder / "model")
        # several batches side by side, one thread each: threads inside a batch wait for each other spinning, and on
        # cores shared with another process that costs a hundred times the work
        threads = min(4, os.cpu_count() or 1)
        return package, ctranslate2.Translator(model, device=device, inter_threads=threads, intra_threads=1)
    except (OSError, RuntimeError, ValueError, LookupError) as error:
        raise MissingError(
            f"Das Modell ist nicht lesbar ({error}). Neu holen: lotse models pull argos:{folder.name}",
            f"The model cannot be read ({error}). Get it again: lotse models pull argos:{folder.name}",
            path=folder,
        ) from error
