"""What a program filmed is measured before a film shows it, and stands there as the gates will look for it."""

from __future__ import annotations

import subprocess
import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import InputError, LotseError
from pipeline.formats import FORMATS
from pipeline.media import samples
from pipeline.model import EndCard, Format, Gate, Timed, Timeline
from pipeline.scene import face, program, sync
from pipeline.scene.face import Face
from pipeline.scene.figure import CUT, Filmed, hanging
from pipeline.scene.layout import layout
from pipeline.scene.sprite import planes
from pipeline.speak.loudness import Loudness
from pipeline.verify import lips, mouth
from pipeline.verify.sound import Heard
from tests.scene.plated import inside
from tests.scene.test_program import portrait

FPS, START, END, LENGTH = 25, 0.6, 4.4, 5.6
"""Frames a second; when somebody speaks, and how long the film is, in seconds."""
TIMELINE = Timeline(
    language="de",
    avatar="clara",
    width=1920,
    height=1080,
    fps=FPS,
    duration=LENGTH,
    voice="synthetic",
    sounds=(Timed(START, END, "0000.wav"),),
    sentences=(Timed(START, END, "Hallo."),),
    captions=(),
    poses=(),
    intro=Timed(START, END, ""),
    name_tag=Timed(0, 1, ""),
    end_card=Timed(5, LENGTH, EndCard("", "", "")),
    label="",
    note="",
    draft=(),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sound: syllables of noise, as long and as loud as chance wants."""
    folder, rng, rate = tmp_path_factory.mktemp("face"), np.random.default_rng(7), 48_000
    loud = np.zeros(round(LENGTH * rate))
    at = START
    while at < END - 0.1:
        length = min(rng.uniform(0.1, 0.3), END - at)
        span = slice(round(at * rate), round((at + length) * rate))
        loud[span] = np.hanning(span.stop - span.start) * rng.uniform(0.2, 1)
        at += length + (rng.uniform(0.1, 0.3) if rng.random() < 0.2 else 0)
    sound = (loud * rng.normal(0, 3000, len(loud))).clip(-32767, 32767).astype("<i2")
    with wave.open(str(folder / "sound.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(sound.tobytes())
    return folder


def made(home: Path, fault: str = "") -> tuple[Path, Face]:
    """What the program made with this fault, checked."""
    container = "mov" if fault == "clear" else "mp4"
    with program.workshop(home) as place:
        asked = portrait(home, fault, container=container)
        ran = program.run(asked, home / "sound.wav", place, seconds=LENGTH, fps=FPS)
        found = face.check(ran.clip, home / "sound.wav", TIMELINE, "clara", isolated=ran.isolated)
        return ran.clip.replace(home / f"{fault or 'good'}.{container}"), found


@pytest.fixture(scope="module")
def good(home: Path) -> tuple[Path, Face]:
    return made(home)


@pytest.fixture(scope="module")
def clear(home: Path) -> tuple[Path, Face]:
    return made(home, "clear")


# ---------------------------------------------------------------- what is measured


def test_a_face_that_speaks_in_time_passes(good: tuple[Path, Face], clear: tuple[Path, Face]) -> None:
    found = good[1]
    assert (found.width, found.height, found.fps, found.codec, found.transparent) == (448, 560, 25, "h264", False)
    assert clear[1].transparent
    for _, one in (good, clear):
        assert abs(one.late) <= 1 / FPS
        assert one.correlation > 0.8
        left, top, right, bottom = one.mouth
        assert left < 0.5 < right
        assert top < 140 / 280 < bottom
        assert (right - left) * (bottom - top) < 0.1


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("text", r"ist nicht lesbar"),
        ("small", r"ist 280 Pixel hoch, nötig sind 512"),
        ("slow", r"hat 10 Bilder je Sekunde, verlangt waren 25 \(möglich: 20 bis 60\)"),
        ("short", r"dauert 5\.04 s, der Ton 5\.60 s"),
        ("blank", r"ist bei 1\.6 s leer"),
        ("frozen", r"steht still: bei \d\.\d s hat sich seit 2\.\d s nichts bewegt"),
        ("another text", r"spricht etwas anderes: Der Mund folgt dem Ton zu \d+%, nötig sind 45%"),
        ("late", r"nicht im Takt: Der Mund kommt \+200 ms nach dem Ton, erlaubt sind 40 ms"),
        ("restless", r"bewegt bei 5\.\d s den Mund um \d+%, obwohl niemand spricht"),
    ],
)
def test_a_face_that_cannot_be_shown_is_refused_with_what_was_measured(home: Path, fault: str, told: str) -> None:
    with pytest.raises(LotseError, match=told) as caught:
        made(home, fault)
    assert "„clara“" in caught.value.de
    assert '"clara"' in caught.value.en


def test_where_nobody_speaks_the_face_must_rest(home: Path, good: tuple[Path, Face]) -> None:
    nobody = replace(TIMELINE, voice="none", sounds=())
    with pytest.raises(LotseError, match="obwohl niemand spricht"):
        face.check(good[0], home / "sound.wav", nobody, "clara", isolated=True)


def test_a_silent_film_shows_a_face_at_rest(tmp_path: Path) -> None:
    """And the gate on the lips holds for it."""
    nobody = replace(TIMELINE, voice="none", sounds=(), duration=2.0)
    with wave.open(str(tmp_path / "sound.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(bytes(2 * 2 * 48_000))
    ran = program.run(portrait(tmp_path), tmp_path / "sound.wav", tmp_path, seconds=2, fps=FPS)
    found = face.check(ran.clip, tmp_path / "sound.wav", nobody, "clara", isolated=True)
    assert (found.late, found.correlation) == (0, 0)
    planned = Filmed(ran.clip, found, layout("16x9", rtl=False), nobody, "clara").mouth()
    seen = lips.Lips(replace(planned, left=0, top=0, right=1, bottom=1))
    for number, letter in enumerate(planned.shapes):
        shade = int(planned.shades.split()[ord(letter) - ord("a")]) / 10
        seen.see(number, np.array([[shade]]))
    assert seen.moved(nobody).restless <= lips.RESTLESS


def test_a_sound_at_any_delay_is_found() -> None:
    rng = np.random.default_rng(3)
    loud = np.convolve(rng.random(250), np.ones(3) / 3, "same")
    for late in (-4, 0, 1, 6):
        stills = np.full((250, 20, 16), 90, np.uint8)
        stills[:, 12:15, 6:10] = (200 - 120 * np.roll(loud, late)).astype(np.uint8)[:, None, None]
        found = sync.follow(stills, loud, np.ones(250, bool), 25)
        assert found.late == late
        assert found.mouth == (6 / 16, 12 / 20, 10 / 16, 15 / 20)
        assert found.correlation > 0.99


# ---------------------------------------------------------------- how it stands in the film


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("rtl", [False, True])
def test_it_keeps_its_shape_and_covers_nothing(
    good: tuple[Path, Face], clear: tuple[Path, Face], form: Format, rtl: bool
) -> None:
    where = layout(form, rtl=rtl)
    hung, stands = (Filmed(*one, where, TIMELINE, "clara") for one in (good, clear))
    for box in (hung.box, stands.box):
        assert (box.right - box.left) / (box.bottom - box.top) == pytest.approx(448 / 560, abs=0.01)
    assert inside(hung.seen, hanging(where))
    assert hung.seen.bottom - hung.seen.top >= 570


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("size", [(640, 640), (512, 640), (1138, 640), (360, 640)])
@pytest.mark.parametrize("mouth", [(0.44, 0.6, 0.56, 0.7), (0.3, 0.85, 0.4, 0.95)])
def test_what_hangs_is_large_and_shows_its_mouth(
    good: tuple[Path, Face],
    size: tuple[int, int],
    mouth: tuple[float, float, float, float],
    form: Format,
    rtl: bool,
) -> None:
    """Of a wide video the sides are cut off, as far as they may; the mouth comes to the middle, no words lie on it."""
    where = layout(form, rtl=rtl)
    clip, found = good
    figure = Filmed(clip, replace(found, width=size[0], height=size[1], mouth=mouth), where, TIMELINE, "clara")
    box, seen, lips = figure.box, figure.seen, figure.mouth_box
    assert inside(seen, hanging(where))
    assert inside(seen, box)
    assert (seen.top, seen.bottom) == (box.top, box.bottom)
    assert seen.right - seen.left >= (1 - CUT) * (box.right - box.left) - 2
    assert inside(lips, seen)
    for name in ("caption", "beside_card", "card", "tag", "small_tag", "label", "note", "code", "contact", "picture"):
        assert not lips & getattr(where, name), name
    cut = (lips.left - seen.left) - (seen.right - lips.right)
    assert abs(cut) <= 6 or seen.left == box.left or seen.right == box.right
    room = hanging(where)
    if mouth[3] < 0.75:  # at least one way as large as can be
        assert (
            room.bottom - room.top - (seen.bottom - seen.top) < 100 or room.right - room.left == seen.right - seen.left
        )


def test_the_film_shows_the_mouth_as_the_video_does(good: tuple[Path, Face]) -> None:
    """The gate on the lips, fed with what the composer would draw, holds; five frames later it does not."""
    figure = Filmed(*good, layout("1x1", rtl=False), TIMELINE, "clara")
    planned = figure.mouth()
    frames, luma = [], np.full((1080, 1080), 200, np.uint8)
    for number in range(TIMELINE.frames):
        for key in figure.keys(number):
            drawn = planes(figure.draw(key))
            box = drawn.box
            part = luma[box.top : box.bottom, box.left : box.right]
            drawn.luma.over(part)
        frames.append(luma[planned.top : planned.bottom, planned.left : planned.right].mean())

    def moved(shades: list[float]) -> lips.Moved:
        seen = lips.Lips(replace(planned, left=0, top=0, right=1, bottom=1))
        for number, shade in enumerate(shades):
            seen.see(number, np.array([[shade]]))
        return seen.moved(TIMELINE)

    held = moved(frames)
    assert held.late == 0
    assert held.unlike <= 0.05
    assert held.moves >= lips.STILL
    assert held.restless <= lips.RESTLESS
    assert moved(frames[:1] * 5 + frames[:-5]).late == pytest.approx(0.2)
    assert moved(frames[:1] * len(frames)).moves < lips.STILL


def test_the_gate_on_the_mouth_hears_whether_the_video_follows_the_sound(home: Path, good: tuple[Path, Face]) -> None:
    planned = Filmed(*good, layout("1x1", rtl=False), TIMELINE, "clara").mouth()
    heard = Heard(samples(home / "sound.wav")[0], Loudness(-18.0, -2.0))

    def judged(shapes: str) -> Gate:
        filmed = replace(planned, shapes=shapes)
        return mouth.gate(mouth.followed(heard, 0.0, TIMELINE, (), filmed), FPS)

    shapes = planned.shapes
    assert judged(shapes).passed
    assert not judged(shapes[:1] * 5 + shapes[:-5]).passed
    assert not judged(shapes[::-1]).passed
    assert not judged(shapes[:1] * len(shapes)).passed


def test_the_edges_of_a_transparent_face_are_not_stained(clear: tuple[Path, Face]) -> None:
    """Skin over nothing stays skin where it is half transparent, and does not become dark."""
    figure = Filmed(*clear, layout("16x9", rtl=False), TIMELINE, "clara")
    picture = figure.draw(figure.keys(0)[-1]).image
    forehead = picture[: len(picture) // 4]
    edge = forehead[(forehead[..., 3] > 20) & (forehead[..., 3] < 235)]
    assert len(edge) > 20
    assert edge[:, 0].min() >= 200


def test_frames_can_be_asked_for_in_any_order(good: tuple[Path, Face]) -> None:
    figure = Filmed(*good, layout("16x9", rtl=False), TIMELINE, "clara")
    at = [figure.draw(figure.keys(number)[-1]).image for number in (3, 60, 60, 3)]
    assert (at[1] == at[2]).all()
    assert (at[0] == at[3]).all()
    assert (at[0] != at[1]).any()


def test_a_mouth_behind_the_captions_is_refused(good: tuple[Path, Face], clear: tuple[Path, Face]) -> None:
    clip, found = clear
    low = replace(found, mouth=(0.4, 0.75, 0.6, 0.8))
    with pytest.raises(InputError, match="Im Format 16x9 verdecken die Untertitel den Mund von „clara“"):
        Filmed(clip, low, layout("16x9", rtl=False), TIMELINE, "clara")


@pytest.mark.parametrize("coding", ["libvpx-vp9 webm yuva420p", "prores_ks mov yuva444p10le", "png mkv rgba"])
def test_transparency_survives(clear: tuple[Path, Face], tmp_path: Path, coding: str) -> None:
    encoder, container, pixels = coding.split()
    clip = tmp_path / f"a.{container}"
    options = ["-profile:v", "4444"] if "prores" in encoder else ["-deadline", "realtime", "-cpu-used", "8"]
    command = ["ffmpeg", "-loglevel", "error", "-i", str(clear[0]), "-t", "0.2", "-vf", "scale=112:140"]
    command += ["-c:v", encoder, "-pix_fmt", pixels, *(options if encoder != "png" else []), str(clip)]
    subprocess.run(command, check=True, timeout=60)
    codec = {"libvpx-vp9": "vp9", "prores_ks": "prores", "png": "png"}[encoder]
    first = next(face.frames(clip, codec, FPS, (112, 140)))
    assert first[5, 5, 3] <= 2
    assert first[62, 56, 3] >= 250
