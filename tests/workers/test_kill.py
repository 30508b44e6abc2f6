"""Whatever is killed at whatever moment of a batch: every script ends with exactly one complete film per language."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from pipeline import lease
from pipeline.files import slug
from pipeline.job import Job
from pipeline.state import State
from tests.workers.service import Service, children, command, shoot, until
from workers.share import Share
from workers.stages import ATTEMPTS

pytest_plugins = ["tests.workers.service"]
LANGUAGES = ("de", "en")


def inside(house: Service, words: str) -> list[int]:
    return [pid for pid in children(house.processes["worker"].pid) if words in command(pid)]


def _worker(house: Service) -> bool:
    """All of it; it comes back as a house manager brings it back."""
    house.kill("worker")
    house.worker("--concurrency", "2")
    return True


def _one(house: Service, found: list[int], chance: random.Random) -> bool:
    if found:
        shoot(chance.choice(found))
    return bool(found)


def _redis(house: Service, *, keep: bool) -> bool:
    house.kill("redis")
    if not keep:
        house.empty_redis()
    house.redis()
    return True


def _watcher(house: Service) -> bool:
    house.kill("watcher")
    house.watcher()
    return True


Kill = Callable[[Service, random.Random], bool]
KILLS: dict[str, Kill] = {
    "worker": lambda house, chance: _worker(house),
    "pool": lambda house, chance: _one(house, parents(house), chance),
    "child": lambda house, chance: _one(house, busy(house), chance),
    "ffmpeg": lambda house, chance: _one(house, [*inside(house, "ffmpeg"), *inside(house, "ffprobe")], chance),
    "watcher": lambda house, chance: _watcher(house),
    "redis": lambda house, chance: _redis(house, keep=True),
    "redis and its data": lambda house, chance: _redis(house, keep=False),
}
"""Each says whether there was anything to kill."""


def parents(house: Service) -> list[int]:
    """The Celery workers themselves."""
    below = inside(house, "workers.pool")
    return [pid for pid in below if set(children(pid)) & set(below)]


def busy(house: Service) -> list[int]:
    """Children that are at work."""
    held = [lease.holder(path.parent) for path in (house.settings.paths.state / "jobs").glob("*/*/lease.json")]
    below = inside(house, "workers.pool")
    return [holder.pid for holder in held if holder and holder.pid in below]


def attack(house: Service, jobs: list[Job], kills: int, chance: random.Random) -> list[str]:
    """Kills at random moments while there is work; gives what was killed.

    Three deaths of one and the same language in a row are given up by design: the third is left out.
    """
    done: list[str] = []
    bag: list[str] = []
    while len(done) < kills and _open(jobs):
        bag = bag or chance.sample(sorted(KILLS), len(KILLS))
        name = bag.pop()
        time.sleep(chance.uniform(0.5, 4))
        # ffmpeg runs for moments only: it is waited for.
        until = time.monotonic() + 20
        while _open(jobs) and time.monotonic() < until:
            near = any(state.attempts >= ATTEMPTS - 1 for state in _open(jobs))
            if not (near and name in ("child", "ffmpeg")) and KILLS[name](house, chance):
                done.append(name)
                break
            time.sleep(0.005)
    return done


def _open(jobs: list[Job]) -> list[State]:
    """Asked for or about to be."""
    states = [job.state(code) or State() for job in jobs for code in LANGUAGES]
    return [state for state in states if state.open]


def batch(house: Service, scripts: int, kills: int, seed: int, seconds: float) -> None:
    chance = random.Random(seed)
    house.redis()
    house.watcher()
    house.worker("--concurrency", "2")
    jobs = [house.put(f"Film {number}") for number in range(scripts)]
    begun = time.monotonic()
    done = attack(house, jobs, kills, chance)
    print(f"{len(done)} kills in {time.monotonic() - begun:.0f} s: {', '.join(done)}")
    assert len(done) == kills, "the batch was over too soon"
    while _open(jobs):
        assert time.monotonic() - begun < seconds, f"not done after {seconds:.0f} s"
        time.sleep(0.2)
    print(f"all films after {time.monotonic() - begun:.0f} s")
    share = Share.of(house.settings)
    dropped = {f"Film {number}{ending}" for number in range(scripts) for ending in (".md", ".en.md")}
    until(lambda: {path.name for path in share.done.iterdir()} == dropped, 30, "the originals are put away")
    house.stop()
    assert [*share.inbox.iterdir(), *share.failed.iterdir()] == []

    states = {(job.id, code): house.state(job, code) for job in jobs for code in LANGUAGES}
    assert {key: (now.status, now.en) for key, now in states.items() if now.status != "film"} == {}
    films = share.films
    expected = {
        films / slug(f"Film {number}") / code / f"{slug(f'Film {number}')}.{code}.mp4"
        for number in range(scripts)
        for code in LANGUAGES
    }
    assert set(films.rglob("*.mp4")) == expected
    for path in expected:
        assert {file.name for file in path.parent.iterdir()} >= {"report.json", "report.html", "poster.jpg"}
        assert (path.parent.parent / "Start.html").exists()
        assert (path.parent.parent / "Uebersicht.jpg").exists()
    verify = [sys.executable, "-m", "workers", "verify", *map(str, sorted(expected)), "--config", str(house.config)]
    proved = subprocess.run(verify, capture_output=True, text=True)
    assert proved.returncode == 0, proved.stdout + proved.stderr
    log = (house.settings.paths.state / "fingerprints.jsonl").read_text().splitlines()
    assert len(log) == len(expected), "each film is logged once"
    assert house.leftovers() == []


@pytest.mark.kill
@pytest.mark.slow
def test_eight_kills_lose_nothing_and_make_nothing_twice(house: Service) -> None:
    batch(house, scripts=3, kills=8, seed=4, seconds=300)


@pytest.mark.soak
def test_fifty_kills_lose_nothing_and_make_nothing_twice(house: Service) -> None:
    batch(house, scripts=30, kills=50, seed=5, seconds=1800)
