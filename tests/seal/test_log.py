"""The log of fingerprints: kept whole, searched fast, and forgetful when asked."""

from __future__ import annotations

import fcntl
import json
import multiprocessing
import random
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import LotseError
from pipeline.seal.fingerprint import Fingerprint
from pipeline.seal.log import Entry, Log


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / "state" / "films.jsonl")


def entry(number: int, *, sound: bool = True, picture: bool = True) -> Entry:
    chance = random.Random(number)
    print_ = Fingerprint(chance.randbytes(32) if sound else b"", chance.randbytes(32) if picture else b"")
    return Entry(print_, "2026-11-21", number, "ar")


def flipped(data: bytes, bits: int) -> bytes:
    whole = int.from_bytes(data)
    for bit in random.Random(1).sample(range(len(data) * 8), bits):
        whole ^= 1 << bit
    return whole.to_bytes(len(data))


def test_what_was_added_is_there(log: Log) -> None:
    assert log.entries() == []
    assert log.find(entry(1).fingerprint) is None
    log.add(entry(1))
    log.add(entry(2, sound=False))
    assert log.entries() == [entry(1), entry(2, sound=False)]


def test_the_nearest_one_is_found_with_its_distance(log: Log) -> None:
    for number in range(20):
        log.add(entry(number))
    wanted = entry(7).fingerprint
    match = log.find(Fingerprint(flipped(wanted.sound, 16), flipped(wanted.picture, 64)))
    assert match
    assert (match.entry, match.sound, match.picture, match.distance) == (entry(7), 16 / 256, 64 / 256, 16 / 256)


@pytest.mark.parametrize(("bits", "same"), [(50, True), (51, False)])
def test_the_limit(log: Log, bits: int, same: bool) -> None:
    log.add(entry(1))
    match = log.find(Fingerprint(flipped(entry(1).fingerprint.sound, bits), b""))
    assert match
    assert (match.same, match.picture) == (same, None)


def test_silent_films_are_not_all_the_same(log: Log) -> None:
    log.add(entry(1, sound=False))
    match = log.find(entry(2, sound=False).fingerprint)
    assert match
    assert not match.same
    assert log.find(Fingerprint(entry(1).fingerprint.sound, b"")) is None


def test_the_latest_of_equal_films(log: Log) -> None:
    log.add(entry(1))
    later = replace(entry(1), when="2026-12-01")
    log.add(later)
    match = log.find(entry(1).fingerprint)
    assert match
    assert match.entry == later


def test_of_a_forgotten_film_fingerprint_and_date_stay(log: Log, tmp_path: Path) -> None:
    for number in (1, 2, 1):
        log.add(entry(number))
    assert log.forget(1) == 2
    assert log.forget(1) == 0
    gone = Entry(entry(1).fingerprint, "2026-11-21", None, "")
    assert log.entries() == [gone, entry(2), gone]
    lines = (tmp_path / "state" / "films.jsonl").read_text().splitlines()
    assert set(json.loads(lines[0])) == {"sound", "picture", "when"}


@pytest.mark.parametrize("keep", [0, 1, 40, -1])
def test_a_line_cut_off_by_a_crash_is_as_if_it_had_never_been(log: Log, tmp_path: Path, keep: int) -> None:
    log.add(entry(1))
    path = tmp_path / "state" / "films.jsonl"
    line = path.read_bytes()
    path.write_bytes(line + line[:keep])
    assert log.entries() == [entry(1)]
    log.add(entry(2))
    assert log.entries() == [entry(1), entry(2)]


@pytest.mark.parametrize(
    "line", ["", "x", "[]", "{}", '{"sound": "zz", "picture": "", "when": ""}', '{"sound":"00","picture":"","when":""}']
)
def test_a_damaged_line_is_named(log: Log, tmp_path: Path, line: str) -> None:
    log.add(entry(1))
    path = tmp_path / "state" / "films.jsonl"
    path.write_text(path.read_text() + line + "\n")
    log.add(entry(2))
    with pytest.raises(LotseError, match=r"films\.jsonl:2: "):
        log.entries()


def _add(arguments: tuple[Path, int]) -> None:
    path, first = arguments
    for number in range(first, first + 20):
        Log(path).add(entry(number))


def test_several_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "films.jsonl"
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(_add, [(path, 0), (path, 20)])
    assert sorted(one.film_id or 0 for one in Log(path).entries()) == list(range(40))


@pytest.mark.parametrize("change", [lambda log: log.add(entry(2)), lambda log: log.forget(1)])
def test_while_another_process_writes_this_one_waits(log: Log, tmp_path: Path, change: Callable[[Log], object]) -> None:
    log.add(entry(1))
    path = tmp_path / "state" / "films.jsonl"
    before = path.read_bytes()
    thread = threading.Thread(target=change, args=(log,))
    with path.with_name(".films.jsonl.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        thread.start()
        thread.join(0.3)
        assert path.read_bytes() == before
    thread.join()
    assert path.read_bytes() != before


def test_among_ten_thousand_films_within_a_second(log: Log, tmp_path: Path) -> None:
    log.add(entry(0))
    path = tmp_path / "state" / "films.jsonl"
    template = json.loads(path.read_text())
    with path.open("a") as file:
        for number in range(1, 10_000):
            one = entry(number)
            template |= {"sound": one.fingerprint.sound.hex(), "picture": one.fingerprint.picture.hex(), "film": number}
            file.write(json.dumps(template) + "\n")
    wanted = entry(9_999).fingerprint
    start = time.perf_counter()
    match = log.find(Fingerprint(flipped(wanted.sound, 20), b""))
    taken = time.perf_counter() - start
    assert match
    assert match.entry.film_id == 9_999
    assert taken < 1, f"{taken:.2f} s"
