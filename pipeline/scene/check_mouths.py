"""What is wrong with the mouths of an avatar as they are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.scene.check_groups import Words
from pipeline.scene.check_pictures import ALIKE, difference, extent, pictures
from pipeline.scene.drawing import Drawing
from pipeline.scene.visemes import VISEMES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WANDER, _GAP = 4, 9
"""Pixels that the middles of two mouths may lie apart; and that the line between pressed lips may be thick."""
_LOWER, _HIGHER = 11, 14
"""Pixels that an upper lip may lie below and above the others': +7 and -9 at most in the built-in avatars."""


def faults(drawing: Drawing, groups: tuple[str, ...]) -> Iterator[Words]:
    """What can be said without the numbers of avatar.toml.

    Args:
        groups: Those that draw something.
    """
    mouths = pictures(drawing, [f"mouth-{viseme}" for viseme in VISEMES if f"mouth-{viseme}" in groups])
    yield from _alike(mouths)
    yield from _wandering(mouths)
    yield from _rising(mouths)
    if {"mouth-closed", "mouth-a"} <= mouths.keys():
        yield from _pressed(mouths)


def _alike(mouths: dict[str, NDArray[np.uint8]]) -> Iterator[Words]:
    """Mouths that look alike are told together: one that was never drawn is one fault, not one a pair."""
    sets: list[list[str]] = []
    for name, image in mouths.items():
        near = [one for one in sets if any(difference(mouths[other], image) < ALIKE for other in one)]
        sets = [one for one in sets if one not in near] + [[*(other for one in near for other in one), name]]
    for one in sets:
        if len(one) > 1:
            *most, last = (f"„{name}“" for name in one)
            *many, end = (f'"{name}"' for name in one)
            yield f"{', '.join(most)} und {last} sehen gleich aus.", f"{', '.join(many)} and {end} look alike."


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


def _rising(mouths: dict[str, NDArray[np.uint8]]) -> Iterator[Words]:
    """Only the jaw goes down: the upper lips share one height; pressed ones are a little lower, round ones higher."""
    import numpy as np

    edges = {name: edge for name, image in mouths.items() if (edge := _upper_lip(image)) is not None}
    common = float(np.median(list(edges.values()))) if edges else 0.0
    for name, edge in edges.items():
        allowed = _LOWER if edge > common else _HIGHER
        if abs(edge - common) > allowed:
            side_de, side_en = ("tiefer", "lower") if edge > common else ("höher", "higher")
            yield (
                f"Die Oberlippe von „{name}“ liegt {abs(edge - common):.0f} Pixel {side_de} als die der anderen Münder "
                f"(erlaubt: {allowed}): Nur der Kiefer geht nach unten, sonst springt der Mund.",
                f'The upper lip of "{name}" lies {abs(edge - common):.0f} pixels {side_en} than that of the other '
                f"mouths (allowed: {allowed}): only the jaw goes down, else the mouth jumps.",
            )


def _upper_lip(image: NDArray[np.uint8]) -> int | None:
    """Its upper edge in the middle of the mouth."""
    import numpy as np

    left, _, right, _ = extent(image)
    middle = slice((left + right) // 2 - 8, (left + right) // 2 + 9)
    rows = np.flatnonzero((image[:, middle, 3] > 240).mean(axis=1) > 0.5)
    return int(rows[0]) if rows.size else None


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
