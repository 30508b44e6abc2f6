"""What can only fail is refused before any work, with file, line and mend."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import language as packs
from pipeline import run
from pipeline.ability import check, inspect, rows
from pipeline.attempt import Outcome
from pipeline.errors import InputError
from pipeline.publish import Places
from pipeline.settings import load
from pipeline.version import build
from pipeline.work import Work, prepare
from tests.pictures import clip, still

SCRIPT = "---\ntitle: Termin\nlanguage: de\n---\n\nGuten Tag.\nRufen Sie an: 116 117.\n\nAuf Wiedersehen.\n"


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOTSE_CONFIG", raising=False)


def work(
    folder: Path,
    script: str = SCRIPT,
    *,
    contact: str = "030 23125 118",
    more: str = "",
    avatar: str = "",
    sound: str = "",
    house: str = "",
    **beside: str,
) -> Work:
    config = folder / "lotse.toml"
    config.write_text(
        f'[service]\ncontact = "{contact}"\n[paths]\nstate = "{folder}/state"\navatars = "{house}"\n'
        f'[models]\nfolder = "{folder}/models"\n{more}',
        encoding="utf-8",
    )
    (folder / "termin.md").write_text(script, encoding="utf-8")
    for code, text in beside.items():
        (folder / f"termin.{code}.md").write_text(text, encoding="utf-8")
    if sound:
        (folder / f"termin.{sound}.wav").write_bytes(b"RIFF")
    return prepare(folder / "termin.md", load(config), Places.under(folder / "out"), avatar=avatar)


def test_a_good_script_with_its_translation_passes(tmp_path: Path) -> None:
    inspect(work(tmp_path, uk="Добрий день.\nДзвоніть: 116 117.\n\nДо побачення.\n"), ["de", "uk", "tr"])


def test_another_number_of_lines_names_both_files_and_the_paragraph(tmp_path: Path) -> None:
    made = work(tmp_path, uk="Добрий день.\n\nДо побачення.\n")
    with pytest.raises(InputError) as caught:
        inspect(made, ["de", "uk"])
    assert caught.value.path == tmp_path / "termin.uk.md"
    assert caught.value.line == 1
    assert "termin.md:6" in caught.value.de
    assert "instead of 3" in caught.value.en


@pytest.mark.parametrize("stage", [inspect, run.render])
def test_a_clip_that_flickers_is_refused_before_a_word_is_spoken(
    stage: Callable[[Work, list[str]], tuple[Outcome, ...] | None], tmp_path: Path
) -> None:
    """In a run that nobody has asked before, as in the share, too."""
    clip(tmp_path / "blitz.mp4", "wk" * 10, (320, 240), fps=10)
    made, said = work(tmp_path, SCRIPT.replace("Rufen", "![Der Weg](blitz.mp4)\nRufen")), ""
    try:
        said = "".join(outcome.de for outcome in stage(made, ["de"]) or ())
    except InputError as error:
        said = error.de
    assert f"{tmp_path / 'termin.md'}:7: Der Clip „blitz.mp4“ flackert" in said


def test_other_lines_in_a_language_that_is_not_asked_for_do_not_matter(tmp_path: Path) -> None:
    inspect(work(tmp_path, uk="Добрий день.\n"), ["de"])


@pytest.mark.parametrize(("character", "name"), [("\U0001f600", "U+1F600 GRINNING FACE"), ("漢", "U+6F22 CJK")])
def test_a_character_without_a_font_names_file_line_and_code_point(tmp_path: Path, character: str, name: str) -> None:
    made = work(tmp_path, SCRIPT.replace("Wiedersehen", f"Wiedersehen {character}"))
    with pytest.raises(InputError) as caught:
        inspect(made, ["de"])
    assert (caught.value.path, caught.value.line) == (tmp_path / "termin.md", 9)
    assert name in caught.value.de
    assert "Bitte anders schreiben" in caught.value.de
    assert "Write it otherwise" in caught.value.en


def test_a_character_without_a_font_is_found_in_a_translation_its_title_and_the_contact(tmp_path: Path) -> None:
    arabic = "مرحبًا.\nاتصلوا: 116 117 ☃.\n\nإلى اللقاء.\n"
    with pytest.raises(InputError) as caught:
        inspect(work(tmp_path, ar=arabic), ["de", "ar"])
    assert (caught.value.path, caught.value.line) == (tmp_path / "termin.ar.md", 2)
    titled = "---\ntitle: 漢\n---\n" + arabic.replace(" ☃", "")
    with pytest.raises(InputError, match=r"termin\.ar\.md:1"):
        inspect(work(tmp_path, ar=titled), ["ar"])
    contact = SCRIPT.replace("language: de", "language: de\ncontact: 漢")
    with pytest.raises(InputError, match=r"termin\.md"):
        inspect(work(tmp_path, contact, ar=arabic.replace(" ☃", "")), ["de"])


def test_what_persian_is_written_with_is_no_missing_character(tmp_path: Path) -> None:
    inspect(work(tmp_path, fa="سلام.\nمی\u200cخواهم: 116 117\u061c.\n\nخدانگهدار.\n"), ["fa"])


def test_without_any_model_the_answer_says_who_waits_and_what_mends_it(tmp_path: Path) -> None:
    made = work(tmp_path, uk="Добрий день.\nДзвоніть: 116 117.\n\nДо побачення.\n")
    german, ukrainian, dari = check(made, ["de", "uk", "prs"])
    assert (german.translation, german.waits) == ("eigener Text", False)
    assert "termin.uk.md" in ukrainian.translation
    assert not ukrainian.waits
    assert dari.waits
    assert dari.voice == "keine Stimme: Film nur mit Untertiteln"
    assert not dari.broken, "no voice speaks Dari, but it becomes a film"
    assert any("termin.prs.md" in command for command in dari.commands)
    assert "Noto Sans" in dari.fonts


def test_the_house_s_own_voice_comes_first_and_its_licence_is_asked_about(models: Path, tmp_path: Path) -> None:
    """A voice that speaks only where the settings accept its licence, named for a language whose pack has none."""
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "piper").symlink_to(models / "piper")
    manifest = json.loads((models / "manifest.json").read_text(encoding="utf-8"))
    voice = manifest["weights"]["piper:en_US-joe-medium"] | {"licence": "CC BY-NC 4.0"}
    text = json.dumps({"weights": {"piper:en_US-joe-medium": voice}})
    (tmp_path / "models" / "manifest.json").write_text(text, encoding="utf-8")
    own = '[speech]\nnoncommercial = {word}\n[speech.voices.de]\nmale = ["piper:en_US-joe-medium"]\n'
    made = work(tmp_path, more=own.format(word="false"), avatar="daniel")
    (answer,) = check(made, ["de"])
    assert answer.voice.endswith("(Ersatzstimme)")
    assert answer.commands == ("lotse.toml: [speech] noncommercial = true (CC BY-NC 4.0)",)
    assert {row.code: row for row in rows(made.settings)}["de"].male.startswith("~espeak")
    made = work(tmp_path, more=own.format(word="true"), avatar="daniel")
    (answer,) = check(made, ["de"])
    assert (answer.voice, answer.commands) == ("piper en_US-joe-medium", ())
    row = {row.code: row for row in rows(made.settings)}["de"]
    assert (row.male, row.female[0]) == ("piper en_US-joe-medium", "~")


def test_a_voice_that_only_lacks_its_program_is_something_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.speak.espeak.LIBRARY", "libnone.so")
    german, dari = check(work(tmp_path), ["de", "prs"])
    assert (german.voice, german.broken) == ("espeak-ng fehlt", True)
    assert "apt-get install espeak-ng" in german.commands
    assert not dari.broken


def test_a_recording_beside_the_script_is_the_voice(tmp_path: Path) -> None:
    made = work(tmp_path, prs="---\nconsent: Amina Ali, 2026-01-02\n---\nسلام.\n116 117.\n\nخدا حافظ.\n", sound="prs")
    (dari,) = check(made, ["prs"])
    assert "termin.prs.wav" in dari.voice
    assert not dari.broken


@pytest.mark.parametrize("head", ["", "---\nconsent: Amina Ali\n---\n"])
def test_a_recording_without_consent_is_said_and_concerns_its_own_language_only(head: str, tmp_path: Path) -> None:
    made = work(tmp_path, prs=f"{head}سلام.\n116 117.\n\nخدا حافظ.\n", sound="prs")
    inspect(made, ["de", "prs"])
    german, dari = check(made, ["de", "prs"])
    assert not german.broken
    assert dari.broken
    assert "Einwilligung" in dari.commands[-1] and "consent: " in dari.commands[-1]


def test_an_avatar_of_the_house_that_cannot_be_used_is_said_and_concerns_its_own_languages_only(tmp_path: Path) -> None:
    (tmp_path / "figuren" / "nadia").mkdir(parents=True)
    (tmp_path / "figuren" / "nadia" / "avatar.toml").touch()
    text = "---\navatar: nadia\n---\nПривіт.\n116 117.\n\nПа.\n"
    made = work(tmp_path, house="figuren", uk=text)
    inspect(made, ["de", "uk"])
    german, ukrainian = check(made, ["de", "uk"])
    assert not german.broken
    assert ukrainian.broken
    assert ukrainian.voice == "Avatar „nadia“ ist nicht brauchbar"
    de, en = ukrainian.commands[-2:]
    folder = tmp_path / "figuren" / "nadia"
    assert de.startswith(str(folder)) and f"lotse avatars check {folder}" in de
    assert "is missing" in en


def test_an_animated_avatar_without_its_program_is_said_and_concerns_its_own_languages_only(tmp_path: Path) -> None:
    still(tmp_path / "clara.png")
    clara = (
        '[avatars.clara]\nengine = "command"\ncommand = ["/bin/none", "{sound}", "{portrait}", "{clip}"]\n'
        'portrait = "clara.png"\nname = "Clara"\ngender = "female"\n'
        'no_existing_person = "Rana Haddad, 2026-11-22"\n'
    )
    made = work(tmp_path, more=clara, uk="---\navatar: clara\n---\nПривіт.\n116 117.\n\nПа.\n")
    german, ukrainian = check(made, ["de", "uk"])
    assert not german.broken
    assert ukrainian.broken
    assert any("Das Programm /bin/none" in command for command in ukrainian.commands)


@pytest.mark.parametrize(("key", "de"), [("logo", "Das Logo"), ("background", "Das Hintergrundbild")])
def test_a_picture_of_the_house_that_is_none_is_refused(key: str, de: str, tmp_path: Path) -> None:
    (tmp_path / "bild.png").write_text("kein Bild", encoding="utf-8")
    made = work(tmp_path)
    service = made.settings.service.model_copy(update={key: tmp_path / "bild.png"})
    broken = replace(made, settings=made.settings.model_copy(update={"service": service}))
    for asked in (lambda: inspect(broken, ["de"]), lambda: build(broken, "de")):
        with pytest.raises(InputError, match=f"{de} ist kein Bild") as caught:
            asked()
        assert caught.value.path == tmp_path / "bild.png"
        assert "in lotse.toml under [service]" in caught.value.en


def test_a_translation_with_another_number_is_said_with_its_line(tmp_path: Path) -> None:
    made = work(
        tmp_path,
        uk="Добрий день.\nДзвоніть: 116 118.\n\nДо побачення.\n",
        tr="Merhaba.\nBizi arayın: 116 117.\n\nGörüşürüz.\n",
    )
    inspect(made, ["uk", "tr"])
    ukrainian, turkish = check(made, ["uk", "tr"])
    assert ukrainian.broken and not turkish.broken
    assert ukrainian.translation.endswith("Angaben weichen ab")
    de, en = (told for told in ukrainian.commands if "termin.uk.md:2" in told)
    assert "116 118" in de and "Put it right" in en


def test_there_is_a_row_for_every_language_and_no_wishful_one(tmp_path: Path) -> None:
    found = {row.code: row for row in rows(work(tmp_path).settings)}
    assert tuple(found) == packs.codes()
    assert not any(row.transcribe or row.translate for row in found.values())
    assert found["prs"].female == found["prs"].male == ""
    assert found["de"].female.startswith("~espeak")
    assert found["ar"].direction == "rtl"


def test_an_end_card_without_any_contact_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="kein Kontakt") as caught:
        inspect(work(tmp_path, contact=""), ["de"])
    assert "[service]" in caught.value.en
    own = SCRIPT.replace("language: de", "language: de\ncontact: Zimmer 4")
    inspect(work(tmp_path, own, contact=""), ["de"])
