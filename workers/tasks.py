"""The two tasks. Everything about them is in the job folder: losing one, or getting one twice, changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from celery.exceptions import Ignore

from workers.stages import work_on

if TYPE_CHECKING:
    from celery import Celery

    from pipeline.settings import Settings

WORDS, FILM = "lotse.words", "lotse.film"


def register(app: Celery, settings: Settings) -> None:
    def words(job: str, code: str) -> None:
        """Models: translation and speech; the film comes next in the chain."""
        if not work_on(settings, job, code, "words"):
            raise Ignore  # ends the chain: the film is not due

    def film(job: str, code: str) -> None:
        """Picture, proof and publishing."""
        work_on(settings, job, code, "film")

    # Celery would share them with every other application of this process, settings included.
    app.task(name=WORDS, shared=False)(words)
    app.task(name=FILM, shared=False)(film)
