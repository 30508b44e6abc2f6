"""The sections of the settings: what each value may be, and what holds where nobody says otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from pipeline.characters import CONTACT_LIMIT, clean, latin, one_line, sayable, visible
from pipeline.ingest.consent import signature
from pipeline.link import allowed
from pipeline.model import Address, Consent, Format, Gender, Policy
from pipeline.scene.avatar import NAME_LIMIT as NAMED
from pipeline.scene.layout import INK
from pipeline.settings_file import NAME_LIMIT, OFFER_LIMIT


def _line(limit: int) -> AfterValidator:
    def check(text: str) -> str:
        if not one_line(text := clean(text), limit):
            raise ValueError(text)
        return text

    return AfterValidator(check)


def _scannable(text: str) -> str:
    if text and not allowed(text):
        raise ValueError(text)
    return text


class Refused(ValueError):
    """A wrong value of which more can be said than what is possible instead."""

    def __init__(self, de: str, en: str) -> None:
        super().__init__(de)
        self.words = de, en


def _called(text: str) -> str:
    if not sayable(text, NAMED):
        raise ValueError(text)
    return text


def _in_latin(text: str) -> str:
    if not latin(text):
        raise Refused(
            f"„{visible(text)}“ ist nicht in lateinischer Schrift; wie andere Sprachen den Namen schreiben, steht "
            "unter [service.names].",
            f'"{visible(text)}" is not in Latin script; how other languages write the name stands in [service.names].',
        )
    return text


def _absolute(path: Path) -> Path:
    try:
        return path.expanduser().absolute()
    except RuntimeError as error:  # "~nobody": no such user
        raise ValueError(str(error)) from error


_MUST = ("sound", "portrait", "clip")
"""Placeholders that a command must hold."""
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
Folder = Annotated[Path, AfterValidator(_absolute)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Colours(_Section):
    accent: Colour = "#1f6f78"
    background: Colour = "#f4f1ea"
    ink: Colour = INK
    """Letters of card and name tag, ground of the captions."""


class Service(_Section):
    name: Annotated[str, _line(NAME_LIMIT)] = ""
    contact: Annotated[str, _line(CONTACT_LIMIT)] = ""
    """Shown on the end card where the script names no other."""
    offer: Mapping[str, Annotated[str, Field(min_length=1), _line(OFFER_LIMIT)]] = Field(default_factory=dict)
    """Language → what the service offers to those who need an interpreter; the one way a promise gets on the card."""
    code: Annotated[str, AfterValidator(_scannable)] = ""
    """To scan on the end card where the script names no other."""
    logo: Folder | None = None
    background: Folder | None = None
    """A picture as the wall."""
    names: Mapping[str, Mapping[str, Annotated[str, AfterValidator(_called)]]] = Field(default_factory=dict)
    """Avatar → language → what the service calls it."""
    colours: Colours = Colours()
    address: Address = "Sie"
    formats: Annotated[tuple[Format, ...], Field(min_length=1)] = ("16x9",)
    """A film of each, where neither the command nor the script asks for others."""
    small: bool = False
    """Whether films get a copy for messengers, where neither the command nor the script says it."""

    @field_validator("logo", "background")
    @classmethod
    def _exists(cls, path: Path | None) -> Path | None:
        if path is not None and not path.is_file():
            raise ValueError(path)
        return path


class Review(_Section):
    policy: Policy = "required"
    reviewers: Mapping[str, tuple[Annotated[str, Field(min_length=1), _line(NAME_LIMIT)], ...]] = Field(
        default_factory=dict
    )
    """Language → the names that may approve."""


class Paths(_Section):
    state: Folder
    """Jobs, memory, keys and logs: private, never inside the share."""
    share: Folder | None = None
    avatars: Folder | None = None
    """Holds the folders of the avatars that were drawn for the house."""
    metrics: Folder | None = None
    """Where `lotse.prom` is written for Prometheus' textfile collector."""

    @field_validator("avatars")
    @classmethod
    def _exists(cls, path: Path | None) -> Path | None:
        if path is not None and not path.is_dir():
            raise ValueError(path)
        return path


def _name(text: str) -> str:
    if not text.strip() or text.startswith(".") or set(text) & set('/\\:*?"<>|'):
        raise ValueError(text)
    return text


Name = Annotated[str, _line(NAME_LIMIT), AfterValidator(_name)]


class Share(_Section):
    """The names in the shared folder, and how patient the watcher is."""

    inbox: Name = "Eingang"
    work: Name = "Arbeit"
    review: Name = "Pruefung"
    drafts: Name = "Entwurf"
    films: Name = "Ausgabe"
    done: Name = "Erledigt"
    failed: Name = "Fehler"
    status: Name = "Status.html"
    stable: Annotated[float, Field(gt=0)] = 5.0
    """Seconds without a change until a file counts as complete."""
    orphan: Annotated[float, Field(gt=0)] = 600.0
    """Seconds that something waits for the script it belongs to."""

    @model_validator(mode="after")
    def _different(self) -> Share:
        names = [self.inbox, self.work, self.review, self.drafts, self.films, self.done, self.failed, self.status]
        if len({name.casefold() for name in names}) < len(names):
            raise ValueError(names)
        return self


class Queue(_Section):
    broker: str = "redis://127.0.0.1:6379/0"
    lease: Annotated[float, Field(ge=1)] = 20.0
    """Seconds of silence after which a worker on another machine counts as dead."""
    limit: Annotated[int, Field(ge=60)] = 3600
    """Seconds that half of one language's way may take."""
    keep_days: Annotated[int, Field(ge=1)] = 30
    """Days after which a finished job's working files are removed; films stay."""


class Models(_Section):
    folder: Folder
    device: Literal["cpu", "cuda"] = "cpu"


class Speech(_Section):
    whisper: Annotated[str, Field(pattern=r"^whisper:[\w.-]+$")] = "whisper:base"
    """Writes down recordings, and hears whether the voices speak as they should."""
    unchecked: bool = False
    """Whether films are made of a transcript that nobody has checked."""
    noncommercial: bool = False
    """Whether voices may speak whose licence forbids commercial use."""
    pronunciation: Mapping[str, Mapping[str, Annotated[str, Field(min_length=1), _line(NAME_LIMIT)]]] = Field(
        default_factory=dict
    )
    """Language → written word → how it is said; captions keep the written word."""
    voices: Mapping[str, Mapping[Gender, tuple[Annotated[str, Field(pattern=r"^(piper|coqui):\S+$")], ...]]] = Field(
        default_factory=dict
    )
    """Language → "female" or "male" → weights of voices, best first; they come before those of the pack."""


def _existing(path: Path | None) -> Path:
    if path is None or not path.is_file():
        raise ValueError(path)
    return path


def _template(command: tuple[str, ...]) -> tuple[str, ...]:
    if not command:
        raise ValueError(command)
    program = visible(command[0])
    if not Path(command[0]).is_absolute():
        raise Refused(
            f"„{program}“ ist kein voller Pfad: Er beginnt mit /.", f'"{program}" is no full path: it begins with /.'
        )
    if missing := [f"{{{name}}}" for name in _MUST if not any(f"{{{name}}}" in part for part in command[1:])]:
        found = dict.fromkeys(place for part in command for place in re.findall(r"\{\w+\}", part))
        strange = [visible(place) for place in found if place[1:-1] not in (*_MUST, "fps")]
        raise Refused(
            f"Es fehlt {' und '.join(missing)}." + (f" {', '.join(strange)} kennt Lotse nicht." if strange else ""),
            f"{' and '.join(missing)} is missing." + (f" Lotse knows no {', '.join(strange)}." if strange else ""),
        )
    return command


def _stated(text: str) -> str:
    found = signature(text)
    if isinstance(found, Consent):
        return f"{found.name}, {found.date}"
    name, _, day = (visible(part.strip()) for part in text.rpartition(","))
    if found == "future":
        raise Refused(f"Der Tag {day} liegt in der Zukunft.", f"The day {day} has not come yet.")
    if found == "nobody":
        raise Refused(f"„{name}“ ist kein Name einer Person.", f'"{name}" is no name of a person.')
    if not text.strip():
        raise ValueError(text)
    raise Refused(f"In „{visible(text)}“ fehlt der Name oder der Tag.", f'"{visible(text)}" lacks the name or the day.')


class Portrait(_Section):
    """An avatar that a program of the administrator's animates. What has no default must be said."""

    engine: Literal["command"] = Field("", validate_default=True)
    command: Annotated[tuple[str, ...], AfterValidator(_template)] = Field((), validate_default=True)
    """The program and its arguments; no shell reads them. {sound}, {portrait}, {clip} and {fps} are filled in."""
    portrait: Annotated[Path | None, AfterValidator(_existing)] = Field(None, validate_default=True)
    container: Literal["mp4", "mov", "webm", "mkv"] = "mp4"
    """What the program writes to {clip}."""
    name: Annotated[str, AfterValidator(_called), AfterValidator(_in_latin)] = Field("", validate_default=True)
    gender: Gender = Field("", validate_default=True)
    limit: Annotated[float, Field(gt=0, le=1000)] = 20.0
    """Seconds that the program may take for each second of sound."""
    no_existing_person: Annotated[str, AfterValidator(_stated)] = Field("", validate_default=True)
    """Who stands for it that the portrait shows no existing person, and since when. A face that speaks words which its
    owner never said is what the label cannot mend (AI Act, Art. 50; KunstUrhG, § 22)."""
