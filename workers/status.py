"""The status page in the shared folder: how far every job is, and what is to be done. Opens without a server.

Three files, each written whole and only when it has something new to say: the page itself, which can be read without
JavaScript; its content as a script, which an open page loads when it has changed; and a pulse of one line, which says
that and shows that Lotse is alive. Nothing of a script stands in them but its title.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.files import slug, write_atomic
from pipeline.formats import FORMATS, called, file_name
from pipeline.job import Job, Order, jobs
from pipeline.run import OLD_FILM_DE, OLD_FILM_EN
from pipeline.state import State
from workers import status_page as page
from workers.notes import FAILURE
from workers.queue import rank
from workers.recordings import is_recording, review_file
from workers.settle import complaint
from workers.share import Share

if TYPE_CHECKING:
    from pipeline.settings import Settings

CONTENT, PULSE = "status-seite.js", "status-puls.js"
"""In the work folder, where the staff have nothing to look for."""
BEAT = 5.0
"""Seconds between two pulses; the page says after 30 without one that Lotse stands still."""
FINISHED = 30
"""So many finished jobs are shown; older films are in their folder all the same."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A job as it was when it was last read."""

    stamp: tuple[object, ...]
    order: Order
    states: tuple[tuple[str, State], ...]
    tiles: tuple[str, ...]


class Board:
    """Keeps the page up to date; one process does."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        """Raises:
        InputError: The settings name no share.
        """
        self._settings, self._share, self._clock = settings, Share.of(settings), clock
        self._seen: dict[str, _Seen] = {}
        self._written, self._beaten = "", 0.0

    def refresh(self) -> bool:
        """Looks at all jobs; to be called about once a second. Whether the page was written anew.

        Raises:
            MachineError: The share cannot be written to.
        """
        if not self._share.work.is_dir():
            return False  # the network drive is not mounted: never fill the empty folder below it
        content = self._content()
        text = json.dumps(content)
        version = sha256(text.encode()).hexdigest()[:16]
        new = version != self._written or not self._share.status.exists()
        if new:
            write_atomic(self._share.work / CONTENT, f'lotse.seite("{version}", {text});\n')
            write_atomic(self._share.status, page.whole(content, version, self._scripts()))
        if new or self._clock() - self._beaten >= BEAT:
            write_atomic(self._share.work / PULSE, f'lotse.puls({self._clock():.3f}, "{version}");\n')
            self._written, self._beaten = version, self._clock()
        return new

    def _scripts(self) -> tuple[str, str]:
        work = self._share.work.name
        return page.url(work, PULSE), page.url(work, CONTENT)

    def _content(self) -> page.Content:
        found = [(job, seen) for job in jobs(self._settings.paths.state) if (seen := self._look(job))]
        self._seen = {job.id: seen for job, seen in found}
        going, people, done = [], [], []
        for job, seen in found:
            statuses = {state.status for _, state in seen.states}
            if any(state.open for _, state in seen.states):
                going.append((job, seen))
            elif statuses & {"draft", "waiting", "failed"}:
                people.append((job, seen))
            else:
                done.append((job, seen))
        # What is being worked on stands before what waits, and that in the order of the queue.
        going.sort(key=lambda one: ("running" not in {s.status for _, s in one[1].states}, rank(one[1].order)))
        for settled in (people, done):
            settled.sort(key=lambda one: max(state.since for _, state in one[1].states), reverse=True)
        films = sum(state.status == "film" for _, seen in found for _, state in seen.states)
        numbers: dict[str, int] = {}
        for job, seen in going:
            if "running" not in {state.status for _, state in seen.states}:
                numbers[job.id] = len(numbers) + 1
        refused = self._refused({self._complaint(job, seen.order) for job, seen in people})
        return {
            "head": page.head(self._share, len(people) + len(refused), len(going), films),
            "people": [*refused, *(self._card(job, seen) for job, seen in people)],
            "going": [self._card(job, seen, numbers.get(job.id, 0)) for job, seen in going],
            "done": [self._card(job, seen) for job, seen in done[:FINISHED]],
            "older": page.older(self._share, len(done) - FINISHED) if len(done) > FINISHED else "",
        }

    def _refused(self, known: set[Path]) -> list[tuple[str, str]]:
        """Cards of files that became no job, the latest first."""
        notes = [(path.stat().st_mtime, path) for path in self._share.failed.rglob(f"*{FAILURE}") if path not in known]
        return [
            (
                f"refused {path.relative_to(self._share.failed)}",
                page.refused(path.name.removesuffix(FAILURE), self._relative(path), when),
            )
            for when, path in sorted(notes, reverse=True)[:FINISHED]
        ]

    def _card(self, job: Job, seen: _Seen, number: int = 0) -> tuple[str, str]:
        order = seen.order
        small = all(state.status == "queued" and not state.de for _, state in seen.states)
        arrived = _seconds(order.arrived or min(state.asked for _, state in seen.states))
        waits = any(state.open for _, state in seen.states)
        card = page.card(
            order.title or Path(order.dropped).stem,
            order.dropped,
            seen.tiles,
            arrived=arrived if waits else 0.0,
            number=number,
            urgent=order.urgent and waits,
            small=small,
            start=self._start(order),
        )
        return job.id, card

    def _look(self, job: Job) -> _Seen | None:
        """None: it did not come through the share, or nothing has been asked for yet."""
        # Once a minute anew: somebody may have deleted a film by hand.
        stamp = (
            int(self._clock() / 60),
            *map(
                _stamp,
                [job.folder / "job.json", *job.folder.glob("*/state.json"), *job.folder.glob("*/transcript.json")],
            ),
        )
        if (kept := self._seen.get(job.id)) and kept.stamp == stamp:
            return kept
        order = job.order()
        if order is None or not order.dropped:
            return None
        wanted = [*order.languages, *(code for code in job.languages() if code not in order.languages)]
        states = tuple((code, state) for code in wanted if (state := job.state(code)))
        if not states:
            return None
        return _Seen(stamp, order, states, tuple(self._tile(job, order, code, state) for code, state in states))

    def _tile(self, job: Job, order: Order, code: str, state: State) -> str:
        share, title = self._share, slug(order.title)
        folder = share.places.language(title, code, draft=state.status == "draft")
        films = {path.name for path in folder.glob("*.mp4")} if state.status in ("film", "draft") else set()
        files = {
            name: (form, small)
            for small in (False, True)
            for form in FORMATS
            if (name := file_name(title, code, form, small=small)) in films
        }
        main, poster = next(iter(files), ""), folder / "poster.jpg"
        spoken = is_recording(order)
        review = share.review / ((spoken and review_file(job, code)) or f"{Path(order.dropped).stem}.{code}.txt")
        de, en = _said(state)
        return page.tile(
            code,
            state,
            since=_seconds(state.since),
            film=self._relative(folder / main) if main else "",
            others=tuple(
                (self._relative(folder / file), called(form, small=small))
                for file, (form, small) in files.items()
                if file != main
            ),
            poster=f"{self._relative(poster)}?{poster.stat().st_mtime_ns}" if main and poster.is_file() else "",
            review=self._relative(review)
            if state.status in ("draft", "waiting", "failed") and review.is_file()
            else "",
            failed=self._relative(self._complaint(job, order)) if state.status == "failed" else "",
            review_folder=share.review.name,
            transcript=spoken,
            de=de,
            en=en,
        )

    def _complaint(self, job: Job, order: Order) -> Path:
        note = complaint(self._share, job, order)
        return note if note.is_file() else self._share.failed

    def _start(self, order: Order) -> str:
        pages = [self._share.places.title(slug(order.title), draft=draft) / "Start.html" for draft in (False, True)]
        return next((self._relative(one) for one in pages if one.is_file()), "")

    def _relative(self, path: Path) -> str:
        return page.url(*path.relative_to(self._share.root).parts)


def _said(state: State) -> tuple[str, str]:
    """What went wrong, without a word of the script: that stands in the files of its own folder, not on a screen that
    everybody passes by."""
    if state.status == "draft":
        # What to do with a draft, the page says in its own words; what stands before that is about the approval.
        old = OLD_FILM_DE in state.de
        return (OLD_FILM_DE, OLD_FILM_EN) if old else ("", "")
    if state.status in ("waiting", "cancelled", "film"):
        return "", ""
    return _without_quotes(state.de), _without_quotes(state.en)


# From the first quotation mark to the last: a script may hold such marks itself.
_QUOTED = re.compile(r"„.*“|\".*\"", re.DOTALL)
_PLACE = re.compile(r"^(/|[A-Za-z]:\\)\S.*?([^/\\]+?)(:\d+)?: ")


def _without_quotes(text: str) -> str:
    """Quotations may be the script's. A path shortens to its file and line."""
    text = _PLACE.sub(lambda m: f"{m[2]}{m[3] or ''}: ", text)
    for unexpected in ("Unerwarteter Fehler, bitte melden", "Unexpected error, please report it"):
        if text.startswith(unexpected):
            kind = text.removeprefix(unexpected + ": ").partition(":")[0]
            return f"{unexpected}: {kind}" if kind.isidentifier() else unexpected
    return _QUOTED.sub(lambda m: f"{m[0][0]}…{m[0][-1]}", text)


def _stamp(path: Path) -> object:
    try:
        told = path.stat()
    except OSError:
        return None
    return path.name, path.parent.name, told.st_mtime_ns, told.st_ino


def _seconds(moment: str) -> float:
    try:
        return datetime.fromisoformat(moment).timestamp()
    except ValueError:
        return 0.0
