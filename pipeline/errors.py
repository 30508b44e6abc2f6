"""The one base error: what went wrong, where, and what to do next, in German and English."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


class LotseError(Exception):
    """Stops a language or a whole run with a message that staff can act on.

    Args:
        de: What happened and what to do next, in German, for the staff.
        en: The same in English.
        path: The file it is about, if any.
        line: 1-based line in that file, if known.
        retry: Whether the same work may succeed later without anybody changing the input.
    """

    def __init__(
        self, de: str, en: str, *, path: Path | None = None, line: int | None = None, retry: bool = False
    ) -> None:
        where = "" if path is None else f"{path}: " if line is None else f"{path}:{line}: "
        self.de = where + de
        self.en = where + en
        self.path = path
        self.line = line
        self.retry = retry
        super().__init__(f"{self.de}\n{self.en}")

    def __reduce__(self) -> tuple[Callable[..., LotseError], tuple[type[LotseError], dict[str, object]]]:
        """An exception with keyword arguments does not cross processes by itself."""
        return _restored, (type(self), dict(self.__dict__))


def _restored(kind: type[LotseError], state: dict[str, object]) -> LotseError:
    error = kind.__new__(kind)
    error.__dict__ |= state
    error.args = (f"{error.de}\n{error.en}",)
    return error


class InputError(LotseError):
    """The script, a file beside it, the settings or the command line must be mended first (exit status 2)."""


class MissingError(LotseError):
    """Something that must be installed is not there: a model, a voice, a font, a program (exit status 1)."""


class MachineError(LotseError):
    """The machine, not the text: a full disk, a program missing or killed. Other languages would fail the same way, so
    it ends the run (exit status 2); worth trying again."""

    def __init__(self, de: str, en: str, *, path: Path | None = None) -> None:
        super().__init__(de, en, path=path, retry=True)


class FullError(MachineError):
    """There is no room left on a disk: once there is, the same work succeeds."""


class AwayError(MachineError):
    """The output folder is not there, as when a network drive is not mounted: once it is back, the work succeeds."""


class ExhaustedError(MachineError):
    """Memory, the machine's or the graphics card's, did not suffice: smaller work may succeed."""


class WaitingError(LotseError):
    """Nothing failed; the language waits for a person: a translation or an approval (exit status 3)."""
