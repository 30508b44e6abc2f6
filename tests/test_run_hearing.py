"""What the ear may judge, and what it heard, on the whole way: the table that changes, the report, the gate."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline import report, stages, version
from pipeline.model import Speech
from pipeline.speak import trust
from pipeline.verify.heard import gate

if TYPE_CHECKING:
    from pipeline.model import Verdict
    from pipeline.version import Version
    from pipeline.work import Work
    from tests.films import Service

pytest_plugins = ["tests.films"]
pytestmark = pytest.mark.slow


def spoken(work: Work) -> tuple[Version, Speech]:
    made = version.build(work, "en")
    return made, stages.speak(work, made, stages.narration(work, made))


def verdicts(speech: Speech) -> set[Verdict]:
    return {one.hearing.verdict for one in speech.segments if one.hearing}


def test_a_voice_is_heard_back_and_again_when_the_table_says_otherwise(service: Service) -> None:
    work = service.work(avatar="daniel")
    made, speech = spoken(work)
    assert speech.voice.engine == "piper"
    assert verdicts(speech) == {"heard"}, "introduction and request of the pack"
    assert gate(speech.segments, made.pack).passed
    row = trust.row(trust.rows(None), "en", speech.voice, work.settings.speech.whisper)
    assert row
    trust.write(trust.house(work.settings.paths.state), [replace(row, right=0.5)])
    _, again = spoken(work)
    assert verdicts(again) == {"not checked"}
    trust.house(work.settings.paths.state).unlink()
    assert verdicts(spoken(work)[1]) == {"heard"}


def test_the_report_says_how_many_sentences_were_understood_and_why_the_others_were_not_asked(
    service: Service,
) -> None:
    work = service.work(avatar="daniel")
    made, speech = spoken(work)
    reviewed = version.review(work, made)
    timeline = stages.plan(work, made, reviewed, speech, "16x9", draft=False)
    told = report.hearing(speech, timeline)
    assert told
    assert (told["sentences"], told["understood"], told["misheard"]) == (len(speech.segments), len(speech.segments), [])

    stand_in = service.work(avatar="maja")
    made, speech = spoken(stand_in)
    told = report.hearing(
        speech, stages.plan(stand_in, made, version.review(stand_in, made), speech, "16x9", draft=False)
    )
    assert told
    assert told["not_checked"] == told["sentences"] == len(speech.segments)
    assert told["reason"]
    assert told["reason_en"]
