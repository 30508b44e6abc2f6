"""Values on disk as JSON."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")


class Store(Generic[T]):
    """Values of one type on disk, as JSON."""

    def __init__(self, kind: type[T]) -> None:
        from pydantic import TypeAdapter

        self._adapter = TypeAdapter(kind)

    def dump(self, value: T) -> str:
        return self._adapter.dump_json(value).decode()

    def load(self, text: str) -> T:
        return self._adapter.validate_json(text)
