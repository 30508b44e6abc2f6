"""`lotse`: the command. Imports of everything heavy stand inside the functions, so that --help answers at once."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from pipeline.errors import InputError, LotseError, MachineError, WaitingError

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.run import Outcome
    from pipeline.settings import Settings
    from pipeline.verify.bare import Verdict
    from pipeline.weights.store import Progress as _ByteProgress
    from pipeline.work import Progress as _Progress

FAILED, BAD_INPUT, WAITING, NOT_OURS = 1, 2, 3, 4

app = typer.Typer(
    help="Lotse: ein Skript hinein, je Sprache ein ehrliches Video heraus. / One script in, one honest video out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="Exit: 0 all done · 1 some language failed · 2 bad input, usage or machine · 3 something waits for a person",
)
models_app = typer.Typer(
    help="Modelle holen, einspielen, prüfen. / Models: list, pull, import, verify.", no_args_is_help=True
)
app.add_typer(models_app, name="models")
keys_app = typer.Typer(help="Wurzelzertifikat für Partner. / The root certificate, for partners.", no_args_is_help=True)
app.add_typer(keys_app, name="keys")

Config = Annotated[Path | None, typer.Option("--config", help="lotse.toml (sonst LOTSE_CONFIG oder ./lotse.toml)")]
Json = Annotated[bool, typer.Option("--json", help="Ergebnis als JSON auf die Standardausgabe")]
Script = Annotated[Path, typer.Argument(metavar="SCRIPT", help="Markdown oder Text, UTF-8")]
To = Annotated[str, typer.Option("--to", help="Sprachen, mit Komma: ar,uk (sonst „to“ im Kopf des Skripts)")]
Avatar = Annotated[str, typer.Option("--avatar", help="maja oder daniel (sonst, was im Skript steht)")]
Out = Annotated[Path, typer.Option("--out", help="Ausgabeordner")]
ReviewOption = Annotated[
    Literal["required", "label"] | None, typer.Option("--review", help="nur verschärfen: required")
]


@app.command()
def init(config: Config = None) -> None:
    """Schreibt eine kommentierte lotse.toml. / Writes a commented lotse.toml."""
    from pipeline import settings

    with _errors():
        path = config or Path("lotse.toml")
        settings.init(path)
        _console().print(f"{path} geschrieben. Bitte öffnen und ausfüllen. / Written; open and fill it in.")


@app.command()
def render(
    script: Script,
    to: To = "",
    out: Out = Path("Ausgabe"),
    avatar: Avatar = "",
    review: ReviewOption = None,
    as_json: Json = False,
    config: Config = None,
) -> None:
    """Macht aus einem Skript je Sprache einen Film. / Makes one film per language from a script."""
    from pipeline import ability, run
    from pipeline.work import prepare, targets

    with _errors():
        settings = _settings(config)
        with _watched(as_json) as progress:
            work = prepare(script, settings, out, avatar=avatar, review=review, progress=progress)
            languages = targets(work.script, _split(to))
            ability.inspect(work, languages)
            outcomes = run.render(work, languages)
        _finish(outcomes, as_json)


@app.command()
def approve(
    script: Script,
    lang: Annotated[str, typer.Option("--lang", help="die Sprache, z. B. uk")],
    by: Annotated[str, typer.Option("--by", help="Name aus [review.reviewers]")],
    out: Annotated[Path | None, typer.Option("--out", help="sonst, wohin der Entwurf kam")] = None,
    as_json: Json = False,
    config: Config = None,
) -> None:
    """Gibt den Text des letzten Entwurfs frei und veröffentlicht den Film. / Approves the last draft and publishes."""
    from pipeline import ability, run
    from pipeline.job import Job
    from pipeline.work import prepare, targets

    with _errors():
        settings = _settings(config)
        with _watched(as_json) as progress:
            asked = Job(settings.paths.state, script).asked()
            into = out or (asked.out if asked else Path("Ausgabe"))
            work = prepare(script, settings, into, avatar=asked.avatar if asked else "", progress=progress)
            languages = targets(work.script, [lang])
            ability.inspect(work, languages)
            outcome = run.approve(work, lang, by)
        _finish((outcome,), as_json)


@app.command()
def check(script: Script, to: To = "", avatar: Avatar = "", as_json: Json = False, config: Config = None) -> None:
    """Prüft vor der Arbeit, ob jede Sprache übersetzt, gesprochen und geschrieben werden kann. / Checks before work."""
    from dataclasses import asdict

    from pipeline import ability
    from pipeline.work import prepare, targets

    with _errors():
        work = prepare(script, _settings(config), Path("Ausgabe"), avatar=avatar)
        languages = targets(work.script, _split(to))
        ability.inspect(work, languages)
        answers = ability.check(work, languages)
        if as_json:
            print(json.dumps([asdict(answer) for answer in answers], ensure_ascii=False, indent=1))
        else:
            rows = [
                (
                    "✗" if a.broken else "…" if a.waits else "✓",
                    a.language,
                    a.translation,
                    a.voice,
                    a.fonts,
                    "\n".join(a.commands),
                )
                for a in answers
            ]
            _table(("", "Sprache", "Übersetzung", "Stimme", "Schrift", "Abhilfe / besser mit"), rows)
    raise typer.Exit(FAILED if any(a.broken for a in answers) else WAITING if any(a.waits for a in answers) else 0)


@app.command()
def languages(as_json: Json = False, config: Config = None) -> None:
    """Was jede Sprache hier kann, mit dem, was installiert ist. / What each language can do with what is installed."""
    from dataclasses import asdict

    from pipeline import ability

    with _errors():
        rows = ability.rows(_settings(config).models.folder)
        if as_json:
            print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
            return
        _table(
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
        _console().print("~ = Ersatzstimme (espeak-ng); eine bessere: lotse check SCRIPT / ~ = stand-in voice")


@models_app.command("list")
def models_list(as_json: Json = False, config: Config = None) -> None:
    """Was installiert ist, mit Lizenz. / What is installed, with its licence."""
    from pipeline.weights.store import installed

    with _errors():
        weights = installed(_settings(config).models.folder)
        if as_json:
            data = [{"name": w.name, "licence": w.licence, "source": w.source, "bytes": w.size} for w in weights]
            print(json.dumps(data, ensure_ascii=False, indent=1))
            return
        _table(
            ("Modell", "Größe", "Lizenz", "Quelle"),
            [(w.name, f"{w.size / 1e6:.0f} MB", w.licence, w.source) for w in weights],
        )


@models_app.command("pull")
def models_pull(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="whisper:base piper:… firefox:en-pt argos:de-en")
    ],
    missing: Annotated[bool, typer.Option("--missing", help="nur, was noch fehlt")] = False,
    config: Config = None,
) -> None:
    """Holt Modelle; nur dieser Befehl braucht das Netz. / Fetches models; only this command needs a network."""
    from pipeline.weights.fetch import pull
    from pipeline.weights.store import find

    with _errors():
        folder = _settings(config).models.folder
        for name in names:
            if missing and find(folder, name):
                _console().print(f"{name}: ist da / is there")
                continue
            with _bytes(name) as progress:
                for weight in pull(folder, name, progress):
                    _console().print(f"{weight.name}: {weight.size / 1e6:.0f} MB, {weight.licence}")


@models_app.command("import")
def models_import(source: Annotated[Path, typer.Argument(help="Ordner oder Datei")], config: Config = None) -> None:
    """Spielt Modelle von einem Datenträger ein. / Takes models carried in on a stick."""
    from pipeline.weights.carry import import_from

    with _errors(), _bytes(source.name) as progress:
        for weight in import_from(_settings(config).models.folder, source, progress):
            _console().print(f"{weight.name}: {weight.size / 1e6:.0f} MB, {weight.licence}")


@models_app.command("verify")
def models_verify(config: Config = None) -> None:
    """Rechnet alle Prüfsummen nach. / Recomputes every hash."""
    from pipeline.weights.store import installed, verify

    with _errors():
        folder = _settings(config).models.folder
        with _bytes("…") as progress:
            problems = verify(folder, progress)
        for german, english in problems:
            _console(error=True).print(f"{german}\n{english}", markup=False)
        if problems:
            raise typer.Exit(FAILED)
        _console().print(f"{len(installed(folder))} Modelle in Ordnung / models are as they should be")


@app.command(
    epilog="Exit: 0 own film, all proved · 1 something is missing or wrong · 4 not a Lotse film of this service; "
    "of several files the worst, 1 before 4 before 0"
)
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

    with _errors():
        for path in files:
            if not path.is_file():
                raise InputError("Diese Datei gibt es nicht.", "There is no such file.", path=path)
        trust, mark_key, log = None, None, None
        if root:
            trust = read_root(root)
        else:
            state = _settings(config).paths.state
            log = state / "fingerprints.jsonl"
            try:
                own = keys.load(state / "keys")
                trust, mark_key = own.root, own.mark_key()
            except MissingError as error:
                # A machine that has made no film yet can still say what a file claims to be.
                _console(error=True).print(f"{error.de}\n{error.en}", markup=False)
        verdicts = []
        for path in files:
            verdicts.append(examine(path, root=trust, mark_key=mark_key, log=log))
            if not as_json:
                _print_verdict(verdicts[-1])
        if as_json:
            print(json.dumps([asdict(verdict) for verdict in verdicts], ensure_ascii=False, indent=1, default=str))
    sys.stdout.flush()
    # A film of one's own that is not as it must be is worse than one that is somebody else's.
    raise typer.Exit(max((verdict.status for verdict in verdicts), key=(0, NOT_OURS, FAILED).index))


@keys_app.command("export")
def keys_export(target: Annotated[Path, typer.Argument(help="Zieldatei, .pem")], config: Config = None) -> None:
    """Schreibt das Wurzelzertifikat, mit dem Partner prüfen können. / Writes the root that partners check with."""
    from pipeline.seal import keys

    with _errors():
        folder = _settings(config).paths.state / "keys"
        keys.export_root(folder, target)
        console = _console()
        console.print(f"{target}\nSHA-256 {keys.load(folder).root_sha256}", markup=False)
        console.print(
            "Bitte die Prüfsumme auf einem anderen Weg mitteilen als die Datei. Partner prüfen mit: lotse verify "
            f"--root {target.name} FILM\nGive the checksum on another way than the file. Partners check with: lotse "
            f"verify --root {target.name} FILM",
            markup=False,
        )


def main() -> None:
    app()


# ---------------------------------------------------------------- talking to people


def _console(*, error: bool = False) -> Console:
    from rich.console import Console

    console = Console(stderr=error, soft_wrap=True, highlight=False)
    if not console.is_terminal:
        console.width = 200  # a table in a log is better wide than cut
    return console


def _settings(config: Path | None) -> Settings:
    from pipeline import settings

    return settings.load(config)


def _split(languages: str) -> list[str]:
    return [code for code in languages.lower().replace("+", ",").replace(" ", ",").split(",") if code]


@contextmanager
def _errors() -> Iterator[None]:
    """An error becomes one message in German and English and the right exit status."""
    try:
        yield
    except LotseError as error:
        _fail(error)
    except KeyboardInterrupt:
        _console(error=True).print("Abgebrochen. / Stopped.")
        raise typer.Exit(130) from None


def _fail(error: LotseError) -> NoReturn:
    console = _console(error=True)
    console.print(error.de, style="bold red", markup=False)
    console.print(error.en, markup=False)
    kinds = {InputError: BAD_INPUT, MachineError: BAD_INPUT, WaitingError: WAITING}
    raise typer.Exit(next((code for kind, code in kinds.items() if isinstance(error, kind)), FAILED)) from error


STAGES = {
    "translate": "übersetzen",
    "speak": "sprechen",
    "render": "Film schreiben",
    "verify": "prüfen",
    "publish": "ablegen",
}


@contextmanager
def _watched(quiet: bool) -> Iterator[_Progress]:
    """A line per language with its stage; on a pipe, one line per stage."""
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    from pipeline import language as packs

    console = _console(error=True)
    columns = (
        TextColumn("{task.fields[german]:<14}"),
        TextColumn("{task.description:<16}"),
        BarColumn(),
        TimeElapsedColumn(),
    )
    tasks: dict[str, TaskID] = {}
    said: set[tuple[str, str]] = set()
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal) as bars:

        def report(code: str, stage: str, done: float) -> None:
            if code not in tasks:
                for other in tasks.values():
                    bars.stop_task(other)
                tasks[code] = bars.add_task("", total=1.0, german=packs.load(code).german)
            bars.update(tasks[code], description=STAGES[stage], completed=1.0 if stage == "publish" else done)
            if not quiet and not console.is_terminal and (code, stage) not in said:
                said.add((code, stage))
                console.print(f"{packs.load(code).german}: {STAGES[stage]}")

        yield report


@contextmanager
def _bytes(name: str) -> Iterator[_ByteProgress]:
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    console = _console(error=True)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), console=console, transient=True
    ) as bars:
        task = bars.add_task(name, total=None)
        yield lambda weight, done, total: bars.update(task, description=weight, completed=done, total=total)


def _finish(outcomes: tuple[Outcome, ...], as_json: bool) -> NoReturn:
    """The table at the end, what went wrong, and the exit status."""
    from dataclasses import asdict

    if as_json:
        print(json.dumps([asdict(outcome) for outcome in outcomes], ensure_ascii=False, indent=1, default=str))
    else:
        _print_outcomes(outcomes)
    states = {outcome.status for outcome in outcomes}
    sys.stdout.flush()
    raise typer.Exit(FAILED if "failed" in states else WAITING if states & {"draft", "waiting"} else 0)


def _print_outcomes(outcomes: tuple[Outcome, ...]) -> None:
    from pipeline import language as packs

    words = {"film": "Film", "draft": "Entwurf", "waiting": "wartet", "failed": "gescheitert"}
    _table(
        ("", "Sprache", "Dauer", "gebraucht", "Herkunft der Übersetzung", "Stimme", "Ordner"),
        [
            (
                words[o.status],
                f"{o.language} {packs.load(o.language).german}",
                f"{o.duration:.0f} s" if o.film else "–",
                f"{o.seconds:.0f} s",
                _german(o.origin) or "–",
                (f"~{o.voice}" if o.stand_in else o.voice) or "–",
                f"{o.film.parent}/" if o.film else "–",
            )
            for o in outcomes
        ],
    )
    console = _console()
    for outcome in outcomes:
        if outcome.de:
            console.print(f"\n{packs.load(outcome.language).german}: {outcome.de}", markup=False)
            console.print(f"{packs.load(outcome.language).english}: {outcome.en}", markup=False)
    if any(outcome.stand_in for outcome in outcomes):
        console.print("\n~ Ersatzstimme, weil keine bessere installiert ist. Welche es gibt: lotse check SCRIPT")
        console.print("~ stand-in voice, because no better one is installed. Which there are: lotse check SCRIPT")


def _print_verdict(verdict: Verdict) -> None:
    from pipeline.verify.bare import GERMAN

    console = _console()
    console.print(f"\n{verdict.path}", markup=False)
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
    _table(("", "Prüfung", "Ergebnis", "Result"), rows)
    if passed := [gate.name for gate in verdict.gates if gate.passed]:
        console.print(f"✓ {', '.join(GERMAN[name] for name in passed)}", markup=False)
    console.print(f"{verdict.de}\n{verdict.en}", markup=False)


def _german(origin: str) -> str:
    """Where a translation comes from, for staff."""
    from pipeline.pages import ORIGIN

    words = {**ORIGIN, "from": "aus"}
    return re.sub(
        r"\b(source|supplied|memory|machine|approved|from)\b", lambda m: words.get(m[0], "freigegeben"), origin
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.box import SIMPLE
    from rich.table import Table
    from rich.text import Text

    table = Table(*head, box=SIMPLE)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    _console().print(table)
