"""Gates on the file: codec, size, rate, colour, duration, fast start."""

from __future__ import annotations

from pathlib import Path

from pipeline.media import Probe, probe
from pipeline.model import Film, Gate, Timeline


def film(path: Path) -> Film:
    found = probe(path)
    rate = _ratio(found.video.get("avg_frame_rate", "0/1"))
    size = (int(found.video.get("width", 0)), int(found.video.get("height", 0)))
    return Film(path, found.duration, *size, rate, path.stat().st_size)


def gate(path: Path, timeline: Timeline) -> Gate:
    """H.264 High, yuv420p, BT.709, AAC 48 kHz, the timeline's size, rate and length, playable from the first byte."""
    found = probe(path)
    wanted = {
        "codec": ("h264", found.video.get("codec_name")),
        "profile": ("High", found.video.get("profile")),
        "pixels": ("yuv420p", found.video.get("pix_fmt")),
        "colour": ("bt709", found.video.get("color_space")),
        "size": (f"{timeline.width}x{timeline.height}", f"{found.video.get('width')}x{found.video.get('height')}"),
        "rate": (f"{timeline.fps}/1", found.video.get("r_frame_rate")),
        "frames": (str(timeline.frames), found.video.get("nb_frames")),
        "sound": ("aac 48000 Hz", f"{found.audio.get('codec_name')} {found.audio.get('sample_rate')} Hz"),
        "fast start": ("yes", "yes" if _fast_start(path) else "no"),
    }
    wrong = {name: pair for name, pair in wanted.items() if pair[0] != pair[1]}
    late = _difference(found, timeline)
    if late > 0.06:
        wrong["duration"] = (f"{timeline.duration:.2f} s", f"{timeline.duration + late:.2f} s")
    said = "; ".join(f"{name}: {have} instead of {want}" for name, (want, have) in wrong.items())
    return Gate(
        "stream",
        not wrong,
        said or f"{', '.join(str(have) for _, have in wanted.values())}; duration off by {late * 1000:.0f} ms",
        "H.264 High yuv420p bt709, AAC 48 kHz, fast start; size, rate, frames as planned; duration within 60 ms",
        f"Die Filmdatei ist nicht so, wie sie sein muss ({said})." if wrong else "",
        f"The film file is not as it must be ({said})." if wrong else "",
    )


def _difference(found: Probe, timeline: Timeline) -> float:
    """Seconds by which picture or sound differ from the plan, the larger of both."""
    return max(abs(float(stream.get("duration", 0)) - timeline.duration) for stream in (found.video, found.audio))


def _ratio(text: str) -> float:
    over, under = text.split("/")
    return int(over) / int(under) if int(under) else 0.0


def _fast_start(path: Path) -> bool:
    """Whether the index (moov) stands before the data (mdat): ISO/IEC 14496-12."""
    with path.open("rb") as file:
        while len(head := file.read(8)) == 8:
            size, kind = int.from_bytes(head[:4], "big"), head[4:]
            if kind in (b"moov", b"mdat"):
                return kind == b"moov"
            if size == 1:
                size = int.from_bytes(file.read(8), "big") - 8
            if size < 8:
                return False
            file.seek(size - 8, 1)
    return False
