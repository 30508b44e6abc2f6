"""Everything that is wrong with an avatar's folder, all at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from pipeline.scene import avatar, check_numbers, check_pictures, check_svg, check_toml
from pipeline.scene.check_svg import Words
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
    if not folder.is_dir():
        return Findings((Fault(folder, "Diesen Ordner gibt es nicht.", "There is no such folder."),), whole=False)
    svg, toml = folder / "avatar.svg", folder / "avatar.toml"
    named = list(_name(folder.resolve()))
    told = list(check_toml.faults(toml))
    drawing, drawn = _drawing(svg)
    if drawing and not told:
        drawn += check_numbers.faults(drawing, avatar.read(folder))
        drawn += check_numbers.poses(avatar.read(folder))
    found = ((folder, named), (toml, told), (svg, drawn))
    faults = tuple(Fault(path, de, en) for path, words in found for de, en in words)
    return Findings(faults, whole=drawing is not None and not told)


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


def _drawing(path: Path) -> tuple[Drawing | None, list[Words]]:
    """The drawing, if no group of it is missing or empty; and its faults."""
    try:
        root = ElementTree.parse(path).getroot()
    except OSError:
        return None, [("Die Zeichnung fehlt oder ist nicht lesbar.", "The drawing is missing or cannot be read.")]
    except ElementTree.ParseError as error:
        return None, [(f"Das ist kein SVG: {error}.", f"This is not an SVG: {error}.")]
    found = list(check_svg.faults(root))
    if not check_svg.view_box(root):
        return None, found
    there = check_svg.there(root)
    drawing = Drawing(path, there)
    empty = check_pictures.empty(drawing, there)
    found += [*empty.values(), *check_pictures.faults(drawing, tuple(g for g in there if g not in empty))]
    return (drawing if set(GROUPS) <= set(there) and not empty else None), found
