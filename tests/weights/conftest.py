"""A voice that somebody brought."""

from __future__ import annotations

from pathlib import Path

import pytest

VOICE = "xx_YY-nobody-low"


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    """A Piper voice as it lies on a stick; what is in the .onnx does not matter here."""
    onnx = tmp_path / "stick" / f"{VOICE}.onnx"
    onnx.parent.mkdir()
    onnx.write_bytes(b"weights")
    onnx.with_name(f"{VOICE}.onnx.json").write_text('{"phoneme_id_map": {}}', encoding="utf-8")
    onnx.with_name("MODEL_CARD").write_text("# Card\n* License: CC0\n", encoding="utf-8")
    return onnx
