"""Tiny real films, real keys, a whole claim."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pipeline.model import Caption, EndCard, Timed, Timeline
from pipeline.seal import keys as room
from pipeline.seal.keys import Keys
from pipeline.seal.manifest import Claim, Mouth, Plate


def lavfi(target: Path, picture: str, sound: str | None, *options: str) -> Path:
    inputs = ["-f", "lavfi", "-i", picture, *(["-f", "lavfi", "-i", sound] if sound else [])]
    encoding = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -movflags +faststart"
    command = ["ffmpeg", "-loglevel", "error", "-nostdin", "-y", *inputs, *encoding.split(), *options, str(target)]
    subprocess.run(command, check=True, timeout=60)
    return target


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds, 320x180, fast start."""
    return lavfi(tmp_path_factory.mktemp("film") / "film.mp4", "testsrc=s=320x180:r=5:d=2", "sine=d=2")


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return room.ensure(tmp_path_factory.mktemp("state") / "keys", "Haus XY")


@pytest.fixture
def claim() -> Claim:
    return Claim(
        title="موعد & <Termin>",
        language="ar",
        source_language="de",
        machine_translated=True,
        composite=False,
        software="Lotse",
        version="0.1.0",
        script_sha256="ab" * 32,
        film_id=0xFFFF_FFFF,
        revision=3,
        draft=False,
        review="machine",
        label=Plate(200, 10, 310, 40, "cd" * 32),
        timeline=Timeline(
            language="ar",
            avatar="maja",
            width=320,
            height=180,
            fps=5,
            duration=2.0,
            voice="synthetic",
            sounds=(Timed(0.1, 1.9, "0000.wav"),),
            sentences=(Timed(0.1, 1.9, "مرحبا"),),
            captions=(
                Timed(0.1, 0.7, Caption(("مرحبا",))),
                Timed(0.7, 1.9, Caption(("\u2067116\u2069 117", "\\N {x}"))),
            ),
            poses=(),
            intro=Timed(0.0, 1.1, "مرحبا"),
            name_tag=Timed(0.0, 1.2, "مايا · زميلة"),
            end_card=Timed(1.1, 2.0, EndCard("Bitte sagen Sie Bescheid.", "", "")),
            label="صورة وصوت",
            note="",
            draft=(),
        ),
        accent="#1f6f78",
        voice=("0azzza0",),
        mouth=Mouth(140, 90, 180, 110, "1690 1512", "aabbababaa"),
    )
