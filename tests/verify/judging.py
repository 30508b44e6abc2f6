"""What came of a bare file, in short."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.verify.bare import examine
from pipeline.verify.verdict import Verdict

if TYPE_CHECKING:
    from tests.films import Proof


def published(proof: Proof) -> Path:
    (film,) = proof.published.glob("*.mp4")
    return film


def judged(proof: Proof, path: Path | None = None) -> Verdict:
    """As the service that made the film."""
    log = proof.keys.leaf_key.parents[2] / "fingerprints.jsonl"
    return examine(path or published(proof), root=proof.keys.root, mark_key=proof.keys.mark_key(), log=log)


def layers(verdict: Verdict) -> dict[str, bool | None]:
    return {layer.name: layer.found for layer in verdict.layers}


def failed(verdict: Verdict) -> list[str]:
    return [gate.name for gate in verdict.gates if not gate.passed]


def unjudged(verdict: Verdict) -> list[str]:
    return [one.name for one in verdict.unjudged]
