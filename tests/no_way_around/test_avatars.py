"""Avatars that paint over everything, are no avatars, or have names that are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.films import ENGLISH, Service
from tests.no_way_around.attempts import disclosed, edit, proved, refused

pytest_plugins = ["tests.films"]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("few_frames")]


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
