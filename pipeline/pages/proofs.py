"""What the gates have proved of a film, in words for people, and what they measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.model import VoiceKind
from pipeline.pages.html import Mark, table
from pipeline.pages.read import speaks

FILMED = "Je lauter die Stimme, desto weiter ist der Mund offen."
"""The gate on the mouth, where a program has filmed it: nobody knows at which sounds its lips must be closed."""
GATES = {
    "label": "Die Kennzeichnung „AI“ ist in jedem Bild lesbar, nichts verdeckt sie.",
    "review note": "Der Vermerk über die Prüfung der Übersetzung ist in jedem Bild lesbar.",
    "end card": "Die Bitte um eine Dolmetscherin oder einen Dolmetscher steht am Ende lesbar im Bild.",
    "captions": "Alle Untertitel sind im Bild lesbar.",
    "picture": "Die Bilder aus dem Skript sind zu sehen, nichts verdeckt sie (von Videos: ein Bild je Sekunde).",
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


def proofs(gates: Sequence[Mapping[str, Any]], data: Mapping[str, Any]) -> tuple[str, str]:
    """What was proved of a film in words, and what was measured."""
    proved = table(("", "Am fertigen Film geprüft"), (_proved(gate, data) for gate in gates))
    measured = table(("Prüfung", "gemessen", "verlangt"), ((g["name"], g["measured"], g["required"]) for g in gates))
    return proved, f"<details><summary>Messwerte (englisch)</summary>{measured}</details>"


def _proved(gate: Mapping[str, Any], data: Mapping[str, Any]) -> tuple[str, str]:
    """The sign and the words of one proof."""
    name, kind, hearing = gate["name"], speaks(data), data.get("hearing")
    if name == "heard" and gate["passed"] and (not hearing or hearing["not_checked"] == hearing["sentences"]):
        return "–", UNHEARD[kind]
    sign = '<b class="ok">✓</b>' if gate["passed"] else '<b class="bad">✗</b>'
    words = OTHERWISE[kind].get(name) or GATES.get(name, name)
    return Mark(sign), FILMED if name == "mouth" and data.get("portrait") else words
