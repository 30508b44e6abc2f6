"""How well the ear understands a voice: measured with sentences of the kind that films are made of."""

from __future__ import annotations

import re
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from pipeline.facts import compare, find
from pipeline.ingest import read_script, read_supplied
from pipeline.language import ASSETS, Language, Wording
from pipeline.model import Device, Segment, SpokenSegment
from pipeline.sentences import split
from pipeline.speak import ear as ears
from pipeline.speak import hear, judge, stage, trust
from pipeline.speak.voice import CALM, Voice

FIGURES = ("030 2312 5118", "0176 4455 9082", "9:30", "14:45", "16:15", "46,50 €", "120 €", "12.03.2027", "116 117")
"""Said after the heading of the contact line: every language has one."""
VARIANTS = 5
"""How often a sentence of the demo is said with other figures; where there is no demo, figures alone."""
PART = 12
"""Sentences at a time."""
_FIGURE = re.compile(r"\d+")


def sentences(language: Language) -> list[str]:
    """The fixed wording, the demo's lines in that language, these with other figures, and figures alone.

    Always the same, and in no order: the first of them stand for all.
    """
    random = Random(language.code)
    fixed = [
        getattr(wording, one.name).replace("{name}", name)
        for wording in (language.du, language.sie)
        for one in fields(Wording)
        if one.name.startswith(("intro_", "request", "note_"))
        for name in language.names.values()
    ]
    said = list(dict.fromkeys(sentence for text in fixed for sentence in split(text, language.code)))
    demo = [sentence for line in _demo(language.code) for sentence in split(line, language.code)]
    contact = [f"{language.du.contact}: {figures}." for figures in FIGURES]
    # Figures without a sentence around them are harder to hear than what films are made of.
    varied = [
        other for text in demo or contact for _ in range(VARIANTS) if (other := _varied(text, language.code, random))
    ]
    texts = list(dict.fromkeys((*said, *demo, *contact, *varied)))
    return random.sample(texts, len(texts))


def measure(
    voice: Voice,
    language: Language,
    model: str,
    weights: Path,
    device: Device = "cpu",
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[trust.Row, list[tuple[str, str, str]]]:
    """Speaks, hears and judges.

    Args:
        model: "whisper:base".
        weights: Its folder.

    Returns:
        The table's row; and what went wrong: "right" (not understood) or "wrong" (not noticed), what should have been
        heard, and what was.
    """
    texts = sentences(language)
    names = tuple(language.names.values())
    random = Random(language.code)
    errors: list[float] = []
    right: list[bool] = []
    figures: list[bool] = []
    caught: list[bool] = []
    trouble: list[tuple[str, str, str]] = []
    with tempfile.TemporaryDirectory() as name:
        for first in range(0, len(texts), PART):
            # What follows could not make the voice one that may be judged.
            if len(errors) >= trust.ENOUGH and right.count(False) > (1 - trust.RIGHT) * len(texts):
                break
            part = texts[first : first + PART]
            sounds = [hear.samples(Path(name) / one.sound) for one in _spoken(part, voice, language, Path(name))]
            quick = ears.quickly(sounds, language.whisper, weights, device)
            passed = [_passes(text, heard, language, names) for text, heard in zip(part, quick, strict=True)]
            # Care would not make a good voice of such a one, and takes ten times as long.
            hopeless = sum(passed) < len(part) / 2
            for text, sound, heard, fine in zip(part, sounds, quick, passed, strict=True):
                others = list(wrong(text, language, random))
                both = [heard]
                if not hopeless and (others or not fine):
                    both.append(ears.carefully(sound, language.whisper, weights, device))
                errors.append(min(1.0, *(judge.error(text, one, language) for one in both)))
                right.append(any(_passes(text, one, language, names) for one in both))
                if judge.holds_fact(text, language.code):
                    figures.append(any(not judge.facts(text, one, language) for one in both))
                if not right[-1]:
                    trouble.append(("right", text, " | ".join(both)))
                for other in others:
                    caught.append(not any(_passes(other, one, language, names) for one in both))
                    if not caught[-1]:
                        trouble.append(("wrong", other, " | ".join(both)))
            progress(min(first + len(part), len(texts)), len(texts))
    made = trust.Row(
        language.code,
        trust.named(voice.info),
        model,
        round(statistics.median(errors), 3),
        _share(figures),
        _share(right),
        _share(caught),
        len(errors),
        datetime.now(UTC).date().isoformat(),
    )
    return made, trouble


def _spoken(texts: Sequence[str], voice: Voice, language: Language, folder: Path) -> Iterator[SpokenSegment]:
    for index, text in enumerate(texts):
        yield stage.say(voice, Segment("script", index, text, 0.0), CALM, language, folder / f"{index}.wav")[0]


def _passes(text: str, heard: str, language: Language, names: tuple[str, ...]) -> bool:
    return judge.judge(text, heard, language, names).verdict == "heard"


def _share(found: Sequence[bool]) -> float:
    return round(sum(found) / len(found), 3) if found else 0.0


def _demo(code: str) -> list[str]:
    folder = ASSETS / "demo"
    own = folder / "termin.md"
    path = folder / f"termin.{code}.md"
    if code == read_script(own).language:
        return [unit.text for unit in read_script(own).units]
    return [unit.text for unit in read_supplied(path, code).units] if path.exists() else []


def wrong(text: str, language: Language, random: Random) -> Iterator[str]:
    """The same sentence with one figure changed, and with the other avatar's name."""
    if other := _changed(text, language.code, random):
        yield other
    names = list(language.names.values())
    for name, swapped in zip(names, (*names[1:], *names[:1]), strict=True):
        if name != swapped and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            yield text.replace(name, swapped)


def _changed(text: str, code: str, random: Random) -> str:
    """With one figure another one; empty where that makes no other fact."""
    places = [match.start() for match in re.finditer(r"\d", text)]
    random.shuffle(places)
    for place in places:
        figure = random.choice([figure for figure in "123456789" if figure != text[place]])
        other = text[:place] + figure + text[place + 1 :]
        if any(one.severity == "stop" for one in compare(text, code, other, code)):
            return other
    return ""


def _varied(text: str, code: str, random: Random) -> str:
    """With all figures others of the same length, if they still say the same kinds of things."""

    def other(match: re.Match[str]) -> str:
        old, before = match[0], text[match.start() - 1 : match.start()]
        if len(old) == 4 and before == ".":
            return str(random.randint(2026, 2029))
        if len(old) > 2:
            return old[0] + "".join(random.choice("0123456789") for _ in old[1:])
        if old[0] == "0" or len(old) == 1:
            return old[:-1] + str(random.randint(2, 9))
        return str(random.randint(10, 59 if before in (":", ",") else 12))

    made = _FIGURE.sub(other, text)
    kinds = [fact.kind for fact in find(text, code)], [fact.kind for fact in find(made, code)]
    return made if made != text and kinds[0] == kinds[1] else ""
