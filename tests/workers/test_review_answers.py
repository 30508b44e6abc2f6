"""What cannot be taken from a review file is answered beside it, and nobody's work is lost."""

from __future__ import annotations

from tests.workers.reviewing import ARABIC, ENGLISH, SCRIPT, Team

pytest_plugins = ["tests.films", "tests.workers.reviewing"]


def test_who_is_not_listed_is_answered_until_it_is_mended(drafted: Team) -> None:
    drafted.save(("Freigabe durch: ", "Freigabe durch: Eve Moor"), code="en")
    drafted.look()
    said = drafted.answer("en")
    assert "Zeile 1: „Eve Moor“ darf Englisch nicht freigeben." in said
    assert 'Line 1: "Eve Moor" may not approve English.' in said
    assert "\r\n" in drafted.path("termin.en.ANTWORT.txt").read_bytes().decode()
    assert drafted.queue.pushed == []
    drafted.save(("Eve Moor", "Ada Beck"), code="en")
    drafted.look()
    assert drafted.answer("en") == ""
    assert len(drafted.queue.pushed) == 1


def test_an_answer_goes_when_the_change_is_taken_back(drafted: Team) -> None:
    before = drafted.file("en").read_bytes()
    drafted.save(("Come at 9 o'clock.", ""), code="en")
    drafted.look()
    assert "[1] steht noch keine Übersetzung" in drafted.answer("en")
    drafted.file("en").write_bytes(before)
    drafted.look()
    assert drafted.answer("en") == ""


def test_a_wrong_fact_typed_by_a_person_is_answered_with_the_line_in_their_file(drafted: Team) -> None:
    drafted.save(("at 9", "at 8"), code="en")
    drafted.look()
    assert drafted.work("en").status == "failed"
    drafted.look()
    line = 1 + drafted.read("en").split("\n").index("[1] Deutsch: Kommen Sie um 9 Uhr.")
    assert f"Zeile {line}, bei [1]: " in drafted.answer("en")
    assert f"Line {line}, at [1]: " in drafted.answer("en")
    assert "at 8" in drafted.read("en")
    drafted.save(("at 8", "at 9"), code="en")
    drafted.look()
    assert drafted.work("en").status == "draft"
    drafted.look()
    assert drafted.answer("en") == ""


def test_work_on_an_older_script_is_kept_and_answered(ordered: Team) -> None:
    newer = SCRIPT.replace("Ausweis", "Pass")
    ordered.drop("ar", **{"termin.md": newer})
    ordered.fill("مرحبا", *ARABIC, by="Rana Haddad")
    ordered.look()
    assert ordered.queue.pushed == [], "the new text is not known yet"
    assert ordered.work("ar").status == "waiting"
    ordered.look()
    assert ordered.names() == ["termin.ar.ALT.txt", "termin.ar.ANTWORT.txt", "termin.ar.txt"]
    assert ARABIC[0] in ordered.path("termin.ar.ALT.txt").read_text(encoding="utf-8")
    assert "Das Skript wurde inzwischen geändert" in ordered.answer()
    assert "Pass mit." in ordered.answer()
    assert "Pass mit." in ordered.read()
    ordered.look()
    ordered.look()
    assert ordered.answer(), "it stays until it is solved"
    ordered.fill("مرحبا", *ARABIC, by="Rana Haddad")
    ordered.look()
    assert ordered.answer() == ""
    assert ordered.work("ar").status == "film"
    ordered.look()
    assert ordered.names() == []
    assert sorted(path.name for path in ordered.share.done.iterdir()) == ["termin.ar.ALT.txt", "termin.ar.txt"]


def test_what_was_taken_over_is_set_aside_when_another_text_comes(drafted: Team) -> None:
    drafted.save(("ID card", "passport"), code="en")
    drafted.look()
    drafted.work("en")
    drafted.drop("en", **{"termin.en.md": ENGLISH.replace("ID card", "papers")})
    drafted.work("en")
    drafted.look()
    assert "papers" in drafted.read("en")
    assert "passport" in drafted.path("termin.en.ALT.txt").read_text(encoding="utf-8-sig")
    assert "termin.en.ALT.txt" in drafted.answer("en")


def test_another_format_is_answered_beside_it(drafted: Team) -> None:
    drafted.path("termin.en.docx").write_bytes(b"PK")
    drafted.path("einkauf.docx").write_bytes(b"PK")
    drafted.tick()
    assert drafted.names() == sorted(["einkauf.docx", "termin.en.docx", "termin.en.docx.ANTWORT.txt", "termin.en.txt"])
    drafted.path("termin.en.docx").unlink()
    drafted.tick()
    assert "termin.en.docx.ANTWORT.txt" not in drafted.names()
