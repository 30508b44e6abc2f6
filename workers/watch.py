"""Watches the shared folder: what is dropped becomes jobs, what is finished goes where it belongs, what the queue has
forgotten is put back."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from threading import Event
from typing import TYPE_CHECKING

from pipeline.errors import LotseError, MachineError
from pipeline.lease import BusyError, Lease, LostError, take
from workers import metrics
from workers.clean import daily
from workers.intake import Intake
from workers.queue import Queue
from workers.reconcile import reconcile
from workers.recordings import Transcripts
from workers.reviews import Reviews
from workers.settle import Seen, settle
from workers.share import Share
from workers.status import Board

if TYPE_CHECKING:
    from pipeline.settings import Settings

PAUSE, SELDOM = 1.0, 30.0
"""Seconds from one look to the next, and between two looks at what changes slowly."""


class Watcher:
    """One of several may run; the others stand by until it dies."""

    def __init__(self, settings: Settings, queue: Queue, clock: Callable[[], float] = time.monotonic) -> None:
        """Args:
        clock: Seconds, never going back.
        """
        self._settings, self._queue, self._clock = settings, queue, clock
        self._share = Share.of(settings)
        self._lead = ExitStack()
        self._lease: Lease | None = None
        self._parts = self._all()
        self._said: dict[str, str] = {}

    def tick(self) -> bool:
        """One look at everything.

        Returns:
            False: another watcher is at work; this one stands by.
        """
        if not self._guarded("lead", self._leads):
            return False
        if not self._guarded("share", self._present):
            self._parts = self._all()  # away for a while: what was waiting for something waits anew
        else:
            for name, part in self._parts:
                self._guarded(name, part)
        self._guarded("reconcile", lambda: reconcile(self._settings, self._queue))
        return True

    def run(self, stop: Event) -> None:
        """Until `stop` is set."""
        try:
            while not stop.is_set():
                self.tick()
                stop.wait(PAUSE)
        finally:
            self.close()

    def close(self) -> None:
        """Lets another watcher take over at once."""
        self._lead.close()
        self._lease = None

    def _all(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        """What is done in the share, in order; what the parts remember begins with them."""
        intake, settled = Intake(self._settings, self._share, self._clock), Seen()
        transcripts = Transcripts(self._settings, self._clock)
        reviews, board = Reviews(self._settings, self._queue, self._clock), Board(self._settings)
        return (
            ("intake", intake.tick),
            ("reviews", reviews.tick),
            ("transcripts", transcripts.tick),
            ("settle", lambda: settle(self._settings, self._share, settled)),
            ("status", board.refresh),
            ("metrics", self._seldom(lambda: metrics.write(self._settings))),
            ("clean", self._seldom(lambda: daily(self._settings))),
        )

    def _seldom(self, part: Callable[[], object]) -> Callable[[], object]:
        """What need not be done at every look."""
        last = -SELDOM

        def now_and_then() -> object:
            nonlocal last
            if self._clock() - last < SELDOM:
                return True
            last = self._clock()
            return part()

        return now_and_then

    def _present(self) -> bool:
        """Nothing is made in a share that is away: its folders would arise on this machine's own disk.

        Raises:
            MachineError: It is away, or was never set up.
        """
        if not self._share.inbox.is_dir():
            root = self._share.root
            raise MachineError(
                f"Der gemeinsame Ordner ist nicht da. Ist das Netzlaufwerk verbunden? Neu anlegen: lotse init {root}",
                f"The shared folder is not there. Is the network drive mounted? To set it up: lotse init {root}",
                path=self._share.inbox,
            )
        self._share.make()
        return True

    def _leads(self) -> bool:
        """Whether this is the one watcher; what it remembers begins anew when it becomes that."""
        folder = self._settings.paths.state / "watch"
        try:
            if self._lease:
                self._lease.check()
                return True
            folder.mkdir(parents=True, exist_ok=True)
            # No end from outside: a look is short, and asks before it begins.
            lease = take(folder, seconds=self._settings.queue.lease, end=lambda: None)
        except (BusyError, LostError):
            self.close()
            return False
        self._lease = self._lead.enter_context(lease)
        self._parts = self._all()
        return True

    def _guarded(self, name: str, part: Callable[[], object]) -> object:
        """One part that fails harms no other; what lasts is said once. Gives what the part gives, None: it failed."""
        from structlog import get_logger

        log = get_logger("lotse.watch")
        try:
            result = part()
        except Exception as error:
            known = isinstance(error, LotseError | OSError)
            said = error.de if isinstance(error, LotseError) else f"{type(error).__name__}: {error}"
            if self._said.get(name) != said:
                log.log(30 if known else 40, f"{name} failed", error=said, exc_info=not known)
            self._said[name] = said
            return None
        if self._said.pop(name, None):
            log.info(f"{name} works again")
        return result
