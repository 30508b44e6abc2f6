"""All that is heard in a film."""

from __future__ import annotations

from pathlib import Path

from pipeline.model import Timeline
from pipeline.version import Version
from pipeline.work import Work


def sounds(work: Work, made: Version, timeline: Timeline) -> list[tuple[Path, float]]:
    speech = work.job.language(made.pack.code) / "speech"
    return [(speech / sound.value, sound.start) for sound in timeline.sounds]


def soundtrack(work: Work, made: Version, timeline: Timeline, target: Path) -> None:
    """All that is heard in the film."""
    from pipeline.speak.loudness import silence, soundtrack

    if made.voice == "none":
        silence(timeline.duration, target)
    else:
        soundtrack(sounds(work, made, timeline), timeline.duration, target)
