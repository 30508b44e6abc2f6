"""The start page of a title: a large button per language."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from pipeline import language as packs
from pipeline.formats import called
from pipeline.model import Format, VoiceKind
from pipeline.pages.html import page

SPEAKS: dict[VoiceKind, str] = {
    "synthetic": "",
    "human": " · Stimme: ein Mensch",
    "none": " · ohne Stimme, nur Untertitel",
}
OUTDATED = "wird gerade neu geprüft – bitte nicht vorführen"


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
    return page(title, body)


def _made(voices: Collection[VoiceKind]) -> str:
    if set(voices) == {"synthetic"}:
        return "Bild und Stimme sind mit künstlicher Intelligenz gemacht (AI)."
    if "synthetic" in voices:
        return "Bild und Stimme sind mit künstlicher Intelligenz gemacht (AI), die Stimme nur, wo nichts anderes steht."
    return "Das Bild ist mit künstlicher Intelligenz gemacht (AI)."
