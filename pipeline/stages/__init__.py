"""The stages of one language, each with what its result depends on: what has not changed is not made again. A work and
a version of it go in, with what the stages before have made; values of `pipeline.model` come out."""

from pipeline.stages.picture import looks, plates, scene
from pipeline.stages.portrait import face
from pipeline.stages.proof import claim_of, expected, log, sealed
from pipeline.stages.render import film, shrunk
from pipeline.stages.speech import narration, speak
from pipeline.stages.steps import Steps
from pipeline.stages.timing import plan

__all__ = [
    "Steps",
    "claim_of",
    "expected",
    "face",
    "film",
    "log",
    "looks",
    "narration",
    "plan",
    "plates",
    "scene",
    "sealed",
    "shrunk",
    "speak",
]
