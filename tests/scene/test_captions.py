"""Captions: cut at phrases, at most two lines, in time with the words."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from pipeline import language as packs
from pipeline.language import Language
from pipeline.model import Caption, Timed
from pipeline.scene.captions import LINGER, LONGEST, SHORTEST, cut, linger
from pipeline.scene.text import style, width, words
from tests.scene.staging import layout, words_of

GERMAN, ARABIC = packs.load("de"), packs.load("ar")


def pieces(text: str, language: Language = GERMAN, pace: float = 0.4) -> list[Timed[Caption]]:
    return cut(words_of(text, 2.0, pace), language, layout(language))


def shown(captions: list[Timed[Caption]]) -> list[str]:
    return [" ".join(caption.value.lines).replace("\u00a0", " ") for caption in captions]


SENTENCES = {
    "de": "Bringen Sie bitte Ihren Ausweis und alle amtlichen Briefe mit, die Sie nicht verstehen, damit wir gemeinsam "
    "nachsehen können, was das Jobcenter, die Ausländerbehörde oder die Krankenkasse von Ihnen wissen möchte, und bis "
    "wann Sie darauf antworten müssen, denn manche Fristen sind sehr kurz.",
    "ru": "Пожалуйста, принесите удостоверение личности и все официальные письма, которые вам непонятны, чтобы мы "
    "вместе посмотрели, чего хочет от вас ведомство, и до какого числа нужно ответить на каждое письмо.",
    "ar": "أحضروا معكم من فضلكم بطاقة الهوية وجميع الرسائل الرسمية التي لا تفهمونها، حتى ننظر معًا فيما يريده منكم "
    "مكتب Jobcenter أو دائرة الأجانب، واتصلوا بنا على الرقم 030 23125 118 قبل يوم 3.10.2026 إن أمكن ذلك.",
    "uk": "Якщо лікарі не приймають, телефонуйте 116 117, а в екстреному випадку завжди телефонуйте 112.",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_pieces_join_to_the_sentence_fit_the_zone_and_keep_the_times_of_their_words(code: str) -> None:
    language, text = packs.load(code), SENTENCES[code]
    spoken = words_of(text, 2.0)
    captions = cut(spoken, language, layout(language))
    assert " ".join(shown(captions)) == text
    zone = layout(language).caption
    position = 0
    for caption in captions:
        assert 1 <= len(caption.value.lines) <= 2
        for line in caption.value.lines:
            assert len(line) <= language.caption_chars
            assert width(line, style(language, 56)) <= zone.right - zone.left
        count = len(" ".join(caption.value.lines).split())
        assert caption.start == spoken[position].start
        assert caption.end == spoken[position + count - 1].end
        assert caption.end - caption.start <= LONGEST
        position += count
    assert all(one.end <= other.start and one.start < other.start for one, other in pairwise(captions))


def test_the_sentence_of_forty_words_is_read_in_bites_not_word_by_word() -> None:
    assert len(SENTENCES["de"].split()) >= 40
    captions = pieces(SENTENCES["de"])
    assert 4 <= len(captions) <= 9
    assert all(caption.end - caption.start >= 1.2 for caption in captions)


def test_breaks_stand_at_commas_where_there_are_some() -> None:
    captions = shown(pieces(SENTENCES["de"]))
    assert sum(caption[-1] in ",." for caption in captions) >= len(captions) - 1
    first, second = shown(
        pieces(
            "Wenn Sie krank sind oder zum Termin nicht kommen können, sagen Sie ihn uns bitte so früh wie möglich ab."
        )
    )
    assert first.endswith("können,")
    assert second.startswith("sagen")


@pytest.mark.parametrize("seed", range(6))
def test_no_piece_ends_with_an_article_or_a_preposition(seed: int) -> None:
    """Where there is no comma to break at."""
    rng = random.Random(seed)
    nouns = ["Ausweis", "Antrag", "Bescheid", "Termin", "Brief", "Vertrag", "Aufenthaltstitel", "Mietvertrag"]
    text = "Bitte bringen Sie zum Gespräch " + " und ".join(
        f"{rng.choice(('den', 'das', 'die'))} {rng.choice(nouns)} von der {rng.choice(nouns)}stelle" for _ in range(7)
    )
    captions = shown(pieces(f"{text} mit."))
    assert len(captions) > 2
    assert not [caption for caption in captions[:-1] if caption.split()[-1] in ("den", "das", "die", "der", "von")]


def test_a_short_sentence_is_one_caption_of_one_line() -> None:
    (caption,) = pieces("Rufen Sie uns an.")
    assert caption.value.lines == ("Rufen Sie uns an.",)


def test_a_phone_number_is_never_torn_between_lines_or_captions() -> None:
    for before in range(1, 14):
        text = " ".join(["heute"] * before) + " unter (030) 23125 / 118 oder 116 117 von 9:30 – 12:00 Uhr an"
        lines = [line.replace("\u00a0", " ") for piece in pieces(text) for line in piece.value.lines]
        for number in ("(030) 23125 / 118", "116 117", "9:30 – 12:00"):
            assert any(number in line for line in lines), (before, lines)


def test_a_french_question_mark_does_not_begin_a_line() -> None:
    french = packs.load("fr")
    for before in range(1, 16):
        for caption in pieces(" ".join(["bonjour"] * before) + " vraiment ? Oui !", french):
            assert not [line for line in caption.value.lines if line.startswith(("?", "!"))]


def test_german_words_of_any_length_stand_whole() -> None:
    monster = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
    captions = pieces(f"Das {monster} und die Donaudampfschifffahrtsgesellschaftskapitänsmütze sind lange Wörter.")
    assert any(line.strip(",.") == monster for caption in captions for line in caption.value.lines)
    assert all(len(caption.value.lines) <= 2 for caption in captions)


def test_slow_speech_is_cut_by_time() -> None:
    captions = pieces("Wir sind für Sie da und helfen gern", pace=1.5)
    assert all(caption.end - caption.start <= LONGEST for caption in captions)
    assert len(captions) > 1


def test_markup_in_captions_is_kept_as_text() -> None:
    text = r"Hier {\pos(0,0)} und \N und <b>fett</b>."
    assert " ".join(shown(pieces(text))) == text


def test_a_line_of_fifteen_hundred_words_is_cut_too() -> None:
    assert len(pieces(" ".join(["Beratungsstelle"] * 1500), pace=0.2)) > 200


def test_a_caption_lingers_into_the_pause_but_never_into_the_next_one() -> None:
    made = [Timed(0.0, 1.0, Caption(("a",))), Timed(1.5, 1.7, Caption(("b",))), Timed(9.0, 10.0, Caption(("c",)))]
    first, second, third = linger(made, 10.5)
    assert (first.start, first.end) == (0.0, 1.5)
    assert second.start == 1.5
    assert second.end == pytest.approx(1.7 + LINGER)
    assert third.end == 10.5
    assert [caption.value for caption in (first, second, third)] == [caption.value for caption in made]


def test_a_flash_of_a_word_stands_long_enough_to_be_seen() -> None:
    (only,) = linger([Timed(1.0, 1.05, Caption(("Ja.",)))], 60)
    assert only.end - only.start >= SHORTEST


@pytest.mark.parametrize("seed", range(20))
def test_any_text_gives_monotone_captions_with_all_its_words(seed: int) -> None:
    rng = random.Random(seed)
    language = rng.choice([GERMAN, ARABIC, packs.load("fr")])
    alphabet = "aeinrst.,-–()?!:/0123456789{}\\<>" if language is not ARABIC else "ابتثجحخد،.؟0123456789()"
    text = " ".join("".join(rng.choices(alphabet, k=rng.randint(1, 18))) for _ in range(rng.randint(1, 50)))
    spoken = words_of(text, pace=rng.uniform(0.1, 1.0))
    captions = cut(spoken, language, layout(language))
    assert " ".join(shown(captions)) == text
    assert all(one.end <= other.start for one, other in pairwise(captions))
    held = {piece for piece in words(text) if "\u00a0" in piece}
    lines = "\n".join(line for caption in captions for line in caption.value.lines)
    assert all(piece in lines for piece in held)
