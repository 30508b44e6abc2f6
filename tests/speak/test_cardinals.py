"""Numbers in words, checked by the fact lock, which reads them back."""

import pytest

from pipeline.facts import find
from pipeline.facts.find import read
from pipeline.speak.cardinals import CARDINALS, cardinal, in_words


@pytest.mark.parametrize("code", sorted(CARDINALS))
def test_every_number_is_read_back_as_itself(code: str) -> None:
    for number in range(1001):
        kind = "phone" if 110 <= number < 120 else "number"  # 112 is a number to call
        assert [(fact.kind, fact.value) for fact in read(cardinal(number, code), code)] == [(kind, str(number))]


@pytest.mark.parametrize(
    ("code", "number", "said"),
    [
        ("ti", 0, "ባዶ"),
        ("ti", 12, "ዓሰርተ ክልተ"),
        ("ti", 21, "ዕስራን ሓደን"),
        ("ti", 125, "ሚእቲን ዕስራን ሓሙሽተን"),
        ("ti", 2027, "ክልተ ሽሕን ዕስራን ሸውዓተን"),
        ("so", 11, "kow iyo toban"),
        ("so", 125, "boqol iyo shan iyo labaatan"),
        ("so", 2027, "laba kun iyo toddoba iyo labaatan"),
        ("so", 12345, "laba iyo toban kun iyo saddex boqol iyo shan iyo afartan"),
        ("ku", 12, "12"),
        ("so", 1_000_000, "1000000"),
    ],
)
def test_in_words(code: str, number: int, said: str) -> None:
    assert cardinal(number, code) == said


def test_a_time_in_words_is_still_no_time_for_the_fact_lock() -> None:
    assert [fact.value for fact in find(f"ሰዓት {cardinal(9, 'ti')}", "ti")] == ["?"]


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        ("ti", "ብ9ን 21ን", "ብትሽዓተን ዕስራን ሓደን"),
        ("ti", "ክፍሊ 004", "ክፍሊ ባዶ ባዶ ኣርባዕተ"),
        ("so", "3-da Oktoobar, qolka 12", "saddexda Oktoobar, qolka laba iyo toban"),
        ("de", "Zimmer 12", "Zimmer 12"),
    ],
)
def test_a_voice_that_reads_no_figures_gets_words(code: str, text: str, said: str) -> None:
    assert in_words(text, code) == said
