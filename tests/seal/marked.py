"""Real films with the mark in their ground, and what happens to films on their way."""

from __future__ import annotations

import subprocess
import wave
from collections.abc import Hashable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import language as packs
from pipeline.render.compose import Composer, Layers
from pipeline.render.encode import encode
from pipeline.scene.figure import Drawn
from pipeline.scene.plates import Look
from pipeline.scene.rig import Rig
from pipeline.scene.scene import Scene
from pipeline.scene.sprite import Sprite
from pipeline.seal import watermark
from tests.scene import staging
from tests.scene.staging import unmarked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KEY = bytes(range(100, 132))
FILM_ID = 0xC0FFEE42
LOOKS = {
    "light": Look("#1f6f78", "#f4f1ea"),
    "dark": Look("#4db6ac", "#18222c"),
    "colourful": Look("#ffc107", "#c2185b"),
}
_X264 = "-c:v libx264 -preset veryfast -pix_fmt yuv420p -c:a copy"
COPIES = {
    "as made": ("mp4", "-c copy"),
    "CRF 30": ("mp4", f"{_X264} -crf 30"),
    "720p CRF 28": ("mp4", f"-vf scale=720 {_X264} -crf 28"),
    "crop 5 %, 720p": ("mp4", f"-vf crop=iw*0.95:ih*0.95,scale=720 {_X264} -crf 28"),
    "crop 10 %, 720p": ("mp4", f"-vf crop=iw*0.9:ih*0.9:30:10,scale=720 {_X264} -crf 28"),
    "mkv": ("mkv", "-c copy"),
    "mov": ("mov", "-c copy"),
    "webm, VP9": ("webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -row-mt 1 -crf 33 -b:v 0 -an"),
    "stretch: 480p 800k, brighter": ("mp4", f"-vf scale=480,eq=brightness=0.06:contrast=1.1 {_X264} -b:v 800k"),
    "stretch: 480p 800k, darker": ("mp4", f"-vf scale=480,eq=brightness=-0.08:contrast=0.9 {_X264} -b:v 800k"),
    "beyond: CRF 36": ("mp4", f"{_X264} -crf 36"),
    "beyond: 360p CRF 26": ("mp4", f"-vf scale=360 {_X264} -crf 26"),
}
"""Name → ending, options of ffmpeg; scale=N is the shorter side. As long as they carry no prefix they are promised."""


class _Upright:
    """The same avatar and words, as a 9:16 picture."""

    def __init__(self, scene: Scene, rig: Rig) -> None:
        self._scene, self._rig = scene, rig

    def background(self) -> Sprite:
        import numpy as np

        wide = self._scene.background().image[:, 420:1500]
        return Sprite(np.concatenate([wide[::-1], wide])[-1920:], 0, 0)

    def keys(self, frame: int) -> Sequence[Hashable]:
        words = [key for key in self._scene.keys(frame) if isinstance(key, str | tuple)]
        return [*self._rig.keys(self._scene.timeline.poses[frame]), *words]

    def draw(self, key: Hashable) -> Sprite:
        if not isinstance(key, str | tuple):
            return self._rig.draw(key)
        plate = self._scene.draw(key)
        width = min(plate.image.shape[1], 1000)
        return Sprite(plate.image[:, :width], (1080 - width) // 2 & ~1, plate.y + (0 if key == "label" else 400))


@cache
def layers(look: str, *, tall: bool = False, code: str = "de", avatar: str = "maja") -> Layers:
    timeline = staging.timeline(code, ["Bring bitte deinen Ausweis mit."], avatar=avatar)
    language = packs.load(code)
    rig = staging.rig(avatar, rtl=language.direction == "rtl")
    scene = Scene(timeline, Drawn(rig, timeline), language, staging.GERMAN, LOOKS[look])
    if not tall:
        return scene
    aspect = Rig.load(avatar, height=1000, x=0, y=920).aspect
    return _Upright(scene, Rig.load(avatar, height=1000, x=540 - 500 * aspect, y=920, picture=(1080, 1920)))


def ground(look: str) -> NDArray[np.uint8]:
    from pipeline.scene.sprite import to_yuv

    return to_yuv(layers(look).background())[0]


def film(target: Path, look: str, *, tall: bool, seconds: float, marked: bool = True) -> Path:
    """Composed and encoded as every film is."""
    return filmed(target, layers(look, tall=tall), seconds=seconds, marked=marked)


def filmed(target: Path, shown: Layers, *, seconds: float, marked: bool = True) -> Path:
    laid = partial(watermark.mark, film_id=FILM_ID, key=KEY) if marked else unmarked
    composer = Composer(shown, laid)
    height, width = composer._luma.shape
    sound = target.with_suffix(".wav")
    with wave.open(str(sound), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48000)
        file.writeframes(bytes(round(seconds * 48000) * 2))
    pictures = composer.frames(range(round(seconds * 25)))
    encode(pictures, sound, target, width=width, height=height, fps=25, title="T", language="de")
    return target


def copy(source: Path, name: str, *, tall: bool) -> Path:
    """What becomes of a film on its way."""
    ending, options = COPIES[name]
    for side in ("720", "480", "360"):
        options = options.replace(f"scale={side}", f"scale={side}:-2" if tall else f"scale=-2:{side}")
    target = source.with_name(f"{source.stem} {name.replace(':', '')}.{ending}")
    command = ["ffmpeg", "-y", "-loglevel", "error", "-nostdin", "-i", str(source), *options.split(), str(target)]
    subprocess.run(command, check=True, timeout=300)
    return target
