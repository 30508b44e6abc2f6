"""Which voices speak a language: the installed ones of the avatar's gender and no other, best first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.language import Language
from pipeline.model import Device, Gender, VoiceInfo
from pipeline.speak.voice import Voice
from pipeline.weights import find, installed

Engine = Callable[[Path, VoiceInfo, Language, Device], Voice]
"""Where the model lies, which voice it is, language, device."""


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
    from pipeline.speak import coqui
    from pipeline.speak.espeak import EspeakVoice

    found: list[Voice] = []
    for name in language.voices(gender):
        weight = name.partition("#")[0]
        engine, _, rest = name.partition(":")
        model, licence = find(models, weight), licence_of(models, weight)
        allowed = noncommercial or not forbids_commerce(licence)
        if model and allowed and (engine != "coqui" or coqui.installed()):
            info = VoiceInfo(engine, rest, gender, licence, stand_in=False)
            found.append(_engines()[engine](model, info, language, device))
    if language.espeak:
        found.append(EspeakVoice(language, gender))
    return tuple(found)


def _engines() -> dict[str, Engine]:
    from pipeline.speak.coqui import CoquiVoice
    from pipeline.speak.piper import PiperVoice

    return {"piper": PiperVoice, "coqui": CoquiVoice}


def licence_of(models: Path, weight: str) -> str:
    """As recorded with the weight; where it is not installed, what the catalogue says about its kind."""
    from pipeline.weights.catalogue import known

    return next((one.licence for one in installed(models) if one.name == weight), None) or known(weight).licence


def forbids_commerce(licence: str) -> bool:
    """Creative Commons' NC in any of its spellings, and Coqui's own licence."""
    plain = licence.upper().replace(" ", "-")
    return any(sign in plain for sign in ("-NC", "NONCOMMERCIAL", "NON-COMMERCIAL", "CPML"))


def available(language: Language, gender: Gender, models: Path, *, noncommercial: bool = False) -> VoiceInfo | None:
    """Who would speak; None: nobody."""
    from pipeline.speak import espeak

    found = voices(language, gender, models, noncommercial=noncommercial)
    usable = [voice.info for voice in found if voice.info.engine != "espeak" or espeak.installed()]
    return usable[0] if usable else None


def nobody(language: Language, gender: Gender, models: Path, *, noncommercial: bool = False) -> tuple[str, str]:
    """What staff must know of a film in which nobody speaks, in German and English."""
    steps = "; ".join(better(language, gender, models, noncommercial=noncommercial))
    sound = f"*.{language.code}.wav"
    return (
        f"Für {language.german} gibt es hier keine Stimme: Der Film zeigt nur Untertitel, die Figur bleibt still."
        + (f" Eine Stimme holen: {steps}." if steps else "")
        + f" Oder eine Aufnahme neben das Skript legen ({sound}).",
        f"There is no voice for {language.english} here: the film shows captions only, the avatar stays silent."
        + (f" Get a voice: {steps}." if steps else "")
        + f" Or put a recording beside the script ({sound}).",
    )


def better(language: Language, gender: Gender, models: Path, *, noncommercial: bool = False) -> tuple[str, ...]:
    """What would let the best voice speak, step by step: commands, and settings as they are written in lotse.toml.

    Empty where no pack and no setting names a voice. One of which nobody has said whether it is a woman's or a man's
    stands last: the house has to listen to it and name it in its settings.
    """
    from pipeline.speak import coqui

    names = language.voices(gender) or language.voices_unknown
    if not names:
        return ()
    name = names[0]
    weight, licence = name.partition("#")[0], licence_of(models, name.partition("#")[0])
    steps = []
    if weight.startswith("coqui:") and not coqui.installed():
        steps.append(coqui.EXTRA)
    if not find(models, weight):
        steps.append(f"lotse models pull {weight}")
    if forbids_commerce(licence) and not noncommercial:
        steps.append(f"lotse.toml: [speech] noncommercial = true ({licence})")
    if name not in language.voices(gender):
        steps.append(f'lotse.toml: [speech.voices] {language.code} = {{ {gender} = ["{name}"] }} (nach dem Anhören)')
    return tuple(steps)
