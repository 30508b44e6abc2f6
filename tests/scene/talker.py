"""A small real program for [avatars.<name>]: a drawn face whose mouth opens as wide as the sound is loud.

talker.py SOUND PORTRAIT CLIP FPS [FAULT]. FAULT is what it does wrong, for tests; "clear" is none, but a transparent
ground. It imports nothing of Lotse: it stands for what an administrator installs.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np

WIDTH, HEIGHT = 224, 280
"""Drawn small and scaled up twice."""


def main(sound: str, portrait: str, clip: str, fps: str, fault: str = "") -> None:
    if fault == "crash":
        print("loading the model", flush=True)
        sys.exit("no graphics card found")
    if fault == "sleep":
        time.sleep(600)
    if fault == "look around":
        seen = {"environment": dict(os.environ), "networks": [name for _, name in socket.if_nameindex()]}
        Path("seen.json").write_text(json.dumps({**seen, "input": sys.stdin.read(), "folder": str(Path.cwd())}))
        fault = "nothing"
    if fault == "nothing":
        return
    if fault == "text":
        Path(clip).write_text("This is no video.")
        return
    Path(portrait).read_bytes()
    opening = envelope(Path(sound), int(fps))
    if fault == "late":
        opening = np.concatenate([np.zeros(5), opening[:-5]])
    elif fault == "frozen":
        opening[:] = 0.5
    elif fault == "another text":
        opening = opening[::-1]
    elif fault == "restless":
        opening[-10:] = 1
    elif fault == "short":
        opening = opening[: len(opening) * 9 // 10]
    rate = "10" if fault == "slow" else fps
    scale = 1 if fault == "small" else 2
    coding = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
    if fault == "clear":
        coding = ["-c:v", "qtrle", "-pix_fmt", "argb"]
    command = ["ffmpeg", "-loglevel", "error", "-nostdin", "-y", "-f", "rawvideo", "-pix_fmt", "rgba"]
    command += ["-s", f"{WIDTH}x{HEIGHT}", "-r", rate, "-i", "pipe:", "-vf", f"scale={scale * WIDTH}:-1:flags=neighbor"]
    with subprocess.Popen([*command, *coding, clip], stdin=subprocess.PIPE) as encoder:
        assert encoder.stdin
        for picture in pictures(opening, fault):
            encoder.stdin.write(picture.tobytes())
    sys.exit(encoder.returncode)


def envelope(sound: Path, fps: int) -> np.ndarray:
    """How wide the mouth is open in each frame, 0 … 1; smoothed, as lips have mass."""
    with wave.open(str(sound)) as file:
        rate, channels, count = file.getframerate(), file.getnchannels(), file.getnframes()
        samples = np.frombuffer(file.readframes(count), "<i2").reshape(-1, channels)[:, 0] / 32768
    parts = np.array_split(samples, round(count / rate * fps))
    level = np.sqrt([(part**2).mean() for part in parts])
    level = level / max(level.max(), 1e-3)
    opening = np.convolve(level, [0.25, 0.5, 0.25], "same") if fps > 5 else level
    return np.where(opening < 0.05, 0, opening)


def pictures(opening: np.ndarray, fault: str) -> Iterator[np.ndarray]:
    """The frames, RGBA: a head that nods a little, eyes, and a mouth."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    still = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    still[:] = (0, 0, 0, 0) if fault == "clear" else (90, 120, 140, 255)

    def ellipse(
        picture: np.ndarray, across: float, down: float, wide: float, high: float, colour: tuple[int, int, int]
    ) -> None:
        part = slice(max(0, int(down - high)), int(down + high) + 2)
        inside = ((columns[part] - across) / wide) ** 2 + ((rows[part] - down) / high) ** 2 <= 1
        picture[part][inside] = (*colour, 255)

    ellipse(still, 112, 290, 100, 95, (40, 70, 90))
    ellipse(still, 112, 105, 60, 80, (224, 172, 140))
    for across in (88, 136):
        ellipse(still, across, 88, 8, 4.5, (40, 30, 30))
    for number, wide in enumerate(opening):
        picture = still.copy()
        if fault == "blank" and number == 40:
            picture[:] = 0, 0, 0, 255
        ellipse(picture, 112, 140, 23, 2.5 + 15 * wide, (70, 20, 25))
        nod = 0 if fault == "frozen" else round(2 + 1.5 * np.sin(number / 9))
        yield np.concatenate([picture[:nod], picture[: HEIGHT - nod]])


if __name__ == "__main__":
    main(*sys.argv[1:])
