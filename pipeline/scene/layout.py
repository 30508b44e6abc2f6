"""Where everything stands on a picture of each format. Pixels; the rules are those of the BBC's subtitles and WCAG."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.model import Format, Timeline
from pipeline.scene.sprite import Box

FPS = 25
SIZES: dict[Format, tuple[int, int]] = {"16x9": (1920, 1080), "9x16": (1080, 1920), "1x1": (1080, 1080)}
"""Width and height."""
FORMATS = tuple(SIZES)
"""The first is what is made where nobody asks for another."""

INK, PAPER = "#10222b", "#ffffff"
"""Plates are ink with paper letters or the other way round: 16:1."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes are what a thing may cover at most."""

    format: Format
    rtl: bool
    letter: int
    """Font size of the label. Noto Sans capitals are 0.714 of it: 3 % of the picture's height, readable at 360p."""
    label: Box
    """Top right in every language; nothing else comes here."""
    note: Box
    caption: Box
    """16:9: 68 % of the width, above the lower eighth (BBC: the central 90 % x 75 %)."""
    caption_size: int
    caption_line: int
    """Line height: 7.4 % of the picture in 16:9 (BBC: 7-8 %; in 9:16 3.9-4.5 %)."""
    figure_height: int
    figure_top: int
    figure_middle: int
    """In 16:9 the bust stands a little beside the middle, mirrored right to left so far as the label allows."""
    draft: Box
    """The words across a draft: a band below everything else, and the part of it that nothing ever covers."""
    tag: tuple[int, int]
    """The name tag at shoulder height: the edge that is nearer to the avatar, clear of its hand, and its middle."""
    card: Box
    beside_card: Box
    """Captions while the card stands."""
    code: Box
    """A code to scan, on the avatar's free side: above the captions, clear of the note, the label and the hair."""
    contact: Box
    """Near the card, clear of the avatar's open hand."""
    picture: Box
    """A picture or a clip of the script."""

    @property
    def width(self) -> int:
        return SIZES[self.format][0]

    @property
    def height(self) -> int:
        return SIZES[self.format][1]


@cache
def layout(form: Format, *, rtl: bool) -> Layout:
    """Right-to-left languages are mirrored, except for label and note, which never move."""
    return {"16x9": _landscape, "9x16": _portrait, "1x1": _square}[form](rtl)


def of(timeline: Timeline, *, rtl: bool) -> Layout:
    """The layout that a timeline was made for."""
    size = timeline.width, timeline.height
    return layout(next(form for form, its in SIZES.items() if its == size), rtl=rtl)


def _landscape(rtl: bool) -> Layout:
    return Layout(
        format="16x9",
        rtl=rtl,
        letter=46,
        label=Box(1220, 36, 1884, 190),
        note=Box(36, 36, 860, 190),
        caption=Box(307, 745, 1613, 945),
        caption_size=56,
        caption_line=80,
        figure_height=1000,
        figure_top=80,
        figure_middle=1100 if rtl else 740,
        draft=Box(540, 952, 1920, 1072) if rtl else Box(0, 952, 1300, 1072),
        tag=(560 if rtl else 1290, 640),
        card=Box(36, 206, 876, 836) if rtl else Box(1010, 206, 1884, 836),
        beside_card=Box(886, 745, 1884, 945) if rtl else Box(36, 745, 1000, 945),
        code=Box(1556, 397, 1884, 725) if rtl else Box(36, 397, 364, 725),
        contact=Box(36, 852, 520, 1064) if rtl else Box(1320, 852, 1884, 1064),
        picture=Box(36, 206, 700, 606) if rtl else Box(1220, 206, 1884, 606),
    )


def _portrait(rtl: bool) -> Layout:
    return Layout(
        format="9x16",
        rtl=rtl,
        letter=81,
        label=Box(300, 60, 1044, 330),
        note=Box(36, 350, 560, 520),
        caption=Box(54, 1130, 1026, 1330),
        caption_size=54,
        caption_line=78,
        figure_height=1150,
        figure_top=770,
        figure_middle=540,
        draft=Box(0, 1760, 1080, 1880),
        tag=(36 if rtl else 1044, 1400),
        card=Box(36, 350, 1044, 900),
        beside_card=Box(54, 1130, 1026, 1330),
        code=Box(36, 1400, 364, 1728),
        contact=Box(400, 1400, 1044, 1600),
        picture=Box(36, 350, 1044, 750),
    )


def _square(rtl: bool) -> Layout:
    return Layout(
        format="1x1",
        rtl=rtl,
        letter=46,
        label=Box(420, 30, 1050, 184),
        note=Box(30, 30, 400, 184),
        caption=Box(54, 800, 1026, 980),
        caption_size=52,
        caption_line=76,
        figure_height=860,
        figure_top=220,
        figure_middle=540,
        draft=Box(0, 984, 1080, 1072),
        tag=(30 if rtl else 1050, 700),
        card=Box(30, 200, 1050, 640),
        beside_card=Box(54, 800, 1026, 980),
        code=Box(30, 660, 258, 888),
        contact=Box(500, 660, 1050, 790),
        picture=Box(30, 200, 400, 600),
    )
