"""A transcript is written so that a person sees what to check, and read only when somebody has."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import language
from pipeline.errors import InputError
from pipeline.ingest import read_script, transcript
from pipeline.ingest.transcribe import Transcript, Word
from pipeline.ingest.transcript import DOUBTFUL, DOUBTFUL_NUMBER
from pipeline.model import Script, Unit

DE = language.load("de")


def words(text: str, *, start: float = 0.0, probability: float = 0.99) -> list[Word]:
    """Half a second each."""
    parts = text.split()
    return [Word(start + n / 2, start + (n + 1) / 2, part, probability) for n, part in enumerate(parts)]


def body(*heard: Word) -> str:
    return transcript.script("Termin.m4a", Transcript(heard, "de", 0.99), DE).partition("\n---\n")[2]


# ---------------------------------------------------------------- writing


def test_one_sentence_a_line_with_its_time() -> None:
    assert body(*words("Guten Tag. Bitte rufen Sie z. B. am 2. März an. Danke!", start=61)) == (
        "\n[1:01] Guten Tag.\n[1:02] Bitte rufen Sie z. B. am 2. März an.\n[1:06] Danke!\n"
    )


def test_a_long_pause_makes_a_paragraph_after_a_sentence_and_a_very_long_one_anywhere() -> None:
    one = words("Guten Tag.")
    assert body(*one, *words("Bitte warten.", start=2.4)).count("\n\n") == 0
    assert body(*one, *words("Bitte warten.", start=2.6)).count("\n\n") == 1
    open_end = words("Guten Tag und")
    assert body(*open_end, *words("herzlich willkommen.", start=3.5)) == "\n[0:00] Guten Tag und herzlich willkommen.\n"
    assert body(*open_end, *words("herzlich willkommen.", start=6)).count("\n\n") == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Halbzehn", "Halbzehn[?]"),
        ("Kovalenko,", "Kovalenko[?],"),
        ("„Müller“.", "„Müller[?]“."),
        ("…", "…[?]"),
        ("[Musik]", "(Musik[?])"),
    ],
)
def test_a_doubtful_word_is_marked_directly_behind_it(text: str, shown: str) -> None:
    assert body(Word(0, 1, text, DOUBTFUL - 0.01)) == f"\n[0:00] {shown}\n"
    assert "[?]" not in body(Word(0, 1, text, DOUBTFUL))


def test_numbers_are_doubted_sooner() -> None:
    assert body(Word(0, 1, "9:30", DOUBTFUL_NUMBER - 0.01)) == "\n[0:00] 9:30[?]\n"
    assert body(Word(0, 1, "9:30", DOUBTFUL_NUMBER)) == "\n[0:00] 9:30\n"


def test_where_nothing_was_understood_a_mark_stands_alone() -> None:
    heard = (*words("Guten Tag."), Word(1.2, 4, "", 0.0), *words("Bitte warten.", start=4))
    assert body(*heard) == "\n[0:00] Guten Tag.\n[0:01] [?]\n[0:04] Bitte warten.\n"


def test_without_full_stops_lines_stay_readable() -> None:
    lines = body(*words("Wort " * 150)).strip().split("\n")
    assert [len(line.split()) - 1 for line in lines] == [60, 60, 30]


def test_a_language_that_sounded_like_another_is_said() -> None:
    assert "eher nach Englisch" in transcript.script("a.wav", Transcript((), "en", 0.6), DE)
    assert "eher nach" not in transcript.script("a.wav", Transcript((), "en", 0.4), DE)


@pytest.mark.parametrize(
    "name", ["Termin_beim_Amt.m4a", "a: b #1.wav", '"x".mp3', "a\\b.wav", "---.wav", f"{'x' * 200}.ogg"]
)
def test_what_is_written_can_be_read_whatever_the_recording_is_called(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    text = transcript.script(name, Transcript(tuple(words("Guten Tag.")), "de", 0.99), DE)
    path.write_text(text, encoding="utf-8")
    if name in ("a\\b.wav", "---.wav"):  # no title and no name that a share could hold
        with pytest.raises(InputError):
            read_script(path)
        return
    found = read_script(path)
    assert (found.recording, found.checked, found.language, found.to) == (name, "", "de", ())
    assert [unit.text for unit in found.units] == ["Guten Tag."]


def test_it_lies_beside_the_recording_and_never_over_another_text(tmp_path: Path) -> None:
    heard = Transcript(tuple(words("Guten Tag.")), "de", 0.99)
    path = transcript.write(tmp_path / "Termin.m4a", heard, DE)
    assert path == tmp_path / "Termin.md"
    path.write_text("meins", encoding="utf-8")
    with pytest.raises(InputError, match=r"liegt schon ein Text.*Termin\.md"):
        transcript.write(tmp_path / "Termin.m4a", heard, DE)
    assert path.read_text(encoding="utf-8") == "meins"
    (tmp_path / "b.txt").write_text("auch meins", encoding="utf-8")
    with pytest.raises(InputError, match=r"b\.txt"):
        transcript.beside(tmp_path / "b.wav")


def test_a_voice_for_a_script_is_no_script(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Stimme für Ukrainisch \(uk\) zum Skript Termin\.md"):
        transcript.beside(tmp_path / "Termin.uk.wav")
    assert transcript.beside(tmp_path / "Termin.neu.wav").name == "Termin.neu.md"


# ---------------------------------------------------------------- reading

HEAD = "---\nrecording: Termin.m4a\nchecked: {}\n---\n"


def script(folder: Path, text: str, checked: str = "Anna Muster") -> Script:
    path = folder / "termin.md"
    path.write_text(HEAD.format(checked) + text, encoding="utf-8")
    return read_script(path)


def test_times_are_dropped_also_where_somebody_joined_lines(tmp_path: Path) -> None:
    found = script(tmp_path, "[0:12] Guten Tag. [0:14] Bitte warten.\n\n [10:05]  Ohne Zeit?\nNeu.\n")
    assert found.units == (Unit("Guten Tag. Bitte warten.", 5, 0), Unit("Ohne Zeit?", 7, 1), Unit("Neu.", 8, 1))
    assert found.checked == "Anna Muster"


def test_what_looks_like_markdown_was_said(tmp_path: Path) -> None:
    assert script(tmp_path, "[0:01] *Kolleg*innen* # 1\n[0:02] 1. Januar\n").units[0].text == "*Kolleg*innen* # 1"


def test_an_ordinary_script_may_hold_what_looks_like_a_time_or_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("[0:12] Wirklich [?]\n", encoding="utf-8")
    assert read_script(path).units[0].text == "[0:12] Wirklich [?]"


@pytest.mark.parametrize("value", ["no", "nein", "Nein", "", "false"])
def test_an_unchecked_transcript_has_no_marks_left_either(value: str, tmp_path: Path) -> None:
    found = script(tmp_path, "[0:01] Um Halbzehn[?] an.\n[0:04] [?]\n", value)
    assert found.checked == ""
    assert [unit.text for unit in found.units] == ["Um Halbzehn an."]


@pytest.mark.parametrize("left", ["Halbzehn[?] an.", "Halbzehn [ ? ] an.", "Halbzehn[? an.", "Halbzehn?] an."])
def test_a_mark_left_in_a_checked_one_is_named_with_its_line(left: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Hier ist noch ein unsicheres Wort: „Halbzehn") as caught:
        script(tmp_path, f"[0:01] Guten Tag.\n[0:02] {left}\n")
    assert caught.value.line == 6
    assert "doubtful word" in caught.value.en


@pytest.mark.parametrize("value", ["ja", "yes", "OK", "x", "123"])
def test_whoever_checked_it_gives_their_name(value: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="checked: Anna Muster") as caught:
        script(tmp_path, "Text\n", value)
    assert caught.value.line == 3


def test_checked_is_for_transcripts_only(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\nchecked: Anna Muster\n---\nText\n", encoding="utf-8")
    with pytest.raises(InputError, match="gilt nur für die Abschrift") as caught:
        read_script(path)
    assert caught.value.line == 2


@pytest.mark.parametrize("value", ["../termin.m4a", "termin", "termin.doc"])
def test_the_recording_is_a_files_name(value: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\nrecording: {value}\n---\nText\n", encoding="utf-8")
    with pytest.raises(InputError, match="ist nicht der Name einer Aufnahme"):
        read_script(path)
