"""What is wrong with an avatar as it is drawn: groups that paint nothing, lids, brows and glasses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.scene.check_groups import Words
from pipeline.scene.drawing import Drawing, Part
from pipeline.scene.sprite import Box, paint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FIGURE = 1000
"""Pixels of a 1080p picture that the canvas is high: that of the measures below."""
_TINT = 0.35
"""How much of what is to be seen of eyes or irises glasses may hide, on the whole: tinted lenses and reflections."""
_FAR, _MOST = 4, 6000
"""How many view boxes, and how many units, beyond the view box a drawing is looked for: millimetres are 3.8 of
Inkscape's pixels; and memory is finite."""
_NOTHING = (0, 0, 0, 0)
_MAJA = "-560 0 1120 1000"
ALIKE = 3.0
"""Mean difference of two mouths in their levels (0 … 255) up to which nobody sees one."""


def empty(drawing: Drawing, groups: tuple[str, ...]) -> dict[str, Words]:
    """The groups that leave no trace inside the view box, and why; groups that share a cause share the words."""
    empty = [group for group in groups if drawing.part(group).bounds == _NOTHING]
    if not empty:
        return {}
    wide = drawing.around(min(_FAR, _MOST / max(drawing.width, drawing.height)))
    outside = [group for group in empty if wide.part(group).bounds != _NOTHING]
    hidden = [group for group in empty if group not in outside]
    found: dict[str, Words] = {}
    if hidden:
        who_de, who_en = _named(hidden, ("zeichnet", "zeichnen"), ("draws", "draw"))
        words = (
            f"{who_de} nichts: leer, ausgeblendet oder weit außerhalb der Seite. Bitte vor dem Speichern alles "
            "einblenden (Objekt > Ebenen und Objekte, das Auge).",
            f"{who_en} nothing: empty, hidden or far outside the page. Show everything before saving (Object > Layers "
            "and Objects, the eye).",
        )
        found |= dict.fromkeys(hidden, words)
    if outside:
        most = 2 * len(outside) > len(groups)
        drawn = [group for group in groups if group not in hidden] if most else outside
        found |= dict.fromkeys(outside, _outside(drawing, wide, outside, drawn, most))
    return found


def _outside(drawing: Drawing, wide: Drawing, groups: list[str], drawn: list[str], page: bool) -> Words:
    """Args:
    wide: The same drawing, with what lies outside the view box.
    groups: Those that lie there.
    drawn: Those whose place is told.
    page: It is the page that is wrong, not these groups.
    """
    who_de, who_en = _named(groups, ("liegt", "liegen"), ("lies", "lie"))
    edges = [wide.part(group).bounds for group in drawn]
    left, top = wide.left + min(edge[0] for edge in edges), wide.top + min(edge[1] for edge in edges)
    right, bottom = wide.left + max(edge[2] for edge in edges), wide.top + max(edge[3] for edge in edges)
    told = (left, right, top, bottom)
    page_told = (drawing.left, drawing.left + drawing.width, drawing.top, drawing.top + drawing.height)
    place_de, page_de = ("von x = {:.0f} bis {:.0f} und y = {:.0f} bis {:.0f}".format(*at) for at in (told, page_told))
    place_en, page_en = ("from x = {:.0f} to {:.0f} and y = {:.0f} to {:.0f}".format(*at) for at in (told, page_told))
    mend_de, mend_en = "Bitte hineinschieben.", "Move it inside."
    if page:
        mend_de = (
            "Wahrscheinlich hat die Seite eine andere Größe oder Einheit (mm) bekommen. In Inkscape: Bearbeiten > "
            "XML-Editor, oberste Zeile (svg:svg), viewBox so setzen, dass alles darin liegt; bei einer Kopie von Maja "
            f"ist das „{_MAJA}“."
        )
        mend_en = (
            "Probably the page was given another size or unit (mm). In Inkscape: Edit > XML Editor, first line "
            f'(svg:svg), set viewBox so that all lies inside; in a copy of Maja that is "{_MAJA}".'
        )
    return (
        f"{who_de} außerhalb der Seite: Gezeichnet ist {place_de}, die viewBox reicht {page_de}. {mend_de}",
        f"{who_en} outside the page: drawn is {place_en}, the view box reaches {page_en}. {mend_en}",
    )


def _named(groups: list[str], de: tuple[str, str], en: tuple[str, str]) -> Words:
    """One group or several, with a verb."""
    if len(groups) == 1:
        return f"Die Gruppe „{groups[0]}“ {de[0]}", f'The group "{groups[0]}" {en[0]}'
    names = ", ".join(groups)
    return f"{len(groups)} Gruppen ({names}) {de[1]}", f"{len(groups)} groups ({names}) {en[1]}"


def faults(drawing: Drawing, groups: tuple[str, ...]) -> Iterator[Words]:
    """What can be said without the numbers of avatar.toml.

    Args:
        groups: Those that draw something.
    """
    lids = [f"lids-{step}" for step in range(4)]
    if {"eyes", *lids} <= set(groups):
        yield from _lids(pictures(drawing, ["eyes", *lids]))
    if {"brows-0", "brows-1"} <= set(groups):
        zero, one = pictures(drawing, ["brows-0", "brows-1"]).values()
        if difference(zero, one) < ALIKE:
            yield ("„brows-0“ und „brows-1“ sehen gleich aus.", '"brows-0" and "brows-1" look alike.')
    if {"glasses", "eyes", "iris", "lids-0"} <= set(groups):
        yield from _glasses(drawing, [group for group in groups if group.startswith("mouth-")])


def pictures(drawing: Drawing, groups: list[str]) -> dict[str, NDArray[np.uint8]]:
    """Each group as RGBA, all in one box around them all, at the scale of a 1080p picture."""
    scale = FIGURE / drawing.height
    edges = [drawing.part(group).bounds for group in groups] or [(0.0, 0.0, 0.0, 0.0)]
    box = Box(
        int(min(edge[0] for edge in edges) * scale),
        int(min(edge[1] for edge in edges) * scale),
        int(max(edge[2] for edge in edges) * scale) + 1,
        int(max(edge[3] for edge in edges) * scale) + 1,
    )
    return {group: _painted(drawing.part(group), box, scale) for group in groups}


def _painted(part: Part, box: Box, scale: float) -> NDArray[np.uint8]:
    import skia

    return paint(box, lambda canvas: canvas.drawPicture(part.picture, skia.Matrix.Scale(scale, scale))).image


def difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Mean over what either covers, as it looks on a middle grey."""
    import numpy as np

    seen = (one[..., 3] > 0) | (other[..., 3] > 0)
    if not seen.any():
        return 0.0
    alpha = (one[seen][:, 3:] / 255, other[seen][:, 3:] / 255)
    flat = [128 + (image[seen][:, :3] - 128.0) * a for image, a in zip((one, other), alpha, strict=True)]
    return float(np.abs(flat[0] - flat[1]).mean())


def extent(image: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is solid."""
    import numpy as np

    solid = image[..., 3] > 240
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    if not rows.size:
        return 0, 0, 0, 0
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _lids(pictures: dict[str, NDArray[np.uint8]]) -> Iterator[Words]:
    eyes = pictures["eyes"]
    white = (eyes[..., 3] > 200) & (eyes[..., :3].min(axis=2) > 190)
    if not white.any():
        yield (
            "In „eyes“ ist kein Weiß des Auges zu finden (hell und deckend).",
            'In "eyes" no white of the eye is found (light and opaque).',
        )
        return
    seen = [float((white & (pictures[f"lids-{step}"][..., 3] < 100)).sum() / white.sum()) for step in range(4)]
    if seen[3] > 0.01:
        yield (
            f"„lids-3“ lässt {seen[3]:.0%} vom Weiß der Augen sehen: Geschlossene Lider decken das ganze Auge.",
            f'"lids-3" leaves {seen[3]:.0%} of the white of the eyes visible: closed lids cover the whole eye.',
        )
    for step in range(1, 4):
        if seen[step] >= seen[step - 1] > 0:
            yield (
                f"„lids-{step}“ deckt das Auge nicht weiter als „lids-{step - 1}“: 0 ist offen, 3 geschlossen.",
                f'"lids-{step}" covers the eye no further than "lids-{step - 1}": 0 is open, 3 is closed.',
            )


def _glasses(drawing: Drawing, mouths: list[str]) -> Iterator[Words]:
    """The gaze shows whom somebody speaks to, and lips are read: glasses leave both to be seen."""
    seen = pictures(drawing, ["glasses", "eyes", "iris", "lids-0", *mouths])
    glasses, open_ = seen["glasses"][..., 3] / 255, seen["lids-0"][..., 3] < 100
    for group in ("eyes", "iris"):
        part = (seen[group][..., 3] > 200) & open_
        hidden = float(glasses[part].mean()) if part.any() else 0.0
        if hidden > _TINT:
            yield (
                f"„glasses“ verdeckt {hidden:.0%} von „{group}“ (erlaubt: {_TINT:.0%}): Die Augen müssen zu sehen "
                "sein. Bitte die Gläser durchsichtig zeichnen.",
                f'"glasses" hides {hidden:.0%} of "{group}" (allowed: {_TINT:.0%}): the eyes must be seen. Draw the '
                "lenses transparent.",
            )
            break
    touched = [mouth for mouth in mouths if _over(glasses, extent(seen[mouth]))]
    if touched:
        which = "" if touched == mouths else f" ({', '.join(touched)})"
        yield (
            f"„glasses“ reicht in {len(touched)} von {len(mouths)} Mündern{which}: Nichts darf den "
            "Mund verdecken. Bitte nach oben schieben.",
            f'"glasses" reaches into {len(touched)} of {len(mouths)} mouths{which}: nothing may cover '
            "the mouth. Move it up.",
        )


def _over(glasses: NDArray[np.float64], box: tuple[int, int, int, int]) -> bool:
    left, top, right, bottom = box
    return bool((glasses[top:bottom, left:right] > 0.25).any())
