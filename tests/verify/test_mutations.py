"""For every gate there is a way to break exactly its property in a real film, and exactly that gate fails.

One film for all, a draft with its note, because it passes every gate that there is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.model import Hearing
from pipeline.seal import manifest, xmp
from tests.films import ffmpeg, remade, repainted, resounded

if TYPE_CHECKING:
    from pipeline.scene.sprite import Box
    from tests.films import Proof

pytest_plugins = ["tests.films"]
pytestmark = pytest.mark.slow

ELSEWHERE = {"lips", "flash"}
"""Gates with mutations in a module of their own."""


def _stained(box: Box, when: str = "1") -> str:
    """A spot of the wrong brightness inside a plate."""
    return f"drawbox=x={box.left + 40}:y={box.top + 30}:w=60:h=40:color=gray:t=fill:enable='{when}'"


def _plate(key: object, when: Callable[[Proof], str] = lambda film: "1") -> Callable[[Proof, Path], list[str]]:
    return lambda film, path: film.failed(repainted(film.path, path, _stained(film.scene.draw(key).box, when(film))))


def _between(film: Proof) -> str:
    first = film.timeline.captions[0]
    return f"between(t,{first.start},{first.end})"


def _expecting(**other: object) -> Callable[[Proof, Path], list[str]]:
    """The film held against something else, as if it had not followed."""
    return lambda film, path: replace(film, expected=replace(film.expected, **other)).failed()  # type: ignore[arg-type]


def _another_text(film: Proof, path: Path) -> list[str]:
    said = (*film.expected.sentences[:1], "Bring money.", *film.expected.sentences[2:])
    return _expecting(sentences=said)(film, path)


def _another_fact(film: Proof, path: Path) -> list[str]:
    script = film.expected.script
    units = (replace(script.units[0], text="Komm um 9:30 Uhr."),)
    return _expecting(script=replace(script, units=units))(film, path)


def _open_lips(film: Proof, path: Path) -> list[str]:
    """As if the lips closed at no p, b or m."""
    poses = tuple(replace(pose, viseme="t" if pose.viseme == "closed" else pose.viseme) for pose in film.timeline.poses)
    return film.expecting(replace(film.timeline, poses=poses)).failed()


def _misheard(film: Proof, path: Path) -> list[str]:
    """As if the ear had not understood who introduces herself."""
    first, *others = film.expected.spoken
    hearing = Hearing("misheard", "Hollow eyes.", 0.9, "Warum.", "Why.")
    return _expecting(spoken=(replace(first, hearing=hearing), *others))(film, path)


def _caption_missing(film: Proof, path: Path) -> list[str]:
    return film.expecting(replace(film.timeline, captions=film.timeline.captions[:-1])).failed()


def _silence(film: Proof, path: Path) -> list[str]:
    third = film.timeline.sounds[2]
    return film.failed(
        resounded(film.path, path, f"volume=0:enable='between(t,{third.start - 0.05},{third.end + 0.05})'")
    )


def _click(film: Proof, path: Path) -> list[str]:
    """A thousandth of a second in the middle of a pause."""
    one, other = film.timeline.sounds[1:3]
    at = (one.end + other.start) / 2
    return film.failed(remade(film.path, path, f"if(between(t,{at},{at + 0.001}),0.1,val(ch))"))


def _wrong_xmp(film: Proof, path: Path) -> list[str]:
    xmp.write(film.path, path, source_type=manifest.COMPOSITE, title="", language="en", software="x")
    manifest.sign(path, path, film.proof.claim, film.keys)
    return film.failed(path, seal=False)


MUTATIONS: dict[str, Callable[[Proof, Path], list[str]]] = {
    "label": _plate("label", lambda film: "eq(n,11)"),
    "review note": _plate("note", lambda film: "eq(n,11)"),
    "end card": _plate("card", lambda film: f"gte(t,{film.timeline.duration - 1})"),
    "draft words": _plate("draft", lambda film: "eq(n,11)"),
    "captions": _plate(("caption", 0), _between),
    "text": _another_text,
    "voice": _expecting(voice="human"),
    "introduction": _expecting(intro="Hello, I am Maya, a colleague."),
    "request": _expecting(german="Dolmetschen ist kostenlos."),
    "review state": _expecting(state="approved"),
    "caption text": _caption_missing,
    "facts": _another_fact,
    "heard": _misheard,
    "mouth": _open_lips,
    "speech": _silence,
    "pauses": _click,
    "loudness": lambda film, path: film.failed(resounded(film.path, path, "volume=4dB")),
    "stream": lambda film, path: film.failed(ffmpeg(film.path, path, "-c", "copy", "-movflags", "-faststart")),
    "manifest": lambda film, path: replace(
        film, proof=replace(film.proof, claim=replace(film.proof.claim, draft=False))
    ).failed(),
    "XMP": _wrong_xmp,
    "watermark": lambda film, path: replace(film, proof=replace(film.proof, mark_key=b"x" * 32)).failed(),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_broken_in_one_property_a_film_fails_one_gate(name: str, draft: Proof, tmp_path: Path) -> None:
    assert MUTATIONS[name](draft, tmp_path / "film.mp4") == [name]


def test_no_gate_is_without_a_mutation(draft: Proof) -> None:
    report = draft.verify()
    assert report.passed
    assert {gate.name for gate in report.gates} - ELSEWHERE == set(MUTATIONS)
