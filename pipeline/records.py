"""Values on disk as JSON."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")


class Store(Generic[T]):
    """Values of one type on disk, as JSON."""

    def __init__(self, kind: type[T]) -> None:
        hashable: Any = kind
        self._adapter: TypeAdapter[T] = _adapter(hashable)

    def dump(self, value: T) -> str:
        return self._adapter.dump_json(value).decode()

    def load(self, text: str) -> T:
        return self._adapter.validate_json(text)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    """Making one takes milliseconds, and the records of all jobs are read every second."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
