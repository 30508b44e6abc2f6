"""One film file of a language: a language's film is cut for every format that was asked for."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import Film, Format, Report, Timeline
from pipeline.scene.layout import FORMATS
from pipeline.seal.fingerprint import Fingerprint
from pipeline.seal.manifest import Claim


@dataclass(frozen=True, slots=True)
class Cut:
    name: str
    """Of the file in the output folder."""
    format: Format
    timeline: Timeline
    report: Report
    sealed: Film
    fingerprint: Fingerprint
    claim: Claim
    cpu_seconds: float
    """That the proof took."""


def name(title: str, language: str, form: Format) -> str:
    """Args:
    title: As a folder name.
    """
    return f"{title}.{language}{'' if form == FORMATS[0] else f'.{form}'}.mp4"
