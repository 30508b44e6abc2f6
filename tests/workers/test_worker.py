"""Real workers and a real Redis: what dies is made again, what cannot be made harms no other."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import lease, state
from pipeline.job import Job
from tests.workers.service import Service, children, command, lives, shoot, until
from workers.app import CeleryQueue
from workers.reconcile import reconcile
from workers.share import Share
from workers.stages import work_on

pytestmark = [pytest.mark.kill, pytest.mark.slow]
pytest_plugins = ["tests.workers.service"]


def pool(house: Service, kind: str, depth: int) -> int:
    """The Celery worker of a kind (0) or its child (1); 0: not there."""
    found = [pid for pid in children(house.processes["worker"].pid) if f"workers.pool {kind}" in command(pid)]
    return found[depth] if len(found) > depth else 0


def held(job: Job, code: str = "de") -> str:
    """The token of who is working on it and lives."""
    holder = lease.holder(job.folder / code)
    return holder.token if holder and holder.lives(3) else ""


def supervisor(house: Service) -> None:
    house.kill("worker")
    house.worker("models")


def worker(house: Service) -> None:
    shoot(pool(house, "models", 0))


def child(house: Service) -> None:
    shoot(pool(house, "models", 1))


def redis(house: Service) -> None:
    house.kill("redis")
    child(house)
    house.redis()


def redis_and_its_data(house: Service) -> None:
    house.kill("redis")
    house.empty_redis()
    child(house)
    house.redis()


def test_work_goes_on_soon_after_a_kill(house: Service, record_property: Callable[[str, object], None]) -> None:
    house.redis()
    house.worker("models")
    for kill in (supervisor, worker, child, redis, redis_and_its_data):
        victim = kill.__name__
        job = house.drop(f"schläft {victim}", "de")
        until(lambda job=job: held(job), 40, f"work begins before the {victim} is killed")  # type: ignore[misc]
        first = held(job)
        kill(house)
        took = until(lambda job=job, first=first: held(job) not in ("", first), 60, f"after the {victim}")  # type: ignore[misc]
        record_property(victim, round(took, 1))
        print(f"resumed {took:.1f} s after {victim}")
        state.cancel(job.language("de"))
        until(lambda job=job: not held(job), 10, "cancelled")  # type: ignore[misc]


def test_cancelling_ends_running_work_within_five_seconds(house: Service) -> None:
    house.redis()
    house.worker("models")
    for title in ("schläft", "hört nicht zu"):
        job = house.drop(title, "de")
        until(lambda job=job: held(job), 40, "work begins")  # type: ignore[misc]
        begun = children(house.processes["worker"].pid)
        ffmpeg = [pid for pid in begun if "sine" in command(pid)]
        assert state.cancel(job.language("de"))
        took = until(lambda job=job, ffmpeg=ffmpeg: not held(job) and not any(map(lives, ffmpeg)), 5, title)  # type: ignore[misc]
        print(f"cancelled after {took:.1f} s: {title}")
    assert house.state(job, "de").status == "cancelled"


def test_what_kills_its_process_each_time_is_given_up_and_the_rest_is_unharmed(house: Service) -> None:
    house.redis()
    bad = house.drop("stirbt", "de", "en")
    good = [house.drop(f"leer {number}", "de") for number in range(4)]
    house.worker("models")
    until(lambda: not any(house.state(bad, code).open for code in ("de", "en")), 60, "given up")
    for code in ("de", "en"):
        given_up = house.state(bad, code)
        assert given_up.status == "failed"
        assert "3-mal hintereinander abgestürzt" in given_up.de
        assert "crashed 3 times" in given_up.en
    until(lambda: all(house.state(job, "de").due == "film" for job in good), 30, "the others are done")


def test_one_bad_script_of_a_hundred_harms_no_other(house: Service) -> None:
    house.redis()
    jobs = [house.drop(f"leer {number}", "de") for number in range(100)]
    (jobs[50].source / "skript.md").write_bytes(b"---\ntitle: kaputt\n\xff\xfe")
    house.worker("models")
    rest = [job for job in jobs if job is not jobs[50]]
    until(lambda: all(house.state(job, "de").due == "film" for job in rest), 120, "all others are done")
    bad = house.state(jobs[50], "de")
    assert bad.status == "failed"
    assert "UTF-8" in bad.de


def test_too_long_is_told_and_a_hard_end_takes_ffmpeg_along(house: Service) -> None:
    house.redis()
    long = house.drop("schläft", "de")
    words = [sys.executable, "-m", "workers", "worker", "models", "--config", str(house.config)]
    house.start("worker", words, TEST_LIMITS="2 4")
    until(lambda: house.state(long, "de").status == "failed", 40, "the soft limit")
    assert "hat länger als 2 Minuten gedauert" in house.state(long, "de").de
    deaf = house.drop("hört nicht zu", "en")
    found: list[int] = []

    def playing() -> list[int]:
        found[:] = [pid for pid in children(house.processes["worker"].pid) if "sine" in command(pid)]
        return found

    until(playing, 40, "ffmpeg runs")
    holder = lease.holder(deaf.folder / "en")
    assert holder
    until(lambda: not lives(holder.pid), 20, "the hard limit")
    until(lambda: not lives(found[0]), 2, "ffmpeg ends with it")


def test_a_redis_that_has_lost_everything_gets_it_again(house: Service) -> None:
    house.redis()
    jobs = [house.drop(f"leer {number}", "de", "en") for number in range(5)]
    queue = CeleryQueue(house.settings)
    assert reconcile(house.settings, queue) == 10
    everything = {(job.id, code) for job in jobs for code in ("de", "en")}
    assert queue.waiting() == everything
    house.kill("redis")
    house.empty_redis()
    house.redis()
    assert queue.waiting() == set()
    time.sleep(house.lease)
    assert reconcile(house.settings, queue) == 10
    assert queue.waiting() == everything
    assert reconcile(house.settings, queue) == 0


def test_a_full_disk_is_told_and_the_film_is_made_once_there_is_room(house: Service) -> None:
    folder = house.settings.paths.state
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m,mode=700", "lotse", str(folder)], check=True)
    try:
        house.redis()
        job = house.drop("Termin", "de")
        house.worker("--concurrency", "1")
        until(lambda: house.state(job, "de").due == "film", 60, "the words are done")
        room = os.statvfs(folder)
        (folder / "ballast").write_bytes(bytes(room.f_bavail * room.f_frsize - 200_000))
        until(lambda: "voll" in house.state(job, "de").de or "Platz" in house.state(job, "de").de, 60, "told")
        assert house.state(job, "de").open
        assert house.state(job, "de").attempts == 0
        # Not even room for the records: whatever happens, nobody gives up.
        with (folder / "rest").open("wb", buffering=0) as rest:
            try:
                while True:
                    rest.write(bytes(4096))
            except OSError:
                pass
        time.sleep(5)
        assert house.state(job, "de").open
        (folder / "rest").unlink()
        (folder / "ballast").unlink()
        until(lambda: house.state(job, "de").status == "film", 90, "the film is made")
        assert len(list(Share.of(house.settings).films.rglob("*.mp4"))) == 1
        house.stop()
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_two_machines_with_nothing_but_the_job_folder_in_common(house: Service) -> None:
    """Host names, process numbers and temporary folders of their own; only silence tells that one is dead."""
    house.redis()
    for name in ("eins", "zwei"):
        (house.root / name).mkdir()
        inside = f"hostname {name} && exec {sys.executable} -m workers worker models --config {house.config}"
        box = ["unshare", "--uts", "--pid", "--mount-proc", "--fork", "--kill-child", "sh", "-c", inside]
        house.start(name, box, TMPDIR=str(house.root / name))
    jobs = [house.drop(f"schläft {number}", "de") for number in range(2)]
    until(lambda: all(map(held, jobs)), 60, "both work")
    hosts = {held_by.host: job for job in jobs if (held_by := lease.holder(job.folder / "de"))}
    assert set(hosts) == {"eins", "zwei"}
    left, other = hosts["eins"], hosts["zwei"]
    house.kill("eins")
    state.cancel(other.language("de"))
    took = until(lambda: (by := lease.holder(left.folder / "de")) and by.host == "zwei", 60, "the other takes over")
    print(f"taken over by another machine after {took:.1f} s, with a lease of {house.lease} s")
    assert house.state(left, "de").attempts == 0
    house.kill("zwei")


def test_what_is_leased_or_done_is_left_at_once(house: Service) -> None:
    job = house.drop("Termin", "de")
    with lease.take(job.language("de")):
        assert not work_on(house.settings, job.id, "de", "words")
        assert house.state(job, "de").status == "queued"
    assert not work_on(house.settings, job.id, "de", "film"), "the words come first"
    state.cancel(job.language("de"))
    begun = time.monotonic()
    assert not work_on(house.settings, job.id, "de", "words")
    assert not work_on(house.settings, "no-such-job", "de", "words")
    assert time.monotonic() - begun < 0.5
    assert not (Path(house.settings.paths.state) / "jobs" / "no-such-job").exists()
