"""What the status page looks like: HTML from values, everything escaped; what keeps an open page up to date lies in
assets/status."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from html import escape
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import quote

from pipeline import language as packs
from pipeline.state import State

if TYPE_CHECKING:
    from workers.share import Share

STAGES = {
    "transcribe": ("wird abgeschrieben", 0.0),
    "translate": ("wird übersetzt", 0.0),
    "speak": ("wird gesprochen", 0.1),
    "render": ("wird gezeichnet", 0.25),
    "verify": ("wird geprüft", 0.8),
    "publish": ("wird abgelegt", 0.95),
}
"""Stage → its words, and where on the bar it begins."""

Card = tuple[str, str]
"""Identity and HTML."""


class Content(TypedDict):
    head: str
    people: list[Card]
    going: list[Card]
    done: list[Card]
    older: str


def url(*parts: str) -> str:
    """Relative to the page; works on file:// too."""
    return "/".join(quote(part) for part in parts)


def head(share: Share, people: int, going: int, films: int) -> str:
    if not people and not going and not films:
        inbox = escape(url(share.inbox.name))
        return (
            '<div class="empty"><h2>Noch ist nichts da. So geht es los:</h2><ol>'
            "<li>Schreiben Sie einen Text, wie Sie ihn vorlesen würden, und speichern Sie ihn als Textdatei "
            "(<b>termin.txt</b> oder <b>termin.md</b>).</li>"
            f'<li>Legen Sie die Datei in den Ordner <a href="{inbox}/">{escape(share.inbox.name)}</a>. '
            f"Für Arabisch und Ukrainisch zum Beispiel in den Unterordner <b>{escape(share.inbox.name)}/ar+uk</b>.</li>"
            "<li>Lassen Sie diese Seite offen. Nach wenigen Sekunden erscheint der Text hier, und Sie sehen, wie weit "
            f"die Filme sind. Fertige Filme liegen im Ordner <b>{escape(share.films.name)}</b>.</li></ol>"
            '<details lang="en"><summary>English</summary><p>Nothing here yet. Save a script as a text file and put it '
            f"into the folder {escape(share.inbox.name)} (in a sub-folder such as ar+uk to choose languages). It "
            f"appears here within seconds; finished films are in {escape(share.films.name)}.</p></details></div>"
        )
    chips = [
        (people, "#people", "wartet auf Sie", "warten auf Sie", "warm"),
        (going, "#going", "in Arbeit", "in Arbeit", ""),
        (films, "#done", "Film fertig", "Filme fertig", ""),
    ]
    return (
        '<nav class="sum">'
        + "".join(
            f'<a class="{look if count else "none"}" href="{target}"><b>{count}</b> {one if count == 1 else many}</a>'
            for count, target, one, many, look in chips
        )
        + "</nav>"
    )


def older(share: Share, count: int) -> str:
    films = escape(share.films.name)
    words = "1 älterer Auftrag" if count == 1 else f"{count} ältere Aufträge"
    return f'<p class="older">{words}: Die Filme liegen im Ordner <a href="{url(share.films.name)}/">{films}</a>.</p>'


def card(
    title: str,
    dropped: str,
    tiles: tuple[str, ...],
    *,
    arrived: float,
    number: int,
    urgent: bool,
    small: bool,
    start: str,
) -> str:
    """One job. Times are seconds since 1970, 0: not shown; `number`: its place in the queue, 0: none; `start`: URL of
    the start page, may be empty."""
    facts = [f"<bdi>{escape(dropped)}</bdi>"]
    if urgent:
        facts.insert(0, '<b class="urgent">dringend</b>')
    if number:
        facts.append(f"Nr. {number} in der Reihe")
    if arrived:
        facts.append(f"eingegangen {moment(arrived, 'vor')}")
    if start:
        facts.append(f'<a href="{escape(start)}">alle Filme ansehen</a>')
    return (
        f'<h3 dir="auto">{escape(title)}</h3><p class="facts">{" · ".join(facts)}</p>'
        f'<div class="{"small" if small else "tiles"}">{"".join(tiles)}</div>'
    )


def refused(name: str, note: str, since: float) -> str:
    """A file that became no job at all. `note`: URL of what is wrong with it."""
    return (
        f'<h3 dir="auto">{escape(name)}</h3><div class="tiles"><div class="tile failed"><div>'
        f'<p class="now">nicht angenommen <span class="soft">{moment(since, "vor")}</span></p>'
        f'<p class="links"><a href="{escape(note)}">Was ist passiert?</a></p>'
        + _english("Not accepted; the note says why.")
        + "</div></div></div>"
    )


def tile(
    code: str,
    state: State,
    *,
    since: float,
    film: str,
    others: Sequence[tuple[str, str]] = (),
    poster: str,
    review: str,
    failed: str,
    review_folder: str,
    transcript: bool = False,
    de: str,
    en: str,
) -> str:
    """One language of a job, or the transcript of a recording, which has none yet.

    `film`, `poster`, `review`, `failed`: URLs, may be empty. `others`: URLs and words of its other film files."""
    pack = packs.load(code)
    name = f"<b>{escape(pack.german)}</b>"
    if pack.name != pack.german:
        name += f' <bdi class="own" lang="{escape(pack.bcp47)}" dir="{pack.direction}">{escape(pack.name)}</bdi>'
    picture = ""
    if film and poster:
        picture = (
            f'<a class="pic" href="{escape(film)}"><img loading="lazy" src="{escape(poster)}" '
            f'alt="Film ansehen: {escape(pack.german)}"></a>'
        )
    links = []
    if film:
        links.append((film, "Film ansehen" if state.status == "film" else "Entwurf ansehen"))
        links += others
    if review:
        links.append(
            (
                review,
                "Abschrift öffnen"
                if transcript
                else "Übersetzung eintragen"
                if state.status == "waiting"
                else "Prüfdatei öffnen",
            )
        )
    if failed:
        links.append((failed, "Was ist passiert?"))
    shown = "".join(f'<a href="{escape(target)}">{words}</a>' for target, words in links)
    todo_de, todo_en = _todo("transcript" if transcript and state.status == "waiting" else state.status, review_folder)
    said = f'<p class="said">{escape(de)}</p>' if de else ""
    english = " ".join(filter(None, (escape(en), todo_en)))
    return (
        f'<div class="tile {state.status}">{picture}<div><p class="name">{name}</p>'
        f"{_status(state, since, transcript)}{said}"
        + (f"<p>{todo_de}</p>" if todo_de else "")
        + (f'<p class="links">{shown}</p>' if shown else "")
        + (_english(english) if english else "")
        + "</div></div>"
    )


def _status(state: State, since: float, transcript: bool) -> str:
    if state.status == "running":
        words, begin = STAGES.get(state.stage, ("beginnt", 0.0))
        later = [start for _, start in STAGES.values() if start > begin]
        end = min(later, default=1.0) if state.stage and state.stage != "transcribe" else float(bool(state.stage))
        percent = round(100 * (begin + (end - begin) * min(max(state.done, 0.0), 1.0)))
        return (
            f'<p class="now">{words} <span class="soft">{moment(since, "seit")}</span></p>'
            f'<div class="bar" role="progressbar" aria-valuenow="{percent}" aria-valuemin="0" aria-valuemax="100" '
            f'aria-label="Fortschritt"><i style="width:{percent}%"></i></div>'
        )
    words, how = {
        "queued": ("wartet auf Bild und Ton" if state.due == "film" else "wartet", "seit"),
        "waiting": ("wartet auf Prüfung der Abschrift" if transcript else "braucht eine Übersetzung", "seit"),
        "draft": ("Entwurf, noch nicht freigegeben", "seit"),
        "film": ("fertig", "vor"),
        "failed": ("nicht gelungen", "vor"),
        "cancelled": ("abgebrochen", "vor"),
    }[state.status]
    return f'<p class="now">{words} <span class="soft">{moment(since, how)}</span></p>'


def _todo(status: str, review_folder: str) -> tuple[str, str]:
    folder = escape(review_folder)
    if status == "draft":
        return (
            f"Bitte ansehen, dann im Ordner „{folder}“ in der Prüfdatei bei „Freigabe durch:“ den Namen eintragen.",
            f"Watch it, then enter your name after “Freigabe durch:” in the review file in the folder {folder}.",
        )
    if status == "waiting":
        return (
            f"Keine Maschine kann das übersetzen. Bitte die Datei im Ordner „{folder}“ ausfüllen.",
            f"No machine can translate this. Please fill in the file in the folder {folder}.",
        )
    if status == "transcript":
        return (
            f"Bitte die Aufnahme anhören, die Abschrift im Ordner „{folder}“ berichtigen und oben hinter „checked:“ "
            "den Namen eintragen.",
            f"Listen to the recording, correct the transcript in the folder {folder}, and enter your name after "
            "“checked:” at its top.",
        )
    return "", ""


def _english(text: str) -> str:
    return f'<details lang="en"><summary>English</summary><p>{text}</p></details>'


def moment(seconds: float, word: str) -> str:
    """A time that the page tells as "seit 3 Minuten"; without JavaScript it says when that was."""
    if not seconds:
        return ""
    plain = datetime.fromtimestamp(seconds).strftime("%d.%m., %H:%M Uhr")
    return f'<time data-t="{seconds:.0f}" data-w="{word}">{"am" if word == "vor" else word} {plain}</time>'


def whole(content: Content, version: str, scripts: tuple[str, str]) -> str:
    """The page with everything in it.

    Args:
        scripts: URLs of pulse and content.
    """
    sections = "".join(
        f'<section id="{name}"{"" if cards else " hidden"}><h2>{words}</h2>'
        + f'<div class="jobs">{"".join(_article(*one) for one in cards)}</div></section>'
        for name, cards, words in (
            ("people", content["people"], "Wartet auf Sie"),
            ("going", content["going"], "In Arbeit"),
            ("done", content["done"], "Fertig"),
        )
    )
    pulse, data = (escape(script) for script in scripts)
    return (
        '<!doctype html>\n<html lang="de"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<noscript><meta http-equiv="refresh" content="5"></noscript>'
        f"<title>Lotse – so weit sind die Filme</title><style>{_asset('page.css')}</style>"
        f'<body data-version="{version}" data-pulse="{pulse}" data-content="{data}">'
        '<header><h1>So weit sind die Filme</h1><p id="alive" class="soft">Lotse wird gefragt …</p></header>'
        '<div id="still" role="alert" hidden><b>Lotse scheint stillzustehen.</b> <span></span> Neue Texte werden '
        "gerade nicht bearbeitet; verloren geht nichts. Bitte der Verwaltung Bescheid geben: Läuft auf dem "
        "Lotse-Rechner „lotse watch“, und ist er mit diesem Ordner verbunden?"
        f"{_english('Lotse seems to stand still. Nothing is lost. Tell the administrator: is “lotse watch” running?')}"
        "</div><noscript><p>Diese Seite lädt sich alle fünf Sekunden neu. Ob Lotse läuft, kann sie nur mit JavaScript "
        "zeigen.</p></noscript>"
        f'<div id="head">{content["head"]}</div><main>{sections}</main><div id="older">{content["older"]}</div>'
        f'<footer><details lang="en"><summary>English</summary>{ENGLISH}</details></footer>'
        f"<script>{_asset('page.js')}</script></body></html>\n"
    )


@cache
def _asset(name: str) -> str:
    return (packs.ASSETS / "status" / name).read_text(encoding="utf-8")


def _article(identity: str, html: str) -> str:
    return f'<article id="job-{escape(identity)}">{html}</article>'


ENGLISH = (
    "<p>This page shows how far every script and language is. It refreshes itself while it is open. "
    "<i>Wartet auf Sie</i>: a person must review, translate or mend something. <i>In Arbeit</i>: being made, or queued "
    "in this order. <i>Fertig</i>: the films are out. Stages: <i>wird abgeschrieben</i> writing down a recording, "
    "<i>wird übersetzt</i> translating, <i>wird gesprochen</i> speaking, <i>wird gezeichnet</i> rendering, <i>wird "
    "geprüft</i> proving, <i>wird abgelegt</i> publishing.</p>"
)
