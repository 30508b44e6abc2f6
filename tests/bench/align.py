"""How exactly words are found in speech whose times are known, and how long that takes.

    python -m tests.bench.align

English against Piper's own alignments, the other languages against espeak-ng's events of another voice and rate.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import language
from pipeline.model import Utterance
from pipeline.settings import load
from pipeline.speak.align import SAME_TEXT, align
from pipeline.speak.choose import voices
from pipeline.speak.stage import trim
from tests.speak.aligning import CONDITIONS, other_voice, score
from tests.speak.sentences import ENGLISH, FOUR

Spoken = list[tuple[str, Utterance]]


def spoken() -> Iterator[tuple[str, str, Spoken]]:
    """Language, voice, sentences."""
    joe = voices(language.load("en"), "male", load().models.folder)[0]
    yield "en", joe.info.name, [(text, trim(joe.say(text), text)) for text in ENGLISH]
    for code, sentences in FOUR.items():
        for variant, rate in (("f3", 150), ("m3", 180)):
            yield code, f"espeak {variant}, {rate} words a minute", other_voice(code, variant, rate, sentences)


def swapped(code: str, sentences: Spoken) -> list[float]:
    """Distances of each utterance to the two other texts whose lengths are nearest."""
    found = []
    for text, utterance in sentences:
        others = sorted((other for other, _ in sentences if other != text), key=lambda one: abs(len(one) - len(text)))
        for other in others[:2]:
            alignment = align(utterance.samples, utterance.sample_rate, other, language.load(code))
            found.append(alignment.distance or 0.0)
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
        below = sum(distance < SAME_TEXT for distance in distances)
        others.append(
            f"{code} {voice}: {below} of {len(distances)} other texts < {SAME_TEXT}, least {min(distances):.2f}"
        )
    Console(width=160).print(table, *others, sep="\n")


if __name__ == "__main__":
    main()
