"""Abbreviations, addresses and signs as a person says them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipeline.language import Language
from pipeline.speak.written import Word, at

ADDRESS = re.compile(
    r"(https?://)?(?P<rest>[\w.+-]+@[\w-]+(\.[\w-]+)+"
    r"|(?:(?<=//)|www\.)[\w-]+(\.[\w-]+)+(/\S*)?"
    r"|[\w-]+(\.[\w-]+)*\.(?:de|org|com|net|eu|info|example|berlin|hamburg|koeln|bayern|nrw|app|io|gov|fr|at|ch|online)"
    r"(/\S*)?)"
)
_WORDS_TOO = frozenset({"No.", "no.", "Art.", "ex.", "ст.", "min."})
"""Abbreviations that are also words at the end of a sentence."""
_ROMAN = {
    "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12,
    "XIII": 13, "XIV": 14,
}  # fmt: skip


def abbreviation(words: Sequence[Word], index: int, language: Language) -> tuple[int, str] | None:
    """Returns:
    How many words it takes and what is said, or None.
    """
    for short, full in _abbreviations(language):
        part = words[index : index + len(short)]
        written = [word.core + word.close for word in part]
        if len(part) < len(short):
            continue
        # The comma after "z. B.," is not part of it.
        rest = written[-1][len(short[-1]) :]
        begins = [*written[:-1], written[-1][: len(short[-1])]]
        capital = [short[0][:1].upper() + short[0][1:], *short[1:]]
        if begins != short and (index or begins != capital):
            continue
        if any(word.open for word in part[1:]):
            continue
        stopped = short[-1].endswith((".", ".:", "№", "°", "º"))
        if rest[:1].isdigit() and stopped:
            return len(short), f"{part[0].open}{full} {rest}"
        if rest[:1].isalnum() or (rest[:1] in ("-", "'", "’") and rest[1:2].isalnum()):
            continue
        last = index + len(short) == len(words)
        if last and short[-1] in _WORDS_TOO and not at(words, index - 1).core.isdecimal():
            continue
        stop = "." if last and not rest and short[-1].endswith(".") else ""
        return len(short), part[0].open + full + rest + stop
    word = words[index]
    # German addresses stand in every language's text as they stand on the door.
    street = word.close.startswith(".") and re.search(r"(?:\wstr|\bStr)$", word.core)
    if street and (language.code == "de" or at(words, index + 1).core[:1].isdigit()):
        return 1, word.open + word.core + "aße" + word.close[1:]
    return _in_parts(word, language)


def _in_parts(word: Word, language: Language) -> tuple[int, str] | None:
    """ "EU-Bürger" holds the abbreviation "EU", "LKWs" is more than one."""
    parts = word.core.split("-")
    if len(parts) == 1:
        return None
    said = [language.spoken.words.get(part, part) if part.isupper() and part.isalpha() else part for part in parts]
    return (1, word.open + "-".join(said) + word.close) if said != parts else None


def _abbreviations(language: Language) -> list[tuple[list[str], str]]:
    return _longest(tuple(language.spoken.words.items()))


@lru_cache(maxsize=32)
def _longest(entries: tuple[tuple[str, str], ...]) -> list[tuple[list[str], str]]:
    """Longest first; "z. B." also stands for "z.B."."""
    known: Mapping[str, str] = dict(entries) | {short.replace(" ", ""): full for short, full in entries}
    return sorted(
        ((short.split(), full) for short, full in known.items()), key=lambda entry: (-len(entry[0]), -len(entry[0][0]))
    )


def address(words: Sequence[Word], index: int, language: Language) -> str | None:
    """An e-mail or web address, sign by sign."""
    word, signs = words[index], language.spoken
    match = ADDRESS.fullmatch(word.core + ("/" if word.close.startswith("/") else ""))
    if not match:
        return None
    said = re.sub(r"^www\.", "w w w.", match["rest"].rstrip("/"))
    for sign, name in (
        ("@", signs.at), (".", signs.dot), ("-", signs.hyphen), ("/", signs.slash), ("_", signs.underscore),
        ("+", signs.plus),
    ):  # fmt: skip
        if name:
            said = said.replace(sign, f" {name} ")
    return word.open + " ".join(said.split()) + word.close.removeprefix("/")


def pattern(words: Sequence[Word], index: int, language: Language) -> str | None:
    """The pack's own forms."""
    word = words[index]
    for written, said in language.spoken.patterns.items():
        if match := re.fullmatch(written, word.core):
            return word.open + match.expand(said) + word.close
    return None


def sign(words: Sequence[Word], index: int, language: Language) -> str | None:
    """§ 25a, 25a, 3–5, SGB II, Bus/Bahn."""
    word, spoken = words[index], language.spoken
    before, after = at(words, index - 1), at(words, index + 1)
    if word.core in ("§", "§§") and spoken.section:
        return word.open + ((word.core == "§§" and spoken.sections) or spoken.section) + word.close
    if word.core in _ROMAN and before.core == "SGB":
        return word.open + str(_ROMAN[word.core]) + word.close
    if word.dash and spoken.to and before.core[-1:].isdigit() and after.core[:1].isdigit():
        return spoken.to
    said = word.core
    if signs := re.match(r"§+(?=\d)", said):
        name = (signs[0] == "§§" and spoken.sections) or spoken.section
        said = f"{name or signs[0]} {said[signs.end() :]}"
    if spoken.to:
        said = re.sub(r"(?<=\d)[-–—](?=\d)", f" {spoken.to} ", said)
        said = re.sub(r"(?<=\d[a-h])[-–—](?=\d)", f" {spoken.to} ", said)
    said = re.sub(r"(?<=\d)(?=[a-zа-яіїє]( |$))", " ", said)
    said = re.sub(r"(?<=[^\W\d])\s*/-?(?=[^\W\d])", ", ", said)
    said = re.sub(r"(?<=\d)/(?=\d)", ", ", said)
    return word.open + said + word.close if said != word.core else None
