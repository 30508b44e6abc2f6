"""What in the inbox belongs together: a script, its translations, and what it names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pipeline import language
from pipeline.ingest.beside import RECORDED, SUFFIXES
from pipeline.ingest.pictures import CLIPS, STILLS
from pipeline.job import Job
from workers.arrivals import Arrival
from workers.notes import FAILURE, HINT

MEDIA = (*STILLS, *CLIPS, ".svg")
"""What a script may show, and what is refused with it; it belongs to every script that names it, as a recording does to
its transcript."""
NAMED = {*MEDIA, *RECORDED}
Known = Callable[[str, str], bool]
"""Whether there is a job for this folder and stem."""


@dataclass(frozen=True, slots=True)
class Group:
    """What becomes one job, or joins one."""

    folder: str
    """Sub-folder of the inbox, those left out that only name languages; part of the job's identity."""
    stem: str
    languages: tuple[str, ...]
    """Chosen by a sub-folder such as "ar+uk"; may be empty, and may name one that there is not."""
    scripts: tuple[Arrival, ...]
    """None: only translations came, for a job that there is. More than one: nobody can know which is meant."""
    pieces: tuple[tuple[Arrival, str], ...]
    """Everything, the script first, each with its name inside the job."""
    own: Path | None = None
    """A folder that came as a whole and goes when it is empty."""
    others: Mapping[Path, tuple[Path, ...]] = field(default_factory=dict)
    """A piece that other scripts name as well → these scripts: while one of them lies in the inbox, it stays there."""

    @property
    def main(self) -> Arrival:
        """By which the group is known to people."""
        return self.pieces[0][0]

    @property
    def base(self) -> str:
        """Where in the inbox its names begin."""
        arrival, name = self.pieces[0]
        return arrival.name.removesuffix(name).strip("/")


@dataclass(frozen=True, slots=True)
class Sorted:
    groups: tuple[Group, ...]
    recordings: tuple[Arrival, ...]
    """Spoken scripts, to be written down."""
    orphans: tuple[Arrival, ...]
    """Translations, and readings of them aloud, without a script."""
    strange: tuple[Arrival, ...]
    """Nothing that Lotse can read, or that any script names."""


def job_of(state: Path, folder: str, stem: str) -> Job:
    return Job.named(state, stem, f"{folder}/{stem}" if folder else stem)


def languages_in(folder: str) -> tuple[tuple[str, ...], str]:
    """The languages that a path such as "kurs/ar+uk" chooses, and the path without them."""
    chosen: tuple[str, ...] = ()
    rest = []
    for part in filter(None, folder.split("/")):
        codes = tuple(re.split("[+,]", part.lower().replace(" ", "")))
        if codes[0] in _codes() if len(codes) == 1 else all(re.fullmatch("[a-z]{2,3}", code) for code in codes):
            chosen = codes
        else:
            rest.append(part)
    return chosen, "/".join(rest)


def sort(arrivals: Sequence[Arrival], inbox: Path, known: Known) -> Sorted:
    """Args:
    known: Asked for translations without a script beside them.
    """
    texts = {(one.folder, stem_of(one.base)) for one in arrivals if _suffix(one) in SUFFIXES}
    scripts = [one for one in arrivals if _is_script(one, texts, known)]
    groups: list[Group] = []
    taken: set[str] = set()
    for folder in _folders(arrivals):
        within = [one for one in scripts if one.name.startswith(f"{folder}/")]
        if len(within) == 1 and within[0].name not in taken and not languages_in(folder.rpartition("/")[2])[0]:
            inside = [one for one in arrivals if one.name.startswith(f"{folder}/")]
            groups.append(_whole(folder, within[0], inside, inbox))
            taken |= {one.name for one in inside}
    rest: list[Arrival] = []
    left: dict[str, list[Arrival]] = {}
    for one in arrivals:
        if one.name not in taken:
            left.setdefault(one.folder, []).append(one)
    names = {one.name for one in scripts}
    for here in left.values():
        found, others = _beside([one for one in here if one.name in names], here, known)
        groups += found
        rest += others
    heard = [one for one in rest if _suffix(one) in RECORDED]
    voices = [one for one in heard if companion_of(one.base)[1] in _codes()]
    recordings = tuple(one for one in heard if one not in voices)
    orphans = (*voices, *(one for one in rest if _suffix(one) in SUFFIXES))
    strange = tuple(one for one in rest if _suffix(one) not in (*RECORDED, *SUFFIXES))
    return Sorted(tuple(groups), recordings, orphans, strange)


def stem_of(name: str) -> str:
    """ "termin" for "termin.md"."""
    return name.rpartition(".")[0] or name


def companion_of(name: str) -> tuple[str, str]:
    """Stem and language of "termin.uk.md"; both empty where the name has no such form."""
    stem, _, code = stem_of(name).rpartition(".")
    return (stem, code.lower()) if stem and re.fullmatch("[a-zA-Z]{2,3}", code) else ("", "")


def wanted_beside(path: Path, stem: str) -> bool:
    """Whether a script that lies beside a file, other than those of this stem, names it."""
    return path.suffix.lower() in NAMED and any(
        one.suffix.lower() in SUFFIXES
        and not one.name.startswith(f"{stem}.")
        and not one.name.endswith((FAILURE, HINT))
        and _names(_text(one), path.name)
        for one in path.parent.iterdir()
    )


def _reading_of(one: Arrival) -> str:
    """ "termin" for "termin.so.wav": a person reads the text aloud, in one of our languages; else empty."""
    stem, code = companion_of(one.base)
    return stem if code in _codes() and _suffix(one) in RECORDED else ""


def _whole(folder: str, script: Arrival, inside: Iterable[Arrival], inbox: Path) -> Group:
    chosen, rest = languages_in(script.folder)
    ordered = [script, *(one for one in inside if one is not script)]
    pieces = tuple((one, one.name.removeprefix(f"{folder}/")) for one in ordered)
    own = inbox.joinpath(*script.path.relative_to(inbox).parts[: _depth(folder)])
    return Group(rest, stem_of(script.base), chosen, (script,), pieces, own)


def _beside(scripts: Sequence[Arrival], here: Sequence[Arrival], known: Known) -> tuple[list[Group], list[Arrival]]:
    """The groups in one folder, and what belongs to none."""
    chosen, folder = languages_in(here[0].folder)
    mine: dict[str, list[Arrival]] = {}
    for script in scripts:
        mine.setdefault(stem_of(script.base), []).append(script)
    count = {stem: len(found) for stem, found in mine.items()}
    names = {script.name for script in scripts}
    others = [one for one in here if one.name not in names]
    media = any(_suffix(one) in NAMED for one in others)
    says = {stem_of(one.base): _text(one.path) for one in scripts} if media else {}
    shared: dict[Path, list[str]] = {}
    rest = []
    for one in others:
        owners = [stem for stem, text in says.items() if _suffix(one) in NAMED and _names(text, one.base)]
        if _suffix(one) in SUFFIXES or _reading_of(one):
            owners = [companion_of(one.base)[0]]
        owners = [owner for owner in owners if owner and (owner in mine or known(folder, owner))]
        for owner in owners:
            mine.setdefault(owner, []).append(one)
        if len(owners) > 1:
            shared[one.path] = owners
        elif not owners:
            rest.append(one)

    def group(stem: str) -> Group:
        pieces = tuple((one, one.base) for one in mine[stem])
        also = {
            path: tuple(one.path for other in owners if other != stem for one in mine[other][: count[other]])
            for path, owners in shared.items()
            if stem in owners
        }
        return Group(folder, stem, chosen, tuple(mine[stem][: count.get(stem, 0)]), pieces, others=also)

    return [group(stem) for stem in mine], rest


def _is_script(one: Arrival, texts: set[tuple[str, str]], known: Known) -> bool:
    if _suffix(one) not in SUFFIXES:
        return False
    stem, code = companion_of(one.base)
    if not stem:
        return True
    # "brief.an.md" is a script, unless there is a "brief.md" beside which it looks like a language that there is not.
    return code not in _codes() and (one.folder, stem) not in texts and not known(languages_in(one.folder)[1], stem)


@cache
def _codes() -> frozenset[str]:
    """Asked for each file on each look."""
    return frozenset(language.codes())


def _folders(arrivals: Iterable[Arrival]) -> list[str]:
    """All sub-folders with something in them, the outer before the inner."""
    parts = (one.folder.split("/") for one in arrivals if one.folder)
    found = {"/".join(folder[:depth]) for folder in parts for depth in range(1, len(folder) + 1)}
    return sorted(found, key=lambda folder: (_depth(folder), folder))


def _depth(folder: str) -> int:
    return folder.count("/") + 1


def _suffix(one: Arrival) -> str:
    return Path(one.base).suffix.lower()


def _text(script: Path) -> str:
    """Empty while it cannot be read: what it names then waits with it."""
    try:
        return unicodedata.normalize("NFC", script.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ""


def _names(text: str, file: str) -> bool:
    """Whether it names this file; "rathaus.png" does not name "haus.png"."""
    return re.search(rf"(?<![\w.-]){re.escape(unicodedata.normalize('NFC', file))}", text) is not None
