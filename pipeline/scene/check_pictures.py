"""What is wrong with an avatar as it is drawn: groups that paint nothing, mouths, lids and brows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from pipeline.scene.check_svg import Words
from pipeline.scene.drawing import Drawing, Part
from pipeline.scene.sprite import Box, paint
from pipeline.scene.visemes import VISEMES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FIGURE = 1000
"""Pixels of a 1080p picture that the canvas is high: that of the measures below."""
_WANDER, _GAP = 4, 9
"""Pixels that the middles of two mouths may lie apart; and that the line between pressed lips may be thick."""
_ALIKE = 3.0
"""Mean difference of two mouths in their levels (0 … 255) up to which nobody sees one."""


def empty(drawing: Drawing, groups: tuple[str, ...]) -> dict[str, Words]:
    """The groups that leave no trace inside the view box."""
    return {
        group: (
            f"Die Gruppe „{group}“ zeichnet nichts: Sie ist leer, ausgeblendet oder liegt außerhalb der viewBox.",
            f'The group "{group}" draws nothing: it is empty, hidden, or lies outside the view box.',
        )
        for group in groups
        if drawing.part(group).bounds == (0, 0, 0, 0)
    }


def faults(drawing: Drawing, groups: tuple[str, ...]) -> Iterator[Words]:
    """What can be said without the numbers of avatar.toml.

    Args:
        groups: Those that draw something.
    """
    mouths = pictures(drawing, [f"mouth-{viseme}" for viseme in VISEMES if f"mouth-{viseme}" in groups])
    yield from _alike(mouths)
    yield from _wandering(mouths)
    if {"mouth-closed", "mouth-a"} <= mouths.keys():
        yield from _pressed(mouths)
    lids = [f"lids-{step}" for step in range(4)]
    if {"eyes", *lids} <= set(groups):
        yield from _lids(pictures(drawing, ["eyes", *lids]))
    if {"brows-0", "brows-1"} <= set(groups):
        zero, one = pictures(drawing, ["brows-0", "brows-1"]).values()
        if _difference(zero, one) < _ALIKE:
            yield ("„brows-0“ und „brows-1“ sehen gleich aus.", '"brows-0" and "brows-1" look alike.')


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


def _difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Mean over what either covers, as it looks on a middle grey."""
    import numpy as np

    seen = (one[..., 3] > 0) | (other[..., 3] > 0)
    if not seen.any():
        return 0.0
    alpha = (one[seen][:, 3:] / 255, other[seen][:, 3:] / 255)
    flat = [128 + (image[seen][:, :3] - 128.0) * a for image, a in zip((one, other), alpha, strict=True)]
    return float(np.abs(flat[0] - flat[1]).mean())


def _alike(mouths: dict[str, NDArray[np.uint8]]) -> Iterator[Words]:
    for (name, one), (other, two) in combinations(mouths.items(), 2):
        if _difference(one, two) < _ALIKE:
            yield f"„{name}“ und „{other}“ sehen gleich aus.", f'"{name}" and "{other}" look alike.'


def extent(image: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is solid."""
    import numpy as np

    solid = image[..., 3] > 240
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    if not rows.size:
        return 0, 0, 0, 0
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _wandering(mouths: dict[str, NDArray[np.uint8]]) -> Iterator[Words]:
    import numpy as np

    middles = {name: sum(extent(image)[::2]) / 2 for name, image in mouths.items()}
    common = float(np.median(list(middles.values()))) if middles else 0.0
    for name, middle in middles.items():
        if abs(middle - common) > _WANDER:
            side_de, side_en = ("links", "left") if middle < common else ("rechts", "right")
            yield (
                f"Die Mitte von „{name}“ liegt {abs(middle - common):.0f} Pixel weiter {side_de} als die der anderen "
                f"Münder (erlaubt: {_WANDER}): Der Mund würde springen.",
                f'The middle of "{name}" lies {abs(middle - common):.0f} pixels further {side_en} than that of the '
                f"other mouths (allowed: {_WANDER}): the mouth would jump.",
            )


def _pressed(mouths: dict[str, NDArray[np.uint8]]) -> Iterator[Words]:
    """Pressed lips: no teeth, and between them a line but no gap."""
    import numpy as np

    closed, wide = mouths["mouth-closed"], mouths["mouth-a"]
    solid = closed[..., 3] == 255
    teeth = solid & (closed[..., :3].min(axis=2) > 190)
    if teeth.sum() > 0.01 * solid.sum():
        yield (
            "„mouth-closed“ zeigt Zähne: Bei p, b und m sind die Lippen aufeinandergepresst.",
            '"mouth-closed" shows teeth: for p, b and m the lips are pressed together.',
        )
    lips = float(np.median(_luma(closed)[solid])) if solid.any() else 0.0
    inside = float(np.quantile(_luma(wide)[wide[..., 3] == 255], 0.1)) if (wide[..., 3] == 255).any() else 0.0
    left, _, right, _ = extent(closed)
    third = slice(left + (right - left) // 3, right - (right - left) // 3)
    gap = _longest((solid & (_luma(closed) < (lips + inside) / 2))[:, third])
    if gap > _GAP:
        yield (
            f"„mouth-closed“ hat einen dunklen Spalt von {gap} Pixeln: Bei p, b und m sind die Lippen "
            "aufeinandergepresst, höchstens eine Linie trennt sie.",
            f'"mouth-closed" has a dark gap of {gap} pixels: for p, b and m the lips are pressed together, with no '
            "more than a line between them.",
        )


def _luma(image: NDArray[np.uint8]) -> NDArray[np.float64]:
    import numpy as np

    return np.asarray(image[..., :3] @ np.array([0.2126, 0.7152, 0.0722]))


def _longest(marks: NDArray[np.bool_]) -> int:
    """The longest run of marks in any column."""
    import numpy as np

    best, run = 0, np.zeros(marks.shape[1], int)
    for row in marks:
        run = (run + 1) * row
        best = max(best, int(run.max(initial=0)))
    return best


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
