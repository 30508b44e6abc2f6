"""The review files of the share: written when there is something to review, gone when the film is out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import state, version
from pipeline.model import Approval
from pipeline.work import again
from tests.workers.reviewing import ENGLISH, SCRIPT, Team, furnished
from workers import review_desk

pytest_plugins = ["tests.films", "tests.workers.reviewing"]


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
