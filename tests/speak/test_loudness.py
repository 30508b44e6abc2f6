from __future__ import annotations

import signal
import subprocess
import sys
import time
import wave
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline import language
from pipeline.errors import LotseError, MachineError
from pipeline.model import Segment
from pipeline.speak.espeak import EspeakVoice
from pipeline.speak.loudness import SAMPLE_RATE, measure, soundtrack
from pipeline.speak.stage import speak

RATE = 22050


def write(path: Path, samples: NDArray[np.float64], rate: int = RATE) -> Path:
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, rate, 0, "NONE", ""))
        sound.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def read(path: Path) -> NDArray[np.float64]:
    """Shape (n, 2)."""
    with wave.open(str(path), "rb") as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (2, 2, SAMPLE_RATE)
        return np.frombuffer(sound.readframes(sound.getnframes()), "<i2").reshape(-1, 2) / 32768


@pytest.fixture(scope="module")
def sentence(tmp_path_factory: pytest.TempPathFactory) -> NDArray[np.float64]:
    folder = tmp_path_factory.mktemp("sentence")
    text = "Guten Tag, wir helfen Ihnen gern beim Ausfüllen der Anträge."
    speak([Segment("script", 0, text, 0.0)], [EspeakVoice(language.load("de"), "male")], language.load("de"), folder)
    with wave.open(str(folder / "0000.wav"), "rb") as sound:
        return np.frombuffer(sound.readframes(sound.getnframes()), "<i2") / 32768


@pytest.mark.parametrize("height", [0.01, 0.99], ids=["quiet", "loud"])
@pytest.mark.parametrize("sharp", [False, True], ids=["even", "with a bang"])
def test_every_film_is_as_loud_as_every_other(
    height: float, sharp: bool, sentence: NDArray[np.float64], tmp_path: Path
) -> None:
    samples = sentence / np.abs(sentence).max()
    if sharp:
        # Peaks far above the speech, as a plosive near a microphone makes them.
        samples = samples * 0.1
        samples[5000:5040:2], samples[5001:5040:2] = 1, -1
    path = write(tmp_path / "a.wav", samples * height)
    found = soundtrack([(path, 0.5), (path, 6.0)], 12.0, tmp_path / "film.wav")
    assert found == measure(tmp_path / "film.wav")
    assert found.integrated == pytest.approx(-18, abs=1)
    assert found.true_peak <= -1


def test_sounds_start_when_they_should_and_the_film_is_exact_to_the_sample(tmp_path: Path) -> None:
    click = write(tmp_path / "a.wav", 0.5 * np.sin(2 * np.pi * 1000 * np.arange(RATE) / RATE))
    soundtrack([(click, 0.5), (click, 3.25)], 5.04321, tmp_path / "film.wav")
    sound = read(tmp_path / "film.wav")
    assert len(sound) == round(5.04321 * SAMPLE_RATE)
    assert np.array_equal(sound[:, 0], sound[:, 1])
    loud = np.flatnonzero(np.abs(sound[:, 0]) > 0.02) / SAMPLE_RATE
    gap = int(np.argmax(np.diff(loud)))
    assert [loud[0], loud[gap], loud[gap + 1], loud[-1]] == pytest.approx([0.5, 1.5, 3.25, 4.25], abs=0.001)
    assert np.abs(sound[round(1.6 * SAMPLE_RATE) : round(3.2 * SAMPLE_RATE)]).max() < 0.001
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.wav", "film.wav"]


def test_sounds_that_overlap_differ_in_rate_or_outlast_the_film_are_refused(tmp_path: Path) -> None:
    one = write(tmp_path / "a.wav", np.ones(RATE) * 0.1)
    other = write(tmp_path / "b.wav", np.ones(16000) * 0.1, 16000)
    for sounds in ([(one, 0.0), (one, 0.9)], [(one, 0.0), (other, 2.0)], [(one, 9.5)]):
        with pytest.raises(ValueError, match=r"\.wav"):
            soundtrack(sounds, 10.0, tmp_path / "film.wav")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.wav", "b.wav"]


def test_silence_is_an_error(tmp_path: Path) -> None:
    silent = write(tmp_path / "a.wav", np.zeros(RATE))
    with pytest.raises(LotseError, match="no sound"):
        soundtrack([(silent, 0.0)], 2.0, tmp_path / "film.wav")
    with pytest.raises(LotseError, match="no sound"):
        soundtrack([], 2.0, tmp_path / "film.wav")


def test_what_is_no_sound_cannot_be_measured(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_text("no sound")
    with pytest.raises(LotseError, match=r"a\.wav"):
        measure(tmp_path / "a.wav")


def test_missing_ffmpeg_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MachineError, match="apt-get install ffmpeg"):
        measure(write(tmp_path / "a.wav", np.ones(RATE) * 0.1))


def test_killed_ffmpeg_is_an_error_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = write(tmp_path / "a.wav", np.sin(np.arange(60 * RATE)) * 0.1)
    real = subprocess.Popen

    def shot(*args: object, **options: object) -> subprocess.Popen[bytes]:
        process: subprocess.Popen[bytes] = real(*args, **options)  # type: ignore[call-overload]

        def kill() -> None:
            time.sleep(0.02)
            process.send_signal(signal.SIGKILL)

        Thread(target=kill).start()
        return process

    monkeypatch.setattr("subprocess.Popen", shot)
    with pytest.raises(LotseError, match="killed") as raised:
        soundtrack([(sound, 0.0)], 60.0, tmp_path / "film.wav")
    assert raised.value.retry
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.wav"]


@pytest.mark.soak
def test_ten_minutes_need_little_memory(sentence: NDArray[np.float64], tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", sentence)
    # A process of its own, and its own high-water mark: ru_maxrss would count what the parent held when it forked.
    code = """if True:
        import resource, re, sys
        from pathlib import Path
        from pipeline.speak.loudness import soundtrack
        folder = Path(sys.argv[1])
        found = soundtrack([(folder / "a.wav", start) for start in range(0, 590, 10)], 600.0, folder / "film.wav")
        own = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
        print(found.integrated, own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    """
    run = subprocess.run([sys.executable, "-c", code, str(path.parent)], capture_output=True, text=True, check=True)
    integrated, own, ffmpeg = map(float, run.stdout.split())
    assert integrated == pytest.approx(-18, abs=1)
    assert own + ffmpeg < 150_000
