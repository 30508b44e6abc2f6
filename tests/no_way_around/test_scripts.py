"""Texts that mean to cover, reorder or switch off what must be seen."""

from __future__ import annotations

import json

import pytest

from tests.films import ENGLISH, SCRIPT, Service
from tests.no_way_around.attempts import disclosed, edit, refused

pytest_plugins = ["tests.films"]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_frames")]

SHOWN = [
    r"Bring bitte {\pos(1552,113)\fs900} deinen Ausweis mit.",
    r"Komm bitte\N\N mit deinem {\an9} Ausweis.",
    r"{\pos(1552,113)\p1\c&HFFFFFF&}m 0 0 l 700 0 700 300 0 300{\p0}",
    "Ein <x>Ausweis</x> von {label} und {name} ist genug.",
    "Gegen Za" + "\u0335\u0321\u030d" + "lgo hilft ein Schild, das in jedem Bild zu sehen ist.",
]
COVERING = {
    "a stack of marks": "Z" + "\u0335\u0321\u030d\u0348\u0353" * 30 + "algo.",
    "a filter": "'; drawbox=x=1220:y=36:w=664:h=154:color=white:t=fill, [out] -filter_complex.",
    "letters without end": "W" * 2000,
    "a line without end": "W" * 5000,
    "sentences without end": "A. " * 9000,
}


def test_what_means_to_cover_the_label_is_shown_as_typed(service: Service) -> None:
    contact = r"{\pos(1552,113)\fs900}W\N" + "W · " * 20 + "A" + "\u0301" * 20
    head = f"---\ntitle: '{{pos}} -vf drawbox'\ncontact: {json.dumps(contact)}\n---\n"
    service.write("termin.md", head + "\n".join(SHOWN) + "\n")
    claim = disclosed(service, "de", draft=False)
    said = " ".join(sentence.value for sentence in claim.timeline.sentences)
    assert r"{\pos(1552,113)\fs900}" in said
    assert r"{\pos(1552,113)\fs900}" in claim.timeline.end_card.value.contact


@pytest.mark.parametrize("text", COVERING.values(), ids=COVERING)
def test_what_nobody_can_read_is_refused(text: str, service: Service) -> None:
    service.write("termin.md", f"---\ntitle: Hallo\n---\n{text}\n")
    refused(service, "de")


HARMFUL = ["\u202e", "\u2066", "\u2067", "\u202b", "\x1b[8m", "\x08", "\x00", "\u2028", "\u206a", "\ufff9"]


@pytest.mark.parametrize("character", HARMFUL, ids=ascii)
@pytest.mark.parametrize("place", ["text", "contact", "title", "supplied", "settings"])
def test_characters_that_hide_or_reorder(character: str, place: str, service: Service) -> None:
    if place == "text":
        service.write("termin.md", SCRIPT.replace("bitte", f"bit{character}te"))
    elif place == "supplied":
        service.write("termin.en.md", ENGLISH.replace("bring", f"br{character}ing"))
    elif place == "settings":
        edit(service.config, 'contact = "030', f"contact = {json.dumps('0' + character)[:-1]}30")
    else:
        old = "title: Hallo\n"
        new = f"{place}: {json.dumps(f'Ha{character}llo', ensure_ascii=True)}\n"
        service.write("termin.md", SCRIPT.replace(old, new if place == "title" else old + new))
    refused(service)


@pytest.mark.parametrize(
    "entry", ["label: ''", "disclosure: false", "intro: ''", "ai: false", "watermark: no", "request: ''", "colours: {}"]
)
def test_front_matter_has_no_switch(entry: str, service: Service) -> None:
    service.write("termin.md", SCRIPT.replace("title: Hallo\n", f"title: Hallo\n{entry}\n"))
    assert entry.split(":")[0] in refused(service)
