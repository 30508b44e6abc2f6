"""A text that a person has saved in a review file becomes the translation that lies beside the script."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.errors import InputError
from pipeline.files import write_atomic
from pipeline.ingest import companions, read_script, read_supplied
from pipeline.job import Job
from pipeline.model import Supplied


def supply(job: Job, code: str, title: str, units: tuple[str, ...]) -> str:
    """Puts it into the job's own copy of the script's folder, unless exactly this text lies there already.

    Returns:
        The title that the film will have.
    """
    order = job.order()
    assert order
    script = read_script(order.script)
    beside = companions(order.script).get(code)
    old = _read(beside, code)
    if old is None or (old.title, tuple(unit.text for unit in old.units)) != (title, units):
        head = {"title": title, "avatar": old.avatar if old else ""}
        # JSON strings are YAML strings; every line is meant as it stands, whatever Markdown would make of it.
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items() if value]
        pairs = zip(script.units, units, strict=True)
        told = [f"![{text}]({unit.picture})" if unit.picture else text for unit, text in pairs]
        text = "\n".join(["---", *lines, "markdown: no", "---", *told, ""])
        target = order.script.with_name(f"{order.script.stem}.{code}.md")
        if beside and beside != target:
            beside.unlink()  # two texts for one language would stop every language
        write_atomic(target, text)
    return title or script.title


def _read(path: Path | None, code: str) -> Supplied | None:
    """What a person mends may be the very file that cannot be read."""
    try:
        return read_supplied(path, code) if path else None
    except InputError:
        return None
