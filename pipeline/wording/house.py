"""The house's own wording: what native speakers corrected and signed here, kept in the state folder.

Assets are read-only in an installation, and an update of Lotse must not take away what somebody has signed.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from pipeline import language as packs
from pipeline.errors import InputError
from pipeline.files import write_atomic
from pipeline.language import Language, Signature, Wording
from pipeline.wording.checks import problem
from pipeline.wording.sentences import sentences

_UNREADABLE = Signature("", "", "")


def folder(state: Path) -> Path:
    return state / "languages"


def pack(code: str, state: Path) -> Language:
    """The pack of a language with the house's signed words over it.

    Words that nobody stands for are not used: where the file was edited or is damaged, or where a newer Lotse needs a
    sentence that it lacks, the pack's own words count, and `void` names the signature that no longer holds.

    Raises:
        InputError: There is no such language.
    """
    own, path = packs.load(code), folder(state) / f"{code}.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        signature: Signature = packs.build(Signature, _texts(data["signature"]), path)
        words = data["wording"]
        theirs = packs.signed(
            replace(
                own,
                du=packs.build(Wording, _texts(words["du"]), path),
                sie=packs.build(Wording, _texts(words["sie"]), path),
                names=_texts(data["names"]),
            ),
            signature,
        )
    except FileNotFoundError:
        return own
    except (OSError, ValueError, LookupError, TypeError, InputError):
        return replace(own, void=_UNREADABLE)
    # Whoever can write the file can also write a hash: no wording counts that could not have been signed.
    if theirs.void or theirs.names.keys() != own.names.keys() or _problems(theirs, own):
        return replace(own, void=signature)
    return theirs


def sign(words: Language, by: str, when: date, state: Path) -> Path:
    """Writes the wording with its signature and gives the file's path.

    Raises:
        MachineError: The state folder cannot be written to.
    """
    signature = Signature(by, when.isoformat(), packs.wording_sha256(words))
    tables = {
        "names": dict(words.names),
        "wording.du": asdict(words.du),
        "wording.sie": asdict(words.sie),
        "signature": asdict(signature),
    }
    lines = [
        f"# Fester Wortlaut auf {words.german}, unterschrieben von {by}. Nicht von Hand ändern: Dann gilt die",
        f"# Unterschrift nicht mehr. Neu unterschreiben: lotse languages review {words.code}",
    ]
    for name, table in tables.items():
        lines += ["", f"[{name}]"]
        # A JSON string is a TOML string too, as long as no control character is in it; checks let none pass.
        lines += [f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in table.items()]
    path = folder(state) / f"{words.code}.toml"
    write_atomic(path, "\n".join(lines) + "\n")
    return path


def told(pack: Language, state: Path) -> tuple[str, str]:
    """What staff must know about a missing or void signature and do about it, in German and English; else empty."""
    parts: list[tuple[str, str]] = []
    if pack.void:
        path = folder(state) / f"{pack.code}.toml"
        if pack.void.reviewed_by:
            parts.append(
                (
                    f"Die Unterschrift von {pack.void.reviewed_by} ({pack.void.date}) unter dem festen Wortlaut auf "
                    f"{pack.german} gilt nicht mehr: Die Worte wurden seitdem geändert.",
                    f"The signature by {pack.void.reviewed_by} ({pack.void.date}) under the fixed wording in "
                    f"{pack.english} is void: the words have changed since.",
                )
            )
        else:
            parts.append(
                (
                    f"Der eigene Wortlaut ({path}) ist beschädigt und zählt nicht.",
                    f"The house's own wording ({path}) is damaged and does not count.",
                )
            )
    if pack.void or not pack.signature:
        code = pack.code
        parts.append(
            (
                f"Der feste Wortlaut auf {pack.german} (Kennzeichnung, Vorstellung, Bitte) braucht die Unterschrift "
                "eines Menschen, der die Sprache spricht. Bitte das Formular schreiben, ausfüllen lassen und "
                f"einlesen: lotse languages review {code}; lotse languages sign {code} Wortlaut-{code}.docx",
                f"The fixed wording in {pack.english} (label, introduction, request) needs the signature of somebody "
                f"who speaks it. Write the form, have it filled in, and read it back: lotse languages review {code}; "
                f"lotse languages sign {code} Wortlaut-{code}.docx",
            )
        )
    return " ".join(de for de, _ in parts), " ".join(en for _, en in parts)


def _texts(data: Any) -> dict[str, str]:
    if not isinstance(data, dict) or not all(isinstance(text, str) for text in data.values()):
        raise ValueError(data)
    return data


def _problems(theirs: Language, own: Language) -> bool:
    """Without fonts and layout, which are looked at when signing and again when a film is made."""
    return any(problem(sentence, sentence.now, own) for sentence in sentences(theirs, own))
