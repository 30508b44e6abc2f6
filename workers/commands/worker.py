"""`lotse worker`, `lotse reconcile`, `lotse health`: the queue, seen from a terminal or a container."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from pipeline.commands.terminal import FAILED, Config, console, errors, settings_of


def worker(
    kind: Annotated[
        Literal["models", "render"] | None, typer.Argument(metavar="[models|render]", help="sonst beide / else both")
    ] = None,
    concurrency: Annotated[
        int, typer.Option("--concurrency", min=0, help="Filme zugleich (sonst Prozessoren minus 1) / films at once")
    ] = 0,
    config: Config = None,
) -> None:
    """Arbeitet ab, was in der Warteschlange steht. / Works on what is in the queue, until it is ended."""
    with errors():
        settings = settings_of(config)
        from workers.app import KINDS
        from workers.log import configure
        from workers.start import processors
        from workers.supervise import supervise

        configure()
        processes = {"models": 1, "render": concurrency or processors()}
        supervise(settings, {one: processes[one] for one in KINDS if kind in (None, one)})


def reconcile(config: Config = None) -> None:
    """Stellt wieder ein, was die Warteschlange vergessen hat. / Queues again what the queue forgot."""
    with errors():
        settings = settings_of(config)
        from workers.app import CeleryQueue
        from workers.reconcile import reconcile

        number = reconcile(settings, CeleryQueue(settings))
        console().print(f"{number} Aufgaben eingestellt. / {number} tasks queued.")


def health(
    part: Annotated[
        Literal["watch", "models", "render"] | None, typer.Argument(metavar="[watch|models|render]")
    ] = None,
    config: Config = None,
) -> None:
    """Status 1, wenn Prozesse fehlen oder nichts vorangeht. / Status 1 if processes are missing or nothing moves."""
    from workers.health import ill

    with errors():
        if found := ill(settings_of(config), part):
            console(error=True).print("\n".join(found), markup=False)
            raise typer.Exit(FAILED)
