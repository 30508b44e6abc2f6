"""Caption file and transcript: valid, complete, with every disclosure."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from itertools import pairwise

import pytest

from pipeline import language as packs
from pipeline.model import Picture, Timed, Timeline
from pipeline.texts import transcript, vtt
from tests.scene.staging import CONTACT, timeline

HOSTILE = "Hier steht <b>fett</b> & {\\pos(0,0)} --> 00:01.000 und \\N."


@pytest.fixture(scope="module", params=["de", "ar", "uk"])
def made(request: pytest.FixtureRequest) -> Timeline:
    return timeline(request.param, ["Rufen Sie uns an: 030 23125 118.", HOSTILE], note="Nicht geprüft <x>")


def parse(text: str) -> list[tuple[float, float, str]]:
    """A strict reader of WebVTT (W3C, section 6): cues with seconds and their text."""
    head, *blocks = text.split("\n\n")
    assert head == "WEBVTT"
    cues = []
    for block in blocks:
        first, *lines = block.rstrip("\n").split("\n")
        if first.startswith("NOTE"):
            assert "-->" not in block
            continue
        clock = r"(\d\d):([0-5]\d):([0-5]\d\.\d{3})"
        match = re.fullmatch(f"{clock} --> {clock}", first)
        assert match, first
        h1, m1, s1, h2, m2, s2 = match.groups()
        assert lines
        assert all(lines)
        for line in lines:
            assert "-->" not in line
            assert "<" not in line
            assert not re.search(r"&(?!amp;|lt;|gt;)", line)
        begin, end = int(h1) * 3600 + int(m1) * 60 + float(s1), int(h2) * 3600 + int(m2) * 60 + float(s2)
        cues.append((begin, end, unescape("\n".join(lines))))
    return cues


def plain(text: str) -> str:
    return re.sub("[\u2066-\u2069]", "", text).replace("\n", " ").replace("\u00a0", " ")


def test_the_caption_file_reads_back_with_every_sentence_in_order(made: Timeline) -> None:
    cues = parse(vtt(made, packs.load(made.language)))
    assert " ".join(plain(text) for _, _, text in cues) == " ".join(s.value for s in made.sentences)
    assert all(begin < end for begin, end, _ in cues)
    assert all(one[1] <= other[0] + 0.001 for one, other in pairwise(cues))
    assert cues[0][0] == pytest.approx(made.intro.start, abs=0.001)
    assert cues[-1][1] <= made.duration


def test_no_line_of_the_caption_file_is_longer_than_one_on_screen(made: Timeline) -> None:
    """The request is a card on screen, but a caption in the file."""
    language = packs.load(made.language)
    for _, _, text in parse(vtt(made, language)):
        lines = [re.sub("[\u2066-\u2069]", "", line) for line in text.split("\n")]
        assert len(lines) <= 2
        assert max(map(len, lines)) <= language.caption_chars, lines


def test_the_caption_file_says_that_it_is_ai_and_which_language(made: Timeline) -> None:
    text = vtt(made, packs.load(made.language))
    assert f"AI: {made.label}" in text
    assert f"Language: {packs.load(made.language).bcp47}" in text


def test_a_script_that_says_what_the_card_says_is_captioned_once_each_time(made: Timeline) -> None:
    pack = packs.load(made.language)
    request = made.end_card.value.request
    twice = timeline(made.language, [request, "Ja."])
    cues = parse(vtt(twice, pack))
    assert " ".join(plain(text) for _, _, text in cues).count(request) == 2
    assert all(one[1] <= other[0] + 0.001 for one, other in pairwise(cues))


def test_the_transcript_says_what_a_picture_shows_where_it_is_shown_and_the_captions_do_not(made: Timeline) -> None:
    second = made.sentences[-2]
    picture = Timed(second.start - 0.1, second.end, Picture("plan.png", "", "Der Eingang"))
    with_picture, pack = replace(made, pictures=(picture,)), packs.load(made.language)
    lines = transcript(with_picture, "Mein Titel", pack).split("\n")
    at = [plain(line) for line in lines].index("[Der Eingang]")
    assert plain(lines[at + 1]) == plain(second.value)
    assert vtt(with_picture, pack) == vtt(made, pack)


def test_a_label_cannot_break_the_caption_file(made: Timeline) -> None:
    parse(vtt(replace(made, label="a --> b <c> & d"), packs.load(made.language)))


def test_hours_and_roundings_are_written_as_the_format_wants(made: Timeline) -> None:
    late = replace(made.captions[0], start=3599.9996, end=3661.0)
    text = vtt(replace(made, captions=(late,)), packs.load("de"))
    assert "01:00:00.000 --> 01:01:01.000" in text


def test_the_transcript_holds_disclosure_note_every_sentence_german_request_and_contact(made: Timeline) -> None:
    text = transcript(made, "Mein Titel", packs.load(made.language))
    shown = plain(text)
    assert plain(text).startswith("Mein Titel AI · ")
    for wanted in (made.label, made.note, CONTACT, *(sentence.value for sentence in made.sentences)):
        assert plain(wanted) in shown
    german = made.end_card.value.german
    assert (made.language == "de") == (not german)
    assert german in text
    assert text.endswith("\n")


def test_a_film_with_nothing_to_admit_has_no_empty_note(made: Timeline) -> None:
    lines = transcript(replace(made, note=""), "T", packs.load(made.language)).split("\n")
    assert lines[2] == ""
    assert plain(lines[3]) == plain(made.sentences[0].value)
