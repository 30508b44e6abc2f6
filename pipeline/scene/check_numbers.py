"""Where the numbers of an avatar.toml do not fit its drawing or the picture, and where the figure leaves its canvas."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Pose
from pipeline.scene.avatar import Avatar
from pipeline.scene.check_pictures import FIGURE, extent, pictures
from pipeline.scene.check_svg import Words
from pipeline.scene.drawing import Drawing
from pipeline.scene.layers import picture
from pipeline.scene.layout import layout
from pipeline.scene.rig import GROUPS, Rig

FACE, MOUTH = 0.28, 110.0
"""Least height of the face as a part of the picture's, least width of the mouth at 1080p: lips are read at 360p."""
_PROBE = 500
"""Height of the canvas in pixels where only its edges matter."""
_TURNS = "hair-back, body, head, hair-front"


def faults(drawing: Drawing, avatar: Avatar) -> Iterator[Words]:
    """Args:
    drawing: In which every group draws something.
    """
    left, top, right, chin = (
        edge - start for edge, start in zip(avatar.face, (drawing.left, drawing.top) * 2, strict=True)
    )
    across, down = avatar.pivot[0] - drawing.left, avatar.pivot[1] - drawing.top
    film = layout("16x9", rtl=False)
    scale = film.figure_height / drawing.height
    face = (chin - top) * scale / film.height
    if face < FACE:
        yield (
            f"Das Gesicht (face: Haaransatz bis Kinn) füllt im Film {face:.0%} der Bildhöhe, nötig sind {FACE:.0%}.",
            f"The face (face: hair line to chin) fills {face:.0%} of the picture's height, {FACE:.0%} are needed.",
        )
    head, mouth = drawing.part("head").bounds, drawing.part("mouth-rest").bounds
    slack = drawing.height * 0.02
    if left < head[0] - slack or right > head[2] + slack or top < head[1] - slack or chin > head[3] + slack:
        drawn = [round(edge + start) for edge, start in zip(head, (drawing.left, drawing.top) * 2, strict=True)]
        yield (
            f"face {list(avatar.face)} reicht über das hinaus, was „head“ zeichnet: {drawn}.",
            f'face {list(avatar.face)} reaches beyond what "head" draws: {drawn}.',
        )
    for name, part in (("eyes", drawing.part("eyes").bounds), ("mouth-rest", mouth)):
        if part[0] < left - slack or part[2] > right + slack or part[1] < top - slack or part[3] > chin + slack:
            yield (
                f"„{name}“ liegt nicht innerhalb von face {list(avatar.face)}.",
                f'"{name}" does not lie inside face {list(avatar.face)}.',
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
    if not (left < across < right and mouth[3] < down < drawing.height):
        yield (
            f"pivot {list(avatar.pivot)} liegt nicht im Hals (unter dem Mund, zwischen den Seiten des Gesichts, auf "
            "der Zeichenfläche).",
            f"pivot {list(avatar.pivot)} does not lie in the neck (below the mouth, between the sides of the face, on "
            "the canvas).",
        )
    if not 0 < avatar.breath <= 0.03 * drawing.height:
        yield (
            f"breath {avatar.breath:g} stimmt nicht: mehr als 0 und höchstens {0.03 * drawing.height:.0f}.",
            f"breath {avatar.breath:g} cannot be right: more than 0 and at most {0.03 * drawing.height:.0f}.",
        )
    most = (right - left) / 15
    if not all(0 < step <= most for step in avatar.gaze):
        yield (
            f"gaze {list(avatar.gaze)} stimmt nicht: beides mehr als 0 und höchstens {most:.0f}.",
            f"gaze {list(avatar.gaze)} cannot be right: both more than 0 and at most {most:.0f}.",
        )


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
