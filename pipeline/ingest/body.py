"""The spoken text of a file, plain or Markdown, as units: one for each source line that says something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.ingest import pictures, tags
from pipeline.model import Unit

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_DEEPEST = 18
"""Levels of lists and quotes inside each other: the parser drops without a word what lies two levels deeper."""


@dataclass(frozen=True, slots=True)
class Body:
    units: tuple[Unit, ...]
    heading: Unit | None = None
    """The first heading, which is a unit as well; its text is that of all its lines."""


def plain(lines: Sequence[str], first: int, path: Path) -> Body:
    """Every line with text is a unit; blank lines separate paragraphs.

    Args:
        first: 1-based number of the first of these lines in the file.

    Raises:
        InputError: A picture is not written as it must be, or a line holds HTML.
    """
    units: list[Unit] = []
    paragraph, blank = 0, False
    for number, line in enumerate(lines, first):
        if text := _blanks(line):
            paragraph += blank and bool(units)
            units.append(_unit(text, number, paragraph, path))
        blank = not text
    return Body(pictures.attached(units))


def markdown(lines: Sequence[str], first: int, path: Path) -> Body:
    """Headings, paragraphs, list items and quotes; their marks are dropped, numbers of lists are kept.

    Raises:
        InputError: A table or code block: they cannot be spoken; a picture that is not written as it must be; HTML; or
            lists nested too deep.
    """
    units: list[Unit] = []
    heading: Unit | None = None
    paragraph, number, number_line, in_heading = 0, "", 0, False
    for token in _parser().parse("\n".join(line if line.strip() else "" for line in lines)):
        line = first + token.map[0] if token.map else first
        if token.type in ("table_open", "fence"):
            raise _unspeakable(token.type, path, line)
        if token.level > _DEEPEST:
            raise _unspeakable("deep", path, line)
        if token.type == "list_item_open" and (token.info or token.markup == "+"):
            # "24. Dezember" and "+ 49 228" start a list in Markdown; what they say must not get lost.
            number, number_line = f"{token.info}{token.markup} ", line
        elif token.type == "list_item_close" and number:
            if number[0].isdigit():
                units.append(Unit(number.strip(), number_line, paragraph))
                paragraph += 1
            number = ""
        elif token.type in ("heading_open", "heading_close"):
            in_heading = token.type == "heading_open"
        elif token.type == "inline":
            rows = _rows(token)
            if number[:1].isdigit() or rows[0][:1].isdigit():
                rows[0] = number + rows[0]
            number = ""
            texts = enumerate(map(_blanks, rows))
            spoken = [_unit(text, line + row, paragraph, path, in_heading) for row, text in texts if text]
            if in_heading and heading is None and spoken:
                heading = Unit(" ".join(unit.text for unit in spoken), spoken[0].line, paragraph)
            units += spoken
            paragraph += bool(spoken)
    return Body(pictures.attached(units), heading)


def _unit(text: str, line: int, paragraph: int, path: Path, heading: bool = False) -> Unit:
    tags.refuse(text, path, line)
    # A title cannot be a picture: there it stands within a text.
    return pictures.read_line(f"# {text}" if heading else text, paragraph, path, line) or Unit(text, line, paragraph)


@cache
def _parser() -> MarkdownIt:
    """CommonMark without what would swallow or change typed text: HTML, backslash escapes, entities, indented code
    and link definitions."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST + 2})
    parser.enable("table").disable(["escape", "entity", "code", "reference"])
    parser.inline.ruler.before("emphasis", "gender_star", _gender_star)
    parser.inline.ruler.at("image", _picture)
    return parser


def _gender_star(state: StateInline, silent: bool) -> bool:
    """Kolleg*innen und Berater*innen: a star inside a word is part of the word, no emphasis."""
    before, at, after = (
        state.src[state.pos - 1 : state.pos],
        state.src[state.pos],
        state.src[state.pos + 1 : state.pos + 2],
    )
    if at != "*" or not before.isalnum() or not after.isalnum():
        return False
    if not silent:
        state.pending += "*"
    state.pos += 1
    return True


def _picture(state: StateInline, silent: bool) -> bool:
    """What begins like a picture stays as typed to the end of its line: its name may hold blanks and stars."""
    if not pictures.MARK.match(state.src, state.pos):
        return False
    end = state.src.find("\n", state.pos)
    end = state.posMax if end < 0 else end
    if not silent:
        state.pending += state.src[state.pos : end]
    state.pos = end
    return True


def _rows(token: Token) -> list[str]:
    """The text of a block, line by line as in the source."""
    sources = token.content.split("\n")
    rows = _flat(token.children or [])
    if len(rows) == len(sources):
        return rows
    # A code span or the address of a link ran over a line end: read each line by itself, so that lines keep counting.
    parser = _parser()
    return ["".join(_flat(parser.parseInline(source.strip())[0].children or [])) for source in sources]


def _flat(children: Sequence[Token]) -> list[str]:
    rows, address, label = [""], "", ""
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            rows.append("")
            label += " "
        elif child.type in ("text", "code_inline"):
            rows[-1] += child.content
            label += child.content
        elif child.type == "link_open":
            address, label = _parser().normalizeLinkText(str(child.attrs["href"])), ""
        elif child.type == "link_close" and address:
            shown = address.removeprefix("mailto:").removeprefix("tel:")
            if label not in (address, shown, shown.removeprefix("https://").removeprefix("http://").rstrip("/")):
                rows[-1] += f" ({shown})"
            address = ""
    return rows


def _blanks(text: str) -> str:
    """Tabs and runs of spaces become one space; no-break spaces stay."""
    return " ".join(part for part in text.replace("\t", " ").split(" ") if part).strip()


def _unspeakable(kind: str, path: Path, line: int) -> InputError:
    de, en = {
        "table_open": (
            "Eine Tabelle lässt sich nicht vorlesen. Schreiben Sie sie als einzelne Zeilen oder als Liste.",
            "A table cannot be read aloud. Write it as single lines or as a list.",
        ),
        "fence": (
            "Ein Block zwischen Zeilen mit ``` oder ~~~ lässt sich nicht vorlesen. Löschen Sie diese beiden Zeilen.",
            "A block between lines of ``` or ~~~ cannot be read aloud. Delete these two lines.",
        ),
        "deep": (
            "So tief lassen sich Listen und Zitate nicht ineinander schachteln. Rücken Sie diese Zeile aus.",
            "Lists and quotes cannot be nested this deep. Indent this line less.",
        ),
    }[kind]
    return InputError(de, en, path=path, line=line)
