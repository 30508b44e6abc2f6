"""A face that a program makes speak."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from pipeline.files import sha256
from pipeline.job import staged
from pipeline.model import Timeline
from pipeline.stages.sound import sounds, soundtrack
from pipeline.version import Version
from pipeline.work import Work

if TYPE_CHECKING:
    from pipeline.scene.face import Face
    from pipeline.scene.portrait import Portrait


def face(work: Work, made: Version, portrait: Portrait, timeline: Timeline) -> Face:
    """The video that the program makes of a portrait: once for every sound, whatever the film's format.

    Raises:
        InputError: The program is not there.
        LotseError: It failed, or its video cannot be used.
    """
    from pipeline.scene import face as faces
    from pipeline.scene import program

    home = work.job.language(made.pack.code)

    def make() -> Face:
        with program.workshop(home) as folder:
            sound = folder / "sound.wav"
            soundtrack(work, made, timeline, sound)
            ran = program.run(portrait, sound, folder, seconds=timeline.duration, fps=timeline.fps)
            found = faces.check(ran.clip, sound, timeline, portrait.id, isolated=ran.isolated)
            target = home / f"face.{portrait.container}"
            ran.clip.replace(target)
        return replace(found, file=target.name)

    inputs = [
        [(sha256(path), start) for path, start in sounds(work, made, timeline)],
        [asdict(sentence) for sentence in timeline.sentences],
        [timeline.duration, timeline.fps],
        sha256(portrait.picture),
        [portrait.command, program.marks(portrait.command), portrait.container],
    ]
    return staged(home, "face", faces.Face, inputs, make, lambda found: [home / found.file], secret=work.secret)
