"""The machine engines: one file each, one line in the dictionary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from pipeline.model import Device
from pipeline.translate.argos import Argos
from pipeline.translate.firefox import Firefox


class Engine(Protocol):
    """Translates with the models of one library that are installed in the models folder."""

    @property
    def name(self) -> str: ...

    def pairs(self) -> frozenset[tuple[str, str]]:
        """(source, target) in Lotse's language codes, for every installed model."""
        ...

    def label(self, source: str, target: str) -> str:
        """Which model: "firefox en-pt"; with a colon for the space it is the weight's name."""
        ...

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """One sentence in, one sentence out, all in one batch.

        Raises:
            MissingError: The model is installed but cannot be loaded.
        """
        ...


ENGINES: dict[str, Callable[[Path, Device], Engine]] = {"firefox": Firefox, "argos": Argos}
"""In the order in which they are asked: for the pairs that both have, the Firefox models are newer and faster."""


def load_engines(models: Path, device: Device = "cpu") -> tuple[Engine, ...]:
    """All engines, with whatever is installed in the models folder; loads no model."""
    return tuple(make(models, device) for make in ENGINES.values())
