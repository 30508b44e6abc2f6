"""What this installation can do, language by language: asked before any work, and shown in the README."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline import language as packs
from pipeline.errors import InputError, LotseError
from pipeline.files import slug
from pipeline.job import other_script
from pipeline.language import Language
from pipeline.model import Gender
from pipeline.pages.read import read_report
from pipeline.translate.stage import UnfinishedError, beside_name, check_units, translate
from pipeline.work import Work, own_pack

if TYPE_CHECKING:
    from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether one language of one script can become a film."""

    language: str
    translation: str
    """How its text comes about; German words for staff."""
    voice: str
    fonts: str
    waits: bool
    """A person has to translate."""
    broken: bool
    """Something must be installed, the consent of who speaks is missing, the avatar cannot be used, or facts in the
    translation differ from the script."""
    commands: tuple[str, ...]
    """What mends or betters it."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a language can do at all with what is installed."""

    code: str
    german: str
    name: str
    direction: str
    transcribe: bool
    """An installed Whisper model knows it."""
    translate: str
    """Route from German, from English, or empty: human text only."""
    female: str
    male: str
    """The voices, empty: none; a leading "~" marks a stand-in."""
    signed: str
    """Who signed the fixed wording; empty: nobody yet."""
    signed_on: str
    """ISO 8601; empty: nobody."""
    void: str
    """What became of a signature that no longer holds, in German; empty: nothing."""


def inspect(work: Work, codes: Sequence[str]) -> None:
    """Refuses, before any work, what can only fail: other lines than the script, characters that no font has, clips
    that flicker, a logo or a background that is no picture.

    Raises:
        InputError: With file, line and mend.
    """
    from pipeline.scene.backdrop import refuse_unreadable
    from pipeline.scene.text import describe, uncovered
    from pipeline.verify import clips

    script = work.script
    clips.refuse(script, work.formats)
    refuse_unreadable(work.settings.service.logo, work.settings.service.background)
    _refuse_same_title(work, codes)
    for code in codes:
        pack, supplied = packs.load(code), work.supplied.get(code)
        if supplied:
            check_units(script, supplied)
        if not supplied and code != script.language:
            continue  # its text is not known yet
        path, units = (supplied.path, supplied.units) if supplied else (script.path, script.units)
        title = (supplied.title if supplied else "") or script.title
        for text, line in [(unit.text, unit.line) for unit in units] + [(title, 1), (script.contact, 1)]:
            if missing := uncovered(text, pack.fonts):
                raise InputError(
                    f"Das Zeichen „{missing[0]}“ ({describe(missing[0])}) hat keine der Schriften für {pack.german} "
                    f"({', '.join(pack.fonts)}); es wäre im Film ein leeres Kästchen. Bitte anders schreiben.",
                    f'The character "{missing[0]}" ({describe(missing[0])}) is in none of the fonts for '
                    f"{pack.english} ({', '.join(pack.fonts)}); it would be a box in the film. Write it otherwise.",
                    path=path,
                    line=line,
                )
    if not (script.contact or work.settings.service.name or work.settings.service.contact):
        raise InputError(
            "Im Abspann stünde kein Kontakt. Bitte in lotse.toml unter [service] name und contact eintragen, oder "
            "„contact:“ in den Kopf des Skripts.",
            "The end card would have no contact. Enter name and contact in lotse.toml under [service], or "
            '"contact:" in the front matter of the script.',
            path=script.path,
        )


def _refuse_same_title(work: Work, codes: Sequence[str]) -> None:
    """Films lie in a folder named after the title: a second script of that title would replace them unnoticed."""
    folder = slug(work.script.title)
    for code in codes:
        for draft in (False, True):
            there = work.places.language(folder, code, draft=draft)
            try:
                job = str(read_report(there)["job"])
            except (OSError, ValueError, LookupError):
                continue
            other = other_script(work.settings.paths.state, job) if job != work.job.id else None
            if other:
                raise InputError(
                    f"Ein anderes Skript, {other}, hat denselben Titel „{work.script.title}“ und schon Filme in "
                    f"{there.parent}. Bitte einem der beiden einen anderen Titel geben.",
                    f'Another script, {other}, has the same title "{work.script.title}" and films in {there.parent} '
                    "already. Give one of the two another title.",
                    path=work.script.path,
                )


def check(work: Work, codes: Sequence[str]) -> tuple[Answer, ...]:
    from pipeline.scene.presenters import find
    from pipeline.translate.engine import load_engines
    from pipeline.translate.route import can_translate
    from pipeline.version import avatar_for, memory

    @cache  # a house's own avatar is looked through
    def presenter(name: str) -> Gender | InputError:
        try:
            return find(name, work.settings).gender
        except InputError as error:
            return error

    engines, script = load_engines(work.settings.models.folder), work.script
    has_english = "en" in work.supplied or script.language == "en"
    answers = []
    for code in codes:
        pack = work.pack(code)
        supplied = work.supplied.get(code)
        commands: list[str] = []
        waits = wrong = False
        if code == script.language:
            translation = "eigener Text"
        elif supplied:
            translation = f"liegt bei: {supplied.path.name}"
            try:
                translate(script, code, supplied=supplied)
            except UnfinishedError as error:
                translation, wrong = f"{translation}, aber Angaben weichen ab", True
                commands += [error.de, error.en]
        elif all(memory(work).lookup([unit.text for unit in script.units], script.language, code)):
            translation = "Übersetzungsspeicher"
        else:
            ability = can_translate(script.language, code, engines, has_english)
            translation, waits = ability.de, ability.route is None
            if waits:
                commands += [*ability.commands, f"{beside_name(script.path, code)} schreiben"]
        who = presenter(avatar_for(work, code))
        if isinstance(who, InputError):
            voice, broken = f"Avatar „{avatar_for(work, code)}“ ist nicht brauchbar", True
            commands += [who.de, who.en]
        else:
            voice, broken, mends = _speaker(work, pack, who)
            commands += mends
        fonts, complete = _fonts(pack)
        if not complete:
            commands.append("apt-get install fonts-noto-core")
        answers.append(Answer(code, translation, voice, fonts, waits, not complete or broken or wrong, tuple(commands)))
    return tuple(answers)


def _speaker(work: Work, pack: Language, gender: Gender) -> tuple[str, bool, list[str]]:
    """Who speaks a language; whether that cannot be as it is; what mends or betters it."""
    from pipeline.speak.choose import available, better, voices

    if recording := work.recordings.get(pack.code):
        try:
            work.consent(pack.code)
        except InputError as error:
            return f"Aufnahme liegt bei: {recording.name}", True, [error.de]
        return f"Aufnahme liegt bei: {recording.name}", False, []
    models, accepted = work.settings.models.folder, work.settings.speech.noncommercial
    found = available(pack, gender, models, noncommercial=accepted)
    if found and not found.stand_in:
        return f"{found.engine} {found.name}", False, []
    mends = better(pack, gender, models, noncommercial=accepted)
    if found:
        return f"{found.engine} {found.name} (Ersatzstimme)", False, [*mends]
    if voices(pack, gender, models, noncommercial=accepted):
        return "espeak-ng fehlt", True, ["apt-get install espeak-ng", *mends]
    return "keine Stimme: Film nur mit Untertiteln", False, [*mends]


def rows(settings: Settings) -> tuple[Row, ...]:
    """One for every language that has a pack, with the house's own wording and voices."""
    from pipeline.translate.engine import load_engines
    from pipeline.translate.route import find_route
    from pipeline.weights.store import installed
    from pipeline.wording import house

    models, state = settings.models.folder, settings.paths.state
    engines = load_engines(models)
    hears = any(weight.name.startswith("whisper:") for weight in installed(models))
    found = []
    for code in packs.codes():
        pack = own_pack(code, settings)
        routes = {source: find_route(source, code, engines, None) for source in ("de", "en") if source != code}
        ways = ", ".join(f"{source}: {route.label}" for source, route in routes.items() if route)
        found.append(
            Row(
                code,
                pack.german,
                pack.name,
                pack.direction,
                hears and bool(pack.whisper),
                ways,
                _voice(pack, "female", settings),
                _voice(pack, "male", settings),
                pack.signature.reviewed_by if pack.signature else "",
                pack.signature.date if pack.signature else "",
                house.told(pack, state)[0] if pack.void else "",
            )
        )
    return tuple(found)


def _voice(pack: Language, gender: Gender, settings: Settings) -> str:
    from pipeline.speak.choose import available

    found = available(pack, gender, settings.models.folder, noncommercial=settings.speech.noncommercial)
    return f"{'~' if found.stand_in else ''}{found.engine} {found.name}" if found else ""


def _fonts(pack: Language) -> tuple[str, bool]:
    from pipeline.scene.text import typeface

    try:
        for family in pack.fonts:
            typeface(family, False)
    except LotseError as error:
        return error.de, False
    return ", ".join(pack.fonts), True
