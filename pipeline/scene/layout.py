"""Where everything stands on a picture of each format. Pixels; the rules are those of the BBC's subtitles and WCAG."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.model import Format, Timeline
from pipeline.scene.sprite import Box

FPS = 25
SIZES: dict[Format, tuple[int, int]] = {"16x9": (1920, 1080), "9x16": (1080, 1920), "1x1": (1080, 1080)}
"""Width and height."""

INK, PAPER = "#10222b", "#ffffff"
"""Plates are ink with paper letters or the other way round: 16:1."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes are what a thing may cover at most. Lengths and sizes of letters are pixels."""

    format: Format
    rtl: bool
    letter: int
    """Font size of the label's words. Noto Sans capitals are 0.714 of it: 3 % of the picture's height, readable at
    360p. A 9:16 picture is as wide on a phone as a 16:9 one is high: there 3 % of the width is the same size on the
    screen, and 4 % is taken, 2.2 % of the height. The capitals "AI" are nearly twice as large."""
    label: Box
    """Top right in every language; nothing else comes here."""
    note: Box
    small: int
    """Font size of the note."""
    note_lines: int
    caption: Box
    """16:9: 68 % of the width, above the lower eighth (BBC: the central 90 % x 75 %); 9:16: below the chin, in the
    middle of the picture, at most 90 % of the width."""
    caption_size: int
    caption_line: int
    """Line height: 7.4 % of the picture in 16:9 (BBC: 7-8 %), 4.2 % in 9:16 (BBC: 3.9-4.5 %), 6.3 % in 1:1."""
    figure_height: int
    figure_top: int
    figure_middle: int
    """The bust stands a little beside the middle, mirrored right to left so far as the label allows."""
    hand_lift: int
    """How much higher than it is drawn the open hand is held: where the card lies over the chest, beside the chin."""
    desk: int
    """Upper edge of the desk. It hides where the bust ends."""
    logo: Box
    draft: Box
    """The words across a draft: a band below everything else, and the part of it that nothing ever covers."""
    tag: Box
    """The name tag at its first, large appearance, clear of the hand that waves."""
    small_tag: Box
    """Where it stays, at the edge of the picture that is nearer: beside the avatar, or on its chest."""
    tag_sizes: tuple[int, int, int]
    """Font sizes of name and role while large, and of both afterwards."""
    card: Box
    card_whole: bool
    """Whether the card covers its box however short its words are, and with it the end of the arm."""
    card_sizes: tuple[int, int, int]
    """Font sizes of its smaller lines: the largest, the smallest, and the smallest where the service offers something.
    The request above them is larger."""
    card_margin: int
    """Of its words from its edges. On a phone a narrow one saves a line of the request."""
    beside_card: Box
    """Captions while the card stands. Where they need the contact's place, they take turns."""
    code: Box
    """A code to scan, clear of the hair and the hand."""
    contact: Box
    """Near the card, clear of the avatar's open hand and of the code."""
    contact_heading: int
    """Font size of the line above the contact, at most."""
    picture: Box
    """A picture or a clip of the script, with the paper around it: as large as can be beside or below the avatar, clear
    of captions and the small name tag. Only its shadow falls over the edge."""

    @property
    def width(self) -> int:
        return SIZES[self.format][0]

    @property
    def height(self) -> int:
        return SIZES[self.format][1]

    @property
    def one_column(self) -> bool:
        """Whether the contact stands right below the card, as wide as that."""
        return (self.card.left, self.card.right) == (self.contact.left, self.contact.right)


@cache
def layout(form: Format, *, rtl: bool) -> Layout:
    """Right-to-left languages are mirrored, except for the label, which never moves, and the note opposite to it."""
    return {"16x9": _landscape, "9x16": _portrait, "1x1": _square}[form](rtl)


def of(timeline: Timeline, *, rtl: bool) -> Layout:
    """The layout that a timeline was made for."""
    size = timeline.width, timeline.height
    return layout(next(form for form, its in SIZES.items() if its == size), rtl=rtl)


def captions_height(lines: int, layout: Layout) -> int:
    """Of the plate of that many lines, pixels; it stands on the lower edge of its zone."""
    return layout.caption_line * lines + 20


def _landscape(rtl: bool) -> Layout:
    tag = Box(36, 540, 560, 740) if rtl else Box(1290, 540, 1884, 740)
    return Layout(
        format="16x9",
        rtl=rtl,
        letter=46,
        label=Box(1299, 36, 1884, 190),
        note=Box(36, 36, 604, 196),
        small=34,
        note_lines=3,
        caption=Box(307, 745, 1613, 945),
        caption_size=56,
        caption_line=80,
        figure_height=1000,
        figure_top=80,
        figure_middle=1100 if rtl else 740,
        hand_lift=0,
        desk=1010,
        logo=Box(36, 986, 336, 1066) if rtl else Box(1584, 986, 1884, 1066),
        draft=Box(540, 952, 1920, 1072) if rtl else Box(0, 952, 1300, 1072),
        tag=tag,
        small_tag=Box(1380, 606, 1884, 674) if rtl else Box(36, 606, 540, 674),
        tag_sizes=(50, 38, 30),
        card=Box(36, 206, 876, 820) if rtl else Box(1010, 206, 1884, 820),
        card_whole=False,
        card_sizes=(56, 48, 40),
        card_margin=34,
        beside_card=Box(886, 745, 1884, 945) if rtl else Box(36, 745, 1000, 945),
        code=Box(1556, 397, 1884, 725) if rtl else Box(36, 397, 364, 725),
        contact=Box(36, 852, 520, 1064) if rtl else Box(1320, 852, 1884, 1064),
        contact_heading=26,
        picture=Box(16, 198, 880, 737) if rtl else Box(976, 198, 1884, 737),
    )


def _portrait(rtl: bool) -> Layout:
    """Label, face, name tag, captions, and a picture in front of the chest and the desk. The end card takes the whole
    width below the chin, the avatar's open hand lies over its upper edge. Thumbs and buttons cover the lower sixth: no
    word comes there but a draft's, which staff see."""

    def box(left: int, top: int, right: int, bottom: int) -> Box:
        return _placed(left, top, right, bottom, 1080 if rtl else 0)

    return Layout(
        format="9x16",
        rtl=rtl,
        letter=60,
        label=Box(240, 38, 1040, 232),
        note=box(664, 246, 1040, 454),
        small=34,
        note_lines=4,
        caption=box(54, 830, 1026, 1010),
        caption_size=56,
        caption_line=80,
        figure_height=940,
        figure_top=208,
        figure_middle=650 if rtl else 430,
        hand_lift=100,
        desk=1147,
        logo=box(640, 1760, 1040, 1880),
        draft=Box(0, 1612, 1080, 1740),
        tag=box(40, 1148, 1040, 1326),
        small_tag=box(440, 743, 1040, 819),
        tag_sizes=(60, 44, 34),
        card=box(16, 928, 1064, 1396),
        card_whole=False,
        card_sizes=(60, 44, 36),
        card_margin=20,
        beside_card=box(40, 742, 704, 922),
        code=box(704, 466, 1040, 818),
        contact=box(16, 1404, 1064, 1600),
        contact_heading=28,
        picture=box(16, 1022, 1064, 1596),
    )


def _square(rtl: bool) -> Layout:
    """The face on one side, the other one free for picture, contact and code; the name tag is worn on the chest. The
    end card takes the whole width below the chin."""

    def box(left: int, top: int, right: int, bottom: int) -> Box:
        return _placed(left, top, right, bottom, 1080 if rtl else 0)

    return Layout(
        format="1x1",
        rtl=rtl,
        letter=46,
        label=Box(465, 30, 1050, 184),
        note=Box(30, 30, 450, 184),
        small=32,
        note_lines=3,
        caption=box(54, 836, 1026, 992),
        caption_size=48,
        caption_line=68,
        figure_height=876,
        figure_top=170,
        figure_middle=838 if rtl else 242,
        hand_lift=268,
        desk=1045,
        logo=box(790, 1020, 1050, 1070),
        draft=box(546, 996, 1080, 1076),
        tag=box(30, 686, 480, 834),
        small_tag=box(30, 766, 530, 830),
        tag_sizes=(48, 36, 28),
        card=box(14, 668, 1066, 1070),
        card_whole=True,
        card_sizes=(52, 36, 32),
        card_margin=20,
        beside_card=box(456, 204, 1066, 360),
        code=box(770, 366, 1066, 662),
        contact=box(456, 192, 1066, 510),
        contact_heading=28,
        picture=box(474, 192, 1064, 760),
    )


def _placed(left: int, top: int, right: int, bottom: int, mirrored: int) -> Box:
    """Args:
    mirrored: Width of the picture where it reads from right to left; else 0.
    """
    return Box(mirrored - right, top, mirrored - left, bottom) if mirrored else Box(left, top, right, bottom)
