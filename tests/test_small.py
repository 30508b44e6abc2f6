"""Small copies: how many bits a film has in one, and what people are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import small
from pipeline.model import Film, Gate


def film(seconds: float, size: int = 30_000_000) -> Film:
    return Film(Path("film.mp4"), seconds, 1920, 1080, 25.0, size)


@pytest.mark.parametrize("seconds", [60.0, 300.0, 600.0])
def test_picture_sound_index_and_seal_fit_into_the_limit_and_use_it(seconds: float) -> None:
    sealed = film(seconds, 30_090_000)
    bits = (small.rate(film(seconds), sealed) + small.SOUND + 6_000) * seconds
    assert 0.97 * small.LIMIT <= bits / 8 + 90_000 <= 0.99 * small.LIMIT


def test_a_film_that_is_too_long_is_told_how_many_minutes_fit() -> None:
    longest = max(
        minutes for minutes in range(1, 60) if small.rate(film(60 * minutes), film(60 * minutes)) >= small.LEAST
    )
    told = small.too_long("9x16", "a.uk.9x16.mp4", film(1800.4), film(1800.4))
    assert (told.format, told.status) == ("9x16", "missing")
    assert f"dauert 30:00 Minuten, in 16 MB passen lesbar etwa {longest}." in told.de
    assert f"takes 30:00 minutes, and about {longest} fit readably into 16 MB." in told.en
    assert "a.uk.9x16.mp4" in told.de and "a.uk.9x16.mp4" in told.en


def test_what_is_small_enough_needs_no_copy() -> None:
    told = small.fits("16x9", "a.uk.mp4", film(60, 3_060_000))
    assert told.de == "a.uk.mp4 passt so schon durch Messenger (3,1 MB); eine kleine Kopie ist nicht nötig."
    assert told.en == "a.uk.mp4 fits messengers as it is (3.1 MB); no small copy is needed."


def test_what_a_copy_failed_is_named_and_that_the_film_is_all_right() -> None:
    told = small.unproved("16x9", "a.uk.mp4", [Gate("label", False, "", ""), Gate("captions", False, "", "")])
    assert "(label, captions). Der Film selbst ist in Ordnung." in told.de
    assert "(label, captions). The film itself is all right." in told.en


def test_a_copy_above_the_limit_fails() -> None:
    assert small.size(film(60, small.LIMIT)).passed
    assert not small.size(film(60, small.LIMIT + 1)).passed
