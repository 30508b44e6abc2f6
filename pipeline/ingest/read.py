"""A file becomes a Script or a Supplied, or one message says which line to mend."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import formats, keys, link
from pipeline import language as packs
from pipeline.characters import CONTACT_LIMIT, clean, one_line, refuse_harmful, visible
from pipeline.errors import InputError
from pipeline.files import read_text
from pipeline.ingest import pictures
from pipeline.ingest.beside import SUFFIXES
from pipeline.ingest.body import Body, markdown, plain
from pipeline.ingest.front_matter import FrontMatter, is_fence, parse
from pipeline.ingest.transcript import checked_by, recording_of, spoken
from pipeline.model import Policy, Script, Supplied, Value

SCRIPT_KEYS = (
    *("title", "language", "to", "avatar", "contact", "code", "review", "format", "small"),
    *("priority", "consent", "recording", "checked"),
)
SUPPLIED_KEYS = ("title", "avatar", "markdown", "consent")
LINE_LIMIT, TITLE_LIMIT = 2_000, 120
"""Characters."""
UNIT_LIMIT = 1_500


@dataclass(frozen=True, slots=True)
class _Text:
    front: FrontMatter
    body: Body


def read_script(path: Path, avatars: Collection[str] | None = None) -> Script:
    """Reads Markdown with front matter, or plain text; UTF-8.

    Args:
        avatars: Who can present; None, for those who only want the text: anyone.

    Raises:
        AbsentError: A picture that it names does not lie beside it.
        InputError: Something must be mended first; names the line.
    """
    text = _read(path, SCRIPT_KEYS)
    get = text.front.get
    pictures.check(text.body.units, path)
    source, recording, small = get("language"), recording_of(get("recording"), path), get("small")
    return Script(
        path=path,
        title=_title(get("title") or _first_heading(text.body) or Value(clean(path.stem), 0), path),
        language=_language(source.text, source.line, path) if source else "de",
        to=_targets(text.front.values.get("to", ()), path),
        avatar=_avatar(get("avatar"), path, avatars),
        contact=_contact(get("contact"), path),
        review=_review(get("review"), path),
        units=text.body.units,
        urgent=_urgent(get("priority"), path),
        code=_code(get("code"), path),
        consent=get("consent"),
        recording=recording,
        checked=checked_by(get("checked"), recording, path),
        formats=formats.chosen(_listed(text.front.values.get("format", ())), path),
        small=formats.small(small.text, small.line, path) if small else None,
    )


def read_supplied(path: Path, language: str, avatars: Collection[str] | None = None) -> Supplied:
    """Reads a translation that lies beside the script.

    Args:
        avatars: As for a script.

    Raises:
        InputError: As for a script; its front matter may hold a title, an avatar, the consent of who reads it
            aloud, and `markdown: no` only: what looks like a mark is meant as it stands.
    """
    text = _read(path, SUPPLIED_KEYS)
    title = text.front.get("title")
    return Supplied(
        path=path,
        language=_language(language, None, path),
        title=_title(title, path) if title else "",
        avatar=_avatar(text.front.get("avatar"), path, avatars),
        units=text.body.units,
        consent=text.front.get("consent"),
    )


def _read(path: Path, known: tuple[str, ...]) -> _Text:
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(
            f"Dateien mit der Endung „{path.suffix}“ kann Lotse nicht lesen. Möglich sind: {', '.join(SUFFIXES)}. "
            "Speichern Sie den Text als reinen Text (UTF-8).",
            f'Lotse cannot read files that end in "{path.suffix}". Possible are: {", ".join(SUFFIXES)}. Save the text '
            "as plain text (UTF-8).",
            path=path,
        )
    lines = clean(read_text(path)).split("\n")
    if not any(line.strip() for line in lines):
        raise InputError(
            "Die Datei ist leer. Schreiben Sie hinein, was gesprochen werden soll.",
            "The file is empty. Write into it what is to be spoken.",
            path=path,
        )
    for number, line in enumerate(lines, 1):
        refuse_harmful(line, path, number)
        if len(line) > LINE_LIMIT:
            raise InputError(
                f"Diese Zeile ist mit {len(line)} Zeichen zu lang, erlaubt sind {LINE_LIMIT}. Teilen Sie sie in "
                "mehrere Zeilen auf.",
                f"This line is too long with {len(line)} characters, {LINE_LIMIT} are allowed. Split it into several.",
                path=path,
                line=number,
            )
    text = _markdown(lines, known, path) if path.suffix.lower() == ".md" else _plain(lines, path)
    units = text.body.units
    if all(unit.picture for unit in units):
        raise InputError(
            "Hier steht kein Text, der gesprochen werden kann. Schreiben Sie ihn unter den Kopf.",
            "There is no text here that could be spoken. Write it below the front matter.",
            path=path,
        )
    if len(units) > UNIT_LIMIT:
        raise InputError(
            f"Der Text hat {len(units)} Zeilen, erlaubt sind {UNIT_LIMIT}. Machen Sie daraus mehrere Filme; hier "
            "beginnt, was zu viel ist.",
            f"The text has {len(units)} lines, {UNIT_LIMIT} are allowed. Make several films of it; the surplus begins "
            "here.",
            path=path,
            line=units[UNIT_LIMIT].line,
        )
    return text


def _markdown(lines: list[str], known: tuple[str, ...], path: Path) -> _Text:
    front = parse(lines, known, path)
    if recording := recording_of(front.get("recording"), path):
        # What was said has no marks of Markdown; what looks like one is meant as it stands.
        by = checked_by(front.get("checked"), recording, path)
        return _Text(front, plain(spoken(lines[front.end :], front.end + 1, by, path), front.end + 1, path))
    if (marks := front.get("markdown")) and marks.text.lower() in ("no", "nein"):
        return _Text(front, plain(lines[front.end :], front.end + 1, path))
    return _Text(front, markdown(lines[front.end :], front.end + 1, path))


def _plain(lines: list[str], path: Path) -> _Text:
    first = next(number for number, line in enumerate(lines, 1) if line.strip())
    if is_fence(lines[first - 1]):
        raise InputError(
            "Ein Kopf zwischen Zeilen mit --- ist nur in Markdown möglich. Geben Sie der Datei die Endung .md oder "
            "löschen Sie den Kopf.",
            "Front matter between lines of --- is possible in Markdown only. Rename the file to .md or delete the "
            "front matter.",
            path=path,
            line=first,
        )
    return _Text(FrontMatter({}, 0), plain(lines, 1, path))


def _first_heading(body: Body) -> Value | None:
    return Value(body.heading.text, body.heading.line) if body.heading else None


def _title(title: Value, path: Path) -> str:
    """The title names a folder and a page, so it must be short and cannot lead anywhere else."""
    text, line = title.text, title.line or None
    refuse_harmful(text, path, line)
    if "/" in text or "\\" in text:
        de, en = "enthält einen Schrägstrich", "holds a slash"
    elif len(text) > TITLE_LIMIT:
        de, en = f"ist länger als {TITLE_LIMIT} Zeichen", f"is longer than {TITLE_LIMIT} characters"
    elif not one_line(text, TITLE_LIMIT):
        de, en = "geht über mehrere Zeilen", "runs over several lines"
    elif not any(char.isalnum() for char in text):
        de, en = "enthält weder Buchstaben noch Ziffern", "holds neither letters nor digits"
    else:
        return text
    raise InputError(
        f"Der Titel „{visible(text)}“ {de}; nach ihm wird ein Ordner benannt. Ändern Sie ihn, oder setzen Sie im Kopf "
        "einen anderen: „title: …“.",
        f'The title "{visible(text)}" {en}; a folder is named after it. Change it, or set another in the front matter: '
        "`title: …`.",
        path=path,
        line=line,
    )


def _language(code: str, line: int | None, path: Path) -> str:
    if code.lower() not in packs.codes():
        raise InputError(*packs.no_such(code), path=path, line=line)
    return code.lower()


def _targets(values: Sequence[Value], path: Path) -> tuple[str, ...]:
    """Each language once, in the order written."""
    return tuple(dict.fromkeys(_language(code, line, path) for code, line in _listed(values)))


def _listed(values: Sequence[Value]) -> list[tuple[str, int]]:
    """A list, or one string with commas or plus signs: every entry with its line."""
    parts = [(part.strip(), value.line) for value in values for part in re.split(r"[,+]", value.text)]
    return [part for part in parts if part[0]]


def _avatar(name: Value | None, path: Path, known: Collection[str] | None) -> str:
    if name is None:
        return ""
    if known is not None and name.text.lower() not in known:
        raise InputError(*keys.no_such("Die Figur", "avatar", name.text, known), path=path, line=name.line)
    return name.text.lower()


def _contact(contact: Value | None, path: Path) -> str:
    if contact is None:
        return ""
    refuse_harmful(contact.text, path, contact.line)
    if not one_line(contact.text, CONTACT_LIMIT):
        shown = visible(contact.text)
        raise InputError(
            f"Der Kontakt „{shown}“ ist zu lang oder geht über mehrere Zeilen. Erlaubt ist eine Zeile bis "
            f"{CONTACT_LIMIT} Zeichen: Er muss groß auf das letzte Bild passen.",
            f'The contact "{shown}" is too long or runs over several lines. One line of up to {CONTACT_LIMIT} '
            "characters is allowed: it must fit on the last picture in large letters.",
            path=path,
            line=contact.line,
        )
    return contact.text


def _code(code: Value | None, path: Path) -> str:
    if code is None or link.allowed(code.text):
        return code.text if code else ""
    shown = visible(code.text)
    raise InputError(
        f"„{shown}“ kann kein Code auf der Schlusstafel sein. Möglich ist: {link.ALLOWED[0]}.",
        f'"{shown}" cannot be the code on the end card. Possible is: {link.ALLOWED[1]}.',
        path=path,
        line=code.line,
    )


def _review(value: Value | None, path: Path) -> Policy | None:
    if value is None:
        return None
    known: tuple[Policy, ...] = ("label", "required")
    for policy in known:
        if value.text.lower() == policy:
            return policy
    raise InputError(*keys.no_such("Die Prüfregel", "review policy", value.text, known), path=path, line=value.line)


def _urgent(value: Value | None, path: Path) -> bool:
    known = ("high", "normal")
    if value and value.text.lower() not in known:
        raise InputError(*keys.no_such("Die Dringlichkeit", "priority", value.text, known), path=path, line=value.line)
    return value is not None and value.text.lower() == "high"
