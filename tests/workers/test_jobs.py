"""`lotse jobs`: what is told, stopped, tried again, cleaned away and forgotten."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from pipeline import run, settings, state
from pipeline.errors import InputError
from pipeline.job import Job, Order, jobs
from pipeline.lease import BusyError, take
from pipeline.settings import Settings
from pipeline.state import State
from pipeline.translate.memory import Memory
from pipeline.work import again
from tests.workers import boards
from workers.clean import DAY, clean, daily
from workers.commands.jobs import app
from workers.forget import forget
from workers.share import Share
from workers.stages import work_on

if TYPE_CHECKING:
    from typer.testing import Result

    from tests.films import Service

pytest_plugins = ["tests.films"]


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in [name for name in os.environ if name.upper().startswith("LOTSE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LOTSE_CONFIG", str(tmp_path / "lotse.toml"))
    return boards.furnish(tmp_path)


def lotse(*words: str, answer: str = "") -> Result:
    return CliRunner().invoke(app, list(words), input=answer)


def now(job: Job, code: str) -> State:
    found = job.state(code)
    assert found
    return found


# ---------------------------------------------------------------- telling


def test_the_list_begins_with_what_comes_next(loaded: Settings) -> None:
    boards.job(loaded, "fertig.md", "Fertig", de=State(status="film"))
    boards.job(loaded, "lang.md", "Lang", length=9000, de=State())
    boards.job(loaded, "eilig.md", "Eilig", urgent=True, length=5000, de=State(status="running", stage="speak"))
    told = json.loads(lotse("list", "--json").stdout)
    assert [one["title"] for one in told] == ["Eilig", "Lang", "Fertig"]
    assert [one["lane"] for one in told] == ["urgent", "long", "normal"]
    assert told[0]["languages"]["de"]["stage"] == "speak"
    table = lotse("list").stdout
    assert "de: sprechen" in table
    assert "de: Film" in table


def test_a_beginning_is_enough_where_it_is_unique(loaded: Settings) -> None:
    one = boards.job(loaded, "termin.md", "A", de=State(status="failed", de="Kaputt.", en="Broken."))
    boards.job(loaded, "kurs/termin.md", "B", de=State())
    done = lotse("show", one.id[:12])
    assert done.exit_code == 0, done.stderr
    assert "Kaputt." in done.stdout
    assert "Broken." in done.stdout
    twice = lotse("show", "termin")
    assert twice.exit_code == 2
    assert one.id in twice.stderr
    assert "not unique" in twice.stderr


def test_an_unknown_one_gets_the_nearest(loaded: Settings) -> None:
    one = boards.job(loaded, "termin.md", "A", de=State())
    done = lotse("show", one.id.replace("termin", "termim"))
    assert done.exit_code == 2
    assert f"Meinten Sie „{one.id}“?" in done.stderr
    assert lotse("cancel", one.id, "--lang", "uk").exit_code == 2


# ---------------------------------------------------------------- stopping and trying again


def test_cancel_stops_what_is_open_and_nothing_else(loaded: Settings) -> None:
    one = boards.job(loaded, "a.md", "A", de=State(status="film"), ar=State(), uk=State(status="running"))
    assert lotse("cancel", one.id, "--lang", "uk").exit_code == 0
    assert [now(one, code).status for code in ("de", "ar", "uk")] == ["film", "queued", "cancelled"]
    assert lotse("cancel", one.id).exit_code == 0
    assert [now(one, code).status for code in ("de", "ar", "uk")] == ["film", "cancelled", "cancelled"]
    assert lotse("cancel", one.id).exit_code == 2, "nothing is left to cancel"


def test_retry_asks_anew_for_what_failed_or_for_what_is_named(loaded: Settings) -> None:
    one = boards.job(loaded, "a.md", "A", de=State(status="film"), ar=State(status="failed", attempts=3), uk=State())
    request = now(one, "ar").request
    assert lotse("retry", one.id).exit_code == 0
    assert [now(one, code).status for code in ("de", "ar", "uk")] == ["film", "queued", "queued"]
    assert (now(one, "ar").request, now(one, "ar").attempts) == (request + 1, 0)
    assert lotse("retry", one.id).exit_code == 2
    assert lotse("retry", one.id, "--lang", "de").exit_code == 0
    assert now(one, "de").open


def test_what_cannot_be_tried_again_says_what_to_do_instead(loaded: Settings) -> None:
    one = boards.job(loaded, "a.md", "A", de=State(status="failed"))
    order = one.order()
    assert order
    order.script.unlink()
    assert "Eingang" in lotse("retry", one.id).stderr
    one.remember(replace(order, dropped=""))
    assert "lotse render" in lotse("retry", one.id).stderr


# ---------------------------------------------------------------- cleaning

KEPT = {"state.json", "approval.json", "16x9/revision.json", "seen", "16x9/logged.json", "stored.json"}


def furnished(loaded: Settings, name: str, **states: State) -> Job:
    """As the stages leave it, with a megabyte of film."""
    one = boards.job(loaded, name, name, ago=60, urgent=False, length=400, **states)
    for code in states:
        folder = one.language(code)
        (folder / "speech").mkdir()
        (folder / "16x9").mkdir()
        for file in ("speech/1.wav", "16x9/film.mp4", "16x9/sealed.mp4"):
            (folder / file).write_bytes(bytes(1_000_000))
        for file in KEPT - {"state.json"}:
            (folder / file).write_text("{}")
        record = {"key": "k", "cpu_seconds": 2.0, "runs": 3, "seconds": 9.0, "files": {}, "value": {"text": "Quitte"}}
        for stage in ("translation", "speech", "16x9/film", "16x9/sealed"):
            (folder / f"{stage}.json").write_text(json.dumps(record))
        (folder / "16x9" / "timeline.json").write_text("Quitte")
    return one


def text_of(job: Job) -> str:
    return "".join(path.read_text("utf-8", "replace") for path in job.folder.rglob("*") if path.is_file())


def test_old_finished_jobs_keep_what_proves_them(loaded: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    since = datetime.now(UTC).timestamp()
    monkeypatch.setattr(boards, "NOW", since)
    days = loaded.queue.keep_days
    done = furnished(loaded, "a.md", de=State(status="film"), uk=State(status="failed"))
    young = clean(loaded, since + (days - 1) * DAY)
    assert (young.jobs, young.bytes) == (0, 0)
    assert (done.folder / "de" / "16x9/film.mp4").exists()
    cleaned = clean(loaded, since + (days + 1) * DAY)
    assert cleaned.jobs == 1
    assert cleaned.bytes >= 6_000_000
    assert not done.source.exists()
    left = {
        path.relative_to(done.folder / "de").as_posix() for path in (done.folder / "de").rglob("*") if path.is_file()
    }
    assert {path for path in left if not path.endswith(".json")} <= KEPT | {"lock"}
    assert left >= KEPT
    assert done.order(), "job.json"
    assert "Quitte" not in text_of(done)
    assert done.spent("de") == 8.0, "what it took is still known"
    assert clean(loaded, since + (days + 1) * DAY).jobs == 0


def test_a_job_that_waits_for_a_person_keeps_its_source_and_its_text(
    loaded: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boards, "NOW", datetime.now(UTC).timestamp())
    one = furnished(loaded, "a.md", de=State(status="film"), uk=State(status="draft"))
    assert clean(loaded, boards.NOW + 1000 * DAY).jobs == 1
    assert one.source.exists()
    assert "Quitte" in (one.folder / "uk" / "translation.json").read_text()
    assert not (one.folder / "uk" / "16x9/film.mp4").exists()


def test_what_is_open_or_held_is_left_alone(loaded: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boards, "NOW", datetime.now(UTC).timestamp())
    going = furnished(loaded, "a.md", de=State(status="film"), uk=State())
    held = furnished(loaded, "b.md", de=State(status="film"))
    with take(held.language("de")):
        assert clean(loaded, boards.NOW + 1000 * DAY).jobs == 0
    assert (going.folder / "de" / "16x9/film.mp4").exists()
    assert (held.folder / "de" / "16x9/film.mp4").exists()


def test_once_a_day(loaded: Settings) -> None:
    assert daily(loaded)
    assert daily(loaded) is None
    os.utime(loaded.paths.state / "cleaned", (0, 0))
    assert daily(loaded)


# ---------------------------------------------------------------- forgetting


def test_forgetting_asks_first_and_not_while_it_runs(loaded: Settings) -> None:
    one = boards.job(loaded, "a.md", "A", de=State())
    assert "jobs cancel" in lotse("forget", one.id, "--yes").stderr
    state.cancel(one.language("de"))
    with take(one.language("de")), pytest.raises(BusyError):
        forget(loaded, one)
    assert lotse("forget", one.id, answer="n\n").exit_code != 0
    assert one.folder.exists()
    assert lotse("forget", one.id, answer="y\n").exit_code == 0
    assert not one.folder.exists()


def test_originals_notes_and_reviews_go_and_those_of_others_stay(loaded: Settings) -> None:
    share = Share.of(loaded)
    one = boards.job(loaded, "kurs/ar+uk/termin.md", "A", de=State(status="failed"))
    (one.source / "bild.png").write_bytes(b"x")
    boards.job(loaded, "termin.md", "B", de=State(status="film"))
    mine = [
        share.work / one.id / "termin.md",
        share.done / "kurs" / "termin.md",
        share.done / "kurs" / "termin.uk.md",
        share.done / "kurs" / "bild.png",
        share.failed / "kurs" / "ar+uk" / "termin.md",
        share.failed / "kurs" / "ar+uk" / "termin.md.FEHLER.txt",
        share.review / "kurs" / "termin.uk.txt",
    ]
    others = [
        share.done / "termin.md",
        share.done / "kurs" / "termin-2.md",
        share.done / "kurs" / "anderes.md",
        share.failed / "bild.png",
        share.review / "termin.uk.txt",
    ]
    for path in (*mine, *others):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    gone = forget(loaded, one)
    assert sorted(gone.originals) == sorted(mine)
    assert not any(path.exists() for path in mine)
    assert all(path.exists() for path in others)
    assert not (share.failed / "kurs").exists(), "no empty folders are left"
    assert share.work.exists()


def test_a_picture_of_two_scripts_goes_with_the_second_of_them(loaded: Settings) -> None:
    share = Share.of(loaded)
    both = [boards.job(loaded, f"{name}.md", name, de=State(status="film")) for name in ("a", "b")]
    for one in both:
        (one.source / "bild.png").write_bytes(b"x")
    for name in ("a.md", "b.md", "bild.png"):
        (share.done / name).write_text("x")
    assert forget(loaded, both[0]).originals == (share.done / "a.md",)
    assert sorted(forget(loaded, both[1]).originals) == [share.done / "b.md", share.done / "bild.png"]


def test_what_was_cleaned_away_is_found_again_by_its_names(loaded: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boards, "NOW", datetime.now(UTC).timestamp())
    one = boards.job(loaded, "a.md", "A", de=State(status="film"))
    (one.source / "bild.png").write_bytes(b"x")
    picture = Share.of(loaded).done / "bild.png"
    picture.write_bytes(b"x")
    clean(loaded, boards.NOW + 1000 * DAY)
    assert forget(loaded, one).originals == (picture,)


@pytest.mark.slow
@pytest.mark.usefixtures("few_frames")
def test_a_forgotten_job_leaves_nothing_but_hash_and_date(service: Service) -> None:
    """Two jobs of the share with one sentence in common; real films, real approval, real log."""
    config = service.settings(en="Ada Beck")
    service.sign("en")
    config.write_text(config.read_text().replace("[paths]", '[paths]\nshare = "share"'), encoding="utf-8")
    (service.root / "share").mkdir()
    loaded = settings.load(config)
    share = Share.of(loaded)
    share.make()
    for name, own in (("Kurs", "Quitte"), ("Amt", "Zaun")):
        one = Job.named(loaded.paths.state, name, name)
        one.source.mkdir(parents=True)
        script = one.source / f"{name}.md"
        script.write_text(f"---\ntitle: {name}\nlanguage: de\n---\nBring den Ausweis mit.\nHier ist {own}.\n")
        (one.source / f"{name}.en.md").write_text(f"Bring your ID card.\nHere is {own}.\n")
        one.remember(Order(script, share.places, name, languages=("en",), dropped=f"{name}.md"))
        state.ask(one.language("en"))
        for due in ("words", "film"):
            work_on(loaded, one.id, "en", due)
        assert now(one, "en").status == "draft", now(one, "en").en
        assert run.approve(again(one, "en", loaded), "en", "Ada Beck").status == "film"
    amt, kurs = jobs(loaded.paths.state)
    memory = Memory(loaded.paths.state / "memory.tmx")
    texts = ["Bring den Ausweis mit.", "Hier ist Quitte.", "Hier ist Zaun."]
    assert None not in memory.lookup(texts, "de", "en")

    gone = forget(loaded, kurs)

    assert gone.films == (share.films / "Kurs" / "en",)
    assert (gone.memory, gone.log) == (1, 1)
    assert memory.lookup(texts, "de", "en") == ["Bring your ID card.", None, "Here is Zaun."]
    assert not (share.films / "Kurs").exists()
    assert (share.films / "Amt" / "en" / "Amt.en.mp4").exists()
    lines = [json.loads(line) for line in (loaded.paths.state / "fingerprints.jsonl").read_text().splitlines()]
    assert [set(line) for line in lines] == [
        {"sound", "picture", "when"},
        {"sound", "picture", "when", "film", "language"},
    ]
    left = [path for path in service.root.rglob("*") if path.is_file() and path.suffix not in (".mp4", ".jpg", ".wav")]
    assert not [path for path in left if "Quitte" in path.read_text("utf-8", "replace")]
    assert [one.id for one in jobs(loaded.paths.state)] == [amt.id]
    with pytest.raises(InputError):
        again(kurs, "en", loaded)
