"""Between Lotse's language codes and the engines' own, which the language packs hold."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pipeline import language
from pipeline.weights import installed

EngineName = Literal["argos", "firefox"]


def engine_code(code: str, engine: EngineName) -> str:
    """The engine's code of a language; empty where it does not have it, so that Farsi is never sold as Dari."""
    pack = language.load(code)
    return pack.argos if engine == "argos" else pack.firefox


def installed_pairs(models: Path, engine: EngineName) -> dict[tuple[str, str], str]:
    """(source, target) in Lotse's codes → the weight's name, "firefox:en-pt"."""
    ours: dict[str, list[str]] = {}
    for code in language.codes():
        ours.setdefault(engine_code(code, engine), []).append(code)
    ours.pop("", None)
    pairs: dict[tuple[str, str], str] = {}
    for weight in installed(models):
        kind, _, pair = weight.name.partition(":")
        if kind == engine:
            source, _, target = pair.partition("-")
            pairs |= {(s, t): weight.name for s in ours.get(source, ()) for t in ours.get(target, ())}
    return pairs
