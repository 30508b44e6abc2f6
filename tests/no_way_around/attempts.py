"""What becomes of an attempt: a refusal in both languages, or a film that proves its disclosure."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import LotseError
from pipeline.files import sha256
from pipeline.seal import keys as own_keys
from pipeline.seal import manifest
from pipeline.verify.bare import examine
from tests.films import Service, repainted

if TYPE_CHECKING:
    from pipeline.seal.manifest import Claim

DISCLOSED = {"label", "introduction", "request", "end card", "captions", "review state", "manifest", "XMP", "watermark"}


def refused(service: Service, code: str = "en") -> str:
    """Nothing new is in the output folder, and both languages say why. Returns the German words."""
    before = published(service)
    try:
        outcome = service.render(code)[code]
    except LotseError as error:
        de, en = error.de, error.en
    else:
        assert outcome.status == "failed", outcome
        de, en = outcome.de, outcome.en
    assert de and en and de != en
    assert "Unexpected" not in en, en
    assert published(service) == before
    return de


def published(service: Service) -> dict[str, str]:
    return {name: sha256(service.out / name) for name in service.films()}


def disclosed(service: Service, code: str = "en", *, draft: bool = True) -> Claim:
    """The language becomes a film that proves its disclosure by itself. Returns what it says of itself."""
    outcome = service.render(code)[code]
    assert outcome.status == ("draft" if draft else "film"), outcome.en
    assert outcome.film
    return proved(service, outcome.film)


def proved(service: Service, film: Path) -> Claim:
    state = service.root / "state"
    keys = own_keys.load(state / "keys")
    verdict = examine(film, root=keys.root, mark_key=keys.mark_key(), log=state / "fingerprints.jsonl")
    assert verdict.status == 0, verdict
    assert {gate.name for gate in verdict.gates if gate.passed} >= DISCLOSED
    found = manifest.read(film, keys.root)
    assert found and found.claim
    return found.claim


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def word(assets: Path, key: str, value: str) -> None:
    """Changes one of the fixed words of the English pack."""
    path = assets / "languages" / "en.toml"
    (line,) = (line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(f"{key} = "))
    edit(path, line, f"{key} = {json.dumps(value)}")


def job(service: Service, code: str = "en") -> Path:
    return service.work().job.language(code)


def change(path: Path, edit: Callable[[Any], object]) -> None:
    """Edits a stage's record, and makes its hashes fit whatever now lies there."""
    record = json.loads(path.read_text(encoding="utf-8"))
    edit(record.get("value", record))
    if "files" in record:
        record["files"] = {name: sha256(path.parent / name) for name in record["files"]}
    path.write_text(json.dumps(record), encoding="utf-8")


def unlabelled(folder: Path, name: str) -> None:
    film = repainted(
        folder / "16x9/film.mp4", folder / "16x9/bare.mp4", "drawbox=x=1220:y=0:w=700:h=200:color=white:t=fill"
    )
    film.replace(folder / name)


def picture(path: Path, width: int, height: int, colour: tuple[int, int, int, int]) -> Path:
    import numpy as np
    import skia

    pixels = np.full((height, width, 4), colour, np.uint8)
    skia.Image.fromarray(pixels, colorType=skia.kRGBA_8888_ColorType).save(str(path), skia.kPNG)
    return path
