"""Environment over file over default; whatever is wrong is named with file, line and what would be right."""

import os
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from pipeline.errors import InputError
from pipeline.model import Policy
from pipeline.settings import Settings, init, load, stricter, template
from pipeline.settings_file import ALLOWED


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, no settings in the environment."""
    for name in [name for name in os.environ if name.upper().startswith("LOTSE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(text: str) -> Path:
    path = Path("lotse.toml").absolute()
    path.write_text(text, encoding="utf-8")
    return path


def refused(text: str = "") -> InputError:
    path = written(text) if text else None
    with pytest.raises(InputError) as caught:
        load(path)
    return caught.value


# ---------------------------------------------------------------- what holds


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


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[service]\nname = "x"\nadress = "du"\n', 3, "„service.adress“ gibt es hier nicht. Meinten Sie „service.addr"),
        ('# x\n[servce]\nname = "x"\n', 2, "Meinten Sie „service“?"),
        ('\ncontact = "x"\n', 2, "Meinten Sie „service.contact“?"),
        ('[service]\ncolours = {akzent = "#112233"}\n', 2, "Meinten Sie „service.colours.accent“?"),
        ('[service]\naddress = "Ihr"\n', 2, "Der Wert „Ihr“ geht für „service.address“ nicht. Möglich ist: „du“ oder"),
        ('[service.colours]\n\naccent = "red"\n', 3, "„red“"),
        ('[service.colours]\naccent = "#12345"\n', 2, "eine Farbe wie"),
        ("[service]\nname = 5\n", 2, "eine Zeile Text"),
        ('[service]\ncontact = """a\nb"""\n', 2, "bis 160 Zeichen"),
        (f'[service]\ncontact = "{"x" * 161}"\n', 2, "bis 160 Zeichen"),
        ('[service]\nname = "a\u202eb"\n', 2, "„a<U+202E>b“"),
        ('[service]\noffer = "umsonst"\n', 2, "je Sprache ein Satz bis 120 Zeichen"),
        ('[service.offer]\nde = ""\n', 2, "je Sprache ein Satz bis 120 Zeichen"),
        (f'[service.offer]\nde = "{"x" * 121}"\n', 2, "je Sprache ein Satz bis 120 Zeichen"),
        ('[service.offer]\nde = "a\\nb"\n', 2, "je Sprache ein Satz bis 120 Zeichen"),
        ('[service.offer]\nde = "a"\nukr = "b"\n', 3, "Die Sprache „ukr“ gibt es hier nicht. Meinten Sie „uk“?"),
        ('[service]\ncode = "http://example.org"\n', 2, "„tel:+49301234567“ oder eine Adresse wie „https://"),
        ('[service]\ncode = "javascript:alert(1)"\n', 2, "„tel:+49301234567“ oder eine Adresse wie „https://"),
        ('[service]\nlogo = "fehlt.png"\n', 2, "eine Bilddatei, die es gibt"),
        ('[service]\nbackground = "fehlt.jpg"\n', 2, "eine Bilddatei, die es gibt"),
        ('[service.colours]\nink = "#4a7d87"\n', 2, "Der Kontrast ist 4,5:1, nötig sind 7:1"),
        ('[service.names]\nmaja = "Mira"\n', 2, "je Avatar und Sprache ein Name"),
        ('[service.names.maja]\nde = "Mira · echte"\n', 2, "je Avatar und Sprache ein Name"),
        ('[service.names.maja]\nde = "Mira (Mensch)"\n', 2, "nur Buchstaben"),
        ('[service.names.maja]\nde = "Mirabellamirabellamira"\n', 2, "bis 20 Zeichen"),
        (
            '[service.names.maja]\nuk = "Міра"\nukr = "Mia"\n',
            3,
            "Die Sprache „ukr“ gibt es hier nicht. Meinten Sie „uk“?",
        ),
        ('[service.names.maya]\nde = "Mira"\n', 1, "Den Avatar „maya“ gibt es hier nicht. Meinten Sie „maja“?"),
        ('[service]\nformats = ["9x16", "16x10"]\n', 2, "eine Liste aus „16x9“, „9x16“ und „1x1“"),
        ("[service]\nformats = []\n", 2, "eine Liste aus „16x9“, „9x16“ und „1x1“"),
        ('[service]\nsmall = "gern"\n', 2, "true oder false"),
        ("service = 5\n", 1, "ein Abschnitt"),
        ('[review]\npolicy = "none"\n', 2, "„required“ oder „label“"),
        ('[review.reviewers]\nuk = "Olena"\n', 2, "eine Liste von Namen"),
        ('[review.reviewers]\nuk = [""]\n', 2, "eine Liste von Namen"),
        ('[review.reviewers]\nar = ["A"]\nukr = ["B"]\n', 3, "Die Sprache „ukr“ gibt es hier nicht. Meinten Sie „uk“?"),
        ("[paths]\nstate = 5\n", 2, "ein Ordner"),
        ('[paths]\nstate = "~niemand-hier/x"\n', 2, "ein Ordner"),
        ('[models]\ndevice = "gpu"\n', 2, "„cpu“ oder „cuda“"),
        ('[service]\nname = "x"\ncontact = \n', 3, "Hinter dem = fehlt der Wert"),
        ('[service]\nname = "x', 2, "Das schließende Anführungszeichen fehlt"),
        ('[service]\nname "x"\n', 2, "fehlt das Zeichen ="),
        ("[service]\nname = Haus am Markt\n", 2, "die Anführungszeichen um ihn fehlen"),
        ('[paths]\nstate = "C:\\srv"\n', 2, "schreiben Sie Ordner mit /"),
        ('[service]\nname = "x"\nname = "y"\n', 3, "steht zweimal da"),
        ('[review.reviewers]\nuk = ["Olena"\n', 2, "schließende Klammer"),
        ("Das ist ein Satz\n", 1, "fehlt das Zeichen ="),
        ('[paths]\nshare = "s"\nstate = "s/privat"\n', 3, "liegt in der Freigabe"),
        ('[paths]\nstate = "s"\nshare = "s"\n', 2, "liegt in der Freigabe"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_line(text: str, line: int, says: str) -> None:
    error = refused(text)
    assert error.path == Path("lotse.toml").absolute()
    assert error.line == line
    assert says in error.de
    assert error.en.startswith(f"{error.path}:{line}: ")


def test_a_state_folder_is_found_inside_the_share_through_a_link(home: Path) -> None:
    (home / "share" / "s").mkdir(parents=True)
    (home / "state").symlink_to(home / "share" / "s")
    assert "liegt in der Freigabe" in refused('[paths]\nshare = "share"\nstate = "state"\n').de


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("LOTSE_MODELS__FOLDRE", "x", "Meinten Sie „LOTSE_MODELS__FOLDER“?"),
        ("LOTSE_MODLES__FOLDER", "x", "Meinten Sie „LOTSE_MODELS__FOLDER“?"),
        ("LOTSE_SERVICE", '{"name": "x"}', "„LOTSE_SERVICE“ gibt es hier nicht"),
        ("LOTSE_REVIEW__POLICY", "nie", "Umgebungsvariable LOTSE_REVIEW__POLICY: Der Wert „nie“"),
        ("LOTSE_REVIEW__REVIEWERS", "Olena", "Umgebungsvariable LOTSE_REVIEW__REVIEWERS: Der Wert „Olena“"),
        ("LOTSE_SERVICE__OFFER", "umsonst", "Umgebungsvariable LOTSE_SERVICE__OFFER: Der Wert „umsonst“"),
        ("LOTSE_SERVICE__FORMATS", "9x16", "Umgebungsvariable LOTSE_SERVICE__FORMATS: Der Wert „9x16“"),
        ("LOTSE_SERVICE__OFFER", '{"xx": "A"}', "Umgebungsvariable LOTSE_SERVICE__OFFER: Die Sprache „xx“"),
        ("LOTSE_SERVICE__CODE", "mailto:a@b.de", "Umgebungsvariable LOTSE_SERVICE__CODE: Der Wert „mailto:a@b.de“"),
        ("LOTSE_REVIEW__REVIEWERS", '{"xx": ["A"]}', "Umgebungsvariable LOTSE_REVIEW__REVIEWERS: Die Sprache „xx“"),
        ("LOTSE_SERVICE__COLOURS__ACCENT", "#xyzxyz", "Umgebungsvariable LOTSE_SERVICE__COLOURS__ACCENT"),
    ],
)
def test_a_mistake_in_the_environment_names_the_variable(
    variable: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    error = refused("[service]\nname = 'x'\n")
    assert says in error.de
    assert variable in error.en
    assert error.path is None


@pytest.mark.parametrize(
    "key", ["label", "ai_label", "disclosure", "watermark", "intro", "note", "end_card", "kennzeichnung", "ki"]
)
def test_there_is_no_switch_for_the_disclosure(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in (f"{key} = false\n", f"[service]\n{key} = false\n", f"[{key}]\nenabled = false\n"):
        error = refused(text)
        assert "gibt es hier nicht" in error.de
        assert "lässt sich nicht abschalten" in error.de
        assert "cannot be switched off" in error.en
    monkeypatch.setenv(f"LOTSE_SERVICE__{key.upper()}", "false")
    assert "lässt sich nicht abschalten" in refused("[service]\n").de


def test_an_ordinary_unknown_key_says_nothing_about_the_disclosure() -> None:
    assert "abschalten" not in refused("[service]\ncolor = 1\n").de


# ---------------------------------------------------------------- the template, the floor


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


# ---------------------------------------------------------------- how words are pronounced


def test_the_house_may_say_how_its_names_are_pronounced(tmp_path: Path) -> None:
    path = tmp_path / "lotse.toml"
    path.write_text('[speech.pronunciation.de]\nBAMF = "Bamf"\n"Haus XY" = "Haus Iks Üpsilon"\n', encoding="utf-8")
    assert load(path).speech.pronunciation == {"de": {"BAMF": "Bamf", "Haus XY": "Haus Iks Üpsilon"}}


@pytest.mark.parametrize(
    ("entry", "de", "en"),
    [
        ('"112" = "eins"', "„112“ ist eine Zahl", "another fact"),
        ('U6 = "U sieben"', "„U6“ ist eine Zahl", '"U6" is a number'),
        ('Dienstag = "Mittwoch"', "„Dienstag“ ist eine Zahl, ein Tag", "a day or another fact"),
        ('Zehn = "Zwölf"', "„Zehn“ ist eine Zahl", "another fact"),
        ('Euro = "Dollar"', "„Euro“ gehört zu Zahlen", "belongs to numbers"),
        ('Uhr = "Tage"', "„Uhr“ gehört zu Zahlen", "belongs to numbers"),
        ('BAMF = "am Montag"', "„Montag“ ist eine Zahl", "another fact"),
        ('nicht = "immer"', "„nicht“ ist klein geschrieben", "has no capital letter"),
        ('KI = "Kai"', "„KI“ steht im festen Wortlaut", "stands in the fixed wording"),
        ('Intelligenz = "Freude"', "im festen Wortlaut", "stands in the fixed wording"),
        ('"Künstlicher Intelligenz" = "Herz"', "im festen Wortlaut", "stands in the fixed wording"),
        ('Dolmetscherin = "Frau"', "im festen Wortlaut", "stands in the fixed wording"),
        ('Maja = "Maria"', "im festen Wortlaut", "stands in the fixed wording"),
        ('BAMF = "–"', "hat keine Buchstaben", "has no letters"),
    ],
)
def test_a_pronunciation_cannot_change_a_fact_or_the_fixed_words(entry: str, de: str, en: str, tmp_path: Path) -> None:
    path = tmp_path / "lotse.toml"
    path.write_text(f'# x\n[speech.pronunciation.de]\nBIM = "Bimm"\n{entry}\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(path)
    assert (caught.value.path, caught.value.line) == (path, 4)
    assert de in caught.value.de
    assert en in caught.value.en


# ---------------------------------------------------------------- avatars that were drawn for the house


def test_a_folder_of_the_houses_own_drawn_avatars_counts_from_the_file(home: Path) -> None:
    own = home / "figuren" / "nadia"
    own.mkdir(parents=True)
    (own / "avatar.toml").touch()
    loaded = load(written('[service.names.nadia]\nuk = "Надія"\n[paths]\navatars = "figuren"\n'))
    assert loaded.paths.avatars == home / "figuren"
    assert loaded.service.names["nadia"]["uk"] == "Надія"


def test_a_folder_of_avatars_that_is_not_there_is_told_at_once() -> None:
    error = refused('[paths]\navatars = "figurn"\n')
    assert error.line == 2
    assert "figurn“ geht für „paths.avatars“ nicht. Möglich ist: ein Ordner, den es gibt" in error.de
    assert "a folder that exists" in error.en


# ---------------------------------------------------------------- avatars that a program animates

CLARA = {
    "engine": '"command"',
    "command": '["/opt/face/run", "{sound}", "--portrait={portrait}", "{clip}"]',
    "portrait": '"clara.png"',
    "name": '"Clara"',
    "gender": '"female"',
    "no_existing_person": '"Rana Haddad, 2026-11-22"',
}


def own_avatar(name: str = "clara", without: str = "", **instead: str) -> str:
    Path("clara.png").touch()
    lines = {**CLARA, **instead}
    return f"[avatars.{name}]\n" + "".join(f"{key} = {value}\n" for key, value in lines.items() if key != without)


def test_an_avatar_of_the_services_own(home: Path) -> None:
    own = load(written(own_avatar() + '[service.names.clara]\nuk = "Клара"\n'))
    clara = own.avatars["clara"]
    assert clara.command == ("/opt/face/run", "{sound}", "--portrait={portrait}", "{clip}")
    assert clara.portrait == home / "clara.png"
    assert (clara.gender, clara.container, clara.limit) == ("female", "mp4", 20.0)
    assert clara.no_existing_person == "Rana Haddad, 2026-11-22"
    assert own.service.names["clara"]["uk"] == "Клара"


def test_nothing_runs_without_the_statement_that_nobody_is_shown() -> None:
    for text in (
        own_avatar(without="no_existing_person"),
        own_avatar(no_existing_person='""'),
        own_avatar(no_existing_person='"ja"'),
        own_avatar(no_existing_person='"Rana Haddad"'),
        own_avatar(no_existing_person='"unbekannt, 2026-11-22"'),
        own_avatar(no_existing_person='"Rana Haddad, 2126-11-22"'),
    ):
        error = refused(text)
        assert "dass das Porträt keinen existierenden Menschen zeigt" in error.de
        assert "that the portrait shows no existing person" in error.en
        assert error.line == (1 if "no_existing_person" not in text else 7)


@pytest.mark.parametrize("key", [key for key in CLARA if key != "no_existing_person"])
def test_what_an_avatar_lacks_is_named(key: str) -> None:
    error = refused(own_avatar(without=key))
    assert f"„avatars.clara.{key}“" in error.de
    assert error.line == 1


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("engine", '"cloud"', "Möglich ist: „command“"),
        ("command", '["run", "{sound}", "{portrait}", "{clip}"]', "das Programm mit vollem Pfad"),
        ("command", '["/opt/face/run", "{sound}", "{clip}"]', r"darunter .*\{portrait\}"),
        ("command", '"/opt/face/run {sound} {portrait} {clip}"', "eine Liste"),
        ("portrait", '"nobody.png"', "eine Bilddatei, die es gibt"),
        ("container", '"avi"', "„mp4“, „mov“, „webm“ oder „mkv“"),
        ("name", '""', "Name"),
        ("gender", '"none"', "„female“ oder „male“"),
        ("limit", "0", "mehr als 0"),
        ("network", "true", "Den Schlüssel „avatars.clara.network“ gibt es hier nicht"),
        ("label", "false", "lässt sich nicht abschalten"),
    ],
)
def test_what_an_avatar_cannot_have(key: str, value: str, told: str) -> None:
    error = refused(own_avatar(**{key: value}))
    assert re.search(told, error.de), error.de
    assert error.line is not None


@pytest.mark.parametrize("name", ["maja", "samira", "Clara", "1st", '"../maja"'])
def test_built_in_avatars_keep_their_names(name: str) -> None:
    assert "eingebauten" in refused(own_avatar(name)).de
