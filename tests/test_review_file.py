"""The review file: what goes out comes back, in every language, whatever an editor has made of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline import language as packs
from pipeline.errors import InputError
from pipeline.review import Form, Line, ReviewFile, StaleError, decode, parse, write

GERMAN = (
    "Kommen Sie am 5. Mai um 8:30 Uhr in die „Alte Post“.",
    "- Bringen Sie Ihren Ausweis mit.",
    "Rufen Sie 112 an!",
)
TURKISH = ("5 Mayıs'ta saat 8:30'da gelin.", "Kimliğinizi getirin.", "112'yi arayın!")


def form(language: str = "tr", units: tuple[str, ...] = TURKISH, title: str = "Randevu") -> Form:
    lines = tuple(Line(own, text) for own, text in zip(GERMAN, units, strict=True))
    return Form(f"termin.{language}", language, "de", Line("Termin", title), lines, ("Ayşe Kaya", "Ömer Demir"))


def saved(change: Callable[[str], str | bytes] = lambda text: text, asked: Form | None = None) -> ReviewFile:
    """What is read after somebody has changed the file as it was written."""
    asked = asked or form()
    data = change(write(asked))
    return parse(decode(data if isinstance(data, bytes) else data.encode("utf-8"), asked.language), asked)


def replaced(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def named(by: str) -> Callable[[str], str]:
    return replaced("Freigabe durch: ", f"Freigabe durch: {by}")


# ---------------------------------------------------------------- as it goes out


def test_it_opens_anywhere_and_asks_for_a_name_first() -> None:
    text = write(replace(form(), notes=("Zahl: " + "sehr lang " * 20,)))
    assert text.startswith("\ufeffFreigabe durch: \r\n")
    assert not re.search(r"(?<!\r)\n", text)
    head = text[: text.index("[Titel]")]
    for words in ("Freigeben dürfen: Ayşe Kaya, Ömer Demir", "Speichern", "termin.tr.ANTWORT.txt", "Türkisch (Türkçe)"):
        assert words in head
    assert max(map(len, head.splitlines())) <= 80, "an editor would wrap it"


def test_where_nobody_may_approve_it_says_so() -> None:
    assert "Freigeben dürfen: noch niemand" in write(replace(form(), reviewers=()))


def test_what_the_fact_check_found_stands_at_its_line_and_is_no_text() -> None:
    asked = form()
    noted = replace(
        asked, units=(*asked.units[:2], replace(asked.units[2], notes=("Zahl: 112 fehlt " + "lang " * 40,)))
    )
    text = write(noted)
    assert text.index("[3]") < text.index("# Zahl: 112 fehlt") < text.index(TURKISH[2])
    assert saved(asked=noted).units == TURKISH


def test_an_empty_one_is_the_order_form() -> None:
    asked = form(units=("", "", ""), title="")
    assert "Schreiben Sie unter jede Zeile „Türkisch:“ die Übersetzung" in write(asked)
    with pytest.raises(InputError, match=r"Bei \[1\] steht noch keine Übersetzung\. Insgesamt fehlen noch 3 Zeilen"):
        saved(asked=asked)
    filled = write(asked)
    for number, text in enumerate(TURKISH, 1):
        filled = re.sub(rf"(\[{number}\].*\r\nTürkisch:\r\n)", rf"\g<1>{text}", filled)
    found = parse(filled, asked)
    assert (found.title, found.units) == ("", TURKISH)


# ---------------------------------------------------------------- there and back

SAMPLES = {
    "ar": 'اتصل بالرقم 116 117 أو ١١٢ في الساعة 8:30، "من فضلك".',
    "fa": "ساعت ۸:۳۰ بیایید؛ «اداره» را می‌شناسید؟",
    "prs": "لطفاً به شماره 112 زنگ بزنید (رایگان).",
    "ps": "مهرباني وکړئ ۱۱۲ ته زنګ ووهئ.",
    "ku": "Ji kerema xwe telefonî 112 bike: “bêpere”.",
    "uk": "Зателефонуйте за номером 112 – це безкоштовно, п'ятниця.",
    "ru": "Позвоните по номеру 112 — «бесплатно».",
    "fr": "Appelez le 112 : « c’est gratuit » !",
    "pt": "Ligue para o 112; é grátis.",
}


@pytest.mark.parametrize("code", [code for code in packs.codes() if code != "de"])
def test_every_language_comes_back_as_it_went(code: str) -> None:
    sample = SAMPLES.get(code, packs.load(code).sie.request)
    asked = form(code, (sample, f"{sample} [2] # 3", packs.load(code).sie.intro_female), sample[:90].strip())
    assert saved(asked=asked) == ReviewFile(
        "", asked.title.text, tuple(unit.text for unit in asked.units), saved(asked=asked).lines
    )
    edited = saved(replaced(sample, sample + " OK"), replace(asked, title=Line("Termin", "T")))
    assert edited.units[0] == sample + " OK"


def test_right_to_left_lines_stand_between_marks_that_are_no_part_of_the_text() -> None:
    asked = form("ar", ("مرحبا.", "شكرا!", "نعم"))
    assert "\r\n\u200fمرحبا.\u200f\r\n" in write(asked)
    for marks in ("", "\u200e", "\u202b{}\u202c", "\u2067{}\u2069", " \u200f\t"):
        wrapped = marks if "{}" in marks else marks + "{}"
        found = saved(replaced("\u200fمرحبا.\u200f", wrapped.format("أهلا.")), asked)
        assert found.units[0] == "أهلا."


def test_the_script_may_be_in_another_language() -> None:
    lines = tuple(Line(text, own) for own, text in zip(GERMAN, TURKISH, strict=True))
    asked = Form("termin.de", "de", "tr", Line("Randevu", "Termin"), lines, ())
    assert saved(asked=asked).units == GERMAN


def test_lines_say_where_everything_stands() -> None:
    found = saved()
    text = write(form()).split("\r\n")
    assert [text[line - 1][:8] for line in found.lines] == ["[1] Deut", "[2] Deut", "[3] Deut", "[Titel] "]


# ---------------------------------------------------------------- what people and their editors do

HARMLESS: dict[str, Callable[[str], str | bytes]] = {
    "saved without byte order mark": lambda t: t.removeprefix("\ufeff"),
    "Unix line ends": lambda t: t.replace("\r\n", "\n"),
    "old Macintosh line ends": lambda t: t.replace("\r\n", "\r"),
    "UTF-16": lambda t: t.removeprefix("\ufeff").encode("utf-16"),
    "UTF-16, the other way": lambda t: b"\xfe\xff" + t.removeprefix("\ufeff").encode("utf-16-be"),
    "UTF-16 without mark": lambda t: t.removeprefix("\ufeff").encode("utf-16-le"),
    "no blank lines": lambda t: re.sub("(\r\n)+", "\r\n", t),
    "many blank lines": lambda t: t.replace("\r\n", "\r\n\r\n\r\n"),
    "tabs and blanks": lambda t: t.replace("\r\n", " \t\r\n").replace("[1] ", "\t[ 1 ]\t"),
    "the hints are deleted": lambda t: re.sub("# .*\r\n", "", t),
    "the name line is deleted": lambda t: t.replace("Freigabe durch: ", ""),
    "other quotation marks and dashes": lambda t: t.replace("„", '"').replace("“", "'").replace("- B", "– B"),
    "blocks in another order": lambda t: t[: t.index("[1]")] + t[t.index("[3]") :] + t[t.index("[1]") : t.index("[3]")],
    "a wrapped German line": replaced("um 8:30 Uhr in", "um 8:30 Uhr\r\nin"),
    "a wrapped translation": replaced("saat 8:30'da", "saat\r\n8:30'da"),
    "Word's line ends": lambda t: t.replace("\r\nTürkisch:", "\vTürkisch:"),
    "the translation on the line of its heading": lambda t: t.replace("Türkisch:\r\n", "Türkisch: "),
    "a heading with a blank": lambda t: t.replace("Türkisch:", "Türkisch :"),
    "the German below its number": replaced("[2] Deutsch:", "[2]\r\nDeutsch:"),
    "no-break spaces": replaced("saat 8:30", "saat\u00a08:30"),
    "decomposed letters": lambda t: t.replace("ü", "u\u0308").replace("ö", "o\u0308"),
}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_changes_nothing(what: str) -> None:
    found = saved(HARMLESS[what])
    assert (found.by, found.title, found.units) == ("", "Randevu", TURKISH)


@pytest.mark.parametrize(
    "change",
    [
        named("Ayşe Kaya"),
        named("  ayşe  kaya. "),
        named("\u200fAyşe Kaya\u200f\t"),
        replaced("Freigabe durch: ", "Freigabe durch:Ayşe Kaya"),
        replaced("Freigabe durch: ", "FREIGABE DURCH : Ays\u0327e Kaya"),
        replaced("Freigabe durch: \r\n", "Freigabe durch:\r\nAyşe Kaya\r\n"),
        lambda text: text.replace("Freigabe durch: ", "") + "Freigabe durch: Ayşe Kaya",
    ],
)
def test_a_name_is_found(change: Callable[[str], str]) -> None:
    found = saved(change)
    assert (found.by, found.units) == ("Ayşe Kaya", TURKISH)


def test_a_text_is_taken_as_it_was_typed() -> None:
    found = saved(replaced("Kimliğinizi getirin.", "  1. Kimlik – *pasaport*\u00a0ve\tfoto  "))
    assert found.units[1] == "1. Kimlik – *pasaport*\u00a0ve foto"


def test_western_windows_is_read_where_it_has_all_letters_of_the_language() -> None:
    asked = form(
        "fr", ("Venez à 8 h 30 : « Ancienne Poste ».", "Votre pièce d’identité.", "Appelez le 112 !"), "Rendez-vous"
    )
    found = saved(
        lambda text: text.removeprefix("\ufeff").encode("cp1252", "replace"), replace(asked, reviewers=("Zoé",))
    )
    assert found.units == tuple(unit.text for unit in asked.units)


# ---------------------------------------------------------------- what is answered

DAMAGED: dict[str, tuple[Callable[[str], str | bytes], int | None, str]] = {
    "a stranger": (named("Eve Moor"), 1, "„Eve Moor“ darf Türkisch nicht freigeben. Freigeben dürfen: Ayşe Kaya, Ömer"),
    "nearly the name": (named("Ayse Kaya"), 1, "Meinten Sie „Ayşe Kaya“?"),
    "two names": (named("Ayşe Kaya\r\nFreigabe durch: Ömer Demir"), 2, "Schon in Zeile 1 steht ein Name."),
    "a remark": (replaced("\r\n[Titel]", "Danke!\r\n[Titel]"), 12, "nicht zu verstehen: „Danke!“"),
    "an emptied line": (replaced(TURKISH[1], ""), 21, "Bei [2] steht noch keine Übersetzung."),
    "a lost block": (lambda t: t[: t.index("[2]")] + t[t.index("[3]") :], None, "[2] fehlt: „- Bringen Sie"),
    "a lost end": (lambda t: t[: t.index("[3]")], None, "[3] fehlt: „Rufen Sie 112 an!“"),
    "a lost number": (replaced("[2] ", ""), 21, "fehlt die Zahl in eckigen Klammern"),
    "a lost heading": (lambda t: t.replace("Türkisch:\r\n112", "112"), 25, "Bei [3] fehlt die Zeile „Türkisch:“"),
    "a lost German line": (replaced(" Deutsch: Rufen Sie 112 an!", ""), 25, "Bei [3] fehlt die Zeile „Deutsch: Rufen"),
    "a changed German line": (replaced("Rufen Sie 112 an", "Rufen Sie 110 an"), 25, "„Rufen Sie 110 an!“ statt „Rufen"),
    "a number twice": (replaced("[3]", "[2]"), 25, "[2] steht zweimal da, auch in Zeile 21."),
    "a number too many": (lambda t: t + "[4] Deutsch: Neu.\r\nTürkisch:\r\nYeni.", 28, "[4] gibt es im Skript nicht."),
    "question marks": (replaced(TURKISH[1], "Kimli?inizi getirin."), 21, "Buchstaben beim Speichern zu Fragezeichen"),
    "only question marks": (replaced(TURKISH[1], "???? ???"), 21, "Buchstaben beim Speichern zu Fragezeichen"),
    "an override": (replaced(TURKISH[1], "Kim\u202elik."), 21, "unsichtbares Steuerzeichen, U+202E"),
    "a novel": (replaced(TURKISH[1], "a" * 2001), 21, "zu lang: 2001 Zeichen, erlaubt sind 2000"),
    "a path as title": (replaced("Randevu", "../Randevu"), 12 + 1, "darf keinen Schrägstrich"),
    "ANSI": (lambda t: t.removeprefix("\ufeff").encode("cp1252", "replace"), None, "nicht als UTF-8 gespeichert"),
    "another file": (lambda t: b"PK\x03\x04\x00\x00\xff\xd8", None, "nicht als UTF-8 gespeichert"),
    "a book": (lambda t: "x" * 1_000_001, None, "zu groß"),
    "nothing": (lambda t: "", None, "[Titel] fehlt"),
    "letters read wrongly": (lambda t: t.replace("ü", "Ã¼"), None, ""),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_what_cannot_be_understood_is_answered_with_its_line(what: str) -> None:
    change, line, words = DAMAGED[what]
    with pytest.raises(InputError) as caught:
        saved(change)
    assert words in caught.value.de
    assert caught.value.en
    if line:
        assert caught.value.line == line
    assert not isinstance(caught.value, StaleError)


def test_a_question_mark_where_the_script_has_one_is_fine() -> None:
    found = saved(replaced(TURKISH[1], "Kimliğiniz var mı? https://a.de/x?y=1 Gerçekten??"))
    assert found.units[1].endswith("Gerçekten??")


# ---------------------------------------------------------------- the script has changed meanwhile

NEWER: dict[str, Form] = {
    "a line": replace(form(), units=(*form().units[:2], Line("Rufen Sie 110 an!", ""))),
    "a line more": replace(form(), units=(*form().units, Line("Neu.", ""))),
    "a line less": replace(form(), units=form().units[:2]),
    "the title": replace(form(), title=Line("Besuch", "")),
}


@pytest.mark.parametrize("what", NEWER)
def test_a_file_of_an_older_script_is_recognised(what: str) -> None:
    with pytest.raises(StaleError, match="Das Skript wurde inzwischen geändert, und diese Datei gehört noch zum alten"):
        parse(named("Ayşe Kaya")(write(form())), NEWER[what])


def test_a_translation_made_anew_does_not_make_it_old() -> None:
    newer = replace(form(), units=tuple(replace(unit, text="başka") for unit in form().units))
    assert parse(write(form()), newer).units == TURKISH
