"""Every file that is no usable recording is answered in German and English, before anything heavy is loaded."""

from __future__ import annotations

import os
import struct
import tracemalloc
import wave
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import InputError
from pipeline.ingest.beside import RECORDED
from pipeline.ingest.recording import LONGEST, duration, sound
from pipeline.media import SAMPLE_RATE
from tests.ingest.recordings import CODECS, chords, ffmpeg, save


@pytest.mark.parametrize("suffix", RECORDED)
def test_every_format_is_read_at_the_rate_that_whisper_hears(suffix: str, tmp_path: Path) -> None:
    path = save(tmp_path / f"Ton{suffix}", [chords(3)])
    announced = duration(path)
    heard = np.concatenate(list(sound(path, announced)))
    assert announced == pytest.approx(3, abs=0.2)
    assert len(heard) / SAMPLE_RATE == pytest.approx(3, abs=0.2)
    assert heard.dtype == np.float32
    assert 0.1 < np.abs(heard).max() <= 1


def test_the_formats_are_those_that_are_promised() -> None:
    assert set(CODECS) == set(RECORDED)


def test_stereo_at_another_rate_becomes_one_channel(tmp_path: Path) -> None:
    save(tmp_path / "a.wav", [chords(2)])
    ffmpeg("-i", str(tmp_path / "a.wav"), "-ac", "2", "-ar", "44100", str(tmp_path / "b.wav"))
    assert sum(map(len, sound(tmp_path / "b.wav", 2))) == pytest.approx(2 * SAMPLE_RATE, abs=50)


def refused(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        list(sound(path, duration(path)))
    assert caught.value.path == path
    assert caught.value.de.startswith(f"{path}: ")
    assert caught.value.en.startswith(f"{path}: ")
    return caught.value


def test_another_ending(tmp_path: Path) -> None:
    (tmp_path / "a.aiff").write_bytes(b"FORM")
    assert "Möglich sind: .wav, .mp3" in refused(tmp_path / "a.aiff").de


def test_a_missing_and_an_empty_file(tmp_path: Path) -> None:
    assert "gibt es nicht" in refused(tmp_path / "a.wav").de
    (tmp_path / "a.wav").touch()
    assert "leer (0 Byte)" in refused(tmp_path / "a.wav").de


@pytest.mark.parametrize("suffix", RECORDED)
def test_rubbish(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(np.random.default_rng(1).bytes(50_000))
    said = refused(path)
    assert "beschädigt oder keine Aufnahme" in said.de
    assert "damaged or no recording" in said.en


def test_a_playlist_under_a_recordings_name_is_not_followed(tmp_path: Path) -> None:
    """It could name any file or address; ffmpeg would go there."""
    save(tmp_path / "geheim.wav", [chords(2)])
    listed = f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{tmp_path / 'geheim.wav'}\n#EXT-X-ENDLIST\n"
    (tmp_path / "a.mp4").write_text(listed)
    assert "keine Aufnahme" in refused(tmp_path / "a.mp4").de
    (tmp_path / "b.wav").write_text(f"ffconcat version 1.0\nfile {tmp_path / 'geheim.wav'}\n")
    assert "keine Aufnahme" in refused(tmp_path / "b.wav").de


def test_a_film_without_sound(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=s=64x64:d=2", str(path))
    assert "keine Tonspur" in refused(path).de


def test_half_a_copy(tmp_path: Path) -> None:
    """With its index first, so that what there is can be read."""
    ffmpeg(
        "-i", str(save(tmp_path / "a.m4a", [chords(20)])), "-c", "copy", "-movflags", "+faststart", f"{tmp_path}/b.m4a"
    )
    path = tmp_path / "b.m4a"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "bricht mittendrin ab" in refused(path).de


def test_part_of_a_flac_which_knows_how_long_it_is(tmp_path: Path) -> None:
    path = save(tmp_path / "a.flac", [chords(20)])
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 9 // 10])
    said = refused(path)
    assert "unvollständig: Lesbar sind 0:1" in said.de
    assert "von 0:20 Minuten" in said.de


def test_a_wav_from_a_pipe_does_not_know_its_length(tmp_path: Path) -> None:
    path = save(tmp_path / "a.wav", [chords(4)])
    data = bytearray(path.read_bytes())
    data[4:8] = b"\xff" * 4
    path.write_bytes(data)
    assert duration(path) == pytest.approx(4, abs=0.1)


def test_a_folder(tmp_path: Path) -> None:
    assert "ein Ordner" in refused(tmp_path).de


def hours(path: Path, seconds: int) -> Path:
    """Of nothing, 8 kHz; takes no room on the disk."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 1, 8000, 0, "NONE", ""))
        file.setnframes(seconds * 8000)
        file.writeframesraw(b"")
    header = bytearray(path.read_bytes())
    header[4:8] = struct.pack("<I", 36 + seconds * 8000)
    header[40:44] = struct.pack("<I", seconds * 8000)
    path.write_bytes(header)
    os.truncate(path, 44 + seconds * 8000)
    return path


def test_two_hours_are_refused_by_what_the_file_says(tmp_path: Path) -> None:
    said = refused(hours(tmp_path / "a.wav", 7200))
    assert "zu lang: 120 Minuten, erlaubt sind 30" in said.de
    assert "too long: 120 minutes, 30 are allowed" in said.en


def test_two_hours_are_refused_by_what_is_heard_too_and_memory_stays_flat(tmp_path: Path) -> None:
    seconds, pieces = 0.0, sound(hours(tmp_path / "a.wav", 7200), 0.0)
    tracemalloc.start()
    with pytest.raises(InputError, match="zu lang"):
        for piece in pieces:
            seconds += len(piece) / SAMPLE_RATE
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds == pytest.approx(LONGEST * 60, abs=2)
    assert peak < 2_000_000
