import statistics
import time
import unicodedata

import pytest

from pipeline.facts import Difference, compare, find
from pipeline.language import codes
from tests.facts.labelled import Pair, load

ALLOWED_FALSE_ALARMS = 0.02
MILLISECONDS = 5


def stops(pair: Pair) -> list[Difference]:
    differences = compare(pair.source, "de", pair.target, pair.language)
    return [difference for difference in differences if difference.severity == "stop"]


def test_there_are_enough_pairs_in_enough_languages() -> None:
    pairs = load("pairs")
    assert len([pair for pair in pairs if pair.right]) >= 170
    assert len([pair for pair in pairs if not pair.right]) >= 150
    assert {pair.language for pair in pairs} == set(codes()) - {"de"}
    assert len({(pair.language, pair.source, pair.target) for pair in pairs}) == len(pairs)


@pytest.mark.parametrize("name", ["pairs", "heldout"])
def test_every_wrong_fact_is_stopped_under_its_kind(name: str) -> None:
    wrong = [pair for pair in load(name) if not pair.right]
    missed = [pair for pair in wrong if pair.kind not in {difference.kind for difference in stops(pair)}]
    print(f"{name}: {len(wrong) - len(missed)} of {len(wrong)} wrong pairs stopped")
    assert not missed


@pytest.mark.parametrize("name", ["pairs", "heldout"])
def test_right_translations_seldom_raise_an_alarm(name: str) -> None:
    right = [pair for pair in load(name) if pair.right]
    alarms = [(pair, found) for pair in right if (found := stops(pair))]
    print(f"{name}: {len(alarms)} false alarms on {len(right)} right pairs")
    assert len(alarms) <= ALLOWED_FALSE_ALARMS * len(right), alarms


def test_no_figure_is_overlooked() -> None:
    for pair in [*load("pairs"), *load("heldout")]:
        for text, language in ((pair.source, "de"), (pair.target, pair.language)):
            covered = {index for fact in find(text, language) for index in range(fact.start, fact.end)}
            assert {index for index, letter in enumerate(text) if letter.isdecimal()} <= covered, text


def test_any_changed_figure_is_noticed() -> None:
    """Each figure of every right translation is counted up by one: "116 117" to "216 117", "126 117" and so on."""
    changed = 0
    for pair in [pair for pair in load("pairs") if pair.right]:
        doubts = compare(pair.source, "de", pair.target, pair.language)
        for index, letter in enumerate(pair.target):
            if not letter.isdecimal():
                continue
            value = unicodedata.decimal(letter)
            other = chr(ord(letter) - value + (value + 1) % 10)
            wrong = Pair(False, pair.language, pair.source, pair.target[:index] + other + pair.target[index + 1 :], "")
            # in Russian and Ukrainian the floor above the German number is an honest translation: it warns
            found = compare(wrong.source, "de", wrong.target, wrong.language)
            assert found and found != doubts, wrong.target
            changed += 1
    assert changed > 1000


def test_comparing_is_quick() -> None:
    pairs = load("pairs")
    for pair in pairs:
        stops(pair)
    taken = []
    for pair in pairs:
        start = time.perf_counter()
        stops(pair)
        taken.append((time.perf_counter() - start) * 1000)
    print(f"median {statistics.median(taken):.2f} ms a pair")
    assert statistics.median(taken) < MILLISECONDS
