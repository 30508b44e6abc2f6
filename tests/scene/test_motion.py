"""A figure that lives: breath, blinks, glances and a head that moves with the phrases, for ten minutes on end."""

import subprocess
import sys
from itertools import groupby, pairwise
from random import Random

import numpy as np
import pytest

from pipeline.model import Pose, Timed
from pipeline.scene.motion import poses

FPS = 25
MINUTES = 10
TAIL = 10.0
"""Silence at the end card, seconds."""
WAVE = Timed(0.5, 2.1, "")
OFFER = Timed(MINUTES * 60 - 15.02, MINUTES * 60 - 0.5, "")


def spoken(seed: str) -> list[Timed[str]]:
    """Sentences of 1.2 … 7 s with the pauses of a script, a fifth of them questions."""
    rng, time = Random(seed), 0.8
    out: list[Timed[str]] = []
    while time < MINUTES * 60 - TAIL - 8:
        end = time + rng.uniform(1.2, 7)
        out.append(Timed(time, end, "Wirklich?" if rng.random() < 0.2 else "So ist es."))
        time = end + rng.choice((0.3, 0.4, 0.9))
    return out


def stresses(sentences: list[Timed[str]]) -> list[float]:
    """Somewhere inside each."""
    return [one.start + (one.end - one.start) * Random(one.start).uniform(0.2, 0.8) for one in sentences]


SENTENCES = spoken("script")
STRESSES = stresses(SENTENCES)
SILENCE = SENTENCES[-1].end


def film(seed: str = "seed", sentences: list[Timed[str]] = SENTENCES, seconds: int = MINUTES * 60) -> tuple[Pose, ...]:
    visemes = [("a", "closed", "e")[n % 3] for n in range(seconds * FPS)]
    said = stresses(sentences)
    return poses(visemes, fps=FPS, seed=seed, sentences=sentences, stresses=said, wave=WAVE, offer=OFFER)


FILM = film()
CHANGES = list(enumerate(pairwise(FILM), 1))


def still(pose: Pose) -> tuple[object, ...]:
    return pose.gaze, pose.brows, pose.breath, pose.tilt, pose.nod


def blinks(track: tuple[Pose, ...]) -> list[float]:
    return [n / FPS for n, (a, b) in enumerate(pairwise(track), 1) if b.lids and not a.lids]


def at(seconds: float) -> Pose:
    return FILM[round(seconds * FPS)]


# ---------------------------------------------------------------- the whole


def test_one_pose_per_mouth_shape_within_the_ranges_of_the_drawing() -> None:
    assert len(FILM) == MINUTES * 60 * FPS
    assert [pose.viseme for pose in FILM[:4]] == ["a", "closed", "e", "a"]
    assert {pose.breath for pose in FILM} == set(range(8))
    assert {pose.tilt for pose in FILM} == set(range(-3, 4))
    assert {pose.lids for pose in FILM} == {0, 1, 2, 3}
    assert {pose.brows for pose in FILM} == {0, 1, 2}
    assert {column for pose in FILM for column in pose.gaze} == {-1, 0, 1}
    assert poses([], fps=FPS, seed="", sentences=[], stresses=[], wave=None, offer=None) == ()


def test_the_same_script_gives_the_same_film_in_any_process() -> None:
    assert film() == FILM
    assert film("another") != FILM
    code = (
        "from pipeline.scene.motion import poses; import zlib; "
        "made = poses(['a'] * 3000, fps=25, seed='s', sentences=[], stresses=[], wave=None, offer=None); "
        "print(zlib.crc32(repr(made).encode()))"
    )
    runs = {subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout for _ in range(2)}
    assert len(runs) == 1


def test_everything_but_mouth_blinks_and_arm_changes_on_twos() -> None:
    for n, (a, b) in CHANGES:
        if n % 2:
            assert still(a) == still(b), n


def test_the_whole_figure_is_repainted_in_at_most_a_quarter_of_the_frames() -> None:
    """Each change of breath, tilt or nod costs encoding time."""
    share = sum((a.breath, a.tilt, a.nod) != (b.breath, b.tilt, b.nod) for _, (a, b) in CHANGES) / len(FILM)
    print(f"breath, tilt or nod changes on {share:.1%} of the frames")
    assert 0.08 < share <= 0.25


LISTENING = poses(["rest"] * 90 * FPS, fps=FPS, seed="seed", sentences=[], stresses=[], wave=None, offer=None)


@pytest.mark.parametrize("life", [FILM[20 * FPS : 110 * FPS], LISTENING], ids=["speaking", "listening"])
def test_nothing_repeats_within_a_minute(life: tuple[Pose, ...]) -> None:
    """No four seconds come again, and no shift in time makes the movements follow themselves; breath alone is regular
    in people too."""
    seen = [(pose.breath, pose.tilt, pose.nod, pose.gaze, pose.lids, pose.brows) for pose in life]
    stretches = [tuple(seen[n : n + 4 * FPS]) for n in range(60 * FPS)]
    assert len(set(stretches)) == len(stretches)
    moves = np.array([(pose.tilt, pose.nod, pose.lids, pose.brows, *pose.gaze) for pose in life], float)
    moves -= moves.mean(axis=0)
    size = 30 * FPS
    alike = [
        (moves[:size] * moves[n : n + size]).sum()
        / np.sqrt((moves[:size] ** 2).sum() * (moves[n : n + size] ** 2).sum())
        for n in range(4 * FPS, len(moves) - size)
    ]
    assert max(alike) < 0.6


# ---------------------------------------------------------------- breath, head


def test_breath_rises_and_falls_calmly_and_never_stops() -> None:
    assert all(abs(b.breath - a.breath) <= 1 for _, (a, b) in CHANGES)
    deep = [n / FPS for n, (a, b) in CHANGES if b.breath == 6 and a.breath == 5]
    lengths = [b - a for a, b in pairwise(deep)]
    assert all(3 < length < 5.5 for length in lengths)
    assert 4.0 < sum(lengths) / len(lengths) < 4.4
    assert len({round(length, 2) for length in lengths}) > 10


def test_the_head_never_jumps() -> None:
    assert all(abs(b.tilt - a.tilt) <= 1 for a, b in zip(FILM, FILM[2:], strict=False))


def test_the_head_moves_with_the_phrases_and_settles_in_pauses() -> None:
    for sentence in SENTENCES:
        begin = round((sentence.start - 0.12) * FPS)
        assert len({pose.tilt for pose in FILM[begin : begin + 20]}) > 1, sentence
    pauses = [(a.end + 0.75) for a, b in pairwise(SENTENCES) if b.start - a.end > 0.89]
    assert len(pauses) > 20
    assert all(abs(at(time).tilt) <= 1 for time in pauses)


def test_listening_is_alive() -> None:
    for seed in "abcdefgh":
        silent = film(seed)[round(SILENCE * FPS) :]
        assert len({pose.breath for pose in silent}) >= 7
        assert blinks(silent)
        assert len({pose.tilt for pose in silent[FPS:]}) > 1
        assert all(abs(pose.tilt) <= 1 for pose in silent[2 * FPS :])


def test_the_head_nods_on_every_stressed_word_and_only_there() -> None:
    for stress in STRESSES:
        first = round((stress - 0.32) * FPS)
        nods = [nod for nod, _ in groupby(pose.nod for pose in FILM[first : first + 16])]
        assert nods == [0, 1, 2, 1, 0], stress
        assert at(stress).nod == 2
    assert sum(pose.nod > 0 for pose in FILM) <= 8 * len(STRESSES)


# ---------------------------------------------------------------- eyes, brows


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_blinks_come_at_human_intervals(seed: str) -> None:
    starts = blinks(film(seed))
    gaps = [b - a for a, b in pairwise(starts)]
    double = [gap for gap in gaps if gap < 1]
    single = [gap for gap in gaps if gap >= 1]
    assert 12 <= len(starts) / MINUTES <= 22
    assert all(0.3 <= gap <= 0.45 for gap in double)
    assert all(1.96 <= gap <= 6.04 for gap in single)
    assert 5 < len(double) < len(single) / 4
    assert max(single) - min(single) > 2.5


def test_every_blink_closes_completely_and_opens_again() -> None:
    starts = [round(time * FPS) for time in blinks(FILM)]
    assert all([pose.lids for pose in FILM[n - 1 : n + 6]] == [0, 2, 3, 3, 2, 1, 0] for n in starts)


def test_a_film_begins_and_ends_with_open_eyes() -> None:
    for frames in range(300, 500):
        track = poses(["rest"] * frames, fps=FPS, seed=str(frames), sentences=[], stresses=[], wave=None, offer=None)
        assert track[0].lids == track[-1].lids == 0


def test_blinks_gather_where_sentences_end() -> None:
    starts = blinks(FILM)

    def near(shift: float) -> float:
        ends = [sentence.end + shift for sentence in SENTENCES]
        return sum(any(end - 0.05 <= start < end + 0.3 for start in starts) for end in ends) / len(ends)

    assert near(0) > 0.4
    assert near(0) > 3 * near(-1)


def test_eyes_rest_on_the_viewer_and_glance_aside_briefly() -> None:
    away = [pose.gaze != (0, 0) for pose in FILM]
    starts = [n for n in range(1, len(away)) if away[n] and not away[n - 1]]
    lengths = [away.index(False, n) - n for n in starts]
    gaps = [(b - a) / FPS for a, b in pairwise(starts)]
    assert 0.04 < sum(away) / len(away) < 0.15
    assert all(0.5 * FPS - 2 <= length <= 0.9 * FPS + 2 for length in lengths)
    assert all(4.9 <= gap <= 13 for gap in gaps)
    assert 5 < sum(gaps) / len(gaps) < 9
    assert all(FILM[n].gaze[0] for n in starts)


def test_eyes_are_back_on_the_viewer_where_a_sentence_ends_and_begins() -> None:
    assert all(at(edge).gaze == (0, 0) for sentence in SENTENCES for edge in (sentence.start, sentence.end))


@pytest.mark.parametrize("text", ["Ja?", "نعم؟", "Այո՞", "„Ja?“", "\u2067نعم؟\u2069", "Ja ?"])
def test_brows_rise_with_every_question(text: str) -> None:
    for seed in "abcdef":
        track = film(seed, [Timed(2.0, 5.0, text)], 8)
        assert all(pose.brows for pose in track[52:62])
        assert not any(pose.brows for pose in track[70:110])
        assert track[round(4.8 * FPS)].brows


def test_brows_rise_on_most_stressed_words_and_stay_down_in_silence() -> None:
    plain = [stress for one, stress in zip(SENTENCES, STRESSES, strict=True) if not one.value.endswith("?")]
    raised = sum(at(stress).brows == 2 for stress in plain) / len(plain)
    assert 0.5 < raised < 0.9
    assert sum(pose.brows > 0 for pose in FILM) / len(FILM) < 0.25
    assert not any(pose.brows for pose in FILM[round((SILENCE + 0.3) * FPS) :])


def test_brows_pass_half_way_whenever_they_rise_and_sink() -> None:
    steps = [level for level, _ in groupby(pose.brows for pose in FILM)]
    assert {abs(b - a) for a, b in pairwise(steps)} == {1}
    assert all(len(list(run)) == 2 for level, run in groupby(pose.brows for pose in FILM) if level == 1)


# ---------------------------------------------------------------- arm


def test_the_arm_greets_and_offers_exactly_in_its_windows() -> None:
    for n, pose in enumerate(FILM):
        time = n / FPS
        expected = "wave" if 0.5 <= time < 2.1 else "offer" if OFFER.start <= time < OFFER.end else ""
        assert pose.arm == expected, time
    assert {
        pose.arm for pose in poses(["rest"] * 99, fps=FPS, seed="", sentences=[], stresses=[], wave=None, offer=None)
    } == {""}


@pytest.mark.parametrize("span", [WAVE, OFFER], ids=["wave", "offer"])
def test_an_arm_rises_and_sinks_over_eight_frames_and_never_pops(span: Timed[str]) -> None:
    up = [pose.reach for n, pose in enumerate(FILM) if span.start <= n / FPS < span.end]
    assert up[:8] == list(range(1, 9))
    assert up[-8:] == list(range(8, 0, -1))
    assert set(up[8:-8]) == {8}


def test_a_greeting_hand_waves_there_and_back_and_is_straight_where_it_rises_and_sinks() -> None:
    waving = [pose for pose in FILM if pose.arm == "wave"]
    assert {pose.swing for pose in waving} == {-2, -1, 0, 1, 2}
    assert not any(pose.swing for pose in waving if pose.reach < 8)
    assert not any(pose.swing for pose in FILM if pose.arm != "wave")
