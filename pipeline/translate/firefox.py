"""Firefox Translations models on Mozilla's compiled engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import MissingError
from pipeline.model import Device
from pipeline.translate.codes import installed_pairs
from pipeline.warm import warm
from pipeline.weights import find

if TYPE_CHECKING:
    from fxtranslate import Translator


class Firefox:
    name = "firefox"

    def __init__(self, models: Path, device: Device = "cpu") -> None:
        """Args:
        device: Ignored: this engine runs on the CPU only.
        """
        self._models = models

    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(installed_pairs(self._models, "firefox"))

    def label(self, source: str, target: str) -> str:
        return installed_pairs(self._models, "firefox")[source, target].replace(":", " ")

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        weight = installed_pairs(self._models, "firefox")[source, target]
        folder = find(self._models, weight)
        assert folder is not None
        translator = _load(folder)
        return [translator.translate(text) for text in texts]


@warm
def _load(folder: Path) -> Translator:
    from fxtranslate import Translator

    try:
        return Translator(*((folder / name).read_bytes() for name in ("model.bin", "src.spm", "trg.spm")))
    except (OSError, ValueError) as error:
        raise MissingError(
            f"Das Modell ist nicht lesbar ({error}). Neu holen: lotse models pull firefox:{folder.name}",
            f"The model cannot be read ({error}). Get it again: lotse models pull firefox:{folder.name}",
            path=folder,
        ) from error
