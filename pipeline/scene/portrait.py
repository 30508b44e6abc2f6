"""An avatar that a program of the administrator's animates: `[avatars.<name>]` of the settings; and who can present."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import keys
from pipeline.errors import InputError
from pipeline.model import Gender
from pipeline.scene import avatar
from pipeline.scene.avatar import Avatar

if TYPE_CHECKING:
    from pipeline.settings import Settings

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


def find(name: str, settings: Settings) -> Avatar | Portrait:
    """Who presents: one of the settings, or a built-in one.

    Raises:
        InputError: There is none of that name, or its folder lacks something.
    """
    if own := settings.avatars.get(name):
        assert own.portrait
        return Portrait(
            name,
            own.name,
            own.gender,
            own.portrait,
            own.command,
            own.container,
            own.limit,
            own.no_existing_person,
        )
    known = (*avatar.available(), *settings.avatars)
    if name not in known:
        raise InputError(*keys.no_such("Den Avatar", "avatar", name, known))
    return avatar.load(name)
