"""A copy is recognised without any mark; another film, also of the same scene, is not."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from pipeline.errors import LotseError
from pipeline.media import watch
from pipeline.seal.fingerprint import BITS, Changes, Fingerprint, fingerprint
from pipeline.seal.log import SAME, Entry, Log
from tests.seal.conftest import lavfi

SECONDS = 24


def scene(target: Path, language: int) -> Path:
    """One background and figure for all; captions, mouth and speech follow each language's own rhythm."""
    rhythm = random.Random(language)
    starts = sorted(rhythm.uniform(0, SECONDS - 1) for _ in range(SECONDS))
    spoken = [(start, start + rhythm.uniform(0.2, 0.8)) for start in starts]
    active = "+".join(f"between(t,{start:.2f},{end:.2f})" for start, end in spoken)
    captions = ",".join(
        f"drawbox=x={rhythm.randrange(60, 120)}:y=225:w={rhythm.randrange(150, 300)}:h=22:color=white:t=fill"
        f":enable='between(t,{start:.2f},{end:.2f})'"
        for start, end in spoken
    )
    picture = (
        f"color=0x1f6f78:s=480x270:r=10:d={SECONDS},drawbox=x=180:y=45:w=120:h=225:color=0xd0a080:t=fill,{captions}"
    )
    sound = f"aevalsrc='0.3*sin(2*PI*(200+20*t)*t)*min(1,{active})':d={SECONDS}:s=16000"
    return lavfi(target, picture, sound)


COPIES = {
    "crf 30, larger, mkv": ("mkv", "-preset veryfast -crf 30 -vf scale=854:480 -c:a libopus -b:a 32k"),
    "crop, smaller": ("mp4", "-preset veryfast -crf 30 -vf crop=iw*0.95:ih*0.95,scale=426:240 -c:a aac -b:a 48k"),
    "corner, brighter, 25 fps": ("mov", "-vf crop=iw*0.95:ih*0.95:0:0,eq=brightness=0.06:contrast=1.1,fps=25 -an"),
    "quiet": ("mp4", "-c:v copy -af volume=-15dB -c:a aac"),
    "another picture": ("mp4", "-vf negate,hue=h=90,drawbox=h=ih/2:t=fill -c:a copy"),
    "sound only": ("m4a", "-vn -c:a copy"),
}


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("films")
    return [scene(folder / f"{number}.mp4", number) for number in range(4)]


@pytest.fixture(scope="module")
def log(films: list[Path]) -> Log:
    log = Log(films[0].parent / "films.jsonl")
    for number, film in enumerate(films):
        log.add(Entry(fingerprint(film), "2026-11-21", number, "ar"))
    return log


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_recognised(films: list[Path], log: Log, tmp_path: Path, name: str) -> None:
    ending, options = COPIES[name]
    copy = tmp_path / f"copy.{ending}"
    command = ["ffmpeg", "-loglevel", "error", "-i", str(films[2]), *options.split(), str(copy)]
    subprocess.run(command, check=True, timeout=60)
    match = log.find(fingerprint(copy))
    assert match
    assert (match.entry.film_id, match.same) == (2, True)
    assert match.distance < 0.1


@pytest.mark.parametrize("size", ["270:480", "270:270"])
def test_a_film_that_is_watched_has_the_fingerprint_of_its_file_in_every_shape(
    size: str, films: list[Path], log: Log, tmp_path: Path
) -> None:
    film, changes = tmp_path / "upright.mp4", Changes(10)
    command = ["ffmpeg", "-loglevel", "error", "-i", str(films[2]), "-vf", f"scale={size},setsar=1", "-an", str(film)]
    subprocess.run(command, check=True, timeout=60)
    watch(film, [changes])
    match = log.find(Fingerprint(b"", changes.signs()))
    assert match
    assert (match.entry.film_id, match.same) == (2, True)
    assert match.distance < 0.1


def test_films_of_one_scene_are_told_apart(films: list[Path], tmp_path: Path) -> None:
    log = Log(tmp_path / "films.jsonl")
    prints = [fingerprint(film) for film in films]
    for number, one in enumerate(prints[:-1]):
        log.add(Entry(one, "2026-11-21", number, "ar"))
        match = log.find(prints[number + 1])
        assert match
        assert not match.same
        assert match.distance > 0.3


def test_a_still_silent_film_has_no_fingerprint(tmp_path: Path, log: Log) -> None:
    film = lavfi(tmp_path / "still.mp4", "testsrc=s=320x180:r=5:d=1,loop=-1:1,trim=end=3", "anullsrc=d=3", "-crf", "35")
    assert fingerprint(film) == Fingerprint(b"", b"")
    assert log.find(fingerprint(film)) is None


def test_a_very_short_film_has_one(film: Path) -> None:
    assert len(fingerprint(film).picture) == BITS // 8


def test_what_is_no_film_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.mp4").write_text("no film")
    with pytest.raises(LotseError, match=r"x\.mp4"):
        fingerprint(tmp_path / "x.mp4")


def test_the_limit_lies_between_copies_and_others() -> None:
    assert 10 / BITS < SAME < 90 / BITS
