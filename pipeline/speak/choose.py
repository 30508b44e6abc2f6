"""Which voice speaks a language: the best one installed, of the avatar's gender and no other."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import MissingError
from pipeline.language import Language
from pipeline.model import Device, Gender, VoiceInfo
from pipeline.speak.voice import Voice
from pipeline.weights import find, installed


def choose(language: Language, gender: Gender, models: Path, device: Device = "cpu") -> Voice:
    """The first installed Piper voice of the pack, otherwise espeak-ng as a stand-in.

    Args:
        language: Its pack names the voices, best first.
        gender: Of the avatar; a voice of the other gender is never taken.
        models: The models folder.

    Raises:
        MissingError: Nothing at hand can speak this language.
    """
    from pipeline.speak.espeak import EspeakVoice
    from pipeline.speak.piper import PiperVoice

    for voice in language.voices(gender):
        name, _, speaker = voice.partition("#")
        model = find(models, f"piper:{name}")
        if model is not None:
            number = int(speaker) if speaker else None
            return PiperVoice(model, number, language, gender, _licence(models, name), device)
    if language.espeak:
        return EspeakVoice(language, gender)
    command = pull_command(language, gender)
    raise MissingError(
        f"Für {language.german} ist keine Stimme da. " + (f"Bitte holen: {command}" if command else _NONE_DE),
        f"There is no voice for {language.english}. " + (f"Please get one: {command}" if command else _NONE_EN),
    )


_NONE_DE = "Es gibt noch keine freie Stimme dafür. Bitte diese Sprache weglassen."
_NONE_EN = "No free voice exists for it yet. Please leave this language out."


def available(language: Language, gender: Gender, models: Path) -> VoiceInfo | None:
    """Which voice `choose` would take, without loading it; None where the language cannot be spoken here."""
    from pipeline.speak import espeak

    for voice in language.voices(gender):
        name = voice.partition("#")[0]
        if find(models, f"piper:{name}") is not None:
            return VoiceInfo("piper", voice, gender, _licence(models, name), stand_in=False)
    return espeak.info(language, gender) if language.espeak and espeak.installed() else None


def pull_command(language: Language, gender: Gender) -> str:
    """The command that brings the best voice; empty where the pack names none."""
    voices = language.voices(gender)
    return f"lotse models pull piper:{voices[0].partition('#')[0]}" if voices else ""


def _licence(models: Path, name: str) -> str:
    return next((weight.licence for weight in installed(models) if weight.name == f"piper:{name}"), "")
