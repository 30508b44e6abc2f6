from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.translate.memory import Memory, mark

FOREIGN = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="de-DE" datatype="plaintext" segtype="sentence" o-tmf="x" adminlang="en"
 creationtool="x" creationtoolversion="1"/><body>
<tu><tuv xml:lang="de-AT"><seg>Guten Tag.</seg></tuv><tuv xml:lang="{tag}"><seg>سلام</seg></tuv></tu>
</body></tmx>"""


def test_a_memory_that_is_not_there_knows_nothing(tmp_path: Path) -> None:
    assert Memory(tmp_path / "memory.tmx").lookup(["Guten Tag."], "de", "uk") == [None]


def test_what_was_stored_is_found_by_the_same_text_only(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "new" / "memory.tmx")
    memory.store([("Guten Tag.", "Добрий день."), ("Bis <bald> & \\N", "До <зустрічі> & \\N")], "de", "uk")
    memory.store([("Guten Tag.", "Bom dia.")], "de", "pt")
    found = memory.lookup(["Guten  Tag. ", "Bis <bald> & \\N", "Guten Tag!"], "de", "uk")
    assert found == ["Добрий день.", "До <зустрічі> & \\N", None]
    assert memory.lookup(["Guten Tag."], "de", "pt") == ["Bom dia."]
    assert memory.lookup(["Добрий день."], "uk", "de") == [None]


def test_the_last_translation_counts(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.tmx")
    memory.store([("Guten Tag.", "Привіт.")], "de", "uk")
    memory.store([("Guten Tag.", "Добрий день.")], "de", "uk")
    assert memory.lookup(["Guten Tag."], "de", "uk") == ["Добрий день."]
    assert memory.path.read_text(encoding="utf-8").count("<tu ") == 1


def test_the_header_does_not_claim_that_sources_are_english(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.tmx")
    memory.store([("Guten Tag.", "روز بخیر")], "de", "prs")
    text = memory.path.read_text(encoding="utf-8")
    assert 'srclang="*all*"' in text
    assert 'srclang="de"' in text
    assert 'xml:lang="fa-AF"' in text


@pytest.mark.parametrize(("tag", "dari", "farsi"), [("fa-AF", "سلام", None), ("fa-IR", None, "سلام")])
def test_another_programs_file_keeps_dari_and_farsi_apart(
    tmp_path: Path, tag: str, dari: str | None, farsi: str | None
) -> None:
    path = tmp_path / "foreign.tmx"
    path.write_text(FOREIGN.format(tag=tag), encoding="utf-8")
    assert Memory(path).lookup(["Guten Tag."], "de", "prs") == [dari]
    assert Memory(path).lookup(["Guten Tag."], "de", "fa") == [farsi]


@pytest.mark.parametrize("broken", ["", "<tmx><body>", "<html><body/></html>", "no xml"])
def test_a_broken_file_is_named_and_left_alone(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "memory.tmx"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(InputError, match=r"memory\.tmx"):
        Memory(path).store([("Guten Tag.", "Добрий день.")], "de", "uk")
    assert path.read_text(encoding="utf-8") == broken


def test_forgets_pairs_by_their_marks_and_nothing_else(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.tmx")
    memory.store([("Guten Tag.", "Добрий день."), ("Danke.", "Дякую.")], "de", "uk")
    memory.store([("Guten Tag.", "Good day.")], "de", "en")
    assert memory.forget({mark(" Guten  Tag.", "Добрий день.")}, "de", "uk") == 1
    assert memory.lookup(["Guten Tag.", "Danke."], "de", "uk") == [None, "Дякую."]
    assert memory.lookup(["Guten Tag."], "de", "en") == ["Good day."]


def test_a_translation_that_somebody_else_gave_since_is_not_forgotten(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.tmx")
    old = mark("Danke.", "Дякую.")
    memory.store([("Danke.", "Спасибі.")], "de", "uk")
    assert memory.forget({old}, "de", "uk") == 0
    assert Memory(tmp_path / "none.tmx").forget({old}, "de", "uk") == 0
    assert not (tmp_path / "none.tmx").exists()
