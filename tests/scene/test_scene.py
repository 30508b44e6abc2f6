"""Layers of a film, frame by frame: label last and always, note and draft words always, card to the end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.formats import FORMATS
from pipeline.model import Format, Timeline
from pipeline.scene import layout as layouts
from pipeline.scene.layers import picture
from pipeline.scene.scene import Scene
from tests.scene.staging import scene, timeline

LINES = ["Rufen Sie uns an: 030 23125 118."]
DRAFT = ("ENTWURF – nicht geprüft", "مسودة – لم تُراجَع")


@pytest.fixture(scope="module", params=["de", "ar", "ar draft", "de draft"])
def made(request: pytest.FixtureRequest) -> Timeline:
    code, _, draft = request.param.partition(" ")
    note = "" if code == "de" else "ترجمة لم يراجعها إنسان"
    return timeline(code, LINES, note=note, draft=(DRAFT if code == "ar" else DRAFT[:1]) if draft else ())


@pytest.fixture(scope="module")
def layers(made: Timeline) -> Scene:
    return scene(made)


def test_the_label_lies_on_top_of_every_frame(made: Timeline, layers: Scene) -> None:
    for frame in range(len(made.poses)):
        keys = layers.keys(frame)
        assert keys[-1] == "label"
        assert list(keys).count("label") == 1


def test_the_note_stands_in_every_frame_or_there_is_nothing_to_admit(made: Timeline, layers: Scene) -> None:
    for frame in range(len(made.poses)):
        assert ("note" in layers.keys(frame)) == bool(made.note)


def test_a_draft_says_so_in_every_frame_in_front_of_the_avatar(made: Timeline, layers: Scene) -> None:
    for frame in range(len(made.poses)):
        keys = list(layers.keys(frame))
        assert ("draft" in keys) == bool(made.draft)
        if made.draft:
            assert keys.index("draft") >= len(keys) - 6


def test_the_card_stands_from_its_start_to_the_last_frame(made: Timeline, layers: Scene) -> None:
    shown = ["card" in layers.keys(frame) for frame in range(len(made.poses))]
    first = shown.index(True)
    assert all(shown[first:])
    assert first / made.fps - made.end_card.start == pytest.approx(0, abs=1 / made.fps)
    assert sum(shown) / made.fps >= 7.96


@pytest.mark.parametrize("form", FORMATS)
def test_the_contact_stands_beside_the_card_and_in_turn_with_captions_that_need_its_place(form: Format) -> None:
    made = timeline("de", LINES, form=form)
    shown = [scene(made).keys(frame) for frame in range(len(made.poses))]
    ending = [keys for keys in shown if "card" in keys]
    captioned = [any(isinstance(key, tuple) for key in keys) for keys in ending]
    beside = ["contact" in keys for keys in ending]
    assert any(captioned)
    assert all(beside) if form != "1x1" else beside == [not one for one in captioned]
    assert beside[0]
    assert all(beside[-25:]), "who pauses at the end sees it"


def test_a_card_without_a_contact_has_no_plate_for_it() -> None:
    made = timeline("de", LINES)
    bare = replace(made, end_card=replace(made.end_card, value=replace(made.end_card.value, contact="")))
    layers = scene(bare)
    assert not any("contact" in layers.keys(frame) for frame in range(len(bare.poses)))


@pytest.mark.parametrize("form", FORMATS)
def test_the_card_of_a_draft_leaves_its_words_free(form: Format) -> None:
    layers = scene(timeline("uk", LINES, draft=DRAFT[:1], form=form))
    card, clear = layers.draw("card"), layouts.layout(form, rtl=False).draft
    assert not card.box & clear
    assert not layers.draw("contact").box & clear


def test_card_and_contact_carry_the_watermark_because_they_hide_much_of_the_ground() -> None:
    layers = scene(timeline("de", LINES, form="1x1"))
    assert layers.draw("card").marked
    assert layers.draw("contact").marked
    assert not layers.draw("label").marked


def test_the_name_tag_is_large_then_small_then_gives_way_to_the_card(made: Timeline, layers: Scene) -> None:
    order: list[str] = []
    for frame in range(len(made.poses)):
        (tag,) = [key for key in layers.keys(frame) if key in ("tag", "tag large", "card")]
        if not order or order[-1] != tag:
            order.append(str(tag))
    assert order == ["tag large", "tag", "card"]


def test_every_caption_is_shown_from_its_first_word_to_its_end(made: Timeline, layers: Scene) -> None:
    for number, caption in enumerate(made.captions):
        frames = [n for n in range(len(made.poses)) if ("caption", number) in layers.keys(n)]
        assert frames == list(range(frames[0], frames[-1] + 1))
        assert 0 <= frames[0] / made.fps - caption.start < 1 / made.fps
        assert 0 <= caption.end - frames[-1] / made.fps <= 1 / made.fps + 1e-9


def test_no_frame_shows_two_captions(made: Timeline, layers: Scene) -> None:
    for frame in range(len(made.poses)):
        assert sum(isinstance(key, tuple) and key[0] == "caption" for key in layers.keys(frame)) <= 1


def test_equal_keys_are_equal_pictures(made: Timeline, layers: Scene) -> None:
    other = scene(made)
    for key in {key for frame in range(0, len(made.poses), 40) for key in layers.keys(frame)}:
        one, two = picture(key, layers.draw), picture(key, other.draw)
        assert one.box == two.box
        assert np.array_equal(one.image, two.image)


def test_the_background_covers_the_whole_picture_and_shows_no_seam(layers: Scene) -> None:
    ground = layers.background()
    assert ground.image.shape == (1080, 1920, 4)
    assert (ground.image[..., 3] == 255).all()
