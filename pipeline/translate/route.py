"""Which way a machine can go from one language to another, and what to install where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline import language
from pipeline.translate.codes import EngineName, engine_code
from pipeline.translate.engine import Engine

EnglishKind = Literal["approved", "supplied"]


@dataclass(frozen=True, slots=True)
class Leg:
    engine: Engine
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Route:
    legs: tuple[Leg, ...]
    """One, or two over English."""
    bridge: str
    """As in `TranslatedUnit.bridge`."""

    @property
    def label(self) -> str:
        """As in `TranslatedUnit.engine`: "firefox en-pt", "firefox de-en + argos en-uk"."""
        return " + ".join(leg.engine.label(leg.source, leg.target) for leg in self.legs)


@dataclass(frozen=True, slots=True)
class Ability:
    """Whether a machine can translate a script, for `lotse check` and `lotse languages`."""

    route: Route | None
    de: str
    """The way it goes, or what is missing and how to mend it."""
    en: str
    commands: tuple[str, ...]
    """What mends it: ("lotse models pull firefox:en-uk",); empty where it works or where no engine has the language."""


def find_route(source: str, target: str, engines: Sequence[Engine], english: EnglishKind | None) -> Route | None:
    """The best way there is: direct; from the English text, if there is one; by machine over English."""
    if direct := _leg(source, target, engines):
        return Route((direct,), "")
    if target == "en" or source == "en" or not (onward := _leg("en", target, engines)):
        return None
    if english:
        return Route((onward,), f"en {english}")
    first = _leg(source, "en", engines)
    return Route((first, onward), "en machine") if first else None


def can_translate(script_language: str, target: str, engines: Sequence[Engine], has_english: bool) -> Ability:
    """The way a machine would go, or what is missing for it.

    Args:
        has_english: An English text was supplied or approved, so the machine may start from there.
    """
    if script_language == target:
        return Ability(None, "die Sprache des Skripts", "the script's own language", ())
    route = find_route(script_language, target, engines, "supplied" if has_english else None)
    if route:
        over_de, over_en = {
            "": ("", ""),
            "en machine": (", maschinell über Englisch", ", by machine over English"),
        }.get(route.bridge, (", vom englischen Text aus", ", from the English text"))
        return Ability(route, f"Maschine: {route.label}{over_de}", f"machine: {route.label}{over_en}", ())
    wanted = missing(script_language, target, engines, has_english)
    if not wanted:
        return Ability(None, "keine Maschine kann diese Sprache", "no machine has this language", ())
    command = f"lotse models pull {' '.join(wanted)}"
    return Ability(None, f"Modell fehlt: {command}", f"model missing: {command}", (command,))


def missing(source: str, target: str, engines: Sequence[Engine], has_english: bool) -> tuple[str, ...]:
    """The models to pull, by their names: the legs over English that are not installed. Empty: no engine has them."""
    pairs = [(source, "en")] if source != "en" and (target == "en" or not has_english) else []
    pairs += [("en", target)] if target != "en" else []
    wanted = [_weight(*pair) for pair in pairs if not _leg(*pair, engines)]
    return tuple(name for name in wanted if name) if all(wanted) else ()


def _leg(source: str, target: str, engines: Sequence[Engine]) -> Leg | None:
    return next((Leg(engine, source, target) for engine in engines if (source, target) in engine.pairs()), None)


def _weight(source: str, target: str) -> str | None:
    names: tuple[EngineName, ...] = ("firefox", "argos")
    for engine in names:
        codes = [engine_code(code, engine) if code in language.codes() else "" for code in (source, target)]
        if all(codes):
            return f"{engine}:{'-'.join(codes)}"
    return None
