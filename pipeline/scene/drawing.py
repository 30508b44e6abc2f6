"""The vector drawing of one avatar: avatar.svg, cut into its named groups."""

from __future__ import annotations

from copy import copy, deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from pipeline.errors import InputError

if TYPE_CHECKING:
    import skia

SVG = "{http://www.w3.org/2000/svg}"
# skia knows elements by their bare names and references by xlink:href only.
ElementTree.register_namespace("", SVG[1:-1])
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")

_PROBE = 0.25
"""Pixels per unit when looking for the bounds of a part."""


@dataclass(frozen=True, slots=True)
class Part:
    """One group of the drawing, ready to be played onto a skia canvas in units of the drawing."""

    picture: skia.Picture
    bounds: tuple[float, float, float, float]
    """Left, top, right, bottom of what it paints, units of the drawing, never too small."""


class Drawing:
    """Reads avatar.svg once and gives its groups as recorded pictures.

    Every group is drawn by skia on its own, together with the drawing's `defs`. Coordinates start at the top left
    corner of the view box.

    Raises:
        InputError: The file is missing, is no SVG with a view box, or lacks one of `groups`.
    """

    def __init__(self, path: Path, groups: tuple[str, ...]) -> None:
        try:
            self._root = ElementTree.parse(path).getroot()
            self.left, self.top, self.width, self.height = map(float, self._root.get("viewBox", "").split())
        except FileNotFoundError as error:
            raise InputError("Die Zeichnung fehlt.", "The drawing is missing.", path=path) from error
        except (ElementTree.ParseError, ValueError) as error:
            raise InputError(
                f"Das ist kein SVG mit viewBox: {error}.", f"This is not an SVG with a viewBox: {error}.", path=path
            ) from error
        self._groups = {element.get("id"): element for element in self._root.iter(f"{SVG}g")}
        if missing := [name for name in groups if name not in self._groups]:
            raise InputError(
                f"Der Zeichnung fehlen diese Gruppen (id): {', '.join(missing)}.",
                f"The drawing lacks these groups (id): {', '.join(missing)}.",
                path=path,
            )
        self._parts: dict[tuple[str, str, float, float], Part] = {}

    def __contains__(self, group: str) -> bool:
        return group in self._groups

    def part(self, group: str, moved: str = "", dx: float = 0, dy: float = 0) -> Part:
        """One group; inside it the group `moved`, if named, is shifted by dx, dy units."""
        key = (group, moved, dx, dy)
        if key not in self._parts:
            self._parts[key] = self._record(*key)
        return self._parts[key]

    def around(self, times: float) -> Drawing:
        """The same on a canvas that reaches `times` its own size further on every side: what lies outside is there."""
        wide = copy(self)
        wide.left, wide.top = self.left - times * self.width, self.top - times * self.height
        wide.width, wide.height = self.width * (1 + 2 * times), self.height * (1 + 2 * times)
        box = f"{wide.left} {wide.top} {wide.width} {wide.height}"
        wide._root = ElementTree.Element(self._root.tag, self._root.attrib | {"viewBox": box})
        wide._root.extend(self._root)
        wide._parts = {}
        return wide

    def _record(self, group: str, moved: str, dx: float, dy: float) -> Part:
        import skia

        element = deepcopy(self._groups[group])
        for inner in element.iter(f"{SVG}g"):
            if moved and inner.get("id") == moved:
                inner.set("transform", f"translate({dx},{dy}) {inner.get('transform', '')}")
        # Inkscape gives the page a size on paper; skia would enlarge the drawing to it.
        size = {"width": str(self.width), "height": str(self.height)}
        root = ElementTree.Element(self._root.tag, self._root.attrib | size)
        root.extend([*self._root.findall(f"{SVG}defs"), element])
        dom = skia.SVGDOM.MakeFromStream(skia.MemoryStream(ElementTree.tostring(root), True))
        dom.setContainerSize(skia.Size(self.width, self.height))
        recorder = skia.PictureRecorder()
        dom.render(recorder.beginRecording(skia.Rect.MakeWH(self.width, self.height)))
        picture = recorder.finishRecordingAsPicture()
        return Part(picture, self._bounds(picture))

    def _bounds(self, picture: Any) -> tuple[float, float, float, float]:
        import numpy as np
        import skia

        surface = skia.Surface(int(self.width * _PROBE) + 1, int(self.height * _PROBE) + 1)
        canvas = surface.getCanvas()
        canvas.scale(_PROBE, _PROBE)
        canvas.drawPicture(picture)
        rows, columns = np.nonzero(surface.toarray()[:, :, 3])
        if not rows.size:
            return 0.0, 0.0, 0.0, 0.0
        # Two probe pixels of margin: thin ends may leave no trace at this scale.
        edges = (columns.min() - 2, rows.min() - 2, columns.max() + 3, rows.max() + 3)
        left, top, right, bottom = (float(edge) / _PROBE for edge in edges)
        return left, top, right, bottom
