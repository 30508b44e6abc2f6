"""How exactly words are found in speech whose times are known, and how long that takes.

    python -m tests.bench.align

English against Piper's own alignments, the other languages against espeak-ng's events of another voice and rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline import language
from pipeline.model import Utterance
from pipeline.speak.align import SAME_TEXT, align
from pipeline.speak.choose import voices
from pipeline.speak.stage import trim
from tests.speak.aligning import CONDITIONS, other_voice, score
from tests.speak.sentences import ENGLISH, FOUR

ROOT = Path(__file__).parents[2]
Spoken = list[tuple[str, Utterance]]


def spoken() -> Iterator[tuple[str, str, Spoken]]:
    """Language, voice, sentences."""
    joe = voices(language.load("en"), "male", ROOT / ".lotse" / "models")[0]
    assert joe.info.engine == "piper", "make setup"
    yield "en", joe.info.name, [(text, trim(joe.say(text), text)) for text in ENGLISH]
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
    main()
