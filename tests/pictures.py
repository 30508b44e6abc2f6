"""Small pictures and clips, made where a test needs them."""

from __future__ import annotations

import subprocess
from pathlib import Path


def still(path: Path, size: tuple[int, int] = (400, 300), colour: str = "#c04020", turned: int = 1) -> Path:
    """One colour, its left half darker.

    Args:
        turned: As EXIF says how the camera was held; 6: a quarter to the right.
    """
    from PIL import Image

    image = Image.new("RGB", size, colour)
    image.paste(image.crop((0, 0, size[0] // 2, size[1])).point(lambda value: value // 3), (0, 0))
    exif = image.getexif()
    exif[0x0112] = turned
    image.save(path, exif=exif)
    return path


def clip(path: Path, colours: str, size: tuple[int, int] = (160, 120), fps: int = 5) -> Path:
    """A frame of each colour, "rgb", whole."""
    from PIL import Image

    named = {"r": "#c02020", "g": "#20a020", "b": "#2020c0", "w": "#ffffff", "k": "#000000"}
    raw = b"".join(Image.new("RGB", size, named[colour]).tobytes() for colour in colours)
    command = ["ffmpeg", "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-r", str(fps)]
    command += ["-s", f"{size[0]}x{size[1]}", "-i", "-", "-pix_fmt", "yuv420p", str(path)]
    subprocess.run(command, input=raw, check=True, timeout=60)
    return path
