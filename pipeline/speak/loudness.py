"""The film's whole soundtrack, levelled: every film as loud as every other (ITU-R BS.1770, EBU R 128)."""

from __future__ import annotations

import os
import re
import subprocess
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import FullError, LotseError, MachineError
from pipeline.files import FULL
from pipeline.media import running

TARGET_LUFS = -18.0
"""AES TD1008 for speech on the web; a film may be 1 LU off."""
TRUE_PEAK_LIMIT = -1.0
"""dBTP of the finished film."""
SAMPLE_RATE = 48_000
"""Hertz."""
LIMIT = -2.5
"""dB, at four times the rate. Leaves room for what coding as AAC adds."""
NEAR_ENOUGH = 0.3
"""LU; further off, because the limiter took something away, the gain is corrected."""
PASSES = 4
_OVERSAMPLED = 4 * SAMPLE_RATE
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Loudness:
    integrated: float
    """LUFS, gated; -70 or less is silence."""
    true_peak: float
    """dBTP; -inf is digital silence."""


def measure(path: Path) -> Loudness:
    """Measures the first sound track of any media file.

    Raises:
        LotseError: It has no sound that ffmpeg can read.
    """
    import ffmpeg

    # Above "info" the summary is lost; the line per tenth of a second is not wanted.
    graph = ffmpeg.input(str(path)).audio.filter("ebur128", peak="true", framelog="verbose")
    log = _run(ffmpeg.output(graph, "-", format="null"), path, 600)
    # ffmpeg sets up a complex graph twice; the first summary knows no sample.
    integrated = re.findall(r"^\s+I:\s+(\S+) LUFS\s*$", log, re.M)
    peak = re.findall(r"^\s+Peak:\s+(\S+) dBFS\s*$", log, re.M)
    if not integrated or not peak:
        raise LotseError("Die Lautstärke ließ sich nicht messen.", "The loudness could not be measured.", path=path)
    return Loudness(float(integrated[-1]), float(peak[-1]))


def soundtrack(sounds: Sequence[tuple[Path, float]], duration: float, target: Path) -> Loudness:
    """Builds the narration of a film: 48 kHz, 16 bit, stereo with two equal channels.

    Levelled to `TARGET_LUFS` with a true peak under `LIMIT`; streamed, so a long film needs no more memory.

    Args:
        sounds: Mono 16 bit WAVs of one rate with their start in seconds, in order, not overlapping.
        duration: Of the film, seconds; the file has exactly round(duration * 48000) samples.
        target: The WAV to write; whole or not at all.

    Raises:
        ValueError: Two sounds overlap or have different rates, or the last ends after the film.
        MachineError: ffmpeg is not installed.
        LotseError: ffmpeg failed or was killed, or there is nothing but silence.
    """
    if not sounds:
        raise _silent(target)
    raw, part = target.with_suffix(".raw.wav"), target.with_suffix(".part.wav")
    samples = round(duration * SAMPLE_RATE)
    try:
        _lay_out(sounds, duration, raw)
        found = measure(raw)
        if found.integrated <= -70:
            raise _silent(target)
        gain = 0.0
        for _ in range(PASSES):
            gain += TARGET_LUFS - found.integrated
            _level(raw, part, gain, samples)
            found = measure(part)
            if abs(found.integrated - TARGET_LUFS) <= NEAR_ENOUGH:
                break
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise _unwritten(target, error) from error
    finally:
        raw.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
    return found


def silence(duration: float, target: Path) -> None:
    """The soundtrack of a film in which nobody speaks: digital silence, in the form that `soundtrack` has.

    Raises:
        MachineError: It cannot be written.
    """
    part = target.with_suffix(".part.wav")
    try:
        with wave.open(str(part), "wb") as out:
            out.setparams((2, 2, SAMPLE_RATE, 0, "NONE", ""))
            _silence(out, 2 * round(duration * SAMPLE_RATE))
        part.replace(target)
    except OSError as error:
        raise _unwritten(target, error) from error
    finally:
        part.unlink(missing_ok=True)


def _unwritten(target: Path, error: OSError) -> MachineError:
    if error.errno in FULL:
        return _full(target)
    return MachineError(
        f"Der Ton lässt sich nicht schreiben ({error.strerror}). Bitte Platz und Rechte prüfen.",
        f"The sound cannot be written ({error.strerror}). Please check room and permissions.",
        path=target.parent,
    )


def _lay_out(sounds: Sequence[tuple[Path, float]], duration: float, raw: Path) -> None:
    rate = 0
    written = 0
    with wave.open(str(raw), "wb") as out:
        for path, start in sounds:
            with wave.open(str(path), "rb") as sound:
                if not rate:
                    rate = sound.getframerate()
                    out.setparams((1, 2, rate, 0, "NONE", ""))
                if (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) != (1, 2, rate):
                    raise ValueError(f"{path}: not mono, 16 bit, {rate} Hz")
                gap = round(start * rate) - written
                # A start may be rounded to the sample on either side.
                if gap < -1 or start + sound.getnframes() / rate > duration + 1 / rate:
                    raise ValueError(f"{path}: begins before another sound ends, or ends after the film")
                _silence(out, gap)
                while block := sound.readframes(_BLOCK):
                    out.writeframesraw(block)
                written += max(gap, 0) + sound.getnframes()
        _silence(out, round(duration * rate) - written)


def _silent(target: Path) -> LotseError:
    return LotseError(
        "Der Film hätte keinen Ton. Bitte das Skript prüfen.",
        "The film would have no sound. Please check the script.",
        path=target,
    )


def _full(target: Path) -> FullError:
    return FullError(
        "Für den Ton ist kein Platz mehr. Bitte Platz schaffen und noch einmal starten.",
        "There is no room left for the sound. Free some space, then start again.",
        path=target.parent,
    )


def _silence(out: wave.Wave_write, frames: int) -> None:
    while frames > 0:
        out.writeframesraw(bytes(2 * min(frames, _BLOCK)))
        frames -= _BLOCK


def _level(raw: Path, part: Path, gain: float, samples: int) -> None:
    import ffmpeg

    graph = (
        ffmpeg.input(str(raw))
        .audio.filter("aformat", channel_layouts="stereo")
        .filter("volume", volume=f"{gain:.2f}dB")
        # Peaks between the samples show only at a higher rate.
        .filter("aresample", _OVERSAMPLED)
        .filter("alimiter", limit=10 ** (LIMIT / 20), level="disabled", latency=1)
        .filter("aresample", SAMPLE_RATE)
        .filter("apad", whole_len=samples)
        .filter("atrim", end_sample=samples)
        .output(str(part), acodec="pcm_s16le", format="wav", map_metadata=-1, fflags="+bitexact")
        .overwrite_output()
    )
    _run(graph, part, 60 + samples / SAMPLE_RATE)


def _run(graph: Any, path: Path, limit: float) -> str:
    """Runs ffmpeg in a session of its own, so that no child outlives the time limit (seconds); gives its log."""
    command = graph.global_args("-hide_banner", "-nostdin", "-nostats").compile()
    with running(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            _, log = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired as error:
            raise MachineError(
                f"ffmpeg wurde nach {limit:.0f} Sekunden nicht fertig. Bitte noch einmal versuchen.",
                f"ffmpeg did not finish within {limit:.0f} seconds. Please try again.",
                path=path,
            ) from error
    text = log.decode("utf-8", "replace")
    if process.returncode < 0:
        raise MachineError(
            "ffmpeg wurde beendet, bevor der Ton fertig war. Bitte noch einmal versuchen.",
            "ffmpeg was killed before the sound was finished. Please try again.",
            path=path,
        )
    if process.returncode:
        if "No space left" in text or "Disk quota exceeded" in text:
            raise _full(path)
        reason = (text.strip().splitlines() or ["?"])[-1]
        raise LotseError(
            f"ffmpeg kann den Ton nicht verarbeiten: {reason}",
            f"ffmpeg cannot process the sound: {reason}",
            path=path,
        )
    return text
