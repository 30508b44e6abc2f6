"""Says which stage a language is at."""

from __future__ import annotations

from pipeline.work import Work


class Steps:
    """Says which stage a language is at."""

    def __init__(self, work: Work, code: str, number: int = 0, count: int = 1) -> None:
        """Args:
        number, count: Of the films of this language, which one is being made.
        """
        self._progress, self._code = work.progress, code
        self._number, self._count = number, count

    def __call__(self, stage: str, done: float = 0.0) -> None:
        self._progress(self._code, stage, (self._number + done) / self._count)
