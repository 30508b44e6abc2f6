"""How the house says its names: no fact and none of the fixed words can be changed by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.settings import load

pytest_plugins = ["tests.configured"]
pytestmark = pytest.mark.usefixtures("home")


def test_the_house_may_say_how_its_names_are_pronounced(tmp_path: Path) -> None:
    path = tmp_path / "lotse.toml"
    path.write_text('[speech.pronunciation.de]\nBAMF = "Bamf"\n"Haus XY" = "Haus Iks Üpsilon"\n', encoding="utf-8")
    assert load(path).speech.pronunciation == {"de": {"BAMF": "Bamf", "Haus XY": "Haus Iks Üpsilon"}}


@pytest.mark.parametrize(
    ("entry", "de", "en"),
    [
        ('"112" = "eins"', "„112“ ist eine Zahl", "another fact"),
        ('U6 = "U sieben"', "„U6“ ist eine Zahl", '"U6" is a number'),
        ('Dienstag = "Mittwoch"', "„Dienstag“ ist eine Zahl, ein Tag", "a day or another fact"),
        ('Zehn = "Zwölf"', "„Zehn“ ist eine Zahl", "another fact"),
        ('Euro = "Dollar"', "„Euro“ gehört zu Zahlen", "belongs to numbers"),
        ('Uhr = "Tage"', "„Uhr“ gehört zu Zahlen", "belongs to numbers"),
        ('BAMF = "am Montag"', "„Montag“ ist eine Zahl", "another fact"),
        ('nicht = "immer"', "„nicht“ ist klein geschrieben", "has no capital letter"),
        ('KI = "Kai"', "„KI“ steht im festen Wortlaut", "stands in the fixed wording"),
        ('Intelligenz = "Freude"', "im festen Wortlaut", "stands in the fixed wording"),
        ('"Künstlicher Intelligenz" = "Herz"', "im festen Wortlaut", "stands in the fixed wording"),
        ('Dolmetscherin = "Frau"', "im festen Wortlaut", "stands in the fixed wording"),
        ('Maja = "Maria"', "im festen Wortlaut", "stands in the fixed wording"),
        ('BAMF = "–"', "hat keine Buchstaben", "has no letters"),
    ],
)
def test_a_pronunciation_cannot_change_a_fact_or_the_fixed_words(entry: str, de: str, en: str, tmp_path: Path) -> None:
    path = tmp_path / "lotse.toml"
    path.write_text(f'# x\n[speech.pronunciation.de]\nBIM = "Bimm"\n{entry}\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(path)
    assert (caught.value.path, caught.value.line) == (path, 4)
    assert de in caught.value.de
    assert en in caught.value.en
