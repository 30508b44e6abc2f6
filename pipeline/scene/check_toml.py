"""What is wrong with an avatar.toml as it is written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from math import isfinite
from pathlib import Path
from typing import Any, get_args

from pipeline import keys
from pipeline.characters import sayable, visible
from pipeline.model import Gender
from pipeline.scene import avatar
from pipeline.scene.check_svg import Words

_TOP = ("name", "gender", *avatar.NUMBERS, "credits")
_CREDITS = ("author", "licence")
_MAY = ("source",)
"""Where parts that somebody else drew come from."""
_LIMIT = 200
"""Characters."""


def faults(path: Path) -> Iterator[Words]:
    """All that can be said without the drawing."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        yield ("Die Beschreibung fehlt oder ist nicht lesbar.", "The description is missing or cannot be read.")
        return
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        yield (f"Das ist kein TOML: {error}.", f"This is not TOML: {error}.")
        return
    yield from _unknown(data, _TOP, "")
    if not sayable(data.get("name"), avatar.NAME_LIMIT):
        yield (
            f"name fehlt oder geht nicht: nötig ist ein Name in lateinischer Schrift, nur Buchstaben, bis "
            f"{avatar.NAME_LIMIT} Zeichen.",
            f"name is missing or does not work: it takes one in Latin script, letters only, of up to "
            f"{avatar.NAME_LIMIT} characters.",
        )
    if data.get("gender") not in get_args(Gender):
        choices = ", ".join(f'"{gender}"' for gender in get_args(Gender))
        yield (
            f"gender fehlt oder geht nicht: Wer spricht, eine Frau oder ein Mann? Möglich sind {choices}.",
            f"gender is missing or does not work: does a woman speak or a man? Possible are {choices}.",
        )
    for key, count in avatar.NUMBERS.items():
        value = data.get(key)
        values = value if isinstance(value, list) else [value]
        if len(values) != count or not all(_number(number) for number in values):
            found = "–" if value is None else visible(str(value))
            yield (
                f"{key} fehlt oder geht nicht: nötig sind {count} Zahl(en), gefunden: {found}.",
                f"{key} is missing or does not work: it takes {count} number(s), found: {found}.",
            )
    yield from _order(data.get("face"))
    credits = data.get("credits")
    credits = credits if isinstance(credits, dict) else {}
    yield from _unknown(credits, (*_CREDITS, *_MAY), "credits.")
    for key in _CREDITS:
        text = credits.get(key)
        if not isinstance(text, str) or not 0 < len(text.strip()) <= _LIMIT:
            yield (
                f"Unter [credits] fehlt {key}: Wer hat gezeichnet, und unter welcher Lizenz darf das Bild in jeden "
                f"Film? (ein Text bis {_LIMIT} Zeichen)",
                f"{key} is missing under [credits]: who drew it, and which licence lets the picture go into every "
                f"film? (a text of up to {_LIMIT} characters)",
            )


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _order(face: object) -> Iterator[Words]:
    if not isinstance(face, list) or len(face) != 4 or not all(_number(number) for number in face):
        return
    if not (face[0] < face[2] and face[1] < face[3]):
        yield (
            f"face {face} steht in falscher Reihenfolge: links, Haaransatz, rechts, Kinn.",
            f"face {face} is in the wrong order: left, hair line, right, chin.",
        )


def _unknown(data: Mapping[str, Any], known: tuple[str, ...], prefix: str) -> Iterator[Words]:
    for key in data:
        if key not in known:
            yield keys.no_such("Den Schlüssel", "key", prefix + key, [prefix + name for name in known])
