"""A real film's plan, changed in one thing: the gate for exactly that fails, and says why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline import language as packs
from pipeline.model import Caption, ReviewState, Timed, Timeline
from pipeline.verify import words

if TYPE_CHECKING:
    from tests.films import Proof

pytest_plugins = ["tests.films"]
pytestmark = pytest.mark.slow

WORDING = packs.load("en").wording("Sie")


# ---------------------------------------------------------------- introduction


def test_the_introduction_is_proved_with_its_times_and_words(short: Proof) -> None:
    found = words.intro(short.timeline, short.intro)
    assert found.passed
    assert found.measured.startswith("0.6-")
    assert found.measured.endswith(short.intro)


def shifted(timeline: Timeline, seconds: float) -> Timeline:
    """As if somebody had put a picture before the introduction."""
    intro = timeline.intro
    later = Timed(intro.start + seconds, intro.end + seconds, intro.value)
    sounds = (Timed(later.start, later.end, timeline.sounds[0].value), *timeline.sounds[1:])
    sentences = (Timed(later.start, later.end, timeline.sentences[0].value), *timeline.sentences[1:])
    captions = tuple(Timed(c.start + seconds, c.end + seconds, c.value) for c in timeline.captions)
    return replace(timeline, intro=later, sounds=sounds, sentences=sentences, captions=captions)


@pytest.mark.parametrize("change", ["other words", "no captions", "other captions", "late", "not first", "no sound"])
def test_an_introduction_that_is(change: str, short: Proof) -> None:
    whole = short.timeline
    intro = whole.intro
    captions = tuple(c for c in whole.captions if c.start >= intro.end)
    changed = {
        "other words": replace(whole, intro=Timed(intro.start, intro.end, "Hello, I am Maya, a colleague.")),
        "no captions": replace(whole, captions=captions),
        "other captions": replace(
            whole, captions=(Timed(intro.start, intro.end, Caption(("Hello, I am Maya.",))), *captions)
        ),
        "late": shifted(whole, 10.5 - intro.end),
        "not first": replace(whole, sounds=whole.sounds[1:]),
        "no sound": replace(whole, sounds=()),
    }[change]
    found = words.intro(changed, short.intro)
    assert not found.passed
    assert found.de.startswith("Die Selbstvorstellung")
    assert found.en.startswith("The self-introduction")


def test_ten_seconds_are_the_limit(short: Proof) -> None:
    end = short.timeline.intro.end
    assert words.intro(shifted(short.timeline, 9.9 - end), short.intro).passed
    assert not words.intro(shifted(short.timeline, 10.1 - end), short.intro).passed


def test_the_introduction_of_another_avatar_is_not_this_ones(short: Proof) -> None:
    assert not words.intro(short.timeline, WORDING.intro("male", "Daniel")).passed


# ---------------------------------------------------------------- request


def test_the_request_is_proved_in_both_languages(short: Proof) -> None:
    found = words.request(short.timeline, WORDING.request, short.german)
    assert found.passed
    assert "Dolmetscherin" in found.measured


@pytest.mark.parametrize("change", ["short card", "gone before the end", "other words", "no german", "a promise"])
def test_a_request_with(change: str, short: Proof) -> None:
    whole, card = short.timeline, short.timeline.end_card
    end_card = {
        "short card": Timed(whole.duration - 7.9, whole.duration, card.value),
        "gone before the end": Timed(card.start, whole.duration - 0.2, card.value),
        "other words": Timed(card.start, card.end, replace(card.value, request="Interpreters are free for all.")),
        "no german": Timed(card.start, card.end, replace(card.value, german="")),
        "a promise": Timed(card.start, card.end, replace(card.value, offer="Interpreters are free.")),
    }[change]
    found = words.request(replace(whole, end_card=end_card), WORDING.request, short.german)
    assert not found.passed
    assert found.de.startswith("Die Bitte")
    assert found.en.startswith("The request")


def test_a_request_whose_reason_is_not_spoken(short: Proof) -> None:
    less = replace(short.timeline, sentences=short.timeline.sentences[:-1])
    assert not words.request(less, WORDING.request, short.german).passed


# ---------------------------------------------------------------- state of review


@pytest.mark.parametrize(
    ("state", "note"),
    [
        ("source", ""),
        ("approved", ""),
        ("unchecked", WORDING.note_unchecked),
        ("machine", WORDING.note_machine),
    ],
)
def test_only_the_true_state_passes(state: ReviewState, note: str, short: Proof) -> None:
    assert words.note(state, WORDING) == note
    for shown in ("", WORDING.note_unchecked, WORDING.note_machine, "Checked by a person"):
        found = words.review(replace(short.timeline, note=shown), state, WORDING)
        assert found.passed == (shown == note)
        assert bool(found.de and found.en) == (shown != note)


# ---------------------------------------------------------------- captions


def test_the_lines_of_captions_are_measured(short: Proof) -> None:
    found = words.captions(short.timeline, short.expected.language)
    assert found.passed
    assert "at most 2 lines of" in found.measured


@pytest.mark.parametrize(("lines", "passes"), [(("a " * 26 + "b",), False), (("Donaudampfschifffahrt" * 3,), True)])
def test_a_line_that_is_too_wide_fails_unless_it_cannot_be_broken(
    lines: tuple[str, ...], passes: bool, short: Proof
) -> None:
    first, *others = short.timeline.captions
    end = first.start + 8
    long = Timed(first.start, end, Caption(lines))
    later = tuple(Timed(end + 2 * n, end + 2 * n + 2, Caption(("ab",))) for n, _ in enumerate(others))
    sentences = [Timed(0.0, 0.0, " ".join(lines)), *(Timed(0.0, 0.0, "ab") for _ in others)]
    changed = replace(short.timeline, captions=(long, *later), sentences=tuple(sentences))
    assert words.captions(changed, short.expected.language).passed is passes
