"""A saved review file is read. It may come from Notepad, Word or a phone: with wrapped lines, moved blocks, direction
marks. What is found is taken by its number; the script's line beside it proves that the number still means the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline import keys
from pipeline import language as packs
from pipeline.characters import clean, harmful, one_line, visible
from pipeline.errors import InputError
from pipeline.ingest.read import LINE_LIMIT, TITLE_LIMIT
from pipeline.language import Language
from pipeline.review.form import APPROVAL, TITLE, Form, Line

_NUMBER = re.compile(r"\[\s*(\d{1,6}|titel)\s*\]\s*", re.IGNORECASE)
_NAME = re.compile(r"freigabe\s+durch\s*[:：]\s*", re.IGNORECASE)
_STAMP = re.compile(r"Stand:\s*([0-9a-f]{8})\b")
_EDGES = " \t\u00a0\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"
_AROUND = re.compile(f"^[{_EDGES}]+|[{_EDGES}]+$")
_QUOTES = re.compile("[\"'„“”«»‚‘’‹›`´]")
_LOST = re.compile(r"\?{3,}|\w\?\w")
"""What a program leaves where it could not save a letter."""


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """What a person has sent back."""

    by: str
    """As listed; empty: nobody approves it yet."""
    title: str
    """May be empty."""
    units: tuple[str, ...]
    lines: tuple[int, ...]
    """Where each unit stands in the file, 1-based; the title last."""


class StaleError(InputError):
    """The file was written for another text of the script."""


@dataclass
class _Block:
    at: int
    source: list[str] = field(default_factory=list)
    text: list[str] | None = None
    """None: the heading of the translation has not come yet."""

    def add(self, words: str) -> None:
        if words:
            (self.source if self.text is None else self.text).append(words)


def parse(text: str, form: Form) -> ReviewFile:
    """Reads what was saved.

    Args:
        form: As it is now: the script may be another one than when the file was written.

    Raises:
        StaleError: The file is of another text of the script.
        InputError: Something cannot be understood; names the line.
    """
    own, source = packs.load(form.language), packs.load(form.source_language)
    lines = [_AROUND.sub("", line) for line in re.split(r"\r\n|[\n\r\v\f\x85\u2028\u2029]", clean(text))]
    stamp = next((found[1] for line in lines if line.startswith("#") and (found := _STAMP.search(line))), "")
    by, blocks = _blocks(lines, own, source)
    expected = {TITLE: form.title} | {str(number): unit for number, unit in enumerate(form.units, 1)}
    try:
        texts = {mark: _filled(mark, blocks.get(mark), line, own, source) for mark, line in expected.items()}
        for mark, block in blocks.items():
            if mark not in expected:
                raise _error(block.at, f"[{mark}] gibt es im Skript nicht.", f"[{mark}] is not in the script.")
    except InputError as error:
        if stamp and stamp != form.stamp:
            raise StaleError(
                f"Das Skript wurde inzwischen geändert, und diese Datei gehört noch zum alten. {error.de}",
                f"The script was changed meanwhile, and this file is of the old one. {error.en}",
                line=error.line,
            ) from error
        raise
    if empty := [mark for mark in expected if mark != TITLE and not texts[mark]]:
        more_de = f" Insgesamt fehlen noch {len(empty)} Zeilen." if len(empty) > 1 else ""
        more_en = f" In all, {len(empty)} lines are missing." if len(empty) > 1 else ""
        raise _error(
            blocks[empty[0]].at,
            f"Bei [{empty[0]}] steht noch keine Übersetzung.{more_de}",
            f"[{empty[0]}] has no translation yet.{more_en}",
        )
    for mark, words in texts.items():
        _check(mark, words, blocks[mark].at, expected[mark])
    units = tuple(texts[mark] for mark in expected if mark != TITLE)
    places = tuple(blocks[mark].at for mark in [*list(expected)[1:], TITLE])
    return ReviewFile(_listed(by, form, own), texts[TITLE], units, places)


def _blocks(lines: Sequence[str], own: Language, source: Language) -> tuple[tuple[str, int], dict[str, _Block]]:
    """The name with its line, and what stands at each number."""
    heading, ours = (re.compile(re.escape(f"{p.german}") + r"\s*[:：]\s*", re.IGNORECASE) for p in (own, source))
    by, blocks = ("", 0), dict[str, _Block]()
    block: _Block | None = None
    below = False
    """The name may stand on the next line."""
    for at, line in enumerate(lines, 1):
        if not line:
            continue
        if line == "#" or line.startswith(("# ", "#\t", "#\u00a0")):
            below = False
            continue
        if found := _NAME.match(line):
            name = line[found.end() :].strip("_. \u00a0")
            if name and by[0] and name != by[0]:
                raise _error(at, f"Schon in Zeile {by[1]} steht ein Name.", f"Line {by[1]} has a name already.")
            by, block, below = ((name, at) if name else by), None, not name
        elif (found := _NUMBER.match(line)) and (ours.match(line, found.end()) or found.end() == len(line)):
            mark = TITLE if found[1].lower() == TITLE.lower() else str(int(found[1]))
            if mark in blocks:
                raise _error(
                    at,
                    f"[{mark}] steht zweimal da, auch in Zeile {blocks[mark].at}. Bitte eines von beiden löschen.",
                    f"[{mark}] is there twice, also in line {blocks[mark].at}. Delete one of the two.",
                )
            block = blocks[mark] = _Block(at)
            block.add(ours.sub("", line[found.end() :], count=1))
        elif block and block.text is None and not block.source and (found := ours.match(line)):
            block.add(line[found.end() :])
        elif block and block.text is None and (found := heading.match(line)):
            block.text = []
            block.add(line[found.end() :])
        elif ours.match(line):
            raise _error(
                at,
                "Vor dieser Zeile fehlt die Zahl in eckigen Klammern, zum Beispiel [3].",
                "The number in square brackets is missing before this line, for example [3].",
            )
        elif block:
            block.add(line)
        elif below and not by[0]:
            by = (line, at)
        else:
            raise _error(
                at,
                f"Diese Zeile ist hier nicht zu verstehen: „{visible(line)}“. Ein Name gehört hinter „{APPROVAL}“, "
                f"eine Übersetzung unter „{own.german}:“.",
                f'This line is not understood here: "{visible(line)}". A name belongs behind "{APPROVAL}", a '
                f'translation below "{own.german}:".',
            )
    return by, blocks


def _filled(mark: str, block: _Block | None, line: Line, own: Language, source: Language) -> str:
    """The translation at one number."""
    if block is None:
        raise _error(
            None,
            f"[{mark}] fehlt: „{visible(line.source)}“. Bitte die Zeilen wieder einfügen; oder die Datei "
            "umbenennen, dann wird sie neu geschrieben.",
            f'[{mark}] is missing: "{visible(line.source)}". Put its lines back; or rename the file, and it is '
            "written anew.",
        )
    if block.text is None:
        raise _error(
            block.at,
            f"Bei [{mark}] fehlt die Zeile „{own.german}:“ vor der Übersetzung.",
            f'At [{mark}] the line "{own.german}:" before the translation is missing.',
        )
    if block.source and _loose(" ".join(block.source)) != _loose(line.source):
        raise _error(
            block.at,
            f"Bei [{mark}] steht nicht die Zeile des Skripts: „{visible(' '.join(block.source))}“ statt "
            f"„{visible(line.source)}“. Sie wird nur im Skript geändert.",
            f'[{mark}] does not have the line of the script: "{visible(" ".join(block.source))}" instead of '
            f'"{visible(line.source)}". It is changed in the script only.',
        )
    if not block.source:
        raise _error(
            block.at,
            f"Bei [{mark}] fehlt die Zeile „{source.german}: {visible(line.source)}“.",
            f'At [{mark}] the line "{source.german}: {visible(line.source)}" is missing.',
        )
    words = _flat(" ".join(block.text))
    # Exactly what was shown, also where an editor cannot keep it: a blank of another width, an invisible mark.
    return line.text if _plain(words) == _plain(line.text) else words


def _check(mark: str, words: str, at: int, line: Line) -> None:
    if found := harmful(words):
        raise _error(
            at,
            f"Bei [{mark}] steht ein unsichtbares Steuerzeichen, {found}; es kann Text umstellen. Bitte die "
            "Übersetzung löschen und neu tippen.",
            f"[{mark}] holds an invisible control character, {found}, which can reorder text. Delete the translation "
            "and type it again.",
        )
    tokens = " ".join(token for token in words.split() if not set(token) & set("/=@"))
    if _LOST.search(tokens) and not _LOST.search(line.source):
        raise _error(
            at,
            f"Bei [{mark}] sind Buchstaben beim Speichern zu Fragezeichen geworden: „{visible(words)}“. Bitte noch "
            "einmal eintragen und als Nur-Text mit Codierung UTF-8 speichern.",
            f'At [{mark}] letters have become question marks when saved: "{visible(words)}". Enter them again and '
            "save as plain text, encoding UTF-8.",
        )
    limit = TITLE_LIMIT if mark == TITLE else LINE_LIMIT
    if not one_line(words, limit):
        raise _error(
            at,
            f"Bei [{mark}] ist die Übersetzung zu lang: {len(words)} Zeichen, erlaubt sind {limit}.",
            f"At [{mark}] the translation is too long: {len(words)} characters, {limit} are allowed.",
        )
    if mark == TITLE and words and (set(words) & set("/\\") or not any(char.isalnum() for char in words)):
        raise _error(
            at,
            "Der Titel braucht Buchstaben und darf keinen Schrägstrich enthalten.",
            "The title needs letters and must not hold a slash.",
        )


def _listed(by: tuple[str, int], form: Form, own: Language) -> str:
    """The reviewer as the settings write the name."""
    name, at = _flat(by[0]), by[1]
    if not name:
        return ""
    for reviewer in form.reviewers:
        if _plain(reviewer).casefold() == _plain(name).casefold():
            return reviewer
    hint_de, hint_en = keys.hint(name, form.reviewers)
    raise _error(
        at,
        f"„{visible(name)}“ darf {own.german} nicht freigeben.{hint_de} Freigeben dürfen: "
        f"{', '.join(form.reviewers) or 'noch niemand'}. Wer das darf, trägt die Verwaltung ein.",
        f'"{visible(name)}" may not approve {own.english}.{hint_en} Listed: {", ".join(form.reviewers) or "nobody"}. '
        "Names are entered by the administrator.",
    )


def _flat(text: str) -> str:
    """One line; no-break spaces stay."""
    return " ".join(part for part in re.split("[ \t\r\n]+", text) if part)


def _plain(text: str) -> str:
    """What editors keep of a text."""
    return " ".join(re.sub("[\u200e\u200f\u061c]", "", clean(text)).split())


def _loose(text: str) -> str:
    """What a program that means well leaves of a line: other quotation marks, dashes and dots do not count."""
    same = re.sub("[‐-―−]", "-", _QUOTES.sub('"', _plain(text))).replace("--", "-").replace("…", "...")
    return same.casefold()


def _error(line: int | None, de: str, en: str) -> InputError:
    return InputError(de, en, line=line)
