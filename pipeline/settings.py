"""The service's settings: environment over file over default. Import it inside functions, pydantic is slow to load."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from pipeline import keys, language
from pipeline.characters import visible
from pipeline.errors import InputError
from pipeline.files import read_text, write_atomic
from pipeline.model import Policy
from pipeline.scene.avatar import available
from pipeline.scene.layout import PAPER
from pipeline.scene.plates import refuse_faint
from pipeline.scene.presenters import names
from pipeline.settings_file import Source, variables
from pipeline.settings_sections import Models, Paths, Portrait, Queue, Refused, Review, Service, Share, Speech


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
    """Name in scripts → an avatar that a program animates, beside the drawn ones."""

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
        first = error.errors(include_url=False)[0]
        why = first.get("ctx", {}).get("error")
        words = why.words if isinstance(why, Refused) else None
        raise source.wrong(first["loc"], first["input"], first["type"] == "extra_forbidden", words) from error
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
        if avatar not in (presenting := names(settings)):
            raise source.error(("service", "names", avatar), *keys.no_such("Den Avatar", "avatar", avatar, presenting))
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
