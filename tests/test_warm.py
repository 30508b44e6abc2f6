"""Models are loaded once, and given back when memory runs out."""

from __future__ import annotations

import weakref

from pipeline import warm


class Model:
    """Stands for weights."""


@warm.warm
def load(name: str) -> Model:
    return Model()


def test_a_model_stays_loaded() -> None:
    assert load("a") is load("a")
    assert load("a") is not load("b")


def test_given_back_it_is_gone_and_is_loaded_again() -> None:
    kept = weakref.ref(load("a"))
    warm.release()
    assert kept() is None
    assert load("a") is load("a")


def test_every_engine_gives_its_models_back() -> None:
    from pipeline import whisper
    from pipeline.speak import coqui, piper
    from pipeline.translate import argos, firefox

    for load in (piper._load, coqui._load, argos._load, firefox._load, whisper.load):
        assert getattr(load, "cache_clear") in warm._kept  # noqa: B009 - mypy takes them for plain functions
