"""The whole state goes through one file to another machine."""

from __future__ import annotations

import io
import json
import os
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from typer.testing import CliRunner

from pipeline import run, settings, state
from pipeline.errors import InputError
from pipeline.job import Job, Order, jobs
from pipeline.settings import Settings
from pipeline.state import Due, State
from pipeline.translate.memory import Memory
from pipeline.work import again
from tests.workers import boards
from workers.backup import restore, save
from workers.cli import main as _main  # noqa: F401  (registers the commands)
from workers.share import Share
from workers.stages import work_on

if TYPE_CHECKING:
    from tests.films import Service

pytest_plugins = ["tests.films"]


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    """A small state: a job, a key, and what must not travel."""
    loaded = boards.furnish(tmp_path / "here")
    one = boards.job(loaded, "a.md", "A", de=State(status="film", film=str(Share.of(loaded).films / "A/de/A.de.mp4")))
    home = loaded.paths.state
    (home / "keys" / "root").mkdir(parents=True)
    (home / "keys" / "root").chmod(0o700)
    (home / "keys" / "root" / "key.pem").write_text("secret")
    (home / "keys" / "root" / "key.pem").chmod(0o600)
    (home / "models").mkdir()
    (home / "models" / "voice.onnx").write_bytes(b"model")
    for name in ("lock", "lease.json", ".x.tmp", ".keys.lock"):
        (one.folder / "de" / name).write_text("x")
    return loaded


@pytest.fixture
def there(tmp_path: Path) -> Settings:
    loaded = boards.furnish(tmp_path / "there" / "elsewhere")
    if loaded.paths.state.exists():
        loaded.paths.state.rmdir()
    return loaded


def names(loaded: Settings) -> set[str]:
    return {path.relative_to(loaded.paths.state).as_posix() for path in loaded.paths.state.rglob("*") if path.is_file()}


def test_everything_comes_back_but_locks_leases_and_models(here: Settings, there: Settings, tmp_path: Path) -> None:
    save(here, tmp_path / "b.tar")
    restore(there, tmp_path / "b.tar")
    left = {name for name in names(here) if not name.startswith("models/")}
    kept = {name for name in left if not name.endswith(("lock", ".tmp", "lease.json"))}
    assert {name for name in names(there) if not name.endswith("/lock")} == kept
    assert not list(there.paths.state.rglob("*.tmp"))
    key = there.paths.state / "keys" / "root" / "key.pem"
    assert (key.stat().st_mode & 0o777, key.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_models_travel_where_asked_for(here: Settings, there: Settings, tmp_path: Path) -> None:
    save(here, tmp_path / "b.tar", models=True)
    restore(there, tmp_path / "b.tar")
    assert (there.models.folder / "voice.onnx").read_bytes() == b"model"


def test_jobs_of_the_share_publish_into_the_share_of_the_new_machine(
    here: Settings, there: Settings, tmp_path: Path
) -> None:
    save(here, tmp_path / "b.tar")
    restore(there, tmp_path / "b.tar")
    (one,) = jobs(there.paths.state)
    order, now = one.order(), one.state("de")
    assert order and now
    assert order.places == Share.of(there).places
    assert order.script == one.source / "a.md"
    assert order.script.exists()
    assert now.film == str(Share.of(there).films / "A" / "de" / "A.de.mp4")
    assert now.status == "film"


def test_nobody_else_can_read_it(here: Settings, tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        save(here, tmp_path / "b.tar")
    finally:
        os.umask(old)
    assert (tmp_path / "b.tar").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_it_is_refused_where_it_must_not_lie(here: Settings, tmp_path: Path) -> None:
    (tmp_path / "there.tar").write_text("mine")
    share = Share.of(here).root
    for target in (tmp_path / "there.tar", share / "b.tar", here.paths.state / "b.tar", tmp_path / "no" / "b.tar"):
        with pytest.raises(InputError):
            save(here, target)
    assert (tmp_path / "there.tar").read_text() == "mine"
    assert not (share / "b.tar").exists()


def test_nothing_is_ever_overwritten(here: Settings, tmp_path: Path) -> None:
    save(here, tmp_path / "b.tar")
    before = names(here)
    with pytest.raises(InputError, match="überschrieben"):
        restore(here, tmp_path / "b.tar")
    assert names(here) == before


def test_a_file_that_grows_meanwhile_is_taken_as_it_was(here: Settings, there: Settings, tmp_path: Path) -> None:
    """A film that is being written; its record will not fit, and it is made anew."""
    from workers.backup import _Hashing

    reader = _Hashing(io.BytesIO(b"abc"), 5)
    assert reader.read() == b"abc\0\0"
    assert _Hashing(io.BytesIO(b"abcdef"), 3).read() == b"abc"


# ---------------------------------------------------------------- archives that are none


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data.replace(b"secret", b"sEcret"))


def rubbish(path: Path) -> None:
    path.write_bytes(b"no tar" * 1000)


def added(path: Path, member: tarfile.TarInfo, data: bytes = b"") -> None:
    member.size = len(data)
    with tarfile.open(path, "a") as archive:
        archive.addfile(member, io.BytesIO(data))


def outside(path: Path) -> None:
    added(path, tarfile.TarInfo("state/../../../escaped"), b"x")


def absolute(path: Path) -> None:
    added(path, tarfile.TarInfo("/tmp/escaped"), b"x")


def link(path: Path) -> None:
    member = tarfile.TarInfo("state/link")
    member.type, member.linkname = tarfile.SYMTYPE, "/etc"
    added(path, member)


def more(path: Path) -> None:
    added(path, tarfile.TarInfo("state/jobs/new"), b"x")


@pytest.mark.parametrize("spoil", [cut, flip, rubbish, outside, absolute, link, more])
def test_a_spoilt_archive_changes_nothing(
    spoil: Callable[[Path], None], here: Settings, there: Settings, tmp_path: Path
) -> None:
    save(here, tmp_path / "b.tar")
    spoil(tmp_path / "b.tar")
    with pytest.raises(InputError) as caught:
        restore(there, tmp_path / "b.tar")
    assert "b.tar" in caught.value.de
    assert "undamaged" in caught.value.en
    assert not there.paths.state.exists() or list(there.paths.state.iterdir()) == []
    assert not list(tmp_path.rglob("escaped"))


# ---------------------------------------------------------------- the real thing


@pytest.mark.slow
@pytest.mark.usefixtures("few_frames")
def test_the_same_film_can_be_made_and_verified_on_the_new_machine(service: Service, tmp_path: Path) -> None:
    config = service.settings(en="Ada Beck")
    service.sign("en")
    config.write_text(config.read_text().replace("[paths]", '[paths]\nshare = "share"'), encoding="utf-8")
    (service.root / "share").mkdir()
    loaded = settings.load(config)
    Share.of(loaded).make()
    one = Job.named(loaded.paths.state, "kurs", "kurs")
    one.source.mkdir(parents=True)
    (one.source / "kurs.md").write_text("---\ntitle: Kurs\nlanguage: de\n---\nBring den Ausweis mit.\n")
    (one.source / "kurs.en.md").write_text("Bring your ID card.\n")
    one.remember(Order(one.source / "kurs.md", Share.of(loaded).places, "Kurs", languages=("en",), dropped="kurs.md"))
    state.ask(one.language("en"))
    for due in get_args(Due):
        work_on(loaded, one.id, "en", due)
    approved = run.approve(again(one, "en", loaded), "en", "Ada Beck")
    assert approved.status == "film" and approved.film
    save(loaded, tmp_path / "b.tar")

    away = tmp_path / "away"
    (away / "share").mkdir(parents=True)
    (away / "lotse.toml").write_text(config.read_text().replace('"state"', '"other/state"'), encoding="utf-8")
    moved = settings.load(away / "lotse.toml")
    Share.of(moved).make()
    restore(moved, tmp_path / "b.tar")
    (there,) = jobs(moved.paths.state)
    secret = again(one, "en", loaded).secret
    assert there.approval("en", secret) == one.approval("en", secret) is not None
    assert Memory(moved.paths.state / "memory.tmx").lookup(["Bring den Ausweis mit."], "de", "en") == [
        "Bring your ID card."
    ]
    state.ask(there.language("en"))
    for due in get_args(Due):
        work_on(moved, there.id, "en", due)
    film = Share.of(moved).films / "Kurs" / "en" / "Kurs.en.mp4"
    assert film.exists(), there.state("en")

    from pipeline.cli import app

    done = CliRunner().invoke(
        app, ["verify", str(film), str(approved.film), "--json", "--config", str(away / "lotse.toml")]
    )
    verdicts = json.loads(done.stdout)
    assert done.exit_code == 0, done.stdout
    ids = [next((layer for layer in verdict["layers"] if layer["name"] == "watermark"), None) for verdict in verdicts]
    assert ids[0] and ids[0] == ids[1]
