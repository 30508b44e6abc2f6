"""The status page as a browser shows it from the share, without a server."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.files import slug
from pipeline.run import OLD_FILM_DE
from pipeline.settings import Settings
from pipeline.state import State
from tests.workers.boards import NOW, furnish, job, published, put
from workers.share import Share
from workers.status import CONTENT, PULSE, Board

JPEG = bytes.fromhex("ffd8ffdb004300" + "01" * 64 + "ffd9")
SCRIPT = '<script>alert("x")</script>'


@pytest.fixture
def loaded(tmp_path: Path) -> Settings:
    return furnish(tmp_path)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


def page(loaded: Settings, clock: Clock | None = None) -> str:
    Board(loaded, clock or Clock()).refresh()
    return Share.of(loaded).status.read_text(encoding="utf-8")


def pulse(loaded: Settings) -> tuple[float, str]:
    found = re.fullmatch(r'lotse\.puls\(([\d.]+), "(\w+)"\);\n', (Share.of(loaded).work / PULSE).read_text())
    assert found
    return float(found[1]), found[2]


def articles(html: str) -> list[str]:
    return re.findall(r"<article .*?</article>", html, re.DOTALL)


# ---------------------------------------------------------------- what it says


def test_where_nothing_is_it_says_how_to_begin(loaded: Settings) -> None:
    html = page(loaded)
    assert "So geht es los" in html
    assert 'href="Eingang/"' in html
    assert "Save a script as a text file" in html


def test_every_language_of_every_job_with_stage_and_progress(loaded: Settings) -> None:
    running = State(status="running", stage="render", done=0.5)
    job(loaded, "termin.md", "Termin", de=State(status="film"), uk=running, ar=State())
    (card,) = articles(page(loaded))
    assert all(name in card for name in ("Deutsch", "Ukrainisch", "Українська", "Arabisch", "العربية"))
    assert "wird gezeichnet" in card
    assert 'aria-valuenow="52"' in card
    assert "wartet" in card


def test_in_the_order_of_the_queue(loaded: Settings) -> None:
    job(loaded, "lang.md", "Lang", length=9000, ago=900, de=State())
    job(loaded, "kurz.md", "Kurz", length=100, ago=60, de=State())
    job(loaded, "eilig.md", "Eilig", length=5000, ago=10, urgent=True, de=State())
    job(loaded, "jetzt.md", "Jetzt", length=9999, de=State(status="running", stage="speak"))
    cards = articles(page(loaded))
    assert [re.findall(r"<h3[^>]*>(.*?)</h3>", card)[0] for card in cards] == ["Jetzt", "Eilig", "Kurz", "Lang"]
    assert ["Nr. 1 in" in card for card in cards] == [False, True, False, False]
    assert "dringend" in cards[1]


def test_what_is_out_has_its_picture_and_links(loaded: Settings) -> None:
    job(loaded, "termin.md", "Mein Termin?", de=State(status="film"), ar=State(status="draft"))
    published(loaded, "Mein Termin?", "de", JPEG)
    published(loaded, "Mein Termin?", "ar", JPEG, draft=True)
    (Share.of(loaded).review / "termin.ar.txt").write_text("Freigabe durch:")
    html = page(loaded)
    root = Share.of(loaded).root
    links = [link.partition("?")[0] for link in re.findall(r'(?:href|src)="([^"#]+)"', "".join(articles(html)))]
    assert {"Ausgabe/Mein-Termin/Start.html", "Pruefung/termin.ar.txt"} <= set(links)
    assert "Entwurf/Mein-Termin/ar/Mein-Termin.ar.mp4" in links
    assert len([link for link in links if link.endswith("poster.jpg")]) == 2
    assert all((root / link).exists() for link in links), "every link leads somewhere"
    assert "Freigabe durch:" in html


def test_every_film_file_that_is_out_has_its_link(loaded: Settings) -> None:
    job(loaded, "a.md", "A", de=State(status="film"), uk=State(status="film"))
    published(loaded, "A", "de", JPEG)
    published(loaded, "A", "uk", JPEG)
    films = Share.of(loaded).films / "A"
    for name in ("de/A.de.9x16.mp4", "de/A.de.klein.mp4", "uk/A.uk.1x1.mp4", "uk/other.mp4"):
        (films / name).write_bytes(b"film")
    (films / "uk/A.uk.mp4").unlink()
    links = re.findall(r'href="(Ausgabe/[^"]+\.mp4)">([^<]+)', "".join(articles(page(loaded))))
    assert links == [
        ("Ausgabe/A/de/A.de.mp4", "Film ansehen"),
        ("Ausgabe/A/de/A.de.9x16.mp4", "Hochformat für das Handy"),
        ("Ausgabe/A/de/A.de.klein.mp4", "Querformat, kleine Datei für Messenger"),
        ("Ausgabe/A/uk/A.uk.1x1.mp4", "Film ansehen"),
    ]


def test_an_error_says_what_to_do_in_both_languages(loaded: Settings) -> None:
    job(loaded, "a.md", "A", de=State(status="failed", de="Bitte kürzer schreiben.", en="Write it shorter."))
    (Share.of(loaded).failed / "a.md.FEHLER.txt").write_text("…")
    html = page(loaded)
    assert "Bitte kürzer schreiben." in html
    assert re.search(r"<summary>English</summary><p>Write it shorter\.", html)
    assert 'href="Fehler/a.md.FEHLER.txt"' in html


def test_a_file_that_became_no_job_is_shown_once(loaded: Settings) -> None:
    share = Share.of(loaded)
    job(loaded, "b.md", "B", de=State(status="failed", de="Nein.", en="No."))
    for name in ("b.md.FEHLER.txt", "<kurz>.md.FEHLER.txt"):
        (share.failed / name).write_text("Nein.", encoding="utf-8")
    cards = articles(page(loaded))
    assert len(cards) == 2
    (refused,) = [card for card in cards if "nicht angenommen" in card]
    assert "&lt;kurz&gt;.md" in refused
    assert 'href="Fehler/%3Ckurz%3E.md.FEHLER.txt"' in refused


def test_that_an_older_film_must_not_be_shown_is_said(loaded: Settings) -> None:
    job(loaded, "a.md", "A", uk=State(status="draft", de=f"{OLD_FILM_DE} Bitte ansehen …"))
    assert OLD_FILM_DE in page(loaded)


def test_a_job_of_the_command_line_is_nobody_elses_business(loaded: Settings) -> None:
    made = job(loaded, "a.md", "Geheim", de=State())
    order = made.order()
    assert order
    made.remember(replace(order, dropped=""))
    assert "Geheim" not in page(loaded)


# ---------------------------------------------------------------- what it never says

WORDS = "Frau Quitte wohnt in der Zaunstraße 4"


@pytest.mark.parametrize(
    "de",
    [
        f"/srv/lotse/jobs/x/source/a.md:3: Zahl: im Ausgangstext „{WORDS}“, in der Übersetzung „x“. Bitte ändern.",
        f"Skript: „Sie sagte „gut“ und {WORDS}“. Bitte ändern.",
        f"Unerwarteter Fehler, bitte melden: ValueError: {WORDS}",
    ],
)
def test_no_word_of_the_script_but_its_title(loaded: Settings, de: str) -> None:
    en = (
        de.replace("„", '"')
        .replace("“", '"')
        .replace("Unerwarteter Fehler, bitte melden", "Unexpected error, please report it")
    )
    job(loaded, "a.md", "A", de=State(status="failed", de=de, en=en), uk=State(status="waiting", de=de, en=en))
    html = page(loaded)
    assert not any(word in html for word in ("Quitte", "Zaunstraße"))
    assert "/srv/lotse" not in html
    assert "Bitte ändern" in html or "ValueError" in html


@pytest.mark.parametrize("where", ["title", "dropped", "error"])
def test_nothing_that_is_shown_becomes_part_of_the_page(loaded: Settings, where: str) -> None:
    said = State(status="failed", de=SCRIPT if where == "error" else "x")
    job(loaded, f"{SCRIPT.replace('/', '')}.md" if where == "dropped" else "a.md", SCRIPT, de=said)
    html = page(loaded)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html
    assert html.count("<script>") == 1, "its own"


# ---------------------------------------------------------------- when it is written


def test_written_only_when_something_changed_and_whole(loaded: Settings) -> None:
    clock, share = Clock(), Share.of(loaded)
    made = job(loaded, "a.md", "A", de=State())
    board = Board(loaded, clock)
    assert board.refresh()
    before = share.status.stat().st_mtime_ns
    clock.now += 1
    assert not board.refresh()
    assert share.status.stat().st_mtime_ns == before
    put(made, "de", State(status="running", stage="speak", since="2026-03-02T10:00:01+00:00"))
    assert board.refresh()
    assert "wird gesprochen" in share.status.read_text(encoding="utf-8")
    assert not list(share.root.rglob("*.tmp"))


def test_the_pulse_beats_all_the_time_and_names_what_is_shown(loaded: Settings) -> None:
    clock = Clock()
    board = Board(loaded, clock)
    board.refresh()
    begun, version = pulse(loaded)
    for _ in range(10):
        clock.now += 1
        board.refresh()
    later, same = pulse(loaded)
    assert later >= begun + 5
    assert same == version
    assert version in (Share.of(loaded).work / CONTENT).read_text()


def test_a_page_that_somebody_deleted_comes_back(loaded: Settings) -> None:
    board = Board(loaded, Clock())
    board.refresh()
    Share.of(loaded).status.unlink()
    assert board.refresh()


def test_nothing_is_written_where_the_share_is_not_mounted(loaded: Settings) -> None:
    share = Share.of(loaded)
    for folder in share.folders:
        folder.rmdir()
    assert not Board(loaded, Clock()).refresh()
    assert list(share.root.iterdir()) == []


def test_a_hundred_jobs_are_looked_at_quickly(loaded: Settings) -> None:
    for number in range(100):
        job(loaded, f"s{number}.md", f"S {number}", de=State(), en=State(), ar=State(), uk=State(), fa=State())
    clock = Clock()
    board = Board(loaded, clock)
    board.refresh()
    begun = time.process_time()
    for _ in range(5):
        assert not board.refresh()
    assert (time.process_time() - begun) / 5 < 0.5


# ---------------------------------------------------------------- in a browser


in_browser = pytest.mark.skipif(not shutil.which("chromium"), reason="no browser: apt-get install chromium")


def browser(loaded: Settings, milliseconds: int) -> str:
    """The page after so much of the browser's own time; its scripts have run."""
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--virtual-time-budget={milliseconds}"]
    command += [f"--user-data-dir={loaded.paths.state}/chromium", "--dump-dom", Share.of(loaded).status.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


@in_browser
@pytest.mark.slow
def test_an_open_page_follows_what_changes(loaded: Settings) -> None:
    """The page is that of before; what it loads beside itself is newer."""
    made = job(loaded, "a.md", "A", de=State())
    share, clock = Share.of(loaded), Clock()
    board = Board(loaded, clock)
    board.refresh()
    before = share.status.read_bytes()
    put(made, "de", State(status="running", stage="render", done=0.5, since="2026-03-02T09:57:00+00:00"))
    job(loaded, "b.md", "شهادة", ago=7200, de=State())
    board.refresh()
    share.status.write_bytes(before)
    dom = browser(loaded, 2000)
    assert "wird gezeichnet" in dom
    assert "شهادة" in dom
    assert "seit 3 Minuten" in dom
    assert "vor 2 Stunden" in dom


@in_browser
@pytest.mark.slow
@pytest.mark.parametrize(("seconds", "still"), [(5_000, False), (40_000, True)])
def test_a_page_says_when_lotse_stands_still(loaded: Settings, seconds: int, still: bool) -> None:
    Board(loaded, time.time).refresh()
    dom = browser(loaded, seconds)
    assert ('id="still" role="alert" hidden=""' not in dom) == still
    assert ("kein Lebenszeichen</p>" in dom) == still
    assert ("Seit 1 Minute kommt kein Lebenszeichen." in dom) == still


@in_browser
@pytest.mark.slow
def test_a_title_is_never_run(loaded: Settings) -> None:
    job(loaded, "a.md", '<img src=x onerror="document.title=\'bad\'"><script>document.title="bad"</script>', de=State())
    board = Board(loaded, Clock())
    board.refresh()
    content = (Share.of(loaded).work / CONTENT).read_text()
    assert json.loads(content[content.index("{") : content.rindex("}") + 1])
    dom = browser(loaded, 2000)
    assert "<title>Lotse" in dom
    assert slug("bad") not in re.findall(r"<title>(.*?)</title>", dom)[0]
