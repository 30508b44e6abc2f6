"""Layers of a film, frame by frame: label last and always, note and draft words always, card to the end."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.model import Timeline
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
            assert keys.index("draft") >= len(keys) - 5


def test_the_card_stands_from_its_start_to_the_last_frame(made: Timeline, layers: Scene) -> None:
    shown = ["card" in layers.keys(frame) for frame in range(len(made.poses))]
    first = shown.index(True)
    assert all(shown[first:])
    assert first / made.fps - made.end_card.start == pytest.approx(0, abs=1 / made.fps)
    assert sum(shown) / made.fps >= 7.96


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
