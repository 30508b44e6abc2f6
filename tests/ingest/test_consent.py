"""A recording beside a script is used only with the consent of who speaks, by name and date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.ingest import read_script, read_supplied, recordings
from pipeline.ingest.consent import missing, read
from pipeline.model import Consent, Value


def supplied(folder: Path, consent: str) -> Consent:
    path = folder / "termin.so.md"
    path.write_text(f"---\nconsent: {consent}\n---\nSalaan.\n", encoding="utf-8")
    written = read_supplied(path, "en").consent
    assert written
    return read(written, path)


@pytest.mark.parametrize(
    ("written", "name", "date"),
    [
        ("Amina Ali, 2026-01-20", "Amina Ali", "2026-01-20"),
        ("Amina Ali, 20.1.2026", "Amina Ali", "2026-01-20"),
        ("'Ali, Amina, 20. 01. 2026'", "Ali, Amina", "2026-01-20"),
        ("آمنه علی, 2026-01-20", "آمنه علی", "2026-01-20"),
    ],
)
def test_name_and_day(written: str, name: str, date: str, tmp_path: Path) -> None:
    assert supplied(tmp_path, written) == Consent(name, date)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("Amina Ali", "der Name oder der Tag"),
        ("2026-01-20", "der Name oder der Tag"),
        ("', 2026-01-20'", "der Name oder der Tag"),
        ("Amina Ali, letzte Woche", "der Name oder der Tag"),
        ("Amina Ali, 2026-02-30", "der Name oder der Tag"),
        ("Amina Ali, 20.01.26", "der Name oder der Tag"),
        ("anonym, 2026-01-20", "kein Name"),
        ("N. N., 2026-01-20", "kein Name"),
        ("Dolmetscherin, 2026-01-20", "kein Name"),
        ("'?, 2026-01-20'", "kein Name"),
        ("Maja, 2026-01-20", "kein Name"),
        ("ja, 2026-01-20", "kein Name"),
        (f"Amina Ali, {(datetime.now(UTC) + timedelta(days=3)).date()}", "in der Zukunft"),
    ],
)
def test_what_proves_nothing_is_refused_with_its_line(written: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=why) as caught:
        supplied(tmp_path, written)
    assert caught.value.line == 2
    assert "consent: Amina Ali, 2026-11-20" in caught.value.de
    assert "consent: Amina Ali, 2026-11-20" in caught.value.en


def test_the_script_itself_for_its_own_language(tmp_path: Path) -> None:
    path = tmp_path / "termin.md"
    path.write_text("---\nconsent: Eva Kern, 2026-01-20\n---\nHallo.\n", encoding="utf-8")
    assert read_script(path).consent == Value("Eva Kern, 2026-01-20", 2)
    path.write_text("Hallo.\n", encoding="utf-8")
    assert read_script(path).consent is None


def test_what_to_write_where_it_is_missing() -> None:
    sound = Path("termin.so.wav")
    for text, says in ((None, "termin.so.md"), (Path("termin.so.md"), "consent: "), (Path("termin.so.txt"), ".so.md")):
        error = missing(sound, text)
        assert says in error.de and says in error.en
        assert "consent: " in error.de and "consent: " in error.en


def test_recordings_lie_beside_the_script_under_its_name(tmp_path: Path) -> None:
    names = (
        "termin.md",
        "termin.ar.WAV",
        "termin.de.m4a",
        "termin.uk.opus",
        "termin.wav",
        "termin.ar.md",
        "anderes.fr.mp3",
    )
    for name in names:
        (tmp_path / name).write_text("x")
    found = recordings(tmp_path / "termin.md")
    assert {code: path.name for code, path in found.items()} == {
        "ar": "termin.ar.WAV",
        "de": "termin.de.m4a",
        "uk": "termin.uk.opus",
    }
    (tmp_path / "termin.ar.mp3").write_text("x")
    with pytest.raises(InputError, match="zwei Aufnahmen"):
        recordings(tmp_path / "termin.md")


def test_a_recording_in_a_language_that_there_is_not(tmp_path: Path) -> None:
    (tmp_path / "termin.ukr.wav").write_text("x")
    with pytest.raises(InputError, match="Meinten Sie „uk“"):
        recordings(tmp_path / "termin.md")
