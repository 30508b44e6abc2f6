"""`lotse languages`: what each language can do here."""

from __future__ import annotations

import json

from pipeline.commands.terminal import Config, Json, console, errors, settings_of, table


def languages(as_json: Json = False, config: Config = None) -> None:
    """Was jede Sprache hier kann, mit dem, was installiert ist. / What each language can do with what is installed."""
    from dataclasses import asdict

    from pipeline import ability

    with errors():
        rows = ability.rows(settings_of(config).models.folder)
        if as_json:
            print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
            return
        table(
            ("Code", "Sprache", "Eigenname", "", "hört", "übersetzt", "Stimme (Frau)", "Stimme (Mann)", "Wortlaut"),
            [
                (
                    r.code,
                    r.german,
                    r.name,
                    "←" if r.direction == "rtl" else "→",
                    "ja" if r.transcribe else "–",
                    r.translate or "nur von Menschen",
                    r.female or "keine",
                    r.male or "keine",
                    f"geprüft: {r.signed}" if r.signed else "ungeprüft",
                )
                for r in rows
            ],
        )
        console().print("~ = Ersatzstimme (espeak-ng); eine bessere: lotse check SCRIPT / ~ = stand-in voice")
