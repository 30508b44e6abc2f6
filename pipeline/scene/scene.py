"""A timeline as layers: which pictures lie on a frame, back to front, and what each looks like."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.language import Language
from pipeline.model import Caption, Timed, Timeline
from pipeline.scene import end_card as cards
from pipeline.scene import layout as layouts
from pipeline.scene import plates
from pipeline.scene.backdrop import backdrop, logo
from pipeline.scene.figure import Figure
from pipeline.scene.layout import Layout
from pipeline.scene.pictures import Pictures, Showing
from pipeline.scene.plates import Look
from pipeline.scene.sprite import Box, Sprite


class Plates:
    """Everything with words on it, and the script's pictures, by its key; drawn when it is needed. All that a film's
    proof must look for."""

    def __init__(
        self, timeline: Timeline, language: Language, german: Language, look: Look, gallery: Path | None = None
    ) -> None:
        """Args:
        gallery: Where the script's pictures lie; None: they are not known here.
        """
        self.timeline = timeline
        layout = layouts.of(timeline, rtl=language.direction == "rtl")
        self.pictures = Pictures(timeline, layout, gallery) if gallery else None
        room = layout
        if timeline.draft and layout.card & layout.draft:  # only staff see this card, and smaller than clients will
            box = layout.card
            room = replace(layout, card=Box(box.left, box.top, box.right, layout.draft.top - 6))
        self._in_turn = bool(layout.contact & layout.beside_card)
        draft_languages = [german, language][-len(timeline.draft) :] if timeline.draft else []
        card = timeline.end_card.value
        self._recipes: dict[Hashable, Callable[[], Sprite]] = {
            "label": lambda: plates.label(timeline.label, language, layout),
            "note": lambda: plates.note(timeline.note, language, layout),
            "draft": lambda: plates.draft(timeline.draft, draft_languages, layout),
            "tag large": lambda: plates.name_tag(timeline.name_tag.value, language, layout, look, large=True),
            "tag": lambda: plates.name_tag(timeline.name_tag.value, language, layout, look, large=False),
            "card": lambda: cards.end_card(card, language, german, room, look),
            "contact": lambda: cards.contact(card, language, german, room, look),
        }
        for number, caption in enumerate(timeline.captions):
            self._recipes["caption", number] = _bound(plates.caption, caption, language, layout, look)

    def contact_stands(self) -> Sequence[tuple[float, float]]:
        """From when to when the contact is seen, seconds: with the end card, but not while captions need its place."""
        start, end = self.timeline.end_card.start, self.timeline.end_card.end
        if not self.timeline.end_card.value.contact:
            return []
        captions = [one for one in self.timeline.captions if one.value.beside_card]
        if not captions or not self._in_turn:
            return [(start, end)]
        return [(start, captions[0].start), (captions[-1].end, end)]

    def __contains__(self, key: Hashable) -> bool:
        return key in self._recipes or isinstance(key, Showing)

    def draw(self, key: Hashable) -> Sprite:
        if isinstance(key, Showing) and self.pictures:
            return self.pictures.draw(key)
        return self._recipes[key]()


class Scene:
    """Layers of one film. Equal keys are equal pictures; label and note lie on top of everything, in every frame."""

    def __init__(
        self,
        timeline: Timeline,
        figure: Figure,
        language: Language,
        german: Language,
        look: Look,
        gallery: Path | None = None,
    ) -> None:
        """Args:
        gallery: Where the script's pictures lie.
        """
        self.timeline = timeline
        self.plates = Plates(timeline, language, german, look, gallery)
        self._figure = figure
        self._look = look
        self._layout = layouts.of(timeline, rtl=language.direction == "rtl")
        self._contact = self.plates.contact_stands()
        self._caption_starts = [caption.start for caption in timeline.captions]

    def background(self) -> Sprite:
        return backdrop(self._layout, self._look)

    def keys(self, frame: int) -> Sequence[Hashable]:
        """The layers of a frame, back to front."""
        timeline = self.timeline
        time = frame / timeline.fps
        keys: list[Hashable] = list(self._figure.keys(frame))
        if self._logo_is_free(time):
            keys.append("logo")
        if timeline.draft:
            keys.append("draft")
        if self.plates.pictures:
            keys += self.plates.pictures.keys(frame)
        if time >= timeline.end_card.start:
            keys.append("card")
            if any(start <= time < end for start, end in self._contact):
                keys.append("contact")
        else:
            keys.append("tag large" if time < timeline.name_tag.end else "tag")
        number = bisect_right(self._caption_starts, time) - 1
        if number >= 0 and time < timeline.captions[number].end:
            keys.append(("caption", number))
        if timeline.note:
            keys.append("note")
        keys.append("label")
        return keys

    def draw(self, key: Hashable) -> Sprite:
        if key == "logo" and self._look.logo:
            return logo(self._look.logo, self._layout)
        return self.plates.draw(key) if key in self.plates else self._figure.draw(key)

    def _logo_is_free(self, time: float) -> bool:
        """Whether nothing stands in its place: it is seen whole or not at all."""
        layout, timeline = self._layout, self.timeline
        band = Box(0, layout.draft.top, layout.width, layout.draft.bottom)
        others = [band] if timeline.draft else []
        if time >= timeline.end_card.start:
            others += [layout.card, layout.contact]
        return bool(self._look.logo) and not any(layout.logo & other for other in others)


def _bound(
    draw: Callable[[Caption, Language, Layout, Look], Sprite],
    caption: Timed[Caption],
    language: Language,
    layout: Layout,
    look: Look,
) -> Callable[[], Sprite]:
    return lambda: draw(caption.value, language, layout, look)
