"""A foreign program runs in a cage, ends with who started it, and its last words reach the administrator."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.errors import InputError, LotseError
from pipeline.scene import program
from pipeline.scene.portrait import Portrait

TALKER = Path(__file__).with_name("talker.py")


def portrait(folder: Path, fault: str = "", *, container: str = "mp4", limit: float = 20.0) -> Portrait:
    picture = folder / "clara.png"
    picture.write_bytes(b"a face that nobody has")
    command = (sys.executable, str(TALKER), "{sound}", "{portrait}", "{clip}", "{fps}", fault)
    return Portrait("clara", "Clara", "female", picture, command, container, limit, "Rana Haddad, 2026-11-22")


def failure(folder: Path, fault: str) -> LotseError:
    with pytest.raises(LotseError) as caught, program.workshop(folder) as place:
        program.run(portrait(folder, fault), folder / "sound.wav", place, seconds=1, fps=25)
    return caught.value


def test_its_last_words_stand_in_the_error(tmp_path: Path) -> None:
    error = failure(tmp_path, "crash")
    assert "„clara“ ist gescheitert (Status 1). Es lässt sich von Hand ausprobieren" in error.de
    assert f"the portrait {tmp_path / 'clara.png'}. Its last words: " in error.en
    assert error.de.endswith("Es sagte zuletzt: loading the model | no graphics card found")
    assert error.en.endswith("Its last words: loading the model | no graphics card found")


def test_a_program_that_leaves_nothing_has_failed(tmp_path: Path) -> None:
    assert "hat kein Video hinterlassen: clip.mp4" in failure(tmp_path, "nothing").de


def test_a_program_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "STARTUP", 0.2)
    begun = time.monotonic()
    with pytest.raises(LotseError, match="limit erhöhen") as caught, program.workshop(tmp_path) as place:
        program.run(portrait(tmp_path, "sleep", limit=0.1), tmp_path / "sound.wav", place, seconds=1, fps=25)
    assert "(now 0.1 s for each second of sound)" in caught.value.en
    assert time.monotonic() - begun < 60


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    nowhere = Portrait("clara", "Clara", "female", tmp_path, ("/opt/face/run",), "mp4", 20.0, "")
    with pytest.raises(InputError, match=r"/opt/face/run für den Avatar „clara“ gibt es hier nicht"):
        program.run(nowhere, tmp_path, tmp_path, seconds=1, fps=25)


def test_a_new_version_of_it_is_noticed_and_an_old_one_known_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = run, script, model = tmp_path / "run", tmp_path / "face.py", tmp_path / "model.bin"
    for path in files:
        path.write_bytes(b"version 1")
    command = (str(run), str(script), f"--model={model}", "{sound}", "--text", "/" + "9" * 5000, "/no/such/file", "/")
    before = program.marks(command)
    for path in files:
        path.write_bytes(b"version 2")
        assert program.marks(command) != before, path
        path.write_bytes(b"version 1")
        os.utime(path, (1, 1))
        assert program.marks(command) == before, "the same content at another time"
    run.unlink()
    run.symlink_to(script)
    before = program.marks((str(run),))
    script.write_bytes(b"version 2")
    assert program.marks((str(run),)) != before, "a link is what it leads to"

    # What is too large to be read at every look is known by its size and time.
    monkeypatch.setattr(program, "WHOLE", 8)
    before = program.marks(command)
    assert program.marks(command) == before
    os.utime(model, (2, 2))
    assert program.marks(command) != before


def test_it_sees_no_secrets_no_proxies_and_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOTSE_QUEUE__BROKER", "HTTPS_PROXY", "http_proxy", "AWS_SECRET_ACCESS_KEY", "SSH_AUTH_SOCK"):
        monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
    with pytest.raises(LotseError), program.workshop(tmp_path) as place:
        try:
            program.run(portrait(tmp_path, "look around"), tmp_path / "sound.wav", place, seconds=1, fps=25)
        finally:
            seen = json.loads((place / "seen.json").read_text())
    assert "secret" not in seen["environment"].values()
    assert seen["environment"]["CUDA_VISIBLE_DEVICES"] == "1"
    assert seen["input"] == ""
    assert seen["folder"] == seen["environment"]["TMPDIR"] == str(place)
    if program.isolates():
        assert seen["networks"] == ["lo"]


def test_nothing_is_left_of_a_run(tmp_path: Path) -> None:
    (tmp_path / ".face").mkdir()
    (tmp_path / ".face" / "clip.mp4").write_text("of one that was killed")
    with program.workshop(tmp_path) as place:
        assert list(place.iterdir()) == []
    failure(tmp_path, "crash")
    assert [path.name for path in tmp_path.iterdir()] == ["clara.png"]


def test_it_dies_with_the_one_who_started_it(tmp_path: Path) -> None:
    work = (
        "import sys; from pathlib import Path; from pipeline.scene import program; from tests.scene import test_program"
        "; folder = Path(sys.argv[1])\n"
        "with program.workshop(folder) as place:\n"
        "    asked = test_program.portrait(folder, 'sleep')\n"
        "    program.run(asked, folder / 'sound.wav', place, seconds=1, fps=25)"
    )
    with subprocess.Popen([sys.executable, "-c", work, str(tmp_path)], cwd=TALKER.parents[2]) as worker:
        try:
            assert _until(lambda: bool(_running(tmp_path))), "it did not start"
        finally:
            worker.send_signal(signal.SIGKILL)
    assert _until(lambda: not _running(tmp_path)), "it outlived its worker"


def _running(folder: Path) -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if (
            str(TALKER) in words
            and any(word.startswith(str(folder)) for word in words)
            and entry.parent.name != str(os.getpid())
        ):
            found.append(entry.parent.name)
    return found


def _until(holds: object) -> bool:
    assert callable(holds)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False
