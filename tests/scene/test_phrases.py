"""Tables of phrases: what never stands apart, and where a sentence is best cut in two."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline import language as packs
from pipeline.scene.phrases import cost, groups

HELD = [
    ("de", "Am Dienstag, den 3. Oktober 2026 ist zu.", "3. Oktober 2026"),
    ("de", "Kommen Sie um 9:30 Uhr zu uns.", "9:30 Uhr"),
    ("de", "Wir sind von 9:30 – 12:00 Uhr da.", "9:30 – 12:00 Uhr"),
    ("de", "Rufen Sie Frau Dr. Schmidt an.", "Frau Dr. Schmidt"),
    ("de", "Fragen Sie Herrn Yılmaz im Büro.", "Herrn Yılmaz"),
    ("de", "Das kostet 46,50 € im Monat.", "46,50 €"),
    ("de", "Das kostet 12 Euro im Monat.", "12 Euro"),
    ("de", "Wählen Sie im Notfall die 116 117 oder 112.", "116 117"),
    ("de", "Bringen Sie Briefe mit, z. B. vom Jobcenter.", "z. B."),
    ("de", "Sie finden uns in der Marktstr. 12 im Hof.", "Marktstr. 12"),
    ("de", "Fragen Sie nach Nr. 5 im Flur.", "Nr. 5"),
    ("en", "We are closed on 3 October 2026 all day.", "3 October 2026"),
    ("en", "Come at 9:30 am to us.", "9:30 am"),
    ("en", "Please ask for Mrs Brown at the desk.", "Mrs Brown"),
    ("ar", "مكتبنا مغلق يوم 3 أكتوبر كله.", "3 أكتوبر"),
    ("ar", "اتصلوا بالرقم 116 117 من فضلكم.", "116 117"),
    ("ar", "اسألوا السيدة مريم في المكتب.", "السيدة مريم"),
    ("uk", "Ми зачинені 3 жовтня цілий день.", "3 жовтня"),
    ("uk", "Запитайте пані Коваль на вході.", "пані Коваль"),
    ("tr", "Pazartesi 3 Ekim 2026 kapalıyız.", "3 Ekim 2026"),
    ("tr", "Bu ayda 12 euro tutar.", "12 euro"),
    ("fr", "Nous sommes fermés le 3 octobre 2026 ici.", "3 octobre 2026"),
]


@pytest.mark.parametrize(("code", "text", "piece"), HELD)
def test_what_is_one_thing_never_stands_apart(code: str, text: str, piece: str) -> None:
    together = [" ".join(group) for group in groups(text.split(), packs.load(code))]
    assert " ".join(together) == text
    assert any(piece in group for group in together), together


@pytest.mark.parametrize("code", packs.codes())
def test_groups_are_the_words_in_order_in_every_language(code: str) -> None:
    text = packs.load(code).du.request
    assert [word for group in groups(text.split(), packs.load(code)) for word in group] == text.split()
    assert groups([], packs.load(code)) == []


BEST = [
    ("de", "Bring deinen Ausweis mit | und amtliche Briefe"),
    ("de", "Wir helfen Ihnen gern | bei dem Antrag"),
    ("de", "Sagen Sie uns sofort | dass Sie krank sind"),
    ("de", "Nehmen Sie einen Brief | oder Ihren Ausweis"),
    ("en", "Bring your ID card | and any letters"),
    ("en", "Tell us at once | that you are ill"),
    ("en", "You will find us | on the second floor"),
    ("ar", "أحضروا معكم جميع الرسائل الرسمية | التي لا تفهمونها"),
    ("ar", "أحضروا بطاقة الهوية | والرسائل الرسمية"),
    ("ar", "نحن هنا اليوم | من الصباح"),
    ("uk", "Візьми з собою посвідчення | й офіційні листи"),
    ("uk", "Ми працюємо щодня | до вечора"),
    ("uk", "Скажи нам одразу | якщо ти хворієш"),
    ("tr", "Kimliğini getir | ve bizi ara"),
    ("tr", "Bizi hemen ara | çünkü yer az"),
    ("fa", "نامه‌های رسمی را | که نمی‌فهمی"),
    ("fr", "Apporte ta carte | et les lettres"),
]


@pytest.mark.parametrize(("code", "marked"), BEST)
def test_a_sentence_is_best_cut_before_what_begins_a_phrase(code: str, marked: str) -> None:
    language = packs.load(code)
    before, after = (part.split() for part in marked.split(" | "))
    sentence = before + after
    costs = {at: cost(sentence[at - 1], sentence[at], language) for at in range(1, len(sentence))}
    assert costs[len(before)] == min(costs.values()), costs


WORST = [
    ("de", "in | der"), ("de", "den | Ausweis"), ("de", "und | die"), ("de", "2 | Kinder"), ("de", "Zimmer | 12"),
    ("en", "the | office"), ("en", "and | your"), ("en", "2 | children"),
    ("ar", "في | المكتب"), ("ar", "لا | تفهمونها"), ("ar", "الطابق | 2"),
    ("uk", "до | четверга"), ("uk", "не | розумієш"), ("uk", "знав | би"),
    ("tr", "bir | randevu"), ("tr", "Hasta | mısın"), ("tr", "annem | ile"),
    ("fa", "اندازهٔ | من"), ("fa", "نامه | را"), ("fr", "ne | parlent"), ("fr", "parlent | pas"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "marked"), WORST)
def test_what_is_close_is_not_cut(code: str, marked: str) -> None:
    word, following = marked.split(" | ")
    ordinary = cost("Termin", "Beratung", packs.load(code))
    assert cost(word, following, packs.load(code)) > ordinary


def test_marks_are_the_best_places_of_all() -> None:
    language = packs.load("de")
    assert cost("können,", "sagen", language) < cost("Ausweis", "und", language)
    assert cost("Uhr;", "danach", language) == cost("Ende", "", language) == 0


def test_a_language_without_lists_keeps_short_words_with_what_follows() -> None:
    """A new pack needs none."""
    bare = replace(packs.load("pt"), phrases=packs.Phrases())
    assert cost("de", "outubro", bare) > cost("outubro", "de", bare)


def test_a_very_long_chain_is_cut_all_the_same() -> None:
    language = packs.load("de")
    text = "Frau Frau Frau Frau Frau Frau Frau Frau Frau Frau Frau Frau"
    assert len(groups(text.split(), language)) > 1
