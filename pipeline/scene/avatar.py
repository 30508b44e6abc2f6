"""The avatars at hand and what each avatar.toml says."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pipeline import keys
from pipeline.characters import sayable
from pipeline.errors import InputError
from pipeline.language import ASSETS
from pipeline.model import Gender

AVATARS = ASSETS / "avatars"
FOLDER = re.compile(r"[a-z][a-z0-9-]*")
"""What a folder may be called: scripts name the avatar so."""
NAME_LIMIT = 20
NUMBERS = {"face": 4, "pivot": 2, "gaze": 2, "mouth_width": 1, "breath": 1}
"""Keys and how many numbers each takes."""


@dataclass(frozen=True, slots=True)
class Avatar:
    """One folder, built in or the house's own. All lengths in units of its drawing, in its own coordinates."""

    folder: Path
    name: str
    """As it is written in Latin script: "Maja"."""
    gender: Gender
    face: tuple[float, ...]
    """Left, hair line, right, chin."""
    mouth_width: float
    """At rest, corner to corner."""
    pivot: tuple[float, ...]
    """The point in the neck about which the head turns."""
    gaze: tuple[float, ...]
    """How far the irises travel sideways, and up or down."""
    breath: float
    """How far a full breath lifts the pivot."""
    author: str = ""
    licence: str = ""
    source: str = ""
    """Where parts that somebody else drew come from."""

    @property
    def id(self) -> str:
        """What scripts and packs call it."""
        return self.folder.name

    @property
    def drawing(self) -> Path:
        return self.folder / "avatar.svg"

    @property
    def files(self) -> tuple[Path, ...]:
        """All that says what it looks like; whatever else lies in its folder changes no film."""
        return self.drawing, self.folder / "avatar.toml"


def folders(root: Path) -> tuple[Path, ...]:
    """Those in `root` that hold an avatar, or a part of one, sorted."""
    found = (path.parent for path in root.glob("[!.]*/avatar.*") if path.suffix in (".svg", ".toml"))
    return tuple(sorted(set(found)))


def available() -> tuple[str, ...]:
    """Names of the built-in avatars, sorted."""
    return tuple(folder.name for folder in folders(AVATARS))


def load(name: str | Path) -> Avatar:
    """Reads one avatar.toml.

    Args:
        name: One of `available`, or the folder of any other avatar.

    Raises:
        InputError: There is no such avatar, or its file lacks something.
    """
    if isinstance(name, Path):
        return read(name)
    if name not in available():
        raise InputError(*keys.no_such("Den Avatar", "avatar", name, available()))
    return read(AVATARS / name)


def read(folder: Path) -> Avatar:
    """Reads the avatar.toml of a folder, wherever it lies.

    Raises:
        InputError: There is no such file, or it lacks something.
    """
    path = folder / "avatar.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            "Die Beschreibung des Avatars fehlt oder ist nicht lesbar.",
            "The avatar's description is missing or cannot be read.",
            path=path,
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"Das ist kein TOML: {error}.", f"This is not TOML: {error}.", path=path) from error
    gender = data.get("gender", "")
    if not sayable(data.get("name"), NAME_LIMIT) or gender not in get_args(Gender):
        choices = ", ".join(get_args(Gender))
        raise InputError(
            f"Nötig sind name (ein kurzer Name aus Buchstaben) und gender ({choices}); gender ist „{gender}“.",
            f'name (a short one of letters) and gender ({choices}) are needed; gender is "{gender}".',
            path=path,
        )
    credits = data.get("credits")
    credits = credits if isinstance(credits, dict) else {}
    numbers = {key: _numbers(data, key, count, path) for key, count in NUMBERS.items()}
    return Avatar(
        folder=folder,
        name=data["name"],
        gender=gender,
        face=numbers["face"],
        mouth_width=numbers["mouth_width"][0],
        pivot=numbers["pivot"],
        gaze=numbers["gaze"],
        breath=numbers["breath"][0],
        author=str(credits.get("author", "")),
        licence=str(credits.get("licence", "")),
        source=str(credits.get("source", "")),
    )


def _numbers(data: dict[str, Any], key: str, count: int, path: Path) -> tuple[float, ...]:
    value = data.get(key)
    numbers: list[Any] = value if isinstance(value, list) else [value]
    if len(numbers) != count or not all(isinstance(number, int | float) for number in numbers):
        raise InputError(
            f"{key} fehlt oder stimmt nicht: nötig sind {count} Zahl(en), gefunden: {value}.",
            f"{key} is missing or wrong: it takes {count} number(s), found: {value}.",
            path=path,
        )
    return tuple(float(number) for number in numbers)
