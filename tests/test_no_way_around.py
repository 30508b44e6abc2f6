"""No setting, flag, variable, pack, avatar, script or job file publishes a film without its disclosure.

Every attempt is made on the real pipeline (two frames a second), and ends in a refusal in German and English or in a
film that proves its disclosure. Out of scope, because they are the administrator's own machine: other programs named
ffmpeg on the PATH, LD_PRELOAD, PYTHON* and changed sources. What the words of a pack mean is for its reviewer.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from pipeline import language as packs
from pipeline import stages, version
from pipeline.errors import LotseError
from pipeline.files import sha256
from pipeline.scene import avatar
from pipeline.seal import keys as own_keys
from pipeline.seal import manifest
from pipeline.verify.bare import examine
from tests.films import (
    ENGLISH,
    FAST_START,
    SCRIPT,
    Service,
    _furnished,
    _no_settings_from_outside,
    few,
    proof,
    read_aloud,
    repainted,
)

if TYPE_CHECKING:
    from pipeline.model import Timeline
    from pipeline.seal.manifest import Claim
    from tests.films import Proof

pytest_plugins = ["tests.films"]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_frames")]

DISCLOSED = {"label", "introduction", "request", "end card", "captions", "review state", "manifest", "XMP", "watermark"}


def refused(service: Service, code: str = "en") -> str:
    """Nothing new is in the output folder, and both languages say why. Returns the German words."""
    before = published(service)
    try:
        outcome = service.render(code)[code]
    except LotseError as error:
        de, en = error.de, error.en
    else:
        assert outcome.status == "failed", outcome
        de, en = outcome.de, outcome.en
    assert de and en and de != en
    assert "Unexpected" not in en, en
    assert published(service) == before
    return de


def published(service: Service) -> dict[str, str]:
    return {name: sha256(service.out / name) for name in service.films()}


def disclosed(service: Service, code: str = "en", *, draft: bool = True) -> Claim:
    """The language becomes a film that proves its disclosure by itself. Returns what it says of itself."""
    outcome = service.render(code)[code]
    assert outcome.status == ("draft" if draft else "film"), outcome.en
    assert outcome.film
    return proved(service, outcome.film)


def proved(service: Service, film: Path) -> Claim:
    state = service.root / "state"
    keys = own_keys.load(state / "keys")
    verdict = examine(film, root=keys.root, mark_key=keys.mark_key(), log=state / "fingerprints.jsonl")
    assert verdict.status == 0, verdict
    assert {gate.name for gate in verdict.gates if gate.passed} >= DISCLOSED
    found = manifest.read(film, keys.root)
    assert found and found.claim
    return found.claim


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Service:
    """The German film and the English draft, with a copy of everything beside."""
    root = tmp_path_factory.mktemp("made") / "service"
    root.mkdir()
    service = _furnished(root, models)
    with pytest.MonkeyPatch.context() as patch:
        _no_settings_from_outside(patch)
        few(patch)
        disclosed(service, "de", draft=False)
        disclosed(service, "en")
    shutil.copytree(service.root, service.root.with_name("copy"))
    return service


@pytest.fixture
def made(_made: Service, plain_environment: None) -> Iterator[Service]:
    """A service that has made films; whatever is done to it is undone."""
    yield _made
    shutil.rmtree(_made.root)
    shutil.copytree(_made.root.with_name("copy"), _made.root)


# ---------------------------------------------------------------- language packs


@pytest.fixture
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The installation's packs and avatars, to be tampered with."""
    folder = tmp_path / "assets"
    shutil.copytree(packs.ASSETS, folder)
    monkeypatch.setattr(packs, "ASSETS", folder)
    monkeypatch.setattr(avatar, "AVATARS", folder / "avatars")
    packs.load.cache_clear()
    yield folder
    packs.load.cache_clear()


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def word(assets: Path, key: str, value: str) -> None:
    """Changes one of the fixed words of the English pack."""
    path = assets / "languages" / "en.toml"
    (line,) = (line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(f"{key} = "))
    edit(path, line, f"{key} = {json.dumps(value)}")


WORDS = ["label", "intro_female", "role_female", "request", "note_unchecked", "note_machine", "draft"]
UNREADABLE = {
    "empty": "",
    "blanks": "   ",
    "no-break spaces": "\u00a0\u2003",
    "zero-width": "\u200b\u200c\u200d\u2060\ufeff",
    "direction marks": "\u200e\u200f\u061c",
    "bidi override": "\u202eArtificial\u202c",
    "bidi isolates": "\u2067Artificial\u2069",
    "control characters": "Artificial\x08\x1b[8m",
    "soft hyphens": "Arti\u00adficial",
    "fillers": "\u3164\u115f\u1160\uffa0",
    "braille blanks": "\u2800\u2800\u2800",
    "marks only": "\u0301\u0302\u0303",
    "a stack of marks": "A" + "\u0301" * 40 + "rtificial",
    "punctuation": "… – …",
    "two lines": "Artificial\nintelligence",
}


@pytest.mark.parametrize("key", WORDS)
@pytest.mark.parametrize("value", UNREADABLE.values(), ids=UNREADABLE)
def test_a_pack_with_words_that_nobody_can_read(key: str, value: str, service: Service, assets: Path) -> None:
    word(assets, key, value)
    refused(service)


@pytest.mark.parametrize("key", WORDS)
def test_a_pack_without_one_of_its_words(key: str, service: Service, assets: Path) -> None:
    path = assets / "languages" / "en.toml"
    (line,) = (line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(f"{key} = "))
    edit(path, f"{line}\n", "")
    assert key in refused(service)


@pytest.mark.parametrize("key", ["label", "note_unchecked", "draft"])
def test_a_pack_in_letters_that_its_font_lacks(key: str, service: Service, assets: Path) -> None:
    word(assets, key, "人工智能生成")
    assert "keine der Schriften" in refused(service)


def test_a_label_font_without_letters(service: Service, assets: Path) -> None:
    edit(assets / "languages" / "en.toml", 'fonts = ["Noto Sans"]', 'fonts = ["Noto Sans Symbols"]')
    assert "Schrift" in refused(service)


@pytest.mark.parametrize("key", ["label", "note_unchecked", "draft"])
def test_a_pack_with_words_too_long_for_their_plate(key: str, made: Service, assets: Path) -> None:
    word(assets, key, "made by AI " * 12)
    assert "zu lang" in refused(made)


@pytest.mark.parametrize(
    "rule", ['"virtual" = "real"', '"AI" = ""', '"artificial" = "human"', '"intelligence." = "care."']
)
def test_a_pack_whose_voice_says_something_else_than_the_screen(rule: str, service: Service, assets: Path) -> None:
    word(assets, "intro_female", "Hello, I am {name}, a virtual colleague, AI made by artificial intelligence.")
    edit(assets / "languages" / "en.toml", "[spoken.words]\n", f"[spoken.words]\n{rule}\n")
    assert "Stimme würde etwas anderes sagen" in refused(service)


@pytest.mark.parametrize("key", ["colour", "label_colour", "background", "show_label", "hidden"])
def test_a_pack_has_no_colours_and_no_switches(key: str, service: Service, assets: Path) -> None:
    for section in ("[wording]\n", "[spoken]\n"):
        edit(assets / "languages" / "en.toml", section, f'{section}{key} = "#ffffff"\n')
        packs.load.cache_clear()
        assert f"Unbekannter Schlüssel: {key}" in refused(service)


# ---------------------------------------------------------------- avatars


def _sheets(assets: Path, *groups: str) -> None:
    """These parts become a white sheet over the whole picture, the label's place and what lies outside included."""
    path = assets / "avatars" / "maja" / "avatar.svg"
    text = path.read_text(encoding="utf-8")
    sheet = '<rect x="-9000" y="-9000" width="20000" height="20000" fill="#ffffff"/>'
    for group in groups:
        assert f'id="{group}"' in text
        at = text.index(">", text.index(f'id="{group}"')) + 1
        text = text[:at] + sheet + text[at:]
    path.write_text(text, encoding="utf-8")


def test_an_avatar_that_paints_over_everything_behind_it(made: Service, assets: Path) -> None:
    _sheets(assets, "hair-back")
    disclosed(made)


def test_an_avatar_that_paints_over_everything_and_itself(made: Service, assets: Path) -> None:
    _sheets(assets, "hair-back", "arm-offer", "mouth-rest", "eyes")
    outcome = made.render("en")["en"]
    assert (outcome.status, outcome.film) == ("failed", None)
    assert "The mouth does not move as the words are spoken." in outcome.en


def test_an_avatar_wider_than_the_picture(made: Service, assets: Path) -> None:
    """It hides the ground that carries the watermark; whatever is left of it decides."""
    path = assets / "avatars" / "maja" / "avatar.svg"
    text = path.read_text(encoding="utf-8")
    box = text[text.index('viewBox="') :].split('"')[1]
    left, top, width, height = map(float, box.split())
    text = text.replace(f'viewBox="{box}" width="{width:.0f}"', f'viewBox="{left - width} {top} {3 * width} {height}"')
    at = text.index(">", text.index('id="hair-back"')) + 1
    sheet = '<rect x="-9000" y="-9000" width="20000" height="20000" fill="#ffffff"/>'
    path.write_text(text[:at] + sheet + text[at:], encoding="utf-8")
    if (outcome := made.render("en")["en"]).film:
        proved(made, outcome.film)
    else:
        assert "Wasserzeichen" in outcome.de and "watermark" in outcome.en


NAMES = ["", "  ", "\u200b\u200d", "\u202eajaM", "Maja · human", "M" + "\u0301" * 9 + "aja"]


@pytest.mark.parametrize("name", [*NAMES, "Maja, a human being, not"])
def test_an_avatar_whose_name_is_none(name: str, service: Service, assets: Path) -> None:
    edit(assets / "avatars" / "maja" / "avatar.toml", 'name = "Maja"', f"name = {json.dumps(name)}")
    assert "avatar.toml" in refused(service)


@pytest.mark.parametrize("name", NAMES)
def test_a_pack_that_writes_the_name_otherwise(name: str, service: Service, assets: Path) -> None:
    edit(assets / "languages" / "en.toml", 'maja = "Maya"', f"maja = {json.dumps(name)}")
    assert "names.maja" in refused(service)


@pytest.mark.parametrize("name", ["../../../tmp", "maja/..", ".", "/etc", "MAJA\x00"])
def test_an_avatar_from_elsewhere(name: str, service: Service) -> None:
    service.write("termin.en.md", f"---\navatar: {json.dumps(name)}\n---\n{ENGLISH}")
    refused(service)


# ---------------------------------------------------------------- scripts


SHOWN = [
    r"Bring bitte {\pos(1552,113)\fs900} deinen Ausweis mit.",
    r"Komm bitte\N\N mit deinem {\an9} Ausweis.",
    r"{\pos(1552,113)\p1\c&HFFFFFF&}m 0 0 l 700 0 700 300 0 300{\p0}",
    "Ein <b>Ausweis</b> von {label} und {name} ist genug.",
    "Gegen Za" + "\u0335\u0321\u030d" + "lgo hilft ein Schild, das in jedem Bild zu sehen ist.",
]
COVERING = {
    "a stack of marks": "Z" + "\u0335\u0321\u030d\u0348\u0353" * 30 + "algo.",
    "a filter": "'; drawbox=x=1220:y=36:w=664:h=154:color=white:t=fill, [out] -filter_complex.",
    "letters without end": "W" * 2000,
    "a line without end": "W" * 5000,
    "sentences without end": "A. " * 9000,
}


def test_what_means_to_cover_the_label_is_shown_as_typed(service: Service) -> None:
    contact = r"{\pos(1552,113)\fs900}W\N" + "W · " * 20 + "A" + "\u0301" * 20
    head = f"---\ntitle: '{{pos}} -vf drawbox'\ncontact: {json.dumps(contact)}\n---\n"
    service.write("termin.md", head + "\n".join(SHOWN) + "\n")
    claim = disclosed(service, "de", draft=False)
    said = " ".join(sentence.value for sentence in claim.timeline.sentences)
    assert r"{\pos(1552,113)\fs900}" in said
    assert r"{\pos(1552,113)\fs900}" in claim.timeline.end_card.value.contact


@pytest.mark.parametrize("text", COVERING.values(), ids=COVERING)
def test_what_nobody_can_read_is_refused(text: str, service: Service) -> None:
    service.write("termin.md", f"---\ntitle: Hallo\n---\n{text}\n")
    refused(service, "de")


HARMFUL = ["\u202e", "\u2066", "\u2067", "\u202b", "\x1b[8m", "\x08", "\x00", "\u2028", "\u206a", "\ufff9"]


@pytest.mark.parametrize("character", HARMFUL, ids=ascii)
@pytest.mark.parametrize("place", ["text", "contact", "title", "supplied", "settings"])
def test_characters_that_hide_or_reorder(character: str, place: str, service: Service) -> None:
    if place == "text":
        service.write("termin.md", SCRIPT.replace("bitte", f"bit{character}te"))
    elif place == "supplied":
        service.write("termin.en.md", ENGLISH.replace("bring", f"br{character}ing"))
    elif place == "settings":
        edit(service.config, 'contact = "030', f"contact = {json.dumps('0' + character)[:-1]}30")
    else:
        old = "title: Hallo\n"
        new = f"{place}: {json.dumps(f'Ha{character}llo', ensure_ascii=True)}\n"
        service.write("termin.md", SCRIPT.replace(old, new if place == "title" else old + new))
    refused(service)


@pytest.mark.parametrize(
    "entry", ["label: ''", "disclosure: false", "intro: ''", "ai: false", "watermark: no", "request: ''", "colours: {}"]
)
def test_front_matter_has_no_switch(entry: str, service: Service) -> None:
    service.write("termin.md", SCRIPT.replace("title: Hallo\n", f"title: Hallo\n{entry}\n"))
    assert entry.split(":")[0] in refused(service)


# ---------------------------------------------------------------- settings, variables, flags


def picture(path: Path, width: int, height: int, colour: tuple[int, int, int, int]) -> Path:
    import numpy as np
    import skia

    pixels = np.full((height, width, 4), colour, np.uint8)
    skia.Image.fromarray(pixels, colorType=skia.kRGBA_8888_ColorType).save(str(path), skia.kPNG)
    return path


LOOKS = {
    "wall in the colours of the label": ("background", (1920, 1080, (16, 34, 43, 255)), "#10222b", "#10222b"),
    "logo that cannot be seen, white on white": ("logo", (9, 4000, (0, 0, 0, 0)), "#ffffff", "#ffffff"),
}


@pytest.mark.parametrize(("key", "shown", "accent", "background"), LOOKS.values(), ids=LOOKS)
def test_a_look_that_means_to_hide_the_label(
    key: str, shown: tuple[int, int, tuple[int, int, int, int]], accent: str, background: str, made: Service
) -> None:
    path = picture(made.root / "bild.png", *shown)
    colours = f'[service.colours]\naccent = "{accent}"\nbackground = "{background}"\n'
    edit(made.config, "[review]\n", f"{colours}[review]\n")
    edit(made.config, "[service]\n", f"[service]\n{key} = {json.dumps(str(path))}\n")
    assert disclosed(made).composite


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\nbroken", b"<svg/>"])
def test_a_logo_that_is_no_picture(content: bytes, made: Service) -> None:
    (made.root / "logo.png").write_bytes(content)
    edit(made.config, "[service]\n", '[service]\nlogo = "logo.png"\n')
    assert "Logo ist kein Bild" in refused(made)


@pytest.mark.parametrize(
    "line",
    [
        'colours.label = "#ffffff"',
        'colours.ink = "#ffffff"',
        'colours.accent = "white"',
        'colours.accent = "#fff0"',
        "label = false",
        'logo_position = "top right"',
        "logo_size = 1920",
        "disclosure = false",
        "watermark = false",
    ],
)
def test_settings_have_no_switch_and_no_colour_for_the_label(line: str, service: Service) -> None:
    edit(service.config, "[service]\n", f"[service]\n{line}\n")
    refused(service)


VARIABLES = {
    "LOTSE_SERVICE__NAME": "WWWWWWWWWWWW",
    "LOTSE_SERVICE__CONTACT": r"{\pos(1552,113)}",
    "LOTSE_SERVICE__ADDRESS": "du",
    "LOTSE_SERVICE__COLOURS__ACCENT": "#ffffff",
    "LOTSE_SERVICE__COLOURS__BACKGROUND": "#000000",
    "LOTSE_SERVICE__COLOURS__INK": "#000000",
    "LOTSE_SERVICE__NAMES": '{"maja": {"en": "Someone"}}',
    "LOTSE_SERVICE__FORMATS": '["16x9"]',
    "LOTSE_SERVICE__SMALL": "false",
    "LOTSE_REVIEW__POLICY": "label",
    "LOTSE_REVIEW__REVIEWERS": '{"en": ["Eve Moor"]}',
    "LOTSE_MODELS__DEVICE": "cpu",
    "LOTSE_SPEECH__WHISPER": "whisper:tiny",
    "LOTSE_SPEECH__UNCHECKED": "true",
    "LOTSE_SPEECH__NONCOMMERCIAL": "true",
    "LOTSE_SPEECH__PRONUNCIATION": '{"en": {"Jobcenter": "job centre"}}',
    "LOTSE_SPEECH__VOICES": '{"en": {"female": ["piper:en_US-none-medium"]}}',
    "LOTSE_SERVICE__OFFER": '{"en": "Interpreting costs you nothing."}',
    "LOTSE_SERVICE__CODE": "https://haus.example/",
    **{
        f"LOTSE_SHARE__{name.upper()}": f"x{name}"
        for name in ("inbox", "work", "review", "drafts", "films", "done", "failed", "status")
    },
    "LOTSE_SHARE__STABLE": "1",
    "LOTSE_SHARE__ORPHAN": "1",
    "LOTSE_QUEUE__BROKER": "redis://127.0.0.1:1/0",
    "LOTSE_QUEUE__LEASE": "1",
    "LOTSE_QUEUE__LIMIT": "60",
    "LOTSE_QUEUE__KEEP_DAYS": "1",
    "C2PA_LIBRARY_NAME": "libnone.so",
    "FFMPEG_DATADIR": "/nowhere",
    "AV_LOG_FORCE_COLOR": "1",
}


def test_every_variable_at_once(made: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.settings_file import variables

    logo = picture(tmp_path / "logo.png", 1920, 1080, (255, 255, 255, 255))
    paths = {
        "LOTSE_CONFIG": made.config,
        "LOTSE_SERVICE__LOGO": logo,
        "LOTSE_SERVICE__BACKGROUND": logo,
        "LOTSE_PATHS__STATE": made.root / "state",
        "LOTSE_PATHS__SHARE": tmp_path / "share",
        "LOTSE_PATHS__METRICS": tmp_path / "metrics",
        "LOTSE_MODELS__FOLDER": made.models,
        "FFREPORT": f"file={tmp_path / 'report.log'}:level=32",
    }
    for name, value in {**VARIABLES, **paths}.items():
        monkeypatch.setenv(name, str(value))
    assert {name for name in os.environ if name.startswith("LOTSE_")} == set(variables()), "every documented one"
    claim = disclosed(made, draft=False)
    assert (claim.review, claim.timeline.note) == ("unchecked", "Translation: not checked by a person")


@pytest.mark.parametrize(
    "name", ["LOTSE_LABEL", "LOTSE_DISCLOSURE", "LOTSE_SERVICE__COLOURS__LABEL", "lotse_watermark"]
)
def test_no_variable_switches_anything_off(name: str, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "false")
    refused(service)


@pytest.mark.parametrize("name", ["libc2pa_c.so", "libother.so"])
def test_no_other_library_signs_or_judges(name: str, tmp_path: Path) -> None:
    """Neither one that a variable names nor one that lies where the command is called."""
    import _ctypes

    root = Path(__file__).resolve().parent.parent
    for folder in (tmp_path, tmp_path / "libs", tmp_path / "artifacts"):
        folder.mkdir(exist_ok=True)
        shutil.copyfile(_ctypes.__file__, folder / name)
    program = (
        "import os; from pipeline.seal.manifest import _c2pa; library = _c2pa()\n"
        "print(library.c2pa._lib._name, library.__file__, os.getcwd(), os.environ['C2PA_LIBRARY_NAME'], sep='\\n')"
    )
    environment = {**os.environ, "PYTHONPATH": str(root), "C2PA_LIBRARY_NAME": name}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    loaded, package, place, variable = done.stdout.splitlines()
    assert Path(loaded).is_relative_to(Path(package).parent)
    assert (place, variable) == (str(tmp_path), name), "left as they were"


def test_flags_in_every_combination(made: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.cli import app

    elsewhere = made.root / "elsewhere"
    shutil.copyfile(made.config, made.root / "other.toml")
    choices = [
        [[], ["--review", "label"], ["--review", "required"]],
        [["--avatar", ""], ["--avatar", "nobody"]],
        [["--to", "en,EN+en", "--json"]],
        [
            ["--out", str(made.out), "--config", str(made.config)],
            ["--out", str(elsewhere), "--config", str(made.root / "other.toml")],
        ],
    ]
    for flags in product(*choices):
        options = [part for flag in flags for part in flag]
        films = {path for folder in (made.out, elsewhere) for path in folder.rglob("*.mp4")}
        done = CliRunner().invoke(app, ["render", str(made.root / "termin.md"), *options])
        if "label" in options or "nobody" in options:
            assert done.exit_code == 2, options
            continue
        assert done.exit_code == 3, (options, done.output)
        assert films <= {path for folder in (made.out, elsewhere) for path in folder.rglob("*.mp4")}
        proved(made, Path(json.loads(done.stdout)[0]["film"]))


@pytest.mark.parametrize("flag", ["--no-label", "--no-disclosure", "--force", "--skip-verify", "--unsigned", "--label"])
def test_no_flag_switches_anything_off(flag: str, service: Service) -> None:
    from pipeline.cli import app

    done = CliRunner().invoke(app, ["render", str(service.root / "termin.md"), "--to", "de", flag])
    assert done.exit_code == 2
    assert service.films() == []


# ---------------------------------------------------------------- keys and signing


def _expired(state: Path) -> None:
    shutil.rmtree(state / "keys")
    (state / "keys.json").unlink()
    own_keys._make(state / "keys", "Lotse", datetime.now(UTC) - timedelta(days=366 * 26))


def _foreign_root(state: Path) -> None:
    other = own_keys.ensure(state / "other" / "keys", "Andere Stelle")
    (state / "keys" / "root" / "certificate.pem").write_bytes(other.root)


KEYS: dict[str, Callable[[Path], object]] = {
    "leaf key missing": lambda state: (state / "keys/leaf/key.pem").unlink(),
    "leaf certificate missing": lambda state: (state / "keys/leaf/certificate.pem").unlink(),
    "root key missing": lambda state: (state / "keys/root/key.pem").unlink(),
    "all keys missing": lambda state: shutil.rmtree(state / "keys"),
    "expired": _expired,
    "another root": _foreign_root,
    "open to others": lambda state: (state / "keys/leaf/key.pem").chmod(0o644),
    "folder open to others": lambda state: (state / "keys").chmod(0o755),
    "empty": lambda state: (state / "keys/leaf/key.pem").write_bytes(b""),
}


@pytest.mark.parametrize("harm", KEYS.values(), ids=KEYS)
def test_keys_that_cannot_sign(harm: Callable[[Path], object], made: Service) -> None:
    harm(made.root / "state")
    assert "keys" in refused(made, "de")


@pytest.mark.parametrize("sealed", [True, False])
def test_without_c2pa(sealed: bool, made: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even a film that was sealed before."""
    if not sealed:
        (job(made, "de") / "16x9/sealed.json").unlink()
    monkeypatch.setitem(sys.modules, "c2pa", None)
    assert "c2pa-python fehlt" in refused(made, "de")


# ---------------------------------------------------------------- the job folder


def job(service: Service, code: str = "en") -> Path:
    return service.work().job.language(code)


def change(path: Path, edit: Callable[[Any], object]) -> None:
    """Edits a stage's record, and makes its hashes fit whatever now lies there."""
    record = json.loads(path.read_text(encoding="utf-8"))
    edit(record.get("value", record))
    if "files" in record:
        record["files"] = {name: sha256(path.parent / name) for name in record["files"]}
    path.write_text(json.dumps(record), encoding="utf-8")


def words(timeline: Timeline) -> list[object]:
    """All that is said and shown; a voice does not take exactly as long every time."""
    said = [sentence.value for sentence in timeline.sentences]
    shown = [caption.value for caption in timeline.captions]
    return [said, shown, timeline.end_card.value, timeline.label, timeline.note, timeline.draft]


def _without_introduction(folder: Path) -> None:
    change(folder / "speech.json", lambda speech: speech["segments"].pop(0))


def _other_words(folder: Path) -> None:
    change(folder / "speech.json", lambda speech: speech["segments"][1]["segment"].update(text="Bring money."))


def _silent_introduction(folder: Path) -> None:
    shutil.copyfile(folder / "speech" / "0001.wav", folder / "speech" / "0000.wav")
    change(folder / "speech.json", lambda speech: None)


def _other_translation(folder: Path) -> None:
    change(folder / "translation.json", lambda value: value["units"][0].update(text="Bring money."))


def _no_machine(folder: Path) -> None:
    change(folder / "translation.json", lambda value: value["units"][0].update(origin="source"))


def _empty_timeline(folder: Path) -> None:
    change(
        folder / "16x9/timeline.json",
        lambda value: value.update(label="", note="", draft=[], sentences=[], captions=[]),
    )


def _unlabelled(folder: Path, name: str) -> None:
    film = repainted(
        folder / "16x9/film.mp4", folder / "16x9/bare.mp4", "drawbox=x=1220:y=0:w=700:h=200:color=white:t=fill"
    )
    film.replace(folder / name)


def _swapped(folder: Path) -> None:
    _unlabelled(folder, "16x9/film.mp4")


def _swapped_with_hash(folder: Path) -> None:
    _unlabelled(folder, "16x9/film.mp4")
    change(folder / "16x9/film.json", lambda value: None)


def _unsealed(folder: Path) -> None:
    shutil.copyfile(folder / "16x9/film.mp4", folder / "16x9/sealed.mp4")


def _unsealed_with_hash(folder: Path) -> None:
    _unsealed(folder)
    change(folder / "16x9/sealed.json", lambda value: None)


def _approved_by_hand(folder: Path, by: str, text_hash: str) -> None:
    approval = {"by": by, "when": "2026-01-02T03:04:05+00:00", "text_hash": text_hash}
    for record in ({"approval": approval, "mac": "0" * 64}, approval):
        (folder / "approval.json").write_text(json.dumps(record), encoding="utf-8")


EDITS = {
    "the introduction removed from the speech": _without_introduction,
    "other words in the speech": _other_words,
    "the introduction's sound replaced": _silent_introduction,
    "another translation": _other_translation,
    "a translation that calls itself the staff's own": _no_machine,
    "the timeline emptied": _empty_timeline,
    "the film swapped": _swapped,
    "the film swapped, its hash too": _swapped_with_hash,
    "the sealed film swapped": _unsealed,
    "the sealed film swapped, its hash too": _unsealed_with_hash,
}


@pytest.mark.parametrize("harm", EDITS.values(), ids=EDITS)
def test_edited_job_files_are_not_believed(harm: Callable[[Path], None], made: Service) -> None:
    before = words(proof(made, "en").timeline)
    harm(job(made))
    claim = disclosed(made)
    assert words(claim.timeline) == before
    assert (claim.draft, claim.review) == (True, "unchecked")


@pytest.mark.parametrize("by", ["Ada Beck", "Eve Moor"])
def test_a_forged_approval_publishes_nothing(by: str, made: Service) -> None:
    """With the very hash that an approval would have."""
    work = made.work()
    _approved_by_hand(job(made), by, version.build(work, "en").text_hash)
    claim = disclosed(made)
    assert (claim.draft, claim.review) == (True, "unchecked")


def test_an_edited_report_changes_no_film(made: Service) -> None:
    path = made.out / "Entwurf" / "Hallo" / "en" / "report.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data |= {"draft": False, "passed": True, "gates": [], "review": {**data["review"], "state": "approved"}}
    path.write_text(json.dumps(data), encoding="utf-8")
    claim = disclosed(made)
    assert (claim.draft, claim.review) == (True, "unchecked")
    assert json.loads(path.read_text(encoding="utf-8"))["review"]["state"] == "unchecked"


@pytest.mark.parametrize("stage", ["verify", "publish"])
def test_a_film_swapped_between_two_stages(stage: str, made: Service) -> None:
    """Whoever swaps it before it is proved gets it judged; afterwards it is not the one that was proved."""
    folder = job(made)

    def swap(language: str, now: str, done: float) -> None:
        if now == stage:
            _unlabelled(folder, "16x9/sealed.mp4")

    outcome = made.render("en", progress=swap)["en"]
    assert outcome.status == "failed"
    assert ("„label“" if stage == "verify" else "nicht die, die geprüft wurde") in outcome.de
    assert ('"label"' if stage == "verify" else "not the one that was proved") in outcome.en


def test_a_film_swapped_while_it_is_proved(made: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the picture was looked at, before anybody remembers which file it was."""
    from pipeline.verify import seals

    xmp = seals.xmp

    def swap(path: Path, *rest: Any) -> Any:
        found = xmp(path, *rest)
        _unlabelled(job(made), "16x9/sealed.mp4")
        return found

    monkeypatch.setattr(seals, "xmp", swap)
    assert "nicht die, die geprüft wurde" in refused(made)


def test_a_film_that_cannot_be_logged_stays_out(made: Service) -> None:
    shutil.rmtree(made.out)
    (made.root / "state" / "fingerprints.jsonl").unlink()
    (made.root / "state" / "fingerprints.jsonl").mkdir()
    (job(made, "de") / "16x9/logged.json").unlink()
    refused(made, "de")


# ---------------------------------------------------------------- who speaks


CONSENT_LINE = "consent: Joe Reader, 2026-01-02"


def _person(service: Service, models: Path) -> None:
    service.write("termin.en.md", f"---\n{CONSENT_LINE}\n---\n{ENGLISH}")
    read_aloud(service.root / "termin.en.wav", models, ENGLISH.strip())


def test_a_machine_does_not_pass_for_a_person(made: Service, assets: Path) -> None:
    """The label's words for a person over a machine's voice: in the pack, in the plan, in the record."""
    human = packs.load("en").du.label_human
    word(assets, "label", human)
    packs.load.cache_clear()
    assert "wer spricht" in refused(made)


@pytest.mark.parametrize("kind", ["human", "none"])
def test_a_record_that_says_somebody_else_speaks_is_not_believed(kind: str, made: Service) -> None:
    change(job(made) / "speech.json", lambda speech: speech["voice"].update(kind=kind, engine="recording"))
    change(job(made) / "16x9/timeline.json", lambda timeline: timeline.update(voice=kind))
    assert disclosed(made).timeline.voice == "synthetic"


@pytest.mark.parametrize("kind", ["human", "none"])
def test_a_plan_that_says_somebody_else_speaks_is_not_drawn(kind: str, made: Service) -> None:
    from pipeline.verify.stage import planned

    found = proof(made, "en")
    label = found.expected.wording.labelled(kind)  # type: ignore[arg-type]
    other = replace(found.timeline, voice=kind, label=label)  # type: ignore[arg-type]
    assert "voice" in [gate.name for gate in planned(other, found.expected) if not gate.passed]


def test_a_recording_without_consent_is_not_heard(made: Service, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few(monkeypatch, 2)  # one a second would hardly see the mouth of a short sentence
    _person(made, models)
    claim = disclosed(made)
    assert (claim.timeline.voice, claim.composite) == ("human", True)
    for consent in ("", "consent: anonym, 2026-01-02", "consent: Joe Reader, 2999-01-02", "consent: Joe Reader"):
        edited = (made.root / "termin.en.md").read_text(encoding="utf-8")
        head = edited.split("---\n")[1]
        made.write("termin.en.md", edited.replace(f"---\n{head}---\n", f"---\n{consent}\n---\n"))
        assert "inwilligung" in refused(made) or "kein Name" in refused(made)


def test_a_consent_for_another_text_does_not_help(made: Service, models: Path) -> None:
    _person(made, models)
    made.write("termin.md", SCRIPT.replace("title: Hallo", f"title: Hallo\n{CONSENT_LINE}"))
    made.write("termin.en.md", ENGLISH)
    assert "Einwilligung" in refused(made)


def test_an_approval_holds_for_who_spoke_then(made: Service, models: Path) -> None:
    """Another speaker is another label and another introduction: what was approved is void."""
    built = version.build(made.work(), "en")
    _person(made, models)
    assert version.build(made.work(), "en").text_hash != built.text_hash


def test_sound_under_a_film_in_which_nobody_speaks(silent: Proof, short: Proof, tmp_path: Path) -> None:
    """Signed again with the service's own keys, and the claim left as it was."""
    mixed = ["-i", str(short.path), "-map", "0:v", "-map", "1:a", "-c", "copy", "-t", str(silent.timeline.duration)]
    film = tmp_path / "film.mp4"
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-nostdin", "-y", "-i", str(silent.path), *mixed, *FAST_START, str(film)],
        check=True,
        timeout=60,
    )
    assert {"speech", "loudness"} <= set(silent.failed(film))
    verdict = examine(silent.seal(film), root=silent.keys.root, mark_key=silent.keys.mark_key(), log=None)
    assert verdict.status == 1
    assert {"speech", "loudness"} <= {gate.name for gate in verdict.gates if not gate.passed}


# ---------------------------------------------------------------- even with the keys in hand


@pytest.mark.parametrize("what", ["left out", "other words", "added", "in another order"])
def test_a_plan_that_says_anything_but_the_text_is_not_even_drawn(what: str, made: Service) -> None:
    """Whoever holds the keys can write a record that counts; the text itself is still compared."""
    from pipeline.verify.stage import planned

    found = proof(made, "en")
    said = found.timeline.sentences
    changed = {
        "left out": said[1:],
        "other words": (said[0], replace(said[1], value="Bring money."), *said[2:]),
        "added": (*said[:2], replace(said[1], value="Bring money."), *said[2:]),
        "in another order": said[::-1],
    }[what]
    gates = planned(replace(found.timeline, sentences=changed), found.expected)
    assert "text" in [gate.name for gate in gates if not gate.passed]
    assert [gate.name for gate in planned(found.timeline, found.expected) if not gate.passed] == []


def test_what_is_compared_is_the_narration_of_the_approved_text(made: Service) -> None:
    work = made.work()
    built = version.build(work, "en")
    segments = stages.narration(work, built)
    sentences = stages.expected(work, built, version.review(work, built), stages.speak(work, built, segments)).sentences
    assert " ".join(sentences) == f"{built.intro} {ENGLISH.strip()} {built.wording.request}"
