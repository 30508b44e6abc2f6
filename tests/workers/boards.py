"""Shares full of jobs for the status page, without any film made: states as the workers write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline import settings, state
from pipeline.files import slug
from pipeline.job import Job, Order
from pipeline.settings import Settings
from pipeline.state import State
from workers.share import Share

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC).timestamp()


def furnish(root: Path) -> Settings:
    """An empty share with its settings."""
    (root / "share").mkdir(parents=True)
    config = root / "lotse.toml"
    config.write_text('[paths]\nstate = "state"\nshare = "share"\n', encoding="utf-8")
    loaded = settings.load(config)
    Share.of(loaded).make()
    return loaded


def moment(ago: float) -> str:
    return datetime.fromtimestamp(NOW - ago, UTC).isoformat(timespec="seconds")


def job(
    loaded: Settings,
    dropped: str,
    title: str,
    *,
    ago: float = 60,
    urgent: bool = False,
    length: int = 400,
    **states: State,
) -> Job:
    """A job as the watcher writes it; languages with their states in this order."""
    share = Share.of(loaded)
    made = Job.named(loaded.paths.state, Path(dropped).stem, dropped)
    made.source.mkdir(parents=True)
    script = made.source / Path(dropped).name
    script.write_text(f"---\ntitle: x\nlanguage: de\n---\n{title}\n", encoding="utf-8")
    made.remember(
        Order(
            script,
            share.places,
            title,
            languages=tuple(states),
            dropped=dropped,
            arrived=moment(ago),
            urgent=urgent,
            length=length,
        )
    )
    for code, wanted in states.items():
        put(made, code, replace(wanted, asked=wanted.asked or moment(ago), since=wanted.since or moment(ago)))
    return made


def put(made: Job, code: str, wanted: State) -> None:
    """The record exactly as wanted, whatever was there."""
    folder = made.language(code)
    state.update(folder, lambda old: replace(wanted, since="x", status=wanted.status))
    state.update(folder, lambda old: replace(wanted, since=wanted.since))


def published(loaded: Settings, title: str, code: str, poster: bytes, *, draft: bool = False) -> Path:
    """What stands in the output folder, as far as the page looks at it."""
    name = slug(title)
    folder = Share.of(loaded).places.language(name, code, draft=draft)
    folder.mkdir(parents=True)
    (folder / f"{name}.{code}.mp4").write_bytes(b"film")
    (folder / "poster.jpg").write_bytes(poster)
    (folder.parent / "Start.html").write_text("start", encoding="utf-8")
    return folder
