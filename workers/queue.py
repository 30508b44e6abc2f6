"""What every queue can do, whether Redis keeps it or this process."""

from __future__ import annotations

from typing import Protocol

from pipeline.job import Job, Order
from pipeline.state import Due

Task = tuple[str, str]
"""Job and language."""
LONG = 3000
"""Characters: a script of more than about four minutes lets shorter ones go first."""


class Queue(Protocol):
    """Tasks wait here. It may forget any of them: the job folder is the truth, `reconcile` puts them back."""

    def push(self, job: Job, code: str, due: Due) -> None:
        """Raises:
        MachineError: It refuses or cannot be reached; nothing was queued.
        """

    def waiting(self) -> set[Task]:
        """What is queued and not yet being worked on.

        Raises:
            MachineError: It cannot be reached.
        """


def rank(order: Order) -> tuple[int, int, str]:
    """Urgent before all others, short before long, then as they came."""
    return (0 if order.urgent else 1, order.length, order.arrived)


def lane(order: Order) -> str:
    """Which of the three queues of a kind a job belongs to."""
    return "urgent" if order.urgent else "long" if order.length > LONG else "normal"
