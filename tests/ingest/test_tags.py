"""HTML is refused with what to write instead; other angle brackets are text."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.ingest import read_script, read_supplied


@pytest.mark.parametrize(
    ("typed", "tag", "de", "en"),
    [
        ('<img src="lageplan.png">', '<img src="lageplan.png">', "![Was zu sehen ist](lageplan.png)", "![What there"),
        ("Hier: <IMG alt=x src=bilder/plan.jpg />", "<IMG alt=x", "![Was zu sehen ist](plan.jpg)", "to see](plan.jpg)"),
        ('<img\nsrc="lageplan.png">', "<img", "![Was zu sehen ist](lageplan.png)", "![What there is to see](lageplan"),
        ('<video src="weg.mp4"></video>', '<video src="weg.mp4">', "![Was zu sehen ist](weg.mp4)", "](weg.mp4)"),
        ("Das ist <b>wichtig</b>.", "<b>", "lassen Sie stehen, was gesprochen werden soll", "leave what is to be"),
        ("Eins.<br>Zwei.", "<br>", "beginnen Sie stattdessen eine neue Zeile", "begin a new line instead"),
        ("Eins.<br/>Zwei.", "<br/>", "beginnen Sie stattdessen eine neue Zeile", "begin a new line instead"),
        ('<a href="https://a.example">hier</a>', '<a href="https://a.example">', "nur die Adresse", "only the address"),
        ("- <li>Pass</li>", "<li>", "eine Liste schreiben Sie mit „- “", 'a list with "- "'),
        ("Ende</p>", "</p>", "beginnen Sie stattdessen eine neue Zeile", "begin a new line instead"),
        ("Text <!-- Notiz -->", "<!--", "Löschen Sie es", "Delete it"),
    ],
)
@pytest.mark.parametrize("name", ["termin.md", "termin.txt", "termin.ar.md"])
def test_html_is_refused_by_its_line_with_what_to_write_instead(
    typed: str, tag: str, de: str, en: str, name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    head = "---\nmarkdown: no\n---\n" if ".ar." in name else ""
    path.write_text(f"{head}Guten Tag.\n\n{typed}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_supplied(path, "ar") if ".ar." in name else read_script(path)
    error = caught.value
    assert error.de.startswith(f"{path}:{6 if head else 3}: Hier steht HTML, „{tag}")
    assert de in error.de
    assert f'HTML here, "{tag}' in error.en
    assert en in error.en
