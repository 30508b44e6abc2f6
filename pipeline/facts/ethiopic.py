"""The Ethiopic script as the fact check reads it: letters that sound alike, numerals, the sign between words."""

from __future__ import annotations

import re
import unicodedata

SCRIPT = re.compile(r"[\u1200-\u137c]")
_SYLLABLE, _FIGURE_OR_LATIN = re.compile(r"[\u1200-\u135a]"), re.compile(r"[0-9a-z]")

ALIKE = {
    # Rows of seven vowels: ሠ as ሰ, ፀ as ጸ, ኀ as ሐ.
    **{chr(0x1220 + n): chr(0x1230 + n) for n in range(7)},
    **{chr(0x1340 + n): chr(0x1338 + n) for n in range(7)},
    **{chr(0x1281 + n): chr(0x1211 + n) for n in range(6)},
    "ሀ": "ሃ",
    "ሐ": "ሓ",
    "ኀ": "ሓ",
    "አ": "ኣ",
    "ዐ": "ዓ",
    "፣": ",",
    "፥": ",",
    "፤": ";",
}
"""Letters that are written for each other, and signs."""


def read(match: re.Match[str], text: str) -> str:
    """What a letter with its marks, or a row of numerals (group 1), is read as."""
    first = match[0][0]
    if first == "፡":  # parts words, and hours from minutes
        around = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
        return ":" if len(around) == 2 and around[0].isnumeric() and around[1].isnumeric() else " "
    if "፩" <= first <= "፼":
        return str(number(match[1]))
    return unicodedata.normalize("NFC", match[0])


def number(numerals: str) -> int:
    """፲፪ is 12, ፳፻፳፯ is 2027."""
    total = part = small = 0
    for sign in numerals:
        value = int(unicodedata.numeric(sign))
        if value < 100:
            small += value
        elif value == 100:
            part, small = part + (small or 1) * 100, 0
        else:
            total, part, small = (total + part + small or 1) * value, 0, 0
    return total + part + small


def apart(one: str, other: str) -> bool:
    """Tigrinya writes prepositions and "and" together with figures: "ብ9:30" is "at 9:30", "9ን" "and 9"."""
    pairs = ((one, other), (other, one))
    return any(_SYLLABLE.match(first) and _FIGURE_OR_LATIN.match(second) for first, second in pairs)
