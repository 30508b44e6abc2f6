"""The output folder takes only what was proved, takes it whole, and shows nothing half-done whatever happens."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import publish as module
from pipeline.errors import LotseError
from pipeline.files import sha256, slug
from pipeline.model import Film, Gate, Report
from pipeline.publish import Places, publish, refuse, withdraw_draft

PASSED, FAILED = Gate("label", True, "", ""), Gate("label", False, "", "", "Das Schild fehlt.", "The label is missing.")
BESIDE: dict[str, bytes | str] = {"Hallo.en.txt": "Hello.", "poster.jpg": b"jpeg", "report.json": "{}"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def proved(tmp_path: Path, content: bytes = b"film", *gates: Gate) -> Report:
    """A report for any bytes: what is in the film is not this room's business."""
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    return Report("en", Film(path, 20.0, 1920, 1080, 25.0, len(content)), sha256(path), gates or (PASSED,))


def inside(folder: Path) -> list[str]:
    """Everything, hidden things too."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*")) if folder.exists() else []


def put(report: Report, out: Path, *, draft: bool = False) -> Path:
    return publish({"Hallo.en.mp4": report}, Places.under(out), "Hallo", draft=draft, beside=BESIDE)


WHOLE = ["Hallo", "Hallo/en", *(f"Hallo/en/{name}" for name in sorted(["Hallo.en.mp4", *BESIDE]))]


# ---------------------------------------------------------------- what it takes


def test_a_film_and_what_belongs_to_it(tmp_path: Path, out: Path) -> None:
    film = put(proved(tmp_path), out)
    assert film == out / "Hallo" / "en" / "Hallo.en.mp4"
    assert film.read_bytes() == b"film"
    assert (film.parent / "Hallo.en.txt").read_text() == "Hello."
    assert inside(out) == WHOLE


def test_a_draft_stands_apart(tmp_path: Path, out: Path) -> None:
    assert put(proved(tmp_path), out, draft=True) == out / "Entwurf" / "Hallo" / "en" / "Hallo.en.mp4"
    assert Places.under(out).language("Hallo", "en", draft=True) == out / "Entwurf" / "Hallo" / "en"


def test_an_older_film_is_replaced_with_all_that_belonged_to_it(tmp_path: Path, out: Path) -> None:
    publish(
        {"Hallo.en.mp4": proved(tmp_path, b"old")}, Places.under(out), "Hallo", draft=False, beside={"old.txt": "old"}
    )
    put(proved(tmp_path, b"new"), out)
    assert inside(out) == WHOLE
    assert (out / "Hallo/en/Hallo.en.mp4").read_bytes() == b"new"


def test_a_film_withdraws_its_draft_and_no_other(tmp_path: Path, out: Path) -> None:
    report = proved(tmp_path)
    put(report, out, draft=True)
    put(replace(report, language="uk"), out, draft=True)
    put(report, out)
    assert inside(out / "Entwurf" / "Hallo")[0] == "uk"
    assert not (out / "Entwurf" / "Hallo" / "en").exists()


def test_the_last_draft_takes_its_pages_and_folders_along(tmp_path: Path, out: Path) -> None:
    put(proved(tmp_path), out, draft=True)
    (out / "Entwurf" / "Hallo" / "Start.html").write_text("drafts")
    put(proved(tmp_path), out)
    assert inside(out) == WHOLE


def test_there_may_be_no_draft_to_withdraw(out: Path) -> None:
    withdraw_draft(Places.under(out), "Hallo", "en")
    assert not out.exists()


# ---------------------------------------------------------------- what it refuses


@pytest.mark.parametrize("draft", [False, True])
def test_a_failed_gate(draft: bool, tmp_path: Path, out: Path) -> None:
    with pytest.raises(LotseError) as caught:
        put(proved(tmp_path, b"film", PASSED, FAILED), out, draft=draft)
    assert "Das Schild fehlt." in caught.value.de
    assert "The label is missing." in caught.value.en
    assert inside(out) == []


def test_a_watermark_that_is_not_found_names_the_format_and_the_picture_that_hides_it() -> None:
    lost = Gate("watermark", False, "", "", "Das Wasserzeichen fehlt.", "The watermark is missing.")
    with pytest.raises(LotseError) as caught:
        refuse([PASSED, lost], "1x1", Path("haus.jpg"))
    assert caught.value.de.startswith("Nicht veröffentlicht (1x1): Das Wasserzeichen fehlt. Wahrscheinlich")
    assert "Hintergrundbild haus.jpg" in caught.value.de
    assert "name a calmer one" in caught.value.en
    for gates, wall in (([lost], None), ([FAILED], Path("haus.jpg"))):
        with pytest.raises(LotseError) as caught:
            refuse(gates, "1x1", wall)
        assert "Render the language again." in caught.value.en
        assert "picture" not in caught.value.en


def test_a_report_without_gates(tmp_path: Path, out: Path) -> None:
    with pytest.raises(LotseError) as caught:
        put(replace(proved(tmp_path), gates=()), out)
    assert "keine Prüfung" in caught.value.de
    assert "nothing was proved" in caught.value.en
    assert inside(out) == []


def test_a_film_swapped_after_it_was_proved(tmp_path: Path, out: Path) -> None:
    report = proved(tmp_path)
    report.film.path.write_bytes(b"swap")
    with pytest.raises(LotseError, match="nicht die, die geprüft wurde"):
        put(report, out)
    assert inside(out) == []


def test_a_film_that_is_gone(tmp_path: Path, out: Path) -> None:
    report = proved(tmp_path)
    report.film.path.unlink()
    with pytest.raises(LotseError, match="lässt sich nicht schreiben"):
        put(report, out)
    assert inside(out) == []


def test_a_refused_film_leaves_the_old_one_and_the_draft_as_they_are(tmp_path: Path, out: Path) -> None:
    put(proved(tmp_path, b"old"), out)
    put(proved(tmp_path, b"draft"), out, draft=True)
    before = inside(out)
    with pytest.raises(LotseError):
        put(proved(tmp_path, b"new", FAILED), out)
    assert inside(out) == before
    assert (out / "Hallo/en/Hallo.en.mp4").read_bytes() == b"old"


# ---------------------------------------------------------------- what may happen in between


class PulledPlug(BaseException):
    """Nothing that anybody would catch."""


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize("step", ["copy", "hash", "first text", "last text", "sync", "rename"])
def test_a_crash_between_two_steps(
    step: str, old: bool, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if old:
        put(proved(tmp_path, b"old"), out)
    report = proved(tmp_path, b"new")
    texts = iter(range(1, len(BESIDE) + 1))
    write, rename = Path.write_bytes, Path.rename

    def crash(*_: object, **__: object) -> None:
        raise PulledPlug

    def write_some(path: Path, data: bytes) -> int:
        if next(texts) == (1 if step == "first text" else len(BESIDE)):
            crash()
        return write(path, data)

    def rename_some(self: Path, target: Path) -> Path:
        if target == out / "Hallo" / "en" and self.suffix == ".tmp" and ".old" not in self.name:
            crash()
        return rename(self, target)

    patches: dict[str, tuple[object, str, object]] = {
        "copy": (shutil, "copyfile", crash),
        "sync": (module, "_sync", crash),
        "hash": (module, "sha256", crash),
        "first text": (Path, "write_bytes", write_some),
        "last text": (Path, "write_bytes", write_some),
        "rename": (Path, "rename", rename_some),
    }
    monkeypatch.setattr(*patches[step])
    with pytest.raises(PulledPlug):
        put(report, out)
    assert inside(out) == (WHOLE if old else [])
    if old:
        assert (out / "Hallo/en/Hallo.en.mp4").read_bytes() == b"old"


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "kein Platz mehr"), (errno.EDQUOT, "kein Platz mehr"), (errno.EACCES, "Rechte")],
)
def test_an_error_of_the_file_system_keeps_the_old_film(
    number: int, words: str, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(proved(tmp_path, b"old"), out)
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name.startswith(".en-") and ".old" not in self.name:
            raise OSError(number, os.strerror(number))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(LotseError, match=words) as caught:
        put(proved(tmp_path, b"new"), out)
    assert caught.value.retry
    assert inside(out) == WHOLE
    assert (out / "Hallo/en/Hallo.en.mp4").read_bytes() == b"old"


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of one megabyte."""
    folder = tmp_path / "full"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("only root can mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(full_disk: Path, tmp_path: Path) -> None:
    put(proved(tmp_path, b"old"), full_disk)
    with pytest.raises(LotseError) as caught:
        put(proved(tmp_path, bytes(2_000_000)), full_disk)
    assert "kein Platz mehr" in caught.value.de
    assert "no room left" in caught.value.en
    assert caught.value.retry
    assert inside(full_disk) == WHOLE


def test_a_disk_that_fills_up_while_the_texts_are_written(full_disk: Path, tmp_path: Path) -> None:
    with pytest.raises(LotseError) as caught:
        publish(
            {"Hallo.en.mp4": proved(tmp_path)},
            Places.under(full_disk),
            "Hallo",
            draft=False,
            beside={"poster.jpg": bytes(2_000_000)},
        )
    assert "kein" in caught.value.de
    assert "Platz" in caught.value.de
    assert inside(full_disk) == []


def test_a_file_that_may_not_become_so_large(tmp_path: Path, out: Path) -> None:
    """As under a quota; in a process of its own, because the limit cannot be lifted again."""
    report = proved(tmp_path, bytes(2_000_000))
    program = f"""
import resource, signal
from pathlib import Path
from pipeline.errors import LotseError
from pipeline.model import Film, Gate, Report
from pipeline.publish import Places, publish
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
film = Film(Path({str(report.film.path)!r}), 20.0, 1920, 1080, 25.0, 2_000_000)
try:
    report = Report("en", film, {report.film_sha256!r}, (Gate("label", True, "", ""),))
    publish({{"Hallo.en.mp4": report}}, Places.under(Path({str(out)!r})), "Hallo", draft=False, beside={{}})
except LotseError as error:
    print(error.de)
"""
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, timeout=60)
    assert "kein Platz mehr" in done.stdout, done.stderr
    assert inside(out) == []


def test_an_output_folder_that_is_a_file(tmp_path: Path, out: Path) -> None:
    out.write_text("a file")
    with pytest.raises(LotseError, match="lässt sich nicht schreiben"):
        put(proved(tmp_path), out)
    assert out.read_text() == "a file"


@pytest.mark.parametrize(
    "title", ["../../etc/passwd", "..", "a/b", "C:\\x", "CON", "Entwurf", ".hidden", "a\nb", "Wie? <b>", "x" * 300]
)
def test_whatever_the_title_is_its_folder_lies_in_the_output_folder(title: str, tmp_path: Path, out: Path) -> None:
    film = publish({f"{slug(title)}.en.mp4": proved(tmp_path)}, Places.under(out), slug(title), draft=False, beside={})
    assert film.parent.parent.parent == out
    assert film.parent.parent.name not in ("Entwurf", "CON")
    assert not film.parent.parent.name.startswith(".")


# ---------------------------------------------------------------- after a run that was killed


def test_a_film_that_a_killed_run_had_moved_aside_comes_back(tmp_path: Path, out: Path) -> None:
    put(proved(tmp_path, b"old"), out)
    folder = out / "Hallo"
    (folder / "en").rename(folder / ".en-abc.old.tmp")
    (folder / ".en-def.tmp").mkdir()
    (folder / ".en-def.tmp" / "Hallo.en.mp4").write_bytes(b"half")
    broken = replace(proved(tmp_path, b"new"), film_sha256="other")
    with pytest.raises(LotseError, match="nicht die, die geprüft wurde"):
        put(broken, out)
    assert (folder / "en" / "Hallo.en.mp4").read_bytes() == b"old"
    assert inside(out) == WHOLE


def test_what_a_killed_run_left_is_swept_away(tmp_path: Path, out: Path) -> None:
    put(proved(tmp_path, b"old"), out)
    for left in (".en-abc.tmp", ".en-abc.old.tmp"):
        (out / "Hallo" / left).mkdir()
    put(proved(tmp_path, b"new"), out)
    assert inside(out) == WHOLE
    assert (out / "Hallo/en/Hallo.en.mp4").read_bytes() == b"new"
