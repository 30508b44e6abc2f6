"""Language packs whose words are unreadable, missing, too long, or said otherwise than shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import language as packs
from tests.films import Service
from tests.no_way_around.attempts import edit, refused, word

pytest_plugins = ["tests.films"]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_frames")]

WORDS = ["label", "intro_female", "role_female", "request", "note_unchecked", "note_machine", "draft"]
UNREADABLE = {
    "empty": "",
    "blanks": "   ",
    "no-break spaces": "\u00a0\u2003",
    "zero-width": "\u200b\u200c\u200d\u2060\ufeff",
    "direction marks": "\u200e\u200f\u061c",
    "bidi override": "\u202eArtificial\u202c",
    "bidi isolates": "\u2067Artificial\u2069",
    "control characters": "Artificial\x08\x1b[8m",
    "soft hyphens": "Arti\u00adficial",
    "fillers": "\u3164\u115f\u1160\uffa0",
    "braille blanks": "\u2800\u2800\u2800",
    "marks only": "\u0301\u0302\u0303",
    "a stack of marks": "A" + "\u0301" * 40 + "rtificial",
    "punctuation": "… – …",
    "two lines": "Artificial\nintelligence",
}


@pytest.mark.parametrize("key", WORDS)
@pytest.mark.parametrize("value", UNREADABLE.values(), ids=UNREADABLE)
def test_a_pack_with_words_that_nobody_can_read(key: str, value: str, service: Service, assets: Path) -> None:
    word(assets, key, value)
    refused(service)


@pytest.mark.parametrize("key", WORDS)
def test_a_pack_without_one_of_its_words(key: str, service: Service, assets: Path) -> None:
    path = assets / "languages" / "en.toml"
    (line,) = (line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(f"{key} = "))
    edit(path, f"{line}\n", "")
    assert key in refused(service)


@pytest.mark.parametrize("key", ["label", "note_unchecked", "draft"])
def test_a_pack_in_letters_that_its_font_lacks(key: str, service: Service, assets: Path) -> None:
    word(assets, key, "人工智能生成")
    assert "keine der Schriften" in refused(service)


def test_a_label_font_without_letters(service: Service, assets: Path) -> None:
    edit(assets / "languages" / "en.toml", 'fonts = ["Noto Sans"]', 'fonts = ["Noto Sans Symbols"]')
    assert "Schrift" in refused(service)


@pytest.mark.parametrize("key", ["label", "note_unchecked", "draft"])
def test_a_pack_with_words_too_long_for_their_plate(key: str, made: Service, assets: Path) -> None:
    word(assets, key, "made by AI " * 12)
    assert "zu lang" in refused(made)


@pytest.mark.parametrize(
    "rule", ['"virtual" = "real"', '"AI" = ""', '"artificial" = "human"', '"intelligence." = "care."']
)
def test_a_pack_whose_voice_says_something_else_than_the_screen(rule: str, service: Service, assets: Path) -> None:
    word(assets, "intro_female", "Hello, I am {name}, a virtual colleague, AI made by artificial intelligence.")
    edit(assets / "languages" / "en.toml", "[spoken.words]\n", f"[spoken.words]\n{rule}\n")
    assert "Stimme würde etwas anderes sagen" in refused(service)


@pytest.mark.parametrize("key", ["colour", "label_colour", "background", "show_label", "hidden"])
def test_a_pack_has_no_colours_and_no_switches(key: str, service: Service, assets: Path) -> None:
    for section in ("[wording]\n", "[spoken]\n"):
        edit(assets / "languages" / "en.toml", section, f'{section}{key} = "#ffffff"\n')
        packs.load.cache_clear()
        assert f"Unbekannter Schlüssel: {key}" in refused(service)
