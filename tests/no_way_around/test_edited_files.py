"""Records, films, approvals and reports that somebody edited between two runs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline import version
from tests.films import Service, proof
from tests.no_way_around.attempts import change, disclosed, job, unlabelled

if TYPE_CHECKING:
    from pipeline.model import Timeline

pytest_plugins = ["tests.films"]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_frames")]


def words(timeline: Timeline) -> list[object]:
    """All that is said and shown; a voice does not take exactly as long every time."""
    said = [sentence.value for sentence in timeline.sentences]
    shown = [caption.value for caption in timeline.captions]
    return [said, shown, timeline.end_card.value, timeline.label, timeline.note, timeline.draft]


def _without_introduction(folder: Path) -> None:
    change(folder / "speech.json", lambda speech: speech["segments"].pop(0))


def _other_words(folder: Path) -> None:
    change(folder / "speech.json", lambda speech: speech["segments"][1]["segment"].update(text="Bring money."))


def _silent_introduction(folder: Path) -> None:
    shutil.copyfile(folder / "speech" / "0001.wav", folder / "speech" / "0000.wav")
    change(folder / "speech.json", lambda speech: None)


def _other_translation(folder: Path) -> None:
    change(folder / "translation.json", lambda value: value["units"][0].update(text="Bring money."))


def _no_machine(folder: Path) -> None:
    change(folder / "translation.json", lambda value: value["units"][0].update(origin="source"))


def _empty_timeline(folder: Path) -> None:
    change(
        folder / "16x9/timeline.json",
        lambda value: value.update(label="", note="", draft=[], sentences=[], captions=[]),
    )


def _swapped(folder: Path) -> None:
    unlabelled(folder, "16x9/film.mp4")


def _swapped_with_hash(folder: Path) -> None:
    unlabelled(folder, "16x9/film.mp4")
    change(folder / "16x9/film.json", lambda value: None)


def _unsealed(folder: Path) -> None:
    shutil.copyfile(folder / "16x9/film.mp4", folder / "16x9/sealed.mp4")


def _unsealed_with_hash(folder: Path) -> None:
    _unsealed(folder)
    change(folder / "16x9/sealed.json", lambda value: None)


def _approved_by_hand(folder: Path, by: str, text_hash: str) -> None:
    approval = {"by": by, "when": "2026-01-02T03:04:05+00:00", "text_hash": text_hash}
    for record in ({"approval": approval, "mac": "0" * 64}, approval):
        (folder / "approval.json").write_text(json.dumps(record), encoding="utf-8")


EDITS = {
    "the introduction removed from the speech": _without_introduction,
    "other words in the speech": _other_words,
    "the introduction's sound replaced": _silent_introduction,
    "another translation": _other_translation,
    "a translation that calls itself the staff's own": _no_machine,
    "the timeline emptied": _empty_timeline,
    "the film swapped": _swapped,
    "the film swapped, its hash too": _swapped_with_hash,
    "the sealed film swapped": _unsealed,
    "the sealed film swapped, its hash too": _unsealed_with_hash,
}


@pytest.mark.parametrize("harm", EDITS.values(), ids=EDITS)
def test_edited_job_files_are_not_believed(harm: Callable[[Path], None], made: Service) -> None:
    before = words(proof(made, "en").timeline)
    harm(job(made))
    claim = disclosed(made)
    assert words(claim.timeline) == before
    assert (claim.draft, claim.review) == (True, "unchecked")


@pytest.mark.parametrize("by", ["Ada Beck", "Eve Moor"])
def test_a_forged_approval_publishes_nothing(by: str, made: Service) -> None:
    """With the very hash that an approval would have."""
    work = made.work()
    _approved_by_hand(job(made), by, version.build(work, "en").text_hash)
    claim = disclosed(made)
    assert (claim.draft, claim.review) == (True, "unchecked")


def test_an_edited_report_changes_no_film(made: Service) -> None:
    path = made.out / "Entwurf" / "Hallo" / "en" / "report.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data |= {"draft": False, "passed": True, "gates": [], "review": {**data["review"], "state": "approved"}}
    path.write_text(json.dumps(data), encoding="utf-8")
    claim = disclosed(made)
    assert (claim.draft, claim.review) == (True, "unchecked")
    assert json.loads(path.read_text(encoding="utf-8"))["review"]["state"] == "unchecked"
