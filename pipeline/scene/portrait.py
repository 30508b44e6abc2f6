"""An avatar that a program of the administrator's animates: `[avatars.<name>]` of the settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.model import Gender

STATEMENT_DE = "Das Porträt zeigt keinen existierenden Menschen"
STATEMENT_EN = "The portrait shows no existing person"


@dataclass(frozen=True, slots=True)
class Portrait:
    id: str
    """What scripts call it."""
    name: str
    """As it is written in Latin script."""
    gender: Gender
    picture: Path
    command: tuple[str, ...]
    """With {sound}, {portrait}, {clip} and {fps} where these come."""
    container: str
    """What the program writes: "mp4", "mov", "webm" or "mkv"."""
    limit: float
    """Seconds it may take for each second of sound."""
    stated: str
    """Who stands for it that the portrait shows no existing person, and since when: "Rana Haddad, 2026-11-22"."""
