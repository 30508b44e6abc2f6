"""Reads report.json, also one that an older version of Lotse has written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from pipeline.model import VoiceKind


def read_report(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return data


def speaks(data: Mapping[str, Any]) -> VoiceKind:
    """Who speaks in the film of a report; in those of older films it is a machine."""
    voice = data.get("voice")
    said = voice.get("kind") if isinstance(voice, dict) else ""
    return next((kind for kind in get_args(VoiceKind) if kind == said), "synthetic")
