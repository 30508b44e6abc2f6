"""The whole `lotse` command: what one process can do, and what needs workers. `pipeline` knows nothing of these."""

from __future__ import annotations

from pipeline.cli import app
from workers.commands import backup, jobs

app.command()(backup.backup)
app.command()(backup.restore)
app.add_typer(jobs.app, name="jobs")


def main() -> None:
    app()
