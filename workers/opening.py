"""What a group of files asks for: opened for real, on a copy, and held against the jobs that there are."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import language as packs
from pipeline import state
from pipeline.errors import InputError, LotseError, WaitingError
from pipeline.files import sha256, slug
from pipeline.ingest import companions, read_script, read_supplied, recordings
from pipeline.ingest.beside import SUFFIXES
from pipeline.ingest.pictures import AbsentError
from pipeline.job import Job, Order, jobs
from pipeline.model import Script
from pipeline.scene import presenters
from pipeline.work import refuse_unchecked, targets
from workers.arrivals import Arrival
from workers.claim import CARRIED, Claim, Piece
from workers.groups import Group, companion_of, job_of, stem_of
from workers.recordings import is_recording
from workers.share import Share

if TYPE_CHECKING:
    from pipeline.settings import Settings


class ChangedError(Exception):
    """A file was not what it had been: it is not ready after all."""

    def __init__(self, arrival: Arrival) -> None:
        super().__init__(arrival.name)
        self.arrival = arrival


@dataclass(frozen=True, slots=True)
class Same:
    """It has been here before, under another name."""

    job: Job
    order: Order


class Jobs:
    """All jobs of the share, read once for a whole look at the inbox."""

    def __init__(self, folder: Path) -> None:
        """Args:
        folder: That of the state.
        """
        self._folder = folder
        self._orders: dict[str, Order] | None = None

    def orders(self) -> Mapping[str, Order]:
        if self._orders is None:
            found = {job.id: job.order() for job in jobs(self._folder)}
            self._orders = {name: order for name, order in found.items() if order and order.dropped}
        return self._orders

    def known(self, folder: str, stem: str) -> bool:
        return job_of(self._folder, folder, stem).id in self.orders()

    def forget(self) -> None:
        """They may have changed since."""
        self._orders = None

    def learn(self, job: str, order: Order) -> None:
        self._orders = {**self.orders(), job: order}


def open_group(settings: Settings, share: Share, group: Group, known: Jobs, folder: Path) -> Claim | Same:
    """Args:
        folder: Empty, for the copy.

    Raises:
        ChangedError: It is still arriving.
        AbsentError: A picture that the script names has not come (yet).
        InputError: Something in it must be mended first.
        OSError: A file cannot be read right now.
    """
    _refuse_doubles(group)
    job = job_of(settings.paths.state, group.folder, group.stem)
    order = known.orders().get(job.id)
    old = job.source if order and job.source.is_dir() else None
    names = {name: arrival for arrival, name in _placed(group, order, job)}
    if old:
        shutil.copytree(old, folder, dirs_exist_ok=True)
    for name, arrival in names.items():
        _copy(arrival, folder / name)
    name = next(iter(names)) if group.scripts or order is None else str(order.script.relative_to(job.source))
    gone = _replaced(order, job, name)
    for one in gone:
        (folder / one).unlink(missing_ok=True)
    try:
        script, changed = _read(folder / name, names, presenters.names(settings))
        refuse_unchecked(script, settings)
    except (InputError, WaitingError) as error:
        raise shown(error, folder) from error
    before = order.languages if order else ()
    wanted = _wanted(script, group, before, changed)
    try:
        languages = targets(script, wanted)
    except InputError as error:
        raise shown(error, folder) from error
    if order is None:
        content = _content(folder, name)
        same = next((found for found in known.orders().items() if found[1].content == content), None)
        if same and set(languages) <= set(same[1].languages):
            return Same(Job(settings.paths.state, same[0]), same[1])
    _refuse_same_title(settings, script, job, languages, known)
    new = Order(
        script=Path(name),
        places=share.places,
        title=script.title,
        avatar=order.avatar if order else "",
        languages=languages,
        dropped=group.main.name if group.scripts or order is None else order.dropped,
        content=_content(folder, name),
        arrived=state.now(),
        urgent=script.urgent,
        length=sum(len(unit.text) for unit in script.units),
    )
    return Claim(
        job.id,
        name,
        tuple(_piece(share, group, one, name) for name, one in names.items()),
        new,
        _ask(job, old, folder, name, languages, changed),
        gone,
        group.own.relative_to(share.inbox) if group.own else None,
    )


def _piece(share: Share, group: Group, one: Arrival, name: str) -> Piece:
    others = tuple(other.relative_to(share.inbox) for other in group.others.get(one.path, ()))
    return Piece(one.path.relative_to(share.inbox), name, one.size, one.changed, others)


def shown(error: LotseError, folder: Path) -> InputError:
    """As staff may read it: with the file's name instead of its place in our folders."""
    kind = AbsentError if isinstance(error, AbsentError) else InputError
    return kind(error.de.replace(f"{folder}/", ""), error.en.replace(f"{folder}/", ""))


def _refuse_doubles(group: Group) -> None:
    if len(group.scripts) > 1:
        names = " · ".join(one.base for one in group.scripts)
        raise InputError(
            f"Zwei Dateien heißen gleich: {names}. Aus beiden würde derselbe Film. Behalten Sie eine davon oder geben "
            "Sie der anderen einen anderen Namen.",
            f"Two files have the same name: {names}. Both would become the same film. Keep one of them, or rename the "
            "other.",
        )


def _placed(group: Group, order: Order | None, job: Job) -> list[tuple[Arrival, str]]:
    """What came, with its name inside the job: translations that come later go where the script lies."""
    if group.scripts or order is None:
        return list(group.pieces)
    beside = order.script.parent.relative_to(job.source)
    return [(arrival, str(beside / name)) for arrival, name in group.pieces]


def _copy(arrival: Arrival, target: Path) -> None:
    """Only what can matter to the script is read; large recordings are not."""
    if target.suffix.lower() in CARRIED:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(arrival.path, target)
        except FileNotFoundError as error:
            raise ChangedError(arrival) from error
    if not arrival.path.exists() or not arrival.same(arrival.path.stat()):
        raise ChangedError(arrival)


def _replaced(order: Order | None, job: Job, name: str) -> tuple[str, ...]:
    """The script's name of before, where it came as .txt and comes as .md now."""
    if order is None:
        return ()
    before = str(order.script.relative_to(job.source))
    return (before,) if before != name else ()


def _read(path: Path, names: Mapping[str, Arrival], avatars: Collection[str]) -> tuple[Script, set[str]]:
    """The script, and the languages whose translations or recordings came with this group."""
    script = read_script(path, avatars)
    beside = companions(path)
    if own := beside.get(script.language):
        german, english = packs.called(script.language)
        raise InputError(
            f"„{own.name}“ ist in der Sprache des Skripts, {german}, und stünde doppelt neben „{path.name}“. "
            "Bitte die Datei umbenennen oder weglassen.",
            f'"{own.name}" is in the script\'s own language, {english}, a second one beside "{path.name}". '
            "Rename the file or leave it out.",
        )
    came = {companion_of(arrival.base)[1] for arrival in names.values()}
    return script, came & {*beside, *recordings(path)}


def unreadable(group: Group, folder: Path) -> bool:
    """Whether one of the translations cannot be read (yet)."""
    for arrival, name in group.pieces:
        code = companion_of(arrival.base)[1]
        if code in packs.codes() and arrival not in group.scripts and Path(name).suffix.lower() in SUFFIXES:
            try:
                read_supplied(folder / name, code)
            except InputError:
                return True
    return False


def _wanted(script: Script, group: Group, before: tuple[str, ...], came: set[str]) -> tuple[str, ...]:
    if group.scripts:
        wanted = tuple(dict.fromkeys((*(group.languages or script.to), *before)))
    else:
        wanted = tuple(dict.fromkeys((*before, *sorted(came), *group.languages)))
    if not wanted:
        raise InputError(
            "Es ist keine Sprache angegeben. Schreiben Sie „to: [ar, uk]“ in den Kopf des Skripts, oder legen Sie es "
            "in einen Unterordner, der so heißt wie die Sprachen, zum Beispiel „ar+uk“.",
            'No language is asked for. Write "to: [ar, uk]" into the front matter of the script, or put it into a '
            'sub-folder named after the languages, such as "ar+uk".',
        )
    return wanted


def _refuse_same_title(settings: Settings, script: Script, job: Job, languages: tuple[str, ...], known: Jobs) -> None:
    """Films lie in a folder named after the title; two scripts that come together have none there yet."""
    for name, other in known.orders().items():
        if name == job.id or slug(other.title) != slug(script.title) or is_recording(other):
            continue
        there = Job(settings.paths.state, name)
        states = [there.state(code) for code in languages]
        if any(one and (one.open or one.status in ("film", "draft", "waiting")) for one in states):
            raise InputError(
                f"Ein anderes Skript, „{other.dropped}“, hat denselben Titel „{script.title}“. Bitte einem der beiden "
                "einen anderen Titel geben: „title: …“ im Kopf.",
                f'Another script, "{other.dropped}", has the same title "{script.title}". Give one of the two another '
                "title: `title: …` in the front matter.",
            )


def _ask(
    job: Job, old: Path | None, new: Path, name: str, languages: tuple[str, ...], came: set[str]
) -> tuple[str, ...]:
    """All, where the script is another; else those whose translation is, and those that were never made. What failed
    is not tried again unchanged."""
    if old is None or _others(old, name) != _others(new, name):
        return languages
    before, now = _marks(old / name), _marks(new / name)
    changed = {code for code in came if before.get(code) != now[code]}
    states = {code: job.state(code) for code in languages}
    never = {code for code, one in states.items() if one is None or one.status == "cancelled"}
    return tuple(code for code in languages if code in changed | never)


def _marks(script: Path) -> dict[str, list[str]]:
    """Language → what its translation and its recording are."""
    marks: dict[str, list[str]] = {}
    for found in (companions(script), recordings(script)):
        for code, path in found.items():
            marks.setdefault(code, []).append(sha256(path))
    return marks


def _others(folder: Path, script: str) -> dict[str, str]:
    """The script and what it shows, without the translations and recordings."""
    if not (folder / script).exists():
        return {}
    beside = {*companions(folder / script).values(), *recordings(folder / script).values()}
    files = (path for path in folder.rglob("*") if path.is_file() and path not in beside)
    return {path.relative_to(folder).as_posix(): sha256(path) for path in files}


def _content(folder: Path, script: str) -> str:
    """SHA-256 over everything, whatever the script is called."""
    stem = stem_of(script)
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(f"{path.relative_to(folder).as_posix().removeprefix(stem)}\0{sha256(path)}\n".encode())
    return whole.hexdigest()
