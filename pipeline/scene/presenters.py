"""Who can present: the built-in avatars, those that were drawn for the house, and those that a program animates."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import keys
from pipeline.errors import InputError
from pipeline.scene import avatar
from pipeline.scene.avatar import Avatar
from pipeline.scene.portrait import Portrait

if TYPE_CHECKING:
    from pipeline.settings import Settings


def names(settings: Settings) -> tuple[str, ...]:
    """What scripts may say, whether it can be used or not: the built-in ones first."""
    drawn = [folder.name.lower() for folder in _drawn(settings)]
    return tuple(dict.fromkeys([*drawn, *settings.avatars]))


def find(name: str, settings: Settings) -> Avatar | Portrait:
    """Who presents. One that was drawn for the house is looked through first (half a second), as `lotse avatars check`
    does, and of one that a program animates, program and portrait: what is wrong stops its own films, before any work,
    and no others.

    Raises:
        InputError: There is none of that name, or there are two, or another one is shown by the same name, or it
            cannot be used.
    """
    drawn = [folder for folder in _drawn(settings) if folder.name.lower() == name]
    own = settings.avatars.get(name)
    places = [*map(str, drawn), *([f"lotse.toml [avatars.{name}]"] if own else [])]
    if len(places) > 1:
        raise InputError(
            f"Den Avatar „{name}“ gibt es mehrmals, und niemand wüsste, wer spricht: {' · '.join(places)}. Bitte den "
            "eigenen umbenennen oder entfernen.",
            f'There is more than one avatar "{name}", and nobody would know who speaks: {" · ".join(places)}. Rename '
            "or remove your own.",
        )
    if own:
        assert own.portrait
        _refuse_namesake(name, own.name, settings)
        animated = Portrait(
            name,
            own.name,
            own.gender,
            own.portrait,
            own.command,
            own.container,
            own.limit,
            own.no_existing_person,
        )
        _refuse_unable(animated)
        return animated
    if not drawn:
        raise InputError(*keys.no_such("Den Avatar", "avatar", name, names(settings)))
    if not built_in(drawn[0]):
        _refuse_faulty(drawn[0])
        _refuse_namesake(name, avatar.read(drawn[0]).name, settings, drawn[0] / "avatar.toml")
    return avatar.read(drawn[0])


def built_in(folder: Path) -> bool:
    return folder.parent == avatar.AVATARS


def _drawn(settings: Settings) -> tuple[Path, ...]:
    house = settings.paths.avatars
    return (*avatar.folders(avatar.AVATARS), *(avatar.folders(house) if house else ()))


def _refuse_faulty(folder: Path) -> None:
    from pipeline.scene.check import check

    faults = check(folder).faults
    if faults:
        count, first = len(faults), faults[0]
        some = "1 fault" if count == 1 else f"{count} faults"
        raise InputError(
            f"{first.de} Der Avatar „{folder.name}“ hat {count} Fehler; alle zeigt: lotse avatars check {folder}",
            f'{first.en} The avatar "{folder.name}" has {some}; to see all: lotse avatars check {folder}',
            path=first.path,
        )


def _refuse_namesake(avatar_id: str, name: str, settings: Settings, path: Path | None = None) -> None:
    """Viewers know a presenter by the name on the tag, not by what the folder is called."""
    from pipeline.scene.check import same_name

    others = {f"lotse.toml [avatars.{key}]": own.name for key, own in settings.avatars.items() if key != avatar_id}
    for folder in _drawn(settings):
        if folder.name.lower() != avatar_id:
            with suppress(InputError):  # what is wrong with another one stops its own films
                others[str(folder)] = avatar.read(folder).name
    for place, other in others.items():
        if other.casefold() == name.casefold():
            de, en = same_name(name, place)
            where = "" if path else f"lotse.toml [avatars.{avatar_id}]: "
            raise InputError(where + de, where + en, path=path)


def _refuse_unable(portrait: Portrait) -> None:
    """Before the program works for nothing, or is handed what is no picture."""
    from PIL import Image

    from pipeline.scene.program import executable

    executable(portrait)
    try:
        with Image.open(portrait.picture) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InputError(
            f"Das Porträt des Avatars „{portrait.id}“ ist kein Bild, das sich lesen lässt. Bitte als PNG oder JPEG "
            f"speichern oder in lotse.toml unter [avatars.{portrait.id}] portrait ein anderes nennen.",
            f'The portrait of the avatar "{portrait.id}" is not a picture that can be read. Save it as PNG or JPEG, or '
            f"name another one as portrait in lotse.toml under [avatars.{portrait.id}].",
            path=portrait.picture,
        ) from error
