"""From the written to the spoken form: what a person says where numbers, signs and abbreviations are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.language import Language
from pipeline.sentences import GERMAN_COUNTED
from pipeline.speak import numbers

_FIGURES = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_TOKEN = re.compile(r"(?P<open>[^\w§€+@%°&]*)(?P<core>.*?)(?P<close>[^\w§€+@%°&]*)", re.DOTALL)
_EURO = frozenset({"€", "eur", "euro"})
_WORDS_TOO = frozenset({"No.", "no.", "Art.", "ex."})
"""Abbreviations that are also words at the end of a sentence."""
_TIME_AFTER = frozenset({"um", "saat"})
_DASHES = "-–—"
_ADDRESS = re.compile(
    r"(https?://)?(?P<rest>[\w.+-]+@[\w-]+(\.[\w-]+)+|[\w-]+(\.[\w-]+)*\.[a-z]{2,6}(/\S*)?)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Said:
    """What is said for some of the written words."""

    words: int
    """How many whitespace-separated words of the text it stands for, at least one."""
    text: str
    """For the engine; commas are small pauses. Empty where nothing is said."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A written word without the punctuation around it."""

    open: str
    core: str
    close: str

    @property
    def key(self) -> str:
        return self.core.casefold()


def spoken(text: str, language: Language) -> list[Said]:
    """Says one sentence.

    Args:
        text: As written.
        language: Its pack; what the pack leaves empty stays as written, for the engine to read.

    Returns:
        Groups in order; their `words` add up to the number of whitespace-separated words. Figures of any script come
        as 0-9.
    """
    tokens = text.translate(_FIGURES).split()
    words = [_word(token) for token in tokens]
    phones = _phones(tokens)
    said: list[Said] = []
    index = 0
    while index < len(words):
        if index in phones:
            group = Said(1, _phone(tokens[index], language, index + 1 in phones and phones[index] == phones[index + 1]))
        else:
            group = next((found for rule in _RULES if (found := rule(words, index, language))), Said(1, tokens[index]))
        said.append(_absorb(said, group, words, index, language))
        index = sum(one.words for one in said)
    return said


def _word(token: str) -> _Word:
    match = _TOKEN.fullmatch(token)
    assert match is not None  # every part may be empty
    return _Word(match["open"], match["core"], match["close"])


# ---------------------------------------------------------------- telephone numbers


def _phones(tokens: Sequence[str]) -> dict[int, int]:
    """Which words belong to a telephone number: index of the word → which number it is."""
    from phonenumbers import Leniency, PhoneNumberMatcher

    text = " ".join(tokens)
    spans = [(match.start(), match.end()) for match in re.finditer(r"(?<![\w.,])116 ?\d{3}(?![\d.,]\d)", text)]
    for found in PhoneNumberMatcher(text, "DE", leniency=Leniency.POSSIBLE):
        if found.raw_string[0] in "0+(" and len(re.sub(r"\D", "", found.raw_string)) >= numbers.PHONE_DIGITS:
            spans.append((found.start, found.end))
    starts = [0, *accumulate(len(token) + 1 for token in tokens)]
    phones: dict[int, int] = {}
    for number, (first, last) in enumerate(spans):
        for index, token in enumerate(tokens):
            # "9:05 01.03.2027" holds a telephone number for the library.
            calendar = numbers.DATE.match(_word(token).core) or numbers.TIME.match(_word(token).core)
            if starts[index] < last and starts[index + 1] - 1 > first and not calendar:
                phones[index] = number
    for index, token in enumerate(tokens):
        following = _word(tokens[index + 1]).core if index + 1 < len(tokens) else ""
        # "112 Personen" counts people.
        if _word(token).core in numbers.EMERGENCY and not following[:1].isupper() and following not in ("€", "%"):
            phones.setdefault(index, -1 - index)
    return phones


def _phone(token: str, language: Language, more: bool) -> str:
    match = re.fullmatch(r"(?P<before>[^\d+]*)(?P<number>[\d+]|[\d+].*\d)?(?P<after>\D*)", token)
    if match is None or not match["number"]:
        return ""
    parts = [numbers.digits(part, language) for part in re.findall(r"\d+", match["number"])]
    after = re.sub(r"[)\]/]", "", match["after"])
    return ("+ " if "+" in token else "") + ", ".join(parts) + (after or ("," if more else ""))


# ---------------------------------------------------------------- rules: words, index, language → what is said


def _abbreviation(words: Sequence[_Word], index: int, language: Language) -> Said | None:
    for short, full in _abbreviations(language):
        part = words[index : index + len(short)]
        written = [word.core + word.close for word in part]
        # The comma after "z. B.," is not part of it.
        rest = written[-1][len(short[-1]) :] if len(part) == len(short) else ""
        begins = [*written[:-1], written[-1].removesuffix(rest)]
        capital = [short[0][:1].upper() + short[0][1:], *short[1:]]
        if begins != short and (index or begins != capital):
            continue
        if any(word.open for word in part[1:]) or rest[:1].isalnum():
            continue
        last = index + len(short) == len(words)
        if last and short[-1] in _WORDS_TOO:
            continue
        stop = "." if last and not rest and short[-1].endswith(".") else ""
        return Said(len(short), part[0].open + full + rest + stop)
    word = words[index]
    if language.code == "de" and word.close.startswith(".") and word.key.endswith("str") and len(word.key) > 3:
        return Said(1, word.open + word.core + "aße" + word.close[1:])
    return None


def _abbreviations(language: Language) -> list[tuple[list[str], str]]:
    """Longest first; "z. B." also stands for "z.B."."""
    entries = dict(language.spoken.words or {})
    entries |= {short.replace(" ", ""): full for short, full in entries.items()}
    return sorted(((short.split(), full) for short, full in entries.items()), key=lambda entry: -len(entry[0]))


def _date(words: Sequence[_Word], index: int, language: Language) -> Said | None:
    word = words[index]
    written = word.core + ("." if word.core.count(".") == 1 and word.close.startswith(".") else "")
    match = numbers.DATE.fullmatch(written)
    said = match and numbers.date(match, language, words[index - 1].key if index else "")
    if not said:
        return None
    close = word.close if written == word.core or index + 1 == len(words) else word.close[1:]
    return Said(1, word.open + said + close)


def _time(words: Sequence[_Word], index: int, language: Language) -> Said | None:
    word = words[index]
    times = [numbers.TIME.fullmatch(part) for part in re.split(f"[{_DASHES}]", word.core)]
    if len(times) > 2 or not all(times) or (len(times) == 2 and not language.spoken.to):
        return None
    neighbours = {other.key for other in (*words[max(index - 1, 0) : index], *words[index + 1 : index + 4])}
    # With a full stop it may be a room, a price or a chapter.
    if "." in word.core and not neighbours & (_literals(language) | _TIME_AFTER):
        return None
    said = [numbers.time(match, language) or match[0].replace(".", ":") for match in times if match]
    return Said(1, word.open + f" {language.spoken.to} ".join(said) + word.close)


def _amount(words: Sequence[_Word], index: int, language: Language) -> Said | None:
    word = words[index]
    match = numbers.AMOUNT.fullmatch(word.core.strip("€"))
    after = words[index + 1] if index + 1 < len(words) else None
    if match and "€" in word.core and (said := numbers.amount(match, language)):
        return Said(1, word.open + said + word.close)
    if match and not word.close and after and after.key in _EURO and (said := numbers.amount(match, language)):
        return Said(2, word.open + said + after.close)
    if word.key in _EURO and after and (match := numbers.AMOUNT.fullmatch(after.core)):
        said = numbers.amount(match, language)
        return Said(2, word.open + said + after.close) if said else None
    return None


def _ordinal(words: Sequence[_Word], index: int, language: Language) -> Said | None:
    """German "2. OG"; the last word of a sentence is no ordinal."""
    word = words[index]
    if language.code != "de" or word.close != "." or not re.fullmatch(r"\d{1,2}", word.core) or index + 1 == len(words):
        return None
    before, after = (words[index - 1].key if index else ""), words[index + 1].key
    said = numbers.german_ordinal(int(word.core), before, after)
    if not index and after not in GERMAN_COUNTED:
        said = said[:-1] + "ns,"
    return Said(1, word.open + said)


def _address(words: Sequence[_Word], index: int, language: Language) -> Said | None:
    word, signs = words[index], language.spoken
    match = _ADDRESS.fullmatch(word.core + ("/" if word.close.startswith("/") else ""))
    if not match:
        return None
    said = re.sub(r"^www\.", "w w w.", match["rest"].rstrip("/"))
    for sign, name in (("@", signs.at), (".", signs.dot), ("-", signs.hyphen), ("/", signs.slash)):
        if name:
            said = said.replace(sign, f" {name} ")
    return Said(1, word.open + " ".join(said.split()) + word.close.removeprefix("/"))


def _sign(words: Sequence[_Word], index: int, language: Language) -> Said | None:
    """§ 25a, 25a, 3–5."""
    word = words[index]
    if word.core and not word.core.strip("§") and language.spoken.section:
        return Said(1, word.open + language.spoken.section + word.close)
    said = re.sub(r"^§+(?=\d)", f"{language.spoken.section or '§'} ", word.core)
    if language.spoken.to:
        said = re.sub(rf"(?<=\d)[{_DASHES}](?=\d)", f" {language.spoken.to} ", said)
        beside = words[index - 1].core[-1:] + words[index + 1].core[:1] if 0 < index < len(words) - 1 else ""
        if len(beside) == 2 and beside.isdigit() and not word.core and word.open + word.close in _DASHES:
            return Said(1, language.spoken.to)
    if word.key == "h" and index and words[index - 1].core.isdecimal():
        said = language.spoken.full_hour.replace("{hour}", "").strip() or said
    said = re.sub(r"(?<=\d)(?=[a-z]$)", " ", said)
    return Said(1, word.open + said + word.close) if said != word.core else None


_RULES: tuple[Callable[[Sequence[_Word], int, Language], Said | None], ...] = (
    _abbreviation, _date, _time, _amount, _ordinal, _address, _sign,
)  # fmt: skip


# ---------------------------------------------------------------- "9:30 Uhr" must not become "9 Uhr 30 Uhr"


def _literals(language: Language) -> set[str]:
    return set(re.sub(r"\{\w+\}", " ", f"{language.spoken.time} {language.spoken.full_hour}").casefold().split())


def _absorb(said: list[Said], group: Said, words: Sequence[_Word], index: int, language: Language) -> Said:
    """Takes the words beside a time into its group where the template says them already."""
    match = numbers.TIME.match(words[index].core)
    literals = _literals(language) & set(group.text.casefold().split())
    if not match or group.text == words[index].core or not literals:
        return group
    following = index + group.words
    if following < len(words) and words[following].key in literals:
        close = words[following].close
        group = Said(group.words + 1, group.text + close)
    first = group.text.casefold().split()[0]
    if said and said[-1].words == 1 and said[-1].text.casefold() == first:
        group = Said(group.words + said.pop().words, group.text)
    return group
