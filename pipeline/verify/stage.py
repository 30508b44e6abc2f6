"""All gates in one visible list. A film is proved by its file, not by what was meant to be in it."""

from __future__ import annotations

from pathlib import Path

from pipeline.files import sha256
from pipeline.language import Wording
from pipeline.model import Report, ReviewState, Timeline
from pipeline.scene.scene import Scene
from pipeline.verify import pixels, sound, stream, words
from pipeline.verify.pixels import Plate


def verify(
    path: Path, timeline: Timeline, scene: Scene, *, intro: str, wording: Wording, german: str, state: ReviewState
) -> Report:
    """Args:
    intro: The self-introduction as the pack words it for this avatar.
    german: The request in German; empty in a German film.
    """
    always = [Plate("label", scene.draw("label"), 0.0, timeline.duration)]
    if timeline.note:
        always.append(Plate("review note", scene.draw("note"), 0.0, timeline.duration))
    card = Plate("end card", scene.draw("card"), timeline.end_card.start, timeline.duration)
    covers = [scene.draw(key).box for key in ("card", "tag large", "tag")]
    frames, fps = len(timeline.poses), timeline.fps
    gates = [
        stream.gate(path, timeline),
        *pixels.compare(path, always, fps=fps, frames=frames),
        *pixels.compare(path, [card], fps=fps, frames=frames),
        *([pixels.draft(path, timeline, scene.draw("draft"), covers)] if timeline.draft else []),
        words.intro(timeline, intro),
        words.request(timeline, wording.request, german),
        words.review(timeline, state, wording),
        sound.speech(path, timeline),
        sound.loudness(path),
    ]
    return Report(timeline.language, stream.film(path), sha256(path), tuple(gates))
