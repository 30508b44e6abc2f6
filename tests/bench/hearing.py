"""`python -m tests.bench.hearing [minutes]`: speech in English, Piper's voice joe, spoken and heard back.

Each part as a multiple of real time, on the wall clock and on the processors alone, which a busy machine changes less.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pipeline import language, measure
from pipeline.job import cpu_seconds
from pipeline.model import Segment
from pipeline.speak import hear, stage
from pipeline.speak.choose import voices

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / ".lotse/models"
LIMIT = 150.0
"""Seconds for ten minutes of speech."""


def main() -> None:
    from rich.console import Console
    from rich.table import Table

    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    pack = language.load("en")
    able = voices(pack, "male", MODELS)
    ear = hear.of("whisper:base", MODELS, "cpu", None, ["Daniel"])
    sentences = [text for text in measure.sentences(pack) if not text.startswith(pack.du.contact)]
    table = Table("what", "seconds", "times real time", "the same on idle processors")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        length, count = 0.0, 0
        segments: list[Segment] = []
        first = stage.speak([Segment("script", 0, text, 0.4) for text in sentences], able, pack, folder / "first")
        each = [one.duration for one in first.segments]
        while length < minutes * 60:
            segments.append(Segment("script", 0, sentences[count % len(sentences)], 0.4))
            length, count = length + each[count % len(each)], count + 1
        speech, spoken, spoken_cpu = _timed(lambda: stage.speak(segments, able, pack, folder))
        heard, listened, listened_cpu = _timed(
            lambda: hear.heard(
                speech,
                able,
                ear,
                pack,
                folder,
                lambda voice, segment, manner, path: stage.say(voice, segment, manner, pack, path, speech.sample_rate)[
                    0
                ],
            )
        )
    length = sum(one.duration for one in speech.segments)
    cores = len(os.sched_getaffinity(0))
    for what, wall, cpu in (
        ("spoken, timed, normalised", spoken, spoken_cpu),
        ("heard back, spoken again", listened, listened_cpu),
        ("together", spoken + listened, spoken_cpu + listened_cpu),
    ):
        table.add_row(what, f"{wall:.1f}", f"{length / wall:.1f}", f"{length / (cpu / cores):.1f}")
    console = Console()
    console.print(table)
    verdicts = Counter(one.hearing.verdict for one in heard.segments if one.hearing)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    console.print(f"{length:.0f} s of speech in {len(segments)} sentences: {dict(verdicts)}; load {load}")
    for one in heard.segments:
        if one.hearing and one.hearing.verdict == "misheard":
            console.print(f"  {one.segment.text} → {one.hearing.heard}", markup=False)
    limit = LIMIT * length / 600
    console.print(f"{spoken + listened:.0f} s, promised {limit:.0f} s")


def _timed(work: Callable[[], T]) -> tuple[T, float, float]:
    begun, cpu = time.perf_counter(), cpu_seconds()
    made = work()
    return made, time.perf_counter() - begun, cpu_seconds() - cpu


if __name__ == "__main__":
    main()
