"""The translation memory: a TMX 1.4 file of what people have translated, found again by exactly the same text."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from pipeline import language
from pipeline.errors import InputError
from pipeline.files import write_atomic
from pipeline.lease import locked


class Memory:
    """A TMX file; one that does not exist yet knows nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lookup(self, texts: Sequence[str], source: str, target: str) -> list[str | None]:
        """For each text the translation stored last, or None. White space and Unicode composition do not count.

        Raises:
            InputError: The file is no TMX.
        """
        known = self._read(source, target)
        return [known.get(_normal(text)) for text in texts]

    def store(self, pairs: Iterable[tuple[str, str]], source: str, target: str) -> None:
        """Adds (text, translation) pairs; a text that is known already gets the new translation.

        Raises:
            InputError: The file is no TMX; it is left as it is.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with locked(self.path.parent):
            self._store(list(pairs), source, target)

    def forget(self, marks: Collection[str], source: str, target: str) -> int:
        """Removes the pairs with these marks. Returns how many that were.

        Raises:
            InputError: The file is no TMX; it is left as it is.
        """
        if not marks or not self.path.exists():
            return 0
        with locked(self.path.parent):
            tmx = self._open()
            found = [unit for unit, *pair in _pairs(tmx, source, target) if mark(*pair) in marks]
            for unit in found:
                tmx.removeunit(unit)
            if found:
                self._write(tmx)
            return len(found)

    def _store(self, pairs: Sequence[tuple[str, str]], source: str, target: str) -> None:
        wanted = {_normal(text): (text, translation) for text, translation in pairs}
        tmx = self._open()
        for unit, text, _ in _pairs(tmx, source, target):
            if _normal(text) in wanted:
                tmx.removeunit(unit)
        source_tag, target_tag = (language.load(code).bcp47 for code in (source, target))
        for text, translation in wanted.values():
            tmx.addtranslation(text, source_tag, translation, target_tag)
        self._write(tmx)

    def _write(self, tmx: Any) -> None:
        file = BytesIO()
        tmx.serialize(file)
        write_atomic(self.path, file.getvalue())

    def _read(self, source: str, target: str) -> dict[str, str]:
        if not self.path.exists():
            return {}
        return {_normal(text): translation for _, text, translation in _pairs(self._open(), source, target)}

    def _open(self) -> Any:
        from lxml.etree import LxmlError  # type: ignore[import-untyped]
        from translate.storage.tmx import tmxfile

        if not self.path.exists():
            # one file holds every pair of languages; without this the header would claim that all sources are English
            return tmxfile(sourcelanguage="*all*")
        try:
            tmx: Any = tmxfile.parsestring(self.path.read_bytes())  # type: ignore[no-untyped-call]
            if tmx.document.getroot().tag != "tmx":
                raise ValueError(f"<{tmx.document.getroot().tag}>")
            return tmx
        except (LxmlError, ValueError, AttributeError, AssertionError) as error:
            raise InputError(
                f"Der Übersetzungsspeicher ist keine lesbare TMX-Datei ({error}). Eine Sicherung zurückspielen oder "
                "die Datei wegräumen; ohne sie geht es mit leerem Speicher weiter.",
                f"The translation memory is not a readable TMX file ({error}). Restore a backup or move the file away; "
                "without it, work goes on with an empty memory.",
                path=self.path,
            ) from error


def mark(text: str, translation: str) -> str:
    """What a job remembers of a pair that it stored: enough to find it again, not to read it."""
    return hashlib.sha256("\0".join((_normal(text), _normal(translation))).encode()).hexdigest()


def _pairs(tmx: Any, source: str, target: str) -> list[tuple[Any, str, str]]:
    """(unit, text, translation) for every unit that translates from `source` to `target`."""
    from translate.misc.xml_helpers import getXMLlang

    header = tmx.document.getroot().find("header")
    default = "" if header is None else header.get("srclang", "")
    found = []
    for unit in tmx.units:
        texts = {_code(getXMLlang(node) or ""): unit.getNodeText(node) for node in unit.getlanguageNodes()}  # type: ignore[no-untyped-call]
        direction = unit.xmlelement.get("srclang") or default
        if texts.get(source) and texts.get(target) and (direction == "*all*" or _code(direction) == source):
            found.append((unit, texts[source], texts[target]))
    return found


@cache
def _code(tag: str) -> str:
    """The language of a BCP 47 tag. "fa-AF" is Dari, never Farsi; a region that no pack names ("de-AT") is dropped."""
    wanted = tag.replace("_", "-").lower()
    for code in language.codes():
        if wanted in (code, language.load(code).bcp47.lower()):
            return code
    return wanted.partition("-")[0]


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
