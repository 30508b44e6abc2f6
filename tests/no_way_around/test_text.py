"""Even with the keys in hand: what is said and shown is compared with the approved text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline import stages, version
from tests.films import ENGLISH, Service, proof

pytest_plugins = ["tests.films"]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_frames")]


@pytest.mark.parametrize("what", ["left out", "other words", "added", "in another order"])
def test_a_plan_that_says_anything_but_the_text_is_not_even_drawn(what: str, made: Service) -> None:
    """Whoever holds the keys can write a record that counts; the text itself is still compared."""
    from pipeline.verify.stage import planned

    found = proof(made, "en")
    said = found.timeline.sentences
    changed = {
        "left out": said[1:],
        "other words": (said[0], replace(said[1], value="Bring money."), *said[2:]),
        "added": (*said[:2], replace(said[1], value="Bring money."), *said[2:]),
        "in another order": said[::-1],
    }[what]
    gates = planned(replace(found.timeline, sentences=changed), found.expected)
    assert "text" in [gate.name for gate in gates if not gate.passed]
    assert [gate.name for gate in planned(found.timeline, found.expected) if not gate.passed] == []


def test_what_is_compared_is_the_narration_of_the_approved_text(made: Service) -> None:
    work = made.work()
    built = version.build(work, "en")
    segments = stages.narration(work, built)
    sentences = stages.expected(work, built, version.review(work, built), stages.speak(work, built, segments)).sentences
    assert " ".join(sentences) == f"{built.intro} {ENGLISH.strip()} {built.wording.request}"
