"""Keys and a library that cannot sign."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.seal import keys as own_keys
from tests.films import Service
from tests.no_way_around.attempts import job, refused

pytest_plugins = ["tests.films"]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_frames")]


def _expired(state: Path) -> None:
    shutil.rmtree(state / "keys")
    (state / "keys.json").unlink()
    own_keys._make(state / "keys", "Lotse", datetime.now(UTC) - timedelta(days=366 * 26))


def _foreign_root(state: Path) -> None:
    other = own_keys.ensure(state / "other" / "keys", "Andere Stelle")
    (state / "keys" / "root" / "certificate.pem").write_bytes(other.root)


KEYS: dict[str, Callable[[Path], object]] = {
    "leaf key missing": lambda state: (state / "keys/leaf/key.pem").unlink(),
    "leaf certificate missing": lambda state: (state / "keys/leaf/certificate.pem").unlink(),
    "root key missing": lambda state: (state / "keys/root/key.pem").unlink(),
    "all keys missing": lambda state: shutil.rmtree(state / "keys"),
    "expired": _expired,
    "another root": _foreign_root,
    "open to others": lambda state: (state / "keys/leaf/key.pem").chmod(0o644),
    "folder open to others": lambda state: (state / "keys").chmod(0o755),
    "empty": lambda state: (state / "keys/leaf/key.pem").write_bytes(b""),
}


@pytest.mark.parametrize("harm", KEYS.values(), ids=KEYS)
def test_keys_that_cannot_sign(harm: Callable[[Path], object], made: Service) -> None:
    harm(made.root / "state")
    assert "keys" in refused(made, "de")


@pytest.mark.parametrize("sealed", [True, False])
def test_without_c2pa(sealed: bool, made: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even a film that was sealed before."""
    if not sealed:
        (job(made, "de") / "16x9/sealed.json").unlink()
    monkeypatch.setitem(sys.modules, "c2pa", None)
    assert "c2pa-python fehlt" in refused(made, "de")
