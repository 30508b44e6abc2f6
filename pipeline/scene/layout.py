"""Where everything stands on a 16:9 picture. Pixels; the rules come from the BBC subtitle guidelines and WCAG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.scene.sprite import Box

WIDTH, HEIGHT, FPS = 1920, 1080, 25

INK, PAPER = "#10222b", "#ffffff"
"""Plates are ink with paper letters or the other way round: 16:1."""

LETTER = 46
"""Noto Sans capitals are 0.714 of the font size: 33 px, 3 % of the picture's height, readable at 360p."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes are what a thing may cover at most."""

    rtl: bool
    label: ClassVar[Box] = Box(1220, 36, 1884, 190)
    """Top right in every language; nothing else comes here."""
    note: ClassVar[Box] = Box(36, 36, 860, 190)
    caption: ClassVar[Box] = Box(307, 745, 1613, 945)
    """68 % of the width, above the lower eighth (BBC: the central 90 % x 75 %)."""
    caption_size: ClassVar[int] = 56
    caption_line: ClassVar[int] = 80
    """Line height: 7.4 % of the picture (BBC: 7-8 %)."""
    figure_height: ClassVar[int] = 1000

    @property
    def draft(self) -> Box:
        """The words across a draft: a band below everything else, and the part of it that nothing ever covers."""
        return Box(540, 952, WIDTH, 1072) if self.rtl else Box(0, 952, 1300, 1072)

    @property
    def figure_top(self) -> int:
        return HEIGHT - self.figure_height

    @property
    def figure_middle(self) -> int:
        """The bust stands a little beside the middle, mirrored right to left so far as the label allows."""
        return 1100 if self.rtl else 740

    @property
    def tag(self) -> tuple[int, int]:
        """The name tag at shoulder height: the edge that is nearer to the avatar, clear of its hand, and its middle."""
        return (560 if self.rtl else 1290), 640

    @property
    def card(self) -> Box:
        return Box(36, 206, 876, 836) if self.rtl else Box(1010, 206, 1884, 836)

    @property
    def beside_card(self) -> Box:
        """Captions while the card stands."""
        return Box(886, 745, 1884, 945) if self.rtl else Box(36, 745, 1000, 945)

    @property
    def code(self) -> Box:
        """A code to scan, on the avatar's free side: above the captions, clear of the note, the label and the hair."""
        return Box(1556, 397, 1884, 725) if self.rtl else Box(36, 397, 364, 725)

    @property
    def contact(self) -> Box:
        """Below the card, beside the avatar's open hand."""
        return Box(36, 852, 520, 1064) if self.rtl else Box(1320, 852, 1884, 1064)
