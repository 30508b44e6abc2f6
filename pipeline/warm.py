"""Models stay loaded for the next piece of work in the same process, until memory runs out."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import cache
from typing import TypeVar

Load = TypeVar("Load", bound=Callable[..., object])
_kept: list[Callable[[], None]] = []


def warm(load: Load) -> Load:
    """Decorates what loads a model: once per process and arguments, on first use, because some libraries do not survive
    a fork."""
    cached = cache(load)
    _kept.append(cached.cache_clear)
    return cached  # type: ignore[return-value]


def release() -> None:
    """Gives back all models that nothing is using."""
    for clear in _kept:
        clear()
    gc.collect()
