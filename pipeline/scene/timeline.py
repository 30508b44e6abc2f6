"""Speech becomes a timeline: when each sentence sounds, which words stand below it, how the avatar moves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

from pipeline.language import Language
from pipeline.model import Caption, EndCard, Format, Picture, Speech, Timed, Timeline, VoiceKind
from pipeline.scene import layout as layouts
from pipeline.scene.captions import cut, linger
from pipeline.scene.layout import FPS
from pipeline.scene.motion import poses
from pipeline.scene.stress import stressed
from pipeline.scene.visemes import track
from pipeline.speak.swell import STEP

LEAD_IN = 0.6
"""Seconds in which the picture can be taken in before the first word."""
CARD_SHORTEST, CARD_AFTER = 8.0, 3.0
"""The end card stands at least so long, and so long after its last word: people photograph it."""
PICTURE_SHORTEST = 4.0
"""A picture stands at least so long, unless another one or the end card takes its turn."""


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words on the picture, already chosen for language, address, avatar and state of review."""

    label: str
    voice: VoiceKind
    note: str
    draft: tuple[str, ...]
    name_tag: str
    end_card: EndCard


def build(
    speech: Speech,
    words: Words,
    avatar: str,
    language: Language,
    form: Format,
    *,
    seed: str,
    loudness: Mapping[str, Sequence[float]],
    pictures: Sequence[tuple[Picture, Collection[int]]] = (),
) -> Timeline:
    """Args:
    seed: Same seed, same movements.
    loudness: Of each sound of the speech, as `pipeline.speak.swell.read` gives it.
    pictures: Each with the units of its paragraph, in order.
    """
    layout = layouts.layout(form, rtl=language.direction == "rtl")
    clock = LEAD_IN
    sounds: list[Timed[str]] = []
    phonemes: list[Timed[str]] = []
    captions: list[Timed[Caption]] = []
    reasons: list[Timed[Caption]] = []
    sentences: list[Timed[str]] = []
    swelling: list[float] = []
    stresses: list[float] = []
    starts: dict[str, float] = {}
    ends: dict[str, float] = {}
    units: dict[int, tuple[float, float]] = {}
    for spoken in speech.segments:
        segment, end = spoken.segment, clock + spoken.duration
        starts.setdefault(segment.kind, clock)
        ends[segment.kind] = end
        units[segment.unit] = units.get(segment.unit, (clock, end))[0], end
        if spoken.sound:
            sounds.append(Timed(clock, end, spoken.sound))
        sentences.append(Timed(clock, end, segment.text))
        phonemes += _shifted(spoken.phonemes, clock)
        swelling += [0.0] * (round(clock / STEP) - len(swelling))
        swelling += loudness.get(spoken.sound, ())
        stresses.append(clock + stressed(spoken.words, loudness.get(spoken.sound, ())))
        if segment.kind != "request":
            captions += cut(_shifted(spoken.words, clock), language, layout)
        elif segment.text not in (words.end_card.request, words.end_card.offer):
            # What the card shows itself, captions would say twice.
            reasons += cut(_shifted(spoken.words, clock), language, layout, beside_card=True)
        clock = end + segment.pause

    card_start = starts["request"] - 0.2
    frames = ceil(max(card_start + CARD_SHORTEST, ends["request"] + CARD_AFTER) * FPS) + 1
    duration = frames / FPS
    below = linger(captions, card_start)
    told = [
        (picture, [_read(below, *units[unit]) for unit in paragraph if unit in units])
        for picture, paragraph in pictures
    ]
    free = Timed(ends["intro"] + 0.5, card_start, "")
    # The offer has no caption, because it stands on the card: the reasons before it end where it begins.
    offered = [one.start for one in sentences if one.start > card_start and one.value == words.end_card.offer]
    shown = below + linger(reasons, min([*offered, duration]))
    return Timeline(
        language=language.code,
        avatar=avatar,
        width=layout.width,
        height=layout.height,
        fps=FPS,
        duration=duration,
        voice=words.voice,
        sounds=tuple(sounds),
        sentences=tuple(sentences),
        captions=shown,
        poses=poses(
            track(phonemes, frames, FPS, swelling),
            fps=FPS,
            seed=seed,
            # Where nobody speaks it listens.
            sentences=[one for one, spoken in zip(sentences, speech.segments, strict=True) if spoken.sound],
            stresses=[one for one, spoken in zip(stresses, speech.segments, strict=True) if spoken.sound],
            wave=Timed(0.2, min(2.4, ends["intro"]), "wave"),
            offer=Timed(card_start, duration, "offer"),
        ),
        intro=Timed(starts["intro"], ends["intro"], " ".join(_texts(speech, "intro"))),
        name_tag=Timed(0.0, free.start, words.name_tag),
        end_card=Timed(card_start, duration, words.end_card),
        label=words.label,
        note=words.note,
        draft=words.draft,
        pictures=_turns(told, free),
    )


def _turns(
    pictures: Sequence[tuple[Picture, Sequence[tuple[float, float]]]], free: Timed[str]
) -> tuple[Timed[Picture], ...]:
    """Each while its paragraph is spoken and stands below, on whole frames, and not too briefly.

    Args:
        pictures: Each with the times of its sentences and their captions.
        free: From the large name tag to the end card.
    """
    shown: list[Timed[Picture]] = []
    for number, (picture, times) in enumerate(pictures):
        start = max(shown[-1].end if shown else free.start, min(start for start, _ in times))
        following = [start for _, others in pictures[number + 1 :] for start, _ in others]
        limit = min([free.end, *following])
        end = min(limit, max(start + PICTURE_SHORTEST, *(end for _, end in times)))
        # What comes last may be short and leave no time behind it: then it is seen a little earlier.
        before = shown[-1].end if shown else ceil(free.start * FPS - 1e-6) / FPS
        start = max(before, floor(min(start, end - PICTURE_SHORTEST) * FPS + 1e-6) / FPS)
        shown.append(Timed(start, floor(end * FPS + 1e-6) / FPS, picture))
    return tuple(shown)


def _read(captions: Sequence[Timed[Caption]], start: float, end: float) -> tuple[float, float]:
    """From when to when a sentence is heard or its captions stand."""
    return start, max([end, *(caption.end for caption in captions if start <= caption.start < end)])


def _shifted(events: tuple[Timed[str], ...], by: float) -> list[Timed[str]]:
    return [Timed(event.start + by, event.end + by, event.value) for event in events]


def _texts(speech: Speech, kind: str) -> list[str]:
    return [spoken.segment.text for spoken in speech.segments if spoken.segment.kind == kind]
