"""Pages for people: nothing from a text becomes HTML, every language has its button."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
import skia

from pipeline import language as packs
from pipeline import pages

HOSTILE = '<script>alert("1")</script>'


class Reader(HTMLParser):
    """Elements with their attributes, and the text outside scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and tag == self._inside[-1]:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def data(**changes: Any) -> dict[str, Any]:
    return {
        "language": "ar",
        "title": "Termin",
        "draft": False,
        "gates": [
            {"name": "label", "passed": True, "measured": "250 of 250", "required": "all"},
            {"name": "note", "passed": False, "measured": "3 < 4", "required": ">= 4"},
        ],
        "findings": [],
        "script_language": "de",
        "units": [
            {
                "script": "Hallo 116 117",
                "text": "مرحبًا 116 117",
                "origin": "machine",
                "engine": "firefox en-ar",
                "bridge": "en supplied",
            }
        ],
        "review": {"words": "nicht geprüft"},
        "voice": {"name": "ar", "engine": "espeak", "licence": "GPL", "stand_in": True},
        "avatar": "maja",
        "avatar_credits": "Ada Beck · CC-BY-4.0",
        "models": [{"name": "firefox:en-ar", "licence": "MPL-2.0"}],
        "duration": 61.24,
        "cpu_seconds": 12.0,
        "film": "termin.ar.mp4",
        "size": 3_200_000,
        "film_sha256": "ab" * 32,
    } | changes


def another(**changes: Any) -> dict[str, Any]:
    """A film file in another format."""
    gates = [{"name": "stream", "passed": True, "measured": "1080x1920", "required": "as planned"}]
    seen = {"film": "termin.ar.9x16.mp4", "format": "9x16", "small": False, "width": 1080, "height": 1920}
    return seen | {"film_sha256": "cd" * 32, "size": 2_900_000, "duration": 61.24, "gates": gates} | changes


HEARING = {
    "sentences": 12,
    "understood": 9,
    "not_checked": 2,
    "reason": "Whisper kennt es nicht.",
    "misheard": [{"time": 12.3, "text": "Ruf 112.", "heard": f"Ruf 212 {HOSTILE}", "why": "„112“ war nicht zu hören."}],
    "other_voice": [{"time": 30.0, "text": "Guten Tag.", "voice": "espeak:de+f3"}],
}


def test_what_was_misheard_stands_in_the_report_with_its_time() -> None:
    page = Reader(pages.report(data(hearing=HEARING)))
    said = ("9 von 12 Sätzen nachgehört und verstanden, 2 nicht geprüft: Whisper kennt es nicht.", "12.3 s", "Ruf 112.")
    for wanted in (*said, f"Ruf 212 {HOSTILE}", "„112“ war nicht zu hören.", "30.0 s: Guten Tag. (espeak:de+f3)"):
        assert page.text.count(wanted) == 1, wanted
    assert page.named("script") == []


def test_where_no_machine_spoke_nothing_is_said_of_hearing() -> None:
    assert "Nachgehört" not in Reader(pages.report(data(hearing=None))).text


HEARD_GATE = {"name": "heard", "passed": True, "measured": "0", "required": "none"}


def test_a_proof_that_was_none_gets_no_tick() -> None:
    human = {"kind": "human", "consent": {"name": "Amina Ali", "date": "2026-11-20"}}
    none = {"not_checked": 12, "understood": 0, "misheard": [], "other_voice": []}
    for heard, voice in ((None, human), (None, {"kind": "none"}), (HEARING | none, data()["voice"])):
        page = Reader(pages.report(data(gates=[HEARD_GATE], hearing=heard, voice=voice)))
        assert "✓" not in page.text and "zu verstehen" not in page.text
        assert "nachgehört" in page.text.lower() or "Nichts nachzuhören" in page.text
    assert "✓Beim Nachhören" in Reader(pages.report(data(gates=[HEARD_GATE], hearing=HEARING))).text
    failed = pages.report(data(gates=[HEARD_GATE | {"passed": False}], hearing=None))
    assert "✗Beim Nachhören" in Reader(failed).text


def test_where_no_machine_speaks_the_report_claims_no_spoken_request() -> None:
    gates = [{"name": name, "passed": True, "measured": "", "required": ""} for name in ("request", "introduction")]
    assert "wird gesprochen" in Reader(pages.report(data(gates=gates))).text
    for voice in ({"kind": "none"}, {"kind": "human"}):
        text = Reader(pages.report(data(gates=gates, voice=voice))).text
        assert "wird gesprochen" not in text and "Die Figur sagt" not in text and text.count("✓") == 2


def test_the_report_says_everything_once() -> None:
    page = Reader(pages.report(data()))
    facts = ("Ersatzstimme", "61.2 s", "firefox:en-ar (MPL-2.0)", "ab" * 32, "3 < 4", "✓", "✗", "nicht geprüft")
    for wanted in ("Termin · Arabisch", "مرحبًا 116 117", "Maschine · firefox en-ar · en supplied", *facts):
        assert wanted in page.text
    assert "ENTWURF" not in page.text
    assert {"dir": "rtl", "lang": "ar"} in page.named("span")


def test_the_report_lists_every_film_file_with_its_own_proofs() -> None:
    films = [another(film="termin.ar.mp4", format="16x9"), another(), another(film="termin.ar.klein.mp4", small=True)]
    page = Reader(pages.report(data(films=films, small=[{"format": "16x9", "status": "made", "de": "Klein da."}])))
    assert page.text.count("ab" * 32) == 1, "the one that people are shown"
    for words in ("termin.ar.9x16.mp4 · 2.9 MB", "termin.ar.klein.mp4 · 2.9 MB", "Für MessengerKlein da."):
        assert page.text.count(words) == 1, words
    for words in ("1080 × 1920", "Hochformat für das Handy"):
        assert page.text.count(words) == 2, words
    assert page.text.count("Die Filmdatei ist vollständig und überall abspielbar.") == 2


def test_what_is_to_be_said_of_the_voice_stands_under_its_own_heading_if_there_is_anything() -> None:
    noted = {"name": "ar", "engine": "espeak", "licence": "GPL", "stand_in": True, "notes": ["Zu schnell: <b>Satz</b>"]}
    page = Reader(pages.report(data(voice=noted)))
    assert "Hinweise zur StimmeZu schnell: <b>Satz</b>" in page.text
    assert "Hinweise zur Stimme" not in Reader(pages.report(data())).text


def test_the_report_says_when_the_voice_must_not_be_used_in_commerce() -> None:
    voice = {"name": "x", "engine": "coqui", "licence": "CC-BY-NC-4.0", "stand_in": False, "noncommercial": True}
    assert "CC-BY-NC-4.0 – nur für nicht-kommerzielle Nutzung" in Reader(pages.report(data(voice=voice))).text
    assert "kommerziell" not in Reader(pages.report(data())).text


def test_the_report_of_a_draft_says_so_first() -> None:
    assert Reader(pages.report(data(draft=True))).text.lstrip().startswith("Bericht: Termin (Arabisch)ENTWURF")


@pytest.mark.parametrize(
    "hostile", [HOSTILE, f'<b class="ok">{HOSTILE}</b>', "' onload='x", '"><img src=x onerror=x>', "&lt;"]
)
def test_no_text_becomes_html_in_a_report(hostile: str) -> None:
    unit = {"script": hostile, "text": hostile, "origin": "source", "engine": hostile, "bridge": ""}
    page = Reader(
        pages.report(data(title=hostile, units=[unit], avatar=hostile, film=hostile, review={"words": hostile}))
    )
    assert not page.named("script")
    assert len(page.named("img")) == 1
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert page.text.count(hostile) >= 5


def tiles(*codes: str, folder: str = "termin", others: tuple[pages.Link, ...] = ()) -> list[pages.Tile]:
    return [pages.Tile(code, "synthetic", f"{code}/{folder}.{code}.mp4", others) for code in codes]


def test_start_has_a_button_per_language_in_its_script_and_in_german_in_the_order_given() -> None:
    codes = ["de", *(code for code in packs.codes() if code != "de")]
    page = pages.start("Termin", tiles(*codes), draft=False)
    read = Reader(page)
    assert [button["data-film"] for button in read.named("button")] == [f"{code}/termin.{code}.mp4" for code in codes]
    spans = [span for span in read.named("span") if span["class"] == "own"]
    for code, span in zip(codes, spans, strict=True):
        pack = packs.load(code)
        assert (span["lang"], span["dir"]) == (pack.bcp47, pack.direction)
        assert f">{pack.name}</span>" in page
        assert f">{pack.german}</span>" in page
    assert "künstlicher Intelligenz" in read.text
    assert "ENTWURF" not in read.text
    assert "ENTWURF – nicht geprüft" in Reader(pages.start("Termin", tiles(*codes), draft=True)).text


def test_start_links_the_other_files_below_the_button_in_words() -> None:
    others = (
        pages.Link("de/Wo? 5 %.de.9x16.mp4", "9x16", False),
        pages.Link("de/x.de.klein.mp4", "16x9", True),
        pages.Link("de/x.de.1x1.klein.mp4", "1x1", True),
    )
    page = Reader(pages.start("Termin", tiles("de", "uk", others=others)[:1] + tiles("uk"), draft=False))
    assert [link["href"] for link in page.named("a")] == [
        "de/Wo%3F%205%20%25.de.9x16.mp4",
        "de/x.de.klein.mp4",
        "de/x.de.1x1.klein.mp4",
    ]
    assert len(page.named("button")) == 2
    words = (
        "Hochformat für das Handy",
        "Querformat, kleine Datei für Messenger",
        "Quadrat, kleine Datei für Messenger",
    )
    assert "".join(words) in page.text, "a link each"


def test_start_marks_a_film_whose_text_has_changed_since() -> None:
    page = pages.start("Termin", tiles("de", "uk"), draft=False, outdated={"uk", "ar"})
    assert page.count(pages.OUTDATED) == 1
    assert page.index(">Ukrainisch<") < page.index(pages.OUTDATED)
    assert pages.OUTDATED not in pages.start("Termin", tiles("uk"), draft=True, outdated={"uk"})


def test_start_loads_nothing_from_anywhere_else() -> None:
    page = pages.start("Termin", tiles("de"), draft=False)
    assert "http" not in page
    assert "//" not in page


@pytest.mark.parametrize("hostile", [HOSTILE, '"><img src=x onerror=x>', "' autofocus onfocus='x"])
def test_no_title_becomes_html_on_the_start_page(hostile: str) -> None:
    page = Reader(pages.start(hostile, tiles("de", folder=hostile), draft=False))
    assert len(page.named("script")) == len(page.named("img")) == len(page.named("button")) == 1
    assert page.text.count(hostile) == 2
    assert page.named("button")[0]["data-film"] == f"de/{hostile}.de.mp4"


def picture(red: int, width: int = 480, height: int = 270) -> bytes:
    surface = skia.Surface(width, height)
    surface.getCanvas().clear(skia.ColorSetRGB(red, 0, 0))
    return bytes(surface.makeImageSnapshot().encodeToData(skia.kJPEG, 90))


def test_the_overview_shows_every_picture_in_its_row() -> None:
    codes = packs.codes()
    strips = [
        pages.Strip(
            f"{packs.load(code).german} · {packs.load(code).name} · 61 s", tuple(picture(60 * n) for n in range(1, 5))
        )
        for code in codes
    ]
    jpeg = pages.overview(strips)  # skia only borrows it
    sheet = skia.Image.MakeFromEncoded(skia.Data(jpeg)).toarray(colorType=skia.kRGBA_8888_ColorType)
    assert sheet.shape[0] == len(codes) * (225 + 44 + 8)
    for row in range(len(codes)):
        for column in range(4):
            red, green, _ = sheet[row * 277 + 150, column * 406 + 200, :3]
            assert abs(int(red) - 60 * (column + 1)) < 12
            assert green < 12
        heading = sheet[row * 277 : row * 277 + 40, :700, :3].astype(int).sum(axis=2)
        assert np.count_nonzero(heading > 600) > 300, "no heading"


def test_an_upright_picture_keeps_its_shape_on_the_overview() -> None:
    jpeg = pages.overview([pages.Strip("x", (picture(240, 480, 854),))])
    sheet = skia.Image.MakeFromEncoded(skia.Data(jpeg)).toarray(colorType=skia.kRGBA_8888_ColorType)
    (red,) = np.nonzero(sheet[150, :400, 0] > 200)
    assert abs(np.ptp(red) + 1 - 225 * 480 / 854) <= 4
    assert abs(red.mean() - 200) <= 2


def test_headings_of_all_languages_are_covered_by_the_fonts_of_the_overview() -> None:
    from pipeline.scene.text import uncovered

    for code in packs.codes():
        assert uncovered(packs.load(code).name, pages.FONTS) == []
