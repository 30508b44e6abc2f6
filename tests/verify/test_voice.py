"""The label tells the truth about who speaks: a machine, a person, nobody. None of the three passes for another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline import language as packs
from pipeline.model import Timed, Timeline, VoiceKind
from pipeline.seal import manifest
from pipeline.seal.stage import seal
from pipeline.verify import sound, words
from pipeline.verify.bare import examine
from pipeline.verify.verdict import Verdict
from tests.films import ffmpeg

if TYPE_CHECKING:
    from tests.films import Proof

pytest_plugins = ["tests.films"]
pytestmark = pytest.mark.slow

KINDS: tuple[VoiceKind, ...] = ("synthetic", "human", "none")


@pytest.fixture
def films(short: Proof, human: Proof, silent: Proof) -> dict[str, Proof]:
    return {"synthetic": short, "human": human, "none": silent}


def judged(proof: Proof, path: Path | None = None) -> Verdict:
    return examine(path or proof.sealed, root=proof.keys.root, mark_key=proof.keys.mark_key(), log=None)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_film_is_proved_also_by_its_file_alone(kind: VoiceKind, films: dict[str, Proof]) -> None:
    proof = films[kind]
    assert proof.timeline.voice == kind
    assert proof.failed() == []
    verdict = judged(proof)
    assert verdict.status == 0, verdict
    assert "voice" in [gate.name for gate in verdict.gates]
    found = manifest.read(proof.sealed, proof.keys.root)
    assert found and found.claim
    assert found.claim.composite == (kind == "human")


def test_where_a_person_speaks_introduction_and_request_may_be_only_shown(human: Proof) -> None:
    sounds = {(one.start, one.end) for one in human.timeline.sounds}
    silent = [one.value for one in human.timeline.sentences if (one.start, one.end) not in sounds]
    assert len(sounds) == 1
    assert " ".join(silent) == f"{human.intro} {human.expected.wording.request}"
    assert human.intro.endswith(human.expected.wording.voice_human)


def test_where_nobody_speaks_the_avatar_is_still_and_alive(silent: Proof) -> None:
    assert {pose.viseme for pose in silent.timeline.poses} == {"rest"}
    assert len({pose.breath for pose in silent.timeline.poses}) > 3
    assert silent.timeline.sounds == ()


def as_kind(timeline: Timeline, kind: VoiceKind, label: str) -> Timeline:
    return replace(timeline, voice=kind, label=label)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("other", KINDS)
def test_no_kind_passes_for_another(kind: VoiceKind, other: VoiceKind, films: dict[str, Proof]) -> None:
    """Neither in the label nor in the plan, nor in both."""
    proof = films[kind]
    wording = proof.expected.wording
    for claimed, label in (
        (other, wording.labelled(kind)),
        (kind, wording.labelled(other)),
        (other, wording.labelled(other)),
    ):
        found = words.voice(as_kind(proof.timeline, claimed, label), kind, wording)
        assert found.passed == (kind == other)
        assert kind == other or ("wer spricht" in found.de and "who speaks" in found.en)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("other", KINDS)
def test_not_even_when_the_film_is_expected_to_be_the_other(
    kind: VoiceKind, other: VoiceKind, films: dict[str, Proof]
) -> None:
    """As in a bare film, where nothing but the signed plan says who speaks: its sounds contradict it. Only a person who
    speaks every sentence cannot be told from a machine by the plan."""
    proof = films[kind]
    wording = proof.expected.wording
    found = words.voice(as_kind(proof.timeline, other, wording.labelled(other)), other, wording)
    assert found.passed == (kind == other or (kind, other) == ("synthetic", "human"))


def test_a_sentence_of_the_script_without_a_sound(films: dict[str, Proof]) -> None:
    for kind in ("synthetic", "human"):
        timeline, wording = films[kind].timeline, films[kind].expected.wording
        assert not words.voice(replace(timeline, sounds=timeline.sounds[1:]), timeline.voice, wording).passed


def test_a_pack_whose_labels_are_the_same_tells_nothing(human: Proof) -> None:
    wording = replace(human.expected.wording, label=human.expected.wording.label_human)
    assert not words.voice(human.timeline, "human", wording).passed


@pytest.mark.parametrize("kind", ["human", "none"])
def test_what_is_only_shown_stands_for_its_reading_time(kind: VoiceKind, films: dict[str, Proof]) -> None:
    timeline = films[kind].timeline
    first, *others = timeline.sentences
    hurried = replace(timeline, sentences=(Timed(first.start, first.start + 1.0, first.value), *others))
    pack = packs.load(timeline.language)
    assert words.captions(timeline, pack).passed
    found = words.captions(hurried, pack)
    assert not found.passed
    assert "1 sentences only shown, and too short" in found.measured


NOISES: dict[str, Callable[[Proof], str]] = {
    "none": lambda proof: "0.01*sin(2*PI*300*t)",
    "human": lambda proof: f"if(lt(t,{proof.timeline.intro.end}),0.1*sin(2*PI*300*t),val(ch))",
}


@pytest.mark.parametrize("kind", NOISES)
def test_sound_where_nobody_speaks(kind: VoiceKind, films: dict[str, Proof], tmp_path: Path) -> None:
    from tests.films import remade

    proof = films[kind]
    film = remade(proof.path, tmp_path / "film.mp4", NOISES[kind](proof))
    assert "speech" in proof.failed(film)
    assert "speech" in [gate.name for gate in judged(proof, proof.seal(film)).gates if not gate.passed]


def test_a_film_without_a_sound_track_is_none(silent: Proof, tmp_path: Path) -> None:
    film = ffmpeg(silent.path, tmp_path / "film.mp4", "-c", "copy", "-an", "-movflags", "+faststart")
    assert {"loudness", "stream"} <= set(silent.failed(film))


def test_a_mouth_that_moves_where_nobody_speaks(silent: Proof, short: Proof) -> None:
    from pipeline.media import watch
    from pipeline.verify import lips

    seen = lips.Lips(short.proof.claim.mouth)
    watch(short.path, [seen])
    timeline = replace(short.timeline, voice="none", sounds=())
    voice = sound.compare(sound.hear(silent.path), silent.timeline, ())
    assert not lips.gate(seen.moved(timeline), voice, "none").passed


def test_a_person_inside_and_metadata_that_say_machine_only(human: Proof, tmp_path: Path) -> None:
    claim = replace(human.proof.claim, composite=False)
    seal(human.path, tmp_path / "film.mp4", claim, human.keys)
    verdict = judged(human, tmp_path / "film.mp4")
    assert verdict.status == 1
    assert "voice" in [gate.name for gate in verdict.gates if not gate.passed]


def test_the_report_says_who_speaks(human: Proof, silent: Proof) -> None:
    import json

    kept = json.loads((human.published / "report.json").read_text(encoding="utf-8"))
    assert kept["voice"]["consent"] == {"name": "Joe Reader", "date": "2026-01-02"}
    assert kept["voice"]["engine"] == "recording"
    assert any("Nicht in der Aufnahme" in note for note in kept["voice"]["notes"])
    page = (human.published / "report.html").read_text(encoding="utf-8")
    assert "ein Mensch: Joe Reader, Einwilligung vom 2026-01-02" in page
    kept = json.loads((silent.published / "report.json").read_text(encoding="utf-8"))
    assert kept["voice"]["kind"] == "none"
    assert "keine Stimme" in kept["voice"]["notes"][0]
    start = (silent.published.parent / "Start.html").read_text(encoding="utf-8")
    assert "ohne Stimme, nur Untertitel" in start
    assert "Bild und Stimme" not in start
