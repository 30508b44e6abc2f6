"""What was found out is told in words that staff understand, in German and in English."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import Gate
from pipeline.seal.manifest import Manifest
from pipeline.verify import told
from pipeline.verify.verdict import GERMAN, PICTURES, Found, Known, Open

NOTHING = Found(root=True, key=True, manifest=None, mark=None, match=None, gates=())
STRANGE = Manifest("valid", ("signingCredential.untrusted",), None, "", None, False, "Andere \u202eStelle")


def gates(*wrong: str) -> Found:
    judged = tuple(Gate(name, name not in wrong, "989 of 989 frames; worst 0.1", "all") for name in PICTURES)
    return Found(root=True, key=True, manifest=None, mark=None, match=None, gates=judged)


def test_every_part_of_the_picture_has_a_german_name() -> None:
    assert set(PICTURES) < set(GERMAN)
    assert told.names(["label", "flash"]) == ("Kennzeichnung, Flackern", "label, flash")


def test_how_many_frames_is_said_in_the_readers_language() -> None:
    layer = told.pixels(gates(), None)
    assert layer.found
    assert "(989 von 989 Bildern)" in layer.de
    assert "(989 of 989 frames)" in layer.en


def test_a_picture_that_is_wrong_or_cannot_be_judged() -> None:
    wrong = told.pixels(gates("captions"), None)
    assert (wrong.found, "Untertitel im Bild" in wrong.de) == (False, True)
    unknown = told.pixels(gates(), Open("label", "Die Schriften sind neu.", "The fonts are new."))
    assert (unknown.found, "nicht beurteilbar: Die Schriften sind neu." in unknown.de) == (None, True)


def test_the_name_in_a_strange_signature_cannot_turn_the_sentence_around() -> None:
    found = Found(root=True, key=True, manifest=STRANGE, mark=None, match=None, gates=())
    for text in (*told.sentence(found, 4, None, media=True), told.manifest(found).de):
        assert "Stelle" in text
        assert "\u202e" not in text
    assert "nicht unter dieser Wurzel" in told.sentence(found, 4, None, media=True)[0]


@pytest.mark.parametrize(("media", "says"), [(True, "Kein Lotse-Film"), (False, "Kein Film")])
def test_a_file_without_any_mark(media: bool, says: str) -> None:
    assert told.sentence(NOTHING, 4, None, media=media)[0].startswith(says)


def test_a_copy_without_its_signature_is_called_by_what_is_known_of_it() -> None:
    de, en = told.sentence(NOTHING, 1, Known(0x6A8D748F, "uk", "", "2026-11-22"), media=True)
    assert "(Ukrainisch, vom 2026-11-22, 6a8d748f)" in de
    assert "(Ukrainian, of 2026-11-22, 6a8d748f)" in en
    assert "Kopie ohne Unterschrift" in de


def test_metadata_of_a_file_that_has_none(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"x")
    assert told.xmp(tmp_path / "film.mp4").found is False
