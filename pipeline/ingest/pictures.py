"""Pictures and clips that a script shows: how they are written, which files they may be, whether they can be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from pipeline.characters import visible
from pipeline.errors import InputError
from pipeline.model import Unit

STILLS = (".png", ".jpg", ".jpeg", ".webp")
CLIPS = (".mp4", ".mov", ".webm", ".gif")
"""Silent, played once; the last frame stays."""
LARGEST, PIXELS, LONGEST = 40_000_000, 50_000_000, 30.0
"""Bytes of a file, pixels of a picture, seconds of a clip."""
SMALLEST, WIDEST, TALLEST = 48, 8.0, 2.5
"""Pixels of the shorter side, how many times as wide as high a picture may be, and how many times as high as wide: less
cannot be made out. The tallest are 200 pixels wide in a film, the pictures of any phone's screen 220."""
LINE = re.compile(r"[ \t\u200e\u200f\u061c]*!\[(?P<words>.*)\]\((?P<file>.*)\)[ \t\u200e\u200f\u061c]*")
"""A whole line. A name may hold blanks and brackets: "plan (1).png"."""
MARK = re.compile(r"!\[.*?\]\(")
"""Where a picture begins."""
_HOW_DE = "So wird ein Bild geschrieben, in einer Zeile für sich: ![Was darauf zu sehen ist](lageplan.png)"
_HOW_EN = "This is how a picture is written, in a line of its own: ![What there is to see](lageplan.png)"


class AbsentError(InputError):
    """It is not there; perhaps not yet."""


def is_clip(name: str) -> bool:
    return name.lower().endswith(CLIPS)


def called(name: str) -> tuple[str, str, str]:
    """What a file is called in messages: in German, what replaces it there, and in English."""
    return ("Clip", "ihn", "clip") if is_clip(name) else ("Bild", "es", "picture")


def read_line(text: str, paragraph: int, path: Path, line: int) -> Unit | None:
    """A line that is a picture; None: it is none.

    Raises:
        InputError: It is half a picture, or one without words, or its file has no name as it must.
    """
    found = LINE.fullmatch(text)
    if not found or MARK.search(found["words"]) or "](" in found["words"]:
        if not MARK.search(text):
            return None
        raise InputError(
            f"Ein Bild steht nicht mitten im Text. {_HOW_DE}",
            f"A picture does not stand within a text. {_HOW_EN}",
            path=path,
            line=line,
        )
    words, file = " ".join(found["words"].split()), found["file"].strip()
    if not any(character.isalnum() for character in words):
        kind, it, english = called(file)
        raise InputError(
            f"Dem {kind} „{visible(file)}“ fehlen die Worte. Wer {it} nicht sehen kann, braucht sie: Schreiben Sie in "
            f"die eckigen Klammern, was zu sehen ist. {_HOW_DE}",
            f'The {english} "{visible(file)}" has no words. Who cannot see it needs them: write into the square '
            f"brackets what there is to see. {_HOW_EN}",
            path=path,
            line=line,
        )
    known = (*STILLS, *CLIPS)
    if re.search(r'[/\\:<>"|?*]', file) or file.startswith(".") or not file.lower().endswith(known):
        raise InputError(
            f"„{visible(file)}“ kann kein Bild sein. Möglich ist nur der Name einer Datei, die neben dem Skript liegt, "
            f"ohne Ordner und ohne Adresse; sie endet auf {', '.join(known)}.",
            f'"{visible(file)}" cannot be a picture. Possible is only the name of a file that lies beside the script, '
            f"without a folder and without an address; it ends in {', '.join(known)}.",
            path=path,
            line=line,
        )
    return Unit(words, line, paragraph, file)


def attached(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """A picture in a paragraph of its own belongs to the one that follows, the last one to the one before."""
    spoken = sorted({unit.paragraph for unit in units if not unit.picture})

    def home(paragraph: int) -> int:
        return next((other for other in spoken if other >= paragraph), spoken[-1] if spoken else paragraph)

    return tuple(replace(unit, paragraph=home(unit.paragraph)) if unit.picture else unit for unit in units)


def check(units: Sequence[Unit], script: Path) -> None:
    """That the script's pictures are there and can be shown.

    Raises:
        AbsentError: A file is missing; names the nearest that there is.
        InputError: It cannot be read, is too large, too small or too long; or a paragraph has two of them.
    """
    shown: dict[int, Unit] = {}
    for unit in units:
        if not unit.picture:
            continue
        if other := shown.get(unit.paragraph):
            raise InputError(
                f"Dieser Absatz hat zwei Bilder, „{other.picture}“ und „{unit.picture}“; zu sehen ist immer nur eines. "
                "Machen Sie zwei Absätze daraus.",
                f'This paragraph has two pictures, "{other.picture}" and "{unit.picture}"; only one is shown at a '
                "time. Make two paragraphs of it.",
                path=script,
                line=unit.line,
            )
        shown[unit.paragraph] = unit
        file = find(script.parent, unit.picture)
        if file is None:
            raise _absent(unit, script)
        if why := _unfit(file):
            de, en = why
            raise InputError(f"{_the(unit)[0]} {de}", f"{_the(unit)[1]} {en}", path=script, line=unit.line)


def find(folder: Path, name: str) -> Path | None:
    """The file, however its name is composed on the disk."""
    direct = folder / name
    if direct.is_file():
        return direct
    return next((one for one in folder.glob("*") if unicodedata.normalize("NFC", one.name) == name), None)


def _the(unit: Unit) -> tuple[str, str]:
    if is_clip(unit.picture):
        return f"Der Clip „{unit.picture}“", f'The clip "{unit.picture}"'
    return f"Das Bild „{unit.picture}“", f'The picture "{unit.picture}"'


def _absent(unit: Unit, script: Path) -> AbsentError:
    names = [one.name for one in script.parent.glob("*") if one.name.lower().endswith((*STILLS, *CLIPS))]
    lower = {name.lower(): name for name in names}
    near = [lower[found] for found in get_close_matches(unit.picture.lower(), lower, 1)]
    de = f" Meinten Sie „{visible(near[0])}“?" if near else ""
    en = f' Did you mean "{visible(near[0])}"?' if near else ""
    return AbsentError(
        f"{_the(unit)[0]} liegt nicht neben dem Skript.{de} Legen Sie {called(unit.picture)[1]} dazu, genau unter "
        "diesem Namen.",
        f"{_the(unit)[1]} does not lie beside the script.{en} Put it there under exactly this name.",
        path=script,
        line=unit.line,
    )


def _unfit(file: Path) -> tuple[str, str] | None:
    """Why it cannot be shown, in German and English."""
    size, clip = file.stat().st_size, is_clip(file.name)
    it = called(file.name)[1]
    if size > LARGEST:
        return (
            f"ist mit {size / 1e6:.0f} MB zu groß, erlaubt sind {LARGEST / 1e6:.0f} MB. Speichern Sie {it} kleiner.",
            f"is too large with {size / 1e6:.0f} MB, {LARGEST / 1e6:.0f} MB are allowed. Save it smaller.",
        )
    try:
        width, height, duration = _clip(file) if clip else _still(file)
    except (OSError, ValueError, SyntaxError, IndexError):
        # Pillow's readers of damaged files raise whatever they stumble over; PyAV's errors are OSErrors or ValueErrors.
        if clip:
            return (
                "lässt sich nicht abspielen. Öffnen Sie ihn in einem Videoprogramm und speichern Sie ihn neu, als MP4 "
                "(H.264).",
                "cannot be played. Open it in a program for videos and save it anew, as MP4 (H.264).",
            )
        return (
            "lässt sich nicht lesen. Öffnen Sie es in einem Bildprogramm und speichern Sie es neu, als PNG oder JPEG.",
            "cannot be read. Open it in a program for pictures and save it anew, as PNG or JPEG.",
        )
    if width * height > PIXELS:
        return (
            f"hat {width} x {height} Bildpunkte, erlaubt sind {PIXELS / 1e6:.0f} Millionen. Speichern Sie {it} "
            "kleiner.",
            f"has {width} x {height} pixels, {PIXELS / 1e6:.0f} millions are allowed. Save it smaller.",
        )
    if height > TALLEST * width and width >= SMALLEST:
        most = f"{TALLEST:.1f}"
        return (
            f"ist {width} Bildpunkte breit und {height} hoch. Im Film wäre es ein schmaler Streifen, auf dem nichts zu "
            f"erkennen ist: Höchstens {most.replace('.', ',')}-mal so hoch wie breit darf es sein. Schneiden Sie den "
            "Teil aus, auf den es ankommt, oder machen Sie zwei Bilder daraus, jedes in einem eigenen Absatz.",
            f"is {width} pixels wide and {height} high. In the film it would be a narrow strip on which nothing can be "
            f"made out: it may be at most {most} times as high as wide. Cut out the part that matters, or make two "
            "pictures of it, each in a paragraph of its own.",
        )
    if min(width, height) < SMALLEST or width > WIDEST * height:
        return (
            f"ist mit {width} x {height} Bildpunkten zu klein oder zu schmal; darauf wäre nichts zu erkennen.",
            f"is too small or too slim with {width} x {height} pixels; nothing could be made out.",
        )
    if duration > LONGEST:
        return (
            f"dauert {duration:.0f} Sekunden, erlaubt sind {LONGEST:.0f}. Schneiden Sie {it} kürzer.",
            f"takes {duration:.0f} seconds, {LONGEST:.0f} are allowed. Cut it shorter.",
        )
    return None


def _still(file: Path) -> tuple[int, int, float]:
    """Width, height as it was held; and read to its end, unless it has too many pixels for that."""
    from PIL import ExifTags, Image

    width, height = _pixels(file)
    if width * height <= PIXELS:
        with Image.open(file, formats=("PNG", "JPEG", "WEBP")) as image:
            image.draft("RGB", (width // 8, height // 8))  # of a JPEG, all blocks are read and few pixels made
            if image.getexif().get(ExifTags.Base.Orientation, 1) >= 5:  # turned by a quarter
                width, height = height, width
            image.load()
    return width, height, 0.0


def _pixels(file: Path) -> tuple[int, int]:
    """Width and height, from the file's head. Pillow's own opening warns on the terminal of pictures as large as those
    that are refused here, or gives no size at all."""
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile
    from PIL.WebPImagePlugin import WebPImageFile

    for reader in (PngImageFile, JpegImageFile):
        try:
            with reader(file) as image:
                return image.width, image.height
        except SyntaxError:  # it is of another kind
            continue
    with WebPImageFile(file) as image:
        return image.width, image.height


def seconds(file: Path) -> float:
    """How long a clip takes."""
    return _clip(file)[2]


def _clip(file: Path) -> tuple[int, int, float]:
    """Width, height, seconds; its first frame can be decoded."""
    import av

    with av.open(str(file)) as container:
        stream = container.streams.video[0]
        frame = next(container.decode(stream), None)
        if frame is None:
            raise ValueError
        return frame.width, frame.height, float(container.duration or 0) / av.time_base
