"""Where the numbers of an avatar.toml do not fit its drawing or the picture, and where the figure leaves its canvas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model import Pose
from pipeline.scene.avatar import Avatar
from pipeline.scene.check_groups import Words
from pipeline.scene.check_pictures import FIGURE, extent, pictures
from pipeline.scene.drawing import Drawing
from pipeline.scene.layers import picture
from pipeline.scene.layout import layout
from pipeline.scene.rig import GROUPS, Rig

FACE, MOUTH = 0.28, 110.0
"""Least height of the face as a part of the picture's, least width of the mouth at 1080p: lips are read at 360p."""
_SLACK = 0.02
"""How far one thing may reach beyond another, as a part of the canvas's height: bounds are rough."""
_PROBE = 500
"""Height of the canvas in pixels where only its edges matter."""
_TURNS = "hair-back, body, head, hair-front"


def faults(drawing: Drawing, avatar: Avatar) -> Iterator[Words]:
    """Args:
    drawing: In which every group draws something.
    """
    if (real := _from_the_middle(drawing, avatar)) != avatar:
        yield _from_the_corner(drawing, avatar, real)
        avatar = real
    left, top, right, chin = _on_canvas(drawing, avatar.face)
    film = layout("16x9", rtl=False)
    scale = film.figure_height / drawing.height
    face = (chin - top) * scale / film.height
    if face < FACE:
        yield (
            f"Das Gesicht (face: Haaransatz bis Kinn) füllt im Film {face:.0%} der Bildhöhe, nötig sind {FACE:.0%}.",
            f"The face (face: hair line to chin) fills {face:.0%} of the picture's height, {FACE:.0%} are needed.",
        )
    face_box, slack = (left, top, right, chin), drawing.height * _SLACK
    if not _within(face_box, drawing.part("head").bounds, slack):
        start = (drawing.left, drawing.top) * 2
        drawn = [round(edge + begin) for edge, begin in zip(drawing.part("head").bounds, start, strict=True)]
        yield (
            f"face {_listed(avatar.face)} reicht über das hinaus, was „head“ zeichnet: {drawn}.",
            f'face {_listed(avatar.face)} reaches beyond what "head" draws: {drawn}.',
        )
    for name in ("eyes", "mouth-rest"):
        if not _within(drawing.part(name).bounds, face_box, slack):
            yield (
                f"„{name}“ liegt nicht innerhalb von face {_listed(avatar.face)}.",
                f'"{name}" does not lie inside face {_listed(avatar.face)}.',
            )
    edges = extent(pictures(drawing, ["mouth-rest"])["mouth-rest"])
    width = (edges[2] - edges[0]) * drawing.height / FIGURE
    if abs(width - avatar.mouth_width) > max(0.06 * width, 4 * drawing.height / FIGURE):
        yield (
            f"mouth_width ist {avatar.mouth_width:g}, „mouth-rest“ ist aber {width:.0f} breit.",
            f'mouth_width is {avatar.mouth_width:g}, but "mouth-rest" is {width:.0f} wide.',
        )
    if min(width, avatar.mouth_width) * scale < MOUTH:
        narrow = min(width, avatar.mouth_width) * scale
        yield (
            f"Der Mund ist im Film (1080p) {narrow:.0f} Pixel breit, nötig sind {MOUTH:.0f}: Lippen müssen auch auf "
            f"dem Telefon lesbar sein. Das sind {MOUTH / scale:.0f} Einheiten der Zeichnung.",
            f"The mouth is {narrow:.0f} pixels wide in the film (1080p), {MOUTH:.0f} are needed: lips must be readable "
            f"on a phone too. That is {MOUTH / scale:.0f} units of the drawing.",
        )
    if not _in_neck(drawing, avatar.face, avatar.pivot):
        yield (
            f"pivot {_listed(avatar.pivot)} liegt nicht im Hals (unter dem Mund, zwischen den Seiten des Gesichts, "
            "auf der Zeichenfläche).",
            f"pivot {_listed(avatar.pivot)} does not lie in the neck (below the mouth, between the sides of the face, "
            "on the canvas).",
        )
    if not 0 < avatar.breath <= 0.03 * drawing.height:
        yield (
            f"breath {avatar.breath:g} stimmt nicht: mehr als 0 und höchstens {0.03 * drawing.height:.0f}.",
            f"breath {avatar.breath:g} cannot be right: more than 0 and at most {0.03 * drawing.height:.0f}.",
        )
    most = (right - left) / 15
    if not all(0 < step <= most for step in avatar.gaze):
        yield (
            f"gaze {_listed(avatar.gaze)} stimmt nicht: beides mehr als 0 und höchstens {most:.0f}.",
            f"gaze {_listed(avatar.gaze)} cannot be right: both more than 0 and at most {most:.0f}.",
        )


def _on_canvas(drawing: Drawing, numbers: Sequence[float]) -> tuple[float, ...]:
    """x and y in turns, counted from the view box's corner."""
    return tuple(number - (drawing.left, drawing.top)[at % 2] for at, number in enumerate(numbers))


def _within(inner: Sequence[float], outer: Sequence[float], slack: float) -> bool:
    begins = all(inner[at] >= outer[at] - slack for at in (0, 1))
    return begins and all(inner[at] <= outer[at] + slack for at in (2, 3))


def _in_neck(drawing: Drawing, face: Sequence[float], pivot: Sequence[float]) -> bool:
    left, _, right, _ = _on_canvas(drawing, face)
    across, down = _on_canvas(drawing, pivot)
    return left < across < right and drawing.part("mouth-rest").bounds[3] < down < drawing.height


def _from_the_middle(drawing: Drawing, avatar: Avatar) -> Avatar:
    """With what was measured from the page's corner, as Inkscape shows it, in the drawing's own coordinates."""

    def moved(numbers: Sequence[float]) -> tuple[float, ...]:
        return tuple(number + (drawing.left, drawing.top)[at % 2] for at, number in enumerate(numbers))

    def fits(face: Sequence[float]) -> bool:
        box, slack = _on_canvas(drawing, face), drawing.height * _SLACK
        inside = all(_within(drawing.part(name).bounds, box, slack) for name in ("eyes", "mouth-rest"))
        return inside and _within(box, drawing.part("head").bounds, slack)

    face, pivot = avatar.face, avatar.pivot
    if not fits(face) and fits(moved(face)):
        face = moved(face)
    if not _in_neck(drawing, face, pivot) and _in_neck(drawing, face, moved(pivot)):
        pivot = moved(pivot)
    return replace(avatar, face=face, pivot=pivot)


def _from_the_corner(drawing: Drawing, avatar: Avatar, real: Avatar) -> Words:
    pairs = (("face", avatar.face, real.face), ("pivot", avatar.pivot, real.pivot))
    wrong = [f"{key} {_listed(old)}" for key, old, new in pairs if old != new]
    right = ", ".join(f"{key} = {_listed(new)}" for key, old, new in pairs if old != new)
    starts = {"x": drawing.left, "y": drawing.top}
    added = {axis: f"{abs(start):g}" for axis, start in starts.items() if start}
    add_de = " und ".join(
        f"von {a} {n} abziehen" if starts[a] < 0 else f"zu {a} {n} addieren" for a, n in added.items()
    )
    add_en = " and ".join(f"subtract {n} from {a}" if starts[a] < 0 else f"add {n} to {a}" for a, n in added.items())
    begins = f"{drawing.left:g} {drawing.top:g}"
    return (
        f"{' und '.join(wrong)}: von der Ecke der Seite gemessen, wie Inkscape zählt. Die viewBox beginnt bei "
        f"{begins}; bitte {add_de}: {right}.",
        f"{' and '.join(wrong)}: measured from the page's corner, as Inkscape counts. The view box starts at "
        f"{begins}; {add_en}: {right}.",
    )


def _listed(numbers: Sequence[float]) -> str:
    return f"[{', '.join(f'{number:g}' for number in numbers)}]"


def poses(avatar: Avatar) -> Iterator[Words]:
    """What the edges of the canvas cut off, and whether the lower one does. Every group draws something."""
    drawing = Drawing(avatar.drawing, GROUPS)
    width = int(drawing.width * _PROBE / drawing.height)
    rig = Rig.load(avatar.folder, height=_PROBE, x=0, y=0, picture=(width, _PROBE))
    cut: dict[str, set[str]] = {}
    for name, layer, pose in (
        (_TURNS, 0, Pose(tilt=3, breath=7)),
        (_TURNS, 0, Pose(tilt=-3, breath=7)),
        ("arm-wave", 3, Pose(arm="wave", breath=7)),
        ("arm-offer", 3, Pose(arm="offer", breath=7)),
    ):
        box = picture(rig.keys(pose)[layer], rig.draw).box
        sides = {"links/left": box.left <= 0, "oben/above": box.top <= 0, "rechts/right": box.right >= width}
        cut.setdefault(name, set()).update(side for side, there in sides.items() if there)
        if layer and (box.left + box.right) / 2 < width / 2:
            yield (
                f"„{name}“ liegt links von der Mitte; der Arm gehört auf die rechte Seite des Bildes.",
                f'"{name}" lies left of the middle; the arm belongs to the right side of the picture.',
            )
    for name, found in cut.items():
        if found:
            german, english = zip(*(side.split("/") for side in sorted(found)), strict=True)
            yield (
                f"Der Rand der viewBox schneidet ab ({name}): {', '.join(german)}, auch wenn der Kopf sich neigt.",
                f"The edge of the view box cuts off ({name}): {', '.join(english)}, also while the head tilts.",
            )
    if picture(rig.keys(Pose())[0], rig.draw).box.bottom < _PROBE:
        yield (
            "Die Figur reicht nicht bis zum unteren Rand der viewBox: Sie würde schweben.",
            "The figure does not reach the lower edge of the view box: it would float.",
        )
