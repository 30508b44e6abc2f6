"""A machine passed off as a person, a person as a machine, or sound where nobody speaks."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline import language as packs
from pipeline import version
from pipeline.verify.bare import examine
from tests.films import ENGLISH, FAST_START, SCRIPT, Service, few, proof, read_aloud
from tests.no_way_around.attempts import change, disclosed, job, refused, word

if TYPE_CHECKING:
    from pipeline.model import VoiceKind
    from tests.films import Proof

pytest_plugins = ["tests.films"]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_frames")]

CONSENT_LINE = "consent: Joe Reader, 2026-01-02"


def _person(service: Service, models: Path) -> None:
    service.write("termin.en.md", f"---\n{CONSENT_LINE}\n---\n{ENGLISH}")
    read_aloud(service.root / "termin.en.wav", models, ENGLISH.strip())


def test_a_machine_does_not_pass_for_a_person(made: Service, assets: Path) -> None:
    """The label's words for a person over a machine's voice: in the pack, in the plan, in the record."""
    human = packs.load("en").du.label_human
    word(assets, "label", human)
    packs.load.cache_clear()
    assert "wer spricht" in refused(made)


@pytest.mark.parametrize("kind", ["human", "none"])
def test_a_record_that_says_somebody_else_speaks_is_not_believed(kind: str, made: Service) -> None:
    change(job(made) / "speech.json", lambda speech: speech["voice"].update(kind=kind, engine="recording"))
    change(job(made) / "16x9/timeline.json", lambda timeline: timeline.update(voice=kind))
    assert disclosed(made).timeline.voice == "synthetic"


@pytest.mark.parametrize("kind", ["human", "none"])
def test_a_plan_that_says_somebody_else_speaks_is_not_drawn(kind: VoiceKind, made: Service) -> None:
    from pipeline.verify.stage import planned

    found = proof(made, "en")
    label = found.expected.wording.labelled(kind)
    other = replace(found.timeline, voice=kind, label=label)
    assert "voice" in [gate.name for gate in planned(other, found.expected) if not gate.passed]


def test_a_recording_without_consent_is_not_heard(made: Service, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few(monkeypatch, 2)  # one a second would hardly see the mouth of a short sentence
    _person(made, models)
    claim = disclosed(made)
    assert (claim.timeline.voice, claim.composite) == ("human", True)
    for consent in ("", "consent: anonym, 2026-01-02", "consent: Joe Reader, 2999-01-02", "consent: Joe Reader"):
        edited = (made.root / "termin.en.md").read_text(encoding="utf-8")
        head = edited.split("---\n")[1]
        made.write("termin.en.md", edited.replace(f"---\n{head}---\n", f"---\n{consent}\n---\n"))
        assert "inwilligung" in refused(made) or "kein Name" in refused(made)


def test_a_consent_for_another_text_does_not_help(made: Service, models: Path) -> None:
    _person(made, models)
    made.write("termin.md", SCRIPT.replace("title: Hallo", f"title: Hallo\n{CONSENT_LINE}"))
    made.write("termin.en.md", ENGLISH)
    assert "Einwilligung" in refused(made)


def test_an_approval_holds_for_who_spoke_then(made: Service, models: Path) -> None:
    """Another speaker is another label and another introduction: what was approved is void."""
    built = version.build(made.work(), "en")
    _person(made, models)
    assert version.build(made.work(), "en").text_hash != built.text_hash


def test_sound_under_a_film_in_which_nobody_speaks(silent: Proof, short: Proof, tmp_path: Path) -> None:
    """Signed again with the service's own keys, and the claim left as it was."""
    mixed = ["-i", str(short.path), "-map", "0:v", "-map", "1:a", "-c", "copy", "-t", str(silent.timeline.duration)]
    film = tmp_path / "film.mp4"
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-nostdin", "-y", "-i", str(silent.path), *mixed, *FAST_START, str(film)],
        check=True,
        timeout=60,
    )
    assert {"speech", "loudness"} <= set(silent.failed(film))
    verdict = examine(silent.seal(film), root=silent.keys.root, mark_key=silent.keys.mark_key(), log=None)
    assert verdict.status == 1
    assert {"speech", "loudness"} <= {gate.name for gate in verdict.gates if not gate.passed}
