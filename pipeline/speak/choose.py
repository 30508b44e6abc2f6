"""Which voices speak a language: the installed ones of the avatar's gender and no other, best first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.language import Language
from pipeline.model import Device, Gender, VoiceInfo
from pipeline.speak.voice import Voice
from pipeline.weights import find, installed

Engine = Callable[[Path, str, Language, Gender, str, Device], Voice]
"""Where the model lies, what the pack says after the engine's name, language, gender, licence, device."""


def voices(
    language: Language, gender: Gender, models: Path, device: Device = "cpu", *, noncommercial: bool = False
) -> tuple[Voice, ...]:
    """Empty: nobody can speak this language here, and its films show words only. Nothing is loaded before it speaks.

    Args:
        language: Its pack names the voices, best first; espeak-ng stands in after them.
        gender: Of the avatar; a voice of the other gender is never taken.
        models: The models folder.
        noncommercial: Whether voices may speak whose licence forbids commercial use.
    """
    from pipeline.speak.espeak import EspeakVoice

    licences = {weight.name: weight.licence for weight in installed(models)}
    found: list[Voice] = []
    for name in language.voices(gender):
        weight = name.partition("#")[0]
        engine, _, rest = name.partition(":")
        licence = licences.get(weight, "")
        if (model := find(models, weight)) and (noncommercial or not forbids_commerce(licence)):
            found.append(_engines()[engine](model, rest, language, gender, licence, device))
    if language.espeak:
        found.append(EspeakVoice(language, gender))
    return tuple(found)


def _engines() -> dict[str, Engine]:
    from pipeline.speak.piper import PiperVoice

    return {"piper": PiperVoice}


def forbids_commerce(licence: str) -> bool:
    """Creative Commons' NC in any of its spellings."""
    plain = licence.upper().replace(" ", "-")
    return "-NC" in plain or "NONCOMMERCIAL" in plain or "NON-COMMERCIAL" in plain


def available(language: Language, gender: Gender, models: Path, *, noncommercial: bool = False) -> VoiceInfo | None:
    """Who would speak; None: nobody."""
    from pipeline.speak import espeak

    found = voices(language, gender, models, noncommercial=noncommercial)
    usable = [voice.info for voice in found if voice.info.engine != "espeak" or espeak.installed()]
    return usable[0] if usable else None


def nobody(language: Language, gender: Gender) -> tuple[str, str]:
    """What staff must know of a film in which nobody speaks, in German and English."""
    pull = pull_command(language, gender)
    sound = f"*.{language.code}.wav"
    return (
        f"Für {language.german} gibt es hier keine Stimme: Der Film zeigt nur Untertitel, die Figur bleibt still."
        + (f" Eine Stimme holen: {pull}." if pull else "")
        + f" Oder eine Aufnahme neben das Skript legen ({sound}).",
        f"There is no voice for {language.english} here: the film shows captions only, the avatar stays silent."
        + (f" Get a voice: {pull}." if pull else "")
        + f" Or put a recording beside the script ({sound}).",
    )


def pull_command(language: Language, gender: Gender) -> str:
    """The command that brings the best voice; empty where the pack names none."""
    names = language.voices(gender)
    return f"lotse models pull {names[0].partition('#')[0]}" if names else ""
