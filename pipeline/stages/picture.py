"""What is seen in a film: who presents it, the plates, the service's look and the script's pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import language as packs
from pipeline.files import sha256
from pipeline.model import Timeline
from pipeline.scene import layout
from pipeline.stages.portrait import face
from pipeline.version import Version
from pipeline.work import Work

if TYPE_CHECKING:
    from pipeline.scene.figure import Figure
    from pipeline.scene.plates import Look
    from pipeline.scene.scene import Plates, Scene


def scene(work: Work, made: Version, timeline: Timeline) -> Scene:
    from pipeline.scene.scene import Scene

    return Scene(timeline, figure(work, made, timeline), made.pack, packs.load("de"), look(work), gallery(work))


def plates(work: Work, made: Version, timeline: Timeline) -> Plates:
    from pipeline.scene.scene import Plates

    return Plates(timeline, made.pack, packs.load("de"), look(work), gallery(work))


def gallery(work: Work) -> Path:
    """Where the script's pictures lie."""
    return work.script.path.parent


def look(work: Work) -> Look:
    from pipeline.scene.plates import Look

    service = work.settings.service
    colours = service.colours
    return Look(colours.accent, colours.background, service.logo, colours.ink, service.background)


def figure(work: Work, made: Version, timeline: Timeline) -> Figure:
    """The avatar where the film shows it."""
    from pipeline.scene.figure import Drawn, Filmed
    from pipeline.scene.portrait import Portrait
    from pipeline.scene.rig import Rig

    place = layout.of(timeline, rtl=made.pack.direction == "rtl")
    if isinstance(made.avatar, Portrait):
        found = face(work, made, made.avatar, timeline)
        return Filmed(work.job.language(made.pack.code) / found.file, found, place, timeline, made.avatar.id)
    return Drawn(Rig.stand(made.avatar.folder, place), timeline)


def looks(work: Work, made: Version, timeline: Timeline) -> list[str]:
    """Hashes of all that says what the avatar looks like."""
    from pipeline.scene.portrait import Portrait

    if isinstance(made.avatar, Portrait):
        folder = work.job.language(made.pack.code)
        return [sha256(folder / face(work, made, made.avatar, timeline).file)]
    return [sha256(path) for path in made.avatar.files]
