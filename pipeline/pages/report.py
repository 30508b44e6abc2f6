"""The report of a film, for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from pipeline import language as packs
from pipeline.formats import called
from pipeline.language import Language
from pipeline.pages.html import page, said, table
from pipeline.pages.proofs import proofs

ORIGIN = {
    "source": "eigener Text",
    "supplied": "mitgeliefert",
    "memory": "Übersetzungsspeicher",
    "machine": "Maschine",
}


def report(data: Mapping[str, Any]) -> str:
    """The readable form of report.json."""
    pack = packs.load(data["language"])
    gates, measured = proofs(data["gates"], data)
    source = packs.load(data["script_language"])
    own = data["language"] == data["script_language"]
    units = table(
        ("", source.german, *(() if own else (pack.german,)), "Herkunft"),
        (
            (
                str(number),
                said(unit["script"], source),
                *(() if own else (said(unit["text"], pack),)),
                " · ".join(filter(None, (ORIGIN[unit["origin"]], unit["engine"], unit["bridge"], _shown(unit)))),
            )
            for number, unit in enumerate(data["units"], 1)
        ),
    )
    facts = table(
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
    return page(f"Bericht: {data['title']} ({pack.german})", body)


def _other(film: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """A film file beside the one that people are shown: another format, or a small copy."""
    facts = table(
        ("", ""),
        (
            ("Filmdatei", f"{film['film']} · {film['size'] / 1e6:.1f} MB · SHA-256 {film['film_sha256']}"),
            ("Bild", f"{film['width']} × {film['height']}"),
            ("Dauer", f"{film['duration']:.1f} s"),
        ),
    )
    proved, measured = proofs(film["gates"], data)
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


def _heard(hearing: Mapping[str, Any] | None, pack: Language) -> str:
    """What the ear understood, and which sentences should be listened to."""
    if not hearing:
        return ""
    told = f"{hearing['understood']} von {hearing['sentences']} Sätzen nachgehört und verstanden"
    if hearing["not_checked"]:
        told += f", {hearing['not_checked']} nicht geprüft: {hearing['reason']}"
    rows = table(
        ("Bei", "Bitte anhören", "verstanden wurde", "warum"),
        (
            (f"{one['time']:.1f} s", said(one["text"], pack), said(one["heard"], pack), one["why"])
            for one in hearing["misheard"]
        ),
    )
    others = "".join(
        f"<li>{one['time']:.1f} s: {said(one['text'], pack)} ({escape(one['voice'])})</li>"
        for one in hearing["other_voice"]
    )
    spoken = f"<p>Mit einer anderen Stimme, weil die erste nicht zu verstehen war:</p><ul>{others}</ul>"
    return f"<h2>Nachgehört</h2><p>{escape(told)}</p>{rows if hearing['misheard'] else ''}{spoken if others else ''}"


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
