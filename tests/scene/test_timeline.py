"""From speech to a timeline: nothing of the disclosure can be missing, nothing overlaps."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from pipeline import language as packs
from pipeline.model import Timeline
from pipeline.scene.timeline import CARD_AFTER, CARD_SHORTEST, LEAD_IN
from pipeline.texts import vtt
from tests.scene.staging import speech, timeline

LINES = ["Rufen Sie uns an: 030 23125 118.", "Wir sind von 9:30 – 12:00 Uhr da. Am 3. Oktober ist geschlossen."]


@pytest.fixture(scope="module", params=["de", "ar"])
def made(request: pytest.FixtureRequest) -> Timeline:
    return timeline(request.param, LINES, note="Hinweis")


def test_the_film_is_as_long_as_its_frames(made: Timeline) -> None:
    assert made.duration == len(made.poses) / made.fps
    assert (made.width, made.height, made.fps) == (1920, 1080, 25)


def test_the_introduction_is_the_first_thing_said(made: Timeline) -> None:
    assert made.sounds[0].start == made.intro.start == made.sentences[0].start == LEAD_IN
    language = packs.load(made.language)
    assert made.intro.value == language.wording("du").intro("female", language.names["maja"])
    said = [s for s in made.sentences if s.end <= made.intro.end]
    assert " ".join(sentence.value for sentence in said) == made.intro.value


def test_the_end_card_stands_long_enough_and_to_the_end(made: Timeline) -> None:
    card = made.end_card
    assert card.end == made.duration
    assert card.end - card.start >= CARD_SHORTEST >= 8
    assert made.duration - made.sentences[-1].end >= CARD_AFTER
    request = [sentence for sentence in made.sentences if sentence.start >= card.start]
    assert request[0].value == card.value.request
    shown = [caption for caption in made.captions if caption.start >= card.start]
    assert all(caption.value.beside_card for caption in shown)
    words = " ".join(" ".join(caption.value.lines) for caption in shown).replace("\u00a0", " ")
    assert words == " ".join(sentence.value for sentence in request[1:]).replace("\u00a0", " ")


def test_sounds_sentences_and_captions_follow_each_other(made: Timeline) -> None:
    assert [(s.start, s.end) for s in made.sounds] == [(s.start, s.end) for s in made.sentences]
    for events in ([(e.start, e.end) for e in made.sounds], [(e.start, e.end) for e in made.captions]):
        assert all(start < end <= following for (start, end), (following, _) in pairwise(events))


@pytest.mark.parametrize("pace", [0.1, 0.6])
@pytest.mark.parametrize("offer", ["", "Das Dolmetschen ist bei uns kostenlos."])
@pytest.mark.parametrize("code", ["de", "ar", "ti", "fr"])
def test_no_caption_outlasts_what_is_said_next_and_each_begins_with_its_first_word(
    code: str, offer: str, pace: float
) -> None:
    """On the picture and in the caption file, where the card's own sentences stand among them."""
    language = packs.load(code)
    made = timeline(code, LINES, offer=offer, pace=pace)
    said = speech(language, LINES, pace=pace, offer=offer)
    starts = [one.start for one in made.sentences]
    assert (made.sentences[-1].value == offer) is bool(offer)
    for caption in made.captions:
        assert caption.start < caption.end <= min([*(one for one in starts if one > caption.start), made.duration])
    cues = [
        tuple(sum(float(part) * 60**place for place, part in enumerate(reversed(clock.split(":")))) for clock in pair)
        for pair in re.findall(r"(\S+) --> (\S+)\n", vtt(made, language))
    ]
    assert all(one < end <= other for (one, end), (other, _) in pairwise(cues))
    words = [
        round(one.start + word.start, 3)
        for one, part in zip(made.sentences, said.segments, strict=True)
        for word in part.words
    ]
    assert {round(caption.start, 3) for caption in made.captions} <= set(words)
    assert {round(start, 3) for start in starts} <= {round(start, 3) for start, _ in cues}


def test_every_sentence_before_the_card_is_captioned_while_it_is_said(made: Timeline) -> None:
    before = [sentence for sentence in made.sentences if sentence.start < made.end_card.start]
    captions = [caption for caption in made.captions if not caption.value.beside_card]
    shown = " ".join(" ".join(caption.value.lines) for caption in captions).replace("\u00a0", " ")
    assert shown == " ".join(sentence.value for sentence in before)
    for sentence in before:
        first = min((c for c in made.captions if c.start >= sentence.start - 0.001), key=lambda c: c.start)
        assert first.start == pytest.approx(sentence.start, abs=0.1)
    assert captions[-1].end <= made.end_card.start


def test_the_hand_opens_with_the_card_and_waves_before(made: Timeline) -> None:
    for number, pose in enumerate(made.poses):
        assert (pose.arm == "offer") == (number / made.fps >= made.end_card.start)
    assert any(pose.arm == "wave" for pose in made.poses)


def test_the_mouth_moves_while_something_is_said_and_rests_at_the_end(made: Timeline) -> None:
    for sound in made.sounds:
        inside = made.poses[int(sound.start * made.fps) + 1 : int(sound.end * made.fps)]
        assert len({pose.viseme for pose in inside}) > 1
    assert {pose.viseme for pose in made.poses[-25:]} == {"rest"}


def test_the_words_on_the_picture_are_taken_as_they_are(made: Timeline) -> None:
    assert made.note == "Hinweis"
    assert made.label == packs.load(made.language).wording("du").label
    assert made.draft == ()
    assert made.name_tag.start == 0
    assert made.intro.end < made.name_tag.end < made.end_card.start


def test_equal_input_gives_an_equal_timeline(made: Timeline) -> None:
    assert timeline(made.language, LINES, note="Hinweis") == made


def test_a_script_of_one_word_is_a_film(made: Timeline) -> None:
    short = timeline(made.language, ["Ja."])
    assert short.end_card.end == short.duration
    assert len(short.captions) >= 2
