"""The report of a film: everything is said, and nothing from a text becomes HTML."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.pages.report import report
from tests.pages.reader import HOSTILE, Reader


def data(**changes: Any) -> dict[str, Any]:
    return {
        "language": "ar",
        "title": "Termin",
        "draft": False,
        "gates": [
            {"name": "label", "passed": True, "measured": "250 of 250", "required": "all"},
            {"name": "note", "passed": False, "measured": "3 < 4", "required": ">= 4"},
        ],
        "findings": [],
        "script_language": "de",
        "units": [
            {
                "script": "Hallo 116 117",
                "text": "مرحبًا 116 117",
                "origin": "machine",
                "engine": "firefox en-ar",
                "bridge": "en supplied",
            }
        ],
        "review": {"words": "nicht geprüft"},
        "voice": {"name": "ar", "engine": "espeak", "licence": "GPL", "stand_in": True},
        "avatar": "maja",
        "avatar_credits": "Ada Beck · CC-BY-4.0",
        "models": [{"name": "firefox:en-ar", "licence": "MPL-2.0"}],
        "duration": 61.24,
        "cpu_seconds": 12.0,
        "film": "termin.ar.mp4",
        "size": 3_200_000,
        "film_sha256": "ab" * 32,
    } | changes


def another(**changes: Any) -> dict[str, Any]:
    """A film file in another format."""
    gates = [{"name": "stream", "passed": True, "measured": "1080x1920", "required": "as planned"}]
    seen = {"film": "termin.ar.9x16.mp4", "format": "9x16", "small": False, "width": 1080, "height": 1920}
    return seen | {"film_sha256": "cd" * 32, "size": 2_900_000, "duration": 61.24, "gates": gates} | changes


HEARING = {
    "sentences": 12,
    "understood": 9,
    "not_checked": 2,
    "reason": "Whisper kennt es nicht.",
    "misheard": [{"time": 12.3, "text": "Ruf 112.", "heard": f"Ruf 212 {HOSTILE}", "why": "„112“ war nicht zu hören."}],
    "other_voice": [{"time": 30.0, "text": "Guten Tag.", "voice": "espeak:de+f3"}],
}


def test_what_was_misheard_stands_in_the_report_with_its_time() -> None:
    page = Reader(report(data(hearing=HEARING)))
    said = ("9 von 12 Sätzen nachgehört und verstanden, 2 nicht geprüft: Whisper kennt es nicht.", "12.3 s", "Ruf 112.")
    for wanted in (*said, f"Ruf 212 {HOSTILE}", "„112“ war nicht zu hören.", "30.0 s: Guten Tag. (espeak:de+f3)"):
        assert page.text.count(wanted) == 1, wanted
    assert page.named("script") == []


def test_where_no_machine_spoke_nothing_is_said_of_hearing() -> None:
    assert "Nachgehört" not in Reader(report(data(hearing=None))).text


HEARD_GATE = {"name": "heard", "passed": True, "measured": "0", "required": "none"}


def test_a_proof_that_was_none_gets_no_tick() -> None:
    human = {"kind": "human", "consent": {"name": "Amina Ali", "date": "2026-11-20"}}
    none = {"not_checked": 12, "understood": 0, "misheard": [], "other_voice": []}
    for heard, voice in ((None, human), (None, {"kind": "none"}), (HEARING | none, data()["voice"])):
        page = Reader(report(data(gates=[HEARD_GATE], hearing=heard, voice=voice)))
        assert "✓" not in page.text and "zu verstehen" not in page.text
        assert "nachgehört" in page.text.lower() or "Nichts nachzuhören" in page.text
    assert "✓Beim Nachhören" in Reader(report(data(gates=[HEARD_GATE], hearing=HEARING))).text
    failed = report(data(gates=[HEARD_GATE | {"passed": False}], hearing=None))
    assert "✗Beim Nachhören" in Reader(failed).text


def test_where_no_machine_speaks_the_report_claims_no_spoken_request() -> None:
    gates = [{"name": name, "passed": True, "measured": "", "required": ""} for name in ("request", "introduction")]
    assert "wird gesprochen" in Reader(report(data(gates=gates))).text
    for voice in ({"kind": "none"}, {"kind": "human"}):
        text = Reader(report(data(gates=gates, voice=voice))).text
        assert "wird gesprochen" not in text and "Die Figur sagt" not in text and text.count("✓") == 2


def test_the_report_says_everything_once() -> None:
    page = Reader(report(data()))
    facts = ("Ersatzstimme", "61.2 s", "firefox:en-ar (MPL-2.0)", "ab" * 32, "3 < 4", "✓", "✗", "nicht geprüft")
    for wanted in ("Termin · Arabisch", "مرحبًا 116 117", "Maschine · firefox en-ar · en supplied", *facts):
        assert wanted in page.text
    assert "ENTWURF" not in page.text
    assert {"dir": "rtl", "lang": "ar"} in page.named("span")


def test_the_report_lists_every_film_file_with_its_own_proofs() -> None:
    films = [another(film="termin.ar.mp4", format="16x9"), another(), another(film="termin.ar.klein.mp4", small=True)]
    page = Reader(report(data(films=films, small=[{"format": "16x9", "status": "made", "de": "Klein da."}])))
    assert page.text.count("ab" * 32) == 1, "the one that people are shown"
    for words in ("termin.ar.9x16.mp4 · 2.9 MB", "termin.ar.klein.mp4 · 2.9 MB", "Für MessengerKlein da."):
        assert page.text.count(words) == 1, words
    for words in ("1080 × 1920", "Hochformat für das Handy"):
        assert page.text.count(words) == 2, words
    assert page.text.count("Die Filmdatei ist vollständig und überall abspielbar.") == 2


def test_what_is_to_be_said_of_the_voice_stands_under_its_own_heading_if_there_is_anything() -> None:
    noted = {"name": "ar", "engine": "espeak", "licence": "GPL", "stand_in": True, "notes": ["Zu schnell: <b>Satz</b>"]}
    page = Reader(report(data(voice=noted)))
    assert "Hinweise zur StimmeZu schnell: <b>Satz</b>" in page.text
    assert "Hinweise zur Stimme" not in Reader(report(data())).text


def test_the_report_says_when_the_voice_must_not_be_used_in_commerce() -> None:
    voice = {"name": "x", "engine": "coqui", "licence": "CC-BY-NC-4.0", "stand_in": False, "noncommercial": True}
    assert "CC-BY-NC-4.0 – nur für nicht-kommerzielle Nutzung" in Reader(report(data(voice=voice))).text
    assert "kommerziell" not in Reader(report(data())).text


def test_the_report_of_a_draft_says_so_first() -> None:
    assert Reader(report(data(draft=True))).text.lstrip().startswith("Bericht: Termin (Arabisch)ENTWURF")


@pytest.mark.parametrize(
    "hostile", [HOSTILE, f'<b class="ok">{HOSTILE}</b>', "' onload='x", '"><img src=x onerror=x>', "&lt;"]
)
def test_no_text_becomes_html_in_a_report(hostile: str) -> None:
    unit = {"script": hostile, "text": hostile, "origin": "source", "engine": hostile, "bridge": ""}
    page = Reader(report(data(title=hostile, units=[unit], avatar=hostile, film=hostile, review={"words": hostile})))
    assert not page.named("script")
    assert len(page.named("img")) == 1
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert page.text.count(hostile) >= 5
