"""How exactly words are found in speech whose times are known, how long that takes, and how well lines are told apart.

    python -m tests.bench.align
    python -m tests.bench.align lines

English against Piper's own alignments, the other languages against espeak-ng's events of another voice and rate.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from pipeline import language
from pipeline.model import Utterance
from pipeline.speak.align import SAME_TEXT, align
from pipeline.speak.choose import voices
from pipeline.speak.rate import resampled
from pipeline.speak.recording import RATE, Piece, Recording
from pipeline.speak.reference import Reference
from pipeline.speak.stage import trim
from tests.speak.aligning import CONDITIONS, disturbed, other_voice, score
from tests.speak.sentences import ENGLISH, FOUR

ROOT = Path(__file__).parents[2]
Spoken = list[tuple[str, Utterance]]


def spoken(count: int = 100) -> Iterator[tuple[str, str, Spoken]]:
    """Language, voice, sentences: so many in English, twelve in each of the others."""
    joe = voices(language.load("en"), "male", ROOT / ".lotse" / "models")[0]
    assert joe.info.engine == "piper", "make setup"
    yield "en", joe.info.name, [(text, trim(joe.say(text), text)) for text in ENGLISH[:count]]
    for code, sentences in FOUR.items():
        for variant, rate in (("f3", 150), ("m3", 180)):
            yield code, f"espeak {variant}, {rate} words a minute", other_voice(code, variant, rate, sentences)


def swapped(code: str, sentences: Spoken) -> list[tuple[float, float]]:
    """Distances of each utterance to its own text and to the nearest of four others that are as long."""
    found = []
    for text, utterance in sentences:
        others = sorted((other for other, _ in sentences if other != text), key=lambda one: abs(len(one) - len(text)))
        own, *wrong = (
            align(utterance.samples, utterance.sample_rate, one, language.load(code)).distance or 0.0
            for one in (text, *others[:4])
        )
        found.append((own, min(wrong)))
    return found


def told_apart(code: str, sentences: Spoken, *, noise: bool) -> tuple[list[float], list[float], int]:
    """How far each sentence of a recording is from its own text, and from the others that are about as long; and how
    often one of these is nearer. See `Reference.distance`."""
    parts, pieces, clock = [], [], 0.0
    for seed, (_, plain) in enumerate(sentences):
        utterance = disturbed(plain, seed, pauses=False, noise=noise)
        samples = resampled(utterance.samples, utterance.sample_rate, RATE)
        parts += [samples, np.zeros(RATE // 2, np.float32)]
        pieces.append(Piece(clock, clock + len(samples) / RATE))
        clock += len(samples) / RATE + 0.5
    whole = (np.clip(np.concatenate(parts), -1, 1) * 32767).astype(np.int16)
    recording = Recording(whole, tuple(pieces), 0.0, -60.0)
    reference = Reference(recording, [text for text, _ in sentences], language.load(code))
    own, others, nearer = [], [], 0
    for one, piece in enumerate(pieces):
        alike = [n for n, other in enumerate(pieces) if n != one and 2 / 3 < piece.length / other.length < 1.5]
        wrong = [reference.distance([n], one, one + 1) for n in alike]
        own.append(reference.distance([one], one, one + 1))
        others += wrong
        nearer += min(wrong, default=9.0) < own[-1]
    return own, others, nearer


def lines() -> None:
    from rich.console import Console
    from rich.table import Table

    columns = ("language", "voice", "condition", "own 50 %", "90 %", "most", "others least", "5 %", "50 %", "nearer")
    table = Table(*columns, "ms a pair")
    for condition in ("clean", "noise"):
        owns: list[float] = []
        wrongs: list[float] = []
        for code, voice, sentences in spoken(24):
            began = time.thread_time()
            own, others, nearer = told_apart(code, sentences, noise=condition == "noise")
            each = 1000 * (time.thread_time() - began) / (len(own) + len(others))
            table.add_row(code, voice, condition, *_spread(own, others), f"{nearer} of {len(own)}", f"{each:.1f}")
            owns += own
            wrongs += others
        table.add_row("all", "", condition, *_spread(owns, wrongs))
    Console(width=160).print(table)


def _spread(own: list[float], others: list[float]) -> list[str]:
    return [f"{at:.2f}" for at in (*np.percentile(own, [50, 90, 100]), *np.percentile(others, [0, 5, 50]))]


def main() -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("language", "voice", "condition", "median ms", "90 % ms", "work ms/s", f"own text < {SAME_TEXT}")
    others = []
    for code, voice, sentences in spoken():
        for condition in CONDITIONS:
            found = score(code, sentences, condition)
            below = sum(distance < SAME_TEXT for distance in found.distances)
            table.add_row(
                code,
                voice,
                condition,
                f"{found.median:.0f}",
                f"{found.most:.0f}",
                f"{1000 * found.work / found.sound:.1f}",
                f"{below} of {len(sentences)}, at most {max(found.distances):.2f}",
            )
        distances = swapped(code, sentences)
        below = sum(wrong < SAME_TEXT for _, wrong in distances)
        nearer = sum(wrong < own for own, wrong in distances)
        margin = min(wrong - own for own, wrong in distances)
        others.append(
            f"{code} {voice}: of {len(distances)} sentences another text is nearer than its own: {nearer}, "
            f"below {SAME_TEXT}: {below}, least margin {margin:.2f}"
        )
    Console(width=160).print(table, *others, sep="\n")


if __name__ == "__main__":
    lines() if sys.argv[1:] == ["lines"] else main()
