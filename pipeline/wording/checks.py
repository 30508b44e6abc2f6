"""What every fixed sentence must keep, whoever words it: shown, read and heard, it still says what it is there for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from pipeline.characters import harmful, one_line, visible
from pipeline.errors import InputError
from pipeline.language import Language
from pipeline.sentences import split
from pipeline.wording.sentences import Sentence

if TYPE_CHECKING:
    from pipeline.scene.layout import Layout
    from pipeline.scene.sprite import Box

Words = tuple[str, str]
"""German, English."""

# The card promises nothing unless the service's settings do. Only words that mean nothing else: a native speaker's
# correct sentence must not be refused for a syllable.
_PROMISE = re.compile(
    r"kostenlos|kostenfrei|gratis|umsonst|free of charge|\bfor free\b|gratuit|ücretsiz|безкоштовн|безоплатн|бесплатн"
    r"|مجان|رایگان|وړیا|belaş|bilaash|ብነጻ",
    re.IGNORECASE,
)
_LEAST = 1 / 3
"""Of the letters of Lotse's own wording: a sentence much shorter has lost what it is there to say."""


def problem(sentence: Sentence, text: str, own: Language) -> Words | None:
    """What is wrong with `text` as this sentence; None: nothing.

    Args:
        own: The pack as it comes with Lotse, whose wording says how much a sentence has to say.
    """
    letters = _letters(text)
    if not letters:
        return "Es steht kein Wort darin.", "There is no word in it."
    if text != text.strip() or not one_line(text, sentence.limit):
        if found := harmful(text):
            return f"Ein unsichtbares Steuerzeichen steht darin: {found}.", f"It holds a control character: {found}."
        if "\n" in text or "\t" in text:
            return "Der Satz muss in einem Absatz stehen.", "It must stand in one paragraph."
        return (
            f"Er hat {len(text)} Zeichen, Platz ist für {sentence.limit}. Bitte kürzer.",
            f"It has {len(text)} characters, there is room for {sentence.limit}. Make it shorter.",
        )
    braces = re.findall(r"\{.*?\}|[{}]", text)
    if sentence.field.startswith("intro"):
        if braces != ["{name}"]:
            return (
                "„{name}“ muss genau einmal darin stehen, mit den Klammern: Dort wird der Name gesagt.",
                '"{name}" must stand in it exactly once, with its braces: the name is said there.',
            )
    elif braces or "·" in text:
        return (
            "Die Zeichen „{“, „}“ und „·“ sind hier nicht möglich.",
            'The signs "{", "}" and "·" cannot be used here.',
        )
    if (sentence.field.startswith("intro") or sentence.field == "request") and (promise := _PROMISE.search(text)):
        return (
            f"„{visible(promise[0])}“ verspricht etwas. Was Ihre Einrichtung anbietet, steht in lotse.toml ([service] "
            "offer).",
            f'"{visible(promise[0])}" promises something. What the service offers stands in lotse.toml ([service] '
            "offer).",
        )
    return _too_little(sentence, text, own)


def _too_little(sentence: Sentence, text: str, own: Language) -> Words | None:
    if sentence.field in ("name", "contact", "role_female", "role_male"):
        return None
    least = str(getattr(own.wording(sentence.addresses[0]), sentence.field))
    pairs = [(text, least)]
    if sentence.field == "request":
        pairs.append((split(text, own.code)[0], split(least, own.code)[0]))
    if any(_letters(one) < _LEAST * _letters(other) for one, other in pairs):
        return (
            f"Er ist viel kürzer als „{least}“ und kann nicht mehr dasselbe sagen.",
            f'It is much shorter than "{least}" and cannot say the same any more.',
        )
    return None


def unreadable(text: str, fonts: Sequence[str]) -> Words | None:
    """A character that none of the fonts has."""
    from pipeline.scene.text import describe, uncovered

    if not (missing := uncovered(text, fonts)):
        return None
    what = f"{missing[0]}“ ({describe(missing[0])})"
    return (
        f"Das Zeichen „{what} hat keine der Schriften ({', '.join(fonts)}).",
        f'The character "{missing[0]}" ({describe(missing[0])}) is in none of the fonts ({", ".join(fonts)}).',
    )


def misfit(pack: Language, german: Language) -> Words | None:
    """Whether a fixed text, drawn as it will be, would not fit its place on the picture of some format. Takes a second
    or two."""
    from pipeline.formats import FORMATS
    from pipeline.scene.layout import layout

    for form in FORMATS:
        try:
            if found := _misfit(pack, german, layout(form, rtl=pack.direction == "rtl")):
                return found
        except InputError as error:  # it would be cut off
            return error.de, error.en
    return None


def _misfit(pack: Language, german: Language, layout: Layout) -> Words | None:
    from pipeline.model import EndCard
    from pipeline.scene import end_card as cards
    from pipeline.scene import plates
    from pipeline.scene.plates import Look

    look, card = Look("#1f6f78", "#f4f1ea"), layout.card | layout.contact
    for wording in (pack.du, pack.sie):
        request = EndCard(split(wording.request, pack.code)[0], split(german.sie.request, "de")[0], wording.contact)
        places: list[tuple[str, str, Box, Box]] = [
            *(
                ("Die Kennzeichnung", "The label", plates.label(words, pack, layout).box, layout.label)
                for words in (wording.label, wording.label_human, wording.label_silent)
            ),
            *(
                ("Der Prüfvermerk", "The review note", plates.note(words, pack, layout).box, layout.note)
                for words in (wording.note_machine, wording.note_unchecked)
            ),
            (
                "Der Satz für die Schlusstafel",
                "The request",
                cards.end_card(request, pack, german, layout, look).box,
                card,
            ),
        ]
        for name, role in product(pack.names.values(), (wording.role_female, wording.role_male)):
            words = f"{name} · {role}"
            for large, zone in ((True, layout.tag), (False, layout.small_tag)):
                box = plates.name_tag(words, pack, layout, look, large=large).box
                places.append((f"Das Namensschild „{words}“", f'The name tag "{words}"', box, zone))
        for de, en, box, zone in places:
            if box & zone != box:
                return (
                    f"{de} hat auf dem Bild keinen Platz. Bitte kürzer.",
                    f"{en} does not fit the picture. Shorten it.",
                )
    return None


def _letters(text: str) -> int:
    return sum(character.isalpha() for character in text.replace("{name}", ""))
