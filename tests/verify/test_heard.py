"""A wrong number stops the film, and so does an introduction that nobody understands; other words are flagged."""

from __future__ import annotations

import pytest

from pipeline import language
from pipeline.model import Hearing, Segment, SegmentKind, SpokenSegment, Verdict
from pipeline.verify.heard import gate

ENGLISH = language.load("en")


def said(text: str, verdict: Verdict, heard: str = "", kind: SegmentKind = "script") -> SpokenSegment:
    hearing = Hearing(verdict, heard, 0.5, "Warum.", "Why.")
    return SpokenSegment(Segment(kind, 0, text, 0.4), "0000.wav", 1.0, (), (), hearing)


FINE = said("Hello, I am Maya.", "heard", "Hello, I am Maya.", "intro")


@pytest.mark.parametrize(
    ("spoken", "passes"),
    [
        (said("Call 112.", "heard", "Call 112."), True),
        (said("Call 112.", "misheard", "Call 212."), False),
        (said("Come at 9:30 am.", "misheard", "Come at 9.13 am."), False),
        (said("Please come.", "misheard", "Please come at 5 pm."), False),
        (said("Bring your passport.", "misheard", "Bring you a spot."), True),
        (said("Call 112 if you are ill.", "misheard", "Cold 112 a view anvil."), True),
        (said("Call 112.", "not checked"), True),
        (said("Hello, I am Maya.", "misheard", "Hollow eyes.", "intro"), False),
        (said("Hello, I am Maya.", "not checked", "", "intro"), True),
    ],
)
def test_what_stops_a_film(spoken: SpokenSegment, passes: bool) -> None:
    found = gate([FINE, spoken], ENGLISH)
    assert found.passed == passes
    if not passes:
        heard = spoken.hearing.heard if spoken.hearing else ""
        for text in (found.de, found.en):
            assert spoken.segment.text in text
            assert heard in text
            assert "[speech.pronunciation.en]" in text


def test_it_counts_what_it_knows() -> None:
    found = gate([FINE, said("a", "misheard", "b"), said("c", "not checked")], ENGLISH)
    assert found.measured == "1 sentences understood, 1 misheard, 1 not checked"


def test_a_person_or_nobody_is_not_heard_back() -> None:
    person = SpokenSegment(Segment("script", 0, "Call 112.", 0.4), "0000.wav", 1.0, (), ())
    assert gate([person], ENGLISH).passed
