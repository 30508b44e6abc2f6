from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import InputError
from pipeline.model import Pose
from pipeline.scene import avatar
from pipeline.scene.layers import Placed, Stack, picture
from pipeline.scene.rig import VISEMES, Rig, Sprite, available

FIGURE, EYES, MOUTH, ARM = range(4)


@pytest.fixture(scope="module", params=available())
def rig(request: pytest.FixtureRequest) -> Rig:
    return Rig.load(request.param, height=1000, x=40, y=80)


def layer(rig: Rig, number: int, pose: Pose) -> Sprite:
    return picture(rig.keys(pose)[number], rig.draw)


def content(sprite: Sprite) -> tuple[int, int, tuple[int, ...], bytes]:
    return sprite.x, sprite.y, sprite.image.shape, sprite.image.tobytes()


@pytest.mark.parametrize(
    ("name", "display_name", "gender"),
    [
        ("maja", "Maja", "female"),
        ("daniel", "Daniel", "male"),
        ("samira", "Samira", "female"),
        ("elias", "Elias", "male"),
    ],
)
def test_the_built_in_avatars_are_there(name: str, display_name: str, gender: str) -> None:
    assert name in available()
    loaded = Rig.load(name, height=500, x=0, y=0)
    assert (loaded.name, loaded.display_name, loaded.gender) == (name, display_name, gender)


def test_every_viseme_is_another_picture_around_one_middle(rig: Rig) -> None:
    mouths = {viseme: layer(rig, MOUTH, Pose(viseme=viseme)) for viseme in VISEMES}
    assert len({content(mouth) for mouth in mouths.values()}) == len(VISEMES) == 14
    middles = [mouth.x + mouth.image.shape[1] / 2 for mouth in mouths.values()]
    assert max(middles) - min(middles) <= 2


def test_a_mouth_opens_from_pressed_over_slightly_to_wide(rig: Rig) -> None:
    heights = [layer(rig, MOUTH, Pose(viseme=viseme)).image.shape[0] for viseme in ("closed", "t", "e", "a")]
    assert heights == sorted(set(heights))


def test_the_mouth_is_dark_red_inside_and_shows_teeth(rig: Rig) -> None:
    opaque = layer(rig, MOUTH, Pose(viseme="a")).image.reshape(-1, 4).astype(int)
    red, green, blue, _ = opaque[opaque[:, 3] == 255].T
    assert np.mean((red < 120) & (red > green + 25) & (red > blue + 20)) > 0.1
    assert np.mean((red > 225) & (green > 215) & (blue > 200)) > 0.03
    pressed = layer(rig, MOUTH, Pose(viseme="closed")).image.reshape(-1, 4)
    assert not np.any((pressed[:, :3] > 200).all(axis=1) & (pressed[:, 3] == 255))


@pytest.mark.parametrize(
    "poses",
    [
        [Pose(lids=lids) for lids in range(4)],
        [Pose(gaze=(across, down)) for across in (-1, 0, 1) for down in (-1, 0, 1)],
        [Pose(brows=brows) for brows in (0, 1, 2)],
        [Pose(tilt=tilt) for tilt in range(-3, 4)],
    ],
    ids=["lids", "gaze", "brows", "tilt"],
)
def test_every_step_of_the_eyes_is_another_picture(rig: Rig, poses: list[Pose]) -> None:
    assert len({content(layer(rig, EYES, pose)) for pose in poses}) == len(poses)


def test_brows_half_way_up_are_those_at_rest_lifted_by_half(rig: Rig) -> None:
    def brow(brows: int) -> int:
        """Upper edge of what is dark or grey above the eyes; glasses begin below."""
        return layer(rig, EYES, Pose(brows=brows, lids=3)).y

    assert brow(0) - brow(2) >= 6
    assert brow(1) == pytest.approx((brow(0) + brow(2)) / 2, abs=2)


def test_glasses_stay_where_they_are_when_brows_rise() -> None:
    rig = Rig.load("elias", height=1000, x=40, y=80)

    def gold(brows: int) -> list[tuple[int, ...]]:
        sprite = layer(rig, EYES, Pose(brows=brows))
        red, _, blue, alpha = sprite.image.transpose(2, 0, 1).astype(int)
        rows, columns = np.nonzero((alpha == 255) & (red > 190) & (red - blue > 80))
        return sorted(zip((rows + sprite.y).tolist(), (columns + sprite.x).tolist(), strict=True))

    assert len(gold(0)) > 1000
    assert gold(0) == gold(1) == gold(2)


def test_head_and_face_ride_on_the_breath_pixel_by_pixel(rig: Rig) -> None:
    for number in (EYES, MOUTH):
        tops = [layer(rig, number, Pose(breath=breath)).y for breath in range(8)]
        assert tops == sorted(tops, reverse=True)
        assert tops[0] - tops[-1] in (4, 6)  # edges are even
        middles = [middle(layer(rig, number, Pose(breath=breath))) for breath in range(8)]
        steps = [above - below for above, below in pairwise(middles)]
        assert all(-0.1 < step < 1.1 for step in steps), steps
        assert sum(steps) == pytest.approx(5, abs=0.1)


def middle(sprite: Sprite) -> float:
    """Row of its centre of gravity in the picture."""
    alpha = sprite.image[..., 3].astype(float)
    return sprite.y + float((alpha.sum(axis=1) * np.arange(len(alpha))).sum() / alpha.sum())


def test_shoulders_follow_the_head(rig: Rig) -> None:
    boxes = [layer(rig, FIGURE, Pose(tilt=tilt)) for tilt in (-3, 0, 3)]
    shoulders = [int(np.flatnonzero(figure.image[-2, :, 3])[0]) + figure.x for figure in boxes]
    assert shoulders == [shoulders[1] - 6, shoulders[1], shoulders[1] + 6]


def test_what_moves_is_painted_once_for_each_turn_of_the_head(rig: Rig) -> None:
    """Nods and breath place what is there already."""
    keys = {
        part
        for breath in range(8)
        for nod in range(3)
        for key in rig.keys(Pose(breath=breath, nod=nod))
        for part in (key.keys if isinstance(key, Stack) else (key,))
    }
    painted = {key.key for key in keys if isinstance(key, Placed)}
    assert len(painted) == 8 + 4 * 2  # bodies; hair behind, head, eyes, mouth on even and odd pixels


def test_closed_lids_cover_iris_and_white(rig: Rig) -> None:
    def white(lids: int) -> int:
        pixels = layer(rig, EYES, Pose(lids=lids)).image.reshape(-1, 4)
        return int(((pixels[:, :3] > 225).all(axis=1) & (pixels[:, 3] == 255)).sum())

    counts = [white(lids) for lids in range(4)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 500
    assert counts[3] == 0


def test_eyes_look_to_the_side_the_pose_names(rig: Rig) -> None:
    def middle_of_dark(flipped: bool, across: int) -> float:
        looking = Rig.load(rig.name, height=1000, x=0, y=0, mirror=flipped)
        sprite = layer(looking, EYES, Pose(gaze=(across, 0), lids=1))
        dark = (sprite.image[:, :, :3] < 60).all(axis=2) & (sprite.image[:, :, 3] == 255)
        return sprite.x + float(np.nonzero(dark)[1].mean())

    for flipped in (False, True):
        assert middle_of_dark(flipped, -1) < middle_of_dark(flipped, 0) < middle_of_dark(flipped, 1)


def test_layers_change_only_with_what_they_show(rig: Rig) -> None:
    still = rig.keys(Pose())
    assert len(still) == 3
    speaking = rig.keys(Pose(viseme="a"))
    assert [old == new for old, new in zip(still, speaking, strict=True)] == [True, True, False]
    blinking = rig.keys(Pose(lids=2))
    assert [old == new for old, new in zip(still, blinking, strict=True)] == [True, False, True]
    assert len(set(still) & set(rig.keys(Pose(breath=3)))) == 0


def test_behind_closed_lids_the_gaze_does_not_matter(rig: Rig) -> None:
    assert rig.keys(Pose(lids=3, gaze=(1, 0))) == rig.keys(Pose(lids=3))


def test_equal_keys_are_equal_pictures_from_whichever_rig(rig: Rig) -> None:
    other = Rig.load(rig.name, height=1000, x=40, y=80)
    pose = Pose(viseme="o", lids=1, gaze=(1, -1), brows=1, breath=4, tilt=-2, arm="wave")
    assert rig.keys(pose) == other.keys(pose)
    for mine, theirs in zip(rig.keys(pose), other.keys(pose), strict=True):
        assert content(picture(mine, rig.draw)) == content(picture(theirs, other.draw))


def test_keys_of_another_figure_differ_and_are_refused(rig: Rig) -> None:
    for other in (
        Rig.load("maja" if rig.name == "daniel" else "daniel", height=1000, x=40, y=80),
        Rig.load(rig.name, height=900, x=40, y=80),
        Rig.load(rig.name, height=1000, x=42, y=80),
        Rig.load(rig.name, height=1000, x=40, y=80, mirror=True),
    ):
        assert not set(rig.keys(Pose())) & set(other.keys(Pose()))
        with pytest.raises(ValueError, match="not a layer of"):
            picture(other.keys(Pose())[0], rig.draw)


def test_the_open_hand_is_lifted_where_a_card_hides_the_chest_and_nothing_else_is(rig: Rig) -> None:
    lifted = Rig.load(rig.name, height=1000, x=40, y=80, lift=100)
    plain = Rig.load(rig.name, height=1000, x=40, y=80)
    for pose, by in ((Pose(arm="offer"), 100), (Pose(arm="wave"), 0)):
        assert layer(plain, ARM, pose).y - layer(lifted, ARM, pose).y == by
    for number in (FIGURE, EYES, MOUTH):
        assert content(layer(plain, number, Pose())) == content(layer(lifted, number, Pose()))


@pytest.mark.parametrize("arm", ["wave", "offer"])
def test_an_arm_is_a_layer_of_its_own_towards_the_free_side(rig: Rig, arm: str) -> None:
    sprite = layer(rig, ARM, Pose(arm="wave" if arm == "wave" else "offer"))
    middle = 40 + rig.aspect * 1000 / 2
    assert sprite.x > middle
    assert sprite.x + sprite.image.shape[1] < 40 + rig.aspect * 1000, "cut by the canvas"


def test_sprites_are_trimmed_even_and_stay_on_the_canvas(rig: Rig) -> None:
    for number in (FIGURE, EYES, MOUTH, ARM):
        sprite = layer(rig, number, Pose(breath=7, tilt=3, arm="wave"))
        height, width = sprite.image.shape[:2]
        assert sprite.image.dtype == np.uint8
        assert sprite.x % 2 == sprite.y % 2 == height % 2 == width % 2 == 0
        alpha = sprite.image[:, :, 3]
        assert alpha[:2].any()
        assert alpha[-2:].any()
        assert alpha[:, :2].any()
        assert alpha[:, -2:].any()
        assert sprite.y + height <= 1080
        assert sprite.x >= 40
        assert sprite.x + width <= 40 + rig.aspect * 1000 + 1


def test_the_figure_is_cut_by_the_lower_edge_while_it_breathes(rig: Rig) -> None:
    out, breathed_in = (layer(rig, FIGURE, Pose(breath=breath)) for breath in (0, 7))
    assert out.y + out.image.shape[0] == breathed_in.y + breathed_in.image.shape[0] == 1080
    assert 4 <= out.y - breathed_in.y <= 6
    assert out.image[-1, :, 3].max() == 255


def test_a_mirrored_figure_is_the_figure_mirrored(rig: Rig) -> None:
    width = rig.aspect * 1000
    mirrored = Rig.load(rig.name, height=1000, x=40, y=80, mirror=True)
    for number, pose, flipped in (
        (FIGURE, Pose(tilt=2), Pose(tilt=-2)),
        (EYES, Pose(gaze=(1, 0)), Pose(gaze=(-1, 0))),
        (MOUTH, Pose(viseme="r"), Pose(viseme="r")),
        (ARM, Pose(arm="offer"), Pose(arm="offer")),
    ):
        plain, other = layer(rig, number, pose), layer(mirrored, number, flipped)
        assert other.x == 40 + width - (plain.x - 40) - plain.image.shape[1]
        assert other.y == plain.y
        difference = np.abs(other.image[:, ::-1].astype(int) - plain.image.astype(int))[plain.image[:, :, 3] == 255]
        assert np.mean(difference > 8) < 0.01


def test_geometry_is_true_to_the_drawing(rig: Rig) -> None:
    width = rig.aspect * 1000
    mouth = layer(rig, MOUTH, Pose())
    lips = np.flatnonzero((mouth.image[:, :, 3] > 240).any(axis=0))
    assert lips[-1] + 1 - lips[0] == pytest.approx(rig.mouth_width * width, abs=4)

    left, top, right, bottom = rig.face
    figure = layer(rig, FIGURE, Pose())
    inside = figure.image[:, int(40 + left * width) - figure.x : int(40 + right * width) - figure.x]
    forehead = figure.image[int(80 + (0.8 * top + 0.2 * bottom) * 1000) - figure.y, int(40 + width / 2) - figure.x]
    shade = inside[:, :, :3] / forehead[:3].astype(float)  # of one colour: all channels are darker by the same factor
    skin = (shade.min(axis=2) > 0.5) & (np.ptp(shade, axis=2) < 0.25) & (inside[:, :, 3] == 255)
    assert np.flatnonzero(skin.any(axis=1))[0] + figure.y == pytest.approx(80 + top * 1000, abs=6)
    chin = int(80 + bottom * 1000) - figure.y
    column = figure.image[chin - 12 : chin + 12, int(40 + width / 2) - figure.x, :3].astype(int).sum(axis=1)
    assert np.abs(np.diff(column)).max() > 40, "no edge at the chin"
    mirrored = Rig.load(rig.name, height=1000, x=40, y=80, mirror=True)
    assert mirrored.face == pytest.approx((1 - right, top, 1 - left, bottom))


def test_face_and_lips_are_large_enough_on_a_1080p_picture(rig: Rig) -> None:
    """Brief for the picture: face at least 28 % of the height, mouth at least 110 px."""
    _, top, _, bottom = rig.face
    assert (bottom - top) * 1000 >= 0.28 * 1080
    assert rig.mouth_width * rig.aspect * 1000 >= 110


def test_twice_the_height_is_drawn_anew_not_enlarged(rig: Rig) -> None:
    small, large = (
        layer(Rig.load(rig.name, height=height, x=0, y=0), MOUTH, Pose(viseme="i")).image for height in (400, 800)
    )
    enlarged = small.repeat(2, axis=0).repeat(2, axis=1)

    assert large.shape[0] == pytest.approx(enlarged.shape[0], abs=4)
    soft = ((enlarged[:, :, 3] > 0) & (enlarged[:, :, 3] < 255)).sum()
    assert ((large[:, :, 3] > 0) & (large[:, :, 3] < 255)).sum() < 0.8 * soft


@pytest.mark.parametrize(("wrong", "near"), [("Maja", "maja"), ("danel", "daniel")])
def test_an_unknown_avatar_is_named_with_the_nearest_known_one(wrong: str, near: str) -> None:
    with pytest.raises(InputError) as caught:
        Rig.load(wrong, height=100, x=0, y=0)
    assert f"Den Avatar „{wrong}“ gibt es hier nicht. Meinten Sie „{near}“?" in caught.value.de
    assert f'There is no avatar "{wrong}" here. Did you mean "{near}"?' in caught.value.en
    assert ", ".join(available()) in caught.value.de


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of Maja that may be broken."""
    shutil.copytree(avatar.AVATARS / "maja", tmp_path / "maja")
    monkeypatch.setattr(avatar, "AVATARS", tmp_path)
    return tmp_path / "maja"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("avatar.svg", 'id="mouth-sh"', 'id="mouth-x"', "mouth-sh"),
        ("avatar.svg", 'id="iris"', "", "iris"),
        ("avatar.svg", "viewBox", "view", "viewBox"),
        ("avatar.svg", "</svg>", "", "SVG"),
        ("avatar.toml", "pivot", "pivto", "pivot"),
        ("avatar.toml", "gaze = [4.5, 2]", "gaze = [4.5]", "gaze"),
        ("avatar.toml", "mouth_width = 128", 'mouth_width = "wide"', "mouth_width"),
        ("avatar.toml", 'gender = "female"', 'gender = "frau"', "frau"),
        ("avatar.toml", 'name = "Maja"', "", "name"),
        ("avatar.toml", '"Maja"', '"Maja', "TOML"),
    ],
)
def test_a_broken_avatar_names_its_file_and_what_is_missing(
    folder: Path, file: str, old: str, new: str, said: str
) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        Rig.load("maja", height=100, x=0, y=0)
    assert caught.value.path == path
    for message in (caught.value.de, caught.value.en):
        assert str(path) in message
        assert said in message


def test_an_avatar_without_its_drawing_says_so(folder: Path) -> None:
    (folder / "avatar.svg").unlink()
    with pytest.raises(InputError, match="Die Zeichnung fehlt"):
        Rig.load("maja", height=100, x=0, y=0)
