"""The ear judges only where it was measured, and measured to be good."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import language
from pipeline.errors import InputError
from pipeline.model import VoiceInfo
from pipeline.speak import trust
from pipeline.speak.hear import Ear
from pipeline.speak.trust import Row

GOOD = Row("en", "test:one", "whisper:base", 0.02, 0.98, 0.97, 1.0, 60, "2026-11-22")
VOICE = VoiceInfo("test", "one", "male", "CC0", stand_in=False)


def ear(*rows: Row, weights: Path | None = Path("base")) -> Ear:
    return Ear("whisper:base", weights, "cpu", rows, ())


@pytest.mark.parametrize(
    ("worse", "judges"),
    [
        ({}, True),
        ({"error": 0.11}, False),
        ({"right": 0.94}, False),
        ({"caught": 0.94}, False),
        ({"sentences": 19}, False),
    ],
)
def test_each_measure_can_take_the_verdict_away(worse: dict[str, float], judges: bool) -> None:
    row = replace(GOOD, **worse)  # type: ignore[arg-type]
    assert row.may_judge == judges
    assert (ear(row).unable(language.load("en"), VOICE) is None) == judges


@pytest.mark.parametrize(
    ("listener", "code", "de", "en"),
    [
        (ear(), "en", "noch nicht gemessen", "not been measured"),
        (ear(replace(GOOD, whisper="whisper:small")), "en", "noch nicht gemessen", "not been measured"),
        (ear(GOOD), "de", "noch nicht gemessen: lotse models measure --lang de", "not been measured"),
        (ear(GOOD), "ku", "Whisper kennt Kurmandschi", "Whisper does not know"),
        (ear(GOOD, weights=None), "en", "lotse models pull whisper:base", "not installed"),
        (ear(replace(GOOD, error=0.62)), "en", "gemessen: 62% der Buchstaben falsch", "62% of the letters wrong"),
    ],
)
def test_why_it_may_not_is_said(listener: Ear, code: str, de: str, en: str) -> None:
    reason = listener.unable(language.load(code), VOICE)
    assert reason
    assert de in reason[0]
    assert en in reason[1]


def test_what_the_house_has_measured_counts_before_what_comes_with_lotse(tmp_path: Path) -> None:
    shipped = trust.rows(None)
    assert shipped
    worse = replace(shipped[0], right=0.1)
    trust.write(trust.house(tmp_path), [worse])
    engine, _, name = worse.voice.partition(":")
    voice = VoiceInfo(engine, name, "male", "", stand_in=False)
    assert trust.row(trust.rows(tmp_path), worse.language, voice, worse.whisper) == worse
    assert trust.row(shipped, worse.language, voice, worse.whisper) == shipped[0]


def test_a_table_comes_back_as_it_was_written_and_the_newest_row_of_a_voice_is_kept(tmp_path: Path) -> None:
    other = replace(GOOD, voice='odd:"na\\me"')
    trust.write(trust.house(tmp_path), [GOOD, other, replace(GOOD, error=0.9)])
    assert set(trust.own(tmp_path)) == {GOOD, other}


@pytest.mark.parametrize(
    "damage",
    ["nonsense", "measured = 3", "[[measured]]\nlanguage = 'en'", "[other]", "\ud800"],
)
def test_a_damaged_table_is_an_error_that_says_how_to_mend_it(damage: str, tmp_path: Path) -> None:
    trust.house(tmp_path).write_bytes(damage.encode("utf-8", "surrogatepass"))
    with pytest.raises(InputError, match="lotse models measure"):
        trust.rows(tmp_path)


def test_a_value_of_another_kind_is_damage_too(tmp_path: Path) -> None:
    trust.write(trust.house(tmp_path), [GOOD])
    text = trust.house(tmp_path).read_text(encoding="utf-8").replace("sentences = 60", 'sentences = "many"')
    trust.house(tmp_path).write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        trust.rows(tmp_path)


def test_whatever_a_verdict_depends_on_is_in_its_key() -> None:
    class Known:
        info = VOICE

    english = language.load("en")
    one = ear(GOOD)
    others = [
        ear(replace(GOOD, right=0.1)),
        ear(),
        replace(one, marks={"model.bin": "ab"}),
        replace(one, names=("Maya",)),
        replace(one, model="whisper:small"),
    ]
    keys = [str(listener.key(english, [Known()])) for listener in (one, *others)]  # type: ignore[list-item]
    assert len(set(keys)) == len(keys)
