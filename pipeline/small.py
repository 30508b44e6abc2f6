"""Small copies for messengers: how much room a film has in one, and what people are told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.model import Film, Format, Gate

LIMIT = 16_000_000
"""Bytes: what messengers take as a film."""
SOUND = 64_000
"""Bits a second; both channels are equal, so this is as good as the film's own sound."""
LEAST = 70_000
"""Bits a second of picture, at which an Arabic film passed all its proofs in every format: the worst block of a plate
differed by 32 of the 40 grey values that are allowed, the watermark stood 10 standard deviations out, of 9."""
_INDEX = 6_000
"""Bits a second that the container takes: some 16 bytes a frame, 4 a packet of sound."""
_ROOM = 0.98
"""Two passes meet their rate within 1 %."""


@dataclass(frozen=True, slots=True)
class Small:
    """What became of the small copy of a film that was asked for."""

    format: Format
    status: Literal["made", "fits", "missing"]
    """fits: the film itself is small enough."""
    de: str
    en: str


def rate(film: Film, sealed: Film) -> int:
    """Bits a second that are left for the picture; less than `LEAST`: the film is too long.

    Args:
        film, sealed: The same film before and after sealing: what that adds is added to the copy too.
    """
    return int(_room(film, sealed) / film.duration - SOUND - _INDEX) // 1000 * 1000


def _room(film: Film, sealed: Film) -> float:
    """Bits that a copy may have before it is sealed."""
    return (LIMIT * _ROOM - (sealed.size - film.size)) * 8


def made(form: Format, name: str, copy: Film) -> Small:
    return Small(
        form,
        "made",
        f"Die kleine Kopie für Messenger ist {name} ({_de(copy.size)} MB).",
        f"The small copy for messengers is {name} ({_mb(copy.size)} MB).",
    )


def fits(form: Format, name: str, film: Film) -> Small:
    return Small(
        form,
        "fits",
        f"{name} passt so schon durch Messenger ({_de(film.size)} MB); eine kleine Kopie ist nicht nötig.",
        f"{name} fits messengers as it is ({_mb(film.size)} MB); no small copy is needed.",
    )


def too_long(form: Format, name: str, film: Film, sealed: Film) -> Small:
    minutes = int(_room(film, sealed) / (LEAST + SOUND + _INDEX) / 60)
    return Small(
        form,
        "missing",
        f"Die kleine Kopie für Messenger von {name} fehlt: Der Film dauert {_clock(film)} Minuten, in "
        f"{LIMIT / 1e6:.0f} MB passen lesbar etwa {minutes}. Für eine kleine Kopie das Skript bitte auf mehrere "
        "aufteilen.",
        f"There is no small copy of {name} for messengers: the film takes {_clock(film)} minutes, and about "
        f"{minutes} fit readably into {LIMIT / 1e6:.0f} MB. For a small copy, split the script.",
    )


def unproved(form: Format, name: str, failed: list[Gate]) -> Small:
    names = ", ".join(gate.name for gate in failed)
    return Small(
        form,
        "missing",
        f"Die kleine Kopie für Messenger von {name} fehlt: Auf {LIMIT / 1e6:.0f} MB verkleinert besteht der Film seine "
        f"Prüfungen nicht ({names}). Der Film selbst ist in Ordnung. Für eine kleine Kopie das Skript bitte auf "
        "mehrere aufteilen.",
        f"There is no small copy of {name} for messengers: made as small as {LIMIT / 1e6:.0f} MB the film fails its "
        f"proofs ({names}). The film itself is all right. For a small copy, split the script.",
    )


def size(copy: Film) -> Gate:
    """The one proof that a small copy has beyond those of a film."""
    return Gate("size", copy.size <= LIMIT, f"{copy.size} bytes", f"<= {LIMIT} bytes")


def _mb(size: int) -> str:
    return f"{size / 1e6:.1f}"


def _de(size: int) -> str:
    return _mb(size).replace(".", ",")


def _clock(film: Film) -> str:
    whole = round(film.duration)
    return f"{whole // 60}:{whole % 60:02d}"
