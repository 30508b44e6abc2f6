"""A transcript as a Markdown script: written for a person to check, and read when that has been done.

`[0:12] Bitte rufen Sie uns am Montag um Halbzehn[?] an.`
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline import language
from pipeline.characters import clean, one_line, refuse_harmful, visible
from pipeline.errors import InputError
from pipeline.files import write_atomic
from pipeline.ingest.beside import RECORDED
from pipeline.ingest.transcribe import Transcript, Word, name
from pipeline.ingest.whole import clock
from pipeline.language import Language
from pipeline.model import Value
from pipeline.sentences import split

MARK = "[?]"
"""Stands behind a word that was not heard well, or alone where nothing was understood."""
DOUBTFUL, DOUBTFUL_NUMBER = 0.75, 0.9
"""Probability below which a word is marked. Measured with Whisper base on two voices, with noise of 20 to 0 dB: 70 of
93 wrong words are marked, and 66 of 508 right ones. Numbers are facts, and looked at sooner."""
PARAGRAPH, ANYWHERE = 1.5, 4.0
"""Seconds of silence after which a paragraph begins: after a sentence, and even without the end of one."""
LONGEST = 60
"""Words in a line: where Whisper sets no full stops."""
NAME_LIMIT = 80
_TIME = re.compile(r"\[\s*\d{1,3}:\d\d\s*\]\s*")
_MARK = re.compile(r"\[\s*\?\s*\]")
_LEFT = re.compile(r"\[\s*\?\s*\]?|\?\s*\]")
"""A mark, or what is left of one."""
_TRAILING = re.compile(r"[\s.,;:!?…\"'»«“”‘’)\]]*$")
_NO, _YES = ("no", "nein", "false", "-", "–"), ("yes", "ja", "true", "ok", "x", "geprüft", "checked")


# ---------------------------------------------------------------- writing


def beside(recording: Path) -> Path:
    """Where the transcript of a recording lies.

    Raises:
        InputError: It is there, or the recording is a voice for a script and no script itself.
    """
    refuse_harmful(recording.name, recording, None)
    stem, _, code = recording.stem.rpartition(".")
    if stem and code.lower() in language.codes():
        german, english = language.called(code.lower())
        raise InputError(
            f"„{recording.name}“ heißt wie die Stimme für {german} zum Skript {stem}.md, nicht wie ein eigenes Skript. "
            "Soll sie abgeschrieben werden, geben Sie ihr einen Namen ohne Punkt.",
            f'"{recording.name}" is named like the voice for {english} of the script {stem}.md, not like a script of '
            "its own. If it is to be written down, give it a name without a dot.",
            path=recording,
        )
    for suffix in (".md", ".txt"):
        if (there := recording.parent / (recording.stem + suffix)).exists():
            raise InputError(
                f"Neben der Aufnahme liegt schon ein Text; er bleibt, wie er ist: {there.name}. Soll neu abgeschrieben "
                "werden, benennen Sie ihn um oder löschen Sie ihn.",
                f"There is a text beside the recording, which stays as it is: {there.name}. To have the recording "
                "written down anew, rename or delete it.",
                path=recording,
            )
    return recording.parent / f"{recording.stem}.md"


def write(recording: Path, heard: Transcript, spoken: Language) -> Path:
    """Writes the script beside the recording, whole and never over another.

    Raises:
        InputError: There is one.
        MachineError: The folder cannot be written to.
    """
    path = beside(recording)
    write_atomic(path, script(recording.name, heard, spoken))
    return path


def script(recording: str, heard: Transcript, spoken: Language, place: str = "") -> str:
    """The Markdown script for a person to check.

    Args:
        recording: The file's name.
        place: The folder where it can be listened to, where that is another one.
    """
    title = clean(Path(recording).stem).replace("_", " ").replace("\\", " ").strip()[:120] or "Aufnahme"
    doubt = ""
    if heard.heard != spoken.whisper and heard.probability >= 0.5:
        doubt = f"# Achtung: Es klang eher nach {name(heard.heard, 'de')}. Bitte besonders genau prüfen.\n"
    listen = f"# Anhören: Die Aufnahme liegt jetzt in {visible(place)}\n" if place else ""
    head = (
        f"---\ntitle: {_quoted(title)}\nlanguage: {spoken.code}\n"
        "# Sprachen der Filme, zum Beispiel: to: ar, uk\nto:\n"
        f"recording: {_quoted(recording)}\n"
        f"{doubt}{listen}"
        "# Bitte die Aufnahme anhören und den Text unten berichtigen, vor allem Wörter mit [?] dahinter, Namen und\n"
        "# Zahlen. Jedes [?] löschen; ein [?] allein heißt: Hier wurde gesprochen, aber nichts verstanden.\n"
        "# Die Zeiten am Anfang der Zeilen zeigen die Stelle in der Aufnahme; sie dürfen stehen bleiben.\n"
        "# Danach in der nächsten Zeile statt „no“ den eigenen Namen eintragen, zum Beispiel: checked: Anna Muster\n"
        "checked: no\n---\n"
    )
    paragraphs = ["".join(f"{line}\n" for line in _lines(words, spoken.code)) for words in _paragraphs(heard.words)]
    return head + "".join(f"\n{paragraph}" for paragraph in paragraphs)


def _quoted(text: str) -> str:
    """YAML takes JSON's strings."""
    return json.dumps(text, ensure_ascii=False)


def _paragraphs(words: Sequence[Word]) -> Iterator[list[Word]]:
    paragraph: list[Word] = []
    for word in words:
        if paragraph:
            last = paragraph[-1]
            ended = not last.text or last.text.endswith((".", "!", "?", "…", "؟", "۔"))
            if word.start - last.end >= (PARAGRAPH if ended else ANYWHERE):
                yield paragraph
                paragraph = []
        paragraph.append(word)
    if paragraph:
        yield paragraph


def _lines(words: Sequence[Word], code: str) -> Iterator[str]:
    """One sentence each, with the time of its first word."""
    run: list[Word] = []
    for word in (*words, Word(0.0, 0.0, "", 0.0)):
        if word.text:
            run.append(word)
            continue
        # Joined by single spaces the sentences give the text back, so their words can be counted off.
        left = run
        for sentence in split(" ".join(word.text for word in run), code):
            count = len(sentence.split(" "))
            for begin in range(0, count, LONGEST):
                said = " ".join(map(_marked, left[begin : min(begin + LONGEST, count)]))
                yield f"[{clock(left[begin].start)}] {said.lstrip('-–—> ')}"
            left = left[count:]
        run = []
        if word.end:
            yield f"[{clock(word.start)}] {MARK}"


def _marked(word: Word) -> str:
    # A bracket would be taken for a mark.
    text = word.text.replace("[", "(").replace("]", ")")
    if word.probability >= (DOUBTFUL_NUMBER if any(char.isdigit() for char in text) else DOUBTFUL):
        return text
    end = _TRAILING.search(text)
    assert end
    at = end.start() or len(text)
    return f"{text[:at]}{MARK}{text[at:]}"


# ---------------------------------------------------------------- reading


def recording_of(value: Value | None, path: Path) -> str:
    """Raises:
    InputError: It is no file's name.
    """
    if value is None:
        return ""
    refuse_harmful(value.text, path, value.line)
    if "/" in value.text or "\\" in value.text or Path(value.text).suffix.lower() not in RECORDED:
        raise InputError(
            f"„{visible(value.text)}“ ist nicht der Name einer Aufnahme. Hinter „recording:“ steht der Dateiname, zum "
            "Beispiel: recording: termin.m4a. Ist der Text keine Abschrift, löschen Sie diese Zeile.",
            f'"{visible(value.text)}" is no name of a recording. After "recording:" stands the file\'s name, such as '
            "recording: termin.m4a. If the text is no transcript, delete this line.",
            path=path,
            line=value.line,
        )
    return value.text


def checked_by(value: Value | None, recording: str, path: Path) -> str:
    """Who checked the transcript; empty: nobody has.

    Raises:
        InputError: It is no name, or there is no recording.
    """
    if value is None:
        return ""
    if not recording:
        raise InputError(
            "„checked:“ gilt nur für die Abschrift einer Aufnahme; dazu gehört die Zeile „recording: Dateiname“. Ist "
            "der Text keine Abschrift, löschen Sie diese Zeile.",
            '"checked:" is for the transcript of a recording, together with a line "recording: file name". If the text '
            "is no transcript, delete this line.",
            path=path,
            line=value.line,
        )
    text = value.text
    if text.lower() in _NO:
        return ""
    refuse_harmful(text, path, value.line)
    if text.lower() in _YES or not any(char.isalpha() for char in text) or not one_line(text, NAME_LIMIT):
        raise InputError(
            f"Hier steht „{visible(text)}“. Wer die Abschrift geprüft hat, trägt bitte den eigenen Namen ein, zum "
            "Beispiel: checked: Anna Muster. Solange niemand geprüft hat: checked: no",
            f'This says "{visible(text)}". Whoever checked the transcript enters their own name, such as checked: Anna '
            "Muster. As long as nobody has: checked: no",
            path=path,
            line=value.line,
        )
    return text


def spoken(lines: Sequence[str], first: int, by: str, path: Path) -> list[str]:
    """The lines without times; in an unchecked transcript without marks too, and lines that hold nothing else empty.

    Args:
        first: 1-based number of the first of these lines in the file.
        by: Who checked it; empty: nobody.

    Raises:
        InputError: Somebody has checked it, and a mark is left.
    """
    if by:
        for number, line in enumerate(lines, first):
            if mark := _LEFT.search(line):
                near = visible(line[max(0, mark.start() - 30) : mark.end()].split("] ", 1)[-1])
                raise InputError(
                    f"Hier ist noch ein unsicheres Wort: „{near}“. Hören Sie die Stelle an, berichtigen Sie das Wort "
                    "und löschen Sie [?].",
                    f'There is still a doubtful word here: "{near}". Listen to it, correct the word and delete [?].',
                    path=path,
                    line=number,
                )
    return [_MARK.sub("", _TIME.sub("", line)) for line in lines]
