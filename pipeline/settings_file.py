"""Where a setting was written, in the file or in the environment, and what each may hold; for messages."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline import keys, link
from pipeline.characters import CONTACT_LIMIT, visible
from pipeline.errors import InputError

NAME_LIMIT, OFFER_LIMIT = 80, 120
"""Characters."""
ALLOWED = {
    "service.name": (f"eine Zeile Text bis {NAME_LIMIT} Zeichen", f"one line of text up to {NAME_LIMIT} characters"),
    "service.contact": (
        f"eine Zeile Text bis {CONTACT_LIMIT} Zeichen",
        f"one line of text up to {CONTACT_LIMIT} characters",
    ),
    "service.offer": (
        f'je Sprache ein Satz bis {OFFER_LIMIT} Zeichen, etwa de = "Das Dolmetschen ist für Sie kostenlos."',
        f'for each language a sentence up to {OFFER_LIMIT} characters, such as en = "Interpreting is free for you."',
    ),
    "service.code": link.ALLOWED,
    "service.logo": ("eine Bilddatei, die es gibt", "an image file that exists"),
    "service.background": ("eine Bilddatei, die es gibt", "an image file that exists"),
    "service.names": (
        'je Avatar und Sprache ein Name bis 20 Zeichen, nur Buchstaben, etwa maja = {de = "Mira"}',
        'for each avatar and language a name up to 20 characters, letters only, such as maja = {de = "Mira"}',
    ),
    "service.address": ("„du“ oder „Sie“", '"du" or "Sie"'),
    "service.formats": (
        'eine Liste aus „16x9“, „9x16“ und „1x1“, etwa ["16x9", "9x16"]',
        'a list of "16x9", "9x16" and "1x1", such as ["16x9", "9x16"]',
    ),
    "service.small": ("true oder false", "true or false"),
    "service.colours.accent": ("eine Farbe wie „#1f6f78“", 'a colour such as "#1f6f78"'),
    "service.colours.background": ("eine Farbe wie „#f4f1ea“", 'a colour such as "#f4f1ea"'),
    "service.colours.ink": ("eine dunkle Farbe wie „#10222b“", 'a dark colour such as "#10222b"'),
    "review.policy": ("„required“ oder „label“", '"required" or "label"'),
    "review.reviewers": (
        'je Sprache eine Liste von Namen, etwa uk = ["Olena Koval"]',
        'for each language a list of names, such as uk = ["Olena Koval"]',
    ),
    "paths.state": ("ein Ordner", "a folder"),
    "paths.share": ("ein Ordner", "a folder"),
    "paths.avatars": ("ein Ordner, den es gibt", "a folder that exists"),
    "paths.metrics": ("ein Ordner", "a folder"),
    "models.folder": ("ein Ordner", "a folder"),
    "models.device": ("„cpu“ oder „cuda“", '"cpu" or "cuda"'),
    "speech.whisper": ("ein Hörmodell wie „whisper:base“", 'a hearing model such as "whisper:base"'),
    "speech.unchecked": ("true oder false", "true or false"),
    "speech.noncommercial": ("true oder false", "true or false"),
    "speech.pronunciation": (
        f'je Sprache Wörter und wie man sie spricht, bis {NAME_LIMIT} Zeichen, etwa BAMF = "Bamf"',
        f'for each language words and how to say them, up to {NAME_LIMIT} characters, such as BAMF = "Bamf"',
    ),
    "speech.voices": (
        'je Sprache Stimmen für Frau oder Mann, etwa uk = {female = ["piper:uk_UA-lada-x_low"]}',
        'for each language voices of women or men, such as uk = {female = ["piper:uk_UA-lada-x_low"]}',
    ),
    **{
        f"share.{key}": (
            "ein Name ohne / \\ : * ? und ohne Punkt am Anfang, jeder nur einmal",
            "a name without / \\ : * ? that does not begin with a dot, each only once",
        )
        for key in ("inbox", "work", "review", "drafts", "films", "done", "failed", "status")
    },
    "share.stable": ("Sekunden, mehr als 0", "seconds, more than 0"),
    "share.orphan": ("Sekunden, mehr als 0", "seconds, more than 0"),
    "queue.broker": ("eine Adresse wie „redis://127.0.0.1:6379/0“", 'an address such as "redis://127.0.0.1:6379/0"'),
    "queue.lease": ("Sekunden, mindestens 1", "seconds, at least 1"),
    "queue.limit": ("ganze Sekunden, mindestens 60", "whole seconds, at least 60"),
    "queue.keep_days": ("ganze Tage, mindestens 1", "whole days, at least 1"),
}
"""Every key, and what it takes, in German and English."""
AVATAR = {
    "engine": ("„command“", '"command"'),
    "command": (
        'eine Liste: das Programm mit vollem Pfad, dann was es bekommt, darunter "{sound}", "{portrait}" und "{clip}"',
        'a list: the program with its full path, then what it is given, among it "{sound}", "{portrait}" and "{clip}"',
    ),
    "portrait": ("eine Bilddatei, die es gibt", "an image file that exists"),
    "container": ("„mp4“, „mov“, „webm“ oder „mkv“", '"mp4", "mov", "webm" or "mkv"'),
    "name": ("ein kurzer Name, der sich aussprechen lässt", "a short name that can be said"),
    "gender": ("„female“ oder „male“: die Stimme", '"female" or "male": the voice'),
    "limit": (
        "Sekunden Rechenzeit je Sekunde Ton, mehr als 0",
        "seconds that each second of sound may take, more than 0",
    ),
    "no_existing_person": (
        "Name und Tag der Person, die dafür einsteht, dass das Porträt keinen existierenden Menschen zeigt, etwa "
        "„Rana Haddad, 2026-11-22“; ohne sie läuft nichts",
        "name and day of who stands for it that the portrait shows no existing person, such as "
        '"Rana Haddad, 2026-11-22"; nothing runs without it',
    ),
}
"""The same for every table [avatars.<name>], which only the file can hold."""
_PATHS = (
    *("service.logo", "service.background", "paths.state", "paths.share", "paths.avatars", "paths.metrics"),
    "models.folder",
)


_MENDS = (
    ("Invalid value", "Hinter dem = fehlt der Wert, oder die Anführungszeichen um ihn fehlen."),
    ("Unterminated string|Illegal character", "Das schließende Anführungszeichen fehlt."),
    (
        "Unescaped|Invalid hex|Escaped",
        "Das Zeichen \\ ist hier nicht möglich; schreiben Sie Ordner mit /.",
    ),
    ("Expected '='", "Hinter dem Namen der Angabe fehlt das Zeichen =."),
    ("Unclosed|Expected ']", "Eine schließende Klammer fehlt."),
    (
        "twice|overwrite|redefine|mutate|Duplicate",
        "Diese Angabe steht zweimal da; löschen Sie eine davon.",
    ),
    ("Expected newline", "Hinter dem Wert steht noch etwas; löschen Sie es oder setzen Sie # davor."),
    ("Invalid statement|Invalid initial", "Das ist keine Angabe; vor eine Erklärung gehört das Zeichen #."),
)
"""What Python's reader of TOML complains of → what to do."""


def mend(said: str) -> str:
    """What to do, in German.

    Args:
        said: By Python's reader of TOML.
    """
    found = (german for english, german in _MENDS if re.search(english, said))
    return next(found, "Oft fehlt ein Anführungszeichen oder eine Klammer.")


_JSON = {"service": ("offer", "formats", "names"), "review": ("reviewers",), "speech": ("pronunciation", "voices")}


class Source:
    """Knows where a setting was written, for messages."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = path, text

    def parse(self) -> dict[str, Any]:
        """The file's data, empty paths left out and relative ones starting at the file's folder."""
        try:
            data = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"at line (\d+)", str(error))
            raise InputError(
                f'Diese Zeile ist so nicht lesbar: {mend(str(error))} Eine Angabe sieht so aus: name = "Haus XY"',
                f'This line cannot be read: {error}. An entry looks like this: name = "House XY"',
                path=self.path,
                line=int(at[1]) if at else self.text.rstrip().count("\n") + 1,
            ) from error
        folder = self.path.absolute().parent
        for dotted in _PATHS:
            section, key = dotted.split(".")
            table = data.get(section)
            value = table.get(key) if isinstance(table, dict) else None
            if value == "":
                del data[section][key]
            elif isinstance(value, str) and not value.startswith("~"):
                data[section][key] = str(folder / value)
        own = data.get("avatars")
        for table in own.values() if isinstance(own, dict) else ():
            if isinstance(table, dict) and isinstance(portrait := table.get("portrait"), str) and portrait:
                table["portrait"] = str(folder / Path(portrait).expanduser())
        return data

    def wrong(
        self, loc: tuple[int | str, ...], value: object, unknown: bool, why: tuple[str, str] | None = None
    ) -> InputError:
        """The error for what pydantic found.

        Args:
            why: What is wrong with the value, where that is known, in German and English.
        """
        where = tuple(str(part) for part in loc)
        if unknown:
            own = [f"{'.'.join(where[:2])}.{key}" for key in AVATAR] if where[0] == "avatars" else []
            known = [*dict.fromkeys(key.split(".")[0] for key in ALLOWED), "avatars", *ALLOWED, *own]
            return keys.unknown(".".join(where), known, path=self.path, line=self._line(where))
        dotted = next((".".join(where[:n]) for n in (3, 2) if ".".join(where[:n]) in ALLOWED), "")
        de, en = ALLOWED.get(dotted, ("ein Abschnitt mit eigenen Zeilen", "a section with lines of its own"))
        if where[0] == "avatars" and len(where) > 2:
            de, en = AVATAR.get(where[2], (de, en))
        name, shown = ".".join(where), visible(str(value))
        if where[0] == "avatars" and value in ("", (), [], None):
            return self.error(where, f"„{name}“ fehlt. Nötig ist: {de}.", f'"{name}" is missing. It takes: {en}.')
        if why:
            return self.error(
                where,
                f"„{name}“ geht so nicht: {why[0]} Möglich ist: {de}.",
                f'"{name}" does not work so: {why[1]} Possible is: {en}.',
            )
        return self.error(
            where,
            f"Der Wert „{shown}“ geht für „{name}“ nicht. Möglich ist: {de}.",
            f'The value "{shown}" does not work for "{name}". Possible is: {en}.',
        )

    def unreadable(self, section: str) -> InputError:
        """The error for a variable of this section that should be JSON and is none."""
        given = {key: os.environ.get(f"LOTSE_{section}__{key}".upper(), "") for key in _JSON[section]}
        key = next((key for key, value in given.items() if value and not _is_json(value)), _JSON[section][0])
        return self.wrong((section, key), given[key], False)

    def error(self, where: tuple[str, ...], de: str, en: str) -> InputError:
        """Begins with the environment variable or the file and line that the setting came from."""
        present = {name.upper(): name for name, value in os.environ.items() if value}
        for depth in range(len(where), 1, -1):
            if variable := present.get("LOTSE_" + "__".join(where[:depth]).upper()):
                return InputError(f"Umgebungsvariable {variable}: {de}", f"Environment variable {variable}: {en}")
        if not self.text:
            return InputError(de, en)
        return InputError(de, en, path=self.path, line=self._line(where))

    def _line(self, where: tuple[str, ...]) -> int | None:
        """The deepest line that leads to the key: its own, or the table's around it."""
        table: tuple[str, ...] = ()
        best, depth = None, 0
        for number, line in enumerate(self.text.split("\n"), 1):
            if header := re.match(r"\s*\[+([^\[\]]+)\]", line):
                at = table = _parts(header[1])
            elif entry := re.match(r"""\s*([\w."' -]+?)\s*=""", line):
                at = (*table, *_parts(entry[1]))
            else:
                continue
            if len(at) > depth and where[: len(at)] == at:
                best, depth = number, len(at)
        return best


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip(" \t\"'") for part in dotted.split("."))


def variables() -> Iterator[str]:
    """The environment variables that Lotse reads."""
    yield "LOTSE_CONFIG"
    for dotted in ALLOWED:
        yield "LOTSE_" + dotted.replace(".", "__").upper()
