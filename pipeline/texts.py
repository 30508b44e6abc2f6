"""The texts beside a film: caption file and transcript."""

from __future__ import annotations

from pipeline.language import Language
from pipeline.model import Timed, Timeline
from pipeline.scene.captions import cut
from pipeline.scene.layout import layout
from pipeline.scene.text import isolate

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def _directed(text: str, language: Language) -> str:
    """Players and editors reorder "116 117" in right-to-left text as a screen does: the same marks keep it whole."""
    return "\n".join(isolate(line, rtl=True) for line in text.split("\n")) if language.direction == "rtl" else text


def vtt(timeline: Timeline, language: Language) -> str:
    """WebVTT: the captions as on screen, and what the picture shows as a card instead: the request, and the offer."""
    card = timeline.end_card.value
    cues = [Timed(c.start, c.end, "\n".join(c.value.lines)) for c in timeline.captions]
    for sentence in timeline.sentences:
        # A script that says the same has captions of its own.
        if sentence.start >= timeline.end_card.start and sentence.value in (card.request, card.offer):
            cues += _cut(sentence, language)
    cues.sort(key=lambda cue: cue.start)
    blocks = [f"WEBVTT\n\nNOTE AI: {_escape(timeline.label)}\nLanguage: {language.bcp47}"]
    for cue in cues:
        blocks.append(f"{_clock(cue.start)} --> {_clock(cue.end)}\n{_escape(_directed(cue.value, language))}")
    return "\n\n".join(blocks) + "\n"


def _cut(sentence: Timed[str], language: Language) -> list[Timed[str]]:
    """A sentence of the card as captions of the same form as those on screen, one behind the other; its words have no
    times of their own, and are taken to last as long as they are."""
    words, spoken = sentence.value.split(), list[Timed[str]]()
    second = (sentence.end - sentence.start) / max(1, sum(map(len, words)))
    at = sentence.start
    for word in words:
        spoken.append(Timed(at, at + second * len(word), word))
        at = spoken[-1].end
    pieces = cut(spoken, language, layout("16x9", rtl=language.direction == "rtl"))
    ends = [piece.start for piece in pieces[1:]] + [sentence.end]
    return [Timed(one.start, end, "\n".join(one.value.lines)) for one, end in zip(pieces, ends, strict=True)]


def transcript(timeline: Timeline, title: str, language: Language) -> str:
    """What is said and what must be known of it, as plain text; what pictures show stands in square brackets."""
    card = timeline.end_card.value
    own = [title, f"AI · {timeline.label}", *filter(None, [timeline.note]), ""]
    left = list(timeline.pictures)
    for sentence in timeline.sentences:
        # Before the sentence during which it appears, even if that began a frame earlier.
        while left and left[0].start < sentence.end:
            own.append(f"[{left.pop(0).value.words}]")
        own.append(sentence.value)
    own.append("")
    lines = [_directed(line, language) if line else "" for line in own]
    return "\n".join([*lines, *filter(None, (card.german, _directed(card.contact, language), card.code))]) + "\n"


def _escape(text: str) -> str:
    return text.translate(_ESCAPES)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
