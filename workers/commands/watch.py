"""`lotse watch` and `lotse init`: the shared folder."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.terminal import Config, console, errors, settings_of

ShareArgument = Annotated[Path | None, typer.Argument(metavar="[SHARE]", help="der gemeinsame Ordner des Teams")]


def init(share: ShareArgument = None, config: Config = None) -> None:
    """Schreibt lotse.toml und legt den gemeinsamen Ordner an. / Writes lotse.toml, sets up the shared folder."""
    from workers.setup import set_up

    with errors():
        path = config or Path("lotse.toml")
        for german, english in set_up(path, share and share.absolute()):
            console().print(f"{german}\n{english}", markup=False)


def watch(
    share: ShareArgument = None,
    local: Annotated[bool, typer.Option("--local", help="ohne Redis, alles in diesem Programm")] = False,
    config: Config = None,
) -> None:
    """Beobachtet den gemeinsamen Ordner, bis man es beendet. / Watches the shared folder until it is stopped."""
    from contextlib import closing
    from threading import Event

    with errors():
        if share:
            # So that the checks of the settings hold for it as well, and processes started from here know it.
            os.environ["LOTSE_PATHS__SHARE"] = str(share.absolute())
        settings = settings_of(config)
        from workers.log import configure
        from workers.share import Share
        from workers.watch import PAUSE, Watcher

        configure()
        Share.of(settings)  # is there one at all?
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        if not local:
            from workers.app import CeleryQueue

            Watcher(settings, CeleryQueue(settings)).run(stop)
            return
        from workers.local import Local

        with closing(Local(settings)) as queue, closing(Watcher(settings, queue)) as watcher:
            while not stop.is_set():
                watcher.tick()
                queue.tick()
                stop.wait(PAUSE)
