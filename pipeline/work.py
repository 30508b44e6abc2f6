"""One script on its way: what all its languages share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import language as packs
from pipeline.errors import AwayError, InputError, WaitingError
from pipeline.formats import ordered
from pipeline.ingest import companions, read_script, read_supplied, recordings
from pipeline.ingest.consent import missing, read
from pipeline.job import Job
from pipeline.language import Language
from pipeline.model import Consent, Format, Policy, Script, Supplied
from pipeline.publish import Places, probe
from pipeline.wording import house

if TYPE_CHECKING:
    from pipeline.settings import Settings

Progress = Callable[[str, str, float], None]
"""Language, stage, how much of it is done (0 … 1)."""


@dataclass(frozen=True, slots=True)
class Work:
    script: Script
    supplied: dict[str, Supplied]
    settings: Settings
    policy: Policy
    avatar: str
    """Asked for on the command line; empty: as the script and its translations say."""
    places: Places
    job: Job
    progress: Progress
    recordings: Mapping[str, Path] = field(default_factory=dict)
    """Language → a person's reading of the text, which is then the film's voice."""
    asked_formats: tuple[Format, ...] = ()
    """Asked for on the command line; empty: as script or settings say."""
    asked_small: bool | None = None
    """The same of small copies; None: as script or settings say."""

    @property
    def formats(self) -> tuple[Format, ...]:
        """A film of each; the first one is the one that people are shown."""
        return ordered(self.asked_formats or self.script.formats or self.settings.service.formats)

    @property
    def small(self) -> bool:
        """Whether there is to be a copy of each film that messengers take."""
        said = (self.asked_small, self.script.small, self.settings.service.small)
        return next(answer for answer in said if answer is not None)

    def consent(self, code: str) -> Consent | None:
        """Of the person who speaks in this language's film; None: no person does.

        Raises:
            InputError: There is a recording without it. This concerns no other language.
        """
        if code not in self.recordings:
            return None
        text: Script | Supplied | None = self.script if code == self.script.language else self.supplied.get(code)
        if text is None or text.consent is None:
            raise missing(self.recordings[code], text.path if text else None)
        return read(text.consent, text.path)

    def pack(self, code: str) -> Language:
        """See `own_pack`."""
        return own_pack(code, self.settings)

    @property
    def secret(self) -> bytes:
        """What the job folder's records are proved with.

        Raises:
            LotseError: The service's keys are lost, damaged, expired or open to others.
        """
        from pipeline.seal.keys import ensure

        return ensure(self.settings.paths.state / "keys", self.settings.service.name).job_key()


def own_pack(code: str, settings: Settings) -> Language:
    """A language with the house's own signed wording, its pronunciation of words, and its voices before the pack's."""
    pack, speech = house.pack(code, settings.paths.state), settings.speech
    voices = speech.voices.get(code, {})
    return replace(
        pack,
        pronunciation=speech.pronunciation.get(code, {}),
        voices_female=(*voices.get("female", ()), *pack.voices_female),
        voices_male=(*voices.get("male", ()), *pack.voices_male),
    )


def _silent(language: str, stage: str, done: float) -> None:
    """Nobody is watching."""


def prepare(
    path: Path,
    settings: Settings,
    places: Places,
    *,
    avatar: str = "",
    formats: Sequence[Format] = (),
    small: bool | None = None,
    review: Policy | None = None,
    progress: Progress = _silent,
    job: Job | None = None,
    only: Collection[str] | None = None,
) -> Work:
    """Reads a script and what lies beside it.

    Args:
        avatar, formats, small: As asked for on the command line; otherwise script and settings say it.
        job: To which it belongs; otherwise the script's place says it.
        only: The languages whose translations are read; all otherwise.

    Raises:
        InputError: Something in it, or what was asked for, must be mended first.
        WaitingError: It is the transcript of a recording, and nobody has checked it.
    """
    from pipeline.scene import presenters
    from pipeline.settings import stricter

    avatar = avatar.lower()
    known = presenters.names(settings)
    script = read_script(path, known)
    refuse_unchecked(script, settings)
    beside = companions(path)
    if own := beside.get(script.language):
        german, english = packs.called(script.language)
        raise InputError(
            f"Diese Datei ist in der Sprache des Skripts, {german}, und stünde doppelt neben {path.name}. "
            "Bitte eine der beiden entfernen.",
            f"This file is in the script's own language, {english}, a second one beside {path.name}. "
            "Remove one of the two.",
            path=own,
        )
    asked = {code: file for code, file in beside.items() if only is None or code in only}
    supplied = {code: read_supplied(file, code, known) for code, file in asked.items()}
    if avatar:
        presenters.find(avatar, settings)
    probe(places.films)
    policy = stricter(settings.review.policy, script.review, review)
    job = job or Job.of(settings.paths.state, path)
    spoken = {code: file for code, file in recordings(path).items() if only is None or code in only}
    return Work(script, supplied, settings, policy, avatar, places, job, progress, spoken, ordered(formats), small)


def refuse_unchecked(script: Script, settings: Settings) -> None:
    """Raises:
    WaitingError: It is the transcript of a recording, nobody has checked it, and the settings insist on that.
    """
    if script.recording and not script.checked and not settings.speech.unchecked:
        raise WaitingError(
            f"Diese Abschrift der Aufnahme „{script.recording}“ hat noch niemand geprüft. Bitte die Aufnahme anhören, "
            "den Text berichtigen, jedes [?] löschen und oben hinter „checked:“ den eigenen Namen eintragen.",
            f'Nobody has checked this transcript of the recording "{script.recording}" yet. Listen to the recording, '
            'correct the text, delete every [?], and enter your name after "checked:" at the top.',
            path=script.path,
        )


def again(job: Job, code: str, settings: Settings, progress: Progress = _silent) -> Work:
    """A job as it was last asked for, for one language: only what this language may need is read, so that an error in
    one translation harms no other language.

    Raises:
        InputError: As for `prepare`, or nobody has asked for it.
        AwayError: The share is not there right now.
    """
    order = job.order()
    if order is None:
        raise InputError(
            f"Den Auftrag {job.id} gibt es nicht (mehr). Welche es gibt: lotse jobs list",
            f"There is no job {job.id} (any more). Which there are: lotse jobs list",
        )
    if order.dropped and not order.places.films.is_dir():
        # Not to be made: where a network drive is not mounted it would arise on this machine's own disk.
        raise AwayError(
            "Der gemeinsame Ordner ist nicht da. Ist das Netzlaufwerk verbunden?",
            "The shared folder is not there. Is the network drive mounted?",
            path=order.places.films,
        )
    only = {code, "en"}
    return prepare(
        order.script,
        settings,
        order.places,
        avatar=order.avatar,
        formats=order.formats,
        small=order.small,
        progress=progress,
        job=job,
        only=only,
    )


def targets(script: Script, wanted: Sequence[str]) -> tuple[str, ...]:
    """The languages to make: the script's own first, then English, from which others may be translated.

    Raises:
        InputError: There is no such language, or none was asked for.
    """
    codes = tuple(dict.fromkeys(wanted or script.to))
    if not codes:
        raise InputError(
            "Es ist keine Sprache angegeben. Bitte mit --to ar,uk aufrufen oder „to: [ar, uk]“ in den Kopf schreiben.",
            'No language is asked for. Call with --to ar,uk, or write "to: [ar, uk]" into the front matter.',
            path=script.path,
        )
    for code in codes:
        packs.load(code)
    return tuple(sorted(codes, key=lambda code: (code != script.language, code != "en", codes.index(code))))
