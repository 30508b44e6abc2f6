"""`make bench`: how fast a film is rendered, beside two others in the same run, and how much memory it takes.

lotse     frames composed by changed rectangles, piped to x264 (what `lotse render` does)
moviepy   the same layers composed with moviepy's CompositeVideoClip
x264      the same frames, finished, only encoded: the most that composing could ever reach

What an avatar that lives costs is measured in processor time against the same film with one that stands still.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
import wave
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from pipeline import stages, version
from pipeline.model import Pose, Timeline
from pipeline.narration import narrate
from pipeline.publish import Places
from pipeline.render.compose import Composer
from pipeline.render.encode import encode
from pipeline.scene.layers import picture
from pipeline.scene.scene import Scene
from pipeline.seal import watermark
from pipeline.settings import Settings
from pipeline.settings_sections import Models, Paths
from pipeline.speak.loudness import soundtrack
from pipeline.work import Work, prepare

ROOT = Path(__file__).resolve().parents[2]
Staging = Callable[[Timeline], Scene]
MARK = partial(watermark.mark, film_id=1, key=b"bench" * 8)
EXCERPT = 12
"""Seconds that moviepy and x264 are given; ratios need no more."""


def main() -> None:
    from rich.console import Console
    from rich.table import Table

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        at, timeline, sound = _film(folder, repeat=1)
        scene = at(timeline)
        speeds: dict[str, list[float]] = {"lotse": [], "x264": [], "moviepy": []}
        for _ in range(3):  # interleaved: a busy machine slows all of them
            speeds["lotse"].append(_lotse(scene, sound, folder))
            speeds["x264"].append(_x264(scene, folder))
        speeds["moviepy"].append(_moviepy(scene, folder))
        table = Table("what", "times real time (median)", "runs")
        for what, values in speeds.items():
            runs = ", ".join(f"{value:.1f}" for value in values)
            table.add_row(what, f"{statistics.median(values):.1f}", runs)
        Console().print(table)

        wall, spent = life(at, timeline, sound, folder)
        Console().print(f"an avatar that lives takes {wall:+.0%} time (at most +15%), {spent:+.0%} processor time")

        at, timeline, sound = _film(folder, repeat=11)
        scene, duration = at(timeline), timeline.duration
        peak = peak_memory(lambda: _lotse(scene, sound, folder))
        Console().print(f"{duration / 60:.1f} minutes of film: at most {peak / 2**20:.0f} MiB over all processes")


def _film(folder: Path, repeat: int) -> tuple[Staging, Timeline, Path]:
    """The demo's text, `repeat` times over: how a timeline becomes a scene, its timeline, its sound track."""
    head, body = (ROOT / "assets/demo/termin.md").read_text(encoding="utf-8").removeprefix("---\n").split("---\n", 1)
    shutil.copy(ROOT / "assets/demo/lageplan.png", folder)
    script = folder / f"bench{repeat}.md"
    script.write_text(f"---\n{head}---\n{(body + chr(10)) * repeat}", encoding="utf-8")
    settings = Settings(
        paths=Paths(state=folder / "state"),
        models=Models(folder=ROOT / ".lotse/models"),
    )
    work: Work = prepare(script, settings, Places.under(folder / "out"))
    made = version.build(work, "de")
    segments = narrate(made.translation, work.script.units, made.wording, made.intro)
    speech = stages.speak(work, made, segments)
    timeline: Timeline = stages.plan(work, made, version.review(work, made), speech, "16x9", draft=False)
    sound = folder / f"sound{repeat}.wav"
    speech_folder = work.job.language("de") / "speech"
    soundtrack([(speech_folder / s.value, s.start) for s in timeline.sounds], timeline.duration, sound)
    return partial(stages.scene, work, made), timeline, sound


def _lotse(scene: Scene, sound: Path, folder: Path) -> float:
    timeline = scene.timeline
    begun = time.perf_counter()
    frames = Composer(scene, MARK).frames(range(timeline.frames))
    _encode(frames, sound, folder / "lotse.mp4", timeline)
    return timeline.duration / (time.perf_counter() - begun)


def life(at: Staging, timeline: Timeline, sound: Path, folder: Path) -> tuple[float, float]:
    """What the avatar's movements cost, as a part of what the same film takes without them: seconds, and seconds of the
    processors. The least of five runs each, interleaved: what x264 takes differs by a tenth from one to the next."""
    still = replace(timeline, poses=(Pose(),) * timeline.frames)
    took: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
    for _ in range(5):
        for moves, made in ((False, still), (True, timeline)):
            scene = at(made)
            begun, clock = _processor(), time.perf_counter()
            _lotse(scene, sound, folder)
            took[moves].append((time.perf_counter() - clock, _processor() - begun))
    wall, spent = (min(one[n] for one in took[True]) / min(one[n] for one in took[False]) - 1 for n in range(2))
    return wall, spent


def _processor() -> float:
    """Seconds, of this process and of all its children that have ended."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def _x264(scene: Scene, folder: Path) -> float:
    timeline = scene.timeline
    finished = [bytes(frame) for frame in Composer(scene, MARK).frames(range(EXCERPT * timeline.fps))]
    silence = folder / "silence.wav"
    with wave.open(str(silence), "wb") as file:
        file.setparams((2, 2, 48000, 0, "NONE", ""))
        file.writeframes(bytes(4 * 48000 * EXCERPT))
    begun = time.perf_counter()
    _encode((memoryview(frame) for frame in finished), silence, folder / "x264.mp4", timeline)
    return EXCERPT / (time.perf_counter() - begun)


def _encode(frames: Iterator[memoryview], sound: Path, target: Path, timeline: Timeline) -> None:
    encode(
        frames,
        sound,
        target,
        width=timeline.width,
        height=timeline.height,
        fps=timeline.fps,
        title="bench",
        language="de",
    )


def _moviepy(scene: Scene, folder: Path) -> float:
    from moviepy import CompositeVideoClip, ImageClip

    timeline = scene.timeline
    seconds = EXCERPT / 3
    begun = time.perf_counter()
    clips = [ImageClip(scene.background().image[..., :3]).with_duration(seconds)]
    runs: dict[object, tuple[int, int]] = {}
    for frame in range(round(seconds * timeline.fps) + 1):
        keys = set(scene.keys(frame)) if frame < seconds * timeline.fps else set()
        for key in [key for key in runs if key not in keys]:
            first, _ = runs.pop(key)
            sprite = picture(key, scene.draw)
            clip = ImageClip(sprite.image, transparent=True).with_start(first / timeline.fps)
            clip = clip.with_duration((frame - first) / timeline.fps).with_position((sprite.x, sprite.y))
            clips.append(clip)
        for key in keys - runs.keys():
            runs[key] = (frame, 0)
    film = CompositeVideoClip(clips, size=(timeline.width, timeline.height))
    film.write_videofile(
        str(folder / "moviepy.mp4"), fps=timeline.fps, codec="libx264", preset="veryfast", audio=False, logger=None
    )
    return seconds / (time.perf_counter() - begun)


def peak_memory(work: Callable[[], object]) -> int:
    """Bytes resident in this process and all its children together, the highest of ten samples a second."""
    peak, done = 0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.1):
            peak = max(peak, sum(_resident(process) for process in _family(os.getpid())))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        work()
    finally:
        done.set()
        watcher.join()
    return peak


def _family(process: int) -> list[int]:
    listed = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True, check=False).stdout.split()
    return [process, *(member for child in listed for member in _family(int(child)))]


def _resident(process: int) -> int:
    try:
        pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
