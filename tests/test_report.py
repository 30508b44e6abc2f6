"""What stands beside a film: complete, true, and readable from a folder without a server."""

from __future__ import annotations

import json
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from pipeline import report
from pipeline.files import sha256
from pipeline.model import TranslatedUnit, Translation
from pipeline.publish import Places

if TYPE_CHECKING:
    from tests.films import Proof

pytest_plugins = ["tests.films"]

VOID = {"meta", "img", "br", "hr", "link", "input"}


class Page(HTMLParser):
    """Reads a page, and fails where a tag is not closed."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(path.read_text(encoding="utf-8"))
        self.close()
        assert self.open == [], path

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def data(proof: Proof) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((proof.published / "report.json").read_text(encoding="utf-8"))
    return loaded


# ---------------------------------------------------------------- files


@pytest.mark.slow
def test_everything_stands_beside_the_film(film: Proof) -> None:
    names = sorted(path.name for path in film.published.iterdir())
    texts = ["Hallo.en.mp4", "Hallo.en.txt", "Hallo.en.vtt"]
    assert names == sorted([*texts, "poster.jpg", "report.json", "report.html"])
    assert sorted(path.name for path in film.published.parent.iterdir()) == ["Start.html", "Uebersicht.jpg", "en"]
    for picture in (film.published / "poster.jpg", film.published.parent / "Uebersicht.jpg"):
        assert picture.read_bytes().startswith(b"\xff\xd8\xff")


@pytest.mark.slow
def test_transcript_and_captions_say_what_the_film_says(film: Proof) -> None:
    transcript = (film.published / "Hallo.en.txt").read_text(encoding="utf-8")
    captions = (film.published / "Hallo.en.vtt").read_text(encoding="utf-8")
    for words in (film.intro, film.german, film.timeline.label, film.timeline.note, "030 23125 118"):
        assert words.removeprefix("Hello, ") in " ".join(transcript.split())
    assert captions.startswith("WEBVTT\n")
    flat = " ".join(captions.replace("\u00a0", " ").split())
    for sentence in film.timeline.sentences:
        assert all(word in flat for word in sentence.value.split())
    assert captions.count(" --> ") == len(film.timeline.captions) + 1


# ---------------------------------------------------------------- the report


@pytest.mark.slow
def test_the_report_holds_what_was_promised(film: Proof) -> None:
    kept = data(film)
    texts = {"script": "Bring bitte deinen Ausweis mit.", "text": "Please bring your ID card."}
    assert kept["units"] == [texts | {"origin": "supplied", "engine": "", "bridge": "", "picture": ""}]
    assert kept["voice"]["engine"] == "espeak"
    assert kept["voice"]["licence"] == "GPL-3.0-or-later"
    assert kept["voice"]["stand_in"]
    assert kept["voice"]["noncommercial"] is False
    assert kept["models"] == []
    assert kept["avatar_credits"] == "Lotse contributors · GPL-3.0-or-later"
    assert kept["cpu_seconds"] > 1
    assert kept["passed"]
    assert {"label", "review note", "end card", "stream", "speech", "loudness"} <= {g["name"] for g in kept["gates"]}
    assert all(gate["passed"] and gate["measured"] and gate["required"] for gate in kept["gates"])
    assert kept["film_sha256"] == sha256(film.published / kept["film"])
    assert kept["size"] == (film.published / kept["film"]).stat().st_size
    assert kept["review"]["state"] == "unchecked"
    assert kept["review"]["by"] is None
    assert kept["review"]["fixed_wording_reviewed_by"] == ""
    assert kept["review"]["fixed_wording"] == "von niemandem unterschrieben"
    assert not kept["draft"]


@pytest.mark.slow
def test_the_readable_report_says_the_same(film: Proof) -> None:
    page = Page(film.published / "report.html")
    kept = data(film)
    for words in (
        "Please bring your ID card.",
        "mitgeliefert",
        "nicht von einem Menschen geprüft",
        "Ersatzstimme",
        "Lotse contributors",
    ):
        assert words in page.text
    assert kept["film_sha256"] in page.text
    for gate in kept["gates"]:
        assert gate["name"] in page.text
        assert gate["measured"] in page.text
    # The ear does not understand this voice, and what was not heard back gets no tick.
    assert kept["hearing"]["not_checked"] == kept["hearing"]["sentences"]
    assert page.text.count("✓") == len(kept["gates"]) - 1
    assert "–Nicht nachgehört" in page.text
    assert "ENTWURF" not in page.text


@pytest.mark.slow
def test_the_start_page_has_a_large_button_in_both_languages_that_plays_the_film(film: Proof) -> None:
    folder = film.published.parent
    page = Page(folder / "Start.html")
    (button,) = page.all("button")
    assert button["data-film"]
    assert (folder / unquote(button["data-film"])).is_file()
    assert "English" in page.text
    assert "Englisch" in page.text
    assert page.all("video")
    (picture,) = page.all("img")
    assert picture["src"]
    assert (folder / picture["src"]).is_file()
    source = (folder / "Start.html").read_text(encoding="utf-8")
    assert "http:" not in source
    assert "https:" not in source


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["film deleted", "broken report", "report of another folder", "no language"])
def test_what_somebody_half_deleted_or_edited_is_left_out(damage: str, film: Proof, tmp_path: Path) -> None:
    whole = tmp_path / "Hallo" / "en"
    shutil.copytree(film.published, whole)
    other = shutil.copytree(whole, whole.with_name("fr"))
    kept = data(film)
    if damage == "film deleted":
        (other / "Hallo.en.mp4").unlink()
        kept["language"] = "fr"
    text = {"broken report": "{", "no language": "[]"}.get(damage, json.dumps(kept))
    (other / "report.json").write_text(text, encoding="utf-8")
    report.write_start(Places.under(tmp_path), "Hallo")
    (button,) = Page(tmp_path / "Hallo" / "Start.html").all("button")
    assert button["data-film"] == "en/Hallo.en.mp4"


@pytest.mark.slow
def test_pages_of_a_draft_say_so(draft: Proof) -> None:
    assert draft.published.parts[-3:] == ("Entwurf", "Hallo", "en")
    assert data(draft)["draft"]
    for path in (draft.published / "report.html", draft.published.parent / "Start.html"):
        assert "ENTWURF – nicht geprüft. Nicht vorführen." in Page(path).text


# ---------------------------------------------------------------- words


def test_the_origin_in_words() -> None:
    def told(*units: TranslatedUnit) -> str:
        return report.origin(Translation("pt", "", "", units))

    assert told(TranslatedUnit("a", "supplied")) == "supplied"
    machine = TranslatedUnit("a", "machine", "firefox en-pt", "en approved")
    assert told(machine, machine) == "machine (firefox en-pt, from en approved)"
    assert told(TranslatedUnit("a", "memory"), machine) == "memory, machine (firefox en-pt, from en approved)"


@pytest.mark.parametrize(
    ("engine", "used"),
    [("firefox en-pt", True), ("firefox de-en + firefox en-pt", True), ("firefox pt-en", False), ("", False)],
)
def test_only_models_that_worked_on_the_film_are_named(engine: str, used: bool) -> None:
    assert report._used("firefox:en-pt", {engine, "piper:x"}) == used


def test_a_piper_voice_with_a_speaker_is_its_weight() -> None:
    assert report._used("piper:uk_UA-ukrainian_tts-medium", {"piper:uk_UA-ukrainian_tts-medium"})
