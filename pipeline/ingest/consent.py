"""Consent of a person whose voice is heard in a film: name and date, in the front matter of the text they read.

A voice is personal data: without a name and a day nobody could show later that its owner agreed (GDPR, Art. 7).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

from pipeline.characters import one_line, visible
from pipeline.errors import InputError
from pipeline.model import Consent, Value

NAME_LIMIT = 80
"""Characters."""
_DATES = ((r"(\d{4})-(\d{1,2})-(\d{1,2})", (1, 2, 3)), (r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", (3, 2, 1)))
_NOBODY = frozenset({
    "anonym", "anonyma", "anonymous", "unbekannt", "unknown", "nn", "xx", "xxx", "niemand", "nobody", "jemand",
    "somebody", "someone", "dolmetscher", "dolmetscherin", "interpreter", "sprecher", "sprecherin", "speaker",
    "vorname", "nachname", "name", "ja", "yes", "ok", "liegtvor", "erteilt", "given",
    "lotse", "ki", "ai", "maja", "daniel", "samira", "elias",
})  # fmt: skip
"""What people write who do not want to write a name, letters only; and who is no person."""


def read(value: Value, path: Path) -> Consent:
    """ "Amina Ali, 2026-11-20"; the day may be written the German way too.

    Raises:
        InputError: There is no name, or that of nobody; the day is missing, is none, or has not come yet.
    """
    found = signature(value.text)
    if isinstance(found, Consent):
        return found
    name = value.text.rpartition(",")[0].strip()
    if found == "unreadable":
        raise _refused(
            f"Die Einwilligung „{visible(value.text)}“ ist nicht lesbar: Es fehlt der Name oder der Tag.",
            f'The consent "{visible(value.text)}" cannot be read: the name or the day is missing.',
            value,
            path,
        )
    if found == "nobody":
        raise _refused(
            f"„{visible(name)}“ ist kein Name: Ohne ihn ist die Einwilligung später nicht nachzuweisen.",
            f'"{visible(name)}" is no name: without it nobody could show the consent later.',
            value,
            path,
        )
    day = value.text.rpartition(",")[2].strip()
    raise _refused(
        f"Der Tag der Einwilligung ({day}) liegt in der Zukunft.",
        f"The day of the consent ({day}) has not come yet.",
        value,
        path,
    )


def signature(text: str) -> Consent | Literal["unreadable", "nobody", "future"]:
    """Who stands for something since when, "Amina Ali, 2026-11-20", or why that is no such thing."""
    name, _, day = (part.strip() for part in text.rpartition(","))
    when = _date(day)
    if not name or when is None:
        return "unreadable"
    letters = "".join(character for character in name.casefold() if character.isalpha())
    if len(letters) < 2 or letters in _NOBODY or not one_line(name, NAME_LIMIT):
        return "nobody"
    # Half the world is a day ahead.
    return "future" if when > datetime.now(UTC).date() + timedelta(days=1) else Consent(name, when.isoformat())


def missing(recording: Path, text: Path | None) -> InputError:
    """What to write, and where.

    Args:
        text: Of the recording; None: there is none.
    """
    if text is None:
        name = f"{recording.stem}.md"
        return InputError(
            f"Zu dieser Aufnahme fehlt der Text, der darin gelesen wird. Legen Sie ihn als {name} daneben, Zeile für "
            f"Zeile wie das Skript, und schreiben Sie in seinen Kopf: „{_line()[0]}“.",
            f"The text that is read in this recording is missing. Put it beside as {name}, line by line like the "
            f"script, and write into its front matter: `{_line()[1]}`.",
            path=recording,
        )
    other_de, other_en = "", ""
    if text.suffix.lower() != ".md":
        other_de = f" Ein Kopf ist nur in Markdown möglich: Benennen Sie die Datei um in {text.stem}.md."
        other_en = f" Only Markdown can have front matter: rename the file to {text.stem}.md."
    return InputError(
        f"Daneben liegt eine Aufnahme ({recording.name}), aber die Einwilligung der Person, die darin spricht, ist "
        f"nicht eingetragen.{other_de} Schreiben Sie ganz oben in die Datei, zwischen zwei Zeilen mit ---: "
        f"„{_line()[0]}“. Oder nehmen Sie die Aufnahme heraus.",
        f"There is a recording beside it ({recording.name}), but no consent of the person who speaks in it.{other_en} "
        f"Write at the top of the file, between two lines of ---: `{_line()[1]}`. Or take the recording away.",
        path=text,
    )


def _line() -> tuple[str, str]:
    today = datetime.now(UTC).date().isoformat()
    return f"consent: Vorname Nachname, {today}", f"consent: First Last, {today}"


def _refused(de: str, en: str, value: Value, path: Path) -> InputError:
    return InputError(
        f"{de} Schreiben Sie Namen und Tag, zum Beispiel: „consent: Amina Ali, 2026-11-20“.",
        f"{en} Write name and day, such as: `consent: Amina Ali, 2026-11-20`.",
        path=path,
        line=value.line,
    )


def _date(text: str) -> date | None:
    for pattern, order in _DATES:
        if found := re.fullmatch(pattern, text):
            try:
                year, month, day = (int(found[group]) for group in order)
                return date(year, month, day)
            except ValueError:
                return None
    return None
