"""What a finished film says of itself and has sealed into it, what it must be by everything but itself, and the log."""

from __future__ import annotations

import importlib.metadata
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline import language as packs
from pipeline.files import sha256
from pipeline.job import digest, staged
from pipeline.model import Film, Speech, Timeline
from pipeline.records import Store
from pipeline.stages.picture import figure, plates
from pipeline.stages.speech import narration
from pipeline.stages.timing import folder
from pipeline.version import Review, Version
from pipeline.work import Work

if TYPE_CHECKING:
    from pipeline.seal.fingerprint import Fingerprint
    from pipeline.seal.keys import Keys
    from pipeline.seal.manifest import Claim
    from pipeline.verify.stage import Expected


def claim_of(work: Work, made: Version, reviewed: Review, film: Film, timeline: Timeline) -> Claim:
    from pipeline.scene.portrait import Portrait
    from pipeline.seal.manifest import Claim
    from pipeline.seal.stage import claimed, film_id, where
    from pipeline.verify import sound

    script, code, service = work.script, made.pack.code, work.settings.service
    return Claim(
        title=made.translation.title,
        language=made.pack.bcp47,
        source_language=packs.load(script.language).bcp47,
        machine_translated=any(unit.origin == "machine" for unit in made.translation.units),
        composite=bool(service.logo or service.background or timeline.pictures) or made.voice == "human",
        software="Lotse",
        version=importlib.metadata.version("lotse"),
        script_sha256=digest([asdict(unit) for unit in script.units]),
        film_id=film_id(work.job.id, code),
        revision=work.job.revision(folder(work, code, timeline), sha256(film.path)),
        draft=bool(timeline.draft),
        review=reviewed.state,
        label=where(plates(work, made, timeline).draw("label")),
        timeline=claimed(timeline),
        accent=service.colours.accent,
        ink=service.colours.ink,
        voice=sound.plan([work.job.language(code) / "speech" / spoken.value for spoken in timeline.sounds]),
        mouth=figure(work, made, timeline).mouth(),
        portrait=made.avatar.stated if isinstance(made.avatar, Portrait) else "",
    )


def expected(work: Work, made: Version, reviewed: Review, speech: Speech) -> Expected:
    from pipeline.verify.stage import Expected

    return Expected(
        language=made.pack,
        wording=made.wording,
        intro=made.intro,
        german=made.end_card.german,
        state=reviewed.state,
        script=work.script,
        translation=made.translation,
        voice=made.voice,
        sentences=tuple(segment.text for segment in narration(work, made)),
        spoken=speech.segments,
    )


def sealed(work: Work, film: Film, claim: Claim, keys: Keys) -> Film:
    from pipeline.seal.manifest import Claim
    from pipeline.seal.stage import seal
    from pipeline.verify import stream

    target = film.path.with_name("sealed.mp4")

    def make() -> Film:
        seal(film.path, target, claim, keys)
        return stream.film(target)

    inputs = [sha256(film.path), Store(Claim).dump(claim), keys.root_sha256]
    kept = staged(target.parent, "sealed", Film, inputs, make, lambda value: [target], secret=work.secret)
    return replace(kept, path=target)


def log(work: Work, sealed: Film, fingerprint: Fingerprint, claim: Claim) -> None:
    """Remembers what a published film looks and sounds like, once for every one."""
    from pipeline.seal.log import Entry, Log

    def make() -> str:
        today = datetime.now(UTC).date().isoformat()
        log = Log(work.settings.paths.state / "fingerprints.jsonl")
        log.add(Entry(fingerprint, today, claim.film_id, claim.language))
        return today

    staged(sealed.path.parent, "logged", str, sha256(sealed.path), make, secret=work.secret)
