"""The stage: Script → Translation. Per unit: supplied text, then the memory, then a machine, then a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import language as packs
from pipeline.errors import InputError, LotseError, WaitingError
from pipeline.model import Script, Supplied, TranslatedUnit, Translation, Unit
from pipeline.translate.engine import Engine
from pipeline.translate.memory import Memory
from pipeline.translate.route import EnglishKind, Leg, Route, find_route, missing
from pipeline.translate.sanity import LONGEST, fault

if TYPE_CHECKING:
    from pipeline.facts.model import Difference


class UnfinishedError(LotseError):
    """The text is not fit for a film yet, and a person can mend or complete it."""

    def __init__(
        self, de: str, en: str, translation: Translation, *, path: Path, line: int | None, at: int | None = None
    ) -> None:
        """Args:
        translation: As far as it is; a unit that nobody and nothing has translated is empty.
        at: The unit that a machine could not translate or has spoilt; -1: the title.
        """
        super().__init__(de, en, path=path, line=line)
        self.translation = translation
        self.at = at


class UntranslatedError(UnfinishedError, WaitingError):
    """No way to translate a unit."""


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
        InputError: The supplied text has another number of units than the script, or other pictures.
        UntranslatedError: No way to translate a unit; names it, the pair and both ways out.
        UnfinishedError: A machine spoilt a unit (length, repetition), or a fact differs; names it and both values.
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
            if long := _too_long([starts[index] for index in todo], route.legs[0].source):
                unit, sentence = long
                raise _long(unit, sentence, _so_far(script, language, done), starts.index(unit), script)
            outputs = _run(route, [starts[index].text for index in todo])
            spoilt = []
            for index, output in zip(todo, outputs, strict=True):
                if found := fault(starts[index].text, output):
                    spoilt.append((index, output, found))
                else:
                    done[index] = TranslatedUnit(output, "machine", route.label, route.bridge)
            if spoilt:
                index, output, found = spoilt[0]
                raise _spoilt(starts[index], output, found, _so_far(script, language, done), index, script)
        elif waiting:
            raise _wait(script, _so_far(script, language, done), waiting, engines, english is not None)
    title = done.pop()
    made = tuple(unit for unit in done if unit)
    return lock(script, Translation(language, title.text if title else script.title, script.avatar, made))


def lock(script: Script, translation: Translation, supplied: Supplied | None = None) -> Translation:
    """Compares every fact of every line with the script: numbers, times, dates, phone numbers, addresses …

    Returns:
        The translation, with what only a person can judge (a transliterated name) as findings.

    Raises:
        UnfinishedError: A fact is missing, added or changed; with the line and both values.
    """
    lines = [unit.line for unit in supplied.units] if supplied else [unit.line for unit in script.units]
    findings = []
    for unit, found in differences(script, translation):
        source = script.title if unit < 0 else script.units[unit].text
        target = translation.title if unit < 0 else translation.units[unit].text
        if found.severity == "stop":
            beside = beside_name(script.path, translation.language)
            raise UnfinishedError(
                f"{found.de} Skript: „{source}“, Übersetzung: „{target}“. So entsteht kein Film. Bitte in {beside} "
                "neben dem Skript richtigstellen.",
                f'{found.en} Script: "{source}", translation: "{target}". No film is made like this. Put it right '
                f"in {beside} beside the script.",
                translation,
                path=supplied.path if supplied else script.path,
                line=lines[unit] if unit >= 0 else None,
            )
        findings.append(f"{found.de} („{target}“)")
    return replace(translation, findings=tuple(findings))


def differences(script: Script, translation: Translation) -> Iterator[tuple[int, Difference]]:
    """What differs in the facts, with its unit (-1: the title); nothing for what has no translation yet."""
    from pipeline.facts import compare

    texts = [(unit.text, made.text) for unit, made in zip(script.units, translation.units, strict=True)]
    for unit, (source, target) in [*enumerate(texts), (-1, (script.title, translation.title))]:
        for found in compare(source, script.language, target, translation.language) if target else ():
            yield unit, found


def _so_far(script: Script, language: str, done: Sequence[TranslatedUnit | None]) -> Translation:
    """With the title last in `done`."""
    *units, title = (unit or TranslatedUnit("", "supplied") for unit in done)
    return Translation(language, title.text, script.avatar, tuple(units))


def check_units(script: Script, supplied: Supplied) -> None:
    """Languages are aligned by lines and paragraphs, never by sentences.

    Raises:
        InputError: Another number of units; names the first paragraph whose lines do not match, in both files. Or a
            picture stands elsewhere, or is another one.
    """
    if len(script.units) == len(supplied.units):
        for unit, beside in zip(script.units, supplied.units, strict=True):
            if unit.picture != beside.picture:
                raise _other_picture(script, supplied, unit, beside)
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


def _other_picture(script: Script, supplied: Supplied, ours: Unit, theirs: Unit) -> InputError:
    here = f"{script.path.name}:{ours.line}"
    if not ours.picture:
        return InputError(
            f"Im Skript ({here}) steht hier Text, kein Bild: „{ours.text}“. Bilder stehen an derselben Stelle wie im "
            "Skript.",
            f'In the script ({here}) there is text here, no picture: "{ours.text}". Pictures stand in the same place '
            "as in the script.",
            path=supplied.path,
            line=theirs.line,
        )
    return InputError(
        f"Im Skript ({here}) steht hier ein Bild. Schreiben Sie es auch hier, mit übersetzten Worten und demselben "
        f"Dateinamen: ![…]({ours.picture}). Die Worte im Skript: „{ours.text}“.",
        f"In the script ({here}) there is a picture here. Write it here too, with its words translated and the same "
        f'file name: ![…]({ours.picture}). The words in the script: "{ours.text}".',
        path=supplied.path,
        line=theirs.line,
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


def _too_long(starts: Sequence[Unit], source: str) -> tuple[Unit, str] | None:
    from pipeline.sentences import split

    sentences = ((unit, sentence) for unit in starts for sentence in split(unit.text, source))
    return next(((unit, sentence) for unit, sentence in sentences if len(sentence) > LONGEST), None)


def _long(unit: Unit, sentence: str, so_far: Translation, at: int, script: Script) -> UnfinishedError:
    beside = beside_name(script.path, so_far.language)
    return UnfinishedError(
        f"Dieser Satz hat {len(sentence)} Zeichen; die Maschinen verlieren ab etwa {LONGEST} das Ende: „{sentence}“. "
        f"Ihn teilen, oder die Übersetzung als {beside} neben das Skript legen.",
        f"This sentence has {len(sentence)} characters; from about {LONGEST} on, the machines lose the end: "
        f'"{sentence}". Split it, or put the translation beside the script as {beside}.',
        so_far,
        path=script.path,
        line=unit.line or None,
        at=at if unit.line else -1,
    )


def _spoilt(
    start: Unit, output: str, found: tuple[str, str], so_far: Translation, at: int, script: Script
) -> UnfinishedError:
    de, en = found
    beside = beside_name(script.path, so_far.language)
    return UnfinishedError(
        f"Die Maschine hat diesen Satz verdorben ({de}): „{start.text}“ → „{output}“. Den Satz einfacher schreiben, "
        f"oder die Übersetzung als {beside} neben das Skript legen.",
        f'The machine spoilt this sentence ({en}): "{start.text}" → "{output}". Write it more simply, or put the '
        f"translation beside the script as {beside}.",
        so_far,
        path=script.path,
        line=start.line or None,
        at=at if start.line else -1,
    )


def _wait(
    script: Script, so_far: Translation, unit: Unit, engines: Sequence[Engine], has_english: bool
) -> UntranslatedError:
    language = so_far.language
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
    return UntranslatedError(
        f"{pack.german} wartet auf eine Übersetzung ({pair}), zuerst für: „{unit.text}“. {way_de}",
        f'{pack.english} waits for a translation ({pair}), first for: "{unit.text}". {way_en}',
        so_far,
        path=script.path,
        line=unit.line,
    )


def beside_name(script: Path, language: str) -> str:
    """termin.md, uk → termin.uk.md"""
    return f"{script.stem}.{language}{script.suffix}"
