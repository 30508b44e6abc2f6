"""The composer writes only what changed; the result is what composing every frame anew gives, bit for bit."""

from __future__ import annotations

import random
import tracemalloc
import zlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

import numpy as np
import pytest

from pipeline.model import Timeline
from pipeline.render import compose
from pipeline.render.compose import Composer, Layers, _merged
from pipeline.scene.layers import Placed, Stack, picture
from pipeline.scene.scene import Scene
from pipeline.scene.sprite import Box, Sprite, to_yuv
from tests.scene.staging import scene, timeline, unmarked

DRAFT = ("ENTWURF – nicht geprüft", "مسودة – لم تُراجَع")


@pytest.fixture(scope="module", params=["de", "ar"])
def made(request: pytest.FixtureRequest) -> Timeline:
    return timeline(
        request.param, ["Rufen Sie an: 116 117."], note="Nicht geprüft", draft=DRAFT[: 1 + (request.param == "ar")]
    )


@pytest.fixture(scope="module")
def layers(made: Timeline) -> Kept:
    return Kept(scene(made))


@pytest.fixture(scope="module", autouse=True)
def _converted_once() -> Iterator[None]:
    """Composers made anew for single frames share the conversion of equal sprites; the bits are the same."""
    patch = pytest.MonkeyPatch()
    for name in ("planes", "to_yuv"):
        patch.setattr(compose, name, _remembered(getattr(compose, name)))
    yield
    patch.undo()


def _remembered(convert: Callable[[Sprite], object]) -> Callable[[Sprite], object]:
    kept: dict[int, tuple[Sprite, object]] = {}

    def once(sprite: Sprite) -> object:
        if id(sprite) not in kept:
            kept[id(sprite)] = sprite, convert(sprite)
        return kept[id(sprite)][1]

    return once


class Kept:
    """A scene whose sprites are drawn once for all tests."""

    def __init__(self, inner: Scene) -> None:
        self.inner, self._drawn = inner, dict[Hashable, Sprite]()
        self._ground = inner.background()
        self.draws = 0

    def background(self) -> Sprite:
        return self._ground

    def keys(self, frame: int) -> Sequence[Hashable]:
        return self.inner.keys(frame)

    def draw(self, key: Hashable) -> Sprite:
        self.draws += 1
        if key not in self._drawn:
            self._drawn[key] = self.inner.draw(key)
        return self._drawn[key]


def marks(layers: Layers, numbers: Iterable[int]) -> list[int]:
    return [zlib.crc32(frame) for frame in Composer(layers, unmarked).frames(numbers)]


def telling(made: Timeline) -> list[int]:
    """Frames around everything that starts or ends, and a stretch of speech."""
    edges = [0.2, 2.4, made.intro.end, made.name_tag.end, made.end_card.start, *(c.start for c in made.captions)]
    near = {int(edge * made.fps) + step for edge in edges for step in range(-2, 3)}
    last = len(made.poses) - 1
    return sorted(n for n in {*near, *range(30, 60), 0, 1, last - 1, last} if 0 <= n <= last)


def test_frames_in_a_row_equal_frames_composed_from_nothing(made: Timeline, layers: Kept) -> None:
    chosen = telling(made)
    assert len(chosen) > 50
    whole = marks(layers, range(len(made.poses)))
    assert len(whole) > 250
    fresh = [marks(layers, [number])[0] for number in chosen]
    assert [whole[number] for number in chosen] == fresh
    assert len(set(whole)) > 60, "hardly anything moves"


def test_the_order_in_which_frames_are_asked_for_does_not_matter(made: Timeline, layers: Kept) -> None:
    chosen = telling(made)
    shuffled = random.Random(3).sample(chosen, len(chosen))
    assert sorted(zip(chosen, marks(layers, chosen), strict=True)) == sorted(
        zip(shuffled, marks(layers, shuffled), strict=True)
    )


def test_a_tiny_cache_gives_the_same_frames(made: Timeline, layers: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = telling(made)[:40]
    expected = marks(layers, chosen)
    monkeypatch.setattr(compose, "CACHE_BYTES", 1)
    assert marks(layers, chosen) == expected


@pytest.mark.parametrize("limit", [3 * 2**20, 30 * 2**20])
def test_the_cache_stays_within_its_limit(
    made: Timeline, layers: Kept, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(compose, "CACHE_BYTES", limit)
    composer = Composer(layers, unmarked)
    for _ in composer.frames(telling(made)[:60]):
        held = sum(kept.size for kept in composer._cache.values())
        assert held == composer._held
        assert held <= limit or len(composer._cache) == 1


def test_memory_stays_flat_however_long_the_film(made: Timeline, layers: Kept) -> None:
    composer = Composer(layers, unmarked)
    stretch = range(30, 60)
    for _ in composer.frames(stretch):
        pass
    tracemalloc.start()
    try:
        for _ in range(5):
            for _ in composer.frames(stretch):
                pass
        now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert now < 2**20
    assert peak < 16 * 2**20


def test_a_still_frame_draws_nothing_and_is_the_same_memory(made: Timeline, layers: Kept) -> None:
    composer = Composer(layers, unmarked)
    first, second = (frame for frame in composer.frames([40, 40]))
    assert first is second
    assert first.nbytes == 1920 * 1080 * 3 // 2


def test_label_and_note_are_in_every_frame_as_they_were_drawn(made: Timeline, layers: Kept) -> None:
    expected = {key: (layers.draw(key).box, to_yuv(layers.draw(key))[0]) for key in ("label", "note")}
    for frame in Composer(layers, unmarked).frames(range(0, len(made.poses), 9)):
        luma = np.frombuffer(frame, np.uint8)[: 1920 * 1080].reshape(1080, 1920)
        for key, (box, plate) in expected.items():
            seen = luma[box.top : box.bottom, box.left : box.right]
            opaque = layers.draw(key).image[..., 3] == 255
            assert np.array_equal(seen[opaque], plate[opaque])


class Random:
    """Overlapping translucent rectangles that come and go, or are moved; the lowest ones in a stack."""

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self._sprites = [
            Sprite(
                rng.integers(0, 256, (2 * rng.integers(1, 9), 2 * rng.integers(1, 9), 4), np.uint8),
                2 * int(rng.integers(0, 12)),
                2 * int(rng.integers(0, 12)),
            )
            for _ in range(8)
        ]
        self._shown = rng.random((60, 8)) < 0.5
        self._ground = Sprite(np.full((48, 48, 4), 255, np.uint8), 0, 0)

    def background(self) -> Sprite:
        return self._ground

    def keys(self, frame: int) -> Sequence[Hashable]:
        shown = [n for n in range(3, 8) if self._shown[frame, n]]
        moved = [Placed(n, 2 * (frame % 3) - 2, 2 * (frame % 5) - 4, Box(2, 4, 40, 44)) for n in shown[::2]]
        return [Stack((0, *(n for n in (1, 2) if self._shown[frame, n]))), *moved, *shown[1::2]]

    def draw(self, key: Hashable) -> Sprite:
        assert isinstance(key, int)
        return self._sprites[key]

    def sprites(self, frame: int) -> Iterator[Sprite]:
        for key in self.keys(frame):
            for part in key.keys if isinstance(key, Stack) else (key,):
                yield picture(part, self.draw)


@pytest.mark.parametrize("seed", range(8))
def test_any_layers_compose_as_the_exact_blend_within_rounding(seed: int) -> None:
    layers = Random(seed)
    ground = to_yuv(layers.background())[0].astype(float)
    for number, frame in enumerate(Composer(layers, unmarked).frames(range(60))):
        exact = ground.copy()
        sprites = list(layers.sprites(number))
        for sprite in sprites:
            box, alpha = sprite.box, sprite.image[..., 3] / 255
            part = exact[box.top : box.bottom, box.left : box.right]
            part[:] = part * (1 - alpha) + to_yuv(sprite)[0] * alpha
        seen = np.frombuffer(frame, np.uint8)[: 48 * 48].reshape(48, 48)
        assert np.abs(seen - exact).max() <= len(sprites)
        assert zlib.crc32(frame) == marks(layers, [number])[0]


def test_dirty_boxes_are_joined_until_none_overlap() -> None:
    rng = random.Random(5)
    for _ in range(50):
        boxes = [Box(x := rng.randrange(90), y := rng.randrange(90), x + 10, y + 10) for _ in range(12)]
        joined = _merged(boxes)
        assert not [1 for n, one in enumerate(joined) for other in joined[n + 1 :] if one & other]
        assert all(any(box & whole == box for whole in joined) for box in boxes)
