from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from pipeline.errors import InputError, LotseError, MachineError, MissingError, WaitingError


@pytest.mark.parametrize("kind", [LotseError, InputError, MissingError, WaitingError, MachineError])
def test_an_error_crosses_processes_as_it_is(kind: type[LotseError]) -> None:
    error = kind("Das ging nicht.", "That failed.", path=Path("a.md"))
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert (copy.de, copy.en, copy.path, copy.line, copy.retry, str(copy)) == (
        "a.md: Das ging nicht.",
        "a.md: That failed.",
        Path("a.md"),
        None,
        kind is MachineError,
        str(error),
    )


def test_a_message_names_file_and_line_in_both_languages() -> None:
    error = InputError("Bitte ändern.", "Please change it.", path=Path("termin.md"), line=3)
    assert str(error) == "termin.md:3: Bitte ändern.\ntermin.md:3: Please change it."
