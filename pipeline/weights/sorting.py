"""Puts what downloaders and sticks hold into our own layout, one function a kind.

Each takes something downloaded or carried and a folder on the models' disk, and gives the weight's name, its files
(relative path → copy in that folder) and its licence where the thing itself names one.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.weights import argos_library
from pipeline.weights.catalogue import COQUI

BESIDE_COQUI = r"config\.json|vocab\.txt|speakers?(_ids)?\.(json|pth)|language_ids\.json|scale_stats\.npy"
Sorted = tuple[str, dict[str, Path], str]


def whisper(source: Path, into: Path, size: str) -> Sorted:
    """A CTranslate2 Whisper model: model.bin, config.json, a vocabulary and usually a tokenizer."""
    wanted = ("config.json", "preprocessor_config.json", "model.bin", "tokenizer.json", "vocabulary.")
    chosen = [path for path in sorted(source.iterdir()) if path.name.startswith(wanted)]
    have = {path.name.partition(".")[0] for path in chosen}
    if not {"model", "config", "vocabulary"} <= have:
        raise InputError(
            "Kein Whisper-Modell für CTranslate2: model.bin, config.json und vocabulary.* gehören dazu.",
            "Not a Whisper model for CTranslate2: model.bin, config.json and vocabulary.* belong to it.",
            path=source,
        )
    return f"whisper:{size}", {path.name: copy(path, into / path.name) for path in chosen}, ""


def piper(onnx: Path, into: Path) -> Sorted:
    """A Piper voice: the .onnx file and the .onnx.json beside it; the licence from its MODEL_CARD, if there is one."""
    config = onnx.with_name(f"{onnx.name}.json")
    try:
        json.loads(config.read_text(encoding="utf-8"))["phoneme_id_map"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"Zur Stimme {onnx.name} gehört die Datei {config.name} im selben Ordner; sie fehlt oder ist keine.",
            f"The voice {onnx.name} needs the file {config.name} in the same folder; it is missing or is none.",
            path=onnx,
        ) from error
    return f"piper:{onnx.stem}", {p.name: copy(p, into / p.name) for p in (onnx, config)}, _carded(onnx.parent)


def _carded(folder: Path) -> str:
    """The licence that a MODEL_CARD names; empty where there is none."""
    card = folder / "MODEL_CARD"
    found = re.search(r"licen[cs]e:\s*(\S.*)", card.read_text("utf-8"), re.IGNORECASE) if card.exists() else None
    return f"{found[1].strip()} (says its MODEL_CARD)" if found else ""


def coqui(source: Path, into: Path, model: str = "", licence: str = "") -> Sorted:
    """A VITS voice of Coqui's, or of Meta's MMS with its vocab.txt.

    Args:
        model: Its name; otherwise the folder says it: "tts_models--de--thorsten--vits", or for MMS the language's own
            code, "tir".
        licence: As its source names it; otherwise as a MODEL_CARD does.
    """
    name = model or source.name.replace("--", "/")
    letters = source / "vocab.txt"
    if letters.exists() and "/" not in name:
        name = f"tts_models/{name}/fairseq/vits"
    no_checkpoint = re.compile(r"(D_|DUR_|speaker|language_ids|model_se).*")
    checkpoints = [path for path in source.glob("*.pth") if not no_checkpoint.fullmatch(path.name)]
    config = _json(source / "config.json")
    mms = "sampling_rate" in config.get("data", {}) and letters.exists() and "/fairseq/" in name
    vits = config.get("model") == "vits" and not (config.get("model_args") or {}).get("use_d_vector_file")
    if len(checkpoints) != 1 or not (mms or vits) or not COQUI.fullmatch(name):
        raise InputError(
            "Keine Coqui-Stimme: Der Ordner heißt wie die Stimme (tts_models--de--haus--vits) oder bei Metas "
            "MMS-Stimmen wie die Sprache (tir) und enthält config.json eines VITS-Modells, genau eine Datei .pth und "
            "bei MMS vocab.txt. Stimmen, die Aufnahmen von Menschen nachahmen, spricht Lotse nicht.",
            "Not a Coqui voice: the folder is named like the voice (tts_models--de--house--vits), or for Meta's MMS "
            "voices like the language (tir), and holds the config.json of a VITS model, exactly one file .pth and for "
            "MMS vocab.txt. Lotse does not speak voices that imitate recordings of people.",
            path=source,
        )
    files = {"model.pth": checkpoints[0]}
    files |= {path.name: path for path in source.iterdir() if re.fullmatch(BESIDE_COQUI, path.name)}
    return f"coqui:{name}", {rel: copy(path, into / rel) for rel, path in files.items()}, licence or _carded(source)


def _json(path: Path) -> dict[str, Any]:
    """Empty where it is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def firefox(source: Path, into: Path) -> Sorted:
    """A folder of one Firefox Translations pair, under Mozilla's file names or ours; the folder is named "en-uk"."""
    names = {path.name: path for path in source.iterdir()}
    model = next((p for n, p in names.items() if n.startswith("model") and n.endswith(".bin")), None)
    shared = next((p for n, p in names.items() if n.startswith("vocab") and n.endswith(".spm")), None)
    src = next((p for n, p in names.items() if n.startswith("src") and n.endswith(".spm")), shared)
    trg = next((p for n, p in names.items() if n.startswith("trg") and n.endswith(".spm")), shared)
    if not model or not src or not trg or not re.fullmatch(r"[A-Za-z_]+-[A-Za-z_]+", source.name):
        raise InputError(
            "Kein Modell von Firefox Translations: der Ordner heißt wie das Sprachpaar (en-uk) und enthält model*.bin "
            "und vocab*.spm (oder src*.spm und trg*.spm).",
            "Not a Firefox Translations model: the folder is named like the pair (en-uk) and holds model*.bin and "
            "vocab*.spm (or src*.spm and trg*.spm).",
            path=source,
        )
    files = {"model.bin": model, "src.spm": src, "trg.spm": trg}
    return f"firefox:{source.name}", {rel: copy(path, into / rel) for rel, path in files.items()}, ""


def argos(archive: Path, into: Path) -> Sorted:
    """An .argosmodel file, unpacked by argostranslate itself."""
    package = argos_library.load(into)
    into.mkdir(parents=True, exist_ok=True)
    try:
        package.install_from_path(archive)
        (found,) = package.get_installed_packages([into])
        if not (found.from_code and found.to_code and (found.package_path / "model" / "model.bin").is_file()):
            raise ValueError("metadata.json, model/model.bin")
        found.tokenizer  # noqa: B018 - only set where the package holds a tokenizer
    except Exception as error:
        raise InputError(
            f"Kein Argos-Modell ({type(error).__name__}: {error}). Die Datei ist vielleicht nicht ganz übertragen.",
            f"Not an Argos model ({type(error).__name__}: {error}). Perhaps the file was not carried over whole.",
            path=archive,
        ) from error
    root = found.package_path
    files = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*")) if path.is_file()}
    return f"argos:{found.from_code}-{found.to_code}", files, ""


def copy(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return target
