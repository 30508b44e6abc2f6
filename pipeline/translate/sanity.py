"""The cheap net under every machine: what it must not do to a sentence, whatever the language."""

from __future__ import annotations

import re

LONGEST = 300
"""Characters in a sentence. Firefox models lose the end of a sentence of more than about 400 without a word."""

_LOOP = re.compile(r"(\S.{0,39}?)\1{4,}")
"""The same letters or words five times in a row: how neural models get stuck."""


def fault(source: str, output: str) -> tuple[str, str] | None:
    """What is wrong with a machine's output, in German and English; None: nothing that this net can see.

    Facts are not its business: `pipeline.facts` compares them in every translation, whoever made it.
    """
    if not output.strip():
        return "die Übersetzung ist leer", "the translation is empty"
    if (loop := _LOOP.search(output)) and not _LOOP.search(source):
        return f"„{loop[1].strip()}“ wiederholt sich endlos", f'"{loop[1].strip()}" repeats without end'
    ratio = len(output) / len(source)
    # both are far beyond what any two alphabetic languages do to each other; short texts vary more
    if len(output) > 3 * len(source) + 40 or (len(source) > 40 and ratio < 0.4):
        return f"die Länge passt nicht ({ratio:.1f}-fach)", f"the length does not fit ({ratio:.1f} times)"
    return None
