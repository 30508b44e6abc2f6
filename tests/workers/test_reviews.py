"""The review files of the share, with a clock that the test turns and a queue that only remembers.

Texts are really translated, checked and approved; what comes after them, speech and picture, is left out except in the
last test, which makes the film.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline import approval, language, run, settings, state, version
from pipeline.attempt import Outcome, keep, settled
from pipeline.errors import MachineError
from pipeline.job import Job, Order
from pipeline.model import Approval
from pipeline.state import Due
from pipeline.wording import house
from pipeline.work import again
from tests.pictures import still
from workers import review_desk
from workers.queue import Task
from workers.reviews import Reviews
from workers.share import Share
from workers.stages import work_on

if TYPE_CHECKING:
    from pipeline.settings import Settings
    from pipeline.version import Review

pytest_plugins = ["tests.films"]

SCRIPT = "---\ntitle: Hallo\n---\nKommen Sie um 9 Uhr.\nBringen Sie Ihren Ausweis mit.\n"
ENGLISH = "---\ntitle: Hello\n---\nCome at 9 o'clock.\nBring your ID card.\n"
ARABIC = ("تعال في الساعة 9.", "أحضر بطاقتك.")


@dataclass
class Stand:
    """A queue that remembers, or refuses."""

    pushed: list[Task] = field(default_factory=list)
    refuses: bool = False

    def push(self, job: Job, code: str, due: Due) -> None:
        if self.refuses:
            raise MachineError("nicht erreichbar", "not reachable")
        self.pushed.append((job.id, code))

    def waiting(self) -> set[Task]:
        return set(self.pushed)


@dataclass
class Team:
    """A share, and the people who work in it."""

    settings: Settings
    share: Share
    queue: Stand = field(default_factory=Stand)
    now: float = 1000.0

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self.reviews = Reviews(self.settings, self.queue, lambda: self.now)

    @property
    def job(self) -> Job:
        return Job.named(self.settings.paths.state, "termin", "termin.md")

    def drop(self, *languages: str, place: str = "termin.md", **files: str) -> Job:
        """As the watcher takes a script in."""
        job = Job.named(self.settings.paths.state, "termin", place)
        job.source.mkdir(parents=True, exist_ok=True)
        for old in job.source.iterdir():
            old.unlink()
        for name, text in ({"termin.md": SCRIPT} | files).items():
            (job.source / name).write_text(text, encoding="utf-8")
        places, script = self.share.places, job.source / "termin.md"
        job.remember(Order(script, places, "Hallo", languages=languages, dropped=place))
        for code in languages:
            state.ask(job.language(code))
        return job

    def work(self, code: str, job: Job | None = None) -> state.State:
        """The words for real; then, instead of a film, what a film's report would say."""
        job = job or self.job
        try:
            work = again(job, code, self.settings)

            def half() -> Outcome:
                _, reviewed, _ = run._text(work, code)
                draft = work.policy == "required" and reviewed.state in ("unchecked", "machine")
                folder = self.share.places.language("Hallo", code, draft=draft)
                folder.mkdir(parents=True, exist_ok=True)
                (folder / "report.json").write_text(json.dumps({"review": {"state": reviewed.state}}))
                return Outcome(code, "draft" if draft else "film", folder / f"Hallo.{code}.mp4")

            outcome = settled(code, half)
            assert outcome
            now = job.state(code)
            assert now
            keep(job, outcome, now.request)
        finally:
            now = job.state(code)
        assert now
        return now

    def tick(self, *, after: float = 0.0) -> None:
        self.now += after
        self.reviews.tick()

    def look(self) -> None:
        """Until what is there counts as complete."""
        self.tick()
        self.tick(after=6)

    def path(self, name: str) -> Path:
        return self.share.review / name

    def file(self, code: str = "ar") -> Path:
        return self.path(f"termin.{code}.txt")

    def read(self, code: str = "ar") -> str:
        return self.file(code).read_text(encoding="utf-8-sig")

    def save(self, *changes: tuple[str, str], code: str = "ar") -> None:
        """Somebody edits the file and saves it."""
        text = self.read(code)
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        self.file(code).write_text(text, encoding="utf-8")

    def fill(self, *texts: str, by: str = "", code: str = "ar") -> None:
        parts = self.read(code).split("Arabisch:\n\n")
        text = parts[0] + "".join(f"Arabisch:\n{new}\n{rest}" for new, rest in zip(texts, parts[1:], strict=True))
        self.file(code).write_text(text.replace("Freigabe durch: ", f"Freigabe durch: {by}"), encoding="utf-8")

    def answer(self, code: str = "ar") -> str:
        path = self.path(f"termin.{code}.ANTWORT.txt")
        return path.read_text(encoding="utf-8-sig") if path.exists() else ""

    def names(self) -> list[str]:
        return sorted(path.name for path in self.share.review.iterdir())

    def reviewed(self, code: str = "ar") -> Review:
        work = again(self.job, code, self.settings)
        return version.review(work, version.build(work, code))


NAME = ("Freigabe durch: ", "Freigabe durch: Rana Haddad")


def furnished(root: Path, models: Path, policy: str = "required") -> Team:
    (root / "share").mkdir()
    (root / "lotse.toml").write_text(
        f'[service]\ncontact = "030 23125 118"\n[review]\npolicy = "{policy}"\n[review.reviewers]\n'
        f'ar = ["Rana Haddad"]\nen = ["Ada Beck"]\n'
        f'pt = ["Rui Costa"]\n[paths]\nstate = "state"\nshare = "share"\n[models]\nfolder = "{models}"\n',
        encoding="utf-8",
    )
    loaded = settings.load(root / "lotse.toml")
    share = Share.of(loaded)
    share.make()
    return Team(loaded, share)


@pytest.fixture
def team(tmp_path: Path, models: Path, plain_environment: None) -> Team:
    """Native speakers have signed the wording of all languages."""
    made = furnished(tmp_path, models)
    for code in language.codes():
        house.sign(language.load(code), "Native Speaker", date(2026, 1, 2), made.settings.paths.state)
    return made


@pytest.fixture
def ordered(team: Team) -> Team:
    """Arabic, which no machine here can translate, has been asked for."""
    team.drop("de", "ar")
    assert team.work("ar").status == "waiting"
    team.look()
    return team


@pytest.fixture
def drafted(team: Team) -> Team:
    """An English text lay beside the script, and its draft is made."""
    team.drop("de", "en", **{"termin.en.md": ENGLISH})
    assert team.work("en").status == "draft"
    team.look()
    return team


# ---------------------------------------------------------------- what is written


def test_every_language_but_the_scripts_own_gets_a_file_when_its_outcome_is_known(team: Team) -> None:
    team.drop("de", "ar", "en", **{"termin.en.md": ENGLISH})
    team.look()
    assert team.names() == []
    assert team.work("de").status == "film"
    team.work("ar")
    team.work("en")
    team.look()
    assert team.names() == ["termin.ar.txt", "termin.en.txt"]
    assert team.read("ar").count("Arabisch:\n\n") == 3
    assert "[1] Deutsch: Kommen Sie um 9 Uhr.\nEnglisch:\nCome at 9 o'clock.\n" in team.read("en")


def test_a_film_that_says_nobody_checked_it_can_still_be_approved(
    tmp_path: Path, models: Path, plain_environment: None
) -> None:
    team = furnished(tmp_path, models, "label")
    team.drop("en", **{"termin.en.md": ENGLISH})
    assert team.work("en").status == "film"
    team.look()
    assert team.names() == ["termin.en.txt"]


def test_a_text_whose_facts_differ_can_be_mended_there(team: Team) -> None:
    team.drop("en", **{"termin.en.md": ENGLISH.replace("9", "8")})
    assert team.work("en").status == "failed"
    team.look()
    text = team.read("en")
    assert "# So entsteht kein Film, bitte richtigstellen: " in text
    assert text.index("[1] Deutsch") < text.index("# So entsteht") < text.index("Come at 8")
    team.save(("at 8", "at 9"), code="en")
    team.look()
    assert team.work("en").status == "draft"


def test_what_nobody_has_touched_is_written_anew_when_the_text_changes(drafted: Team) -> None:
    drafted.drop("en", **{"termin.en.md": ENGLISH.replace("ID card", "passport")})
    drafted.look()
    assert "ID card" in drafted.read("en")
    drafted.work("en")
    drafted.look()
    assert "passport" in drafted.read("en")
    assert drafted.names() == ["termin.en.txt"]


def test_a_deleted_file_comes_back_but_not_while_an_editor_replaces_it(drafted: Team) -> None:
    drafted.file("en").unlink()
    drafted.tick()
    drafted.tick(after=1)
    assert drafted.names() == []
    drafted.tick(after=6)
    assert drafted.names() == ["termin.en.txt"]


def test_a_share_that_is_away_has_lost_nothing(drafted: Team) -> None:
    drafted.share.root.rename(drafted.share.root.with_name("away"))
    drafted.look()
    assert not drafted.share.root.exists()
    drafted.share.root.with_name("away").rename(drafted.share.root)
    drafted.look()
    assert drafted.queue.pushed == []


def test_two_scripts_of_one_name_have_a_file_each(ordered: Team) -> None:
    other = ordered.drop("ar", place="amt/termin.md")
    ordered.work("ar", other)
    ordered.look()
    assert ordered.names() == sorted(["termin.ar.txt", f"{other.id}.ar.txt"])
    ordered.restart()
    ordered.look()
    assert len(ordered.names()) == 2
    assert [path.name for path in review_desk.files(ordered.share, other)] == [f"{other.id}.ar.txt"]


def test_killed_while_writing_it_takes_nothing_for_a_persons_work(
    drafted: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted.drop("en", **{"termin.en.md": ENGLISH.replace("ID card", "passport")})
    drafted.work("en")
    with monkeypatch.context() as patch:
        patch.setattr("workers.review_desk.write_atomic", failing(drafted.file("en")))
        drafted.look()
    assert "ID card" in drafted.read("en")
    drafted.restart()
    drafted.look()
    assert "passport" in drafted.read("en")
    assert (drafted.names(), drafted.queue.pushed) == (["termin.en.txt"], [])


def failing(path: Path) -> Callable[[Path, bytes | str], None]:
    from pipeline.files import write_atomic

    def write(target: Path, data: bytes | str) -> None:
        if target == path:
            raise OSError("killed")
        write_atomic(target, data)

    return write


def test_a_sentence_that_no_machine_can_take_says_so_without_paths_of_the_machine(team: Team) -> None:
    long = SCRIPT.replace("Kommen Sie", "Kommen Sie " + "bitte " * 60)
    team.drop("pt", **{"termin.md": long, "termin.en.md": ENGLISH.replace("Come", "Come " + "please " * 60)})
    assert team.work("pt").status == "failed"
    team.look()
    text = team.read("pt")
    assert "# So entsteht kein Film, bitte richtigstellen: Dieser Satz hat" in text
    assert str(team.settings.paths.state) not in text


# ---------------------------------------------------------------- what comes back


def test_the_words_of_a_picture_are_reviewed_like_every_line(team: Team) -> None:
    job = team.drop("ar", **{"termin.md": SCRIPT + "![Der Eingang](haus.png)\n"})
    still(job.source / "haus.png")
    team.work("ar")
    team.look()
    assert "Worte zum Bild „haus.png“" in team.read()
    team.fill("مرحبا", *ARABIC, "المدخل")
    team.look()
    assert team.work("ar").status == "draft"
    found = version.build(again(job, "ar", team.settings), "ar")
    assert [picture.words for picture in found.pictures.values()] == ["المدخل"]
    team.look()
    team.save(NAME)
    team.look()
    assert team.work("ar").status == "film"
    assert team.reviewed().state == "approved"
    still(job.source / "haus.png", colour="#204080")
    assert "gilt nicht mehr" in team.reviewed().de, "another picture is another film"


def test_the_order_form_filled_in_is_the_translation(ordered: Team) -> None:
    ordered.fill("مرحبا", *ARABIC)
    ordered.look()
    assert ordered.queue.pushed == [(ordered.job.id, "ar")]
    assert ordered.work("ar").status == "draft"
    found = version.build(again(ordered.job, "ar", ordered.settings), "ar").translation
    assert (found.title, tuple(unit.text for unit in found.units)) == ("مرحبا", ARABIC)
    ordered.look()
    assert (ordered.names(), ordered.answer()) == (["termin.ar.txt"], "")
    assert len(ordered.queue.pushed) == 1, "the same file is taken once"


def test_a_name_in_it_approves_it_as_well(ordered: Team) -> None:
    ordered.fill("", *ARABIC, by="rana haddad")
    ordered.look()
    assert ordered.work("ar").status == "film"
    given = ordered.reviewed().approval
    assert given
    assert given.by == "Rana Haddad"
    assert not (ordered.job.language("ar") / "pending.json").exists()
    assert ARABIC[0] in (ordered.settings.paths.state / "memory.tmx").read_text(encoding="utf-8")


def test_a_half_written_file_waits_until_it_is_still(drafted: Team) -> None:
    text = drafted.read("en")
    drafted.save(("Freigabe durch: ", "Freigabe durch: Ada"), code="en")
    drafted.tick(after=6)
    drafted.tick(after=4)
    drafted.file("en").write_text(text.replace("Freigabe durch: ", "Freigabe durch: Ada Beck"), encoding="utf-8")
    drafted.tick(after=4)
    drafted.tick(after=4)
    assert (drafted.queue.pushed, drafted.answer("en")) == ([], "")
    drafted.tick(after=2)
    assert len(drafted.queue.pushed) == 1


def test_a_name_alone_approves_what_the_file_shows(drafted: Team) -> None:
    drafted.save(("Freigabe durch: ", "Freigabe durch: Ada Beck"), code="en")
    drafted.look()
    assert drafted.work("en").status == "film"
    assert drafted.reviewed("en").state == "approved"


def test_saved_without_a_change_asks_for_nothing_and_stays_ours(drafted: Team) -> None:
    drafted.file("en").write_bytes(drafted.read("en").encode("utf-16"))
    drafted.look()
    assert (drafted.queue.pushed, drafted.names()) == ([], ["termin.en.txt"])
    drafted.drop("en", **{"termin.en.md": ENGLISH.replace("ID card", "passport")})
    drafted.work("en")
    drafted.look()
    assert "passport" in drafted.read("en")


def test_marks_of_markdown_and_a_title_with_a_colon_come_through(ordered: Team) -> None:
    texts = ("- تعال *الآن* الساعة 9: `أ`", "[أحضر](x) بطاقتك | فورا")
    ordered.fill('مرحبا: "أ"', *texts)
    ordered.look()
    assert ordered.work("ar").status == "draft"
    found = version.build(again(ordered.job, "ar", ordered.settings), "ar").translation
    assert found.title == 'مرحبا: "أ"'
    assert tuple(unit.text for unit in found.units) == texts


def test_a_text_file_that_lay_beside_the_script_gives_way(team: Team) -> None:
    team.drop("en", **{"termin.en.txt": "Come at 9 o'clock.\nBring your ID card.\n"})
    team.work("en")
    team.look()
    team.save(("ID card", "passport"), code="en")
    team.look()
    assert team.work("en").status == "draft"
    assert sorted(path.name for path in team.job.source.iterdir()) == ["termin.en.md", "termin.md"]


def test_a_queue_that_refuses_loses_nothing(drafted: Team) -> None:
    drafted.queue.refuses = True
    drafted.save(("ID card", "passport"), code="en")
    drafted.tick()
    with pytest.raises(MachineError):
        drafted.tick(after=6)
    now = drafted.job.state("en")
    assert now
    assert now.open, "reconcile finds it"
    assert drafted.work("en").status == "draft"


def test_a_machines_lines_stay_a_machines_when_one_is_mended(team: Team) -> None:
    """Otherwise the film would say of a machine's text only that nobody checked it."""
    team.drop("pt", **{"termin.en.md": ENGLISH})
    assert team.work("pt").status == "draft"
    team.look()
    first = version.build(again(team.job, "pt", team.settings), "pt").translation
    team.save((first.units[1].text, "Traga o seu passaporte."), code="pt")
    team.look()
    assert team.work("pt").status == "draft"
    found = version.build(again(team.job, "pt", team.settings), "pt").translation
    assert [unit.origin for unit in found.units] == ["machine", "supplied"]
    assert found.units[0] == first.units[0]
    assert team.reviewed("pt").state == "machine"


# ---------------------------------------------------------------- what is answered


def test_who_is_not_listed_is_answered_until_it_is_mended(drafted: Team) -> None:
    drafted.save(("Freigabe durch: ", "Freigabe durch: Eve Moor"), code="en")
    drafted.look()
    said = drafted.answer("en")
    assert "Zeile 1: „Eve Moor“ darf Englisch nicht freigeben." in said
    assert 'Line 1: "Eve Moor" may not approve English.' in said
    assert "\r\n" in drafted.path("termin.en.ANTWORT.txt").read_bytes().decode()
    assert drafted.queue.pushed == []
    drafted.save(("Eve Moor", "Ada Beck"), code="en")
    drafted.look()
    assert drafted.answer("en") == ""
    assert len(drafted.queue.pushed) == 1


def test_an_answer_goes_when_the_change_is_taken_back(drafted: Team) -> None:
    before = drafted.file("en").read_bytes()
    drafted.save(("Come at 9 o'clock.", ""), code="en")
    drafted.look()
    assert "[1] steht noch keine Übersetzung" in drafted.answer("en")
    drafted.file("en").write_bytes(before)
    drafted.look()
    assert drafted.answer("en") == ""


def test_a_wrong_fact_typed_by_a_person_is_answered_with_the_line_in_their_file(drafted: Team) -> None:
    drafted.save(("at 9", "at 8"), code="en")
    drafted.look()
    assert drafted.work("en").status == "failed"
    drafted.look()
    line = 1 + drafted.read("en").split("\n").index("[1] Deutsch: Kommen Sie um 9 Uhr.")
    assert f"Zeile {line}, bei [1]: " in drafted.answer("en")
    assert f"Line {line}, at [1]: " in drafted.answer("en")
    assert "at 8" in drafted.read("en")
    drafted.save(("at 8", "at 9"), code="en")
    drafted.look()
    assert drafted.work("en").status == "draft"
    drafted.look()
    assert drafted.answer("en") == ""


def test_work_on_an_older_script_is_kept_and_answered(ordered: Team) -> None:
    newer = SCRIPT.replace("Ausweis", "Pass")
    ordered.drop("ar", **{"termin.md": newer})
    ordered.fill("مرحبا", *ARABIC, by="Rana Haddad")
    ordered.look()
    assert ordered.queue.pushed == [], "the new text is not known yet"
    assert ordered.work("ar").status == "waiting"
    ordered.look()
    assert ordered.names() == ["termin.ar.ALT.txt", "termin.ar.ANTWORT.txt", "termin.ar.txt"]
    assert ARABIC[0] in ordered.path("termin.ar.ALT.txt").read_text(encoding="utf-8")
    assert "Das Skript wurde inzwischen geändert" in ordered.answer()
    assert "Pass mit." in ordered.answer()
    assert "Pass mit." in ordered.read()
    ordered.look()
    ordered.look()
    assert ordered.answer(), "it stays until it is solved"
    ordered.fill("مرحبا", *ARABIC, by="Rana Haddad")
    ordered.look()
    assert ordered.answer() == ""
    assert ordered.work("ar").status == "film"
    ordered.look()
    assert ordered.names() == []
    assert sorted(path.name for path in ordered.share.done.iterdir()) == ["termin.ar.ALT.txt", "termin.ar.txt"]


def test_what_was_taken_over_is_set_aside_when_another_text_comes(drafted: Team) -> None:
    drafted.save(("ID card", "passport"), code="en")
    drafted.look()
    drafted.work("en")
    drafted.drop("en", **{"termin.en.md": ENGLISH.replace("ID card", "papers")})
    drafted.work("en")
    drafted.look()
    assert "papers" in drafted.read("en")
    assert "passport" in drafted.path("termin.en.ALT.txt").read_text(encoding="utf-8-sig")
    assert "termin.en.ALT.txt" in drafted.answer("en")


def test_another_format_is_answered_beside_it(drafted: Team) -> None:
    drafted.path("termin.en.docx").write_bytes(b"PK")
    drafted.path("einkauf.docx").write_bytes(b"PK")
    drafted.tick()
    assert drafted.names() == sorted(["einkauf.docx", "termin.en.docx", "termin.en.docx.ANTWORT.txt", "termin.en.txt"])
    drafted.path("termin.en.docx").unlink()
    drafted.tick()
    assert "termin.en.docx.ANTWORT.txt" not in drafted.names()


# ---------------------------------------------------------------- what an approval stands for


def test_an_approval_holds_for_exactly_the_text_in_the_file(drafted: Team) -> None:
    """The text changes between the name and the work: nobody has approved that."""
    drafted.save(("Freigabe durch: ", "Freigabe durch: Ada Beck"), code="en")
    drafted.look()
    for name, text in {"termin.md": SCRIPT.replace("Ausweis", "Pass"), "termin.en.md": ENGLISH}.items():
        (drafted.job.source / name).write_text(text, encoding="utf-8")
    assert drafted.work("en").status == "draft"
    assert drafted.reviewed("en").approval is None
    refused = approval.pending(drafted.job, "en")
    assert refused
    assert "Die Freigabe durch Ada Beck gilt nicht" in refused.de
    drafted.look()
    assert "geändert" in drafted.answer("en")


def test_a_name_that_is_struck_off_meanwhile_approves_nothing(drafted: Team) -> None:
    drafted.save(("Freigabe durch: ", "Freigabe durch: Ada Beck"), code="en")
    drafted.look()
    toml = drafted.settings.paths.state.parent / "lotse.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("Ada Beck", "Eve Moor"), encoding="utf-8")
    drafted.settings = settings.load(toml)
    assert drafted.work("en").status == "draft"
    drafted.look()
    assert "„Ada Beck“ darf Englisch nicht freigeben" in drafted.answer("en")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a word": lambda s: (s / "termin.en.md").write_text(ENGLISH.replace("ID card", "ID")),
    "a full stop": lambda s: (s / "termin.en.md").write_text(ENGLISH.replace("card.", "card!")),
    "the title": lambda s: (s / "termin.en.md").write_text(ENGLISH.replace("Hello", "Hi")),
    "who presents": lambda s: (s / "termin.md").write_text(SCRIPT.replace("title", "avatar: daniel\ntitle")),
    "the contact": lambda s: (s / "termin.md").write_text(SCRIPT.replace("title", "contact: Zimmer 4\ntitle")),
}


@pytest.mark.parametrize("what", CHANGES)
def test_any_later_change_voids_it(what: str, drafted: Team) -> None:
    drafted.save(("Freigabe durch: ", "Freigabe durch: Ada Beck"), code="en")
    drafted.look()
    assert drafted.work("en").status == "film"
    CHANGES[what](drafted.job.source)
    found = drafted.reviewed("en")
    assert (found.state, found.approval) == ("unchecked", None)
    assert "gilt nicht mehr" in found.de


def test_a_text_sent_after_a_name_takes_the_name_back(ordered: Team) -> None:
    ordered.fill("", *ARABIC, by="Rana Haddad")
    ordered.look()
    ordered.save(("Freigabe durch: Rana Haddad", "Freigabe durch: "), (ARABIC[1], ARABIC[1] + " الآن"))
    ordered.look()
    assert ordered.work("ar").status == "draft"
    assert approval.pending(ordered.job, "ar") is None


# ---------------------------------------------------------------- when the film is out


def test_what_a_person_wrote_is_kept_with_the_originals_and_nothing_else(drafted: Team) -> None:
    drafted.save(("Freigabe durch: ", "Freigabe durch: Ada Beck"), code="en")
    drafted.look()
    drafted.work("en")
    drafted.look()
    assert drafted.names() == []
    assert [path.name for path in drafted.share.done.iterdir()] == ["termin.en.txt"]
    drafted.restart()
    drafted.look()
    assert drafted.names() == [], "it does not come back"


def test_an_untouched_file_just_goes(drafted: Team) -> None:
    work = again(drafted.job, "en", drafted.settings)
    hashed = version.build(work, "en").text_hash
    drafted.job.approve("en", Approval("Ada Beck", "2026-01-02T03:04:05+00:00", hashed), work.secret)
    state.ask(drafted.job.language("en"))
    assert drafted.work("en").status == "film"
    drafted.look()
    assert (drafted.names(), list(drafted.share.done.iterdir())) == ([], [])


# ---------------------------------------------------------------- for real


@pytest.mark.slow
def test_from_a_script_to_a_film_by_a_name_in_a_file(team: Team, few_frames: None) -> None:
    team.drop("en", **{"termin.en.md": ENGLISH})

    def made() -> state.State:
        assert work_on(team.settings, team.job.id, "en", "words"), team.job.state("en")
        work_on(team.settings, team.job.id, "en", "film")
        now = team.job.state("en")
        assert now
        return now

    assert made().status == "draft"
    draft = team.share.drafts / "Hallo" / "en" / "Hallo.en.mp4"
    film = team.share.films / "Hallo" / "en" / "Hallo.en.mp4"
    assert (draft.exists(), film.exists()) == (True, False)
    team.look()
    team.save(("Freigabe durch: ", "Freigabe durch: Ada Beck"), ("Bring your", "Please bring your"), code="en")
    team.look()
    assert made().status == "film"
    assert (draft.exists(), film.exists()) == (False, True)
    report = json.loads((film.parent / "report.json").read_text(encoding="utf-8"))
    assert (report["review"]["by"], report["units"][1]["text"]) == ("Ada Beck", "Please bring your ID card.")
    team.look()
    assert team.names() == []
    assert (team.share.done / "termin.en.txt").exists()
    mark = "wird gerade neu geprüft – bitte nicht vorführen"
    start = team.share.films / "Hallo" / "Start.html"
    assert mark not in start.read_text(encoding="utf-8")

    team.drop("en", **{"termin.en.md": ENGLISH.replace("ID card", "passport")})
    assert made().status == "draft"
    assert film.exists()
    assert mark in start.read_text(encoding="utf-8"), "those who use the share only see the folder"
    team.look()
    team.save(("Freigabe durch: ", "Freigabe durch: Ada Beck"), code="en")
    team.look()
    assert made().status == "film"
    assert mark not in start.read_text(encoding="utf-8")
