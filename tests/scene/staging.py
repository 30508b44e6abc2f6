"""What the tests of the picture share: real packs, real avatars, real timelines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from pipeline import language as packs
from pipeline import link
from pipeline.language import Language, Wording
from pipeline.model import (
    Address,
    EndCard,
    Format,
    Picture,
    Segment,
    Speech,
    SpokenSegment,
    Timed,
    Timeline,
    TranslatedUnit,
    Translation,
    Unit,
    VoiceInfo,
)
from pipeline.narration import narrate
from pipeline.scene import avatar as avatars
from pipeline.scene import layout as layouts
from pipeline.scene.avatar import available
from pipeline.scene.figure import Drawn
from pipeline.scene.layout import Layout
from pipeline.scene.plates import Look
from pipeline.scene.rig import Rig
from pipeline.scene.scene import Scene
from pipeline.scene.sprite import Box, Sprite
from pipeline.scene.timeline import Words, build
from pipeline.sentences import split

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOOK = Look("#1f6f78", "#f4f1ea")
GERMAN = packs.load("de")
NAME = "Beratungsstelle für Zugewanderte im Haus am Markt"
CONTACT = f"{NAME} · +49 (0)30 / 23125-118 · migrationsberatung@haus-am-markt.example"
OFFER = (
    "Das Dolmetschen im Haus am Markt ist für Sie kostenlos, in allen Sprachen, an jedem Tag, bei jedem Termin bei uns."
)
LONGEST = "https://haus.example/" + "x" * (link.LIMIT - 21)
AVATARS = available()
ADDRESSES: tuple[Address, ...] = ("du", "Sie")


def layout(language: Language, form: Format = "16x9") -> Layout:
    return layouts.layout(form, rtl=language.direction == "rtl")


@cache
def rig(name: str, *, rtl: bool, form: Format = "16x9") -> Rig:
    """The avatar where a film of that direction and format shows it."""
    return Rig.stand(name, layouts.layout(form, rtl=rtl))


def tag(language: Language, wording: Wording, avatar: str) -> str:
    shown = avatars.load(avatar)
    return f"{language.names.get(avatar, shown.name)} · {wording.role(shown.gender)}"


def card(language: Language, address: Address, contact: str = CONTACT) -> EndCard:
    request = split(language.wording(address).request, language.code)[0]
    german = "" if language.code == "de" else split(GERMAN.wording(address).request, "de")[0]
    return EndCard(request, german, f"{language.wording(address).contact} · {contact}")


def every_pack() -> Iterator[tuple[Language, Address]]:
    for code in packs.codes():
        for address in ADDRESSES:
            yield packs.load(code), address


def words_of(text: str, start: float = 0.0, pace: float = 0.4) -> tuple[Timed[str], ...]:
    """The words of a text, evenly spoken."""
    return tuple(Timed(start + n * pace, start + (n + 1) * pace, word) for n, word in enumerate(text.split()))


def speech(
    language: Language, lines: list[str], avatar: str = "maja", pace: float = 0.35, *, offer: str = ""
) -> Speech:
    """As the speak stage gives it, with introduction and request, evenly spoken; no sound."""
    units = tuple(Unit(text, number + 1, number) for number, text in enumerate(lines))
    translation = Translation(language.code, "T", "", tuple(TranslatedUnit(line, "supplied") for line in lines))
    gender = rig(avatar, rtl=layout(language).rtl).gender
    wording = language.wording("du")
    wording = replace(wording, request=" ".join(filter(None, (wording.request, offer))))
    segments: tuple[Segment, ...] = narrate(translation, units, wording, wording.intro(gender, language.names[avatar]))
    spoken = []
    for number, segment in enumerate(segments):
        words = words_of(segment.text, pace=pace)
        phonemes = tuple(Timed(w.start + 0.1, w.end - 0.1, "a" if n % 2 else "m") for n, w in enumerate(words))
        spoken.append(SpokenSegment(segment, f"{number}.wav", words[-1].end, words, phonemes))
    return Speech(language.code, VoiceInfo("espeak", "x", gender, "GPL", True), 22050, tuple(spoken))


def timeline(
    code: str,
    lines: list[str],
    *,
    note: str = "",
    draft: tuple[str, ...] = (),
    avatar: str = "maja",
    form: Format = "16x9",
    pictures: Sequence[tuple[Picture, Collection[int]]] = (),
    offer: str = "",
    pace: float = 0.35,
) -> Timeline:
    """Args:
    offer: One sentence.
    pace: Seconds a word.
    """
    language = packs.load(code)
    wording = language.wording("du")
    shown = replace(card(language, "du"), offer=offer)
    words = Words(wording.label, "synthetic", note, draft, tag(language, wording, avatar), shown)
    spoken = speech(language, lines, avatar, pace, offer=offer)
    return build(spoken, words, avatar, language, form, seed="s", loudness={}, pictures=pictures)


def scene(made: Timeline, look: Look = LOOK) -> Scene:
    language = packs.load(made.language)
    place = layouts.of(made, rtl=layout(language).rtl)
    figure = Drawn(rig(made.avatar, rtl=place.rtl, form=place.format), made)
    return Scene(made, figure, language, GERMAN, look)


def alpha_in(sprite: Sprite, box: Box) -> NDArray[np.uint8]:
    """The sprite's alpha inside a box of the picture."""
    part = sprite.box & box
    return sprite.image[
        max(0, part.top - sprite.y) : max(0, part.bottom - sprite.y),
        max(0, part.left - sprite.x) : max(0, part.right - sprite.x),
        3,
    ]


def unmarked(luma: NDArray[np.uint8], *, times: float = 1.0) -> NDArray[np.uint8]:
    """No watermark: only tests compose such frames."""
    return luma
