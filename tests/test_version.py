"""The words of one language, exactly as a reviewer approves them, and what state they are in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline import version
from pipeline.errors import InputError, WaitingError
from pipeline.model import Approval, Segment
from tests.films import ENGLISH, SCRIPT

if TYPE_CHECKING:
    from pipeline.version import Review, Version
    from tests.films import Service

pytest_plugins = ["tests.films"]


def built(service: Service, code: str = "en", avatar: str = "") -> Version:
    return version.build(service.work(avatar=avatar), code)


def reviewed(service: Service, code: str = "en") -> Review:
    return version.review(service.work(), built(service, code))


def approve(service: Service, code: str = "en", by: str = "Ada Beck") -> None:
    service.work().job.approve(
        code, Approval(by, "2026-01-02T03:04:05+00:00", built(service, code).text_hash), service.work().secret
    )


# ---------------------------------------------------------------- words


def test_all_fixed_words_are_chosen(service: Service) -> None:
    made = built(service)
    assert made.intro.startswith("Hello, I am Maya, a virtual colleague, made")
    assert made.name_tag == "Maya · virtual colleague"
    assert made.end_card.request.startswith("If you need an interpreter")
    assert made.end_card.german.startswith("Bitte sagen Sie ")
    assert made.end_card.contact == "Contact · 030 23125 118"


def test_a_house_may_call_an_avatar_by_another_name_but_it_stays_a_virtual_colleague(service: Service) -> None:
    before = built(service).text_hash
    with service.config.open("a", encoding="utf-8") as file:
        file.write('[service.names.maja]\nen = "Mira"\n')
    made = built(service)
    assert made.name_tag == "Mira · virtual colleague"
    assert made.intro.startswith("Hello, I am Mira, a virtual colleague, made")
    assert made.text_hash != before, "who has approved the old name has not approved this one"


def test_a_german_film_needs_no_second_german(service: Service) -> None:
    assert built(service, "de").end_card.german == ""


def test_the_scripts_contact_goes_over_the_services(service: Service) -> None:
    service.write("termin.md", SCRIPT.replace("language: de", "contact: Zimmer 4"))
    assert built(service).end_card.contact == "Contact · Zimmer 4"


def test_who_presents(service: Service) -> None:
    assert built(service).avatar.id == "maja"
    service.write("termin.md", SCRIPT.replace("language: de", "avatar: daniel"))
    assert built(service).avatar.id == "daniel"
    service.write("termin.en.md", "---\navatar: maja\n---\n" + ENGLISH)
    assert built(service).avatar.id == "maja"
    assert built(service, "de").avatar.id == "daniel"
    assert built(service, avatar="daniel").avatar.id == "daniel"


# ---------------------------------------------------------------- the hash that an approval stands for

CHANGES: dict[str, Callable[[Service], object]] = {
    "a word": lambda s: s.write("termin.en.md", "Please bring your passport.\n"),
    "a full stop": lambda s: s.write("termin.en.md", "Please bring your ID card\n"),
    "the title": lambda s: s.write("termin.en.md", "---\ntitle: Welcome\n---\n" + ENGLISH),
    "the avatar": lambda s: s.write("termin.en.md", "---\navatar: daniel\n---\n" + ENGLISH),
    "the contact": lambda s: s.write("termin.md", SCRIPT.replace("language: de", "contact: Zimmer 4")),
    "the address": lambda s: s.config.write_text(
        s.config.read_text().replace("[service]", '[service]\naddress = "du"')
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_on_screen_or_in_the_ear_changes_the_hash(change: str, service: Service) -> None:
    before = built(service).text_hash
    CHANGES[change](service)
    assert built(service).text_hash != before


def test_what_nobody_sees_does_not(service: Service) -> None:
    before = built(service).text_hash
    service.settings("label", en="Somebody Else")
    service.write("termin.en.md", "\n\n" + ENGLISH + "\n\n")
    service.write("termin.uk.md", "Візьміть посвідчення.\n")
    assert built(service).text_hash == before


# ---------------------------------------------------------------- state of review


def test_the_own_text_needs_no_review(service: Service) -> None:
    assert reviewed(service, "de").state == "source"


def test_supplied_is_not_checked(service: Service) -> None:
    found = reviewed(service)
    assert (found.state, found.approval, found.de) == ("unchecked", None, "")


def test_from_the_memory_is_not_checked_either(service: Service) -> None:
    work = service.work()
    version.memory(work).store([(work.script.units[0].text, "Візьміть посвідчення.")], "de", "uk")
    assert built(service, "uk").translation.units[0].origin == "memory"
    assert reviewed(service, "uk").state == "unchecked"


def test_the_memory_learning_later_does_not_change_a_text_under_review(service: Service) -> None:
    work = service.work()
    version.memory(work).store([(work.script.units[0].text, "Візьміть посвідчення.")], "de", "uk")
    before = built(service, "uk").text_hash
    version.memory(work).store([(work.script.units[0].text, "Візьміть паспорт.")], "de", "uk")
    assert built(service, "uk").text_hash == before


def test_by_machine_is_machine_until_somebody_approves(service: Service) -> None:
    service.settings(pt="Ada Beck")
    service.sign("pt")
    assert reviewed(service, "pt").state == "machine"
    approve(service, "pt")
    found = reviewed(service, "pt")
    assert found.state == "approved"
    assert found.approval
    assert found.approval.by == "Ada Beck"


def test_an_approval_of_another_text_is_void(service: Service) -> None:
    service.sign("en")
    approve(service)
    assert reviewed(service).state == "approved"
    service.write("termin.en.md", "Please bring your passport.\n")
    found = reviewed(service)
    assert (found.state, found.approval) == ("unchecked", None)
    assert "Ada Beck vom 2026-01-02 gilt nicht mehr: Der Text wurde seitdem geändert" in found.de
    assert "is void: the text has changed since" in found.en
    service.write("termin.en.md", ENGLISH)
    assert reviewed(service).state == "approved"


@pytest.mark.parametrize("reviewers", [{}, {"en": "Eve Moor"}, {"uk": "Ada Beck"}])
def test_an_approval_by_one_who_is_not_listed_for_the_language_is_void(
    reviewers: dict[str, str], service: Service
) -> None:
    approve(service)
    service.settings("required", **reviewers)
    found = reviewed(service)
    assert (found.state, found.approval) == ("unchecked", None)
    assert "Ada Beck gilt nicht" in found.de
    assert "no longer listed" in found.en


def test_an_approval_file_carried_over_from_another_language_approves_nothing(service: Service) -> None:
    service.settings(en="Ada Beck", uk="Ada Beck")
    service.write("termin.uk.md", ENGLISH)
    approve(service)
    job = service.work().job
    (job.language("uk") / "approval.json").write_bytes((job.language("en") / "approval.json").read_bytes())
    assert reviewed(service, "uk").state == "unchecked"


def test_without_any_way_to_translate_it_waits(service: Service) -> None:
    with pytest.raises(WaitingError, match=r"termin\.uk\.md"):
        built(service, "uk")


# ---------------------------------------------------------------- the fixed wording and who stands for it


def test_an_approved_text_in_an_unsigned_wording_is_kept_but_not_approved(service: Service) -> None:
    approve(service)
    found = reviewed(service)
    assert found.state == "unchecked"
    assert found.approval, "it is kept, and a machine may start from that text"
    for words in (found.de, found.en):
        assert "Ada Beck" in words
        assert "lotse languages review en; lotse languages sign en Wortlaut-en.docx" in words
    assert "gilt, sobald auch der feste Wortlaut unterschrieben ist" in found.de
    service.sign("en")
    assert (reviewed(service).state, reviewed(service).de) == ("approved", "")


def test_an_edited_wording_takes_the_note_back_and_says_so(service: Service) -> None:
    service.sign("en", by="Grace Hall")
    approve(service)
    path = service.root / "state" / "languages" / "en.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("virtual colleague", "colleague"), encoding="utf-8")
    found = reviewed(service)
    assert found.state == "unchecked"
    assert "Die Unterschrift von Grace Hall (2026-01-02)" in found.de
    assert "gilt nicht mehr: Die Worte wurden seitdem geändert" in found.de
    assert "is void: the words have changed since" in found.en
    assert built(service).name_tag == "Maya · virtual colleague", "words that nobody stands for are not used"


def test_the_houses_own_words_are_spoken_and_shown(service: Service) -> None:
    from pipeline import language
    from pipeline.wording import house
    from pipeline.wording.sentences import corrected, sentences

    pack = language.load("en")
    first = {s.field: s for s in reversed(sentences(pack, language.load("de")))}
    label, tag = "Image and voice: made by AI", "virtual team member"
    own = corrected(pack, {first["label"]: label, first["role_female"]: tag})
    before = built(service).text_hash
    house.sign(own, "Grace Hall", date(2026, 1, 2), service.root / "state")
    made = built(service)
    assert (made.wording.label, made.name_tag) == (label, f"Maya · {tag}")
    assert made.text_hash != before, "an approval stands for the fixed words too"


# ---------------------------------------------------------------- offer and code


OFFER = "Interpreting is free for you."


def furnish(service: Service, line: str) -> None:
    service.config.write_text(service.config.read_text().replace("[service]\n", f"[service]\n{line}\n"))


def test_without_settings_the_card_promises_nothing_and_has_no_code(service: Service) -> None:
    card = built(service).end_card
    assert (card.offer, card.code) == ("", "")


def test_an_offer_is_made_in_its_own_language_only_and_spoken_last(service: Service) -> None:
    furnish(service, f'offer = {{ en = "{OFFER}" }}')
    made = built(service)
    assert made.end_card.offer == OFFER
    assert OFFER not in made.end_card.request
    assert made.wording.request.endswith(f" {OFFER}")
    german = built(service, "de")
    assert german.end_card.offer == ""
    assert german.wording.request == german.pack.sie.request


@pytest.mark.parametrize("line", [f'offer = {{ en = "{OFFER}" }}', 'code = "tel:+493023125118"'])
def test_offer_and_code_are_part_of_what_is_approved(line: str, service: Service) -> None:
    before = built(service).text_hash
    furnish(service, line)
    assert built(service).text_hash != before


def test_an_offer_of_two_sentences_is_refused(service: Service) -> None:
    furnish(service, 'offer = { en = "It is free. It is good." }')
    with pytest.raises(InputError, match="hat mehrere Sätze") as caught:
        built(service)
    assert "has several sentences" in caught.value.en


def test_the_scripts_code_goes_over_the_services(service: Service) -> None:
    furnish(service, 'code = "tel:+493023125118"')
    assert built(service).end_card.code == "tel:+493023125118"
    service.write("termin.md", SCRIPT.replace("language: de", "code: https://haus.example/termin"))
    assert built(service).end_card.code == "https://haus.example/termin"


@pytest.mark.parametrize(
    "code", ["http://haus.example", "javascript:alert(1)", "sms:110", "https://haus.example/ä", "tel:"]
)
def test_a_script_cannot_bring_any_other_code(code: str, service: Service) -> None:
    service.write("termin.md", SCRIPT.replace("language: de", f'code: "{code}"'))
    with pytest.raises(InputError, match="kann kein Code auf der Schlusstafel sein") as caught:
        service.work()
    assert caught.value.line == 3
    assert "cannot be the code on the end card" in caught.value.en


# ---------------------------------------------------------------- fonts


def test_a_character_without_a_font_is_named_with_its_line(service: Service) -> None:
    work = service.work()
    made = version.build(work, "en")
    shown = Segment("script", 0, "Bring 𓀀.", 0.0)
    with pytest.raises(InputError, match="𓀀") as caught:
        version.check_fonts(work, made, [shown])
    assert (caught.value.path, caught.value.line) == (work.supplied["en"].path, 1)
    card = replace(made.end_card, contact="𓀀")
    with pytest.raises(InputError, match="𓀀"):
        version.check_fonts(work, replace(made, end_card=card), [])
    version.check_fonts(work, made, [])


def test_the_memory_is_one_file_in_the_state_folder(service: Service) -> None:
    assert version.memory(service.work()).path == Path(service.root / "state" / "memory.tmx")


# ---------------------------------------------------------------- what is said


def with_list(made: Version, **entries: str) -> Version:
    return replace(made, pack=replace(made.pack, pronunciation=entries))


def test_the_fixed_words_are_said_as_written(service: Service) -> None:
    for code in ("de", "en"):
        version.check_said(built(service, code))


@pytest.mark.parametrize("word", ["artificial", "Maya", "interpreter"])
def test_no_pronunciation_touches_them_even_past_the_settings(word: str, service: Service) -> None:
    with pytest.raises(InputError, match=r"\[speech\.pronunciation\.en\] in lotse\.toml"):
        version.check_said(with_list(built(service), **{word: "other"}))


def test_the_houses_offer_may_name_an_office_in_its_own_way(service: Service) -> None:
    furnish(service, 'offer = { en = "The BAMF pays for it." }')
    version.check_said(with_list(built(service), BAMF="Bamf"))


def test_the_houses_offer_is_otherwise_said_as_written(service: Service) -> None:
    furnish(service, 'offer = { en = "It costs 5 €." }')
    with pytest.raises(InputError, match=r"\[spoken\]"):
        version.check_said(built(service))
