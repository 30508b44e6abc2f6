"""Gates on what is said and shown in words: introduction, request, state of review."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, zip_longest

from pipeline.language import Language, Wording
from pipeline.model import Gate, ReviewState, Timeline, VoiceKind
from pipeline.speak.silent import reading_time

INTRO_WITHIN, INTRO_AND_VOICE_WITHIN, CARD_AT_LEAST = 10.0, 14.0, 8.0
"""Seconds. Disclosure "at the latest at the time of the first exposure" (AI Act, Art. 50); no standard gives a number:
ten seconds is one breath longer than the longest introduction at a calm rate; that the voice is a
person's takes another breath. Eight seconds is time to read the
request twice, or to photograph it."""
WITHIN: dict[VoiceKind, float] = {"synthetic": INTRO_WITHIN, "human": INTRO_AND_VOICE_WITHIN, "none": INTRO_WITHIN}


def text(timeline: Timeline, expected: Sequence[str]) -> Gate:
    """What is said is the text that was translated and approved, sentence by sentence."""
    said = [_folded(sentence.value) for sentence in timeline.sentences]
    due = [_folded(sentence) for sentence in expected]
    other = next((number for number, pair in enumerate(zip_longest(said, due), 1) if pair[0] != pair[1]), 0)
    passed = bool(due) and not other
    return Gate(
        "text",
        passed,
        f"{len(said)} sentences, {f'sentence {other} differs' if other else 'as expected'}",
        f"exactly the {len(due)} sentences of the text",
        "" if passed else f"Was der Film sagt, ist nicht genau der Text (Satz {other or 1}).",
        "" if passed else f"What the film says is not exactly the text (sentence {other or 1}).",
    )


WHO: dict[VoiceKind, tuple[str, str]] = {
    "synthetic": ("eine Maschine", "a machine"),
    "human": ("ein Mensch", "a person"),
    "none": ("niemand", "nobody"),
}


LABELS: dict[VoiceKind, str] = {"synthetic": "label", "human": "label_human", "none": "label_silent"}
"""Who speaks → the wording's field that says so."""


def voice(timeline: Timeline, expected: VoiceKind, wording: Wording) -> Gate:
    """The label says who speaks, and that is who speaks: where a machine does every sentence sounds, where a person
    does all but introduction and request must, where nobody does none may."""
    said = wording.labelled(timeline.voice)
    others = {wording.labelled(kind) for kind in WHO if kind != timeline.voice}
    sounds = {(sound.start, sound.end) for sound in timeline.sounds}
    spans = [(sentence.start, sentence.end) for sentence in timeline.sentences]
    text_only = [span for span in spans if span not in sounds]
    whole = len(sounds) == len(timeline.sounds) and sounds <= set(spans) and len(spans) > 0
    if timeline.voice == "human":
        around = (timeline.intro.end + 1e-6, timeline.end_card.start)
        whole = whole and bool(sounds) and all(end <= around[0] or start >= around[1] for start, end in text_only)
    elif timeline.voice == "none":
        whole = whole and not sounds
    else:
        whole = whole and not text_only
    passed = timeline.voice == expected and timeline.label == said and said not in others and whole
    return Gate(
        "voice",
        passed,
        f"{timeline.voice}: {timeline.label}; {len(sounds)} of {len(spans)} sentences with a sound",
        f"{expected}: {wording.labelled(expected)}",
        "" if passed else f"Der Film sagt nicht die Wahrheit darüber, wer spricht: {WHO[expected][0]}.",
        "" if passed else f"The film does not tell the truth about who speaks: {WHO[expected][1]}.",
    )


def intro(timeline: Timeline, expected: str) -> Gate:
    """The avatar says and shows, before anything else, who it is and that it is made by AI."""
    shown = [c for c in timeline.captions if c.start < timeline.intro.end]
    captioned = _folded(" ".join(" ".join(c.value.lines) for c in shown))
    first = bool(timeline.sentences) and timeline.sentences[0].start == timeline.intro.start
    if timeline.voice == "synthetic":
        first = first and bool(timeline.sounds) and timeline.sounds[0].start == timeline.intro.start
    within = WITHIN[timeline.voice]
    passed = (
        first
        and _folded(timeline.intro.value) == _folded(expected)
        and captioned == _folded(expected)
        and 0 <= timeline.intro.start < timeline.intro.end <= within
    )
    return Gate(
        "introduction",
        passed,
        f"{timeline.intro.start:.1f}-{timeline.intro.end:.1f} s: {captioned}",
        f"first and captioned in full within {within:.0f} s: {expected}",
        ""
        if passed
        else f"Die Selbstvorstellung fehlt, ist verändert oder endet erst nach {timeline.intro.end:.1f} s (erlaubt "
        f"sind {within:.0f} s).",
        ""
        if passed
        else f"The self-introduction is missing, changed or ends only after {timeline.intro.end:.1f} s (allowed "
        f"are {within:.0f} s).",
    )


def request(timeline: Timeline, expected: str, german: str) -> Gate:
    """The end card asks for an interpreter, in the film's language and in German, until the last frame; what it offers
    is what the service lets it say."""
    card = timeline.end_card
    length = card.end - card.start
    said = _folded(" ".join(s.value for s in timeline.sentences if s.end > card.start))
    first = _folded(card.value.request)
    words = (said, card.value.german)
    passed = (
        bool(first)
        and words == (_folded(expected), german)
        and said.startswith(first)
        and said.endswith(_folded(card.value.offer))
        and length >= CARD_AT_LEAST
        and abs(card.end - timeline.duration) < 1e-6
    )
    return Gate(
        "request",
        passed,
        f"{length:.1f} s at the end: {' | '.join(word for word in words if word)}",
        f"at least {CARD_AT_LEAST:.0f} s at the end: {' | '.join(word for word in (expected, german) if word)}",
        "" if passed else "Die Bitte um eine Dolmetscherin oder einen Dolmetscher fehlt oder steht zu kurz.",
        "" if passed else "The request for an interpreter is missing or does not stand long enough.",
    )


FASTEST, SHORTEST, LONGEST = 21.0, 0.8, 14.0
"""Characters a second that nobody can read any more; seconds that a caption stands at least (Netflix: 5/6) and at most
(7 of speech, more only where a long number is spoken digit by digit, and its stay into a pause)."""
ROUNDED = 1e-5
"""Seconds that a signed plan may have lost in writing."""
WIDER = 1.25
"""Times the language's line length: as long may a line be that breaks badly; a single word may be longer."""


def captions(timeline: Timeline, language: Language) -> Gate:
    """All that is said before the end card is captioned, word for word, in lines and times that can be read."""
    shown = timeline.captions
    # The card shows the first sentence of the request itself, and what the service offers; the same words in the script
    # are captioned.
    card = timeline.end_card
    shown_there = (card.value.request, card.value.offer)
    said = " ".join(s.value for s in timeline.sentences if s.start < card.start or s.value not in shown_there)
    whole = _folded(" ".join(" ".join(c.value.lines) for c in shown)) == _folded(said)
    speeds = [sum(map(len, c.value.lines)) / max(c.end - c.start, 1e-6) for c in shown]
    lengths = [c.end - c.start for c in shown]
    apart = all(one.end <= other.start + 1e-6 for one, other in pairwise(shown))
    lines = max((len(c.value.lines) for c in shown), default=0)
    width = max((len(line) for c in shown for line in c.value.lines if " " in line), default=0)
    hurried = _hurried(timeline, language)
    passed = (
        whole
        and apart
        and not hurried
        and lines <= 2
        and width <= WIDER * language.caption_chars
        and max(speeds, default=99.0) <= FASTEST
        and min(lengths, default=0.0) >= SHORTEST
        and max(lengths, default=99.0) <= LONGEST
    )
    slow = sum(speed > language.reading_speed for speed in speeds)
    return Gate(
        "caption text",
        passed,
        f"{'complete' if whole else 'INCOMPLETE'}, at most {lines} lines of {width} characters, "
        f"{min(lengths, default=0):.1f}-{max(lengths, default=0):.1f} s, "
        f"at most {max(speeds, default=0):.1f} characters a second "
        f"({slow} of {len(shown)} above {language.reading_speed})"
        + (f", {hurried} sentences only shown, and too short" if hurried else ""),
        f"complete, 2 lines of {WIDER * language.caption_chars:.0f} characters, {SHORTEST}-{LONGEST:.0f} s, "
        f"{FASTEST:.0f} characters a second",
        ""
        if passed
        else "Die Untertitel sind unvollständig oder nicht lesbar: zu schnell, zu kurz, zu lang oder zu breit.",
        "" if passed else "The captions are incomplete or cannot be read: too fast, too short, too long or too wide.",
    )


def _hurried(timeline: Timeline, language: Language) -> int:
    """How many sentences that nobody speaks stand for less than their reading time."""
    if timeline.voice == "synthetic":
        return 0
    sounds = {(sound.start, sound.end) for sound in timeline.sounds}
    read = [one for one in timeline.sentences if (one.start, one.end) not in sounds]
    return sum(one.end - one.start < reading_time(one.value, language) - ROUNDED for one in read)


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
