"""What stands beside a film: report, texts, poster; and per title the start page and the overview."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import language as packs
from pipeline import texts
from pipeline.files import slug
from pipeline.formats import FORMATS
from pipeline.media import still
from pipeline.model import Gate, Speech, Timeline, Translation
from pipeline.pages.overview import Strip, overview
from pipeline.pages.read import read_report, speaks
from pipeline.pages.report import report
from pipeline.pages.start import Link, Tile, start
from pipeline.publish import Places, write_page
from pipeline.speak.choose import forbids_commerce, nobody
from pipeline.version import Review, Version
from pipeline.work import Work

if TYPE_CHECKING:
    from pipeline.cut import Cut
    from pipeline.scene.avatar import Avatar
    from pipeline.scene.portrait import Portrait
    from pipeline.small import Small

START, OVERVIEW = "Start.html", "Uebersicht.jpg"
MOMENTS = (0.03, 0.4, 0.62, 0.98)
"""Parts of a film after which the contact sheet shows it: the greeting, twice the speech, the card."""

STATE = {
    "source": "eigener Text der Einrichtung",
    "approved": "geprüft und freigegeben",
    "unchecked": "nicht von einem Menschen geprüft",
    "machine": "maschinell übersetzt, nicht von einem Menschen geprüft",
}


def origin(translation: Translation) -> str:
    """Where the units come from, in words: "machine (firefox en-pt, from en supplied)"."""
    seen = []
    for unit in translation.units:
        how = ", from ".join(filter(None, (unit.engine, unit.bridge)))
        seen.append(f"{unit.origin} ({how})" if how else unit.origin)
    return ", ".join(dict.fromkeys(seen))


def weights(models: Path) -> list[dict[str, Any]]:
    """Name, licence and hashes of everything in the models folder."""
    from pipeline.weights.store import installed

    return [
        {"name": weight.name, "licence": weight.licence, "files": {file.path: file.sha256 for file in weight.files}}
        for weight in installed(models)
    ]


def beside(
    work: Work,
    version: Version,
    review: Review,
    cuts: Sequence[Cut],
    small: Sequence[Small],
    speech: Speech,
    *,
    draft: bool,
    cpu_seconds: float,
) -> Mapping[str, bytes | str]:
    """File name → content of everything that stands beside the films.

    Args:
        cuts: The first one is the one that people are shown; texts and poster are its. What is said is the same in
            all of them, at the same time.
        small: What became of small copies that were asked for.
    """
    main, code, folder = cuts[0], version.pack.code, slug(work.script.title)
    proved, timeline = main.report, main.timeline
    voices = {f"{speech.voice.engine}:{speech.voice.name.partition('#')[0]}"}
    voices |= {one.voice.partition("#")[0] for one in speech.segments if one.voice}
    used = {unit.engine for unit in version.translation.units} | voices
    if any(one.hearing and one.hearing.verdict != "not checked" for one in speech.segments):
        used.add(work.settings.speech.whisper)
    models = [mark for mark in weights(work.settings.models.folder) if _used(mark["name"], used)]
    spoke = [speech.voice.licence, *(mark["licence"] for mark in models if mark["name"] in voices)]
    notes = list(speech.notes)
    if speech.voice.kind == "none":
        notes.append(unspoken(work, version)[0])
    approval, signature = review.approval, version.pack.signature
    data = {
        "title": version.translation.title,
        "language": code,
        "script_language": work.script.language,
        "job": work.job.id,
        "draft": draft,
        "passed": proved.passed,
        "film": main.name,
        "film_sha256": proved.film_sha256,
        "size": proved.film.size,
        "duration": proved.film.duration,
        "films": [_film(cut) for cut in cuts],
        "small": [asdict(copy) for copy in small],
        "avatar": version.avatar.id,
        "avatar_credits": _credits(version.avatar),
        "portrait": _portrait(work, version, timeline),
        "transcript": {"recording": work.script.recording, "checked_by": work.script.checked}
        if work.script.recording
        else None,
        "review": {
            "state": review.state,
            "words": _words(review),
            "by": approval.by if approval else None,
            "when": approval.when if approval else None,
            "text_hash": version.text_hash,
            "fixed_wording": f"unterschrieben von {signature.reviewed_by} am {signature.date}"
            if signature
            else "von niemandem unterschrieben",
            "fixed_wording_reviewed_by": signature.reviewed_by if signature else "",
            "fixed_wording_reviewed_on": signature.date if signature else "",
        },
        "units": [
            {
                "script": own.text,
                "text": unit.text,
                "origin": unit.origin,
                "engine": unit.engine,
                "bridge": unit.bridge,
                "picture": own.picture,
            }
            for own, unit in zip(work.script.units, version.translation.units, strict=True)
        ],
        "findings": list(version.translation.findings),
        "voice": {
            "kind": speech.voice.kind,
            "engine": speech.voice.engine,
            "name": speech.voice.name,
            "licence": speech.voice.licence,
            "stand_in": speech.voice.stand_in,
            "notes": notes,
            "noncommercial": any(map(forbids_commerce, spoke)),
            "consent": asdict(consent) if (consent := work.consent(code)) else None,
        },
        "hearing": hearing(speech, timeline),
        "models": models,
        "gates": _gates(proved.gates),
        "cpu_seconds": round(cpu_seconds, 1),
    }
    return {
        f"{folder}.{code}.vtt": texts.vtt(timeline, version.pack),
        f"{folder}.{code}.txt": texts.transcript(timeline, version.translation.title, version.pack),
        "poster.jpg": still(proved.film.path, min(timeline.intro.start + 1.0, timeline.duration / 2), 1280),
        "report.json": json.dumps(data, ensure_ascii=False, indent=1),
        "report.html": report(data),
    }


def _credits(avatar: Avatar | Portrait) -> str:
    """Who drew an avatar, and under which licence; of a portrait its statement says what is to be said."""
    from pipeline.scene.avatar import Avatar

    said = (avatar.author, avatar.licence, avatar.source) if isinstance(avatar, Avatar) else ()
    return " · ".join(filter(None, said))


def _portrait(work: Work, version: Version, timeline: Timeline) -> dict[str, Any] | None:
    """What is to be known of a face that a program made; None: the avatar is drawn."""
    from pipeline import stages
    from pipeline.scene.portrait import STATEMENT_DE, STATEMENT_EN, Portrait

    avatar = version.avatar
    if not isinstance(avatar, Portrait):
        return None
    return {
        "statement": f"{STATEMENT_DE}: {avatar.stated}",
        "statement_en": f"{STATEMENT_EN}: {avatar.stated}",
        "program": Path(avatar.command[0]).name,
        **asdict(stages.face(work, version, avatar, timeline)),
    }


def _film(cut: Cut) -> dict[str, Any]:
    film = cut.report.film
    return {
        "film": cut.name,
        "format": cut.format,
        "small": cut.small,
        "film_sha256": cut.report.film_sha256,
        "size": film.size,
        "width": film.width,
        "height": film.height,
        "duration": film.duration,
        "gates": _gates(cut.report.gates),
    }


def _gates(gates: Sequence[Gate]) -> list[dict[str, Any]]:
    return [{"name": g.name, "passed": g.passed, "measured": g.measured, "required": g.required} for g in gates]


def hearing(speech: Speech, timeline: Timeline) -> dict[str, Any] | None:
    """What the ear made of the voice; None where no machine spoke."""
    told = [
        (sentence.start, one, one.hearing)
        for sentence, one in zip(timeline.sentences, speech.segments, strict=True)
        if one.hearing
    ]
    if not told:
        return None
    unchecked = [heard for _, _, heard in told if heard.verdict == "not checked"]
    return {
        "sentences": len(told),
        "understood": sum(heard.verdict == "heard" for _, _, heard in told),
        "not_checked": len(unchecked),
        "reason": unchecked[0].de if unchecked else "",
        "reason_en": unchecked[0].en if unchecked else "",
        "misheard": [
            {
                "time": round(start, 1),
                "text": one.segment.text,
                "heard": heard.heard,
                "why": heard.de,
                "why_en": heard.en,
            }
            for start, one, heard in told
            if heard.verdict == "misheard"
        ],
        "other_voice": [
            {"time": round(start, 1), "text": one.segment.text, "voice": one.voice}
            for start, one, _ in told
            if one.voice
        ],
    }


def unspoken(work: Work, version: Version) -> tuple[str, str]:
    """Why nobody speaks, and what would change that, in German and English."""
    settings = work.settings
    allowed = settings.speech.noncommercial
    return nobody(version.pack, version.avatar.gender, settings.models.folder, noncommercial=allowed)


def _words(review: Review) -> str:
    """The state of review for people."""
    words, approval = STATE[review.state], review.approval
    if not approval:
        return words
    seal = f"von {approval.by} am {approval.when[:10]}"
    return f"{words} {seal}" if review.state == "approved" else f"{words} (Text freigegeben {seal})"


def write_start(places: Places, title: str, outdated: Collection[str] = ()) -> None:
    """The start page for what now stands in the output folders, films and drafts apart.

    Args:
        outdated: Languages whose film is not what was last asked for.
    """
    name = slug(title)
    for draft in (False, True):
        folder = places.title(name, draft=draft)
        if reports := _sorted(folder):
            tiles = [_tile(folder, data) for data in reports]
            write_page(folder / START, start(title, tiles, draft=draft, outdated=outdated))


def write_overview(places: Places, title: str) -> None:
    """The contact sheet for what now stands in the output folders, films and drafts apart."""
    for draft in (False, True):
        folder = places.title(slug(title), draft=draft)
        if strips := [_strip(folder, data) for data in _sorted(folder)]:
            write_page(folder / OVERVIEW, overview(strips))


def _tile(folder: Path, data: Mapping[str, Any]) -> Tile:
    """Only of files that are there: somebody may have deleted one."""
    code = data["language"]
    links = [
        Link(f"{code}/{one['film']}", one["format"], bool(one["small"]))
        for one in films(data)
        if one["film"] != data["film"] and (folder / code / one["film"]).is_file()
    ]
    return Tile(code, speaks(data), f"{code}/{data['film']}", tuple(links))


def films(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """All of a report, the one that people are shown first; older reports know of no other."""
    return [one for one in data.get("films", ()) if one["format"] in FORMATS and "small" in one]


def _sorted(folder: Path) -> list[dict[str, Any]]:
    """German first, because that is the one the staff look for; then by the name in German."""
    return sorted(_reports(folder), key=lambda data: (data["language"] != "de", packs.load(data["language"]).german))


def _reports(folder: Path) -> Iterator[dict[str, Any]]:
    """Of the films that are there; what somebody has half deleted or edited is left out."""
    for path in sorted(folder.glob("[!.]*/report.json")):
        try:
            data = read_report(path.parent)
            named = [data["film"], *(one["film"] for one in films(data))]
            there = [name for name in named if (path.parent / name).is_file()]
            if data["language"] == path.parent.name in packs.codes() and data["film"] in there:
                yield data
        except (OSError, ValueError, LookupError, TypeError):
            continue


def _strip(folder: Path, data: Mapping[str, Any]) -> Strip:
    pack, length = packs.load(data["language"]), float(data["duration"])
    place = (folder / pack.code).absolute()  # "a:b" relative is a protocol to ffmpeg
    shown = place / data["film"]
    others = [place / one["film"] for one in films(data) if not one["small"] and one["film"] != data["film"]]
    more = [still(other, length * MOMENTS[0], 480) for other in others if other.is_file()]
    heading = f"{pack.german} · \u2068{pack.name}\u2069 · {length:.0f} s · {data['review']['words']}"
    return Strip(heading, (*(still(shown, length * moment, 480) for moment in MOMENTS), *more))


def _used(weight: str, used: set[str]) -> bool:
    """Whether a weight ("firefox:en-pt") is among the engines' names ("firefox en-pt + argos …")."""
    return weight in used or any(weight.replace(":", " ") in engine.split(" + ") for engine in used)
