"""No shown text may hide, reorder or cut off what stands beside it."""

import pytest

from pipeline.characters import clean, harmful, matching, one_line, visible


@pytest.mark.parametrize("code", [0x00, 0x07, 0x0B, 0x1B, 0x7F, 0x85, 0x2028, 0x202A, 0x202E, 0x2066, 0x2069, 0xFFF9])
def test_harmful_characters_are_named(code: int) -> None:
    assert harmful(f"a{chr(code)}b").startswith(f"U+{code:04X}")
    assert visible(f"a{chr(code)}b") == f"a<U+{code:04X}>b"


@pytest.mark.parametrize("text", ["a\tb\nc", "می\u200cروم", "क\u200dष", "a\u200eb\u200fc\u061cd", "a\u00a0b", "😀"])
def test_what_scripts_need_is_not_harmful(text: str) -> None:
    assert harmful(text) == ""
    assert clean(text) == text
    assert visible(text) == text.replace("\n", " ")


def test_a_message_shows_only_the_beginning_of_a_long_value() -> None:
    assert visible("x" * 80) == "x" * 80
    assert visible("x" * 81) == "x" * 79 + "…"


def test_matching_ignores_which_blank_it_is() -> None:
    assert matching(" 116\u00a0117\u202f Mo\t–  Fr\u00ad") == "116 117 Mo – Fr"


def test_one_line() -> None:
    assert one_line("x" * 10, 10)
    assert not one_line("x" * 11, 10)
    assert not one_line("a\nb", 10)
    assert not one_line("a\u202eb", 10)
