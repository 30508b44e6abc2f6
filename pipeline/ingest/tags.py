"""HTML in a text: nobody means it to be read aloud, sign by sign."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.characters import visible
from pipeline.errors import InputError

_NAMES = (
    "a|abbr|b|big|blockquote|body|br|center|del|div|em|font|h[1-6]|head|hr|html|i|iframe|img|ins|li|mark|ol|p|pre|s"
    "|script|small|source|span|strike|strong|style|sub|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul|video"
)
_TAG = re.compile(
    rf"(?i)</?(?P<name>{_NAMES})(?:\s[^<>]*=[^<>]*)?\s*/?>|<(?P<open>img|video|source|iframe)(?=\s|$)|<!--"
)
"""Only what is one: "<Name>" is a gap to be filled, "5 < 7" a text. An image may go on in the next line."""
_FILE = re.compile(r"""(?i)\bsrc\s*=\s*["']?(?:[^"'\s>]*[/\\])?([^"'\s>/\\]+)""")


def refuse(text: str, path: Path, line: int) -> None:
    """
    Raises:
        InputError: There is a tag of HTML in the line.
    """
    found = _TAG.search(text)
    if not found:
        return
    tag, name = visible(found[0]), (found["name"] or found["open"] or "").lower()
    if name in ("img", "video", "source"):
        source = _FILE.search(text, found.start())
        file = visible(source[1]) if source else "lageplan.png"
        de = f"Ein Bild schreiben Sie so, in einer Zeile für sich: ![Was zu sehen ist]({file})"
        en = f"Write a picture like this, in a line of its own: ![What there is to see]({file})"
    elif name in ("a", "iframe"):
        de = "Schreiben Sie nur die Adresse hin, etwa haus.example, ohne spitze Klammern."
        en = "Write only the address, such as haus.example, without angle brackets."
    elif name in ("br", "p", "div", "hr"):
        de = "Löschen Sie es und beginnen Sie stattdessen eine neue Zeile; eine leere Zeile trennt Absätze."
        en = "Delete it and begin a new line instead; an empty line parts paragraphs."
    elif name in ("li", "ul", "ol"):
        de = "Löschen Sie es; eine Liste schreiben Sie mit „- “ am Anfang jeder Zeile."
        en = 'Delete it; write a list with "- " at the start of every line.'
    else:
        de = "Löschen Sie es und lassen Sie stehen, was gesprochen werden soll."
        en = "Delete it and leave what is to be spoken."
    raise InputError(
        f"Hier steht HTML, „{tag}“; im Film würde es so vorgelesen, wie es dasteht. {de}",
        f'There is HTML here, "{tag}"; the film would read it aloud as it stands. {en}',
        path=path,
        line=line,
    )
