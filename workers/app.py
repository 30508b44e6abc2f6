"""Celery, set up so that nothing it loses matters and nothing it keeps runs twice."""

from __future__ import annotations

import base64
import ctypes
import json
import signal
import socket
from typing import TYPE_CHECKING, Any, Literal

from celery import Celery, chain, signals
from kombu import entity
from kombu.exceptions import OperationalError
from redis import Redis, RedisError

from pipeline.errors import MachineError
from pipeline.job import Job
from pipeline.state import Due
from workers import tasks
from workers.queue import Task, lane

if TYPE_CHECKING:
    from pipeline.settings import Settings

Kind = Literal["models", "render"]
KINDS: tuple[Kind, ...] = ("models", "render")
LANES = ("urgent", "normal", "long")
"""Emptied in this order."""
HARD = 60
"""Seconds after the soft limit until the process is killed."""
PER_CHILD = 50
"""Tasks after which a child is replaced, against creeping memory."""


def lanes(kind: Kind) -> tuple[str, ...]:
    return tuple(f"{kind}.{name}" for name in LANES)


def make(settings: Settings) -> Celery:
    """The application with both tasks; connects to nothing."""
    soft = settings.queue.limit
    hard = soft + HARD
    # Far above all that a task may take: what is redelivered while it runs would run twice. Liveness comes from leases.
    visibility = 2 * hard + 3600
    app = Celery("lotse", broker=settings.queue.broker, set_as_current=False)
    app.conf.update(
        task_serializer="json",
        result_serializer="json",
        accept_content=["json"],
        result_backend=None,
        task_ignore_result=True,
        # Straight into the list of that name: a Redis that has forgotten its bindings still takes everything.
        task_queues=[_lane(name) for kind in KINDS for name in lanes(kind)],
        task_acks_late=True,
        task_reject_on_worker_lost=False,
        worker_prefetch_multiplier=1,
        worker_enable_prefetch_count_reduction=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_max_tasks_per_child=PER_CHILD,
        # Until a killed child's task is given up, no other one is fetched.
        worker_lost_wait=1.0,
        task_soft_time_limit=soft,
        task_time_limit=hard,
        task_publish_retry_policy={"max_retries": 3, "interval_start": 0.2, "interval_step": 0.5, "interval_max": 2},
        broker_transport_options={
            "visibility_timeout": visibility,
            "queue_order_strategy": "priority",
            "priority_steps": [0],
            "socket_connect_timeout": 5,
            "socket_timeout": 30,
            "socket_keepalive": True,
        },
        result_backend_transport_options={"visibility_timeout": visibility},
        broker_connection_timeout=5,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
    )
    tasks.register(app, settings)
    return app


def work(settings: Settings, kind: Kind, processes: int) -> None:
    """Works until the process is ended."""
    signals.worker_process_init.connect(_die_with_parent)
    signals.setup_logging.connect(_log)
    worker = make(settings).Worker(
        queues=lanes(kind),
        concurrency=processes,
        pool="prefork",
        hostname=f"{kind}@{socket.gethostname()}",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        quiet=True,
        loglevel="WARNING",
    )
    worker.start()


def _log(**_: Any) -> None:
    """Nothing to do: it is set up already, and Celery sets up none of its own where this is asked."""


def _die_with_parent(**_: Any) -> None:
    """A child whose worker was killed would otherwise work on, unseen and unlimited."""
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _lane(name: str) -> Any:
    return entity.Queue(name, entity.Exchange(""), routing_key=name)  # type: ignore[no-untyped-call]


class CeleryQueue:
    """Redis keeps the tasks. A message that is being worked on is not in the lists, and comes back only after hours:
    whoever dies with it is noticed by his lease."""

    def __init__(self, settings: Settings) -> None:
        self._app = make(settings)
        self._redis = Redis.from_url(settings.queue.broker, socket_timeout=5, socket_connect_timeout=5)

    def push(self, job: Job, code: str, due: Due) -> None:
        """See `Queue.push`. One chain for a language: what becomes of it stops no other."""
        order = job.order()
        name = lane(order) if order else "normal"
        steps = [
            self._app.signature(task, (job.id, code), immutable=True, queue=f"{kind}.{name}")
            for task, kind in ((tasks.WORDS, "models"), (tasks.FILM, "render"))
        ]
        try:
            chain(*(steps if due == "words" else steps[1:]), app=self._app).apply_async(retry=False)
        except (OperationalError, RedisError, OSError) as error:
            raise _unreachable(error) from error

    def waiting(self) -> set[Task]:
        """See `Queue.waiting`."""
        try:
            messages = [one for kind in KINDS for name in lanes(kind) for one in self._redis.lrange(name, 0, -1)]
        except (RedisError, OSError) as error:
            raise _unreachable(error) from error
        return {task for one in messages if (task := _task(one))}


def _task(message: bytes | str) -> Task | None:
    """The job and language of a message; None: it is none of ours."""
    try:
        job, code = json.loads(base64.b64decode(json.loads(message)["body"]))[0]
    except (ValueError, LookupError, TypeError):
        return None
    return job, code


def _unreachable(error: Exception) -> MachineError:
    return MachineError(
        f"Die Warteschlange (Redis) ist nicht erreichbar oder nimmt nichts an ({error}). Läuft der Dienst, und stimmt "
        "[queue] broker in lotse.toml? Verloren geht nichts: Sobald sie wieder da ist, geht es weiter.",
        f"The queue (Redis) cannot be reached or takes nothing ({error}). Is the service running, and is broker under "
        "[queue] in lotse.toml right? Nothing is lost: work goes on once it is back.",
    )
