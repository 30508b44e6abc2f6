"""Whether all of a recording is there. Of a file that broke off while it was copied, ffmpeg reads what there is and
says nothing: the end of the script would be missing, and nobody would know.

Only what the file itself says counts: the sizes of its parts (RIFF, ISO/IEC 14496-12, RFC 3533), the length in an MP3's
first frame (Xing, VBRI), the frames of one without. An MP3's length in seconds is a guess, often wrong.
"""

from __future__ import annotations

import io
import mmap
import re
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import InputError

_MISSING, _SHORT = 0.02, 1.0
"""Part of the announced length, and seconds; less that cannot be read is rounding."""
_SLACK = 4096
"""Bytes by which the sizes in RIFF and MP3 headers may be wrong: tags come and go."""
_UNKNOWN = 0x7FFFF000
"""From here on a RIFF size is a placeholder: who writes to a pipe cannot know the length."""
_FIRST = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_BOXES = (*_FIRST, b"moof", b"mfra", b"sidx", b"styp", b"uuid", b"meta", b"udta", b"emsg")
"""What MP4 and MOV are made of, and may begin with."""
_RATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""MPEG version → kbit/s of layer III."""
_SAMPLES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_PAGE = 27 + 255 + 255 * 255
"""Bytes of the longest page of Ogg."""


def refuse_cut(path: Path) -> None:
    """Looks at the parts of the file; nothing is decoded.

    Raises:
        InputError: It ends in the middle of one.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] == b"RIFF":
            said = int.from_bytes(head[4:8], "little")
            cut = said < _UNKNOWN and said - size > min(_SLACK, said / 10)
        elif head[:4] == b"OggS":
            cut = _ogg(file, size)
        elif head[4:8] in _FIRST:
            cut = _boxes(file, size)
        else:
            cut = _is_mp3(head) and _mp3(file, size)
    if cut:
        raise InputError(
            "Die Aufnahme ist unvollständig: Die Datei bricht mittendrin ab. Kopieren Sie sie noch einmal hierher. Ist "
            "sie auch am alten Platz nicht länger, öffnen Sie sie in einem Tonprogramm und speichern Sie sie neu als "
            ".wav.",
            "The recording is incomplete: the file breaks off in the middle. Copy it here once more. If it is no "
            "longer in its old place either, open it in a sound editor and save it anew as .wav.",
            path=path,
        )


def refuse_short(path: Path, announced: float, seconds: float) -> None:
    """Args:
        announced: Seconds that the file says it lasts; 0: it does not say.
        seconds: That could be decoded.

    Raises:
        InputError: Too much of it could not be read.
    """
    if announced - seconds <= max(_SHORT, _MISSING * announced):
        return
    with path.open("rb") as file:
        if _is_mp3(file.read(12)):
            return
    raise InputError(
        f"Die Aufnahme ist unvollständig: Lesbar sind {clock(seconds)} von {clock(announced)} Minuten. Kopieren "
        "Sie sie noch einmal hierher.",
        f"The recording is incomplete: {clock(seconds)} of {clock(announced)} minutes can be read. Copy it here "
        "once more.",
        path=path,
    )


def clock(seconds: float) -> str:
    """How a player shows it: "1:05"."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _boxes(file: BinaryIO, size: int) -> bool:
    """MP4, M4A, MOV: one box after the other, each with its length."""
    at = 0
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:], "big")
        if head[4:8] not in _BOXES or length < 8:
            return False  # something was appended, or this one goes up to the end
        at += length
    return at > size


def _ogg(file: BinaryIO, size: int) -> bool:
    """The last page says how long it is."""
    file.seek(max(0, size - _PAGE))
    tail = file.read()
    for found in reversed(list(re.finditer(rb"OggS\0[\0-\x07]", tail))):
        page = tail[found.start() :]
        if len(page) < 27 or len(page) < 27 + page[26]:
            return True
        return len(page) < 27 + page[26] + sum(page[27 : 27 + page[26]])
    return False


def _is_mp3(head: bytes) -> bool:
    return head[:3] == b"ID3" or _frame(head) > 0


def _mp3(file: BinaryIO, size: int) -> bool:
    """By the size in its first frame, if that tells it, and frame by frame."""
    file.seek(0)
    tag, start = file.read(10), 0
    if tag[:3] == b"ID3":  # its size in four times seven bits
        start = 10 + sum(byte << 7 * (3 - at) for at, byte in enumerate(tag[6:]))
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        start = next((at for at in range(start, min(size, start + _SLACK)) if _chained(data, at)), size)
        said = _announced(data[start : start + _frame(data[start : start + 4])])
        if said - (size - start) > _SLACK:
            return True
        while length := _frame(data[start : start + 4]):
            start += length
    return start > size


def _chained(data: mmap.mmap, at: int) -> bool:
    """Whether a frame begins here, and another behind it: two bytes alone may be chance."""
    length = _frame(data[at : at + 4])
    return length > 0 and _frame(data[at + length : at + length + 4]) > 0


def _announced(frame: bytes) -> int:
    """Bytes of all frames, as the encoder wrote them into the first; 0: it did not."""
    if (at := max(frame.find(b"Xing"), frame.find(b"Info"))) >= 0:
        fields = io.BytesIO(frame[at + 4 :])
        flags = int.from_bytes(fields.read(4), "big")
        fields.seek(4 if flags & 1 else 0, io.SEEK_CUR)
        return int.from_bytes(fields.read(4), "big") if flags & 2 else 0
    at = frame.find(b"VBRI")
    return int.from_bytes(frame[at + 10 : at + 14], "big") if at >= 0 else 0


def _frame(head: bytes) -> int:
    """Bytes of the frame of MPEG layer III that begins so; 0: none does."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, samples = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in (0, 15) or samples == 3:
        return 0
    bits = _RATES[3 if version == 3 else 2][rate] * 1000
    return (144 if version == 3 else 72) * bits // _SAMPLES[version][samples] + (head[2] >> 1 & 1)
