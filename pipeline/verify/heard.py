"""The gate on what the ear understood when the voice was heard back."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.characters import visible
from pipeline.language import Language
from pipeline.model import Gate, SpokenSegment
from pipeline.speak import judge


def gate(spoken: Sequence[SpokenSegment], language: Language) -> Gate:
    """No number, time, date or amount is misheard, and the introduction is understood, where the ear may judge.

    Other words that were misheard are flagged in the report and stop nothing: they stand in the captions, a client can
    ask about them, and the ear errs in one of a hundred sentences. Who acts on a wrong number comes to no office, and
    an introduction that nobody understands discloses nothing.

    Args:
        spoken: All sentences of the film with what the ear made of them.
    """
    verdicts = [one.hearing.verdict for one in spoken if one.hearing]
    failed = [one for one in spoken if _stops(one, language)]
    misheard, unchecked = verdicts.count("misheard"), verdicts.count("not checked")
    measured = f"{verdicts.count('heard')} sentences understood, {misheard} misheard, {unchecked} not checked"
    required = "no fact misheard, introduction understood, where the ear may judge"
    if not failed:
        return Gate("heard", True, measured, required)
    first, hearing = failed[0], failed[0].hearing
    assert hearing
    text, heard = first.segment.text, visible(hearing.heard)
    return Gate(
        "heard",
        False,
        f"{measured}; {len(failed)} stop the film",
        required,
        f"Die Stimme war nicht richtig zu verstehen, auch nicht beim Wiederholen: „{text}“. Verstanden wurde: "
        f"„{heard}“. {hearing.de} Bitte den Satz anders schreiben oder in lotse.toml unter "
        f"[speech.pronunciation.{language.code}] festlegen, wie ein Wort zu sprechen ist.",
        f'The voice could not be understood rightly, also when it tried again: "{text}". Understood was: "{heard}". '
        f"{hearing.en} Write the sentence differently, or say in lotse.toml under "
        f"[speech.pronunciation.{language.code}] how a word is pronounced.",
    )


def _stops(one: SpokenSegment, language: Language) -> bool:
    if one.hearing is None or one.hearing.verdict != "misheard":
        return False
    return one.segment.kind == "intro" or judge.facts(one.segment.text, one.hearing.heard, language) is not None
