import shutil
from pathlib import Path

import pytest

from pipeline.errors import MissingError
from pipeline.translate.firefox import Firefox
from pipeline.weights import import_from


def test_english_becomes_portuguese_and_numbers_stay(models: Path) -> None:
    engine = Firefox(models)
    assert engine.pairs() >= {("en", "pt"), ("pt", "en")}
    morning, phone = engine.translate(["Good morning.", "Please call 030 1234567."], "en", "pt")
    assert morning == "Bom dia."
    assert "030 1234567" in phone
    assert engine.label("en", "pt") == "firefox en-pt"


def test_portuguese_becomes_english(models: Path) -> None:
    (text,) = Firefox(models).translate(["Seu compromisso é na segunda-feira às 10 horas."], "pt", "en")
    assert "Monday" in text
    assert "10" in text


def test_a_spoilt_model_says_how_to_get_it_again(tmp_path: Path, models: Path) -> None:
    carried = shutil.copytree(models / "firefox" / "en-pt", tmp_path / "en-pt")
    (carried / "model.bin").write_bytes(b"not a model")
    import_from(tmp_path / "models", carried)
    with pytest.raises(MissingError, match="lotse models pull firefox:en-pt"):
        Firefox(tmp_path / "models").translate(["Good morning."], "en", "pt")
