"""Values on disk as JSON."""

from __future__ import annotations

from functools import cache
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Store(Generic[T]):
    """Values of one type on disk, as JSON."""

    def __init__(self, kind: type[T]) -> None:
        self._adapter = _adapter(kind)  # type: ignore[arg-type]  # every type can be hashed

    def dump(self, value: T) -> str:
        return str(self._adapter.dump_json(value), "utf-8")

    def load(self, text: str) -> T:
        value: T = self._adapter.validate_json(text)
        return value


@cache
def _adapter(kind: Any) -> Any:
    """Making one takes milliseconds, and a watcher reads hundreds of records a second."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
