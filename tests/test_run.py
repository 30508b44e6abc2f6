"""From a script to the output folder: films, drafts, approvals, and what happens when one language cannot go on.

Rendered for real, with few frames a second.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import segno

from pipeline import stages, version
from pipeline.errors import InputError, MachineError
from pipeline.media import watch
from pipeline.scene import code
from pipeline.scene.avatar import AVATARS
from tests.films import ENGLISH, SCRIPT, proof

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tests.films import Service

pytest_plugins = ["tests.films"]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_frames")]

DRAFT, FILM = "Entwurf/Hallo/en/Hallo.en.mp4", "Hallo/en/Hallo.en.mp4"


def report(film: Path | None) -> dict[str, Any]:
    assert film
    data: dict[str, Any] = json.loads((film.parent / "report.json").read_text(encoding="utf-8"))
    return data


# ---------------------------------------------------------------- drafts and approvals


def test_a_supplied_text_from_draft_to_film_and_back(service: Service) -> None:
    """The life of a translation under the policy `required`, step by step."""
    service.sign("en")
    with pytest.raises(InputError, match="noch keinen Entwurf mit genau diesem Text") as early:
        service.approve("en", "Ada Beck")
    assert "lotse render" in early.value.en

    first = service.render("en")["en"]
    assert (first.status, first.origin) == ("draft", "supplied")
    assert service.films() == [DRAFT]
    assert report(first.film)["draft"]
    drawn = proof(service, "en").timeline
    assert drawn.draft == ("ENTWURF – nicht geprüft", "DRAFT – not checked")
    assert drawn.note == "Translation: not checked by a person"

    with pytest.raises(InputError) as stranger:
        service.approve("en", "Eve Moor")
    assert "Eingetragen: Ada Beck" in stranger.value.de
    assert "in lotse.toml under [review.reviewers]" in stranger.value.en
    assert service.films() == [DRAFT]

    approved = service.approve("en", "Ada Beck")
    assert (approved.status, approved.de) == ("film", "")
    assert service.films() == [FILM]
    assert not (service.out / "Entwurf").exists()
    shown = proof(service, "en").timeline
    assert (shown.note, shown.draft) == ("", ())
    kept = report(approved.film)["review"]
    assert (kept["state"], kept["by"]) == ("approved", "Ada Beck")
    assert kept["when"]
    assert "Ada Beck" in (service.out / "Hallo/en/report.html").read_text(encoding="utf-8")
    memory = (service.root / "state" / "memory.tmx").read_text(encoding="utf-8")
    assert "Bring bitte deinen Ausweis mit." in memory
    assert "Please bring your ID card." in memory
    assert service.leftovers() == []

    service.settings(en="Eve Moor")
    removed = service.render("en")["en"]
    assert removed.status == "draft"
    assert "Ada Beck gilt nicht: Dieser Name steht nicht mehr in den Einstellungen" in removed.de
    assert "no longer listed in the settings" in removed.en

    service.settings(en="Ada Beck")
    service.write("termin.en.md", "Please bring your passport.\n")
    with pytest.raises(InputError, match="noch keinen Entwurf mit genau diesem Text"):
        service.approve("en", "Ada Beck")
    changed = service.render("en")["en"]
    assert changed.status == "draft"
    assert "Die Freigabe durch Ada Beck" in changed.de
    assert "gilt nicht mehr: Der Text wurde seitdem geändert" in changed.de
    assert "is void: the text has changed since" in changed.en
    assert DRAFT in service.films()


def test_the_own_language_is_a_film_without_a_note_while_another_waits_for_a_translation(service: Service) -> None:
    outcomes = service.render("de", "uk")
    first, waiting = outcomes["de"], outcomes["uk"]
    assert (first.status, first.origin) == ("film", "source")
    assert waiting.status == "waiting"
    for words in ("Bring bitte deinen Ausweis mit.", "de→uk", "lotse models pull", "termin.uk.md"):
        assert words in waiting.de
        assert words in waiting.en
    assert service.films() == ["Hallo/de/Hallo.de.mp4"]
    shown = proof(service, "de").timeline
    assert (shown.note, shown.draft) == ("", ())
    with pytest.raises(InputError, match="braucht keine Freigabe"):
        service.approve("de", "Ada Beck")

    made = proof(service, "de").path.stat().st_mtime_ns
    published = service.out / "Hallo" / "de" / "Hallo.de.mp4"
    published.unlink()
    second = service.render("de")["de"]
    assert second.seconds < first.seconds
    assert proof(service, "de").path.stat().st_mtime_ns == made, "nothing changed, so nothing is rendered again"
    assert published.exists()
    assert report(published)["passed"]


def test_without_a_signed_wording_there_are_only_drafts_until_somebody_signs(service: Service) -> None:
    first = service.render("en")["en"]
    assert first.status == "draft"
    assert "Bitte ansehen und dann freigeben: lotse approve" in first.de
    for words in (first.de, first.en):
        assert "lotse languages review en; lotse languages sign en Wortlaut-en.docx" in words

    approved = service.approve("en", "Ada Beck")
    assert approved.status == "draft"
    assert "Die Freigabe des Textes durch Ada Beck ist gespeichert" in approved.de
    assert "The approval of the text by Ada Beck is kept" in approved.en
    assert approved.de.count("lotse languages review en") == 1
    assert "lotse approve" not in approved.de, "that is done"
    assert service.films() == [DRAFT]
    assert proof(service, "en").timeline.note == "Translation: not checked by a person"
    kept = report(approved.film)["review"]
    assert (kept["state"], kept["fixed_wording_reviewed_by"]) == ("unchecked", "")
    assert "Text freigegeben von Ada Beck" in kept["words"]

    service.sign("en", by="Grace Hall")
    done = service.render("en")["en"]
    assert (done.status, done.de) == ("film", "")
    assert service.films() == [FILM]
    assert proof(service, "en").timeline.note == ""
    kept = report(done.film)["review"]
    assert (kept["by"], kept["fixed_wording_reviewed_by"]) == ("Ada Beck", "Grace Hall")
    assert kept["words"].startswith("geprüft und freigegeben von Ada Beck am ")
    page = (service.out / "Hallo/en/report.html").read_text(encoding="utf-8")
    assert "unterschrieben von Grace Hall am 2026-01-02" in page


def test_under_label_an_unsigned_wording_keeps_the_note_on_the_screen(service: Service) -> None:
    service.settings("label", en="Ada Beck")
    first = service.render("en")["en"]
    assert (first.status, first.de) == ("film", "")
    approved = service.approve("en", "Ada Beck")
    assert approved.status == "film"
    assert "gilt, sobald auch der feste Wortlaut unterschrieben ist" in approved.de
    assert proof(service, "en").timeline.note == "Translation: not checked by a person"


def test_the_own_text_in_a_language_without_a_signed_wording_is_a_draft_too(service: Service) -> None:
    service.write("termin.en.md", ENGLISH).unlink()
    service.write(
        "termin.md", SCRIPT.replace("language: de", "language: en").replace("Bring bitte deinen Ausweis mit.", ENGLISH)
    )
    made = service.render("en")["en"]
    assert made.status == "draft"
    assert "lotse languages review en" in made.de
    assert "lotse approve" not in made.de
    service.sign("en")
    assert service.render("en")["en"].status == "film"


def test_the_houses_own_words_offer_and_code_are_proved_in_the_film(service: Service) -> None:
    """And `lotse verify` knows the note in the house's own words, here and elsewhere."""
    from pipeline import language
    from pipeline.verify.bare import examine
    from pipeline.wording import house
    from pipeline.wording.sentences import corrected, sentences

    config = service.settings("label")
    offer, note = "Interpreting is free for you.", "Nobody has checked this translation"
    extra = f'[service]\noffer = {{ en = "{offer}" }}\ncode = "https://haus.example/termin"\n'
    config.write_text(config.read_text().replace("[service]\n", extra))
    pack = language.load("en")
    line = next(s for s in sentences(pack, language.load("de")) if s.field == "note_unchecked")
    state = service.root / "state"
    house.sign(corrected(pack, {line: note}), "Grace Hall", date(2026, 1, 2), state)
    outcomes = service.render("de", "en")
    assert [outcome.status for outcome in outcomes.values()] == ["film", "film"]
    assert "fehlt ein Satz für Deutsch (de)" in outcomes["de"].de
    assert "no sentence for German (de)" in outcomes["de"].en
    made = proof(service, "en")
    assert made.timeline.note == note
    assert made.timeline.sentences[-1].value == offer
    assert offer not in [" ".join(c.value.lines) for c in made.timeline.captions], "the card shows it itself"
    assert offer in (made.published / "Hallo.en.vtt").read_text(encoding="utf-8")
    text = (made.published / "Hallo.en.txt").read_text(encoding="utf-8")
    assert offer in text
    assert "https://haus.example/termin" in text
    film = outcomes["en"].film
    assert film
    assert scanned(film, "https://haus.example/termin")
    assert not scanned(film, "https://haus.example/termim")
    key, root = made.keys.mark_key(), made.keys.root
    assert examine(film, root=root, mark_key=key, log=None, state=state).status == 0
    assert examine(film, root=root, mark_key=None, log=None).status == 0
    (state / "languages" / "en.toml").unlink()
    later = examine(film, root=root, mark_key=key, log=None, state=state)
    assert later.status == 0
    assert "review state" in [one.name for one in later.unjudged]


def test_a_script_may_ask_for_more_than_the_service(service: Service) -> None:
    service.settings("label", en="Ada Beck")
    service.write("termin.md", SCRIPT.replace("language: de", "review: required"))
    assert service.work().policy == "required"
    service.settings("required")
    service.write("termin.md", SCRIPT.replace("language: de", "review: label"))
    assert service.work().policy == "required"
    with pytest.raises(InputError, match="--review label geht hier nicht"):
        service.work(review="label")
    service.settings("label")
    assert service.work(review="required").policy == "required"


class Last:
    """Keeps the last frame."""

    luma: NDArray[np.uint8]

    def see(self, number: int, luma: NDArray[np.uint8]) -> None:
        self.luma = luma.copy()


def scanned(film: Path, text: str) -> bool:
    """Whether the code in the last frame of a film says this, module by module."""
    from pipeline.scene.layout import layout

    box, scale = code.place(text, layout("16x9", rtl=False).code, rtl=False)
    watch(film, [seen_last := Last()])
    last = seen_last.luma
    inset = code.QUIET * scale
    rows = range(box.top + inset + scale // 2, box.bottom - inset, scale)
    columns = range(box.left + inset + scale // 2, box.right - inset, scale)
    seen = [[bool(last[y, x] < 128) for x in columns] for y in rows]
    return seen == [[bool(module) for module in row] for row in segno.make_qr(text, error="m").matrix]


# ---------------------------------------------------------------- machines


def test_a_machine_starts_from_the_best_english_and_says_so(service: Service) -> None:
    """Portuguese by the real model; its text is the same whether a person approved the English or not."""
    service.settings("label", en="Ada Beck")
    service.sign("en")
    made = service.render("pt")["pt"]
    assert (made.status, made.origin) == ("film", "machine (firefox en-pt, from en supplied)")
    data = report(made.film)
    assert [(unit["origin"], unit["engine"], unit["bridge"]) for unit in data["units"]] == [
        ("machine", "firefox en-pt", "en supplied")
    ]
    assert [model["name"] for model in data["models"]] == ["firefox:en-pt"]
    assert data["models"][0]["licence"]
    assert proof(service, "pt").timeline.note == "Tradução automática, não verificada por uma pessoa"

    assert service.render("en")["en"].status == "film"
    assert proof(service, "en").timeline.note == "Translation: not checked by a person"
    service.approve("en", "Ada Beck")
    assert proof(service, "en").timeline.note == ""
    again = service.render("pt")["pt"]
    assert again.origin == "machine (firefox en-pt, from en approved)"
    assert report(again.film)["units"][0]["text"] == data["units"][0]["text"]


def test_a_language_whose_machine_errs_fails_while_others_are_made(service: Service, tiny: Path) -> None:
    """The tiny model turns 12 into 13."""
    other = replace(service, models=tiny)
    other.settings("label")
    other.write("termin.md", "---\ntitle: Guten Tag\n---\nGuten Tag 12.\n")
    other.write("termin.en.md", "Good day 12.\n")
    outcomes = other.render("tr", "en")
    assert (outcomes["en"].status, outcomes["tr"].status) == ("film", "failed")
    assert "im Ausgangstext „12“, in der Übersetzung „13“" in outcomes["tr"].de
    assert '"12" in the source, "13" in the translation' in outcomes["tr"].en
    assert other.films() == ["Guten-Tag/en/Guten-Tag.en.mp4"]


def test_an_error_that_nobody_foresaw_stops_only_its_language(
    service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("no position encodings")

    monkeypatch.setattr("pipeline.version.build", crash)
    outcomes = service.render("de", "en")
    assert [outcome.status for outcome in outcomes.values()] == ["failed", "failed"]
    assert "bitte melden: RuntimeError: no position encodings" in outcomes["de"].de
    assert "Unexpected error" in outcomes["en"].en
    assert "unexpected RuntimeError" in caplog.text
    assert "in crash" in caplog.text, "where it came from"


# ---------------------------------------------------------------- mishaps


def kill_the_encoder(language: str, stage: str, done: float) -> None:
    """Half-way through, kills the ffmpeg that this process has started to write the film."""
    if stage != "render" or done == 0:
        return
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command, parent = (process / "cmdline").read_bytes(), (process / "stat").read_text().rsplit(")", 1)[1]
        except OSError:
            continue  # It has ended meanwhile.
        if int(parent.split()[1]) == os.getpid() and b"libx264" in command:
            os.kill(int(process.name), signal.SIGKILL)


def test_an_encoder_that_is_killed_ends_the_run_and_the_next_one_makes_the_film(service: Service) -> None:
    service.settings("label")
    with pytest.raises(MachineError, match="ffmpeg ist beim Schreiben des Films abgebrochen") as caught:
        service.render("en", progress=kill_the_encoder)
    assert "Start again" in caught.value.en
    assert service.films() == []
    assert not service.out.exists()
    assert service.leftovers() == []
    assert not list(service.root.rglob("film.mp4"))
    assert service.render("en")["en"].status == "film"
    assert service.films() == [FILM]


def test_a_film_that_fails_a_gate_stays_out_and_the_reason_is_said(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scene that forgets the label is the worst mistake there could be."""
    from pipeline.scene.scene import Scene

    keys = Scene.keys
    monkeypatch.setattr(Scene, "keys", lambda self, frame: [key for key in keys(self, frame) if key != "label"])
    failed = service.render("de")["de"]
    assert failed.status == "failed"
    assert "Nicht veröffentlicht (16x9): „label“" in failed.de
    assert "Not published" in failed.en
    assert not service.out.exists()


def test_a_state_folder_that_cannot_be_made_fails_in_words(service: Service) -> None:
    (service.root / "state").write_text("a file")
    with pytest.raises(MachineError, match=r"paths\.state"):
        service.render("de")


# ---------------------------------------------------------------- who presents


def test_a_translation_may_have_its_own_avatar_and_that_may_be_drawn_for_the_house(service: Service) -> None:
    service.settings("label")
    jonas = Path(shutil.copytree(AVATARS / "daniel", service.root / "figuren" / "jonas"))
    told = (jonas / "avatar.toml").read_text(encoding="utf-8").replace('"Daniel"', '"Jonas"')
    (jonas / "avatar.toml").write_text(re.sub("author = .*", 'author = "Ada Beck"', told), encoding="utf-8")
    text = service.config.read_text(encoding="utf-8").replace("[paths]\n", '[paths]\navatars = "figuren"\n')
    service.write("lotse.toml", text)
    service.write("termin.en.md", "---\navatar: jonas\n---\nPlease bring your ID card.\n")
    film = service.render("en")["en"]
    assert film.voice == "piper en_US-joe-medium"
    assert not film.stand_in
    data = report(film.film)
    assert (data["avatar"], data["voice"]["engine"]) == ("jonas", "piper")
    assert data["avatar_credits"] == "Ada Beck · GPL-3.0-or-later"
    assert "piper:en_US-joe-medium" in [model["name"] for model in data["models"]]
    timeline = proof(service, "en").timeline
    assert timeline.intro.value.startswith("Hello, I am Jonas")

    # What is drawn, and only that, makes a film another one.
    work = service.work()
    made = version.build(work, "en")
    before = stages.looks(work, made, timeline)
    (jonas / "avatar.svg~").write_text("as it was yesterday")
    (jonas / "alt").mkdir()
    assert stages.looks(work, made, timeline) == before
    for file in ("avatar.svg", "avatar.toml"):
        with (jonas / file).open("a") as drawing:
            drawing.write("\n")
        before, changed = stages.looks(work, made, timeline), before
        assert before != changed
