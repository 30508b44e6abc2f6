"""Import: weights carried in on a stick."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import InputError
from pipeline.files import sha256
from pipeline.weights import sorting
from pipeline.weights.catalogue import known
from pipeline.weights.store import MANIFEST, Progress, Weight, folder, place, read_manifest, staging


def import_from(models: Path, source: Path, progress: Progress = lambda name, done, total: None) -> tuple[Weight, ...]:
    """Copies weights into the models folder and records them.

    Args:
        models: The models folder; made if missing.
        source: A models folder of another machine (with its manifest.json); an .argosmodel file; a Piper .onnx file
            with its .onnx.json beside it; a folder with a Coqui voice, named like it; a folder with a CTranslate2
            Whisper model; a folder named "en-uk" with a Firefox Translations model.
        progress: Called after each file or weight.

    Raises:
        InputError: It is none of these, or a file in it is missing or damaged. Nothing was recorded then.
    """
    source = source.resolve()
    if not source.exists():
        raise InputError("Das gibt es nicht. Ist der Stick eingesteckt?", "There is no such thing.", path=source)
    if (source / MANIFEST).is_file():
        return _from_folder(models, source, progress)
    with staging(models) as scratch:
        name, files, licence = _sort(source, scratch / "in")
        entry = known(name)
        size = sum(path.stat().st_size for path in files.values())
        weight = place(models, name, files, licence or entry.licence, f"{entry.source}; imported from {source.name}")
        progress(name, size, size)
        return (weight,)


def _sort(source: Path, into: Path) -> sorting.Sorted:
    if source.is_file():
        if source.suffix == ".argosmodel":
            return sorting.argos(source, into)
        if source.suffix == ".onnx":
            return sorting.piper(source, into)
    elif source.is_dir():
        names = [path.name for path in source.iterdir()]
        if any(name.endswith(".spm") for name in names):
            return sorting.firefox(source, into)
        if "model.bin" in names:
            return sorting.whisper(source, into, source.name.removeprefix("faster-whisper-"))
        if "config.json" in names and any(name.endswith(".pth") for name in names):
            return sorting.coqui(source, into)
    raise InputError(
        "Das ist kein Modell, das Lotse kennt. Möglich sind: ein Modellordner eines anderen Rechners (mit "
        "manifest.json), eine .argosmodel-Datei, eine Piper-Stimme .onnx (mit .onnx.json daneben), ein Ordner mit "
        "einer Coqui-Stimme (config.json und .pth), ein Ordner mit einem Whisper-Modell, ein Ordner en-uk mit einem "
        "Modell von Firefox Translations.",
        "This is no model that Lotse knows. Possible are: a models folder of another machine (with manifest.json), an "
        ".argosmodel file, a Piper voice .onnx (with its .onnx.json beside it), a folder with a Coqui voice "
        "(config.json and .pth), a folder with a Whisper model, a folder en-uk with a Firefox Translations model.",
        path=source,
    )


def _from_folder(models: Path, source: Path, progress: Progress) -> tuple[Weight, ...]:
    """All weights of another machine's folder, or none: every hash is checked before the first is recorded."""
    weights = read_manifest(source / MANIFEST)
    with staging(models) as scratch:
        for weight in weights:
            done = 0
            for file in weight.files:
                if not (source / file.path).is_file() or _hash_of_copy(source, scratch, file.path) != file.sha256:
                    raise InputError(
                        f"Die Datei fehlt oder ist beschädigt. {weight.name} dort neu holen und noch einmal hertragen: "
                        f"lotse models pull {weight.name}",
                        f"The file is missing or damaged. Fetch {weight.name} there again and carry it over once more: "
                        f"lotse models pull {weight.name}",
                        path=source / file.path,
                    )
                done += file.size
                progress(weight.name, done, weight.size)
        return tuple(
            place(
                models,
                weight.name,
                {file.path.removeprefix(f"{folder(weight.name)}/"): scratch / file.path for file in weight.files},
                weight.licence,
                weight.source,
            )
            for weight in weights
        )


def _hash_of_copy(source: Path, scratch: Path, rel: str) -> str:
    return sha256(sorting.copy(source / rel, scratch / rel))
