"""Hearing and speaking hold the graphics card together only where they fit; a small program stands for nvidia-smi."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline import gpu, warm


class Model:
    pass


@warm.warm
def voice() -> Model:
    return Model()


@pytest.fixture
def card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for programs, and nothing else on the path."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def says(card: Path, *lines: str, status: int = 0) -> None:
    program = card / "nvidia-smi"
    wanted = "--query-gpu=memory.free --format=csv,noheader,nounits"
    told = "\n".join(lines)
    program.write_text(f'#!/bin/sh\n[ "$*" = "{wanted}" ] || exit 9\necho "{told}"\nexit {status}\n', encoding="ascii")
    program.chmod(0o755)


def weights(card: Path, megabytes: int) -> Path:
    path = card / "weights"
    path.mkdir()
    with (path / "model.bin").open("wb") as file:
        os.truncate(file.fileno(), megabytes << 20)
    return path


def test_what_fits_beside_the_others_leaves_them(card: Path) -> None:
    says(card, str(1024 + 3 * 100))
    kept = voice()
    gpu.make_room("cuda", weights(card, 100))
    assert voice() is kept


@pytest.mark.parametrize("lines", [("1323",), ("none",), (), ("12", "1000")])
def test_what_does_not_fit_has_the_others_given_back(lines: tuple[str, ...], card: Path) -> None:
    says(card, *lines)
    kept = voice()
    gpu.make_room("cuda", weights(card, 100))
    assert voice() is not kept


def test_a_card_that_nobody_can_ask_counts_as_full(card: Path) -> None:
    kept = voice()
    gpu.make_room("cuda", weights(card, 1))
    assert voice() is not kept
    says(card, "90000", status=1)
    assert gpu.free() == 0


def test_the_freest_of_several_cards_counts(card: Path) -> None:
    says(card, "12", "8000")
    assert gpu.free() == 8000 << 20


def test_on_the_processor_nothing_is_given_back(card: Path) -> None:
    kept = voice()
    gpu.make_room("cpu", weights(card, 100))
    assert voice() is kept
