"""What is wrong with an avatar.toml as it is written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from math import isfinite
from pathlib import Path
from typing import Any, get_args

from pipeline import keys
from pipeline.characters import latin, sayable, visible
from pipeline.model import Gender
from pipeline.scene import avatar
from pipeline.scene.check_groups import Words
from pipeline.settings_file import mend

_TOP = ("name", "gender", *avatar.NUMBERS, "credits")
_CREDITS = ("author", "licence")
_MAY = ("source",)
"""Where parts that somebody else drew come from."""
_FORBIDS = re.compile(
    r"(?<![a-z])(nc|nd)(?![a-z])|non-?\s?commercial|no-?\s?deriv\w*|nicht-?\s?kommerziell|keine bearbeitung\w*", re.I
)
"""What a licence says that forbids what films are for."""
_LIMIT = 200
"""Characters."""


def faults(path: Path) -> Iterator[Words]:
    """All that can be said without the drawing."""
    written = ""
    try:
        written = path.read_text(encoding="utf-8")
        data = tomllib.loads(written)
    except OSError:
        yield ("Die Beschreibung fehlt oder ist nicht lesbar.", "The description is missing or cannot be read.")
        return
    except UnicodeDecodeError:
        yield (
            "Die Datei ist nicht in UTF-8 gespeichert. Bitte mit dieser Zeichenkodierung speichern.",
            "The file is not saved in UTF-8. Save it in this encoding.",
        )
        return
    except tomllib.TOMLDecodeError as error:
        yield _broken(error, written)
        return
    yield from _unknown(data, _TOP, "")
    if not sayable(data.get("name"), avatar.NAME_LIMIT) or not latin(data["name"]):
        (lacks_de, found_de), (lacks_en, found_en) = _lacking(data.get("name"))
        yield (
            f"name {lacks_de}: nötig ist ein Name in lateinischer Schrift, nur Buchstaben, bis {avatar.NAME_LIMIT} "
            f"Zeichen{found_de}. Wie andere Sprachen ihn schreiben, steht in lotse.toml unter [service.names].",
            f"name {lacks_en}: it takes one in Latin script, letters only, of up to {avatar.NAME_LIMIT} "
            f"characters{found_en}. How other languages write it stands in lotse.toml under [service.names].",
        )
    if data.get("gender") not in get_args(Gender):
        choices = ", ".join(f'"{gender}"' for gender in get_args(Gender))
        (lacks_de, found_de), (lacks_en, found_en) = _lacking(data.get("gender"))
        yield (
            f"gender {lacks_de}: Wer spricht, eine Frau oder ein Mann? Möglich sind {choices}{found_de}.",
            f"gender {lacks_en}: does a woman speak or a man? Possible are {choices}{found_en}.",
        )
    for key, count in avatar.NUMBERS.items():
        value = data.get(key)
        values = value if isinstance(value, list) else [value]
        if len(values) != count or not all(_number(number) for number in values):
            (lacks_de, found_de), (lacks_en, found_en) = _lacking(value)
            needs_de, needs_en = (
                ("ist 1 Zahl", "1 number") if count == 1 else (f"sind {count} Zahlen", f"{count} numbers")
            )
            quoted = any(isinstance(number, str) for number in values)
            quotes_de = " Was in Anführungszeichen steht, ist ein Text: bitte ohne sie." if quoted else ""
            quotes_en = " What stands in quotes is a text: write it without them." if quoted else ""
            yield (
                f"{key} {lacks_de}: nötig {needs_de}{found_de}.{quotes_de}",
                f"{key} {lacks_en}: it takes {needs_en}{found_en}.{quotes_en}",
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
    licence = credits.get("licence")
    if isinstance(licence, str) and (found := _FORBIDS.search(licence)):
        yield (
            f"licence „{visible(licence)}“ geht nicht ({found[0]}): Das Bild kommt in jeden Film, und er wird gezeigt, "
            "geändert und weitergegeben. Nötig ist eine Lizenz ohne NC und ND, etwa CC-BY-4.0.",
            f'licence "{visible(licence)}" does not work ({found[0]}): the picture goes into every film, which is '
            "shown, changed and shared. It takes a licence without NC and ND, such as CC-BY-4.0.",
        )


def _broken(error: tomllib.TOMLDecodeError, text: str) -> Words:
    at = re.search(r"at line (\d+)", str(error))
    number = int(at[1]) if at else text.rstrip().count("\n") + 1
    line = text.splitlines()[number - 1] if text.strip() else ""
    what_de, what_en = mend(str(error)), f"{error}."
    if comma := re.search(r"=\s*(-?\d+),(\d+)", line):
        dot = f"{comma[1]}.{comma[2]}"
        what_de, what_en = f"Ein Komma in einer Zahl wird ein Punkt: {dot}.", f"{error}. Write a point: {dot}."
    shown = visible(" ".join(line.partition(" #")[0].split()))
    return (
        f"Das ist kein TOML, Zeile {number} („{shown}“): {what_de}",
        f'This is not TOML, line {number} ("{shown}"): {what_en}',
    )


def _lacking(value: object) -> tuple[tuple[str, str], tuple[str, str]]:
    """That a value is missing or wrong, and what stands there; in German and English."""
    if value is None:
        return ("fehlt", ""), ("is missing", "")
    return ("geht nicht", f", gefunden: {_shown(value)}"), ("does not work", f", found: {_shown(value)}")


def _shown(value: object) -> str:
    """As it is written in the file: a text in its quotes."""
    if isinstance(value, list):
        return visible(f"[{', '.join(map(_shown, value))}]")
    return visible(f'"{value}"' if isinstance(value, str) else str(value).lower())


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
