"""The whole `lotse` command: what one process can do, and what needs workers. `pipeline` knows nothing of these."""

from __future__ import annotations

from pipeline.cli import app
from workers.commands import backup, jobs, watch, worker

__all__ = ["app", "main"]

app.command()(watch.init)
app.command()(watch.watch)
app.command()(worker.worker)
app.command()(worker.reconcile)
app.command()(worker.health)
app.command()(backup.backup)
app.command()(backup.restore)
app.add_typer(jobs.app, name="jobs")


def main() -> None:
    app()
