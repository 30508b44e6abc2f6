"""A script's picture appears beside the avatar while its paragraph is spoken: whole, in its box, covered by nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from pipeline import language as packs
from pipeline.errors import InputError
from pipeline.formats import FORMATS
from pipeline.ingest.pictures import TALLEST
from pipeline.model import Format, Picture, Timeline
from pipeline.render.compose import Composer
from pipeline.scene import layout as layouts
from pipeline.scene.figure import Drawn
from pipeline.scene.layout import PAPER
from pipeline.scene.pictures import BORDER, SHADOW, Pictures, Showing
from pipeline.scene.scene import Scene
from pipeline.scene.sprite import Box, Sprite
from pipeline.scene.text import rgb
from pipeline.scene.timeline import PICTURE_SHORTEST
from pipeline.verify.flash import Flashes
from tests.pictures import clip, still
from tests.scene import staging
from tests.scene.staging import GERMAN, LOOK, alpha_in, rig, unmarked

LINES = ["Kommen Sie bitte gleich am Montag.", "Der Eingang ist im Hof. Gehen Sie durch das Tor und dann links.", "Ja."]


def timeline(shown: dict[int, str], code: str = "de", form: Format = "16x9", lines: list[str] = LINES) -> Timeline:
    """Args:
    shown: Paragraph → its picture.
    """
    pictures = [(Picture(name, "", "Der Eingang"), (paragraph,)) for paragraph, name in shown.items()]
    return staging.timeline(code, lines, form=form, pictures=pictures)


def pictures(made: Timeline, folder: Path) -> Pictures:
    return Pictures(made, layouts.of(made, rtl=packs.load(made.language).direction == "rtl"), folder)


def scene(made: Timeline, folder: Path) -> Scene:
    language = packs.load(made.language)
    place = layouts.of(made, rtl=language.direction == "rtl")
    figure = Drawn(rig(made.avatar, rtl=place.rtl, form=place.format), made)
    return Scene(made, figure, language, GERMAN, LOOK, folder)


def drawn(made: Timeline, folder: Path) -> Sprite:
    """The first picture, once it has appeared."""
    own = pictures(made, folder)
    middle = (made.pictures[0].start + made.pictures[0].end) / 2
    return own.draw(own.keys(round(middle * made.fps))[-1])


def paper(sprite: Sprite) -> Box:
    """What is opaque of it."""
    rows, columns = np.nonzero(sprite.image[..., 3] == 255)
    left, top = sprite.x + int(columns.min()), sprite.y + int(rows.min())
    return Box(left, top, sprite.x + int(columns.max()) + 1, sprite.y + int(rows.max()) + 1)


# ---------------------------------------------------------------- when


def test_it_stands_until_its_paragraph_is_spoken_and_its_last_caption_goes() -> None:
    made = timeline({1: "a.png"})
    [shown] = made.pictures
    first, *_, last = [one for one in made.sentences if one.value in LINES[1]]
    assert 0 <= first.start - shown.start < 0.04
    caption = [one for one in made.captions if first.start <= one.start < last.end][-1]
    assert caption.end > last.end + 0.1
    assert 0 <= caption.end - shown.end < 0.04
    assert all(abs(time * made.fps - round(time * made.fps)) < 1e-6 for time in (shown.start, shown.end))


def test_at_least_four_seconds_and_never_over_the_end_card_or_the_large_name_tag() -> None:
    made = timeline({2: "a.png"})
    [shown] = made.pictures
    assert shown.end <= made.end_card.start
    assert shown.end - shown.start >= PICTURE_SHORTEST - 0.04
    assert shown.start >= made.name_tag.end


def test_one_after_the_other() -> None:
    made = timeline({0: "a.png", 1: "b.png", 2: "c.png"})
    one, two, three = made.pictures
    assert one.end <= two.start < two.end <= three.start < three.end <= made.end_card.start
    assert one.start >= made.name_tag.end


def test_it_eases_in_and_out(tmp_path: Path) -> None:
    still(tmp_path / "a.png")
    made = timeline({1: "a.png"})
    own, [shown] = pictures(made, tmp_path), made.pictures
    first, end = round(shown.start * 25), round(shown.end * 25)
    assert (own.keys(first - 1), own.keys(end)) == ([], [])
    assert [own.keys(first + n) for n in range(8)] == [[Showing(0, 0, step)] for step in range(1, 9)]
    assert [own.keys(end - 1 - n) for n in range(8)] == [[Showing(0, 0, step)] for step in range(1, 9)]
    alphas = [int(own.draw(Showing(0, 0, step)).image[..., 3].max()) for step in range(1, 9)]
    assert alphas == sorted(set(alphas))
    assert alphas[0] < 20
    assert alphas[-1] == 255


# ---------------------------------------------------------------- where


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("code", ["de", "ar"])
@pytest.mark.parametrize("size", [(400, 300), (900, 120), (120, 900)])
def test_it_lies_whole_in_its_box(code: str, form: Format, size: tuple[int, int], tmp_path: Path) -> None:
    still(tmp_path / "a.png", size)
    made = timeline({1: "a.png"}, code, form)
    sprite, box = drawn(made, tmp_path), layouts.layout(form, rtl=code == "ar").picture
    place = paper(sprite)
    assert place & box == place
    assert sprite.box & Box(box.left - SHADOW, box.top - SHADOW, box.right + SHADOW, box.bottom + SHADOW) == sprite.box
    width, height = place.right - place.left - 2 * BORDER, place.bottom - place.top - 2 * BORDER
    assert width / height == pytest.approx(size[0] / size[1], rel=0.05)
    room = box.right - box.left - 2 * BORDER, box.bottom - box.top - 2 * BORDER
    assert room[0] - width < 4 or room[1] - height < 4 or width == 3 * size[0]


@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize(
    ("form", "wide", "map_", "tall"),
    [
        ("16x9", (838, 470), (684, 513), 204),
        ("9x16", (976, 549), (732, 549), 216),
        ("1x1", (564, 317), (564, 423), 216),
    ],
)
def test_it_is_as_large_as_the_readme_says(
    form: Format, rtl: bool, wide: tuple[int, int], map_: tuple[int, int], tall: int, tmp_path: Path
) -> None:
    """Least sizes in pixels of what is 16:9 and 4:3, and the width of the tallest that is taken."""
    shown = []
    for name, size in (("a.png", (1600, 900)), ("b.png", (1200, 900)), ("c.png", (400, round(400 * TALLEST)))):
        still(tmp_path / name, size)
        place = paper(drawn(timeline({1: name}, "ar" if rtl else "de", form), tmp_path))
        shown.append((place.right - place.left - 2 * BORDER, place.bottom - place.top - 2 * BORDER))
    assert shown[0] >= wide
    assert shown[0][1] >= wide[1]
    assert shown[1] >= map_
    assert shown[1][1] >= map_[1]
    assert shown[2][0] >= tall


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("code", ["de", "ar"])
def test_nothing_lies_on_it_and_it_lies_on_no_words(code: str, form: Format, tmp_path: Path) -> None:
    """Also a note and a draft's words, and captions of two lines."""
    made = timeline({0: "a.png"}, code, form)
    german = packs.load("de").wording("Sie")
    made = replace(made, note=packs.load(code).wording("Sie").note_machine, draft=(german.draft,))
    still(tmp_path / "a.png", (900, 400) if form == "9x16" else (400, 400))
    whole = scene(made, tmp_path)
    start = round(made.pictures[0].start * made.fps)
    keys = {key for frame in range(start, round(made.pictures[0].end * made.fps)) for key in whole.keys(frame)}
    assert {"note", "label", "draft", "tag", ("caption", 2)} <= keys | {("caption", 2)}
    own = paper(drawn(made, tmp_path))
    for key in keys:
        if key in whole.plates and not isinstance(key, Showing):
            assert not alpha_in(whole.draw(key), own).any(), key


# ---------------------------------------------------------------- how


def test_it_is_shown_as_the_camera_was_held(tmp_path: Path) -> None:
    still(tmp_path / "a.jpg", (400, 200), turned=6)
    place = paper(drawn(timeline({1: "a.jpg"}), tmp_path))
    assert place.bottom - place.top > place.right - place.left


def test_what_is_transparent_shows_paper(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGBA", (300, 300), (200, 0, 0, 0)).save(tmp_path / "a.png")
    sprite = drawn(timeline({1: "a.png"}), tmp_path)
    assert tuple(sprite.image[sprite.image.shape[0] // 2, sprite.image.shape[1] // 2]) == (*rgb(PAPER), 255)


def test_a_file_that_is_gone_by_now_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="lässt sich nicht mehr lesen") as caught:
        drawn(timeline({1: "a.png"}), tmp_path)
    assert caught.value.path == tmp_path / "a.png"


def test_a_clip_plays_once_in_its_own_time_and_its_last_frame_stays(tmp_path: Path) -> None:
    clip(tmp_path / "a.mp4", "rrrrrgggggbbbbb")  # three seconds
    made = timeline({1: "a.mp4"})
    own, start = pictures(made, tmp_path), round(made.pictures[0].start * 25) + 7

    def colour(frame: int) -> int:
        """The strongest of red, green and blue in the middle."""
        sprite = own.draw(own.keys(frame)[-1])
        return int(sprite.image[sprite.image.shape[0] // 2, sprite.image.shape[1] // 2, :3].argmax())

    assert [colour(start + seconds * 25 + 12) for seconds in (0, 1, 2, 3)] == [0, 1, 2, 2]
    assert own.keys(start + 100) == own.keys(start + 90)
    assert [key.moment for key in own.keys(start + 30)] == [0, 30]


def test_of_a_clip_a_frame_of_each_second_and_its_last_are_proved_as_they_are_shown(tmp_path: Path) -> None:
    clip(tmp_path / "a.mp4", "rrrrrgggggbbbbb")  # three seconds
    made = timeline({1: "a.mp4"})
    own, begin = pictures(made, tmp_path), made.pictures[0].start + 7 / 25
    turns = []
    for _, sprite, start, end in own.proofs():
        turns.append((round(start - begin, 2), round(end - start, 2)))
        whole, *inner = (own.draw(key) for key in own.keys(round(start * 25)))
        part = inner[0] if inner else whole
        rows, columns = part.y - sprite.y, part.x - sprite.x
        shown = sprite.image[rows : rows + part.image.shape[0], columns : columns + part.image.shape[1]]
        assert (shown == part.image).all(), start
    stays = round(made.pictures[0].end - 7 / 25 - begin - 74 / 25, 2)
    assert turns == [(0, 0.04), (1, 0.04), (2, 0.04), (2.96, stays)]


def test_of_a_clip_only_its_own_rectangle_changes(tmp_path: Path) -> None:
    clip(tmp_path / "a.mp4", "rg")
    own = pictures(timeline({1: "a.mp4"}), tmp_path)
    whole, inner = own.draw(Showing(0, 3, 8)), own.draw(Showing(0, 3, 8, bare=True))
    assert (inner.image[..., 3] == 255).all()
    part = alpha_in(whole, inner.box)
    assert part.shape == inner.image.shape[:2]
    rows, columns = inner.y - whole.y, inner.x - whole.x
    assert (whole.image[rows : rows + part.shape[0], columns : columns + part.shape[1]] == inner.image).all()


def test_a_gif_keeps_its_uneven_times(tmp_path: Path) -> None:
    from PIL import Image

    frames = [Image.new("RGB", (64, 64), colour) for colour in ("#c00000", "#00c000", "#0000c0")]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:], duration=[400, 800, 400])
    own = pictures(timeline({1: "a.gif"}), tmp_path)
    middles = [own.draw(Showing(0, moment, 8)).image for moment in (5, 15, 25, 35)]
    assert [int(image[image.shape[0] // 2, image.shape[1] // 2, :3].argmax()) for image in middles] == [0, 1, 1, 2]


# ---------------------------------------------------------------- what it does to the film


@pytest.mark.parametrize("form", FORMATS)
def test_a_clip_that_flickers_fails_the_gate_by_its_name(form: Format, tmp_path: Path) -> None:
    clip(tmp_path / "blitz.mp4", "wk" * 10, (320, 240), fps=10)
    made = timeline({1: "blitz.mp4"}, form=form)
    start = round(made.pictures[0].start * made.fps)
    flashes, size = Flashes(made.fps), made.width * made.height
    for number, frame in enumerate(Composer(scene(made, tmp_path), unmarked).frames(range(start, start + 45))):
        luma = np.frombuffer(frame, np.uint8)[:size].reshape(made.height, made.width)
        chroma = np.frombuffer(frame, np.uint8)[size:].reshape(2, made.height // 2, made.width // 2)
        flashes.see(number + start, luma, *chroma)
    gate = flashes.gate(made.pictures)
    assert not gate.passed
    assert "Es liegt an „blitz.mp4“: Nehmen Sie einen ruhigeren Ausschnitt" in gate.de
    assert 'It comes from "blitz.mp4": take a calmer part' in gate.en


def test_it_carries_the_watermark_that_it_would_hide(tmp_path: Path) -> None:
    from PIL import Image

    from pipeline.seal import watermark

    Image.new("RGB", (600, 600), "#e6ebe1").save(tmp_path / "a.png")
    made = timeline({1: "a.png"}, form="1x1")
    middle, size = round((made.pictures[0].start + 1) * made.fps), made.width * made.height
    scores = []
    for shown in (made, replace(made, pictures=())):
        composer = Composer(scene(shown, tmp_path), partial(watermark.mark, film_id=7, key=b"k" * 32))
        [frame] = composer.frames([middle])
        found = watermark.read([np.frombuffer(frame, np.uint8)[:size].reshape(made.height, made.width)], b"k" * 32)
        assert found
        assert found.film_id == 7
        scores.append(found.score)
    assert scores[0] > scores[1] - 2
