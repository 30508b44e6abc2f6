"""What a person writes into a review file becomes the translation."""

from __future__ import annotations

import pytest

from pipeline import version
from pipeline.errors import MachineError
from pipeline.work import again
from tests.pictures import still
from tests.workers.reviewing import ARABIC, ENGLISH, NAME, SCRIPT, Team

pytest_plugins = ["tests.films", "tests.workers.reviewing"]


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
