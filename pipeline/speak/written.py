"""Written words without the punctuation around them, and telephone numbers among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

_FIGURES = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٪٫", "0123456789" * 2 + "%,")
_PICTURES = re.compile(r"[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0f]\u200d?")
_SIGNS = r"\w§€+@%°&№#"
_TOKEN = re.compile(rf"(?P<open>[^{_SIGNS}]*)(?P<core>.*?)(?P<close>[^{_SIGNS}]*)", re.DOTALL)
_SPACE = re.compile(r"\s+")
DASHES = re.compile("[-–—]")
_NO_BREAK = "\u00a0\u202f\u2009"

LONG_NUMBER = 6
"""What begins with 0 or + and has as many digits is a telephone number; a postcode has five."""
_EMERGENCY = frozenset({"110", "112", "115"})
"""Short numbers without a space; 116 xxx is told by its form."""
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?\d{4}){1,7}(?: ?\d{1,3})?(?!\w)")
_CALENDAR = re.compile(r"\d{1,2}[./]\d{1,2}[./]?(\d{4}|\d\d)?|\d{4}-\d{2}-\d{2}|\d{1,2}[:.h]\d{2}")


@dataclass(frozen=True, slots=True)
class Word:
    open: str
    core: str
    close: str
    bound: bool
    """A no-break space stands before it."""

    @property
    def key(self) -> str:
        return self.core.casefold()

    @property
    def token(self) -> str:
        return self.open + self.core + self.close

    @property
    def dash(self) -> bool:
        return self.token in ("-", "–", "—")


NOTHING = Word("", "", "", False)


def read(text: str) -> list[Word]:
    """The words of a text, as many as `text.split()` gives; figures of any script as 0-9, pictures left out."""
    spaces = ["", *_SPACE.findall(text.strip())]
    words = []
    for token, space in zip(text.split(), spaces, strict=False):
        # The voices would read out what a picture shows.
        match = _TOKEN.fullmatch(_PICTURES.sub("", token).translate(_FIGURES))
        assert match is not None  # every part may be empty
        words.append(Word(match["open"], match["core"], match["close"], space in _NO_BREAK and bool(space)))
    return words


def at(words: Sequence[Word], index: int) -> Word:
    """The word there, or one without letters."""
    return words[index] if 0 <= index < len(words) else NOTHING


def phones(words: Sequence[Word], rooms: Sequence[str]) -> dict[int, int]:
    """Which words belong to a telephone number or an IBAN: index of the word → which number it is.

    Args:
        rooms: Lower-case words after which a short number is no emergency call.
    """
    from phonenumbers import Leniency, PhoneNumberMatcher

    tokens = [word.token for word in words]
    text = " ".join(tokens)
    spans = [(match.start(), match.end()) for match in _IBAN.finditer(text)]
    spans += [(match.start(), match.end()) for match in re.finditer(r"(?<![\w.,])116 ?\d{3}(?![\d.,]\d)", text)]
    for found in PhoneNumberMatcher(text, "DE", leniency=Leniency.POSSIBLE):
        if found.raw_string[0] in "0+(" and len(re.sub(r"\D", "", found.raw_string)) >= LONG_NUMBER:
            spans.append((found.start, found.end))
    starts = [0, *accumulate(len(token) + 1 for token in tokens)]
    numbers: dict[int, int] = {}
    for number, (first, last) in enumerate(spans):
        for index, word in enumerate(words):
            # "9:05 01.03.2027" holds a telephone number for the library.
            inside = starts[index] < last and starts[index + 1] - 1 > first
            if inside and word.token and not _CALENDAR.match(word.core):
                numbers.setdefault(index, number)
    for index, word in enumerate(words):
        before, after = at(words, index - 1), at(words, index + 1)
        core = re.sub(r"['’]\w+$", "", word.core)
        # "112 Personen" counts people, "Zimmer 112" is a room.
        counts = after.core[:1].isupper() or after.core in ("€", "%") or before.key in ("§", "§§")
        room = before.key in rooms or (len(before.core) == 1 and before.core.isupper())
        if core in _EMERGENCY and not counts and not room:
            numbers.setdefault(index, -1 - index)
    return numbers
