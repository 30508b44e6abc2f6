"""Gates on what is said and shown in words: introduction, request, state of review."""

from __future__ import annotations

from pipeline.language import Wording
from pipeline.model import Gate, ReviewState, Timeline

INTRO_WITHIN, CARD_AT_LEAST = 10.0, 8.0
"""Seconds. Disclosure "at the latest at the time of the first exposure" (AI Act, Art. 50); no standard gives a number:
ten seconds is one breath longer than the longest introduction at a calm rate. Eight seconds is time to read the
request twice, or to photograph it."""


def intro(timeline: Timeline, expected: str) -> Gate:
    """The avatar says and shows, before anything else, who it is and that it is made by AI."""
    shown = [c for c in timeline.captions if c.start < timeline.intro.end]
    captioned = _folded(" ".join(" ".join(c.value.lines) for c in shown))
    first = bool(timeline.sounds) and timeline.sounds[0].start == timeline.intro.start
    passed = (
        first
        and _folded(timeline.intro.value) == _folded(expected)
        and captioned == _folded(expected)
        and 0 <= timeline.intro.start < timeline.intro.end <= INTRO_WITHIN
    )
    return Gate(
        "introduction",
        passed,
        f"{timeline.intro.start:.1f}-{timeline.intro.end:.1f} s: {captioned}",
        f"spoken first and captioned in full within {INTRO_WITHIN:.0f} s: {expected}",
        "" if passed else "Die Selbstvorstellung fehlt, ist verändert oder endet nicht in den ersten zehn Sekunden.",
        "" if passed else "The self-introduction is missing, changed or does not end within the first ten seconds.",
    )


def request(timeline: Timeline, expected: str, german: str) -> Gate:
    """The end card asks for an interpreter, in the film's language and in German, until the last frame."""
    card = timeline.end_card
    length = card.end - card.start
    words = (f"{card.value.request} {card.value.reason}".strip(), card.value.german)
    passed = words == (expected, german) and length >= CARD_AT_LEAST and abs(card.end - timeline.duration) < 1e-6
    return Gate(
        "request",
        passed,
        f"{length:.1f} s at the end: {' | '.join(word for word in words if word)}",
        f"at least {CARD_AT_LEAST:.0f} s at the end: {' | '.join(word for word in (expected, german) if word)}",
        "" if passed else "Die Bitte um eine Dolmetscherin oder einen Dolmetscher fehlt oder steht zu kurz.",
        "" if passed else "The request for an interpreter is missing or does not stand long enough.",
    )


def note(state: ReviewState, wording: Wording) -> str:
    """What the screen must say about the translation in this state; empty: nothing."""
    return {
        "source": "",
        "approved": "",
        "unchecked": wording.note_unchecked,
        "machine": wording.note_machine,
    }[state]


def review(timeline: Timeline, state: ReviewState, wording: Wording) -> Gate:
    """The state of review on screen is the true one."""
    expected = note(state, wording)
    passed = timeline.note == expected
    return Gate(
        "review state",
        passed,
        f"{state}: {timeline.note or 'no note'}",
        expected or "no note",
        "" if passed else "Der Vermerk über die Prüfung der Übersetzung stimmt nicht.",
        "" if passed else "The note about the review of the translation is not true.",
    )


def _folded(text: str) -> str:
    """Blanks of every kind are one: lines break at them, and French sets narrow ones before "!"."""
    return " ".join(text.split())
