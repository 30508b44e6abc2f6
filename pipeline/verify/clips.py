"""What is to be known of a script's clips: one that flickers, before anything is spoken or drawn, because its film
would not be published; and one of which the end is not seen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.ingest.pictures import find, is_clip, seconds
from pipeline.model import Format, Script, Timeline
from pipeline.scene import layout as layouts
from pipeline.scene.layout import FPS
from pipeline.scene.pictures import EASE
from pipeline.verify.flash import EVERY, Flashes

if TYPE_CHECKING:
    import av

_TOLD = 1.0
"""Seconds that may be missing at the end of a clip; of more, a person is told."""


def refuse(script: Script, formats: Sequence[Format]) -> None:
    """Looks at the script's clips as large as the films will show them, each from its beginning to its end.

    Raises:
        InputError: One flickers; names its line.
    """
    for unit in script.units:
        file = find(script.path.parent, unit.picture) if is_clip(unit.picture) else None
        if file and _flickers(file, file.stat().st_mtime_ns, tuple(formats)):
            raise InputError(
                f"Der Clip „{unit.picture}“ flackert; das kann Anfälle auslösen. Nehmen Sie einen ruhigeren Ausschnitt "
                "oder ein Bild daraus.",
                f'The clip "{unit.picture}" flickers, which can bring on seizures. Take a calmer part of it, or a '
                "still picture.",
                path=script.path,
                line=unit.line,
            )


def unseen(timeline: Timeline, folder: Path) -> tuple[str, str]:
    """Which clips are longer than their paragraph is spoken, in German and English; empty: none.

    Args:
        folder: Where the clips lie.
    """
    said: list[tuple[str, str]] = []
    for shown in timeline.pictures:
        name = shown.value.file
        file = find(folder, name) if is_clip(name) else None
        # While it appears and goes it stands still.
        played = shown.end - shown.start - 2 * EASE
        if file and (takes := seconds(file)) - played > _TOLD:
            said.append(
                (
                    f"Vom Clip „{name}“ sind nur die ersten {played:.0f} von {takes:.0f} Sekunden zu sehen, so lange "
                    "wird sein Absatz gesprochen. Schneiden Sie ihn kürzer, oder schreiben Sie mehr in den Absatz.",
                    f'Only the first {played:.0f} of {takes:.0f} seconds of the clip "{name}" are seen, as long as its '
                    "paragraph is spoken. Cut it shorter, or write more in the paragraph.",
                )
            )
    return " ".join(de for de, _ in said), " ".join(en for _, en in said)


@lru_cache(maxsize=64)
def _flickers(file: Path, changed: int, formats: tuple[Format, ...]) -> bool:
    """Args:
    changed: When it was last written; another file of this name is another clip.
    """
    import av

    fields = [_Field(form) for form in formats]
    shown = 0
    last: av.VideoFrame | None = None
    try:
        with av.open(str(file)) as container:
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            begin: float | None = None
            for frame in container.decode(stream):
                at = frame.time if frame.time is not None else shown / FPS
                begin = at if begin is None else begin
                while last and shown < round((at - begin) * FPS):
                    _seen(fields, shown, last)
                    shown += 1
                last = frame
    except (av.FFmpegError, IndexError):
        pass  # what can be decoded is what is shown
    if last:
        _seen(fields, shown, last)
    return not all(field.flashes.passed for field in fields)


def _seen(fields: Sequence[_Field], number: int, frame: av.VideoFrame) -> None:
    for field in fields:
        field.see(number, frame)


class _Field:
    """A picture of one format, empty but for the clip."""

    def __init__(self, form: Format) -> None:
        import numpy as np

        layout = layouts.layout(form, rtl=False)
        self._box = layout.picture
        self._points = np.zeros((layout.height // EVERY, layout.width // EVERY, 3), np.float32)
        self.flashes = Flashes(FPS)

    def see(self, number: int, frame: av.VideoFrame) -> None:
        """Args:
        number: Of the film's frames since the clip began.
        """
        import numpy as np

        box, across = self._box, frame.rotation % 180 != 0
        width, height = (frame.height, frame.width) if across else (frame.width, frame.height)
        scale = min((box.right - box.left) / width, (box.bottom - box.top) / height) / EVERY
        wide, high = max(1, int(frame.width * scale)), max(1, int(frame.height * scale))
        small = frame.reformat(width=wide, height=high, format="rgb24", interpolation="AREA").to_ndarray()
        pixels = np.rot90(small) if across else small
        top, left = box.top // EVERY, box.left // EVERY
        part = self._points[top : top + pixels.shape[0], left : left + pixels.shape[1]]
        part[:] = (pixels[: part.shape[0], : part.shape[1]] / np.float32(255)) ** np.float32(2.2)
        self.flashes.look(number, self._points)
