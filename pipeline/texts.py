"""The texts beside a film: caption file and transcript."""

from __future__ import annotations

from pipeline.language import Language
from pipeline.model import Timed, Timeline

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def vtt(timeline: Timeline, language: Language) -> str:
    """WebVTT: the captions as on screen, and the request, which the picture shows as a card instead."""
    cues = [Timed(c.start, c.end, "\n".join(c.value.lines)) for c in timeline.captions]
    cues += [sentence for sentence in timeline.sentences if sentence.start >= timeline.end_card.start]
    blocks = [f"WEBVTT\n\nNOTE AI: {_escape(timeline.label)}\nLanguage: {language.bcp47}"]
    blocks += [f"{_clock(cue.start)} --> {_clock(cue.end)}\n{_escape(cue.value)}" for cue in cues]
    return "\n\n".join(blocks) + "\n"


def transcript(timeline: Timeline, title: str) -> str:
    """What is said and what must be known of it, as plain text."""
    card = timeline.end_card.value
    head = [title, f"AI · {timeline.label}", timeline.note]
    body = [sentence.value for sentence in timeline.sentences]
    return "\n".join([*filter(None, head), "", *body, "", *filter(None, (card.german, card.contact))]) + "\n"


def _escape(text: str) -> str:
    return text.translate(_ESCAPES)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
