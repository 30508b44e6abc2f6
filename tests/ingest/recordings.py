"""Recordings to test with: a Piper voice, chords, silence, in every format that staff hand in."""

from __future__ import annotations

import subprocess
import wave
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline import language
from pipeline.media import SAMPLE_RATE
from pipeline.speak.choose import voices

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.model import Gender

    Sound = NDArray[np.float32]

CODECS = {
    ".wav": ["-c:a", "pcm_s16le"],
    ".mp3": ["-c:a", "libmp3lame"],
    ".m4a": ["-c:a", "aac"],
    ".ogg": ["-c:a", "libvorbis"],
    ".opus": ["-c:a", "libopus"],
    ".flac": ["-c:a", "flac"],
    ".mp4": ["-c:a", "aac"],
    ".mov": ["-c:a", "aac"],
}


def say(models: Path, code: str, gender: Gender, *sentences: str) -> list[Sound]:
    """Each sentence by itself, at SAMPLE_RATE."""
    voice, said = voices(language.load(code), gender, models)[0], []
    for sentence in sentences:
        one = voice.say(sentence)
        there = np.arange(int(len(one.samples) * SAMPLE_RATE / one.sample_rate)) * one.sample_rate / SAMPLE_RATE
        said.append(np.interp(there, np.arange(len(one.samples)), one.samples).astype(np.float32))
    return said


def silence(seconds: float) -> Sound:
    return np.zeros(int(seconds * SAMPLE_RATE), np.float32)


def chords(seconds: float) -> Sound:
    """A piano of sorts: four chords again and again, a second each, dying away."""
    t = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    keys = ((261.6, 329.6, 392.0), (220.0, 261.6, 329.6), (174.6, 220.0, 261.6), (196.0, 246.9, 293.7))
    tones = sum(
        np.where(t // 1 % 4 == at, sum(np.sin(2 * np.pi * f * t) + 0.4 * np.sin(4 * np.pi * f * t) for f in chord), 0.0)
        for at, chord in enumerate(keys)
    )
    return np.asarray(0.15 * tones * np.exp(-2 * (t % 1)), np.float32)


def save(path: Path, parts: Sequence[Sound]) -> Path:
    """As the format of its ending; .mp4 and .mov with a picture."""
    plain = path.with_suffix(".wav")
    with wave.open(str(plain), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.clip(np.concatenate(parts), -1, 1) * 32767).astype(np.int16).tobytes())
    if path != plain:
        picture = ["-f", "lavfi", "-i", "color=s=64x64:r=5", "-shortest"] if path.suffix in (".mp4", ".mov") else []
        ffmpeg("-i", str(plain), *picture, *CODECS[path.suffix], str(path))
        plain.unlink()
    return path


def ffmpeg(*arguments: str) -> None:
    subprocess.run(["ffmpeg", "-y", "-loglevel", "error", *arguments], check=True)
