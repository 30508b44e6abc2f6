"""A recording that broke off while it was copied is told from a whole one, in every format; nothing is decoded."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.ingest.whole import refuse_cut, refuse_short
from tests.ingest.recordings import chords, ffmpeg, save

SECONDS = 30
MADE = {
    "pcm.wav": [],
    "variable.mp3": ["-q:a", "4"],
    "constant.mp3": ["-b:a", "64k"],
    "phone.mp3": ["-q:a", "4", "-write_xing", "0"],
    "dictaphone.mp3": ["-b:a", "64k", "-write_xing", "0", "-id3v2_version", "0"],
    "low.mp3": ["-ar", "11025", "-b:a", "24k", "-write_xing", "0"],
    "vorbis.ogg": ["-c:a", "libvorbis"],
    "message.opus": ["-c:a", "libopus", "-b:a", "16k"],
    "index last.m4a": ["-c:a", "aac"],
    "index first.m4a": ["-c:a", "aac", "-movflags", "+faststart"],
    "in pieces.mp4": ["-c:a", "aac", "-movflags", "+frag_keyframe+empty_moov", "-frag_duration", "1000000"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("whole")
    sound = save(made / "sound.wav", [chords(SECONDS)])
    outputs = [part for name, options in MADE.items() for part in (*options, str(made / name))]
    ffmpeg("-i", str(sound), *outputs)
    return made


@pytest.mark.parametrize("name", MADE)
def test_a_whole_file_is_no_false_alarm(name: str, folder: Path) -> None:
    refuse_cut(folder / name)


@pytest.mark.parametrize("part", [0.5, 0.9, 0.99])
@pytest.mark.parametrize("name", MADE)
def test_a_part_of_it_is_refused(name: str, part: float, folder: Path, tmp_path: Path) -> None:
    data, cut = (folder / name).read_bytes(), tmp_path / name
    cut.write_bytes(data[: int(len(data) * part) - 5])
    with pytest.raises(InputError, match="bricht mittendrin ab") as caught:
        refuse_cut(cut)
    assert "breaks off" in caught.value.en


@pytest.mark.parametrize("name", ["variable.mp3", "dictaphone.mp3"])
def test_a_tag_at_the_end_of_an_mp3_is_no_sound(name: str, folder: Path, tmp_path: Path) -> None:
    tagged = tmp_path / name
    tagged.write_bytes((folder / name).read_bytes() + b"TAG" + bytes(125))
    refuse_cut(tagged)


def test_a_wav_from_a_pipe_does_not_know_its_length(folder: Path, tmp_path: Path) -> None:
    data, piped = bytearray((folder / "pcm.wav").read_bytes()), tmp_path / "a.wav"
    for size in (0xFFFFFFFF, 0x7FFFFFFF, 0x7FFFF024):
        data[4:8] = size.to_bytes(4, "little")
        piped.write_bytes(data)
        refuse_cut(piped)


def test_what_no_format_says_is_left_to_the_decoder(tmp_path: Path) -> None:
    for data in (b"", b"x", b"ID3", b"RIFF", b"OggS", bytes(5000), b"\xff\xfb", b"\0\0\0\x08ftyp" + b"garbage!" * 9):
        (tmp_path / "a.bin").write_bytes(data)
        refuse_cut(tmp_path / "a.bin")


def test_the_length_in_seconds_counts_except_for_an_mp3(folder: Path) -> None:
    refuse_short(folder / "message.opus", 60, 59.1)
    refuse_short(folder / "message.opus", 0, 30)
    with pytest.raises(InputError, match="0:57 von 1:00"):
        refuse_short(folder / "message.opus", 60, 57)
    refuse_short(folder / "phone.mp3", 56, 30)
