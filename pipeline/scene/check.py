"""Everything that is wrong with an avatar's folder, all at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers.expat import errors

from pipeline.scene import avatar, check_groups, check_mouths, check_numbers, check_pictures, check_svg, check_toml
from pipeline.scene.check_groups import Words
from pipeline.scene.drawing import Drawing
from pipeline.scene.rig import GROUPS


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend."""

    path: Path
    de: str
    en: str


@dataclass(frozen=True, slots=True)
class Findings:
    faults: tuple[Fault, ...]
    """Empty: the avatar can be used."""
    whole: bool
    """Nothing is missing, so that it can at least be drawn."""


def check(folder: Path) -> Findings:
    """
    Args:
        folder: That of avatar.svg and avatar.toml.
    """
    if folder.is_file():
        words = (
            f"Das ist eine Datei. Bitte den Ordner angeben: lotse avatars check {folder.parent}",
            f"This is a file. Give the folder: lotse avatars check {folder.parent}",
        )
        return Findings((Fault(folder, *words),), whole=False)
    if not folder.is_dir():
        return Findings((Fault(folder, "Diesen Ordner gibt es nicht.", "There is no such folder."),), whole=False)
    svg, toml = folder / "avatar.svg", folder / "avatar.toml"
    named = list(_name(folder.resolve()))
    told = list(check_toml.faults(toml))
    drawing, drawn = _drawing(svg)
    whole = drawing is not None and not told
    if drawing and whole:
        drawn += check_numbers.faults(drawing, avatar.read(folder))
        drawn += check_numbers.poses(avatar.read(folder))
    if not told:
        told += _namesakes(folder.resolve())
    found = ((folder, named), (toml, told), (svg, drawn))
    return Findings(tuple(Fault(path, de, en) for path, words in found for de, en in words), whole)


def _name(folder: Path) -> Iterator[Words]:
    name = folder.name
    if not avatar.FOLDER.fullmatch(name):
        yield (
            f"Der Ordner heißt „{name}“; so wird der Avatar im Skript genannt. Bitte nur Kleinbuchstaben a–z, Ziffern "
            "und Bindestriche.",
            f'The folder is called "{name}"; scripts name the avatar so. Use only small letters a–z, digits and '
            "hyphens.",
        )
    elif name in avatar.available() and folder != (avatar.AVATARS / name).resolve():
        yield (
            f"Der Ordner heißt „{name}“ wie ein eingebauter Avatar ({avatar.AVATARS / name}): Niemand wüsste, wer von "
            "beiden spricht. Bitte den Ordner umbenennen.",
            f'The folder is called "{name}" like a built-in avatar ({avatar.AVATARS / name}): nobody would know which '
            "of the two speaks. Rename the folder.",
        )


def _namesakes(folder: Path) -> Iterator[Words]:
    name = avatar.read(folder).name
    for other in map(avatar.load, avatar.available()):
        if other.name.casefold() == name.casefold() and folder != other.folder.resolve():
            yield same_name(name, str(other.folder))


def same_name(name: str, other: str) -> Words:
    """That somebody else is called so.

    Args:
        other: Where that one stands.
    """
    return (
        f"name „{name}“ hat schon ein anderer Avatar ({other}): Wer den Film sieht, wüsste nicht, wer von beiden "
        "spricht. Bitte einen anderen Namen wählen.",
        f'Another avatar has the name "{name}" ({other}): viewers would not know which of the two speaks. Choose '
        "another name.",
    )


def _drawing(path: Path) -> tuple[Drawing | None, list[Words]]:
    """The drawing, if no group of it is missing or empty; and its faults."""
    try:
        root = ElementTree.parse(path).getroot()
    except OSError:
        return None, [("Die Zeichnung fehlt oder ist nicht lesbar.", "The drawing is missing or cannot be read.")]
    except ElementTree.ParseError as error:
        return None, [_broken(error)]
    found = list(check_svg.faults(root))
    if not check_svg.view_box(root):
        return None, found
    there = check_groups.there(root)
    drawing = Drawing(path, there)
    empty = check_pictures.empty(drawing, there)
    if empty and check_groups.shifted(root):
        return None, found
    drawn = tuple(group for group in there if group not in empty)
    found += [*dict.fromkeys(empty.values()), *check_mouths.faults(drawing, drawn)]
    found += check_pictures.faults(drawing, drawn)
    return (drawing if set(GROUPS) <= set(there) and not empty else None), found


def _broken(error: ElementTree.ParseError) -> Words:
    line, _ = error.position
    mends = {
        errors.XML_ERROR_TAG_MISMATCH: "Ein Element ist nicht geschlossen, oder das falsche.",
        errors.XML_ERROR_INVALID_TOKEN: "Dort steht ein Zeichen, das hier nicht möglich ist, etwa < oder &.",
        errors.XML_ERROR_UNBOUND_PREFIX: "Ein Kürzel vor einem Doppelpunkt (xmlns) ist oben nicht erklärt.",
        errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "Eine Angabe steht dort zweimal.",
        errors.XML_ERROR_UNCLOSED_TOKEN: "Die Datei bricht ab: Wohl nicht vollständig gespeichert oder kopiert.",
        errors.XML_ERROR_NO_ELEMENTS: "Die Datei bricht ab oder ist leer.",
        errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "Hinter </svg> steht noch etwas.",
    }
    what = next((german for said, german in mends.items() if errors.codes[said] == error.code), "Sie ist nicht lesbar.")
    return (
        f"Das ist kein SVG, Zeile {line}: {what} Bitte in Inkscape noch einmal als „Normales SVG“ speichern.",
        f'This is not an SVG: {error}. Save it again in Inkscape as "Plain SVG".',
    )
