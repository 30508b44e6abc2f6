"""The mark is not seen, survives what happens to films, and is found in nothing else and by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import LotseError
from pipeline.model import Format
from pipeline.render.compose import COVERS
from pipeline.seal import convolution, watermark, waves
from tests.scene import staging
from tests.scene.plated import every_format
from tests.seal import marked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KEY, FILM_ID = marked.KEY, marked.FILM_ID


@pytest.fixture(scope="module")
def light() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """A ground without and with the mark."""
    plain = marked.ground("light")
    return plain, watermark.mark(plain, FILM_ID, KEY)


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, bool], Path]:
    folder = tmp_path_factory.mktemp("films")

    def film(look: str, tall: bool) -> Path:
        target = folder / f"{look}{tall}.mp4"
        return target if target.exists() else marked.film(target, look, tall=tall, seconds=0.4)

    return film


# ---------------------------------------------------------------- not seen


@pytest.mark.parametrize("look", marked.LOOKS)
def test_the_ground_hardly_changes(look: str) -> None:
    import numpy as np

    plain = marked.ground(look)
    error = watermark.mark(plain, FILM_ID, KEY).astype(np.int16) - plain
    assert 10 * np.log10(255**2 / np.mean(error.astype(np.float64) ** 2)) >= 53
    assert np.abs(error).max() <= 2


def test_what_hides_the_ground_carries_more_and_still_hardly_changes() -> None:
    import numpy as np

    errors = []
    for times in (1.0, COVERS):
        grey = np.full((1080, 1080), 230, np.uint8)
        error = watermark.mark(grey, FILM_ID, KEY, times=times).astype(np.float64) - grey
        errors.append(10 * np.log10(255**2 / np.mean(error**2)))
        assert np.abs(error).max() <= 2
    assert 52 <= errors[1] < errors[0]


def test_no_part_of_the_ground_stands_out(light: tuple[NDArray[np.uint8], NDArray[np.uint8]]) -> None:
    import numpy as np

    plain, luma = light
    error = (luma.astype(np.float64) - plain)[:1056, :1920].reshape(22, 48, 40, 48)
    assert np.abs(error.mean(axis=(1, 3))).max() < 0.5, "a patch of 48 pixels is brighter by half a step"
    assert error.std(axis=(1, 3)).max() < 0.8, "a patch of 48 pixels is rough"


def test_what_rounding_scatters_is_the_pattern_itself(light: tuple[NDArray[np.uint8], NDArray[np.uint8]]) -> None:
    import numpy as np

    plain, luma = light
    error = (luma.astype(np.float64) - plain)[:1080, :1920].reshape(135, 8, 240, 8).mean(axis=(1, 3))
    wanted = watermark.pattern(FILM_ID, KEY, 1920, 1080).reshape(135, 8, 240, 8).mean(axis=(1, 3))
    assert np.corrcoef(error.ravel(), wanted.ravel())[0, 1] > 0.98


# ---------------------------------------------------------------- survives


@pytest.mark.parametrize(
    ("look", "tall", "name"),
    [
        ("light", False, "as made"),
        ("light", False, "crop 5 %, 720p"),
        ("colourful", False, "CRF 30"),
        ("dark", True, "720p CRF 28"),
        ("dark", True, "webm, VP9"),
    ],
)
def test_the_id_comes_back_from_copies(films: Callable[[str, bool], Path], look: str, tall: bool, name: str) -> None:
    copy = marked.copy(films(look, tall), name, tall=tall)
    found = watermark.read_film(copy, KEY)
    assert found
    assert found.film_id == FILM_ID
    assert found.score >= watermark.DATA_SCORE


@every_format
def test_it_is_found_before_any_photograph(tmp_path: Path, form: Format) -> None:
    """Nothing on a wall ever moves, so that nothing is averaged away."""
    look = replace(staging.LOOK, wall=a_house(tmp_path / "haus.png"))
    scene = staging.scene(staging.timeline("de", ["Bring bitte deinen Ausweis mit."], form=form), look)
    film = marked.filmed(tmp_path / "film.mp4", scene, seconds=0.4)
    for copy, least in ((film, 12), (marked.copy(film, "720p CRF 28", tall=form != "16x9"), 10)):
        found = watermark.read_film(copy, KEY)
        assert found
        assert found.score >= least


def a_house(path: Path) -> Path:
    """Windows with hard edges in a wall of grains, coarse and fine."""
    import numpy as np
    from PIL import Image

    chance, (rows, columns) = np.random.default_rng(5), np.mgrid[0:800, 0:1200]
    luma = 110 + 60.0 * ((rows % 260 < 150) & (columns % 200 < 110))
    for grain in (1, 4, 16, 64):
        coarse = chance.normal(0, 22, (-(-800 // grain), -(-1200 // grain)))
        luma += np.kron(coarse, np.ones((grain, grain)))[:800, :1200]
    Image.fromarray(luma.clip(0, 255).astype(np.uint8)).save(path)
    return path


@pytest.mark.parametrize("film_id", [0, 1, 2**31, 2**32 - 1])
def test_every_id_can_be_carried(film_id: int) -> None:
    import numpy as np

    grey = np.full((1080, 1080), 128, np.uint8)
    found = watermark.read([watermark.mark(grey, film_id, KEY)], KEY)
    assert found
    assert found.film_id == film_id


@pytest.mark.parametrize(("top", "left"), [(7, 13), (61, 97)])
def test_it_is_read_from_any_part(light: tuple[NDArray[np.uint8], NDArray[np.uint8]], top: int, left: int) -> None:
    _, luma = light
    found = watermark.read([luma[top : top + 980, left : left + 1500]], KEY)
    assert found
    assert found.film_id == FILM_ID


def test_black_and_white_cannot_overflow() -> None:
    import numpy as np

    for step in (0, 255):
        luma = watermark.mark(np.full((64, 64), step, np.uint8), FILM_ID, KEY)
        assert np.abs(luma.astype(np.int16) - step).max() <= 2


# ---------------------------------------------------------------- found in nothing else


def test_nothing_is_found_in_a_film_without_it(tmp_path: Path) -> None:
    assert (
        watermark.read_film(marked.film(tmp_path / "f.mp4", "light", tall=False, seconds=0.4, marked=False), KEY)
        is None
    )


def test_nothing_is_found_under_other_keys(light: tuple[NDArray[np.uint8], NDArray[np.uint8]]) -> None:
    _, luma = light
    neighbours = [bytes([KEY[0] ^ 1]) + KEY[1:], KEY[:-1], KEY + b"\0"]
    assert [watermark.read([luma], key) for key in neighbours] == [None] * len(neighbours)


def test_nothing_is_found_in_noise_stripes_and_flat_pictures() -> None:
    import numpy as np

    rows, columns = np.mgrid[:360, :480]
    flat = np.full((360, 480), 90.0)
    pictures = [
        flat,
        flat + np.random.default_rng(1).normal(0, 2, flat.shape),
        flat + 20 * np.sin(rows / 5) * np.sin(columns / 7),
        flat + (rows // 8 + columns // 8) % 2 * 60,
        columns / 2,
    ]
    for picture in pictures:
        assert watermark.read([picture.astype(np.uint8)], KEY) is None


def test_thresholds_keep_chance_out() -> None:
    """The bound that stands at the thresholds: places tried, tail of one place, ids, tail of one id."""
    import numpy as np

    low, high, step = watermark.CROP
    places = (np.log(high / low) / step + 1) * (waves.TILE // 4) ** 2 + 7 * waves.TILE**2
    somewhere = places * np.exp(-(watermark.SYNC_SCORE**2) / 2)
    some_id = 2**waves.ID_BITS * np.exp(-(watermark.DATA_SCORE**2) / 2)
    assert somewhere * some_id < 1e-9


def test_a_mark_with_another_checksum_is_refused(
    light: tuple[NDArray[np.uint8], NDArray[np.uint8]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a stranger would forge it who has found out the waves and their order, but not the key of the checksum."""
    plain, _ = light
    genuine = waves.payload
    monkeypatch.setattr(watermark, "payload", lambda film_id, key: genuine(film_id, b"another" + key))
    luma = watermark.mark(plain, FILM_ID, KEY)
    monkeypatch.undo()
    assert watermark.read([luma], KEY) is None


def test_odd_files(tmp_path: Path, films: Callable[[str, bool], Path]) -> None:
    import numpy as np

    assert watermark.read([], KEY) is None
    assert watermark.read([np.zeros((20, 3000), np.uint8)], KEY) is None
    sound = films("light", False).with_suffix(".wav")
    assert watermark.read_film(sound, KEY) is None
    text = tmp_path / "film.mp4"
    text.write_text("no film", encoding="utf-8")
    with pytest.raises(LotseError, match=r"film\.mp4"):
        watermark.read_film(text, KEY)


# ---------------------------------------------------------------- the code


def test_a_tenth_of_the_coded_bits_may_be_wrong() -> None:
    import numpy as np

    chance = np.random.default_rng(3)
    bits = chance.integers(0, 2, 48).astype(np.uint8)
    coded = convolution.encode(bits)
    assert coded.size == convolution.coded_length(48)
    for _ in range(20):
        soft = np.where(coded, -1.0, 1.0)
        soft[chance.choice(coded.size, coded.size // 10, replace=False)] *= -1
        assert (convolution.decode(soft) == bits).all()


def test_uncertain_bits_weigh_less() -> None:
    import numpy as np

    bits = np.array([1, 0, 1, 1, 0, 0, 1, 0], np.uint8)
    soft = np.where(convolution.encode(bits), -1.0, 1.0)
    soft[::2] *= -0.2
    assert (convolution.decode(soft) == bits).all()
