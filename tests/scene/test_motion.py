"""A figure that lives: breath, blinks, glances and a head that moves with the phrases, for ten minutes on end."""

import subprocess
import sys
from itertools import pairwise
from random import Random

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


SENTENCES = spoken("script")
SILENCE = SENTENCES[-1].end


def film(seed: str = "seed", sentences: list[Timed[str]] = SENTENCES) -> tuple[Pose, ...]:
    visemes = [("a", "closed", "e")[n % 3] for n in range(MINUTES * 60 * FPS)]
    return poses(visemes, fps=FPS, seed=seed, sentences=sentences, wave=WAVE, offer=OFFER)


FILM = film()
CHANGES = list(enumerate(pairwise(FILM), 1))


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
    assert {pose.brows for pose in FILM} == {0, 1}
    assert {column for pose in FILM for column in pose.gaze} == {-1, 0, 1}
    assert poses([], fps=FPS, seed="", sentences=[], wave=None, offer=None) == ()


def test_the_same_script_gives_the_same_film_in_any_process() -> None:
    assert film() == FILM
    assert film("another") != FILM
    code = (
        "from pipeline.scene.motion import poses; import zlib; "
        "print(zlib.crc32(repr(poses(['a'] * 3000, fps=25, seed='s', sentences=[], wave=None, offer=None)).encode()))"
    )
    runs = {subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout for _ in range(2)}
    assert len(runs) == 1


def test_everything_but_mouth_blinks_and_arm_changes_on_twos() -> None:
    for n, (a, b) in CHANGES:
        if n % 2:
            assert (a.gaze, a.brows, a.breath, a.tilt) == (b.gaze, b.brows, b.breath, b.tilt), n


def test_the_whole_figure_is_repainted_in_at_most_a_quarter_of_the_frames() -> None:
    """Each change of breath or tilt costs encoding time."""
    share = sum((a.breath, a.tilt) != (b.breath, b.tilt) for _, (a, b) in CHANGES) / len(FILM)
    print(f"breath or tilt changes on {share:.1%} of the frames")
    assert 0.08 < share <= 0.25


def test_no_twenty_seconds_repeat() -> None:
    life = [(pose.breath, pose.tilt, pose.gaze) for pose in FILM[::2]]
    stretches = [tuple(life[n : n + 250]) for n in range(len(life) - 250)]
    assert len(set(stretches)) == len(stretches)


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
        track = poses(["rest"] * frames, fps=FPS, seed=str(frames), sentences=[], wave=None, offer=None)
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
        track = film(seed, [Timed(2.0, 5.0, text)])
        assert all(pose.brows for pose in track[52:62])
        assert not any(pose.brows for pose in track[70:110])
        assert track[round(4.8 * FPS)].brows


def test_brows_rise_with_some_other_sentences_and_stay_down_in_silence() -> None:
    plain = [sentence for sentence in SENTENCES if not sentence.value.endswith("?")]
    raised = sum(at(sentence.start + 0.3).brows for sentence in plain) / len(plain)
    assert 0.2 < raised < 0.7
    assert not any(pose.brows for pose in FILM[round((SILENCE + 0.3) * FPS) :])


# ---------------------------------------------------------------- arm


def test_the_arm_greets_and_offers_exactly_in_its_windows() -> None:
    for n, pose in enumerate(FILM):
        time = n / FPS
        expected = "wave" if 0.5 <= time < 2.1 else "offer" if OFFER.start <= time < OFFER.end else ""
        assert pose.arm == expected, time
    assert {pose.arm for pose in poses(["rest"] * 99, fps=FPS, seed="", sentences=[], wave=None, offer=None)} == {""}
