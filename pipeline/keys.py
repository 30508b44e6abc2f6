"""Unknown names and keys: the nearest known one, and the sentence for those who look for a switch that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from pipeline.characters import visible
from pipeline.errors import InputError

_SWITCH = re.compile(
    r"label|disclos|watermark|intro|badge|notice|c2pa|manifest|end_?card|draft"
    r"|kennzeich|hinweis|offenleg|wasserzeichen|abspann|vorstell|entwurf|(?<![a-z])(ai|ki|note|request)(?![a-z])",
    re.IGNORECASE,
)
_NO_SWITCH_DE = " Die Kennzeichnung als KI lässt sich nicht abschalten: Dafür gibt es keinen Schlüssel."
_NO_SWITCH_EN = " The AI disclosure cannot be switched off: there is no key for it."


def hint(word: str, known: Iterable[str]) -> tuple[str, str]:
    """Asks "did you mean …?" in German and English; both empty where nothing known is near.

    Only last parts are compared: "adress" and "servcie.address" are near "service.address", "service.label" is not.
    """
    options = {_last(option): option for option in known}
    near = [options[found] for found in get_close_matches(_last(word), options, 1)]
    return (f" Meinten Sie „{near[0]}“?", f' Did you mean "{near[0]}"?') if near else ("", "")


def _last(dotted: str) -> str:
    return re.split(r"\.|__", dotted)[-1].lower()


def no_such(what_de: str, what_en: str, word: str, known: Iterable[str]) -> tuple[str, str]:
    """That there is no such thing, which is nearest and which there are, in German and English.

    Args:
        what_de: With its article, in the accusative: "Die Sprache".
        what_en: Without article: "language".
    """
    known = tuple(known)
    hint_de, hint_en = hint(word, known)
    word = visible(word)
    return (
        f"{what_de} „{word}“ gibt es hier nicht.{hint_de} Möglich sind: {', '.join(known)}.",
        f'There is no {what_en} "{word}" here.{hint_en} Known are: {", ".join(known)}.',
    )


def unknown(
    key: str, known: Iterable[str], *, path: Path | None = None, line: int | None = None, env: bool = False
) -> InputError:
    """The error for a key (or, with `env`, an environment variable) that does not exist."""
    if env:
        de, en = no_such("Die Umgebungsvariable", "environment variable", key, known)
        mend_de, mend_en = "Benennen oder löschen Sie sie.", "Rename or unset it."
    else:
        de, en = no_such("Den Schlüssel", "key", key, known)
        mend_de, mend_en = "Ändern oder löschen Sie diese Zeile.", "Change or delete this line."
    switch_de, switch_en = (_NO_SWITCH_DE, _NO_SWITCH_EN) if _SWITCH.search(key) else ("", "")
    return InputError(f"{de} {mend_de}{switch_de}", f"{en} {mend_en}{switch_en}", path=path, line=line)
