"""What all pages are made of: one style, tables whose cells are escaped, text in its own direction."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from pipeline.language import Language

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


class Mark(str):
    """HTML of our own, not to be escaped."""


def said(text: str, pack: Language) -> Mark:
    return Mark(f'<span lang="{pack.bcp47}" dir="{pack.direction}">{escape(text)}</span>')


def table(head: Iterable[str], rows: Iterable[Iterable[str]], *, direction: str = "ltr", language: str = "de") -> str:
    """Cells are escaped, except those that are our own mark of passing."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{cell if isinstance(cell, Mark) else escape(cell)}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f'<table dir="{direction}" lang="{language}"><tr>{top}</tr>{body}</table>'


def page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="de"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style><body>{body}</body></html>\n"
    )
