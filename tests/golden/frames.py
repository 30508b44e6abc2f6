"""Composed frames of every language and format, and how alike two of them look to a person.

A frame holds what a client sees at once: label, note, large name tag, a caption that mixes the script with Latin words
and digits, the figure speaking; the end card with its code. They are kept at about a quarter of their size.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline import language as packs
from pipeline.formats import FORMATS
from pipeline.model import Caption, Format, Pose
from pipeline.scene import layers, plates
from pipeline.scene import layout as layouts
from pipeline.scene.backdrop import backdrop
from pipeline.scene.plates import Look
from pipeline.scene.sprite import Sprite
from tests.scene.staging import GERMAN, LOOK, card, rig, tag

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Kind = Literal["speech", "card"]
FOLDER = Path(__file__).parent
SHRUNK: dict[Format, int] = {"16x9": 4, "9x16": 4, "1x1": 3}
AVATAR = "maja"
CAPTIONS = {
    "ar": ("أحضروا رسالة BAMF حسب § 25a", "واتصلوا على 030 23125-118."),
    "de": ("Aufenthaltserlaubnisverlängerung", "beim BAMF, § 25a: 030 23125-118"),
    "en": ("Bring the letter from BAMF (§ 25a)", "and call 030 23125-118."),
    "fa": ("نامهٔ BAMF (§ 25a) را بیاورید", "و با 030 23125-118 تماس بگیرید."),
    "fr": ("Apportez la lettre du BAMF (§ 25a),", "puis appelez le 030 23125-118."),
    "ku": ("Nameya BAMF (§ 25a) bînin û", "li 030 23125-118 bigerin."),
    "prs": ("نامهٔ BAMF (§ 25a) را بیاورید", "و به 030 23125-118 زنگ بزنید."),
    "ps": ("د BAMF لیک (§ 25a) راوړئ", "او 030 23125-118 ته زنګ ووهئ."),
    "pt": ("Traga a carta do BAMF (§ 25a)", "e ligue para 030 23125-118."),
    "ru": ("Принесите письмо BAMF (§ 25a)", "и позвоните: 030 23125-118."),
    "so": ("Keen warqadda BAMF (§ 25a)", "oo wac 030 23125-118."),
    "ti": ("ናይ BAMF ደብዳቤ (§ 25a) ኣምጽኡ፣", "ናብ 030 23125-118 ደውሉ።"),
    "tr": ("BAMF mektubunu (§ 25a) getirin", "ve 030 23125-118’i arayın."),
    "uk": ("Принесіть лист від BAMF (§ 25a)", "і зателефонуйте: 030 23125-118."),
}
BESIDE = {"de": ("Meine Kolleginnen", "und Kollegen"), "ar": ("زملائي وزميلاتي",), "ti": ("መሳርሕተይ",)}


@dataclass(frozen=True, slots=True)
class Case:
    code: str
    form: Format
    kind: Kind = "speech"

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.code}-{self.form}{'-card' if self.kind == 'card' else ''}.jpg"

    def __str__(self) -> str:
        return self.path.stem


CASES = [
    *(Case(code, form) for code in sorted(CAPTIONS) for form in FORMATS),
    *(Case(code, form, "card") for code in sorted(BESIDE) for form in FORMATS),
]


def frame(case: Case, look: Look = LOOK) -> NDArray[np.uint8]:
    """RGB at its full size, shape (h, w, 3)."""
    pack = packs.load(case.code)
    place = layouts.layout(case.form, rtl=pack.direction == "rtl")
    wording, picture = pack.wording("Sie"), ground(case.form, place.rtl, case.kind, look).copy()
    if case.kind == "card":
        words = replace(card(pack, "Sie"), code="tel:+493023125118")
        lay(picture, plates.end_card(words, pack, GERMAN, place, look))
        caption = Caption(BESIDE[case.code], True)
    else:
        lay(picture, plates.name_tag(tag(pack, wording, AVATAR), pack, place, look, large=True))
        caption = Caption(CAPTIONS[case.code])
    lay(picture, plates.caption(caption, pack, place, look))
    lay(picture, plates.note(wording.note_machine, pack, place))
    lay(picture, plates.label(wording.label, pack, place))
    return picture


@cache
def ground(form: Format, rtl: bool, kind: Kind, look: Look) -> NDArray[np.uint8]:
    """Wall, desk and figure."""
    import numpy as np

    place = layouts.layout(form, rtl=rtl)
    picture = np.ascontiguousarray(backdrop(place, look).image[..., :3])
    figure = rig(AVATAR, rtl=rtl, form=form)
    for key in figure.keys(Pose("a", brows=2, arm="wave" if kind == "speech" else "offer")):
        lay(picture, layers.picture(key, figure.draw))
    return picture


def lay(picture: NDArray[np.uint8], sprite: Sprite) -> None:
    """Blends a sprite onto the picture; what lies outside falls away."""
    import numpy as np

    box = sprite.box
    left, top = max(0, box.left), max(0, box.top)
    target = picture[top : box.bottom, left : box.right]
    image = sprite.image[top - box.top :, left - box.left :][: target.shape[0], : target.shape[1]]
    alpha = image[..., 3:].astype(np.uint16)
    target[...] = (target * (255 - alpha) + image[..., :3] * alpha + 127) // 255


def shrunk(picture: NDArray[np.uint8], form: Format) -> NDArray[np.uint8]:
    """At the size of the golden frames, every pixel the mean of a square."""
    import numpy as np

    by = SHRUNK[form]
    height, width = picture.shape[0] // by, picture.shape[1] // by
    sums = picture.reshape(height, by, width, by, 3).sum(axis=(1, 3), dtype=np.uint16)
    small: NDArray[np.uint8] = ((sums + by * by // 2) // (by * by)).astype(np.uint8)
    return small


def packed(small: NDArray[np.uint8]) -> bytes:
    """As a JPEG."""
    import numpy as np
    import skia

    opaque = np.dstack([small, np.full(small.shape[:2], 255, np.uint8)])
    image = skia.Image.fromarray(opaque, skia.kRGBA_8888_ColorType)
    return bytes(image.encodeToData(skia.kJPEG, 76))


def unpacked(jpeg: bytes) -> NDArray[np.uint8]:
    import skia

    image: NDArray[np.uint8] = skia.Image.MakeFromEncoded(jpeg).toarray(colorType=skia.kRGBA_8888_ColorType)
    return image[..., :3]


def against_golden(case: Case, picture: NDArray[np.uint8]) -> tuple[float, float]:
    """How unlike its golden frame a picture is; packed first, so that what packing spoils is spoilt in both."""
    return unlike(unpacked(case.path.read_bytes()), unpacked(packed(shrunk(picture, case.form))))


def unlike(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> tuple[float, float]:
    """How different two pictures look: CIE 1976 ΔE after a slight blur, the mean over the picture and over the worst
    square of SQUARE pixels."""
    import numpy as np

    difference = blurred(lab(one) - lab(other), 3)
    delta = np.sqrt((difference**2).sum(axis=2))[..., None]
    return float(delta.mean()), float(blurred(delta, SQUARE).max())


SQUARE = 5


def lab(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """sRGB to CIE L*a*b*, D65."""
    import numpy as np

    table = np.arange(256) / 255
    table = np.where(table <= 0.04045, table / 12.92, ((table + 0.055) / 1.055) ** 2.4).astype(np.float32)
    to_xyz = np.array(
        [
            [0.4124 / 0.9505, 0.3576 / 0.9505, 0.1805 / 0.9505],
            [0.2126, 0.7152, 0.0722],
            [0.0193 / 1.089, 0.1192 / 1.089, 0.9505 / 1.089],
        ],
        np.float32,
    )
    x, y, z = np.moveaxis(np.cbrt(table[picture] @ to_xyz.T), -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1).astype(np.float32)


def blurred(values: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """The mean over squares of `side` pixels, shape (h - side + 1, w - side + 1, channels)."""
    import numpy as np

    for axis in (0, 1):
        sums = np.cumsum(values, axis=axis, dtype=np.float64)
        sums = np.insert(sums, 0, 0, axis=axis)
        upper, lower = np.arange(side, sums.shape[axis]), np.arange(sums.shape[axis] - side)
        values = ((sums.take(upper, axis) - sums.take(lower, axis)) / side).astype(np.float32)
    return values
