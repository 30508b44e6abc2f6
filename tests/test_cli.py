"""The command as staff and scripts meet it: exit statuses, messages in two languages, JSON and nothing else."""

from __future__ import annotations

import json
import resource
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from pipeline import language as packs
from tests.films import SCRIPT
from workers.cli import app

if TYPE_CHECKING:
    from typer.testing import Result

    from tests.films import Service

pytest_plugins = ["tests.films"]

LOTSE = Path(sys.executable).with_name("lotse")


@pytest.fixture
def here(service: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    """The service, with its folder as the working folder."""
    monkeypatch.chdir(service.root)
    return service


def lotse(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


# ---------------------------------------------------------------- answers at once


def test_help_answers_at_once() -> None:
    """The promise is half a second; in processor time, so that a busy machine does not matter."""

    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([str(LOTSE), "--help"], capture_output=True, text=True, check=True)
        assert "render" in done.stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    assert statistics.median(once() for _ in range(3)) < 0.5


def test_help_loads_nothing_heavy() -> None:
    program = "import sys, pipeline.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "skia", "pydantic", "onnxruntime", "ctranslate2", "babel", "ffmpeg", "lxml"} & set(loaded)


@pytest.mark.parametrize("command", ["init", "render", "approve", "check", "languages", "models"])
def test_every_command_explains_itself_in_both_languages(command: str) -> None:
    done = lotse(command, "--help")
    assert done.exit_code == 0
    assert " / " in done.stdout


@pytest.mark.parametrize("words", [["render"], ["render", "x.md", "--review", "off"], ["no-such"], ["approve", "x.md"]])
def test_wrong_usage_is_bad_input(words: list[str], here: Service) -> None:
    done = lotse(*words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Usage" in done.stderr


# ---------------------------------------------------------------- settings


def test_init_writes_a_commented_file_and_never_over_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert lotse("init").exit_code == 0
    text = Path("lotse.toml").read_text(encoding="utf-8")
    assert text.count("\n#") > 10
    assert 'policy = "required"' in text
    Path("lotse.toml").write_text("# mine\n")
    again = lotse("init")
    assert again.exit_code == 2
    assert "gibt es schon" in again.stderr
    assert "exists already" in again.stderr
    assert Path("lotse.toml").read_text() == "# mine\n"
    assert lotse("init", "--config", "other.toml").exit_code == 0
    assert Path("other.toml").exists()


@pytest.mark.parametrize(
    ("line", "near"), [('adress = "du"', "service.address"), ("label = false", "KI lässt sich nicht abschalten")]
)
def test_an_unknown_key_in_the_settings(line: str, near: str, here: Service) -> None:
    text = here.config.read_text(encoding="utf-8")
    here.config.write_text(text.replace("[service]", f"[service]\n{line}"), encoding="utf-8")
    done = lotse("render", "termin.md", "--to", "en", "--out", "out")
    assert done.exit_code == 2
    assert near in done.stderr
    assert "lotse.toml:2: " in done.stderr
    assert not here.out.exists()


def test_a_config_that_is_not_there(here: Service) -> None:
    done = lotse("languages", "--config", "nowhere.toml")
    assert done.exit_code == 2
    assert "nowhere.toml" in done.stderr


# ---------------------------------------------------------------- bad input

HEAD = "---\ntitle: Hallo\n"
BAD: dict[str, tuple[str | bytes, str, str, str]] = {
    "empty": ("", "termin.md: ", "ist leer", "is empty"),
    "only front matter": (HEAD + "---\n", "termin.md: ", "kein Text", "no text"),
    "not UTF-8": (b"Hallo\nGr\xfc\xdfe\n", "termin.md:2: ", "nicht als UTF-8", "not saved as UTF-8"),
    "ten megabytes": ("Hallo. " * 1_500_000, "termin.md: ", "zu groß: 10.5 MB", "too large: 10.5 MB"),
    "unknown language": (HEAD + "to: [en, xx]\n---\nHallo.\n", "termin.md:3: ", "„xx“", '"xx"'),
    "unknown avatar": (HEAD + "avatar: meja\n---\nHallo.\n", "termin.md:3: ", "Meinten Sie „maja“", 'mean "maja"'),
    "unknown key": (HEAD + "avatr: maja\n---\nHallo.\n", "termin.md:3: ", "„avatr“", '"avatr"'),
    "label: false": (
        HEAD + "label: false\n---\nHallo.\n",
        "termin.md:3: ",
        "nicht abschalten",
        "cannot be switched off",
    ),
    "no font": (HEAD + "---\nHallo.\nBring 𓀀.\n", "termin.md:5: ", "„𓀀“", '"𓀀"'),
    "no font in the contact": (HEAD + "contact: 𓀀\n---\nHallo.\n", "termin.md:", "„𓀀“", '"𓀀"'),
    "../ in the title": ("---\ntitle: ../../tmp\n---\nHallo.\n", "termin.md:2: ", "Schrägstrich", "slash"),
    "controls in the title": ('---\ntitle: "a\\u202eb"\n---\nHallo.\n', "termin.md:2: ", "U+202E", "U+202E"),
    "controls in the text": (HEAD + "---\nHallo.\n\x07\n", "termin.md:5: ", "U+0007", "U+0007"),
    "an escape to the terminal": (HEAD + "---\n\x1b[2J\n", "termin.md:4: ", "U+001B", "U+001B"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_is_one_message_with_its_place_and_leaves_nothing(kind: str, here: Service) -> None:
    content, place, de, en = BAD[kind]
    (here.root / "termin.md").write_bytes(content.encode() if isinstance(content, str) else content)
    done = lotse("render", "termin.md", "--to", "de", "--out", "out", "--json")
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    assert done.stderr.count(place) == 2
    assert de in done.stderr
    assert en in done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr
    assert not here.out.exists()
    assert not (here.root / "state").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["render", "nowhere.md", "--to", "de"], "nowhere.md: Diese Datei gibt es nicht"),
        (["render", ".", "--to", "de"], "kann Lotse nicht lesen"),
        (["render", "termin.md"], "keine Sprache angegeben"),
        (["render", "termin.md", "--to", "ur"], "Meinten Sie „uk“|„ur“ gibt es hier nicht"),
        (["render", "termin.md", "--to", "de", "--avatar", "meja"], "Meinten Sie „maja“"),
        (["render", "termin.md", "--to", "de", "--avatar", "../maja"], "../maja"),
        (["render", "termin.md", "--to", "de", "--review", "label"], "--review label geht hier nicht"),
        (["render", "termin.md", "--to", "de", "--format", "16x9,9x61"], "Meinten Sie „9x16“"),
        (["approve", "termin.md", "--lang", "en", "--by", "Ada Bek"], "Meinten Sie „Ada Beck“?"),
        (["approve", "termin.md", "--lang", "en", "--by", "Ada Beck"], "noch keinen Entwurf"),
        (["approve", "termin.md", "--lang", "de", "--by", "Ada Beck"], "braucht keine Freigabe"),
        (["check", "termin.md", "--to", "xx"], "„xx“"),
    ],
)
def test_a_bad_call_is_refused_in_words(words: list[str], said: str, here: Service) -> None:
    done = lotse(*words, *([] if words[0] == "check" else ["--out", "out"]))
    assert done.exit_code == 2, done.output
    assert any(part in done.stderr for part in said.split("|")), done.stderr
    assert not here.out.exists()


def test_a_translation_with_other_lines_names_the_first_that_does_not_match(here: Service) -> None:
    here.write("termin.en.md", "Please bring it.\nAnd more.\n")
    done = lotse("render", "termin.md", "--to", "de,en", "--out", "out")
    assert done.exit_code == 2
    assert "termin.en.md:1: " in done.stderr
    assert not here.out.exists()


# ---------------------------------------------------------------- exit statuses of real runs


@pytest.mark.slow
@pytest.mark.usefixtures("few_frames")
class TestRuns:
    def test_all_done_is_0_and_json_is_all_that_stdout_holds(self, here: Service) -> None:
        """What looks like commands to a renderer is shown as it was typed."""
        typed = r"Das {\pos(0,0)} bleibt, \N und <x> auch."
        here.write("termin.md", SCRIPT.replace("Bring bitte deinen Ausweis mit.", typed))
        done = lotse("render", "termin.md", "--to", "DE", "--out", "Filme: neu", "--json")
        assert done.exit_code == 0, done.output
        (outcome,) = json.loads(done.stdout)
        assert (outcome["language"], outcome["status"]) == ("de", "film")
        assert outcome["film"] == "Filme: neu/Hallo/de/Hallo.de.mp4"
        assert done.stderr == ""
        folder = here.root / "Filme: neu" / "Hallo" / "de"
        assert typed in (folder / "Hallo.de.txt").read_text(encoding="utf-8")
        captions = (folder / "Hallo.de.vtt").read_text(encoding="utf-8")
        flat = " ".join(captions.replace("\u00a0", " ").split())
        assert r"{\pos(0,0)}" in flat
        assert r"\N und &lt;x&gt; auch." in flat
        assert "<x>" not in captions
        assert r"{\pos(0,0)}" in (folder / "report.html").read_text(encoding="utf-8")

    def test_a_draft_and_a_missing_translation_are_3_and_approving_is_0(self, here: Service) -> None:
        here.sign("en")
        done = lotse("render", "termin.md", "--to", "en,uk", "--format", "1x1", "--small", "--out", "out")
        assert done.exit_code == 3, done.output
        table = done.stdout
        for words in ("Entwurf", "en Englisch", "mitgeliefert", "~espeak", "wartet", "uk Ukrainisch", "Ersatzstimme"):
            assert words in table
        assert "Ukrainian: " in table
        assert "termin.uk.md" in table
        assert "Englisch: sprechen" in done.stderr

        approved = lotse("approve", "termin.md", "--lang", "en", "--by", "Ada Beck", "--json")
        assert approved.exit_code == 0, approved.output
        (outcome,) = json.loads(approved.stdout)
        assert outcome["status"] == "film"
        assert "Hallo.en.1x1.mp4 fits messengers as it is" in outcome["en"], "asked for with the draft"
        assert here.films() == ["Hallo/en/Hallo.en.1x1.mp4"]

        here.write("zweites.md", SCRIPT)
        other = lotse("render", "zweites.md", "--to", "en", "--out", "out")
        assert other.exit_code == 2
        assert "denselben Titel" in other.output
        assert "the same title" in other.output

    def test_a_failed_language_is_1_even_where_another_waits(self, here: Service, tiny: Path) -> None:
        replace(here, models=tiny).settings("label")
        here.write("termin.md", "---\ntitle: Guten Tag\n---\nGuten Tag 12.\n")
        here.write("termin.en.md", "Good day 12.\n")
        done = lotse("render", "termin.md", "--to", "tr,fa", "--out", "out")
        assert done.exit_code == 1, done.output
        assert "gescheitert" in done.stdout
        assert "im Ausgangstext „12“, in der Übersetzung „13“" in done.stdout
        assert "wartet" in done.stdout
        assert not here.out.exists()

    def test_without_ffmpeg_it_says_so_and_how_to_mend_it(
        self, here: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        done = lotse("render", "termin.md", "--to", "de", "--out", "out")
        assert done.exit_code == 2
        assert "Das Programm ffmpeg fehlt. Abhilfe: apt-get install ffmpeg" in done.output
        assert "The program ffmpeg is missing. Mend: apt-get install ffmpeg" in done.output
        assert not here.out.exists()

    def test_a_full_disk_is_said_and_leaves_nothing(self, here: Service, full_disk: Path) -> None:
        done = lotse("render", "termin.md", "--to", "de", "--out", str(full_disk))
        assert done.exit_code == 2
        assert "kein Platz mehr" in done.output
        assert "no room left" in done.output
        assert list(full_disk.iterdir()) == []


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system that is too small for a film."""
    folder = tmp_path / "full"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True).returncode:
        pytest.skip("only root can mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


# ---------------------------------------------------------------- what can be done here


def test_a_recording_without_consent_stops_its_own_language_only(here: Service) -> None:
    here.write("termin.en.md", "---\nconsent: Amina Ali\n---\nBring your passport.\n")
    (here.root / "termin.en.wav").write_bytes(b"sound")
    done = lotse("render", "termin.md", "--to", "en,uk", "--json")
    assert done.exit_code == 1
    states = {one["language"]: one for one in json.loads(done.stdout)}
    assert (states["en"]["status"], states["uk"]["status"]) == ("failed", "waiting")
    assert "termin.en.md:2: Die Einwilligung „Amina Ali“ ist nicht lesbar" in states["en"]["de"]


def test_check_says_per_language_what_is_missing_and_what_mends_it(here: Service) -> None:
    done = lotse("check", "termin.md", "--to", "de,en,pt,uk", "--json")
    assert done.exit_code == 3
    answers = {answer["language"]: answer for answer in json.loads(done.stdout)}
    assert list(answers) == ["de", "en", "pt", "uk"]
    assert answers["de"]["translation"] == "eigener Text"
    assert answers["en"]["translation"] == "liegt bei: termin.en.md"
    assert "firefox en-pt" in answers["pt"]["translation"]
    assert answers["uk"]["waits"]
    assert any("lotse models pull" in command for command in answers["uk"]["commands"])
    assert "termin.uk.md schreiben" in answers["uk"]["commands"]
    assert not any(answer["broken"] for answer in answers.values())
    assert not here.out.exists()
    assert lotse("check", "termin.md", "--to", "de,en").exit_code == 0


def test_check_is_for_people_too(here: Service) -> None:
    done = lotse("check", "termin.md", "--to", "uk")
    assert "Modell fehlt" in done.stdout
    assert "…" in done.stdout


def test_languages_holds_every_pack_and_no_wish(here: Service) -> None:
    done = lotse("languages", "--json")
    assert done.exit_code == 0
    rows = {row["code"]: row for row in json.loads(done.stdout)}
    assert set(rows) == set(packs.codes())
    assert (rows["ar"]["name"], rows["ar"]["direction"]) == (packs.load("ar").name, "rtl")
    assert rows["pt"]["translate"] == "en: firefox en-pt"
    assert rows["uk"]["translate"] == ""
    assert rows["en"]["male"] == "piper en_US-joe-medium"
    assert rows["en"]["female"].startswith("~espeak")
    assert rows["uk"]["transcribe"]
    assert {code: row["signed"] for code, row in rows.items() if row["signed"]} == {"de": "Lotse"}
    table = lotse("languages").stdout
    assert "nur von Menschen" in table
    assert "ungeprüft" in table


def test_models_are_listed_with_their_licences(here: Service) -> None:
    done = lotse("models", "list", "--json")
    assert done.exit_code == 0
    listed = {model["name"]: model for model in json.loads(done.stdout)}
    assert {"firefox:en-pt", "whisper:base", "piper:en_US-joe-medium"} <= set(listed)
    assert all(model["licence"] and model["bytes"] for model in listed.values())
    assert "firefox:en-pt" in lotse("models", "list").stdout


def test_models_verify_finds_a_single_changed_byte(here: Service, tiny: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(tiny, copy)
    replace(here, models=copy).settings()
    assert lotse("models", "verify").exit_code == 0
    victim = max((path for path in copy.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.write_bytes(data)
    done = lotse("models", "verify")
    assert done.exit_code == 1
    assert victim.name in done.stderr
