"""The front matter of a Markdown script: YAML between two lines of ---, every value a string."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline import keys
from pipeline.characters import clean
from pipeline.errors import InputError
from pipeline.model import Value

LISTS = ("to", "format")
"""Keys that may hold a YAML list."""
_NOT_PLAIN = (
    "Dieser Wert ist kein einfacher Text. Schreiben Sie ihn in eine Zeile, wenn nötig in Anführungszeichen.",
    "This value is no plain text. Write it in one line, in quotes if need be.",
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    values: Mapping[str, tuple[Value, ...]]
    """More than one value only for LISTS; a key without a value is not in it."""
    end: int
    """How many lines of the file it takes up, fences included; 0 where there is none."""

    def get(self, key: str) -> Value | None:
        return self.values.get(key, (None,))[0]


def parse(lines: list[str], known: tuple[str, ...], path: Path) -> FrontMatter:
    """Reads it from the top of the file's lines.

    Raises:
        InputError: The closing --- is missing, the YAML is broken, or it holds an unknown or repeated key, a nested
            value or an alias (which a few lines can blow up to gigabytes).
    """
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    if start == len(lines) or not is_fence(lines[start]):
        return FrontMatter({}, 0)
    end = next((number for number in range(start + 1, len(lines)) if is_fence(lines[number])), None)
    if end is None:
        raise InputError(
            "Der Kopf beginnt hier mit ---, hört aber nirgends auf. Schreiben Sie unter die letzte Angabe noch einmal "
            "eine Zeile mit ---.",
            "The front matter starts here with --- but never ends. Add another line of --- below its last entry.",
            path=path,
            line=start + 1,
        )
    return FrontMatter(_values("\n".join(lines[start + 1 : end]), start + 2, known, path), end + 1)


def is_fence(line: str) -> bool:
    return line.rstrip() == "---"


def _values(text: str, first: int, known: tuple[str, ...], path: Path) -> dict[str, tuple[Value, ...]]:
    import yaml

    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            line = first + event.start_mark.line if event.start_mark else first
            if getattr(event, "anchor", None) is not None:
                raise _refused(
                    "Die Zeichen & und * am Anfang eines Wertes sind hier nicht erlaubt. Setzen Sie den Wert in "
                    "Anführungszeichen.",
                    "The characters & and * are not allowed at the start of a value here. Put the value in quotes.",
                    path,
                    line,
                )
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > 2:  # compose would recurse
                raise _refused(*_NOT_PLAIN, path, line)
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        # A quote that is never closed is found at the end, but must be mended where it opens.
        quoted = "quoted scalar" in str(getattr(error, "context", ""))
        mark = getattr(error, "context_mark" if quoted else "problem_mark", None)
        raise _refused(
            "Diese Angabe ist nicht lesbar. Jede Angabe ist eine Zeile der Form „title: Ihr Titel“; enthält der Wert "
            "selbst einen Doppelpunkt oder ein Sonderzeichen, setzen Sie ihn in Anführungszeichen.",
            "This entry cannot be read. Every entry is a line such as `title: Your title`; if the value itself holds a "
            "colon or a special character, put it in quotes.",
            path,
            first + mark.line if mark else first,
        ) from error
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise _refused(
            "Zwischen den beiden Zeilen mit --- stehen nur Angaben der Form „title: Ihr Titel“.",
            "Between the two lines of --- there are only entries such as `title: Your title`.",
            path,
            first + root.start_mark.line,
        )
    values: dict[str, tuple[Value, ...]] = {}
    seen: set[str] = set()
    for key_node, node in root.value:
        line = first + key_node.start_mark.line
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
        if key not in known:
            raise keys.unknown(key, known, path=path, line=line)
        if key in seen:
            raise _refused(
                f"Die Angabe „{key}“ steht zweimal da. Löschen Sie eine der beiden Zeilen.",
                f'The entry "{key}" is there twice. Delete one of the two lines.',
                path,
                line,
            )
        seen.add(key)
        items = node.value if isinstance(node, yaml.SequenceNode) and key in LISTS else [node]
        if not all(isinstance(item, yaml.ScalarNode) for item in items):
            raise _refused(*_NOT_PLAIN, path, line)
        found = tuple(
            Value(clean(item.value).strip(), line if item is node else first + item.start_mark.line)
            for item in items
            if item.value.strip()
        )
        if found:
            values[key] = found
    return values


def _refused(de: str, en: str, path: Path, line: int) -> InputError:
    return InputError(de, en, path=path, line=line)
