"""Where the ear may judge: a measured table, assets/hearing.toml, and the house's own over it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.files import write_atomic
from pipeline.language import ASSETS
from pipeline.model import VoiceInfo

CLEAR = 0.10
"""Median character error rate above which the ear does not understand a voice."""
RIGHT = 0.95
"""Share of rightly spoken sentences that must be understood: each one that is not costs three more readings, and stops
a film where it holds a number."""
CAUGHT = 0.95
"""Share of sentences with a wrong figure or name that must be noticed."""
ENOUGH = 20
"""Sentences, below which a share says nothing."""
_HEAD = """# Wie gut das Ohr eine Stimme versteht, gemessen mit: lotse models measure
# How well the ear understands a voice, measured with: lotse models measure
# error: median character error rate; figures: share of sentences with a number whose numbers were all understood;
# right: share of rightly spoken sentences that pass; caught: share of sentences with a wrong figure or name that fail.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of one voice."""

    language: str
    voice: str
    """"piper:en_US-joe-medium", "espeak:de+f3"."""
    whisper: str
    """"whisper:base"."""
    error: float
    """Median character error rate of rightly spoken sentences."""
    figures: float
    """Share of the sentences with figures in which all of them were heard as spoken, 0 … 1."""
    right: float
    """Share of rightly spoken sentences that pass."""
    caught: float
    """Share of sentences with a wrong figure or a wrong name that fail."""
    sentences: int
    date: str
    """ISO 8601."""

    @property
    def may_judge(self) -> bool:
        return (
            self.sentences >= ENOUGH and self.error <= CLEAR and self.right >= RIGHT and self.caught >= CAUGHT
        )  # fmt: skip


def house(state: Path) -> Path:
    """Where the house's own measurements are kept."""
    return state / "hearing.toml"


def rows(state: Path | None) -> tuple[Row, ...]:
    """All that was measured, the house's own before what comes with Lotse.

    Raises:
        InputError: The house's table is damaged.
    """
    return (*(own(state) if state else ()), *_read(ASSETS / "hearing.toml"))


def own(state: Path) -> tuple[Row, ...]:
    """What the house has measured.

    Raises:
        InputError: Its table is damaged.
    """
    return _read(house(state)) if house(state).exists() else ()


def named(voice: VoiceInfo) -> str:
    """As in the table."""
    return f"{voice.engine}:{voice.name}"


def row(measured: Iterable[Row], language: str, voice: VoiceInfo, whisper: str) -> Row | None:
    wanted = (language, named(voice), whisper)
    return next((one for one in measured if (one.language, one.voice, one.whisper) == wanted), None)


def write(path: Path, measured: Iterable[Row]) -> None:
    """Writes a table; of several rows for one voice the first counts."""
    once = {(one.language, one.voice, one.whisper): one for one in reversed(list(measured))}
    parts = [_HEAD]
    for key in sorted(once):
        lines = [f"{name} = {_toml(value)}" for name, value in asdict(once[key]).items()]
        parts.append("\n".join(["[[measured]]", *lines]) + "\n")
    write_atomic(path, "\n".join(parts))


def _toml(value: str | float | int) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _read(path: Path) -> tuple[Row, ...]:
    kinds = {field.name: {"str": str, "float": float, "int": int}[str(field.type)] for field in fields(Row)}

    def one(data: dict[str, Any]) -> Row:
        if data.keys() != kinds.keys():
            raise KeyError(", ".join(sorted(data.keys() ^ kinds.keys())))
        if wrong := [name for name, kind in kinds.items() if not isinstance(data[name], kind)]:
            raise TypeError(wrong[0])
        return Row(**data)

    try:
        return tuple(one(data) for data in tomllib.loads(path.read_text(encoding="utf-8"))["measured"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise InputError(
            f"Die Tabelle der Hörprüfung ist nicht zu lesen ({error}). Bitte löschen und neu messen: "
            "lotse models measure",
            f"The table of the hearing check cannot be read ({error}). Delete it and measure anew: "
            "lotse models measure",
            path=path,
        ) from error
