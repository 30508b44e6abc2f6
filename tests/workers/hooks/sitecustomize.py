"""Found by every Python that a test starts with this folder in PYTHONPATH: few frames, short waits, and scripts whose
title breaks something. Nothing of it can be reached from the settings."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from celery import Celery

    from pipeline.settings import Settings
    from pipeline.work import Work


def import_module(name: str) -> Any:
    import importlib

    return importlib.import_module(name)


def _patch() -> None:
    from billiard.exceptions import SoftTimeLimitExceeded

    from pipeline.media import running

    timeline, app_module, stages = map(import_module, ("pipeline.scene.timeline", "workers.app", "workers.stages"))
    timeline.FPS = 1
    stages.run.report.MOMENTS = (0.5,)
    stages.ROOM_AFTER = stages.AGAIN_AFTER = 2.0
    make, words = app_module.make, stages.run.words

    def limited(settings: Settings) -> Celery:
        app = make(settings)
        if limits := os.environ.get("TEST_LIMITS"):
            soft, hard = map(float, limits.split())
            app.conf.update(task_soft_time_limit=soft, task_time_limit=hard)
        return app

    def told(work: Work, code: str) -> None:
        title = work.script.title
        if "stirbt" in title:
            os.kill(os.getpid(), signal.SIGKILL)
        while "schläft" in title:
            time.sleep(0.05)
        if "hört nicht" in title:
            # Sound without an end, by a program of its own.
            command = ["ffmpeg", "-loglevel", "quiet", "-re", "-f", "lavfi", "-i", "sine", "-f", "null", "-"]
            with running(command, stdin=subprocess.DEVNULL) as process:
                while True:
                    with contextlib.suppress(SoftTimeLimitExceeded):
                        process.wait()
        if "leer" not in title:
            words(work, code)

    app_module.make, stages.run.words = limited, told


if any(word in " ".join(sys.orig_argv) for word in ("workers.pool", "workers.child", "-m workers worker")):
    _patch()
