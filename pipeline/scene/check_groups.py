"""Which groups an avatar.svg lacks, what may be meant for them, and which lie where they lose something."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from xml.etree.ElementTree import Element

from pipeline.scene.drawing import SVG
from pipeline.scene.rig import GROUPS, OPTIONAL

Words = tuple[str, str]
"""The same in German and English."""
KNOWN = GROUPS + OPTIONAL
_LABEL = "{http://www.inkscape.org/namespaces/inkscape}label"
# Without effect on a drawing: what Inkscape writes on every layer.
_HARMLESS = {"display", "id", _LABEL, "{http://www.inkscape.org/namespaces/inkscape}groupmode"}
_CALLED = {"glasses": ("brille", "brillen", "lesebrille", "sonnenbrille", "spectacles", "eyeglasses", "sunglasses")}
"""What people may call what need not be there: without a hint it would vanish without a word."""
_SHOWN = 4
"""Groups that a message names."""


def there(root: Element) -> tuple[str, ...]:
    """The groups of an avatar that the drawing has."""
    ids = {element.get("id") for element in root.iter(f"{SVG}g")}
    return tuple(group for group in KNOWN if group in ids)


def missing(root: Element) -> Iterator[Words]:
    """The groups that must be there and are not, those that need not but seem to be meant, and those there are twice.

    Args:
        root: Of avatar.svg.
    """
    count = Counter(str(element.get("id")) for element in root.iter(f"{SVG}g"))
    everything, outside = list(root.iter()), list(_outside(root))
    for group in KNOWN:
        hint = ("", "") if count[group] else _meant(group, everything if group in GROUPS else outside)
        if not count[group] and (group in GROUPS or hint[0]):
            yield f"Die Gruppe „{group}“ fehlt.{hint[0]}", f'The group "{group}" is missing.{hint[1]}'
        if count[group] > 1:
            yield (
                f"Die Gruppe „{group}“ gibt es {count[group]}-mal; jede ID darf nur einmal vorkommen.",
                f'There are {count[group]} groups "{group}"; an id may occur only once.',
            )


def _outside(element: Element) -> Iterator[Element]:
    """What lies in no group of an avatar and is therefore not drawn."""
    for child in element:
        if not (name(child) == "g" and child.get("id") in KNOWN):
            yield child
            yield from _outside(child)


def _meant(group: str, elements: list[Element]) -> Words:
    """What to do with that which seems to be meant; both empty where nothing does. The nearest comes first."""
    free = [element for element in elements if element.get("id") not in KNOWN or element.get("id") == group]
    for key in ("id", _LABEL):
        for element in sorted(free, key=lambda one: one.get(key) != group):
            if not _same(group, element.get(key, "")):
                continue
            if name(element) != "g":
                at_de, at_en = ("mit dieser ID", "with this id") if key == "id" else ("mit diesem Label", "so labelled")
                return (
                    f" Das Objekt {at_de} ist ein <{name(element)}>: bitte gruppieren und der Gruppe die ID geben.",
                    f" The object {at_en} is a <{name(element)}>: group it and give the id to the group.",
                )
            if key == _LABEL:
                label, has = element.get(_LABEL, ""), element.get("id", "")
                return (
                    f" Die Gruppe „{has}“ trägt nur das Label „{label}“: bitte auch ihre ID ändern, in „{group}“ "
                    "(Objekt > Objekteigenschaften).",
                    f' The group "{has}" has only the label "{label}": change its ID too, to "{group}" (Object > '
                    "Object Properties).",
                )
            de, en = _is_it(element.get("id", ""))
            return f"{de} Die ID muss genau „{group}“ lauten.", f'{en} The id must be exactly "{group}".'
    others = {str(element.get("id")) for element in free if name(element) == "g" and element.get("id")}
    others = {other for other in others if not any(_same(known, other) for known in KNOWN)}
    near = get_close_matches(group, sorted(others), 1, 0.75)
    return _is_it(near[0]) if near else ("", "")


def _is_it(other: str) -> Words:
    return f" Ist „{other}“ gemeint?", f' Is it "{other}"?'


def _same(group: str, other: str) -> bool:
    """Whether only capitals, underscores or the number that Inkscape adds to a copy ("mouth-a-1") part them."""
    plain = re.sub(r"[\s_]+", "-", other.strip().lower())
    return plain in _CALLED.get(group, ()) or bool(re.fullmatch(rf"{group}(-\d+)*", plain))


def nested(root: Element) -> Iterator[Words]:
    """A group is drawn alone: what a layer around it would do to it is lost."""
    layers, others = _nesting(root)
    for around, groups in layers.items():
        lost = ", ".join(sorted(properties(around).keys() - _HARMLESS))
        layer = around.get("id") or around.get(_LABEL, "")
        if len(groups) == 1:
            who_de, who_en, on = f"Die Gruppe „{groups[0]}“ liegt", f'The group "{groups[0]}" lies', "it"
        else:
            names = ", ".join(groups[:_SHOWN]) + (" …" if len(groups) > _SHOWN else "")
            who_de, who_en, on = (
                f"{len(groups)} Gruppen ({names}) liegen",
                f"{len(groups)} groups ({names}) lie",
                "them",
            )
        yield (
            f"{who_de} in „{layer}“, deren Eigenschaften ({lost}) nicht auf sie wirken. Bitte die äußere Gruppe "
            "auflösen (Objekt > Gruppierung aufheben).",
            f'{who_en} in "{layer}", whose properties ({lost}) do not apply to {on}. Ungroup the outer one (Object '
            "> Ungroup).",
        )
    yield from others


def shifted(root: Element) -> bool:
    """Whether groups lie in a layer that moves them in Inkscape, but not here: where they lie then says nothing."""
    return any("transform" in properties(around) for around in _nesting(root)[0])


def _nesting(root: Element) -> tuple[dict[Element, list[str]], list[Words]]:
    """What lies around groups and would change them, with the groups; and what else is wrong with where they lie."""
    parents = {child: parent for parent in root.iter() for child in parent}
    layers: dict[Element, list[str]] = {}
    found: list[Words] = []
    for element in root.iter(f"{SVG}g"):
        group, around = str(element.get("id")), element
        if group not in KNOWN:
            continue
        above: list[str] = []
        while (around := parents.get(around, around)) in parents:
            above.append(around.get("id", ""))
            lost = properties(around).keys() - _HARMLESS
            if lost and group != "iris" and not set(above) & set(KNOWN):
                layers.setdefault(around, []).append(group)
        if group == "iris" and "eyes" not in above:
            found.append((
                "Die Gruppe „iris“ liegt nicht in „eyes“: Der Blick kann sich so nicht bewegen. Bitte hineinziehen.",
                'The group "iris" does not lie inside "eyes": the gaze cannot move. Drag it inside.',
            ))  # fmt: skip
        for outer in above:
            if outer in KNOWN and (group, outer) != ("iris", "eyes"):
                found.append((
                    f"Die Gruppe „{group}“ liegt in „{outer}“ und wäre immer zu sehen. Bitte herausziehen.",
                    f'The group "{group}" lies inside "{outer}" and would always be seen. Drag it outside.',
                ))  # fmt: skip
    return layers, found


def properties(element: Element) -> dict[str, str]:
    """Attributes and the declarations of `style`; those that only attributes may be are named "style d"."""
    found = {key: value.strip() for key, value in element.attrib.items() if key != "style"}
    for declaration in element.get("style", "").split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if value:
            found[f"style {key}" if key in ("transform", "d") else key] = value
    return found


def name(element: Element) -> str:
    """Without its namespace."""
    return str(element.tag).rpartition("}")[2]
