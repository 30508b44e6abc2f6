"""The labelled sentence pairs, German and one other language."""

import csv
from dataclasses import dataclass
from pathlib import Path

PAIRS = Path(__file__).parent / "pairs"


@dataclass(frozen=True, slots=True)
class Pair:
    right: bool
    language: str
    source: str
    target: str
    kind: str
    """The kind of the one error; empty in a right pair."""


def load(name: str) -> list[Pair]:
    with (PAIRS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Pair(row["label"] == "ok", row["lang"], row["source"], row["target"], row["kind"]) for row in rows]
