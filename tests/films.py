"""Real films, as small as they can be: a migration service in a folder of its own, and two films to prove and to break.

A pytest plugin: test modules name it in `pytest_plugins`. Only frames are saved, one a second instead of 25 where
nothing depends on their number, and pictures on the contact sheet; speech, drawing, encoding and proving are real.

PYTEST_DONT_REWRITE: test modules import helpers from here before pytest loads it as a plugin.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.model import Gate, Policy, Report, Timeline

if TYPE_CHECKING:
    from pipeline.attempt import Outcome
    from pipeline.scene.scene import Plates
    from pipeline.seal.keys import Keys
    from pipeline.verify.stage import Expected, Seal
    from pipeline.work import Progress, Work

FEW = 1
"""Frames a second."""
SCRIPT = "---\ntitle: Hallo\nlanguage: de\n---\nBring bitte deinen Ausweis mit.\n"
ENGLISH = "Please bring your ID card.\n"


@dataclass(frozen=True, slots=True)
class Service:
    """A folder with settings, scripts, the output and the state."""

    root: Path
    models: Path

    @property
    def out(self) -> Path:
        return self.root / "out"

    @property
    def config(self) -> Path:
        return self.root / "lotse.toml"

    def settings(self, policy: Policy = "required", **reviewers: str) -> Path:
        """Args:
        reviewers: Language → the one who may approve it.
        """
        lines = ['[service]\ncontact = "030 23125 118"\n', f'[review]\npolicy = "{policy}"\n', "[review.reviewers]\n"]
        lines += [f'{code} = ["{name}"]\n' for code, name in reviewers.items()]
        lines += ['[paths]\nstate = "state"\n', f'[models]\nfolder = "{self.models}"\n']
        return self.write("lotse.toml", "".join(lines))

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.write_text(text, encoding="utf-8")
        return path

    def work(self, *, avatar: str = "", review: Policy | None = None, progress: Progress | None = None) -> Work:
        from pipeline import settings, work
        from pipeline.publish import Places

        loaded = settings.load(self.config)
        script, watched = self.root / "termin.md", progress or (lambda language, stage, done: None)
        return work.prepare(script, loaded, Places.under(self.out), avatar=avatar, review=review, progress=watched)

    def render(self, *languages: str, progress: Progress | None = None) -> dict[str, Outcome]:
        from pipeline import ability, run, work

        made = self.work(progress=progress)
        codes = work.targets(made.script, languages)
        ability.inspect(made, codes)
        return {outcome.language: outcome for outcome in run.render(made, codes)}

    def approve(self, code: str, by: str) -> Outcome:
        from pipeline import run

        return run.approve(self.work(), code, by)

    def sign(self, *codes: str, by: str = "Native Speaker") -> None:
        """Somebody who speaks the language stands for its fixed wording as it is."""
        from datetime import date

        from pipeline import language
        from pipeline.wording import house

        for code in codes:
            house.sign(language.load(code), by, date(2026, 1, 2), self.root / "state")

    def films(self) -> list[str]:
        """What a viewer of the output folder can play."""
        return sorted(str(path.relative_to(self.out)) for path in self.out.rglob("*.mp4"))

    def leftovers(self) -> list[str]:
        """Hidden and temporary things that nobody should find."""
        return [
            str(path)
            for path in self.root.rglob("*")
            if path.suffix != ".lock" and (path.name.startswith(".") or path.suffix == ".tmp")
        ]


@dataclass(frozen=True, slots=True)
class Proof:
    """A finished film and what it must show."""

    path: Path
    """As rendered, not yet sealed: what is broken is broken here, and sealed afterwards."""
    sealed: Path
    published: Path
    """Its folder in the output folder."""
    timeline: Timeline
    scene: Plates
    expected: Expected
    proof: Seal
    keys: Keys

    @property
    def intro(self) -> str:
        return self.expected.intro

    @property
    def german(self) -> str:
        return self.expected.german

    def verify(self, path: Path | None = None, *, seal: bool = True) -> Report:
        """Args:
        path: A broken copy.
        seal: It is sealed first, so that only what was broken can fail.
        """
        from pipeline.verify.stage import verify

        return verify(self.seal(path) if path and seal else path or self.sealed, self.scene, self.expected, self.proof)

    def seal(self, path: Path) -> Path:
        from pipeline.seal.stage import seal

        target = path.with_name(f"sealed-{path.name}")
        seal(path, target, self.proof.claim, self.keys)
        return target

    def failed(self, path: Path | None = None, *, seal: bool = True) -> list[str]:
        return [gate.name for gate in self.verify(path, seal=seal).gates if not gate.passed]

    def expecting(self, timeline: Timeline) -> Proof:
        """The same file, held against another plan."""
        return replace(self, timeline=timeline, scene=_plates(timeline))


def proof(service: Service, code: str) -> Proof:
    """Of the film that the service made last in this language."""
    from pipeline import stages, version
    from pipeline.files import slug
    from pipeline.publish import Places
    from pipeline.records import Store
    from pipeline.seal.keys import load
    from pipeline.verify import stream
    from pipeline.verify.stage import Seal

    work = service.work()
    made = version.build(work, code)
    folder = work.job.cut(code, "16x9")
    timeline = Store(Timeline).load((folder / "timeline.json").read_text(encoding="utf-8"))
    reviewed = version.review(work, made)
    published = Places.under(service.out).language(slug(work.script.title), code, draft=bool(timeline.draft))
    keys = load(work.settings.paths.state / "keys")
    claim = stages.claim_of(work, made, reviewed, stream.film(folder / "film.mp4"), timeline)
    speech = stages.speak(work, made, stages.narration(work, made))
    expected = stages.expected(work, made, reviewed, speech)
    seal = Seal(claim, keys.root, keys.mark_key())
    plates = _plates(timeline, service.root)
    return Proof(folder / "film.mp4", folder / "sealed.mp4", published, timeline, plates, expected, seal, keys)


def _plates(timeline: Timeline, gallery: Path | None = None) -> Plates:
    from pipeline import language as packs
    from pipeline.scene.plates import Look
    from pipeline.scene.scene import Plates

    return Plates(timeline, packs.load(timeline.language), packs.load("de"), Look("#1f6f78", "#f4f1ea"), gallery)


def gate(gates: Report | list[Gate], name: str) -> Gate:
    listed = gates.gates if isinstance(gates, Report) else gates
    return next(gate for gate in listed if gate.name == name)


def ffmpeg(source: Path, target: Path, *options: str) -> Path:
    """Makes a film anew with the real ffmpeg: what is not named is copied."""
    command = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-i", str(source)]
    subprocess.run([*command, *options, str(target)], check=True, timeout=120)
    return target


PICTURE = ["-c:v", "libx264", "-preset", "superfast", "-profile:v", "high", "-crf", "20", "-pix_fmt", "yuv420p"]
PICTURE += ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
PICTURE += ["-c:a", "copy"]
FAST_START = ["-movflags", "+faststart"]


def repainted(source: Path, target: Path, graph: str) -> Path:
    """The film with a filter over its picture, and everything else as before."""
    mapped = ["-filter_complex", f"[0:v]{graph}[v]", "-map", "[v]", "-map", "0:a"]
    return ffmpeg(source, target, *mapped, *PICTURE, *FAST_START)


def resounded(source: Path, target: Path, graph: str) -> Path:
    """The film with a filter over its sound."""
    sound = ["-c:v", "copy", "-c:a", "aac", "-b:a", "128k", "-ar", "48000"]
    return ffmpeg(source, target, "-af", graph, *sound, *FAST_START)


def silenced(source: Path, target: Path, start: float, end: float) -> Path:
    """The film without sound from `start` to `end`, seconds, to the sample."""
    return remade(source, target, f"if(between(t,{start},{end}),0,val(ch))")


def remade(source: Path, target: Path, value: str) -> Path:
    """The film with every sample made anew from its time `t` and its value `val(ch)`."""
    return resounded(source, target, f"aeval='{value}':c=same")


# ---------------------------------------------------------------- fixtures


@pytest.fixture
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    _no_settings_from_outside(monkeypatch)


@pytest.fixture
def service(tmp_path: Path, models: Path, plain_environment: None) -> Service:
    """With the policy `required`, Ada Beck for English, a German script of one sentence, and its English."""
    return _furnished(tmp_path, models)


def few(patch: pytest.MonkeyPatch, frames: int = FEW) -> None:
    patch.setattr("pipeline.scene.timeline.FPS", frames)
    patch.setattr("pipeline.report.MOMENTS", (0.5,))


@pytest.fixture
def few_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    few(monkeypatch)


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Proof:
    """A film in English at its full rate, with note."""
    return _made(tmp_path_factory.mktemp("film"), models, "label", 25)


@pytest.fixture(scope="session")
def short(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Proof:
    """The same with few frames, to be broken in many ways."""
    return _made(tmp_path_factory.mktemp("short"), models, "label", FEW)


@pytest.fixture(scope="session")
def draft(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Proof:
    """The same as a draft."""
    return _made(tmp_path_factory.mktemp("draft"), models, "required", FEW)


CONSENT = "---\nconsent: Joe Reader, 2026-01-02\n---\n"
DARI = "لطفاً تذکرهٔ خود را بیاور.\n"


def read_aloud(path: Path, models: Path, *sentences: str, code: str = "en") -> Path:
    """A recording as of an interpreter; the reader is Piper."""
    import numpy as np

    from pipeline import language as packs
    from pipeline.speak.choose import voices
    from pipeline.speak.stage import trim, wav

    voice = voices(packs.load(code), "male", models)[0]
    said = [trim(voice.say(sentence), sentence) for sentence in sentences]
    rate = said[0].sample_rate
    pause = np.zeros(round(0.7 * rate), np.float32)
    sound = np.concatenate([pause, *(part for one in said for part in (one.samples, pause))])
    path.write_bytes(wav(sound, rate))
    return path


@pytest.fixture(scope="session")
def human(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Proof:
    """A film in English in which a person speaks; introduction and request are only shown."""
    service = _furnished(tmp_path_factory.mktemp("human"), models)
    service.write("termin.en.md", CONSENT + ENGLISH)
    read_aloud(service.root / "termin.en.wav", models, ENGLISH.strip())
    return _filmed(service, "en")


@pytest.fixture(scope="session")
def silent(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Proof:
    """A film in Dari, which nobody speaks."""
    service = _furnished(tmp_path_factory.mktemp("silent"), models)
    service.write("termin.prs.md", DARI)
    return _filmed(service, "prs")


def _filmed(service: Service, code: str) -> Proof:
    service.settings("label")
    with pytest.MonkeyPatch.context() as patch:
        _no_settings_from_outside(patch)
        few(patch, 2)  # one a second would hardly see the mouth of a short sentence
        outcome = service.render(code)[code]
        assert outcome.status == "film", outcome.en
        return proof(service, code)


def _furnished(root: Path, models: Path) -> Service:
    service = Service(root, models)
    service.settings(en="Ada Beck")
    service.write("termin.md", SCRIPT)
    service.write("termin.en.md", ENGLISH)
    return service


def _made(root: Path, models: Path, policy: Policy, frames: int) -> Proof:
    service = _furnished(root, models)
    service.settings(policy)
    with pytest.MonkeyPatch.context() as patch:
        _no_settings_from_outside(patch)
        few(patch, frames)
        outcome = service.render("en")["en"]
        assert outcome.status in ("film", "draft"), outcome.en
        return proof(service, "en")


def _no_settings_from_outside(patch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper().startswith("LOTSE_")]:
        patch.delenv(name)
