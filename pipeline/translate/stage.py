"""The stage: Script → Translation. Per unit: supplied text, then the memory, then a machine, then a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from pipeline import language as packs
from pipeline.errors import InputError, LotseError, WaitingError
from pipeline.model import Script, Supplied, TranslatedUnit, Translation, Unit
from pipeline.translate.engine import Engine
from pipeline.translate.memory import Memory
from pipeline.translate.route import EnglishKind, Leg, Route, find_route, missing
from pipeline.translate.sanity import LONGEST, fault


def translate(
    script: Script,
    language: str,
    *,
    supplied: Supplied | None = None,
    english: Translation | Supplied | None = None,
    english_kind: EnglishKind = "supplied",
    engines: Sequence[Engine] = (),
    memory: Memory | None = None,
) -> Translation:
    """The script in `language`, every unit with its origin.

    Args:
        supplied: What lay beside the script for this language; it is taken as it is.
        english: The best English text there is, if the script is not English itself.
        english_kind: What `english` is; recorded with every unit that starts from it.
        engines: As of `load_engines`.
        memory: The translation memory, if there is one.

    Raises:
        InputError: The supplied text has another number of units than the script.
        WaitingError: No way to translate a unit; names it, the pair and both ways out.
        LotseError: A machine spoilt a unit (numbers, length, repetition); names it and both values.
    """
    if language == script.language:
        units = tuple(TranslatedUnit(unit.text, "source") for unit in script.units)
        return Translation(language, script.title, script.avatar, units)
    if supplied:
        check_units(script, supplied)
        units = tuple(TranslatedUnit(unit.text, "supplied") for unit in supplied.units)
        own_title, avatar = supplied.title or script.title, supplied.avatar or script.avatar
        return lock(script, Translation(language, own_title, avatar, units), supplied)

    texts = [unit.text for unit in script.units] + [script.title]
    known = memory.lookup(texts, script.language, language) if memory else [None] * len(texts)
    done = [TranslatedUnit(text, "memory") if text else None for text in known]
    if None in done:
        route = find_route(script.language, language, engines, english_kind if english else None)
        waiting = next((unit for unit, ready in zip(script.units, done, strict=False) if not ready), None)
        if route:
            starts = _starts(script, english, route)
            # only the title may be missing in the text the machine starts from
            todo = [i for i, ready in enumerate(done) if not ready and (i < len(script.units) or starts[i].text)]
            _check_length([starts[index] for index in todo], route.legs[0].source, language, script.path)
            outputs = _run(route, [starts[index].text for index in todo])
            for index, output in zip(todo, outputs, strict=True):
                start = starts[index]
                if found := fault(start.text, output):
                    raise _spoilt(start, output, found, language, script.path)
                done[index] = TranslatedUnit(output, "machine", route.label, route.bridge)
        elif waiting:
            raise _wait(script, language, waiting, engines, english is not None)
    title = done.pop()
    made = tuple(unit for unit in done if unit)
    return lock(script, Translation(language, title.text if title else script.title, script.avatar, made))


def lock(script: Script, translation: Translation, supplied: Supplied | None = None) -> Translation:
    """Compares every fact of every line with the script: numbers, times, dates, phone numbers, addresses …

    Returns:
        The translation, with what only a person can judge (a transliterated name) as findings.

    Raises:
        LotseError: A fact is missing, added or changed; with the line and both values.
    """
    from pipeline.facts import compare

    lines = [unit.line for unit in supplied.units] if supplied else [unit.line for unit in script.units]
    texts = [(unit.text, made.text) for unit, made in zip(script.units, translation.units, strict=True)]
    findings = []
    for (source, target), line in zip([*texts, (script.title, translation.title)], [*lines, None], strict=True):
        for found in compare(source, script.language, target, translation.language):
            if found.severity == "stop":
                beside = beside_name(script.path, translation.language)
                raise LotseError(
                    f"{found.de} Skript: „{source}“, Übersetzung: „{target}“. So entsteht kein Film. Bitte in {beside} "
                    "neben dem Skript richtigstellen.",
                    f'{found.en} Script: "{source}", translation: "{target}". No film is made like this. Put it right '
                    f"in {beside} beside the script.",
                    path=supplied.path if supplied else script.path,
                    line=line,
                )
            findings.append(f"{found.de} („{target}“)")
    return replace(translation, findings=tuple(findings))


def check_units(script: Script, supplied: Supplied) -> None:
    """Languages are aligned by lines and paragraphs, never by sentences.

    Raises:
        InputError: Another number of units; names the first paragraph whose lines do not match, in both files.
    """
    if len(script.units) == len(supplied.units):
        return
    pairs = zip_longest(_paragraphs(script.units), _paragraphs(supplied.units), fillvalue=())
    number, ours, theirs = next((n, a, b) for n, (a, b) in enumerate(pairs, start=1) if len(a) != len(b))
    at = theirs[0].line if theirs else supplied.units[-1].line if supplied.units else None
    here = f"{script.path.name}:{ours[0].line}" if ours else script.path.name
    raise InputError(
        f"Zeilen in Absatz {number}: {len(theirs)}, im Skript ({here}): {len(ours)}; insgesamt "
        f"{len(supplied.units)} statt {len(script.units)}. Zeilen so trennen oder verbinden wie im Skript.",
        f"Lines in paragraph {number}: {len(theirs)}, in the script ({here}): {len(ours)}; in all "
        f"{len(supplied.units)} instead of {len(script.units)}. Break and join the lines as in the script.",
        path=supplied.path,
        line=at,
    )


def _paragraphs(units: Sequence[Unit]) -> list[tuple[Unit, ...]]:
    numbers = sorted({unit.paragraph for unit in units})
    return [tuple(unit for unit in units if unit.paragraph == number) for number in numbers]


def _starts(script: Script, english: Translation | Supplied | None, route: Route) -> list[Unit]:
    """What the machine reads, unit by unit, with the script's lines; the title last (line 0), empty if untranslated."""
    source = [*script.units, Unit(script.title, 0, 0)]
    if english is None or route.legs[0].source == script.language:
        return source
    if isinstance(english, Supplied):
        check_units(script, english)
    title = "" if english.title == script.title else english.title
    read = [*(unit.text for unit in english.units), title]
    return [Unit(text, unit.line, unit.paragraph) for text, unit in zip(read, source, strict=True)]


def _run(route: Route, texts: list[str]) -> list[str]:
    for leg in route.legs:
        texts = _batch(leg, texts)
    return texts


def _batch(leg: Leg, texts: list[str]) -> list[str]:
    """Models are trained on sentences, units may hold several: all sentences of all units go in one batch."""
    from pipeline.sentences import split

    units = [split(text, leg.source) for text in texts]
    # a bare phone number is no sentence, and a model makes one of it
    sentences = [sentence for unit in units for sentence in unit if _has_words(sentence)]
    outputs = iter(leg.engine.translate(sentences, leg.source, leg.target))
    return [" ".join(next(outputs).strip() if _has_words(s) else s for s in unit) for unit in units]


def _has_words(sentence: str) -> bool:
    return any(character.isalpha() for character in sentence)


def _check_length(starts: Sequence[Unit], source: str, language: str, path: Path) -> None:
    from pipeline.sentences import split

    for unit in starts:
        long = next((sentence for sentence in split(unit.text, source) if len(sentence) > LONGEST), None)
        if long:
            raise LotseError(
                f"Dieser Satz hat {len(long)} Zeichen; die Maschinen verlieren ab etwa {LONGEST} das Ende: „{long}“. "
                f"Ihn teilen, oder die Übersetzung als {beside_name(path, language)} neben das Skript legen.",
                f"This sentence has {len(long)} characters; from about {LONGEST} on, the machines lose the end: "
                f'"{long}". Split it, or put the translation beside the script as {beside_name(path, language)}.',
                path=path,
                line=unit.line or None,
            )


def _spoilt(start: Unit, output: str, found: tuple[str, str], language: str, path: Path) -> LotseError:
    de, en = found
    beside = beside_name(path, language)
    return LotseError(
        f"Die Maschine hat diesen Satz verdorben ({de}): „{start.text}“ → „{output}“. Den Satz einfacher schreiben, "
        f"oder die Übersetzung als {beside} neben das Skript legen.",
        f'The machine spoilt this sentence ({en}): "{start.text}" → "{output}". Write it more simply, or put the '
        f"translation beside the script as {beside}.",
        path=path,
        line=start.line or None,
    )


def _wait(script: Script, language: str, unit: Unit, engines: Sequence[Engine], has_english: bool) -> WaitingError:
    beside = beside_name(script.path, language)
    pack = packs.load(language)
    pair = f"{script.language}→{language}"
    models = missing(script.language, language, engines, has_english)
    if models:
        command = f"lotse models pull {' '.join(models)}"
        way_de = f"Entweder das Modell holen ({command}) oder die Übersetzung als {beside} neben das Skript legen."
        way_en = f"Either get the model ({command}) or put the translation beside the script as {beside}."
    else:
        way_de = f"Keine Maschine kann {pack.german}: die Übersetzung als {beside} neben das Skript legen."
        way_en = f"No machine has {pack.english}: put the translation beside the script as {beside}."
    return WaitingError(
        f"{pack.german} wartet auf eine Übersetzung ({pair}), zuerst für: „{unit.text}“. {way_de}",
        f'{pack.english} waits for a translation ({pair}), first for: "{unit.text}". {way_en}',
        path=script.path,
        line=unit.line,
    )


def beside_name(script: Path, language: str) -> str:
    """termin.md, uk → termin.uk.md"""
    return f"{script.stem}.{language}{script.suffix}"
