"""The service's settings: environment over file over default. Import it inside functions, pydantic is slow to load."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from unicodedata import category

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from pipeline import keys, language
from pipeline.characters import CONTACT_LIMIT, clean, one_line, readable, visible
from pipeline.errors import InputError
from pipeline.files import read_text, write_atomic
from pipeline.ingest.consent import signature
from pipeline.link import allowed
from pipeline.model import Address, Consent, Format, Gender, Policy
from pipeline.scene.avatar import NAME_LIMIT as NAMED
from pipeline.scene.avatar import available
from pipeline.scene.layout import INK, PAPER
from pipeline.scene.plates import refuse_faint
from pipeline.settings_file import NAME_LIMIT, OFFER_LIMIT, Source, variables


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


def _called(text: str) -> str:
    # It stands before " · " on the name tag and is said aloud: letters, and what joins them.
    if not readable(text, NAMED) or not all(c.isalpha() or c in " -.'’\u200c" or category(c) == "Mn" for c in text):
        raise ValueError(text)
    return text


def _absolute(path: Path) -> Path:
    try:
        return path.expanduser().absolute()
    except RuntimeError as error:  # "~nobody": no such user
        raise ValueError(str(error)) from error


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
    metrics: Folder | None = None
    """Where `lotse.prom` is written for Prometheus' textfile collector."""


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
    if not command or not Path(command[0]).is_absolute():
        raise ValueError(command)
    if not all(any(place in part for part in command[1:]) for place in ("{sound}", "{portrait}", "{clip}")):
        raise ValueError(command)
    return command


def _stated(text: str) -> str:
    found = signature(text)
    if not isinstance(found, Consent):
        raise ValueError(found)
    return f"{found.name}, {found.date}"


class Portrait(_Section):
    """An avatar that a program of the administrator's animates. What has no default must be said."""

    engine: Literal["command"] = Field("", validate_default=True)
    command: Annotated[tuple[str, ...], AfterValidator(_template)] = Field((), validate_default=True)
    """The program and its arguments; no shell reads them. {sound}, {portrait}, {clip} and {fps} are filled in."""
    portrait: Annotated[Path | None, AfterValidator(_existing)] = Field(None, validate_default=True)
    container: Literal["mp4", "mov", "webm", "mkv"] = "mp4"
    """What the program writes to {clip}."""
    name: Annotated[str, AfterValidator(_called)] = Field("", validate_default=True)
    gender: Gender = Field("", validate_default=True)
    limit: Annotated[float, Field(gt=0, le=1000)] = 20.0
    """Seconds that the program may take for each second of sound."""
    no_existing_person: Annotated[str, AfterValidator(_stated)] = Field("", validate_default=True)
    """Who stands for it that the portrait shows no existing person, and since when. A face that speaks words which its
    owner never said is what the label cannot mend (AI Act, Art. 50; KunstUrhG, § 22)."""


class Settings(BaseSettings):
    """Frozen; all paths absolute. Made by `load`."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix="LOTSE_", env_nested_delimiter="__", env_ignore_empty=True
    )

    service: Service = Service()
    review: Review = Field(default_factory=Review)
    paths: Paths
    models: Models
    speech: Speech = Field(default_factory=Speech)
    share: Share = Share()
    queue: Queue = Queue()
    avatars: Mapping[str, Portrait] = Field(default_factory=dict)
    """Name in scripts → an avatar of the service's own, beside the built-in ones."""

    @model_validator(mode="before")
    @classmethod
    def _default_folders(cls, data: dict[str, Any]) -> dict[str, Any]:
        data.setdefault("paths", {})
        data.setdefault("models", {})
        if isinstance(data["paths"], dict) and isinstance(data["models"], dict):
            state = data["paths"].setdefault("state", str(_data_home() / "lotse"))
            if isinstance(state, str):
                data["models"].setdefault("folder", str(Path(state) / "models"))
        return data

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings


def load(config: Path | None = None) -> Settings:
    """Reads `config`, else the file that LOTSE_CONFIG names, else ./lotse.toml if there is one; the environment
    (LOTSE_SERVICE__NAME and so on) goes over it. Relative paths in the file start at the file's folder.

    Raises:
        InputError: No such file, broken TOML, an unknown key or variable, a wrong value, a state folder in the share, a
            pronunciation that could change a fact or the fixed words.
    """
    named = os.environ.get("LOTSE_CONFIG")
    path = config or (Path(named).expanduser() if named else Path("lotse.toml"))
    source = Source(path, read_text(path) if config or named or path.is_file() else "")
    data = source.parse()
    for variable in sorted(os.environ):
        if variable.upper().startswith("LOTSE_") and variable.upper() not in (known := list(variables())):
            raise keys.unknown(variable, known, env=True)
    try:
        settings = Settings(**data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        raise source.wrong(first["loc"], first["input"], first["type"] == "extra_forbidden") from error
    except SettingsError as error:
        section = str(error).partition('field "')[2].partition('"')[0]
        raise source.unreadable(section) from error
    for section, table, given in (
        ("review", "reviewers", settings.review.reviewers),
        ("service", "offer", settings.service.offer),
        *(("service", f"names.{avatar}", named) for avatar, named in settings.service.names.items()),
        ("speech", "pronunciation", settings.speech.pronunciation),
    ):
        for code in given:
            if code not in language.codes():
                raise source.error((section, *table.split("."), code), *language.no_such(code))
    for avatar in settings.service.names:
        if avatar not in (known := [*available(), *settings.avatars]):
            raise source.error(("service", "names", avatar), *keys.no_such("Den Avatar", "avatar", avatar, known))
    try:
        refuse_faint(settings.service.colours.ink, PAPER)
    except InputError as error:
        raise source.error(("service", "colours", "ink"), error.de, error.en) from error
    for own in settings.avatars:
        if not re.fullmatch("[a-z][a-z0-9-]{0,19}", own) or own in available():
            raise source.error(
                ("avatars", own),
                f"Eine Figur darf nicht „{visible(own)}“ heißen: Möglich sind Kleinbuchstaben, Ziffern und Striche, "
                f"und nicht die Namen der eingebauten ({', '.join(available())}).",
                f'An avatar cannot be called "{visible(own)}": small letters, digits and hyphens are possible, and '
                f"not the names of those that are built in ({', '.join(available())}).",
            )
    for code, entries in settings.speech.pronunciation.items():
        from pipeline.speak.pronunciation import refused

        for written, said in entries.items():
            if why := refused(written, said, language.load(code)):
                raise source.error(("speech", "pronunciation", code, written), *why)
    share, state = settings.paths.share, settings.paths.state
    if share and state.resolve().is_relative_to(share.resolve()):
        raise source.error(
            ("paths", "state"),
            f"Der Ordner paths.state ({state}) liegt in der Freigabe ({share}): Dort könnten alle Schlüssel und Texte "
            "lesen. Wählen Sie einen Ordner außerhalb.",
            f"The folder paths.state ({state}) lies in the share ({share}), where everyone could read keys and texts. "
            "Choose a folder outside.",
        )
    return settings


def _json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def stricter(policy: Policy, script_review: Policy | None, flag: Policy | None) -> Policy:
    """The service's policy is a floor; "required" is stricter than "label". A script can only raise it.

    Raises:
        InputError: The flag would loosen what the service or the script asks for.
    """
    floor: Policy = "required" if "required" in (policy, script_review) else "label"
    if floor == "required" and flag == "label":
        by_de, by_en = (
            ("Die Einstellungen verlangen", "The settings require")
            if policy == "required"
            else ("Der Kopf des Textes verlangt", "The front matter of the script requires")
        )
        raise InputError(
            f"--review label geht hier nicht: {by_de} eine Freigabe (review „required“), und lockern lässt sich das "
            "nicht. Lassen Sie --review weg.",
            f'--review label is not possible here: {by_en} an approval (review "required"), and that cannot be '
            "loosened. Leave --review out.",
        )
    return flag or floor


def init(path: Path) -> None:
    """Writes the commented settings file.

    Raises:
        InputError: There is a file already; it is left as it is.
    """
    if path.exists():
        raise InputError(
            "Diese Datei gibt es schon; sie bleibt, wie sie ist. Ändern Sie sie im Texteditor oder nennen Sie mit "
            "--config eine andere.",
            "This file exists already and stays as it is. Edit it in a text editor, or name another with --config.",
            path=path,
        )
    write_atomic(path, template())


def _data_home() -> Path:
    """XDG base directories: a relative XDG_DATA_HOME is to be ignored."""
    home = Path(os.environ.get("XDG_DATA_HOME", ""))
    return home if home.is_absolute() else Path("~/.local/share").expanduser()


def template() -> str:
    """The commented lotse.toml that `lotse init` writes; says nothing but the defaults."""
    return (language.ASSETS / "lotse.toml").read_text(encoding="utf-8")
