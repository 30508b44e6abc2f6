"""The shared folder: where scripts are dropped, reviews are written and films are found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError, MachineError
from pipeline.publish import Places

if TYPE_CHECKING:
    from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Share:
    """The folders, by what happens in them."""

    root: Path
    inbox: Path
    """Scripts and recordings are dropped here."""
    work: Path
    """Originals while their films are made: claimed by a rename."""
    review: Path
    """Texts to be reviewed, one file for every language."""
    drafts: Path
    films: Path
    done: Path
    """Originals whose films are out."""
    failed: Path
    """Originals that could not be made into films, each with a message."""
    status: Path
    """The page that says how far everything is."""

    @classmethod
    def of(cls, settings: Settings) -> Share:
        """Raises:
        InputError: The settings name no share.
        """
        root, names = settings.paths.share, settings.share
        if root is None:
            raise InputError(
                'Der gemeinsame Ordner ist nicht eingetragen. Bitte in lotse.toml unter [paths] share = "…" setzen.',
                'The shared folder is not set. Set share = "…" under [paths] in lotse.toml.',
            )
        return cls(
            root,
            root / names.inbox,
            root / names.work,
            root / names.review,
            root / names.drafts,
            root / names.films,
            root / names.done,
            root / names.failed,
            root / names.status,
        )

    @property
    def places(self) -> Places:
        return Places(self.films, self.drafts)

    @property
    def folders(self) -> tuple[Path, ...]:
        return (self.inbox, self.work, self.review, self.drafts, self.films, self.done, self.failed)

    def make(self) -> None:
        """Creates what is not there, but never the share itself: its network drive may just not be mounted.

        Raises:
            MachineError: The share is not there, or may not be written to.
        """
        try:
            for folder in self.folders:
                folder.mkdir(exist_ok=True)
        except OSError as error:
            raise MachineError(
                f"Der gemeinsame Ordner ist nicht erreichbar ({error.strerror}). Ist das Netzlaufwerk verbunden?",
                f"The shared folder cannot be reached ({error.strerror}). Is the network drive mounted?",
                path=self.root,
            ) from error
