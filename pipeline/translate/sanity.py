"""The cheap net under every machine: what it must not do to a sentence, whatever the language."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

LONGEST = 300
"""Characters in a sentence. Firefox models lose the end of a sentence of more than about 400 without a word."""

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\w|(?:https?://|www\.)\S*\w")
_LOOP = re.compile(r"(\S.{0,39}?)\1{4,}")
"""The same letters or words five times in a row: how neural models get stuck."""


def fault(source: str, output: str) -> tuple[str, str] | None:
    """What is wrong with a machine's output, in German and English; None: nothing that this net can see.

    Numbers are compared as a bag of digit runs with the digits of all scripts read alike, so "116 117" may become
    "١١٦ ١١٧" and may move, but not become "116 118".
    """
    if not output.strip():
        return "die Übersetzung ist leer", "the translation is empty"
    before, after = numbers(source), numbers(output)
    if before != after:
        lost, new = _list(before - after), _list(after - before)
        return f"Zahlen: vorher {lost}, jetzt {new}", f"numbers: before {lost}, now {new}"
    changed = [address for address in _ADDRESS.findall(source) if address.lower() not in output.lower()]
    if changed:
        return f"{changed[0]} wurde verändert", f"{changed[0]} was changed"
    if (loop := _LOOP.search(output)) and not _LOOP.search(source):
        return f"„{loop[1].strip()}“ wiederholt sich endlos", f'"{loop[1].strip()}" repeats without end'
    ratio = len(output) / len(source)
    # both are far beyond what any two alphabetic languages do to each other; short texts vary more
    if len(output) > 3 * len(source) + 40 or (len(source) > 40 and ratio < 0.4):
        return f"die Länge passt nicht ({ratio:.1f}-fach)", f"the length does not fit ({ratio:.1f} times)"
    return None


def numbers(text: str) -> Counter[str]:
    """Every run of digits, read as 0-9: "Tel. ٠٣٠ 12" → {"030": 1, "12": 1}."""
    ascii_digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return Counter(re.findall(r"[0-9]+", ascii_digits))


def _list(runs: Counter[str]) -> str:
    return ", ".join(sorted(runs.elements())) or "–"
