"""Environment over file over default; the template says the defaults; the policy is a floor."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from pipeline.errors import InputError
from pipeline.model import Policy
from pipeline.settings import Settings, init, load, stricter, template
from pipeline.settings_file import ALLOWED
from tests.configured import written

pytest_plugins = ["tests.configured"]
pytestmark = pytest.mark.usefixtures("home")


def test_defaults(home: Path) -> None:
    settings = load()
    assert (settings.service.address, settings.review.policy, settings.models.device) == ("Sie", "required", "cpu")
    assert settings.paths.state == home / "data" / "lotse"
    assert settings.models.folder == home / "data" / "lotse" / "models"
    assert settings.paths.share is None
    assert settings.review.reviewers == {}


def test_a_relative_xdg_folder_is_ignored(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "data")
    monkeypatch.setenv("HOME", str(home))
    assert load().paths.state == home / ".local" / "share" / "lotse"


def test_the_environment_goes_over_the_file_and_the_file_over_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    path = written('[service]\nname = "Datei"\ncontact = "Datei"\n')
    monkeypatch.setenv("LOTSE_SERVICE__NAME", "Umgebung")
    monkeypatch.setenv("LOTSE_SERVICE__CONTACT", "")
    service = load(path).service
    assert (service.name, service.contact, service.address) == ("Umgebung", "Datei", "Sie")


def test_every_key_can_come_from_the_file_and_from_the_environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "logo.png").touch()
    (home / "wand.jpg").touch()
    (home / "a").mkdir()
    values = {
        "service.name": "Haus XY",
        "service.contact": "0228 123",
        "service.offer": '{"de": "Das Dolmetschen kostet Sie nichts."}',
        "service.code": "tel:+493023125118",
        "service.logo": str(home / "logo.png"),
        "service.background": str(home / "wand.jpg"),
        "service.names": '{"maja": {"de": "Mira"}}',
        "service.address": "du",
        "service.formats": '["9x16", "1x1"]',
        "service.small": "true",
        "service.colours.accent": "#AA0000",
        "service.colours.background": "#00ff00",
        "service.colours.ink": "#1d2f6f",
        "review.policy": "label",
        "review.reviewers": '{"uk": ["Olena Koval"]}',
        "paths.state": str(home / "s"),
        "paths.share": str(home / "f"),
        "paths.avatars": str(home / "a"),
        "paths.metrics": str(home / "p"),
        "models.folder": str(home / "m"),
        "models.device": "cuda",
        "speech.whisper": "whisper:large-v3",
        "speech.unchecked": "true",
        "speech.noncommercial": "true",
        "speech.pronunciation": '{"de": {"BAMF": "Bamf"}}',
        "speech.voices": '{"ti": {"male": ["coqui:tts_models/tir/fairseq/vits"]}}',
        **{f"share.{key}": f"x{key}" for key in NAMES},
        "share.stable": "1.5",
        "share.orphan": "60.0",
        "queue.broker": "redis://redis:6379/1",
        "queue.lease": "5.0",
        "queue.limit": "120",
        "queue.keep_days": "7",
    }
    assert values.keys() == ALLOWED.keys()
    tables = {
        "review.reviewers": '{uk = ["Olena Koval"]}',
        "service.names": '{maja = {de = "Mira"}}',
        "service.formats": '["9x16", "1x1"]',
        "service.offer": '{de = "Das Dolmetschen kostet Sie nichts."}',
        "speech.pronunciation": '{de = {BAMF = "Bamf"}}',
        "speech.voices": '{ti = {male = ["coqui:tts_models/tir/fairseq/vits"]}}',
    }
    lines = [f'{key} = "{value}"' for key, value in values.items() if key not in tables]
    from_file = load(written("\n".join([*lines, *(f"{key} = {value}" for key, value in tables.items())])))
    for key, value in values.items():
        monkeypatch.setenv("LOTSE_" + key.replace(".", "__").upper(), value)
    from_environment = load(written(""))
    assert from_file == from_environment
    assert from_file.review.reviewers == {"uk": ("Olena Koval",)}
    assert from_file.service.offer == {"de": "Das Dolmetschen kostet Sie nichts."}
    defaults = load_defaults(monkeypatch)
    assert not [key for key, value in flat(from_file).items() if value == defaults[key]]


NAMES = ("inbox", "work", "review", "drafts", "films", "done", "failed", "status")


def flat(settings: Settings) -> dict[str, object]:
    sections = ("service", "paths", "models", "share", "queue")
    return {f"{name}.{key}": value for name in sections for key, value in getattr(settings, name).model_dump().items()}


def load_defaults(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    for key in ALLOWED:
        monkeypatch.delenv("LOTSE_" + key.replace(".", "__").upper())
    return flat(load(written("")))


def test_which_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written('[service]\nname = "hier"\n')
    (home / "genannt.toml").write_text('[service]\nname = "genannt"\n')
    (home / "option.toml").write_text('[service]\nname = "option"\n')
    assert load().service.name == "hier"
    monkeypatch.setenv("LOTSE_CONFIG", "genannt.toml")
    assert load().service.name == "genannt"
    assert load(home / "option.toml").service.name == "option"


def test_a_named_file_must_be_there(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="gibt es nicht"):
        load(home / "fehlt.toml")
    monkeypatch.setenv("LOTSE_CONFIG", "fehlt.toml")
    with pytest.raises(InputError, match="gibt es nicht"):
        load()


def test_relative_folders_start_at_the_file(home: Path) -> None:
    (home / "tief").mkdir()
    (home / "tief" / "lotse.toml").write_text('[paths]\nstate = "s"\nshare = ""\n[models]\nfolder = "~/m"\n')
    settings = load(Path("tief/lotse.toml"))
    assert settings.paths.state == home / "tief" / "s"
    assert settings.paths.share is None
    assert settings.models.folder == Path.home() / "m"


def test_settings_are_frozen() -> None:
    settings: Settings = load()
    with pytest.raises(ValidationError):
        settings.service.name = "anders"


def test_the_template_says_the_defaults_and_every_key() -> None:
    defaults = load()
    assert load(written(template())) == defaults
    switched_on = re.sub(r'^# (\w+ = (?:"[^"]*"|\[.*\]))$', r"\1", template(), flags=re.MULTILINE)
    Path("logo.png").touch()
    Path("wand.jpg").touch()
    Path("avatars").mkdir()
    full = load(written(switched_on))
    assert full.service.logo == Path("logo.png").absolute()
    assert full.review.reviewers.keys() == {"uk", "ar"}
    assert full.service.offer.keys() == {"de", "en"}
    assert full.service.code == "tel:+493023125118"
    assert str(full.paths.share) == "/srv/freigabe/lotse"
    for key in ALLOWED:
        assert re.search(rf"^(# )?{key.split('.')[-1]} = |\[{key}\]", template(), re.MULTILINE), key


def test_init_writes_the_template_once() -> None:
    path = Path("lotse.toml")
    init(path)
    assert path.read_text(encoding="utf-8") == template()
    path.write_text("# meins\n")
    with pytest.raises(InputError, match="gibt es schon"):
        init(path)
    assert path.read_text() == "# meins\n"


@pytest.mark.parametrize(
    ("policy", "script", "flag", "holds"),
    [
        ("label", None, None, "label"),
        ("label", "required", None, "required"),
        ("label", None, "required", "required"),
        ("label", "label", "label", "label"),
        ("required", None, None, "required"),
        ("required", "label", None, "required"),
        ("required", "required", "required", "required"),
    ],
)
def test_the_policy_can_only_be_tightened(
    policy: Policy, script: Policy | None, flag: Policy | None, holds: str
) -> None:
    assert stricter(policy, script, flag) == holds


@pytest.mark.parametrize(
    ("policy", "script", "by"),
    [("required", None, "Die Einstellungen verlangen"), ("label", "required", "Der Kopf des Textes verlangt")],
)
def test_a_flag_that_would_loosen_the_policy_is_refused(policy: Policy, script: Policy | None, by: str) -> None:
    with pytest.raises(InputError, match=by) as caught:
        stricter(policy, script, "label")
    assert "cannot be loosened" in caught.value.en
