"""A share in which people review texts, with a clock that the test turns and a queue that only remembers.

Texts are really translated, checked and approved; what comes after them, speech and picture, is left out.

A pytest plugin: test modules name it in `pytest_plugins`, after "tests.films".

PYTEST_DONT_REWRITE: test modules import helpers from here before pytest loads it as a plugin.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline import language, run, settings, state, version
from pipeline.attempt import Outcome, keep, settled
from pipeline.errors import MachineError
from pipeline.job import Job, Order
from pipeline.state import Due
from pipeline.wording import house
from pipeline.work import again
from workers.queue import Task
from workers.reviews import Reviews
from workers.share import Share

if TYPE_CHECKING:
    from pipeline.settings import Settings
    from pipeline.version import Review

SCRIPT = "---\ntitle: Hallo\n---\nKommen Sie um 9 Uhr.\nBringen Sie Ihren Ausweis mit.\n"
ENGLISH = "---\ntitle: Hello\n---\nCome at 9 o'clock.\nBring your ID card.\n"
ARABIC = ("تعال في الساعة 9.", "أحضر بطاقتك.")
NAME = ("Freigabe durch: ", "Freigabe durch: Rana Haddad")


@dataclass
class Stand:
    """A queue that remembers, or refuses."""

    pushed: list[Task] = field(default_factory=list)
    refuses: bool = False

    def push(self, job: Job, code: str, due: Due) -> None:
        if self.refuses:
            raise MachineError("nicht erreichbar", "not reachable")
        self.pushed.append((job.id, code))

    def waiting(self) -> set[Task]:
        return set(self.pushed)


@dataclass
class Team:
    """A share, and the people who work in it."""

    settings: Settings
    share: Share
    queue: Stand = field(default_factory=Stand)
    now: float = 1000.0

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self.reviews = Reviews(self.settings, self.queue, lambda: self.now)

    @property
    def job(self) -> Job:
        return Job.named(self.settings.paths.state, "termin", "termin.md")

    def drop(self, *languages: str, place: str = "termin.md", **files: str) -> Job:
        """As the watcher takes a script in."""
        job = Job.named(self.settings.paths.state, "termin", place)
        job.source.mkdir(parents=True, exist_ok=True)
        for old in job.source.iterdir():
            old.unlink()
        for name, text in ({"termin.md": SCRIPT} | files).items():
            (job.source / name).write_text(text, encoding="utf-8")
        places, script = self.share.places, job.source / "termin.md"
        job.remember(Order(script, places, "Hallo", languages=languages, dropped=place))
        for code in languages:
            state.ask(job.language(code))
        return job

    def work(self, code: str, job: Job | None = None) -> state.State:
        """The words for real; then, instead of a film, what a film's report would say."""
        job = job or self.job
        try:
            work = again(job, code, self.settings)

            def half() -> Outcome:
                _, reviewed, _ = run._text(work, code)
                draft = work.policy == "required" and reviewed.state in ("unchecked", "machine")
                folder = self.share.places.language("Hallo", code, draft=draft)
                folder.mkdir(parents=True, exist_ok=True)
                (folder / "report.json").write_text(json.dumps({"review": {"state": reviewed.state}}))
                return Outcome(code, "draft" if draft else "film", folder / f"Hallo.{code}.mp4")

            outcome = settled(code, half)
            assert outcome
            now = job.state(code)
            assert now
            keep(job, outcome, now.request)
        finally:
            now = job.state(code)
        assert now
        return now

    def tick(self, *, after: float = 0.0) -> None:
        self.now += after
        self.reviews.tick()

    def look(self) -> None:
        """Until what is there counts as complete."""
        self.tick()
        self.tick(after=6)

    def path(self, name: str) -> Path:
        return self.share.review / name

    def file(self, code: str = "ar") -> Path:
        return self.path(f"termin.{code}.txt")

    def read(self, code: str = "ar") -> str:
        return self.file(code).read_text(encoding="utf-8-sig")

    def save(self, *changes: tuple[str, str], code: str = "ar") -> None:
        """Somebody edits the file and saves it."""
        text = self.read(code)
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        self.file(code).write_text(text, encoding="utf-8")

    def fill(self, *texts: str, by: str = "", code: str = "ar") -> None:
        parts = self.read(code).split("Arabisch:\n\n")
        text = parts[0] + "".join(f"Arabisch:\n{new}\n{rest}" for new, rest in zip(texts, parts[1:], strict=True))
        self.file(code).write_text(text.replace("Freigabe durch: ", f"Freigabe durch: {by}"), encoding="utf-8")

    def answer(self, code: str = "ar") -> str:
        path = self.path(f"termin.{code}.ANTWORT.txt")
        return path.read_text(encoding="utf-8-sig") if path.exists() else ""

    def names(self) -> list[str]:
        return sorted(path.name for path in self.share.review.iterdir())

    def reviewed(self, code: str = "ar") -> Review:
        work = again(self.job, code, self.settings)
        return version.review(work, version.build(work, code))


def furnished(root: Path, models: Path, policy: str = "required") -> Team:
    (root / "share").mkdir()
    (root / "lotse.toml").write_text(
        f'[service]\ncontact = "030 23125 118"\n[review]\npolicy = "{policy}"\n[review.reviewers]\n'
        f'ar = ["Rana Haddad"]\nen = ["Ada Beck"]\n'
        f'pt = ["Rui Costa"]\n[paths]\nstate = "state"\nshare = "share"\n[models]\nfolder = "{models}"\n',
        encoding="utf-8",
    )
    loaded = settings.load(root / "lotse.toml")
    share = Share.of(loaded)
    share.make()
    return Team(loaded, share)


@pytest.fixture
def team(tmp_path: Path, models: Path, plain_environment: None) -> Team:
    """Native speakers have signed the wording of all languages."""
    made = furnished(tmp_path, models)
    for code in language.codes():
        house.sign(language.load(code), "Native Speaker", date(2026, 1, 2), made.settings.paths.state)
    return made


@pytest.fixture
def ordered(team: Team) -> Team:
    """Arabic, which no machine here can translate, has been asked for."""
    team.drop("de", "ar")
    assert team.work("ar").status == "waiting"
    team.look()
    return team


@pytest.fixture
def drafted(team: Team) -> Team:
    """An English text lay beside the script, and its draft is made."""
    team.drop("de", "en", **{"termin.en.md": ENGLISH})
    assert team.work("en").status == "draft"
    team.look()
    return team
