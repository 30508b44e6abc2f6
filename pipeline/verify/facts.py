"""The gate on facts: what the film says of numbers, times and places is what the script says."""

from __future__ import annotations

from pipeline.model import Gate, Script, Translation


def gate(script: Script, translation: Translation) -> Gate:
    """Every fact of every line stands in its translation. That captions and transcript hold the whole translation is
    what the captions' gate proves."""
    from pipeline.facts import compare, find

    wrong = []
    found = 0
    for unit, made in zip(script.units, translation.units, strict=True):
        found += len(find(unit.text, script.language))
        wrong += [
            difference
            for difference in compare(unit.text, script.language, made.text, translation.language)
            if difference.severity == "stop"
        ]
    return Gate(
        "facts",
        not wrong,
        f"{found} facts in {len(script.units)} lines; {len(wrong)} differ",
        "none missing, added or changed",
        f"Angaben stimmen nicht überein: {wrong[0].de}" if wrong else "",
        f"Facts differ: {wrong[0].en}" if wrong else "",
    )
