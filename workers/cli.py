"""The whole `lotse` command: what one process can do, and what needs workers. `pipeline` knows nothing of these."""

from __future__ import annotations

from pipeline.cli import app
from workers.commands import watch

__all__ = ["app", "main"]

app.command()(watch.init)
app.command()(watch.watch)


def main() -> None:
    app()
