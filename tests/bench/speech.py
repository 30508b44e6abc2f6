"""`make bench`: each part of speech as a multiple of real time (10 = ten seconds of speech in one second of work), and
the processor seconds it takes, which a busy machine changes little.

Every part works on the same spoken minute, so that all of them can be added up: 1/x of each part is the time that one
minute of speech takes.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from pipeline import language as packs
from pipeline.language import Language
from pipeline.media import SAMPLE_RATE
from pipeline.model import Segment, Speech
from pipeline.sentences import split
from pipeline.speak import align, hear
from pipeline.speak.choose import voices
from pipeline.speak.loudness import soundtrack
from pipeline.speak.stage import speak
from pipeline.speak.voice import Voice
from tests.bench.render import peak_memory

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / ".lotse/models"
EAR = hear.of("whisper:base", MODELS, "cpu", None, ())
ROUNDS, LONG = 3, 600.0
"""Rounds of each part, interleaved: a busy machine slows all of them. Seconds of speech for the measured memory."""


@dataclass(frozen=True, slots=True)
class Sample:
    """About a minute of speech."""

    language: Language
    voice: Voice
    segments: list[Segment]
    folder: Path
    speech: Speech

    @property
    def seconds(self) -> float:
        return sum(spoken.duration for spoken in self.speech.segments)


PARTS: dict[str, Callable[[Sample], object]] = {
    "speaking": lambda sample: speak(sample.segments, [sample.voice], sample.language, sample.folder),
    "timing, where the engine gives no times": lambda sample: aligned(sample),
    "hearing": lambda sample: hear.listen(sample.speech.segments, EAR, sample.language, sample.folder),
    "soundtrack": lambda sample: mixed(sample, sample.seconds),
}
"""What is done with a minute of speech; a new part is one line."""


def main() -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    with tempfile.TemporaryDirectory() as name:
        samples = {f"{code}, {engine}": _sample(code, engine, Path(name) / code) for code, engine in SPEAKERS.items()}
        table = Table("speech", "part", "times real time (median)", "runs", "processor seconds a minute")
        total: dict[str, float] = dict.fromkeys(samples, 0.0)
        for who, sample in samples.items():
            runs: dict[str, list[float]] = {part: [] for part in PARTS}
            used: dict[str, list[float]] = {part: [] for part in PARTS}
            for _ in range(ROUNDS):
                for part, work in PARTS.items():
                    begun, before = time.perf_counter(), sum(os.times()[:4])
                    work(sample)
                    used[part].append((sum(os.times()[:4]) - before) * 60 / sample.seconds)
                    runs[part].append(sample.seconds / (time.perf_counter() - begun))
            for part, speeds in runs.items():
                median = statistics.median(speeds)
                total[who] += LONG / median
                listed = ", ".join(f"{speed:.1f}" for speed in speeds)
                table.add_row(who, part, f"{median:.1f}", listed, f"{statistics.median(used[part]):.1f}")
        console.print(table)
        for who, sample in samples.items():
            peak = peak_memory(partial(_long, sample))
            console.print(
                f"{who}: ten minutes of speech take {total[who]:.0f} s of work; at most {peak / 2**20:.0f} MiB over "
                "all processes"
            )
        console.print(f"load of the machine meanwhile: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


SPEAKERS = {"en": "piper", "de": "espeak"}


def _sample(code: str, engine: str, folder: Path) -> Sample:
    """The demo's text, spoken once: that loads the model too."""
    language = packs.load(code)
    voice = next(one for one in voices(language, "male", MODELS, "cpu") if one.info.engine == engine)
    name = "termin.md" if code == "de" else f"termin.{code}.md"
    body = (ROOT / "assets/demo" / name).read_text(encoding="utf-8").split("---\n", 2)[2]
    sentences = [sentence for line in body.splitlines() if line[:2] != "![" for sentence in split(line, code)]
    segments = [Segment("script", number, sentence, 0.35) for number, sentence in enumerate(sentences)]
    return Sample(language, voice, segments, folder, speak(segments, [voice], language, folder))


def aligned(sample: Sample) -> None:
    for spoken in sample.speech.segments:
        samples = hear.samples(sample.folder / spoken.sound)
        align.align(samples, SAMPLE_RATE, spoken.segment.text, sample.language)


def mixed(sample: Sample, seconds: float) -> None:
    """The sound track of so much speech: the same sentences, again and again."""
    sounds, clock = [], 0.0
    for spoken in cycle(sample.speech.segments):
        if clock >= seconds:
            break
        sounds.append((sample.folder / spoken.sound, clock))
        clock += spoken.duration + spoken.segment.pause
    soundtrack(sounds, clock, sample.folder / "track.wav")


def _long(sample: Sample) -> None:
    count = round(LONG / sample.seconds * len(sample.segments))
    speak(list(islice(cycle(sample.segments), count)), [sample.voice], sample.language, sample.folder / "long")
    mixed(sample, LONG)


if __name__ == "__main__":
    main()
