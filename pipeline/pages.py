"""Pages for people: a report per film, a start page and an overview per title. They open from a folder, no server."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pipeline import language as packs
from pipeline.formats import called
from pipeline.language import Language
from pipeline.model import Format, VoiceKind

if TYPE_CHECKING:
    import skia

FONTS = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic")
"""They cover every language's own name."""
STYLE = """
:root { color-scheme: light; --ink: #10222b; --soft: #f4f1ea; --line: #d5dcdf; --accent: #1f6f78 }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.2rem; color: var(--ink); background: var(--soft);
  font: 1.05rem/1.5 "Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic", system-ui, sans-serif }
h1 { font-size: 1.6rem } h2 { font-size: 1.15rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100%; background: #fff } td, th { border: 1px solid var(--line);
  padding: .45rem .6rem; text-align: start; vertical-align: top } img { max-width: 100% }
.ok { color: #14622d } .bad { color: #a01020 } .draft { background: #a01020; color: #fff; padding: .6rem 1rem }
.film { display: flex; flex-direction: column } .film button { flex: 1 }
.film p { margin: .3rem 0 0; font-size: .95rem } .film a { color: var(--accent); margin-inline-end: 1rem }
.films { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: 1rem }
.films button { font: inherit; text-align: start; padding: 0; border: 2px solid var(--line); border-radius: .8rem;
  background: #fff; overflow: hidden; cursor: pointer; color: inherit }
.films button:hover, .films button:focus { border-color: var(--accent) }
.films img { display: block; width: 100%; aspect-ratio: 16 / 9; object-fit: contain; background: var(--ink) }
.films span { display: block; padding: .2rem 1rem }
.films .own { font-size: 1.7rem; font-weight: 700; padding-top: .6rem } .films .small { padding-bottom: .8rem }
dialog { border: 0; padding: 0; background: #000; max-width: 96vw } video { max-width: 96vw; max-height: 92vh }
"""

ORIGIN = {
    "source": "eigener Text",
    "supplied": "mitgeliefert",
    "memory": "Übersetzungsspeicher",
    "machine": "Maschine",
}


FILMED = "Je lauter die Stimme, desto weiter ist der Mund offen."
"""The gate on the mouth, where a program has filmed it: nobody knows at which sounds its lips must be closed."""
GATES = {
    "label": "Die Kennzeichnung „AI“ ist in jedem Bild lesbar, nichts verdeckt sie.",
    "review note": "Der Vermerk über die Prüfung der Übersetzung ist in jedem Bild lesbar.",
    "end card": "Die Bitte um eine Dolmetscherin oder einen Dolmetscher steht am Ende lesbar im Bild.",
    "captions": "Alle Untertitel sind im Bild lesbar.",
    "draft words": "„ENTWURF – nicht geprüft“ ist in jedem Bild lesbar.",
    "flash": "Nichts flackert.",
    "text": "Der Film sagt genau den Text, Satz für Satz.",
    "voice": "Die Kennzeichnung sagt die Wahrheit darüber, wer spricht: eine Maschine, ein Mensch oder niemand.",
    "introduction": "Die Figur sagt gleich am Anfang, dass sie virtuell und von KI gemacht ist.",
    "request": "Die Bitte steht mindestens acht Sekunden, auch auf Deutsch, und wird gesprochen.",
    "review state": "Der Vermerk sagt die Wahrheit über die Prüfung der Übersetzung.",
    "caption text": "Die Untertitel sind vollständig und lang genug zu sehen.",
    "facts": "Zahlen, Zeiten, Telefonnummern und Adressen stimmen mit dem Skript überein.",
    "heard": "Beim Nachhören waren alle Angaben und die Vorstellung zu verstehen, soweit das Ohr urteilen kann.",
    "speech": "Jeder Satz ist ganz und an seinem Platz zu hören.",
    "pauses": "Zwischen den Sätzen ist es still: Nichts knackt, nichts rauscht.",
    "lips": "Die Lippen bewegen sich mit der Stimme.",
    "mouth": "Bei P, B und M sind die Lippen zu, und je lauter die Stimme, desto weiter ist der Mund offen.",
    "loudness": "Die Lautstärke stimmt.",
    "stream": "Die Filmdatei ist vollständig und überall abspielbar.",
    "manifest": "Die Signatur Ihrer Einrichtung ist gültig.",
    "XMP": "In den Metadaten steht, dass der Film von KI gemacht ist.",
    "watermark": "Das unsichtbare Wasserzeichen ist lesbar.",
    "size": "Die Datei ist klein genug für Messenger.",
}
OTHERWISE: dict[VoiceKind, dict[str, str]] = {
    "synthetic": {},
    "human": {
        "introduction": "Gleich am Anfang steht da, dass die Figur virtuell und ihr Bild von KI gemacht ist.",
        "request": "Die Bitte steht mindestens acht Sekunden, auch auf Deutsch.",
        "speech": "Jeder gelesene Satz ist ganz und an seinem Platz zu hören.",
        "mouth": "Je lauter die Stimme, desto weiter ist der Mund offen.",
    },
    "none": {
        "introduction": "Gleich am Anfang steht da, dass die Figur virtuell und ihr Bild von KI gemacht ist.",
        "request": "Die Bitte steht mindestens acht Sekunden, auch auf Deutsch.",
        "speech": "Die Tonspur ist leer.",
        "pauses": "In der Tonspur knackt und rauscht nichts.",
        "lips": "Der Mund ruht, denn niemand spricht.",
        "loudness": "Die Tonspur ist still.",
    },
}
"""What the same proofs have shown where no machine speaks: what nobody reads aloud is only shown."""
UNHEARD: dict[VoiceKind, str] = {
    "synthetic": "Nicht nachgehört; warum, steht oben. Bitte den Film einmal ganz anhören.",
    "human": "Nicht nachgehört: Hier liest ein Mensch. Bitte anhören, vor allem Zahlen und Namen.",
    "none": "Nichts nachzuhören: Niemand spricht.",
}
"""A proof that was none gets no tick."""


SPEAKS: dict[VoiceKind, str] = {
    "synthetic": "",
    "human": " · Stimme: ein Mensch",
    "none": " · ohne Stimme, nur Untertitel",
}

OUTDATED = "wird gerade neu geprüft – bitte nicht vorführen"


class _Mark(str):
    """HTML of our own, not to be escaped."""


def report(data: Mapping[str, Any]) -> str:
    """The readable form of report.json."""
    pack = packs.load(data["language"])
    gates, measured = _gates(data["gates"], data)
    source = packs.load(data["script_language"])
    own = data["language"] == data["script_language"]
    units = _table(
        ("", source.german, *(() if own else (pack.german,)), "Herkunft"),
        (
            (
                str(number),
                _said(unit["script"], source),
                *(() if own else (_said(unit["text"], pack),)),
                " · ".join(filter(None, (ORIGIN[unit["origin"]], unit["engine"], unit["bridge"], _shown(unit)))),
            )
            for number, unit in enumerate(data["units"], 1)
        ),
    )
    facts = _table(
        ("", ""),
        (
            ("Sprache", f"{pack.german} · {pack.name}"),
            ("Stand der Prüfung", data["review"]["words"]),
            ("Fester Wortlaut", data["review"].get("fixed_wording", "")),
            *_transcript(data.get("transcript")),
            ("Stimme", _voice(data["voice"])),
            ("Avatar", " · ".join(filter(None, (data["avatar"], data.get("avatar_credits"))))),
            *_animated(data.get("portrait")),
            ("Modelle", "; ".join(f"{m['name']} ({m['licence']})" for m in data["models"]) or "keine"),
            ("Dauer", f"{data['duration']:.1f} s"),
            ("Rechenzeit", f"{data['cpu_seconds']:.1f} s CPU"),
            ("Filmdatei", f"{data['film']} · {data['size'] / 1e6:.1f} MB · SHA-256 {data['film_sha256']}"),
            *(("Für Messenger", copy["de"]) for copy in data.get("small", ())),
        ),
    )
    others = [film for film in data.get("films", ()) if film["film"] != data["film"]]
    listed = "".join(f"<li>{escape(found)}</li>" for found in data["findings"])
    findings = f"<h2>Bitte ansehen</h2><ul>{listed}</ul>" if listed else ""
    listed = "".join(f"<li>{escape(note)}</li>" for note in data["voice"].get("notes", ()))
    findings += f"<h2>Hinweise zur Stimme</h2><ul>{listed}</ul>" if listed else ""
    draft = '<p class="draft">ENTWURF – nicht geprüft. Nicht vorführen.</p>' if data["draft"] else ""
    body = (
        f"{draft}<h1>{escape(data['title'])} · {escape(pack.german)}</h1><p><img src='poster.jpg' alt=''></p>{facts}"
        f"{findings}{_heard(data.get('hearing'), pack)}<h2>Zeile für Zeile</h2>{units}<h2>Prüfungen</h2>{gates}"
        f"{measured}{''.join(_other(film, data) for film in others)}"
    )
    return _page(f"Bericht: {data['title']} ({pack.german})", body)


def _gates(gates: Sequence[Mapping[str, Any]], data: Mapping[str, Any]) -> tuple[str, str]:
    """What was proved of a film in words, and what was measured."""
    proved = _table(("", "Am fertigen Film geprüft"), (_proved(gate, data) for gate in gates))
    measured = _table(("Prüfung", "gemessen", "verlangt"), ((g["name"], g["measured"], g["required"]) for g in gates))
    return proved, f"<details><summary>Messwerte (englisch)</summary>{measured}</details>"


def _other(film: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """A film file beside the one that people are shown: another format, or a small copy."""
    facts = _table(
        ("", ""),
        (
            ("Filmdatei", f"{film['film']} · {film['size'] / 1e6:.1f} MB · SHA-256 {film['film_sha256']}"),
            ("Bild", f"{film['width']} × {film['height']}"),
            ("Dauer", f"{film['duration']:.1f} s"),
        ),
    )
    proved, measured = _gates(film["gates"], data)
    return f"<h2>{escape(called(film['format'], small=film['small']))}</h2>{facts}{proved}{measured}"


def _shown(unit: Mapping[str, Any]) -> str:
    return f"Worte zum Bild {unit['picture']}" if unit.get("picture") else ""


def _animated(portrait: Mapping[str, Any] | None) -> Sequence[tuple[str, str]]:
    """Of a face that a program made: who stands for the portrait, and what was measured."""
    if not portrait:
        return ()
    net = "ohne Netz" if portrait["isolated"] else "nicht vom Netz getrennt: Dieses Betriebssystem kann es nicht"
    measured = f"{portrait['width']}×{portrait['height']}, {portrait['fps']:g} Bilder je Sekunde"
    if portrait["correlation"]:
        measured += (
            f"; der Mund folgt dem Ton zu {portrait['correlation']:.0%}, {portrait['late'] * 1000:+.0f} ms danach"
        )
    return (
        ("Erklärung zum Porträt", portrait["statement"]),
        ("Gesicht animiert von", f"{portrait['program']} ({net})"),
        ("Video des Gesichts", measured),
    )


def _proved(gate: Mapping[str, Any], data: Mapping[str, Any]) -> tuple[str, str]:
    """The sign and the words of one proof."""
    name, kind, hearing = gate["name"], speaks(data), data.get("hearing")
    if name == "heard" and gate["passed"] and (not hearing or hearing["not_checked"] == hearing["sentences"]):
        return "–", UNHEARD[kind]
    sign = '<b class="ok">✓</b>' if gate["passed"] else '<b class="bad">✗</b>'
    words = OTHERWISE[kind].get(name) or GATES.get(name, name)
    return _Mark(sign), FILMED if name == "mouth" and data.get("portrait") else words


def _heard(hearing: Mapping[str, Any] | None, pack: Language) -> str:
    """What the ear understood, and which sentences should be listened to."""
    if not hearing:
        return ""
    said = f"{hearing['understood']} von {hearing['sentences']} Sätzen nachgehört und verstanden"
    if hearing["not_checked"]:
        said += f", {hearing['not_checked']} nicht geprüft: {hearing['reason']}"
    table = _table(
        ("Bei", "Bitte anhören", "verstanden wurde", "warum"),
        (
            (f"{one['time']:.1f} s", _said(one["text"], pack), _said(one["heard"], pack), one["why"])
            for one in hearing["misheard"]
        ),
    )
    others = "".join(
        f"<li>{one['time']:.1f} s: {_said(one['text'], pack)} ({escape(one['voice'])})</li>"
        for one in hearing["other_voice"]
    )
    spoken = f"<p>Mit einer anderen Stimme, weil die erste nicht zu verstehen war:</p><ul>{others}</ul>"
    return f"<h2>Nachgehört</h2><p>{escape(said)}</p>{table if hearing['misheard'] else ''}{spoken if others else ''}"


def speaks(data: Mapping[str, Any]) -> VoiceKind:
    """Who speaks in the film of a report; in those of older films it is a machine."""
    voice = data.get("voice")
    said = voice.get("kind") if isinstance(voice, dict) else ""
    return next((kind for kind in SPEAKS if kind == said), "synthetic")


def _transcript(transcript: Mapping[str, str] | None) -> tuple[tuple[str, str], ...]:
    """A row for a script that is the transcript of a recording."""
    if not transcript:
        return ()
    checked = f"geprüft von {transcript['checked_by']}" if transcript["checked_by"] else "von niemandem geprüft"
    return (("Abschrift", f"der Aufnahme {transcript['recording']}, {checked}"),)


def _voice(voice: Mapping[str, Any]) -> str:
    kind, consent = voice.get("kind", "synthetic"), voice.get("consent")
    if kind == "none":
        return "keine: nur Untertitel"
    if kind == "human":
        return f"ein Mensch: {consent['name']}, Einwilligung vom {consent['date']}" if consent else "ein Mensch"
    return (
        f"{voice['name']} ({voice['engine']}), {voice['licence']}"
        + (" – Ersatzstimme" if voice["stand_in"] else "")
        + (" – nur für nicht-kommerzielle Nutzung" if voice.get("noncommercial") else "")
    )


def _said(text: str, pack: Language) -> _Mark:
    return _Mark(f'<span lang="{pack.bcp47}" dir="{pack.direction}">{escape(text)}</span>')


@dataclass(frozen=True, slots=True)
class Link:
    """A film file beside the one that people are shown."""

    film: str
    """From the start page on."""
    format: Format
    small: bool


@dataclass(frozen=True, slots=True)
class Tile:
    """A language on the start page."""

    language: str
    voice: VoiceKind
    """Who speaks in its film."""
    film: str
    """From the start page on."""
    others: tuple[Link, ...] = ()


def start(title: str, tiles: Sequence[Tile], *, draft: bool, outdated: Collection[str] = ()) -> str:
    """A large button per language, in its own script and in German, which plays the film; below it a link to every
    other file of it.

    Args:
        outdated: Languages whose film must not be shown for now: its text or its approval has changed since.
    """
    buttons = []
    for tile in tiles:
        code, pack = tile.language, packs.load(tile.language)
        old = f'<span class="draft">{OUTDATED}</span>' if code in outdated and not draft else ""
        more = "".join(
            f'<a href="{escape(quote(link.film))}">{called(link.format, small=link.small)}</a>' for link in tile.others
        )
        buttons.append(
            f'<div class="film"><button data-film="{escape(tile.film)}"><img src="{code}/poster.jpg" alt="">'
            f'<span class="own" lang="{pack.bcp47}" dir="{pack.direction}">{escape(pack.name)}</span>'
            f'<span class="small">{escape(pack.german)}{SPEAKS[tile.voice]}</span>{old}</button>'
            f"{f'<p>{more}</p>' if more else ''}</div>"
        )
    script = """
const dialog = document.querySelector("dialog"), video = dialog.querySelector("video");
for (const button of document.querySelectorAll("[data-film]")) button.onclick = () => {
  video.src = button.dataset.film.split("/").map(encodeURIComponent).join("/");
  dialog.showModal(); video.play();
};
dialog.onclose = () => { video.pause(); video.removeAttribute("src"); };
video.onclick = (event) => event.stopPropagation();
dialog.onclick = () => dialog.close();
"""
    warning = '<p class="draft">ENTWURF – nicht geprüft. Nicht vorführen.</p>' if draft else ""
    body = (
        f"{warning}<h1>{escape(title)}</h1><p>{_made([tile.voice for tile in tiles])}</p>"
        f'<div class="films">{"".join(buttons)}</div><dialog><video controls playsinline></video></dialog>'
        f"<script>{script}</script>"
    )
    return _page(title, body)


def _made(voices: Collection[VoiceKind]) -> str:
    if set(voices) == {"synthetic"}:
        return "Bild und Stimme sind mit künstlicher Intelligenz gemacht (AI)."
    if "synthetic" in voices:
        return "Bild und Stimme sind mit künstlicher Intelligenz gemacht (AI), die Stimme nur, wo nichts anderes steht."
    return "Das Bild ist mit künstlicher Intelligenz gemacht (AI)."


@dataclass(frozen=True, slots=True)
class Strip:
    """A film's row on the overview."""

    heading: str
    pictures: tuple[bytes, ...]
    """JPEG."""


def overview(strips: Sequence[Strip]) -> bytes:
    """A contact sheet, JPEG: a row per language, a picture per moment."""
    import skia

    width, height, left, top = 400, 225, 0, 44
    columns = max(len(strip.pictures) for strip in strips)
    surface = skia.Surface(left + columns * (width + 6), len(strips) * (height + top + 8))
    canvas: skia.Canvas = surface.getCanvas()
    canvas.clear(skia.ColorSetRGB(0x10, 0x22, 0x2B))
    from pipeline.scene.text import Style, set_line

    smooth = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
    for row, strip in enumerate(strips):
        y = row * (height + top + 8)
        set_line(strip.heading, Style(26, FONTS, colour="#ffffff")).paint(canvas, 12, y + 32)
        for column, jpeg in enumerate(strip.pictures):
            image = skia.Image.MakeFromEncoded(skia.Data(jpeg))
            wide = min(width, height * image.width() // image.height())  # upright ones keep their shape
            place = skia.Rect.MakeXYWH(column * (width + 6) + (width - wide) // 2, y + top, wide, height)
            canvas.drawImageRect(image, place, smooth)
    return bytes(surface.makeImageSnapshot().encodeToData(skia.kJPEG, 88))


def read_report(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return data


def _table(head: Iterable[str], rows: Iterable[Iterable[str]], *, direction: str = "ltr", language: str = "de") -> str:
    """Cells are escaped, except those that are our own mark of passing."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{cell if isinstance(cell, _Mark) else escape(cell)}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f'<table dir="{direction}" lang="{language}"><tr>{top}</tr>{body}</table>'


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="de"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style><body>{body}</body></html>\n"
    )
