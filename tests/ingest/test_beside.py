"""A translation lies beside its script and says its language in its name."""

import unicodedata
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.ingest import companions


def lay(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).write_text("x")
    return folder / names[0]


def test_translations_beside_a_script(tmp_path: Path) -> None:
    path = lay(
        tmp_path,
        "termin.md",
        "termin.uk.md",
        "termin.ar.txt",
        "termin.PRS.MD",
        "anderes.fr.md",
        "termin2.fr.md",
        "termin.alt.docx",
        "termin.entwurf.md",
        "termin.v1.2.md",
        "~termin.fr.md",
    )
    (tmp_path / "termin.tr.md").mkdir()
    found = companions(path)
    assert list(found) == ["ar", "prs", "uk"]
    assert [file.name for file in found.values()] == ["termin.ar.txt", "termin.PRS.MD", "termin.uk.md"]


def test_a_script_with_dots_and_signs_in_its_name(tmp_path: Path) -> None:
    path = lay(tmp_path, "a.b [1].md", "a.b [1].uk.md", "a.b 1.ar.md", "a.uk.md")
    assert companions(path) == {"uk": tmp_path / "a.b [1].uk.md"}


def test_names_from_another_system_may_be_composed_otherwise(tmp_path: Path) -> None:
    path = lay(tmp_path, "Öffnung.md", unicodedata.normalize("NFD", "Öffnung.uk.md"))
    assert list(companions(path)) == ["uk"]


def test_a_language_that_there_is_not(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        companions(lay(tmp_path, "termin.md", "termin.ukr.md"))
    assert caught.value.path == tmp_path / "termin.ukr.md"
    assert "Die Sprache „ukr“ gibt es hier nicht. Meinten Sie „uk“?" in caught.value.de
    assert 'Did you mean "uk"?' in caught.value.en


@pytest.mark.parametrize("second", ["termin.uk.txt", "termin.UK.md"])
def test_two_texts_for_one_language(tmp_path: Path, second: str) -> None:
    with pytest.raises(InputError, match="zwei Texte") as caught:
        companions(lay(tmp_path, "termin.md", "termin.uk.md", second))
    assert "termin.uk.md" in caught.value.en
    assert second in caught.value.en
