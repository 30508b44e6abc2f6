"""The watermark's promises, all of them: which copies still carry it, and that nothing is found where nothing is.

    python -m tests.bench.watermark [copies|others|keys]

Photographs are taken from scikit-image where it is installed; it is not needed otherwise.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.render.compose import Composer
from pipeline.scene.sprite import to_yuv
from pipeline.seal import watermark
from tests.scene import staging
from tests.scene.staging import unmarked
from tests.seal import marked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

OTHERS = 10_000
KEYS = 100


def copies() -> None:
    """Every look and format, every copy: the score, or that the id was lost."""
    import numpy as np
    from rich.console import Console
    from rich.table import Table

    films = list(product(marked.LOOKS, (False, True)))
    table = Table("copy", *(f"{look} {'9:16' if tall else '16:9'}" for look, tall in films))
    columns = []
    for look, tall in films:
        plain, _ = to_yuv(marked.layers(look, tall=tall).background())
        error = watermark.mark(plain, marked.FILM_ID, marked.KEY).astype(np.float64) - plain
        column = [f"{10 * np.log10(255**2 / np.mean(error**2)):.1f} dB"]
        with tempfile.TemporaryDirectory() as folder:
            film = marked.film(Path(folder) / "film.mp4", look, tall=tall, seconds=6)
            bare = marked.film(Path(folder) / "bare.mp4", look, tall=tall, seconds=6, marked=False)
            column.append(f"{film.stat().st_size / bare.stat().st_size - 1:+.0%}")
            column.append(_found(bare))
            for name in marked.COPIES:
                column.append(_found(marked.copy(film, name, tall=tall)))
                print(look, tall, name, column[-1], flush=True)
        columns.append(column)
    names = ["PSNR of the ground's luma", "size of the film against unmarked", "unmarked", *marked.COPIES]
    for name, *row in zip(names, *columns, strict=True):
        table.add_row(name, *row)
    Console(width=160).print(table)


def _found(film: Path) -> str:
    begun = time.perf_counter()
    found = watermark.read_film(film, marked.KEY)
    seconds = time.perf_counter() - begun
    what = "nothing" if found is None else f"{found.score:.1f}" if found.film_id == marked.FILM_ID else "WRONG ID"
    return f"{what} ({seconds:.1f} s)"


def others() -> None:
    """Unmarked pictures, each read under a key of its own."""
    kinds: dict[str, int] = {}
    wrong = 0
    for number, (kind, picture) in zip(range(OTHERS), _unmarked(), strict=False):
        kinds[kind] = kinds.get(kind, 0) + 1
        wrong += watermark.read([picture], number.to_bytes(16, "big")) is not None
        if number % 500 == 499:
            print(number + 1, "read,", wrong, "false finds;", kinds, flush=True)


def _unmarked() -> Iterator[tuple[str, Picture]]:
    """In turn: frames of films without the mark, photographs (cut, scaled, turned), and made-up pictures."""
    import numpy as np

    sources = [_rendered(), _made_up()]
    if find_spec("skimage"):
        sources.insert(1, _photographs())
    kinds = ["rendered", "photograph", "made up"] if len(sources) == 3 else ["rendered", "made up"]
    while True:
        for kind, source in zip(kinds, sources, strict=True):
            yield kind, np.ascontiguousarray(next(source))


def _rendered() -> Iterator[Picture]:
    import numpy as np

    from pipeline.seal.spectrum import shrunk

    scenes = product(marked.LOOKS, (False, True), ("de", "ar", "uk", "fa"), staging.AVATARS)
    while True:
        for look, tall, code, avatar in scenes:
            layers = marked.layers(look, tall=tall, code=code, avatar=avatar)
            size = layers.background().image.shape[:2]
            for frame in Composer(layers, unmarked).frames(range(0, 175, 2)):
                luma = np.frombuffer(frame, np.uint8, size[0] * size[1]).reshape(size)
                yield shrunk(luma.astype(np.float32), 3).round().astype(np.uint8)
        scenes = product(marked.LOOKS, (False, True), ("tr", "ru", "en", "fr"), staging.AVATARS)


def _photographs() -> Iterator[Picture]:
    import numpy as np
    import skimage  # type: ignore[import-not-found,unused-ignore]
    from PIL import Image

    folder = Path(skimage.__file__).parent / "data"
    photographs = [Image.open(path).convert("L") for path in sorted([*folder.glob("*.png"), *folder.glob("*.jpg")])]
    chance = np.random.default_rng(7)
    while True:
        for photograph in photographs:
            scale = chance.uniform(0.7, 2.5) * 400 / min(photograph.size)
            width, height = (max(200, round(side * scale)) for side in photograph.size)
            picture = np.asarray(photograph.resize((width, height), Image.Resampling.LANCZOS))
            high, wide = min(height, 360), min(width, 480)
            top, left = int(chance.integers(height - high + 1)), int(chance.integers(width - wide + 1))
            yield np.rot90(picture[top : top + high, left : left + wide], int(chance.integers(4)))


def _made_up() -> Iterator[Picture]:
    """Noise of every colour, faint and strong; stripes, chequers, gradients."""
    import numpy as np

    chance = np.random.default_rng(8)
    size = 360, 480
    rows, columns = np.mgrid[: size[0], : size[1]]
    slowness = np.maximum(np.hypot(np.fft.fftfreq(size[0])[:, None], np.fft.rfftfreq(size[1])), 1e-3)
    while True:
        noise = np.fft.irfft2(np.fft.rfft2(chance.normal(size=size)) / slowness ** chance.uniform(0, 2), size)
        noise *= np.exp(chance.uniform(-1.5, 4)) / noise.std()
        angle, wave = chance.uniform(0, np.pi), chance.uniform(2, 60)
        along, aside = rows * np.sin(angle) + columns * np.cos(angle), rows * np.cos(angle) - columns * np.sin(angle)
        strength = np.exp(chance.uniform(-1, 4))
        stripes = strength * np.sin(2 * np.pi * along / wave)
        chequers = stripes * np.sin(2 * np.pi * aside / wave)
        gradient = along * chance.uniform(-0.2, 0.2) + chance.uniform(60, 190)
        for form in (noise, stripes, np.sign(stripes) * strength, chequers, noise + chequers, noise / 8 + stripes):
            yield np.clip(gradient + form, 0, 255).astype(np.uint8)


def keys() -> None:
    """A strongly marked picture under wrong keys, one bit apart from the right one and quite different ones."""
    luma = watermark.mark(marked.ground("light"), marked.FILM_ID, marked.KEY)
    right = int.from_bytes(marked.KEY, "big")
    wrong = [right ^ 1 << bit for bit in range(KEYS // 2)] + [number**9 for number in range(KEYS // 2)]
    finds = sum(watermark.read([luma], key.to_bytes(len(marked.KEY), "big")) is not None for key in wrong)
    print(f"{len(wrong)} wrong keys: {finds} finds; the right key: {watermark.read([luma], marked.KEY)}")


if __name__ == "__main__":
    for part in sys.argv[1:] or ["copies", "keys", "others"]:
        {"copies": copies, "keys": keys, "others": others}[part]()
