"""`lotse verify`: whether a file is a film of one's own, and what of its marks is left."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.terminal import FAILED, NOT_OURS, Config, Json, console, errors, settings_of, table
from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.verify.verdict import Verdict


def verify(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Filme, auch Kopien von anderswo")],
    root: Annotated[
        Path | None, typer.Option("--root", help="nur mit diesem Wurzelzertifikat prüfen (lotse keys export)")
    ] = None,
    as_json: Json = False,
    config: Config = None,
) -> None:
    """Prüft, ob eine Datei ein eigener Film ist und was von den Kennzeichnungen da ist. / Checks any film file."""
    from dataclasses import asdict

    from pipeline.errors import MissingError
    from pipeline.seal import keys
    from pipeline.verify.bare import examine, read_root

    with errors():
        for path in files:
            if not path.is_file():
                raise InputError("Diese Datei gibt es nicht.", "There is no such file.", path=path)
        trust, mark_key, log, state = None, None, None, None
        if root:
            trust = read_root(root)
        else:
            state = settings_of(config).paths.state
            log = state / "fingerprints.jsonl"
            try:
                own = keys.load(state / "keys")
                trust, mark_key = own.root, own.mark_key()
            except MissingError as error:
                # A machine that has made no film yet can still say what a file claims to be.
                console(error=True).print(f"{error.de}\n{error.en}", markup=False)
        verdicts = []
        for path in files:
            verdicts.append(examine(path, root=trust, mark_key=mark_key, log=log, state=state))
            if not as_json:
                _print_verdict(verdicts[-1])
        if as_json:
            print(json.dumps([asdict(verdict) for verdict in verdicts], ensure_ascii=False, indent=1, default=str))
    sys.stdout.flush()
    # A film of one's own that is not as it must be is worse than one that is somebody else's.
    raise typer.Exit(max((verdict.status for verdict in verdicts), key=(0, NOT_OURS, FAILED).index))


def _print_verdict(verdict: Verdict) -> None:
    from pipeline.verify.verdict import GERMAN

    terminal = console()
    terminal.print(f"\n{verdict.path}", markup=False)
    signs = {True: "✓", False: "✗", None: "?"}
    rows = [(signs[layer.found], layer.name, layer.de, layer.en) for layer in verdict.layers]
    told = {layer.name for layer in verdict.layers if layer.found is not True}
    for gate in verdict.gates:
        if not gate.passed and gate.name not in told:
            rows.append(("✗", gate.name, gate.de, f"{gate.en} ({gate.measured})"))
    if verdict.status != NOT_OURS:
        for one in verdict.unjudged:
            if one.name not in told:
                rows.append(("?", one.name, f"nicht beurteilbar: {one.de}", f"not judgeable: {one.en}"))
    rows = [(sign, GERMAN[name], de, en) for sign, name, de, en in rows]
    table(("", "Prüfung", "Ergebnis", "Result"), rows)
    if passed := [gate.name for gate in verdict.gates if gate.passed]:
        terminal.print(f"✓ {', '.join(GERMAN[name] for name in passed)}", markup=False)
    terminal.print(f"{verdict.de}\n{verdict.en}", markup=False)
