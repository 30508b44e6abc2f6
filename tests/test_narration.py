"""What is said: introduction, script, request; in this order, in every language, always."""

from __future__ import annotations

import pytest

from pipeline import language as packs
from pipeline.model import Gender, Segment, TranslatedUnit, Translation, Unit
from pipeline.narration import AFTER_LINE, AFTER_PARAGRAPH, AFTER_SENTENCE, narrate


def say(lines: list[str], paragraphs: list[int], code: str = "de", gender: Gender = "female") -> tuple[Segment, ...]:
    units = tuple(
        Unit(text, n + 1, paragraph) for n, (text, paragraph) in enumerate(zip(lines, paragraphs, strict=True))
    )
    translation = Translation(code, "Titel", "", tuple(TranslatedUnit(text, "supplied") for text in lines))
    wording = packs.load(code).wording("du")
    return narrate(translation, units, wording, wording.intro(gender, "Maja"))


@pytest.mark.parametrize("gender", ["female", "male"])
@pytest.mark.parametrize("code", packs.codes())
def test_introduction_and_request_stand_around_every_text(code: str, gender: Gender) -> None:
    wording = packs.load(code).wording("du")
    segments = say(["Eins."], [0], code, gender)
    kinds = [segment.kind for segment in segments]
    assert kinds == sorted(kinds, key=("intro", "script", "request").index)
    for kind, text in (("intro", wording.intro(gender, "Maja")), ("script", "Eins."), ("request", wording.request)):
        assert " ".join(segment.text for segment in segments if segment.kind == kind) == text
    assert "Maja" in segments[0].text
    assert "{name}" not in " ".join(segment.text for segment in segments)


def test_each_sentence_is_a_segment_of_its_unit() -> None:
    script = [s for s in say(["Eins z. B. so. Zwei?", "Drei!"], [0, 0]) if s.kind == "script"]
    assert [(segment.unit, segment.text) for segment in script] == [(0, "Eins z. B. so."), (0, "Zwei?"), (1, "Drei!")]
    assert all(segment.unit == -1 for segment in say(["Eins."], [0]) if segment.kind != "script")


def test_pauses_grow_from_sentence_to_line_to_paragraph() -> None:
    script = [s.pause for s in say(["Eins. Zwei.", "Drei.", "Vier."], [0, 0, 1]) if s.kind == "script"]
    assert script == [AFTER_SENTENCE, AFTER_LINE, AFTER_PARAGRAPH, AFTER_PARAGRAPH]
    assert AFTER_SENTENCE < AFTER_LINE < AFTER_PARAGRAPH
    assert [s for s in say(["Eins."], [0]) if s.kind == "intro"][-1].pause == AFTER_PARAGRAPH


def test_the_words_of_a_picture_are_spoken_by_nobody() -> None:
    units = (Unit("Eins.", 1, 0), Unit("Ein Plan.", 2, 1, "plan.png"), Unit("Zwei.", 3, 1), Unit("Drei.", 4, 1))
    translation = Translation("de", "Titel", "", tuple(TranslatedUnit(unit.text, "source") for unit in units))
    wording = packs.load("de").wording("du")
    segments = narrate(translation, units, wording, wording.intro("female", "Maja"))
    script = [(s.text, s.unit, s.pause) for s in segments if s.kind == "script"]
    assert script == [("Eins.", 0, AFTER_PARAGRAPH), ("Zwei.", 2, AFTER_LINE), ("Drei.", 3, AFTER_PARAGRAPH)]


def test_equal_sentences_keep_their_own_pauses() -> None:
    script = [s.pause for s in say(["Ja. Ja. Ja."], [0]) if s.kind == "script"]
    assert script == [AFTER_SENTENCE, AFTER_SENTENCE, AFTER_PARAGRAPH]
