"""What the house's own list of pronunciations may not do: change a fact, or touch the fixed words."""

from __future__ import annotations

import re
from dataclasses import fields

from pipeline.facts.find import find
from pipeline.language import Language, Wording

_SAID = frozenset({
    "intro_female", "intro_male", "intro_picture_female", "intro_picture_male", "voice_human", "label", "label_human",
    "label_silent", "role_female", "role_male", "request",
})  # fmt: skip


def refused(written: str, said: str, language: Language) -> tuple[str, str] | None:
    """Why an entry must not be used, in German and English; None where it may.

    A respelling with a number, a time or a day in it could say another fact than the captions show; one of the fixed
    words could make of "artificial intelligence" something else; one of a small word ("nicht") another sentence.
    """
    if written == written.lower() != written.upper():
        return (
            f"„{written}“ ist klein geschrieben. Die Liste ist nur für Namen und Abkürzungen.",
            f'"{written}" has no capital letter. The list is for names and abbreviations only.',
        )
    for text in (written, said):
        if re.search(r"\d", text) or (facts := find(text, language.code)):
            fact = text if re.search(r"\d", text) else facts[0].text
            return (
                f"„{fact}“ ist eine Zahl, ein Tag oder eine andere Angabe, und die muss gesprochen werden, wie sie "
                "geschrieben steht. Die Liste ist nur für Namen und Abkürzungen.",
                f'"{fact}" is a number, a day or another fact, which must be said as it is written. The list is for '
                "names and abbreviations only.",
            )
    if any(fact.text != "9" for fact in find(f"9 {written}", language.code)):
        return (
            f"„{written}“ gehört zu Zahlen und Zeiten, und die müssen gesprochen werden, wie sie geschrieben stehen. "
            "Die Liste ist nur für Namen und Abkürzungen.",
            f'"{written}" belongs to numbers and times, which must be said as they are written. The list is for names '
            "and abbreviations only.",
        )
    if fixed := _fixed(written, language):
        return (
            f"„{written}“ steht im festen Wortlaut („{fixed}“), und der wird gesprochen, wie er geschrieben steht.",
            f'"{written}" stands in the fixed wording ("{fixed}"), which is said as it is written.',
        )
    if not re.search(r"\w", said):
        return (f"„{said}“ hat keine Buchstaben.", f'"{said}" has no letters.')
    return None


def _fixed(written: str, language: Language) -> str:
    """The fixed text that holds the words, or nothing."""
    phrase = re.compile(rf"(?<!\w){re.escape(' '.join(written.split()))}(?:s|['’]\w+)?(?!\w)", re.IGNORECASE)
    texts = [getattr(wording, field.name) for wording in (language.du, language.sie) for field in fields(Wording)
             if field.name in _SAID]  # fmt: skip
    return next((text for text in (*texts, *language.names.values()) if phrase.search(text)), "")
