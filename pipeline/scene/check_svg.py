"""What is wrong with an avatar.svg as it is written: groups, and what skia does not draw as Inkscape shows it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from math import isfinite
from xml.etree.ElementTree import Element

from pipeline.scene.drawing import SVG
from pipeline.scene.rig import GROUPS, OPTIONAL

Words = tuple[str, str]
"""The same in German and English."""

_KNOWN = GROUPS + OPTIONAL
_LINK = "{http://www.w3.org/1999/xlink}href"
_LABEL = "{http://www.inkscape.org/namespaces/inkscape}label"
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
# Without effect on a drawing: what Inkscape writes on every layer.
_HARMLESS = {"display", "id", _LABEL, "{http://www.inkscape.org/namespaces/inkscape}groupmode"}


def faults(root: Element) -> Iterator[Words]:
    """All that can be said without drawing.

    Args:
        root: Of avatar.svg.
    """
    parents = {child: parent for parent in root.iter() for child in parent}
    if not view_box(root):
        found = root.get("viewBox", "")
        yield (
            f"Das ist kein SVG mit brauchbarer viewBox („{found}“). Nötig sind vier Zahlen mit Leerzeichen: links, "
            "oben, Breite, Höhe; keine Seite mehr als doppelt so lang wie die andere.",
            f'This is no SVG with a usable viewBox ("{found}"). It takes four numbers with spaces: left, top, width, '
            "height; no side more than twice as long as the other.",
        )
    yield from _strangers(root)
    yield from _groups(root)
    for element in root.iter(f"{SVG}g"):
        if element.get("id") in _KNOWN:
            yield from _nesting(element, parents)
    yield from dict.fromkeys(_features(root))  # the same fault in twenty paths of a group is one


def view_box(root: Element) -> bool:
    """Whether there is one that can be drawn."""
    try:
        left, top, width, height = map(float, root.get("viewBox", "").split())
    except ValueError:
        return False
    sane = isfinite(left + top) and 10 <= width <= 10_000 and width / 2 <= height <= width * 2
    return root.tag == f"{SVG}svg" and sane


def there(root: Element) -> tuple[str, ...]:
    """The groups of an avatar that the drawing has."""
    ids = {element.get("id") for element in root.iter(f"{SVG}g")}
    return tuple(group for group in _KNOWN if group in ids)


def _strangers(root: Element) -> Iterator[Words]:
    """Photographs and programs have no place anywhere in the file."""
    names = Counter(_name(element) for element in root.iter())
    if count := names["image"] + names["feImage"]:
        yield (
            f"Die Datei enthält {count} Rasterbild(er) (<image>). Ein Avatar muss unverkennbar gezeichnet sein: Fotos "
            "und Pixelbilder sind nicht erlaubt. Bitte löschen, auch Vorlagen zum Nachzeichnen.",
            f"The file holds {count} raster image(s) (<image>). An avatar must be unmistakably drawn: photographs and "
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


def _groups(root: Element) -> Iterator[Words]:
    count = Counter(str(element.get("id")) for element in root.iter(f"{SVG}g"))
    free = [name for name in count if name not in _KNOWN]
    labels = {str(e.get(_LABEL)).lower(): e.get("id", "") for e in root.iter(f"{SVG}g") if e.get(_LABEL)}
    others = {element.get("id"): _name(element) for element in root.iter() if _name(element) != "g"}
    for group in GROUPS:
        if count[group]:
            continue
        hint = "", ""
        if group in others:
            hint = (
                f" Das Objekt mit dieser ID ist ein <{others[group]}>: bitte gruppieren und der Gruppe die ID geben.",
                f" The object with this id is a <{others[group]}>: group it and give the id to the group.",
            )
        elif group in labels:
            hint = (
                f" So heißt nur das Label der Gruppe „{labels[group]}“: bitte auch ihre ID ändern (Objekt > "
                "Objekteigenschaften).",
                f' Only the label of the group "{labels[group]}" is called so: change its ID too (Object > Object '
                "Properties).",
            )
        elif near := get_close_matches(group, free, 1, 0.75):
            hint = (f" Ist „{near[0]}“ gemeint?", f' Is it "{near[0]}"?')
        yield f"Die Gruppe „{group}“ fehlt.{hint[0]}", f'The group "{group}" is missing.{hint[1]}'
    for group in _KNOWN:
        if count[group] > 1:
            yield (
                f"Die Gruppe „{group}“ gibt es {count[group]}-mal; jede ID darf nur einmal vorkommen.",
                f'There are {count[group]} groups "{group}"; an id may occur only once.',
            )


def _nesting(element: Element, parents: dict[Element, Element]) -> Iterator[Words]:
    """A group is drawn alone: what a layer around it would do to it is lost."""
    group, around = str(element.get("id")), element
    above: list[str] = []
    while (around := parents.get(around, around)) in parents:
        above.append(around.get("id", ""))
        lost = _properties(around).keys() - _HARMLESS
        if lost and group != "iris" and not set(above) & set(_KNOWN):
            yield (
                f"Die Gruppe „{group}“ liegt in „{above[-1]}“, deren Eigenschaften ({', '.join(sorted(lost))}) nicht "
                "auf sie wirken. Bitte die äußere Gruppe auflösen (Objekt > Gruppierung aufheben).",
                f'The group "{group}" lies in "{above[-1]}", whose properties ({", ".join(sorted(lost))}) do not apply '
                "to it. Ungroup the outer one (Object > Ungroup).",
            )
    if group == "iris" and "eyes" not in above:
        yield (
            "Die Gruppe „iris“ liegt nicht in „eyes“: Der Blick kann sich so nicht bewegen. Bitte hineinziehen.",
            'The group "iris" does not lie inside "eyes": the gaze cannot move. Drag it inside.',
        )
    for outer in above:
        if outer in _KNOWN and (group, outer) != ("iris", "eyes"):
            yield (
                f"Die Gruppe „{group}“ liegt in „{outer}“ und wäre immer zu sehen. Bitte herausziehen.",
                f'The group "{group}" lies inside "{outer}" and would always be seen. Drag it outside.',
            )


def _features(root: Element) -> Iterator[Words]:
    shared = {element.get("id") for defs in root.findall(f"{SVG}defs") for element in defs.iter()}
    drawn = [(str(g.get("id")), g) for g in root.iter(f"{SVG}g") if g.get("id") in _KNOWN]
    drawn += [("defs", defs) for defs in root.findall(f"{SVG}defs")]
    for where, part in drawn:
        known = shared | {element.get("id") for element in part.iter()}
        for element in part.iter():
            if what := _LEFT_OUT.get(_name(element)):
                yield (
                    f"<{_name(element)}> in „{where}“ wird nicht gezeichnet: {what[0]}.",
                    f'<{_name(element)}> in "{where}" is not drawn: {what[1]}.',
                )
            for key, value in _properties(element).items():
                yield from _property(where, _name(element), key, value, known)


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


def _properties(element: Element) -> dict[str, str]:
    """Attributes and the declarations of `style`; those that only attributes may be are named "style d"."""
    found = {key: value.strip() for key, value in element.attrib.items() if key != "style"}
    for declaration in element.get("style", "").split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if value:
            found[f"style {key}" if key in ("transform", "d") else key] = value
    return found


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
