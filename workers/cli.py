"""The whole `lotse` command: what one process can do, and what needs workers. `pipeline` knows nothing of these."""

from __future__ import annotations

from pipeline.cli import app


def main() -> None:
    app()
