"""Gates on the sound: loudness, true peak, and that every sentence can be heard when it should be."""

from __future__ import annotations

from math import inf
from pathlib import Path

from pipeline.errors import LotseError, MachineError
from pipeline.media import read
from pipeline.model import Gate, Timeline
from pipeline.speak.loudness import Loudness, measure

TARGET, TOLERANCE, PEAK = -18.0, 1.0, -1.0
"""LUFS (AES TD1008 for speech), LU, dBTP."""
RATE = 8000
QUIETEST = -45.0
"""dBFS of a sentence; speech at -18 LUFS lies some 25 dB above."""


def loudness(path: Path) -> Gate:
    try:
        found = measure(path)
    except MachineError:
        raise
    except LotseError:
        found = Loudness(-inf, -inf)
    passed = abs(found.integrated - TARGET) <= TOLERANCE and found.true_peak <= PEAK
    return Gate(
        "loudness",
        passed,
        f"{found.integrated:.1f} LUFS, true peak {found.true_peak:.1f} dBTP",
        f"{TARGET:.0f} ±{TOLERANCE:.0f} LUFS, true peak <= {PEAK:.0f} dBTP",
        "" if passed else "Der Ton ist zu laut oder zu leise.",
        "" if passed else "The sound is too loud or too soft.",
    )


def speech(path: Path, timeline: Timeline) -> Gate:
    """Every sentence of the timeline sounds in its own window, the introduction and the request among them."""
    import ffmpeg
    import numpy as np

    command = ffmpeg.input(str(path)).audio.output("pipe:", format="s16le", ac=1, ar=RATE)
    pieces = []
    try:
        for piece in read(command.global_args("-loglevel", "error", "-nostdin").compile(), 2 * RATE, whole=False):
            pieces.append(piece)
    except MachineError:
        raise
    except LotseError:
        pass  # What cannot be read to its end is not heard.
    samples = np.frombuffer(b"".join(pieces), "<i2")
    levels = []
    for sound in timeline.sounds:
        part = samples[round(sound.start * RATE) : round(sound.end * RATE)].astype(np.float32) / 32768
        power = float(np.mean(part**2)) if part.size else 0.0
        levels.append(10 * float(np.log10(max(power, 1e-10))))
    silent = [number for number, level in enumerate(levels) if level < QUIETEST]
    passed = bool(levels) and not silent
    missed = silent[0] + 1 if silent else 1
    return Gate(
        "speech",
        passed,
        f"{len(levels) - len(silent)} of {len(levels)} sentences heard, "
        f"the quietest at {min(levels, default=-99):.0f} dBFS",
        f"all sentences above {QUIETEST:.0f} dBFS",
        "" if passed else f"Satz {missed} ist im Film nicht zu hören.",
        "" if passed else f"Sentence {missed} cannot be heard in the film.",
    )
