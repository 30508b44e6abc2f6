"""Numbers in the words of Tigrinya and Somali: num2words does not have them, and Meta's voices read no figures."""

from __future__ import annotations

import re
from collections.abc import Callable

_TIGRINYA = ["ባዶ", "ሓደ", "ክልተ", "ሰለስተ", "ኣርባዕተ", "ሓሙሽተ", "ሽዱሽተ", "ሸውዓተ", "ሸሞንተ", "ትሽዓተ", "ዓሰርተ"]
_TIGRINYA_TENS = ["ዕስራ", "ሰላሳ", "ኣርብዓ", "ሓምሳ", "ስሳ", "ሰብዓ", "ሰማንያ", "ተስዓ"]
_SOMALI = ["eber", "kow", "laba", "saddex", "afar", "shan", "lix", "toddoba", "siddeed", "sagaal", "toban"]
_SOMALI_TENS = ["labaatan", "soddon", "afartan", "konton", "lixdan", "toddobaatan", "siddeetan", "sagaashan"]
_LARGEST = 999_999


def tigrinya(number: int) -> str:
    """0 … 999,999. Each part of a sum ends in "and": 125 is "a hundred-and twenty-and five-and"."""
    parts = [_TIGRINYA[0]] if not number else _large(number, tigrinya, "ሽሕ", "ሚእቲ", _TIGRINYA)
    tens, units = divmod(number % 100, 10)
    if tens == 1 and units:
        parts.append(f"{_TIGRINYA[10]} {_TIGRINYA[units]}")
    else:
        parts += [[*_TIGRINYA[10:11], *_TIGRINYA_TENS][tens - 1]] if tens else []
        parts += [_TIGRINYA[units]] if units else []
    return parts[0] if len(parts) == 1 else " ".join(f"{part}ን" for part in parts)


def somali(number: int) -> str:
    """0 … 999,999. Units stand before tens: 125 is "a hundred and five and twenty"."""
    parts = [_SOMALI[0]] if not number else _large(number, somali, "kun", "boqol", _SOMALI)
    tens, units = divmod(number % 100, 10)
    parts += [_SOMALI[units]] if units else []
    parts += [[*_SOMALI[10:11], *_SOMALI_TENS][tens - 1]] if tens else []
    return " iyo ".join(parts)


def _large(number: int, say: Callable[[int], str], thousand: str, hundred: str, units: list[str]) -> list[str]:
    thousands, hundreds = number // 1000, number % 1000 // 100
    parts = [f"{say(thousands)} {thousand}" if thousands > 1 else thousand] if thousands else []
    return parts + ([f"{units[hundreds]} {hundred}" if hundreds > 1 else hundred] if hundreds else [])


CARDINALS: dict[str, Callable[[int], str]] = {"ti": tigrinya, "so": somali}


def cardinal(number: int, code: str) -> str:
    """In words; in figures where a language is not one of these or the number too large."""
    return CARDINALS[code](number) if code in CARDINALS and 0 <= number <= _LARGEST else str(number)


def in_words(text: str, code: str) -> str:
    """Every figure that is left in a normalised text, in words; what begins with 0 figure by figure. Endings stay on
    the number: "9ን" is "ትሽዓተን", "3-da" is "saddexda"."""
    if code not in CARDINALS:
        return text

    def said(match: re.Match[str]) -> str:
        figures, ending = match[1], match[2]
        one_by_one = figures.startswith("0") and len(figures) > 1
        words = " ".join(cardinal(int(figure), code) for figure in (figures if one_by_one else [figures]))
        return words if ending == "ን" and words.endswith("ን") else words + ending

    # Of "B95" the letter is said by itself; Tigrinya's own prefixes belong to the word.
    return re.sub(r"(\d+)(?:-(?=[a-z]))?(ን?)", said, re.sub(r"(?<=[A-Za-z])(?=\d)", " ", text))
