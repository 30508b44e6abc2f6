"""What is wrong with an avatar.svg as it is written: photographs, programs, and what skia does not draw as Inkscape
shows it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from math import isfinite
from xml.etree.ElementTree import Element

from pipeline.scene import check_groups
from pipeline.scene.check_groups import KNOWN, Words, name, properties
from pipeline.scene.drawing import SVG

_LINK = "{http://www.w3.org/1999/xlink}href"
_PATHS = ("in Pfade umwandeln (Pfad > Objekt in Pfad)", "convert it to paths (Path > Object to Path)")
_LEFT_OUT = {
    **dict.fromkeys(("text", "textPath", "flowRoot", "foreignObject"), _PATHS),
    **dict.fromkeys(("symbol", "switch"), ("durch eine einfache Gruppe ersetzen", "replace it by a plain group")),
    **dict.fromkeys(
        ("meshgradient", "hatch"),
        ("durch einen linearen oder radialen Verlauf ersetzen", "replace it by a linear or radial gradient"),
    ),
    **dict.fromkeys(
        ("animate", "animateTransform", "animateMotion", "set", "feDropShadow"),
        ("löschen oder zeichnen", "delete it or draw it"),
    ),
}
"""Elements that skia-python 144 leaves out or paints black, and what to do."""
_PAINTS = ("fill", "stroke", "stop-color", "flood-color", "color")
_COLOUR = re.compile(r"none|inherit|[a-zA-Z]+|#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|rgba?\([^()]*\)|url\(#[^()]+\).*")
_REFERENCE = re.compile(r"url\(\s*['\"]?([^)'\"]*)['\"]?\s*\)")
_LENGTH = re.compile(r"-?[\d.]+(em|ex|rem|ch|vw|vh|vmin|vmax)")


def faults(root: Element) -> Iterator[Words]:
    """All that can be said without drawing.

    Args:
        root: Of avatar.svg.
    """
    if not view_box(root):
        found = root.get("viewBox", "")
        yield (
            f"Das ist kein SVG mit brauchbarer viewBox („{found}“). Nötig sind vier Zahlen mit Leerzeichen: links, "
            "oben, Breite, Höhe; keine Seite mehr als doppelt so lang wie die andere.",
            f'This is no SVG with a usable viewBox ("{found}"). It takes four numbers with spaces: left, top, width, '
            "height; no side more than twice as long as the other.",
        )
    yield from _strangers(root)
    yield from check_groups.missing(root)
    yield from check_groups.nested(root)
    yield from dict.fromkeys(_features(root))  # the same fault in twenty paths of a group is one


def view_box(root: Element) -> bool:
    """Whether there is one that can be drawn."""
    try:
        left, top, width, height = map(float, root.get("viewBox", "").split())
    except ValueError:
        return False
    sane = isfinite(left + top) and 10 <= width <= 10_000 and width / 2 <= height <= width * 2
    return root.tag == f"{SVG}svg" and sane


def _strangers(root: Element) -> Iterator[Words]:
    """Photographs and programs have no place anywhere in the file."""
    names = Counter(name(element) for element in root.iter())
    if count := names["image"] + names["feImage"]:
        some_de, some_en = ("ein Rasterbild", "a raster image")
        if count > 1:
            some_de, some_en = f"{count} Rasterbilder", f"{count} raster images"
        yield (
            f"Die Datei enthält {some_de} (<image>). Ein Avatar muss unverkennbar gezeichnet sein: Fotos "
            "und Pixelbilder sind nicht erlaubt. Bitte löschen, auch Vorlagen zum Nachzeichnen.",
            f"The file holds {some_en} (<image>). An avatar must be unmistakably drawn: photographs and "
            "pixel images are not allowed. Delete them, templates for tracing too.",
        )
    if names["script"]:
        yield (
            "Die Datei enthält ein Programm (<script>). Bitte löschen.",
            "The file holds a program (<script>). Delete it.",
        )
    if any((element.text or "").strip() for element in root.iter(f"{SVG}style")):
        yield (
            "Die Datei enthält ein Stylesheet (<style>); Lotse liest nur Farben, die am Objekt selbst stehen, sonst "
            "wird es schwarz. Bitte mit „Präsentationsattributen“ oder „Inline-Stil“ exportieren.",
            "The file holds a stylesheet (<style>); Lotse reads only colours that stand on the object itself, others "
            'turn black. Export it with "presentation attributes" or "inline style".',
        )


def _features(root: Element) -> Iterator[Words]:
    shared = {element.get("id") for defs in root.findall(f"{SVG}defs") for element in defs.iter()}
    drawn = [(str(g.get("id")), g) for g in root.iter(f"{SVG}g") if g.get("id") in KNOWN]
    drawn += [("defs", defs) for defs in root.findall(f"{SVG}defs")]
    for where, part in drawn:
        known = shared | {element.get("id") for element in part.iter()}
        for element in part.iter():
            if what := _LEFT_OUT.get(name(element)):
                yield (
                    f"<{name(element)}> in „{where}“ wird nicht gezeichnet: {what[0]}.",
                    f'<{name(element)}> in "{where}" is not drawn: {what[1]}.',
                )
            for key, value in properties(element).items():
                yield from _property(where, name(element), key, value, known)


def _property(where: str, element: str, key: str, value: str, known: set[str | None]) -> Iterator[Words]:
    shown = value if len(value) <= 40 else f"{value[:39]}…"
    at_de, at_en = f"„{key}: {shown}“ in „{where}“", f'"{key}: {shown}" in "{where}"'
    links = _REFERENCE.findall(value)
    if key in ("href", _LINK) and element not in ("image", "feImage"):
        links.append(value)
        if key == "href" and element != "a":
            yield (
                f"„href“ in „{where}“ wird nicht gelesen, nur „xlink:href“: bitte umbenennen.",
                f'"href" in "{where}" is not read, only "xlink:href": rename it.',
            )
    for link in links:
        if not link.startswith("#"):
            yield (
                f"Ein Verweis auf eine andere Datei in „{where}“ ({shown}): Lotse holt nichts nach. Bitte einfügen.",
                f'A reference to another file in "{where}" ({shown}): Lotse fetches nothing. Put it into the drawing.',
            )
        elif link[1:] not in known:
            yield (
                f"„{link}“ in „{where}“ wird nicht gefunden: Verläufe und Masken stehen in <defs> oder in der Gruppe.",
                f'"{link}" in "{where}" is not found: gradients and masks stand in <defs> or in the same group.',
            )
    if "!important" in value or (key in _PAINTS and not _COLOUR.fullmatch(value) and not links):
        yield (
            f"{at_de} wird schwarz: Farben bitte als #rrggbb, Durchsicht als „opacity“.",
            f'{at_en} turns black: write colours as #rrggbb and transparency as "opacity".',
        )
    elif (key.endswith("opacity") and "%" in value) or _LENGTH.fullmatch(value):
        yield f"{at_de} wird nicht verstanden: bitte eine Zahl ohne Einheit.", f"{at_en}: write a number without unit."
    elif (
        (key == "mix-blend-mode" and value != "normal")
        or (key == "paint-order" and re.match(r"(markers )?stroke", value))
        or (key in ("filter", "clip-path", "mask") and value != "none" and not links)
        or (key.startswith("marker") and value != "none")
        or key in ("transform-origin", "style transform", "style d")
    ):
        yield (
            f"{at_de} hat beim Zeichnen keine Wirkung. Bitte entfernen oder als Form zeichnen.",
            f"{at_en} has no effect when it is drawn. Remove it, or draw it as a shape.",
        )
