"""`lotse worker`: keeps Celery workers running, and looks for what they have left lying."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.errors import MachineError
from pipeline.media import end
from workers.app import CeleryQueue, Kind
from workers.reconcile import reconcile
from workers.start import scratch, start

if TYPE_CHECKING:
    from pipeline.settings import Settings

EVERY = 2.0
"""Seconds between two looks. Only from here can a dead child of this machine be told from a dead worker."""

log = logging.getLogger("lotse.worker")


def supervise(settings: Settings, processes: Mapping[Kind, int]) -> None:
    """Runs until the process is ended; the workers end with it at once, because nothing they do can be lost."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    queue = CeleryQueue(settings)
    pools: dict[Kind, subprocess.Popen[bytes]] = {}
    reached = True
    with scratch() as folder:
        try:
            while True:
                for kind, number in processes.items():
                    if kind not in pools or pools[kind].poll() is not None:
                        pools[kind] = start("workers.pool", kind, str(number), settings=settings, scratch=folder)
                try:
                    reconcile(settings, queue)
                    reached = True
                except MachineError as error:
                    if reached:
                        log.warning("%s", error.en)
                    reached = False
                time.sleep(EVERY)
        finally:
            for pool in pools.values():
                end(pool)
                pool.wait()
