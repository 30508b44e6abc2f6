"""The packs keep their promises: complete, readable with the fonts, speakable, and promising nothing to anybody."""

from __future__ import annotations

import re
import subprocess
import wave
from dataclasses import astuple, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import get_args

import pytest

from pipeline import language as packs
from pipeline.errors import InputError
from pipeline.facts import compare
from pipeline.language import Language, Wording
from pipeline.model import Address, VoiceKind
from pipeline.scene.avatar import available
from pipeline.scene.text import INVISIBLE, typeface

CODES = packs.codes()
SPOKEN = [pack for pack in map(packs.load, CODES) if pack.espeak]
COUNTED = [pack for pack in map(packs.load, CODES) if pack.num2words]
ADDRESSES: tuple[Address, ...] = ("du", "Sie")
DEMO = packs.ASSETS / "demo"

# Words that would promise a right, a free service or a person; the request is an offer that the service fills in.
PROMISES = re.compile(
    r"kostenlos|kostenfrei|gratis|umsonst|anspruch|\brecht\b|garantier|steht .* bereit|immer\b"
    r"|\bfree\b|\bright\b|entitled|guarantee|always|will be there|we will provide"
    r"|gratuit|\bdroit\b|ücretsiz|\bhak|безкоштовн|безоплатн|бесплатн|\bправо\b|مجان|رایگان|وړیا|\bحق|direito|belaş|\bmaf"
    r"|bilaash|lacag la['’]aan|\bxaq|ብ?ነጻ|መሰል",
    re.IGNORECASE,
)


def every_text(pack: Language) -> list[str]:
    """All that a pack can bring on screen."""
    texts = [text for address in ADDRESSES for text in astuple(pack.wording(address))]
    return [*texts, pack.name, *pack.names.values()]


def introductions(wording: Wording) -> tuple[str, ...]:
    return wording.intro_female, wording.intro_male, wording.intro_picture_female, wording.intro_picture_male


@pytest.fixture(params=CODES)
def pack(request: pytest.FixtureRequest) -> Language:
    return packs.load(request.param)


@pytest.fixture(params=ADDRESSES)
def wording(request: pytest.FixtureRequest, pack: Language) -> Wording:
    return pack.wording(request.param)


def test_the_languages_of_the_demo_and_the_human_only_ones_have_packs() -> None:
    assert {"de", "en", "fr", "tr", "uk", "ru", "ar", "fa", "pt", "prs", "ku", "ps", "ti", "so"} <= set(CODES)


def test_every_wording_is_there_in_both_addresses(wording: Wording) -> None:
    assert all(text and text == text.strip() for text in astuple(wording))


def test_the_introduction_names_the_avatar_once_and_nothing_else_is_in_braces(pack: Language, wording: Wording) -> None:
    for intro in introductions(wording):
        assert re.findall(r"\{.*?\}", intro) == ["{name}"]
    others = set(every_text(pack)) - {*introductions(pack.du), *introductions(pack.sie)}
    assert not any(brace in text for text in others for brace in "{}")


def test_every_avatar_has_a_name_in_every_language(pack: Language) -> None:
    assert set(pack.names) == set(available())


def test_the_texts_fit_label_card_and_nine_seconds(pack: Language, wording: Wording) -> None:
    assert max(len(wording.labelled(voice)) for voice in get_args(VoiceKind)) <= 34
    assert len(wording.request) <= 190
    assert max(len(wording.role_female), len(wording.role_male)) <= 24
    assert max(len(wording.note_machine), len(wording.note_unchecked)) <= 56
    assert max(len(wording.intro("female", "Kolleg")), len(wording.intro("male", "Kolleg"))) <= 105


@pytest.mark.parametrize("pack", SPOKEN, ids=lambda pack: pack.code)
def test_the_introduction_of_either_avatar_is_spoken_within_nine_seconds(
    pack: Language, wording: Wording, tmp_path: Path
) -> None:
    for intro in (wording.intro("female", pack.names["maja"]), wording.intro("male", pack.names["daniel"])):
        assert 3 < _seconds_spoken(pack.espeak, intro, tmp_path / "intro.wav") < 9


@pytest.mark.parametrize("pack", SPOKEN, ids=lambda pack: pack.code)
def test_the_request_really_is_spoken(pack: Language, wording: Wording, tmp_path: Path) -> None:
    assert 5 < _seconds_spoken(pack.espeak, wording.request, tmp_path / "request.wav") < 15


def test_the_request_promises_neither_a_right_nor_a_free_service(wording: Wording) -> None:
    assert not PROMISES.search(wording.request)


@pytest.mark.parametrize("bad", ["Das ist kostenlos.", "Du hast ein Recht darauf.", "It is free.", "Это бесплатно."])
def test_a_promise_would_be_noticed(bad: str) -> None:
    assert PROMISES.search(bad)


def test_its_fonts_cover_every_character_regular_and_bold(pack: Language) -> None:
    characters = {c for text in every_text(pack) for c in text if not c.isspace()} - INVISIBLE - {"{", "}"}
    digits_and_signs = set("0123456789:/@.,-+§€„“()")
    missing = [
        character
        for character in sorted(characters | digits_and_signs)
        if not any(
            all(typeface(family, bold).unicharToGlyph(ord(character)) for bold in (False, True))
            for family in pack.fonts
        )
    ]
    assert missing == []


def test_the_last_font_has_latin_letters(pack: Language) -> None:
    assert all(typeface(pack.fonts[-1], bold).unicharToGlyph(ord(letter)) for bold in (False, True) for letter in "Aßé")


def test_right_to_left_are_exactly_the_languages_in_arabic_script() -> None:
    assert {code for code in CODES if packs.load(code).direction == "rtl"} == {"ar", "fa", "prs", "ps"}


def test_arabic_script_is_read_at_its_own_speed_and_cyrillic_lines_are_shorter(pack: Language) -> None:
    assert pack.reading_speed == (20 if pack.direction == "rtl" else {"ti": 11}.get(pack.code, 17))
    assert pack.caption_chars == {"ru": 39, "uk": 39, "ti": 28}.get(pack.code, 42)


def test_a_syllable_a_sign_is_read_and_set_as_its_text_is_shorter() -> None:
    """Tigrinya's limits are those of Latin script, in the share that the demo's texts have."""

    def letters(name: str) -> int:
        return sum(map(str.isalpha, (DEMO / name).read_text(encoding="utf-8").split("---\n", 2)[2]))

    share, ti = letters("termin.ti.md") / letters("termin.en.md"), packs.load("ti")
    assert abs(ti.reading_speed / 17 - share) < 0.05
    assert abs(ti.caption_chars / 42 - share) < 0.05


def test_babel_knows_the_locale(pack: Language) -> None:
    from babel import Locale

    assert not pack.locale or Locale.parse(pack.locale).days["format"]["wide"]


@pytest.mark.parametrize("pack", COUNTED, ids=lambda pack: pack.code)
def test_num2words_converts_cardinals_and_ordinals(pack: Language) -> None:
    from num2words import num2words

    # Zero has no ordinal in some of its languages.
    for form, numbers in (("cardinal", (0, 9, 30, 116, 2026)), ("ordinal", (1, 3, 12, 31))):
        for number in numbers:
            words = num2words(number, lang=pack.num2words, to=form)
            assert words and not re.search(r"\d", words)
    assert pack.code == "en" or num2words(9, lang=pack.num2words) != "nine"


def test_whisper_has_the_language(pack: Language) -> None:
    from faster_whisper.tokenizer import _LANGUAGE_CODES

    assert not pack.whisper or pack.whisper in _LANGUAGE_CODES


def test_piper_voices_are_named_as_piper_names_them_and_speak_this_language(pack: Language) -> None:
    for voice in (*pack.voices_female, *pack.voices_male):
        assert re.fullmatch(rf"piper:{pack.code}_[A-Z]{{2}}-\w+-(x_low|low|medium|high)(#\d+)?", voice)
    assert not set(pack.voices_female) & set(pack.voices_male)


def test_no_other_language_is_sold_as_dari() -> None:
    prs = packs.load("prs")
    engines = (prs.espeak, prs.whisper, prs.argos, prs.firefox, prs.num2words, *prs.voices_female, *prs.voices_male)
    assert not any(engines)


def test_times_have_places_for_hours_and_minutes_only(pack: Language) -> None:
    def forms(text: packs.Forms) -> list[str]:
        return [text] if isinstance(text, str) else list(text.values())

    if pack.spoken.time:
        assert all(sorted(re.findall(r"\{.*?\}", one)) == ["{hour}", "{minute}"] for one in forms(pack.spoken.time))
        assert all(re.findall(r"\{.*?\}", one) == ["{hour}"] for one in forms(pack.spoken.full_hour))


def test_abbreviations_end_with_a_full_stop(pack: Language) -> None:
    assert all(abbreviation.endswith(".") for abbreviation in pack.abbreviations)
    assert len(set(pack.abbreviations)) == len(pack.abbreviations)


def test_lotse_stands_for_its_german_and_for_no_other_language(pack: Language) -> None:
    """Whoever changes a German word signs it anew: `wording_sha256` says which hash fits."""
    assert pack.void is None
    if pack.code == "de":
        assert pack.signature
        assert pack.signature.reviewed_by == "Lotse"
        assert pack.signature.sha256 == packs.wording_sha256(pack)
        assert date.fromisoformat(pack.signature.date) >= date(2026, 11, 22)
    else:
        assert pack.signature is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('label = "KI-generiert: Bild und Stimme"', 'label = "KI-generiert: Bild, Stimme"'),
        ('maja = "Maja"', 'maja = "Maia"'),
        ("Bitte sag bei", "Sag bitte bei"),
        ("Bitte sagen Sie bei", "Sagen Sie bitte bei"),
        ("ENTWURF – nicht geprüft", "ENTWURF – ungeprüft"),
    ],
)
def test_one_changed_word_and_the_packs_own_signature_is_void(
    old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = (packs.ASSETS / "languages" / "de.toml").read_text(encoding="utf-8")
    assert old in original
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "de.toml").write_text(original.replace(old, new), encoding="utf-8")
    monkeypatch.setattr(packs, "ASSETS", tmp_path)
    packs.load.cache_clear()
    changed = packs.load("de")
    packs.load.cache_clear()
    assert changed.signature is None
    assert changed.void
    assert changed.void.reviewed_by == "Lotse"


def test_a_signature_cannot_be_carried_over_to_another_language() -> None:
    german = packs.load("de")
    other = packs.signed(replace(german, code="fr"), german.signature)
    assert (other.signature, other.void) == (None, german.signature)


def test_only_languages_without_two_addresses_share_the_request() -> None:
    """English has one form; the plurals of Arabic and Tigrinya are polite and of no gender."""
    shared = {code for code in CODES if packs.load(code).du.request == packs.load(code).sie.request}
    assert shared == {"en", "ar", "ti"}


def test_an_unknown_language_names_the_nearest_in_german_and_english() -> None:
    with pytest.raises(InputError) as raised:
        packs.load("ukr")
    assert "„ukr“" in raised.value.de and "Meinten Sie „uk“?" in raised.value.de
    assert 'Did you mean "uk"?' in raised.value.en
    assert all(code in raised.value.de for code in CODES)


def test_a_pack_with_an_unknown_or_missing_key_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = (packs.ASSETS / "languages" / "en.toml").read_text(encoding="utf-8").replace('"en"', '"xx"', 1)
    folder = tmp_path / "languages"
    folder.mkdir()
    monkeypatch.setattr(packs, "ASSETS", tmp_path)
    for wrong, message in (
        ("hide_label = true\n" + original, "hide_label"),
        (original.replace("[wording]", '[wording]\nslogan = "x"'), "slogan"),
        (re.sub(r"(?m)^label = .*\n", "", original), "label"),
    ):
        (folder / "xx.toml").write_text(wrong, encoding="utf-8")
        packs.load.cache_clear()
        with pytest.raises(InputError, match=message) as raised:
            packs.load("xx")
        assert raised.value.path == folder / "xx.toml"
    packs.load.cache_clear()


@pytest.mark.parametrize("code", ["en", "fr", "tr", "uk", "ru", "ar", "fa", "ti", "so"])
def test_the_demo_says_the_same_facts_line_by_line_in_every_language(code: str) -> None:
    def lines(path: Path) -> list[list[str]]:
        body = path.read_text(encoding="utf-8").split("---\n", 2)[2].strip()
        return [part.split("\n") for part in body.split("\n\n")]

    german, other = lines(DEMO / "termin.md"), lines(DEMO / f"termin.{code}.md")
    assert [len(part) for part in german] == [len(part) for part in other]
    for one, two in zip(chain(*german), chain(*other), strict=True):
        assert not [found for found in compare(one, "de", two, code) if found.severity == "stop"]


def _seconds_spoken(voice: str, text: str, wav: Path) -> float:
    """At 150 words a minute, a calm rate."""
    subprocess.run(["espeak-ng", "-v", voice, "-s", "150", "-w", wav, text], check=True, timeout=60)
    with wave.open(str(wav)) as sound:
        frames = sound.readframes(sound.getnframes())
        assert any(frames), "silence"
        return float(sound.getnframes() / sound.getframerate())
