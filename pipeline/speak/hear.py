"""Hears back what was spoken, and has it spoken again where it was not understood."""

from __future__ import annotations

import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.language import Language
from pipeline.media import SAMPLE_RATE
from pipeline.model import Device, Hearing, Manner, Segment, Speech, SpokenSegment, VoiceInfo
from pipeline.speak import ear as ears
from pipeline.speak import judge, trust
from pipeline.speak.rate import resampled
from pipeline.speak.voice import CALM, Voice
from pipeline.weights.store import find, installed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

AGAIN = (Manner(take=1), Manner(pace=1.15, take=2))
"""How the same voice tries once more, and once more a little slower."""
AT_ONCE = 32
"""Utterances kept in memory together."""

Say = Callable[[Voice, Segment, Manner, Path], SpokenSegment]
"""Speaks a segment into a file at the speech's sample rate."""


@dataclass(frozen=True, slots=True)
class Ear:
    """Who listens, and how far it may be trusted."""

    model: str
    """"whisper:base"."""
    weights: Path | None
    """None: it is not installed."""
    device: Device
    measured: tuple[trust.Row, ...]
    names: tuple[str, ...]
    """Which must be understood, as written."""
    marks: dict[str, str] = field(default_factory=dict)
    """The weights' files and their SHA-256."""

    def unable(self, language: Language, voice: VoiceInfo) -> tuple[str, str] | None:
        """Why it may not judge this voice, in German and English; None: it may."""
        if not language.whisper:
            return f"Whisper kennt {language.german} nicht.", f"Whisper does not know {language.english}."
        if self.weights is None:
            return (
                f"Das Hörmodell {self.model} ist nicht installiert: lotse models pull {self.model}",
                f"The hearing model {self.model} is not installed: lotse models pull {self.model}",
            )
        row = trust.row(self.measured, language.code, voice, self.model)
        command = f"lotse models measure --lang {language.code}"
        if row is None:
            return (
                f"Für diese Stimme wurde das Ohr noch nicht gemessen: {command}",
                f"The ear has not been measured for this voice yet: {command}",
            )
        if row.may_judge:
            return None
        right, caught = f"{row.right:.0%}", f"{row.caught:.0%}"
        return (
            f"Das Ohr versteht diese Stimme nicht gut genug (gemessen: {row.error:.0%} der Buchstaben falsch, {right} "
            f"der richtigen Sätze verstanden, {caught} der falschen bemerkt). Mit einer anderen Stimme oder einem "
            f"größeren Hörmodell neu messen: {command}",
            f"The ear does not understand this voice well enough (measured: {row.error:.0%} of the letters wrong, "
            f"{right} of the right sentences understood, {caught} of the wrong ones noticed). With another voice or a "
            f"larger hearing model, measure again: {command}",
        )

    def key(self, language: Language, voices: Sequence[Voice]) -> list[Any]:
        """All that its verdicts depend on."""
        known = [trust.row(self.measured, language.code, voice.info, self.model) for voice in voices]
        rows = [[row.voice, row.may_judge, row.error, row.right, row.caught] for row in known if row]
        return [self.model, self.marks, rows, list(self.names)]


def of(model: str, models: Path, device: Device, state: Path | None, names: Sequence[str]) -> Ear:
    """The ear of this installation.

    Args:
        models: The models folder.
        state: Where the house's own measurements are.

    Raises:
        InputError: The house's table is damaged.
    """
    marks = {file.path: file.sha256 for weight in installed(models) if weight.name == model for file in weight.files}
    return Ear(model, find(models, model), device, trust.rows(state), tuple(names), marks)


def heard(
    speech: Speech,
    voices: Sequence[Voice],
    ear: Ear,
    language: Language,
    folder: Path,
    say: Say,
    progress: Callable[[int], None] = lambda done: None,
) -> Speech:
    """Every segment with what the ear made of it.

    One that is misheard is spoken again in other manners, then by the next voices that the ear may judge, and stays as
    it was best understood.

    Args:
        speech: Spoken by the first of the voices.
        folder: Where its sounds are.
        progress: Called with the number of segments heard.
    """
    if reason := ear.unable(language, voices[0].info):
        untold = Hearing("not checked", "", 0.0, *reason)
        return replace(speech, segments=tuple(replace(one, hearing=untold) for one in speech.segments))
    best: list[SpokenSegment] = []
    for first in range(0, len(speech.segments), AT_ONCE):
        best += listen(speech.segments[first : first + AT_ONCE], ear, language, folder)
        progress(len(best))
    attempts = [(voices[0], manner) for manner in AGAIN]
    attempts += [(voice, CALM) for voice in voices[1:] if not ear.unable(language, voice.info)]
    for number, (voice, manner) in enumerate(attempts, 1):
        failed = [index for index, one in enumerate(best) if not _understood(one)]
        tried: list[SpokenSegment] = []
        for index in failed:
            path = folder / f"{index:04}.{number}.wav"
            spoken = say(voice, best[index].segment, manner, path)
            other = trust.named(voice.info) if voice.info != speech.voice else ""
            tried.append(replace(spoken, voice=other))
        for index, one in zip(failed, listen(tried, ear, language, folder), strict=True):
            name = speech.segments[index].sound
            if _rank(one) < _rank(best[index]):
                (folder / one.sound).replace(folder / name)
                best[index] = replace(one, sound=name)
            else:
                (folder / one.sound).unlink()
    return replace(speech, segments=tuple(best))


def doubted(speech: Speech, ear: Ear, language: Language, folder: Path) -> tuple[str, ...]:
    """What a person seems to have read otherwise than it is written, in German for the report.

    Told, never judged: nobody has measured how well the ear understands this person.
    """
    if ear.weights is None or not language.whisper:
        return ()
    asked = [one for one in speech.segments if one.sound and judge.holds_fact(one.segment.text, language.code)]
    notes = []
    for first in range(0, len(asked), AT_ONCE):
        for one in listen(asked[first : first + AT_ONCE], ear, language, folder):
            if one.hearing and one.hearing.verdict == "misheard":
                notes.append(
                    f"Bitte anhören, ob die Zahlen und Namen stimmen: „{one.segment.text}“ Verstanden wurde "
                    f"„{one.hearing.heard}“."
                )
    return tuple(notes)


def listen(spoken: Sequence[SpokenSegment], ear: Ear, language: Language, folder: Path) -> list[SpokenSegment]:
    """The segments with their hearing: all quickly, and with all care what was not understood at first."""
    assert ear.weights
    sounds = [samples(folder / one.sound) for one in spoken]
    quick = ears.quickly(sounds, language.whisper, ear.weights, ear.device)
    judged: list[SpokenSegment] = []
    for one, sound, text in zip(spoken, sounds, quick, strict=True):
        hearing = judge.judge(one.segment.text, text, language, ear.names)
        if hearing.verdict == "misheard":
            careful = ears.carefully(sound, language.whisper, ear.weights, ear.device)
            hearing = judge.judge(one.segment.text, careful, language, ear.names)
        judged.append(replace(one, hearing=hearing))
    return judged


def samples(path: Path) -> NDArray[np.float32]:
    """A mono 16 bit WAV, as the ear wants it."""
    import numpy as np

    with wave.open(str(path), "rb") as sound:
        data = np.frombuffer(sound.readframes(sound.getnframes()), "<i2").astype(np.float32)
        return resampled(data / np.float32(32768), sound.getframerate(), SAMPLE_RATE)


def _understood(one: SpokenSegment) -> bool:
    return one.hearing is not None and one.hearing.verdict == "heard"


def _rank(one: SpokenSegment) -> tuple[bool, float]:
    """Lower is better."""
    return not _understood(one), one.hearing.error if one.hearing else 1.0
