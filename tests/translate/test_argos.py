from pathlib import Path

import pytest

from pipeline.errors import MissingError
from pipeline.translate.argos import Argos
from pipeline.weights import import_from


def test_a_real_package_translates_word_by_word(tiny: Path) -> None:
    engine = Argos(tiny)
    assert ("de", "en") in engine.pairs()
    sentences = ["Guten Tag.", "Ihr Termin ist um 10:30!", "Tel. 030 123"]
    assert engine.translate(sentences, "de", "en") == ["Good day.", "Your appointment is at 10:30!", "Tel. 030 123"]
    assert engine.label("de", "en") == "argos de-en"


def test_many_sentences_go_in_one_call_and_keep_their_order(tiny: Path) -> None:
    sentences = [f"Termin {number}" for number in range(60)]
    assert Argos(tiny).translate(sentences, "de", "en") == [f"appointment {number}" for number in range(60)]


def test_a_target_prefix_is_not_spoken(tiny: Path) -> None:
    assert Argos(tiny).translate(["Good day."], "en", "uk") == ["Добрий день."]


def test_nothing_installed_means_no_pairs(tmp_path: Path) -> None:
    assert Argos(tmp_path / "nowhere").pairs() == frozenset()


def test_a_spoilt_model_says_how_to_get_it_again(tmp_path: Path, argosmodel: Path) -> None:
    import_from(tmp_path, argosmodel)
    weights = tmp_path / "argos" / "de-en" / "model" / "model.bin"
    weights.write_bytes(bytes(weights.stat().st_size))
    with pytest.raises(MissingError, match="lotse models pull argos:de-en"):
        Argos(tmp_path).translate(["Guten Tag."], "de", "en")
