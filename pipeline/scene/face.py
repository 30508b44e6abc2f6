"""A video of a speaking face that a program made: read as a stream, and checked before a film shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import LotseError
from pipeline.media import SAMPLE_RATE, Probe, probe, read, samples
from pipeline.model import Timeline
from pipeline.scene import sync

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SMALLEST = 512
"""Pixels of height: as high as the face is shown in a landscape film."""
SLOWEST, FASTEST = 0.8, 2.4
"""Times the frames a second that were asked for: 20 … 60 for 25. Others are dropped or repeated to fit."""
TOLERANCE = 0.1
"""Seconds, or one frame if that is longer, by which a video may be longer or shorter than the sound."""
STILL = 2.0
"""Seconds that a face may stay without any movement while it speaks."""
FOLLOWS = 0.45
"""Correlation of the mouth with the loudness while somebody speaks. Measured on 15 to 24 s of Piper in English and
German: a drawn mouth that opens with the sound at least 0.91, one whose opening is at random up to four fifths too
small 0.79, one that speaks another text at most 0.24."""
LATE = 1
"""Frame (ITU-R BT.1359: early sound is noticed from 45 ms on)."""
AT_REST = 0.2
"""Difference from the mouth at rest that no frame after the last word may have, as a part of all it moves; as the
gate on the lips asks for."""
AFTER = 0.3
"""Seconds after the last sound in which the mouth may still be closing."""
LEAST = 3.0
"""Levels of luma between the mouth's brightest and darkest; less cannot be told from what coding does."""
_WIDE = 48
"""Pixels of the small pictures that it is judged by."""
_EMPTY = 4.0
"""Standard deviation of a picture on which something is to be seen."""
# A container of its own kind each: a file that is a list of other files is none.
_DEMUXERS = {"mp4": "mov", "mov": "mov", "webm": "matroska", "mkv": "matroska"}
# ffmpeg's own decoders leave out the transparency.
_DECODERS = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
_NOBODY = (0.25, 0.5, 0.75, 0.85)
"""Where the mouth of a portrait is, roughly: asked for where nobody speaks, so that it cannot be found."""


@dataclass(frozen=True, slots=True)
class Face:
    """What is known of a video that passed."""

    file: str
    """Name in the language's folder."""
    codec: str
    width: int
    height: int
    fps: float
    """As it came."""
    transparent: bool
    mouth: tuple[float, float, float, float]
    """Left, top, right, bottom; fractions of the picture."""
    late: float
    """Seconds by which the mouth moves after the sound; 0 where nobody speaks."""
    correlation: float
    """Of the mouth with the loudness; 0 where nobody speaks."""
    isolated: bool
    """The program had no network."""


def frames(
    clip: Path,
    codec: str,
    fps: int,
    size: tuple[int, int],
    crop: tuple[int, int, int, int] | None = None,
    *,
    transparent: bool = False,
) -> Iterator[NDArray[np.uint8]]:
    """The pictures one after the other, RGBA with straight alpha, shape (h, w, 4); never more than one is held.

    Args:
        fps: Frames a second to give, whatever the file has.
        size: Width and height of the whole picture.
        crop: Left, top, right, bottom of the part that is given.
        transparent: Colours are weighted by their alpha while they are scaled, or edges would be stained.

    Raises:
        LotseError: It cannot be decoded to its end.
    """
    import numpy as np

    wide, high = size
    left, top, right, bottom = crop or (0, 0, wide, high)
    decoder = ["-c:v", _DECODERS[codec]] if codec in _DECODERS else []
    scaled = f"scale={wide}:{high}:flags=area"
    if transparent:
        scaled = f"format=gbrap,premultiply=inplace=1,{scaled},unpremultiply=inplace=1"
    through = f"fps={fps}:start_time=0,format=rgba,{scaled}"
    through += f",crop={right - left}:{bottom - top}:{left}:{top}" if crop else ""
    command = ["ffmpeg", "-loglevel", "error", "-nostdin", "-protocol_whitelist", "file", *_kind(clip), *decoder]
    command += ["-i", str(clip), "-map", "0:v:0", "-vf", through, "-f", "rawvideo", "-pix_fmt", "rgba", "pipe:"]
    shape = bottom - top, right - left, 4
    for piece in read(command, shape[0] * shape[1] * 4):
        yield np.frombuffer(piece, np.uint8).reshape(shape)


def check(clip: Path, sound: Path, timeline: Timeline, who: str, *, isolated: bool) -> Face:
    """Whether a video can be the face of a film.

    Args:
        sound: All that is heard in the film.
        who: The avatar's name in the settings, for messages.

    Raises:
        LotseError: It has no picture, is too small, too long or too short, empty, frozen, or does not speak in time;
            with what was measured.
    """
    import numpy as np

    found = _probed(clip, who)
    codec, width, height = found.video["codec_name"], int(found.video["width"]), int(found.video["height"])
    rate, fps = _rate(found), timeline.fps
    if height < SMALLEST:
        raise _refused(
            who,
            f"ist {height} Pixel hoch, nötig sind {SMALLEST}. Das Programm muss größer zeichnen.",
            f"is {height} pixels high, {SMALLEST} are needed. The program must make it larger.",
        )
    if not SLOWEST * fps <= rate <= FASTEST * fps:
        raise _refused(
            who,
            f"hat {rate:g} Bilder je Sekunde, verlangt waren {fps} (möglich: {SLOWEST * fps:g} bis {FASTEST * fps:g}). "
            "Bitte dem Programm {fps} übergeben.",
            f"has {rate:g} frames a second, {fps} were asked for (possible: {SLOWEST * fps:g} to {FASTEST * fps:g}). "
            "Pass {fps} to the program.",
        )
    most = round(TOLERANCE * fps) or 1
    if abs(found.duration - timeline.duration) > max(TOLERANCE, 1 / fps) + 1 / rate:
        raise _length(who, found.duration, timeline.duration)
    small = _WIDE, max(8, round(_WIDE * height / width))
    # Bounded, because a file's own word on its length is no promise.
    stills, clear = np.empty((timeline.frames + most, small[1], small[0]), np.uint8), False
    count = 0
    for picture in frames(clip, codec, fps, small):
        if count < len(stills):
            stills[count], alpha = _grey(picture)
            clear |= bool((alpha < 128).any())
        count += 1
    if abs(count - timeline.frames) > most:
        raise _length(who, count / fps, timeline.duration)
    stills = stills[np.minimum(np.arange(timeline.frames), count - 1)]
    _seen(stills, timeline, who)
    mouth, late, correlation = _NOBODY, 0.0, 0.0
    if timeline.sounds:
        heard = sync.loudness(samples(sound)[0], SAMPLE_RATE, timeline.frames, fps)
        times = np.arange(timeline.frames) / fps
        spoken = np.array([any(sound.start <= time < sound.end for sound in timeline.sounds) for time in times])
        follows = sync.follow(stills, heard, spoken, fps)
        _in_time(follows, stills, heard, fps, who)
        mouth, late, correlation = follows.mouth, follows.late / fps, round(follows.correlation, 3)
    _rests(stills, mouth, timeline, who)
    return Face(clip.name, codec, width, height, rate, clear, mouth, late, correlation, isolated)


def at_rest(timeline: Timeline) -> NDArray[np.bool_]:
    """The frames in which the mouth must be closed: before the first and after the last word; shape (frames,)."""
    import numpy as np

    times = np.arange(timeline.frames) / timeline.fps
    first = min((sound.start for sound in timeline.sounds), default=timeline.duration)
    last = max((sound.end for sound in timeline.sounds), default=0.0)
    mask: NDArray[np.bool_] = (times < first - 2 / timeline.fps) | (times > last + AFTER)
    return mask if mask.any() else times >= timeline.duration - 1 / timeline.fps


def _kind(clip: Path) -> list[str]:
    return ["-f", _DEMUXERS[clip.suffix.removeprefix(".")]]


def _probed(clip: Path, who: str) -> Probe:
    try:
        found = probe(clip, *_kind(clip))
    except LotseError as error:
        if error.retry:
            raise
        raise _refused(who, f"ist nicht lesbar ({error.de}).", f"cannot be read ({error.en}).") from error
    if not found.video:
        raise _refused(who, "hat kein Bild, nur anderes.", "has no picture, only other things.")
    return found


def _rate(found: Probe) -> float:
    above, _, below = found.video.get("avg_frame_rate", "0/1").partition("/")
    return float(above) / (float(below or 1) or 1)


def _grey(picture: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """A picture on middle grey, and its alpha."""
    import numpy as np

    alpha = picture[..., 3]
    luma = picture[..., :3].astype(np.float32) @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    weight = alpha.astype(np.float32) / np.float32(255)
    grey: NDArray[np.float32] = luma * weight + np.float32(128) * (1 - weight)
    return grey, alpha


def _seen(stills: NDArray[np.uint8], timeline: Timeline, who: str) -> None:
    """Raises:
    LotseError: A picture is empty, or nothing moves for too long.
    """
    import numpy as np

    fps = timeline.fps
    empty = np.array([still.std() < _EMPTY for still in stills])
    if empty.any():
        time = int(empty.argmax()) / fps
        raise _refused(who, f"ist bei {time:.1f} s leer (einfarbig).", f"is empty (one colour) at {time:.1f} s.")
    moved = np.array([0, *(int(np.abs(b.astype(np.int16) - a).max()) for a, b in pairwise(stills))])
    for sound in timeline.sounds:
        run = 0
        for frame in range(floor(sound.start * fps) + 1, min(floor(sound.end * fps), len(moved))):
            run = run + 1 if moved[frame] <= 1 else 0
            if run > STILL * fps:
                raise _refused(
                    who,
                    f"steht still: bei {frame / fps:.1f} s hat sich seit {run / fps:.1f} s nichts bewegt, obwohl "
                    "gesprochen wird.",
                    f"is frozen: at {frame / fps:.1f} s nothing has moved for {run / fps:.1f} s although somebody "
                    "speaks.",
                )


def _in_time(follows: sync.Follows, stills: NDArray[np.uint8], heard: sync.Floats, fps: int, who: str) -> None:
    """Raises:
    LotseError: The mouth does not follow the sound, or late.
    """
    if follows.correlation < FOLLOWS:
        raise _refused(
            who,
            f"spricht etwas anderes: Der Mund folgt dem Ton zu {follows.correlation:.0%}, nötig sind {FOLLOWS:.0%}. "
            "Liest das Programm {sound}, und ist das Gesicht groß genug im Bild?",
            f"speaks something else: the mouth follows the sound by {follows.correlation:.0%}, {FOLLOWS:.0%} are "
            "needed. Does the program read {sound}, and is the face large enough in the picture?",
        )
    if abs(follows.late) > LATE:
        raise _refused(
            who,
            f"ist nicht im Takt: Der Mund kommt {follows.late / fps * 1000:+.0f} ms nach dem Ton, erlaubt sind "
            f"{LATE / fps * 1000:.0f} ms. Das Programm muss mit der ersten Stelle des Tons beginnen.",
            f"is out of time: the mouth moves {follows.late / fps * 1000:+.0f} ms after the sound, "
            f"{LATE / fps * 1000:.0f} ms are allowed. The program must begin where the sound begins.",
        )


def _rests(stills: NDArray[np.uint8], mouth: tuple[float, float, float, float], timeline: Timeline, who: str) -> None:
    """Raises:
    LotseError: The mouth moves where nobody speaks, or too little where somebody does.
    """
    import numpy as np

    height, width = stills.shape[1:]
    left, top, right, bottom = mouth
    box = slice(round(top * height), round(bottom * height)), slice(round(left * width), round(right * width))
    bright = stills[:, box[0], box[1]].mean(axis=(1, 2), dtype=np.float32)
    quiet = at_rest(timeline)
    span = float(np.ptp(bright)) if timeline.sounds else SPAN
    if span < LEAST:
        raise _refused(
            who,
            f"bewegt den Mund kaum: {span:.1f} Helligkeitsstufen, nötig sind {LEAST:.0f}.",
            f"hardly moves its mouth: {span:.1f} levels of brightness, {LEAST:.0f} are needed.",
        )
    off = np.abs(bright - float(np.median(bright[quiet]))) / span * quiet
    if off.max() > AT_REST:
        time = int(off.argmax()) / timeline.fps
        raise _refused(
            who,
            f"bewegt bei {time:.1f} s den Mund um {off.max():.0%}, obwohl niemand spricht; erlaubt sind "
            f"{AT_REST:.0%}. Wo der Ton still ist, muss der Mund ruhen.",
            f"moves its mouth by {off.max():.0%} at {time:.1f} s although nobody speaks; {AT_REST:.0%} are allowed. "
            "Where the sound is silent the mouth must rest.",
        )


SPAN = 20.0
"""Levels of luma that a mouth moves which speaks: what is at rest is measured by it where nobody does."""


def _length(who: str, found: float, wanted: float) -> LotseError:
    return _refused(
        who,
        f"dauert {found:.2f} s, der Ton {wanted:.2f} s. Das Programm muss vom Anfang bis zum Ende des Tons zeichnen, "
        "auch wo er still ist.",
        f"lasts {found:.2f} s, the sound {wanted:.2f} s. The program must draw from the beginning of the sound to its "
        "end, silence included.",
    )


def _refused(who: str, de: str, en: str) -> LotseError:
    return LotseError(f"Das Video für den Avatar „{who}“ {de}", f'The video for the avatar "{who}" {en}')
